/*
 * personnel_desk.h - the tools of a school's personnel office.
 *
 * Shape:  a page with a link to each; most are desks (desk.h): amounts, leave
 *         for others, closures and calendars with what they recalculate, the
 *         end of a year, opening balances, the timetable, settings, reports.
 * Units:  none.
 * Errors: those of desk.h.
 * Source: leaved's operations.
 */
#ifndef LEAVE_PERSONNEL_DESK_H
#define LEAVE_PERSONNEL_DESK_H

#include "web/route.h"

extern const struct route_table personnel_desk_routes;

#endif
