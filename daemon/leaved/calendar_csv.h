/*
 * calendar_csv.h - calendars as tables.
 *
 * Shape:  two forms, told apart by the heading line.
 *         Ours: `day,mark,kinds,published,level,name`; mark is off, work,
 *         break, return, or year (then `day` is a year that is covered);
 *         kinds is empty (everybody) or names such as `LSA COVER`; published
 *         and level may be empty and are then the source's.
 *         The government's open data: `西元日期,星期,是否放假,備註`, with 2
 *         for a day off and 0 for a worked one; its years are covered.
 *         Lines that start with # are comments. Fields may be in quotes.
 * Units:  UTF-8, at most CALENDAR_CSV_LINE bytes a line.
 * Errors: RC_INPUT and every fault with its line; then nothing is taken.
 *         Two different marks for one day are `conflicting revisions`.
 * Source: RFC 4180; data.gov.tw 14718.
 */
#ifndef LEAVED_CALENDAR_CSV_H
#define LEAVED_CALENDAR_CSV_H

#include "calendar.h"
#include "faults.h"

enum { CALENDAR_CSV_LINE = 512 };

/* What a text is taken for where it does not say itself. */
struct calendar_source {
	const char *name; /* for the faults */
	enum calendar_level level;
	int published;
};

/* Reading the same text twice changes nothing the second time. */
enum rc calendar_csv_parse(struct calendar *calendar, const char *text,
    const struct calendar_source *source, struct faults *faults,
    struct err *err);

#endif
