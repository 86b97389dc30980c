/*
 * tally.h - how often each question was asked, and how it ended.
 *
 * Shape:  counts in memory that a daemon's processes share: per op and class of
 *         answer how many, per op how long they took together. They only grow;
 *         a daemon that starts begins at nothing.
 * Units:  milliseconds, from the question's last byte to the answer.
 * Errors: NULL without memory.
 * Source: ours; counters as Prometheus means them.
 */
#ifndef BASE_TALLY_H
#define BASE_TALLY_H

#include "wire.h"

struct tally;

/* Of the questions that may be asked at these doors (enum door, or'ed). */
struct tally *tally_new(unsigned doors);

void tally_add(struct tally *tally, enum op op, enum rc rc, int64_t ms);

/* Rows from number `start` on, as many as there is room for: requests
 * {op,result} and request_ms {op}, zeros too: of what was not there before,
 * nobody can tell how it grew. Where to go on; 0: that was all. */
size_t tally_put(const struct tally *tally, size_t start, struct wire_out *out);

/* The whole answer to the question of a list's page: `own` puts the daemon's
 * own rows before the first. False: the cursor is none of ours. */
bool tally_answer(const struct tally *tally, const struct wire_in *in,
    void (*own)(void *context, struct wire_out *out), void *context,
    struct wire_out *out);

/* One more of such rows; `labels` as Prometheus writes them, or "". */
void tally_put_row(
    struct wire_out *out, const char *name, const char *labels, int64_t value);

#endif
