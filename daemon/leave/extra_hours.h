/*
 * extra_hours.h - overtime: one's own, and what waits for one's decision.
 *
 * Shape:  two pages: a desk (desk.h) to file it, above what one has filed; a
 *         list of others' with a button for each decision.
 * Units:  none.
 * Errors: those of desk.h.
 * Source: leave_overtime, leave_overtime_decide, leave_overtime_list.
 */
#ifndef LEAVE_EXTRA_HOURS_H
#define LEAVE_EXTRA_HOURS_H

#include "web/route.h"

extern const struct route_table extra_hours_routes;

#endif
