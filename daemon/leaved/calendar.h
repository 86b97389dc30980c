/*
 * calendar.h - which civil days are worked, by whom, and since when we know.
 *
 * Shape:  a list of marks: a day, what it is, for which staff kinds, at which
 *         level and on which day that was published; and a list of the years
 *         that somebody has published at all. A question names the day of
 *         knowledge: marks published later do not count. A school's mark beats
 *         a city's, a city's the nation's; at one level the later revision
 *         wins. Unmarked days are worked Monday to Friday.
 * Units:  almanac days. At most CALENDAR_MARKS_MAX marks.
 * Errors: RC_EXISTS for two different marks of one day, level, kind and
 *         publication day; RC_INPUT when there are too many.
 * Source: the calendars of 行政院人事行政總處; read by calendar_csv and
 *         calendar_ics.
 */
#ifndef LEAVED_CALENDAR_H
#define LEAVED_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "amiss.h"
#include "base/err.h"

enum staff_kind {
	STAFF_TEACHER,
	STAFF_CIVIL,
	STAFF_SUB,
	STAFF_LSA,
	STAFF_COVER,
	STAFF_KINDS
};

enum { STAFF_ALL = (1 << STAFF_KINDS) - 1 };

/* "TEACHER" …; STAFF_KINDS when there is no such kind. */
const char *staff_kind_name(enum staff_kind kind);
enum staff_kind staff_kind_find(const char *name);

enum calendar_level { LEVEL_NATIONAL, LEVEL_CITY, LEVEL_SCHOOL, LEVELS };

enum calendar_mark {
	MARK_OFF,
	MARK_WORK,
	MARK_BREAK,  /* winter or summer break: still worked */
	MARK_RETURN, /* 返校日: a day in the break that everybody comes */
	MARKS
};

/* "national" …; LEVELS, MARKS when there is no such word. */
enum calendar_level calendar_level_find(const char *name);
enum calendar_mark calendar_mark_find(const char *name);

enum {
	CALENDAR_MARKS_MAX = 20000,
	CALENDAR_YEARS_MAX = 64,
	CALENDAR_NAME_SIZE = 64,
};

struct calendar_day {
	int day;
	int published;
	uint8_t mark, level, kinds; /* kinds: bits of 1 << staff_kind */
	char name[CALENDAR_NAME_SIZE];
};

struct calendar_year {
	int year, published;
};

struct calendar {
	struct calendar_day *days; /* by day, level, published */
	size_t day_count, day_room;
	struct calendar_year years[CALENDAR_YEARS_MAX];
	size_t year_count;
};

/* Adding the same twice changes nothing; RC_EXISTS when it contradicts. */
enum rc calendar_add(struct calendar *calendar, const struct calendar_day *mark,
    struct err *err);
enum rc calendar_cover(
    struct calendar *calendar, int year, int published, struct err *err);

/* Why neither of them took it. */
enum amiss calendar_amiss(enum rc rc);

/* Adds everything of `from`. */
enum rc calendar_merge(
    struct calendar *calendar, const struct calendar *from, struct err *err);

bool calendar_has_year(const struct calendar *calendar, int year, int known);
bool calendar_is_worked(
    const struct calendar *calendar, int day, enum staff_kind kind, int known);

/* In a break, and not on a day when everybody comes back. */
bool calendar_is_break(
    const struct calendar *calendar, int day, enum staff_kind kind, int known);

void calendar_wipe(struct calendar *calendar);

#endif
