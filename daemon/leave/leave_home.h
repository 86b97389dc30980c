/*
 * leave_home.h - 差假申請: whose leave, and which type of it.
 *
 * Shape:  the page "/": applicant and unit, a button for each type that people
 *         take most with what is left of it, the other types in a list.
 *         Personnel may choose somebody else of their school.
 * Units:  none.
 * Errors: none.
 * Source: LEAVE.md 1; leave_types.
 */
#ifndef LEAVE_LEAVE_HOME_H
#define LEAVE_LEAVE_HOME_H

#include "web/route.h"

extern const struct route_table leave_home_routes;

#endif
