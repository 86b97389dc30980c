/*
 * calendar_ics.h - calendars as iCalendar files.
 *
 * Shape:  every all-day VEVENT marks its days: DTSTART;VALUE=DATE up to and
 *         without DTEND (one day without it). It is a worked day when SUMMARY
 *         or CATEGORIES says 補行上班, 補班 or WORK, a break day with 寒假,
 *         暑假 or BREAK, a 返校日 with 返校 or RETURN, otherwise a day off. The
 *         years of the marked days are covered. Other components and events
 *         with a time of day are skipped.
 * Units:  UTF-8, unfolded lines of at most CALENDAR_ICS_LINE bytes, at most
 *         CALENDAR_ICS_SPAN days an event.
 * Errors: RC_INPUT and every fault with its line; then nothing is taken.
 * Source: RFC 5545. A reader of our own: libical allocates without bound.
 */
#ifndef LEAVED_CALENDAR_ICS_H
#define LEAVED_CALENDAR_ICS_H

#include "calendar_csv.h"

enum { CALENDAR_ICS_LINE = 1024, CALENDAR_ICS_SPAN = 120 };

/* Reading the same text twice changes nothing the second time. */
enum rc calendar_ics_parse(struct calendar *calendar, const char *text,
    const struct calendar_source *source, struct faults *faults,
    struct err *err);

#endif
