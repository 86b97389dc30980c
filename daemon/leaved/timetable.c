#include "timetable.h"

#include "base/text.h"

#include <string.h>

enum { ACCOUNT_MAX = 64, NAME_MAX = 40, WORD_MAX = 16, DAY_MINUTES = 1440 };

struct reading {
	const struct timetable_sink *sink;
	size_t faults;
};

bool
timetable_clock(const char *text, int *minute)
{
	char hours[3] = {0};
	int64_t hour, rest;

	if (strlen(text) != 5 || text[2] != ':')
		return false;
	memcpy(hours, text, 2);
	if (!text_number(hours, 0, 24, &hour) ||
	    !text_number(text + 3, 0, 59, &rest) ||
	    hour * 60 + rest > DAY_MINUTES)
		return false;
	*minute = (int)(hour * 60 + rest);
	return true;
}

char *
timetable_print(int minute, char text[8])
{
	(void)text_print(text, 8, "%02d:%02d", minute / 60 % 100, minute % 60);
	return text;
}

static void
tell_fault(void *context, const struct columns_fault *fault)
{
	struct reading *r = context;

	r->faults++;
	r->sink->fault(r->sink->context, fault);
}

static void
tell(struct reading *r, size_t line, const char *zh, const char *en,
    const char *value)
{
	const struct columns_fault fault = {line, zh, en, value, NULL};

	tell_fault(r, &fault);
}

static enum rc
end(const struct reading *r, struct err *err)
{
	return r->faults == 0 ? RC_OK
			      : err_set(err, RC_INPUT, "%zu faults", r->faults);
}

/* ---------------------------------------------------------------- periods */

enum { PERIOD_NAME, PERIOD_FROM, PERIOD_TO, PERIOD_COLUMNS };

static const struct column period_columns[PERIOD_COLUMNS] = {
    [PERIOD_NAME] = {"節次", "period", PERIOD_NAME_SIZE - 1, true},
    [PERIOD_FROM] = {"開始", "from", WORD_MAX, true},
    [PERIOD_TO] = {"結束", "to", WORD_MAX, true},
};

static void
take_period(void *context, const struct columns_row *row)
{
	struct reading *r = context;
	struct period_row period = {.line = row->line};

	(void)text_copy(
	    period.name, sizeof(period.name), row->value[PERIOD_NAME]);
	if (!timetable_clock(row->value[PERIOD_FROM], &period.from))
		tell(r, row->line, "時間要寫成 08:10",
		    "a time is written as 08:10", row->value[PERIOD_FROM]);
	else if (!timetable_clock(row->value[PERIOD_TO], &period.to))
		tell(r, row->line, "時間要寫成 08:10",
		    "a time is written as 08:10", row->value[PERIOD_TO]);
	else if (period.to <= period.from)
		tell(r, row->line, "結束要在開始之後",
		    "it ends before it begins", row->value[PERIOD_TO]);
	else
		r->sink->period(r->sink->context, &period);
}

enum rc
timetable_periods(
    const char *text, const struct timetable_sink *sink, struct err *err)
{
	struct reading r = {.sink = sink};
	const struct columns_sink columns = {&r, take_period, tell_fault};

	(void)columns_read(text, period_columns, PERIOD_COLUMNS, &columns, err);
	return end(&r, err);
}

/* ---------------------------------------------------------------- lessons */

enum {
	LESSON_ACCOUNT,
	LESSON_WEEKDAY,
	LESSON_PERIOD,
	LESSON_CLASS,
	LESSON_SUBJECT,
	LESSON_COLUMNS
};

static const struct column lesson_columns[LESSON_COLUMNS] = {
    [LESSON_ACCOUNT] = {"帳號", "account", ACCOUNT_MAX, true},
    [LESSON_WEEKDAY] = {"星期", "weekday", WORD_MAX, true},
    [LESSON_PERIOD] = {"節次", "period", PERIOD_NAME_SIZE - 1, true},
    [LESSON_CLASS] = {"班級", "class", NAME_MAX, false},
    [LESSON_SUBJECT] = {"科目", "subject", NAME_MAX, true},
};

/* 1 to 7, 7 is Sunday; or 一 … 六, 日, with or without 週 or 星期. */
static bool
read_weekday(const char *text, int *weekday)
{
	static const char *const heads[] = {"星期", "週", "周"};
	static const char *const names[] = {
	    "日", "一", "二", "三", "四", "五", "六"};
	int64_t number;

	if (text_number(text, 1, 7, &number)) {
		*weekday = (int)(number % 7);
		return true;
	}
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (strncmp(text, heads[i], strlen(heads[i])) == 0)
			text += strlen(heads[i]);
	for (*weekday = 0; *weekday < 7; (*weekday)++)
		if (strcmp(text, names[*weekday]) == 0)
			return true;
	return false;
}

static void
take_lesson(void *context, const struct columns_row *row)
{
	struct reading *r = context;
	struct lesson_row lesson = {
	    .line = row->line, .account = row->value[LESSON_ACCOUNT]};
	const char *of = row->value[LESSON_CLASS];

	(void)text_copy(
	    lesson.period, sizeof(lesson.period), row->value[LESSON_PERIOD]);
	if (!read_weekday(row->value[LESSON_WEEKDAY], &lesson.weekday))
		tell(r, row->line, "星期要寫 1 到 7，或一到日",
		    "a weekday is 1 to 7, 7 is Sunday",
		    row->value[LESSON_WEEKDAY]);
	else if (!text_print(lesson.name, sizeof(lesson.name), "%s%s%s", of,
		     of[0] == '\0' ? "" : " ", row->value[LESSON_SUBJECT]))
		tell(r, row->line, "班級與科目太長",
		    "class and subject are too long",
		    row->value[LESSON_SUBJECT]);
	else
		r->sink->lesson(r->sink->context, &lesson);
}

enum rc
timetable_lessons(
    const char *text, const struct timetable_sink *sink, struct err *err)
{
	struct reading r = {.sink = sink};
	const struct columns_sink columns = {&r, take_lesson, tell_fault};

	(void)columns_read(text, lesson_columns, LESSON_COLUMNS, &columns, err);
	return end(&r, err);
}
