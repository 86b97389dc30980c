/*
 * program.h - what programs are answered: JSON.
 *
 * Shape:  every address below PROGRAM_PATH answers with one object, whatever
 *         is wrong: "result", the class, which is also the status; "text", a
 *         sentence in the reader's language; and, where it is no success,
 *         "reason", a stable name.
 * Units:  MESSAGE_MAX bytes of a question.
 * Errors: none: each is an answer.
 * Source: RFC 8259, RFC 9110; portal-api(7), leave-api(7).
 */
#ifndef FRONT_PROGRAM_H
#define FRONT_PROGRAM_H

#include "web/message.h"
#include "web/route.h"

#define PROGRAM_PATH "/api/"

struct errand;

/* The answer; takes `message` over. */
void program_say(struct visit *visit, enum rc rc, json_t *message);
/* A refusal of our own: reason for programs, a sentence for people. */
void program_deny(
    struct visit *visit, enum rc rc, const char *reason, const char *sentence);
/* The daemon's answer, of which `message`, taken over, has the fields; where it
 * gave none, that is the reason. */
void program_relay(
    struct visit *visit, const struct errand *errand, json_t *message);
/* The question is malformed: how, message.h says. */
void program_complain(struct visit *visit, const struct err *err);

/* The question that was sent, the caller's; NULL: it is refused. */
json_t *program_take(struct visit *visit);

/* For struct site: what is no question at all. */
void program_refuse(struct visit *visit, int status, const char *why);

#endif
