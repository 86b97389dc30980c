/*
 * lesson_cover.h - the board of 教學組: lessons that somebody must take.
 *
 * Shape:  the open ones (or all) with a page for each, where it is arranged;
 *         what the visitor takes; the timetable's desks (desk.h).
 * Units:  none.
 * Errors: leaved's sentence, above the page as it is by then.
 * Source: LEAVE.md 5; leave_board, leave_cover.
 */
#ifndef LEAVE_LESSON_COVER_H
#define LEAVE_LESSON_COVER_H

#include "web/route.h"

extern const struct route_table lesson_cover_routes;

#endif
