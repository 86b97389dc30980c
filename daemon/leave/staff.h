/*
 * staff.h - the people of the visitor's school, to choose from.
 *
 * Shape:  options {value, word, is_chosen} of a <select>; with a span of time
 *         also who is away then.
 * Units:  none.
 * Errors: none: where leaved does not answer there is nobody to choose.
 * Source: leave_staff.
 */
#ifndef LEAVE_STAFF_H
#define LEAVE_STAFF_H

#include "web/route.h"
#include "web/view.h"

void staff_add(struct visit *visit, struct view *view, const char *name,
    const char *chosen);

#endif
