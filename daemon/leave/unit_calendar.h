/*
 * unit_calendar.h - who of the unit is away, and the feed of it.
 *
 * Shape:  a month of days, each with who is away then and at what time; neither
 *         type nor reason, which leaved does not tell. Below it the address at
 *         which a calendar program reads the same: made, shown once, revoked.
 * Units:  none.
 * Errors: leaved's sentence above the page.
 * Source: leave_agenda, leave_feed.
 */
#ifndef LEAVE_UNIT_CALENDAR_H
#define LEAVE_UNIT_CALENDAR_H

#include "web/route.h"

extern const struct route_table unit_calendar_routes;

#endif
