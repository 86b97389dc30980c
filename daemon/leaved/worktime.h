/*
 * worktime.h - how much working time lies in an absence.
 *
 * Shape:  schedules are dated lists of sessions in a day; worktime_measure()
 *         cuts spans to the sessions of worked days, less the closures
 *         (停止上班), and answers a list of days; worktime_round() turns it
 *         into charged hours. A duty slot (早自習) is no session: it is not
 *         charged, but worktime_duty() says that it must be covered.
 * Units:  an instant is minutes since 1970-01-01 00:00 Taiwan civil time; a
 *         span is half-open, so touching does not overlap. Charges are minutes
 *         in whole hours, 8 hours are a day.
 * Errors: refusals no_working_time, end_not_after_start, calendar_missing.
 * Source: 公務人員請假規則, 教師請假規則 (leave in hours; days off do not
 * count, save 延長病假 and 因公傷病公假), LEAVE.md.
 */
#ifndef LEAVED_WORKTIME_H
#define LEAVED_WORKTIME_H

#include "calendar.h"
#include "refusal.h"

enum {
	MINUTES_PER_HOUR = 60,
	MINUTES_PER_CIVIL_DAY = 1440,
	MINUTES_PER_WORK_DAY = 480, /* what a day of leave costs, at most */
	WORKTIME_DAYS_MAX = 1100,   /* three years: the longest leave is two */
	SCHEDULE_SESSIONS_MAX = 8,
	SCHEDULE_NAME_SIZE = 16,
};

struct span {
	int64_t from, to;
};

struct session {
	int from, to; /* minutes of the day */
	bool is_duty;
};

struct schedule {
	char name[SCHEDULE_NAME_SIZE];
	int valid_from, issued;
	size_t count;
	struct session sessions[SCHEDULE_SESSIONS_MAX];
};

struct closure {
	struct span span;
	int published;
};

/* What has to be known to measure. All borrowed. */
struct worktime {
	const struct schedule *schedules;
	size_t schedule_count;
	const char *schedule; /* the name */
	const struct calendar *calendar;
	const struct closure *closures;
	size_t closure_count;
	enum staff_kind kind;
	int known; /* what is published later does not count */
};

enum worktime_count {
	COUNT_HOURS,    /* minutes in sessions of worked days, less closures */
	COUNT_WORKDAYS, /* whole worked days */
	COUNT_DAYS,     /* every calendar day */
};

struct worktime_day {
	int day;
	int minutes; /* working time of the day that is asked for */
	int charged; /* whole hours, after worktime_round() */
};

struct worktime_days {
	struct worktime_day at[WORKTIME_DAYS_MAX];
	size_t count;
};

/* When a counting year starts. */
enum year_kind { YEAR_CALENDAR, YEAR_ACADEMIC };

enum year_kind year_kind_of(enum staff_kind kind);
/* 2026, or 115 for the academic year. */
int year_number(enum year_kind kind, int day);
int year_first_day(enum year_kind kind, int number);
int year_last_day(enum year_kind kind, int number);

/* NULL when there is none of that name in force and issued by then. */
const struct schedule *worktime_schedule(const struct worktime *w, int day);

/* Spans in order, not overlapping. Days without any minute do not appear. */
enum refusal worktime_measure(const struct worktime *w,
    const struct span *spans, size_t count, enum worktime_count mode,
    struct worktime_days *days);

/*
 * Sums the minutes of each counting year, rounds the sum up to hours and lays
 * the hours on the days in order; no day gets more than `left` allows it
 * (NULL: 8 hours), since other leave of that day counts too. Returns the sum.
 */
int worktime_round(struct worktime_days *days, enum year_kind kind,
    int (*left)(void *context, int day), void *context);

/* Minutes of duty slots in the spans, on worked days outside closures. */
int worktime_duty(
    const struct worktime *w, const struct span *spans, size_t count);

/* Is any session minute of a worked day in the span? */
bool worktime_is_worked(const struct worktime *w, struct span span);

bool span_overlaps(struct span a, struct span b);
int span_first_day(struct span span);
int span_last_day(struct span span); /* of a half-open span */

#endif
