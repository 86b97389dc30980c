/*
 * staff.h - the people of the visitor's school, to choose from.
 *
 * Shape:  options {value, word, is_chosen} of a <select>; or by unit, for the
 *         template `people`: `people` of {unit, who}, with who is away in a
 *         span of time, from when to when, and unless they may be chosen all
 *         the same, closed; and `units`, to choose one of them first.
 * Units:  none.
 * Errors: none: where leaved does not answer there is nobody to choose, and
 *         where it tells nothing of such a time nobody is marked, which
 *         `is_unmarked` says.
 * Source: leave_staff.
 */
#ifndef LEAVE_STAFF_H
#define LEAVE_STAFF_H

#include "web/route.h"
#include "web/view.h"

void staff_add(struct visit *visit, struct view *view, const char *name,
    const char *chosen);

struct staff_choice {
	const char *chosen; /* account; who is chosen stays, away or not */
	const char *starts, *ends; /* moments; "" both: of no time */
	const char *unit;          /* only of that one; "": of all */
	bool may_be_away; /* who is away then may be chosen all the same */
};
void staff_add_units(
    struct visit *visit, struct view *view, const struct staff_choice *choice);

#endif
