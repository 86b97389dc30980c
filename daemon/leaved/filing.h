/*
 * filing.h - may this leave be filed?
 *
 * Shape:  filing_check() asks a table of questions in a fixed order, the same
 *         that leave-calc(1) lists; the first "no" is the answer. It needs the
 *         request's plan, because several limits look at charged hours.
 * Units:  minutes and days as in worktime.h.
 * Errors: refusals.
 * Source: LEAVE.md 2, 3, 5.
 */
#ifndef LEAVED_FILING_H
#define LEAVED_FILING_H

#include "plan.h"

/* Fills request->type with the type's own name, plans it and, when nothing
 * stands against it, leaves the plan in `plan`. */
enum refusal filing_check(struct book *book, struct request *request,
    const char *by, struct plan *plan);

/* Does this request, with what joins it without work between, need a paper? */
/* Which, by the type's rule; PAPER_NONE when it needs none. */
enum rule_paper filing_paper(
    const struct book *book, const struct request *request);
bool filing_needs_paper(const struct book *book, const struct request *request);

#endif
