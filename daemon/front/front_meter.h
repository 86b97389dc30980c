/*
 * front_meter.h - what a front counts.
 *
 * Shape:  its numbers (meter.h): answers to browsers by class of status, those
 *         of them that are refusals for want of room or of the daemon behind,
 *         and its questions to that daemon by how they ended. Told with them:
 *         how busy it is now, and what the program itself counts.
 * Units:  milliseconds, from question to answer.
 * Errors: none.
 * Source: ours.
 */
#ifndef FRONT_FRONT_METER_H
#define FRONT_FRONT_METER_H

#include "front.h"

/* The caller frees. */
struct meter *front_meter_new(void);

void front_meter_answered(const struct front *front,
    const struct http_request *request, const struct http_answer *answer);
void front_meter_asked(const struct front *front, enum rc rc, int64_t ms);

/* For a teller, whose `ctx` is the front. */
void front_meter_put(void *ctx, struct wire_out *out);

#endif
