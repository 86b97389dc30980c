/*
 * answer.h - leave-calc's answers as JSON.
 *
 * Shape:  builders of libjansson values for the questions, and the readers of
 *         instants that questions and scenarios share. JSON is made here and
 *         in scenario only; the rooms below know nothing of it.
 * Units:  hours are numbers, whole unless minutes are left over; `display` is
 *         N日M小時 with 8 hours a day.
 * Errors: refusals; memory exhaustion ends the program.
 * Source: LEAVE.md 7; libjansson 2.14.
 */
#ifndef TOOLS_ANSWER_H
#define TOOLS_ANSWER_H

#include <jansson.h>
#include "leaved/entitlement.h"
#include "leaved/faults.h"

enum { ANSWER_REFUSED = 1, ANSWER_CONF = 3 };

/* Steals `value`. */
void answer_set(json_t *object, const char *key, json_t *value);

/* Prints one line and frees. */
void answer_print(json_t *answer);

json_t *answer_hours(int minutes);
json_t *answer_display(int minutes);
json_t *answer_day(int day);

/* "2026-09-02T11:00", "115/9/2 11:00", or a date: then midnight, and for an
 * end the end of that day. */
enum refusal answer_read_instant(
    const char *text, bool is_end, int64_t *minute);
enum refusal answer_read_span(
    const char *from, const char *to, struct span *span);

/* NULL when `text` is no date. */
json_t *answer_date(const char *text);

json_t *answer_counts(
    const struct rules *rules, const struct calendar *calendar);

/* Prints; the program's exit code. */
int answer_entitlement(const struct rules *rules, enum staff_kind kind,
    const struct service *service, int year, int known, const char *type);
int answer_rules(const struct rules *rules, enum staff_kind kind,
    const char *type, int on, int known);

/* Every rule and calendar of the folder, or the faults on stderr. */
int answer_load_all(struct rules *rules, struct calendar *calendar,
    const char *folder, struct faults *faults);

#endif
