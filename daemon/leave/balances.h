/*
 * balances.h - what is left, and the lines behind every number.
 *
 * Shape:  "/balances" lists the lots of a counting year; each leads to
 *         "/balances/lines", which adds its lines up to the number that is
 *         shown, with the law that grants it.
 * Units:  minutes of leave.
 * Errors: leaved's sentence.
 * Source: LEAVE.md 4; leave_balance, leave_lines.
 */
#ifndef LEAVE_BALANCES_H
#define LEAVE_BALANCES_H

#include "web/route.h"

extern const struct route_table balances_routes;

#endif
