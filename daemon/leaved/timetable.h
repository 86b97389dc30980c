/*
 * timetable.h - the periods of a school and the lessons of its week, as typed.
 *
 * Shape:  two CSV tables. Periods: 節次 period, 開始 from, 結束 to. Lessons:
 *         帳號 account, 星期 weekday, 節次 period, 班級 class, 科目 subject. A
 *         row is handed over as values; a fault with its line. Pure.
 * Units:  minutes of the day; weekday as almanac_weekday(), 0 is Sunday.
 * Errors: RC_INPUT when anything was told.
 * Source: ours; columns.h.
 */
#ifndef LEAVED_TIMETABLE_H
#define LEAVED_TIMETABLE_H

#include "columns.h"

enum { PERIOD_NAME_SIZE = 24, LESSON_NAME_SIZE = 48 };

struct period_row {
	size_t line;
	char name[PERIOD_NAME_SIZE];
	int from, to;
};

struct lesson_row {
	size_t line;
	const char *account; /* until the next row */
	int weekday;
	char period[PERIOD_NAME_SIZE];
	char name[LESSON_NAME_SIZE]; /* class and subject */
};

struct timetable_sink {
	void *context;
	void (*period)(void *context, const struct period_row *row);
	void (*lesson)(void *context, const struct lesson_row *row);
	void (*fault)(void *context, const struct columns_fault *fault);
};

enum rc timetable_periods(
    const char *text, const struct timetable_sink *sink, struct err *err);
enum rc timetable_lessons(
    const char *text, const struct timetable_sink *sink, struct err *err);

/* "08:10" to 490; "24:00" is the day's end. */
bool timetable_clock(const char *text, int *minute);
/* "08:10" */
char *timetable_print(int minute, char text[8]);

#endif
