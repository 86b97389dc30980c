#include "leaved/timetable.h"
#include "unit.h"

struct seen {
	struct period_row periods[8];
	struct lesson_row lessons[8];
	size_t period_count, lesson_count, fault_count;
	size_t fault_lines[8];
	char last[64]; /* the last fault, in English */
};

static void
keep_period(void *context, const struct period_row *row)
{
	struct seen *seen = context;

	seen->periods[seen->period_count++] = *row;
}

static void
keep_lesson(void *context, const struct lesson_row *row)
{
	struct seen *seen = context;

	seen->lessons[seen->lesson_count++] = *row;
}

static void
keep_fault(void *context, const struct columns_fault *fault)
{
	struct seen *seen = context;

	assert_true(fault->zh[0] != '\0' && fault->en[0] != '\0');
	seen->fault_lines[seen->fault_count++] = fault->line;
	(void)snprintf(seen->last, sizeof(seen->last), "%s", fault->en);
}

static struct seen
read_lessons(const char *text)
{
	struct seen seen = {.period_count = 0};
	const struct timetable_sink sink = {
	    &seen, keep_period, keep_lesson, keep_fault};
	struct err err;
	enum rc rc = timetable_lessons(text, &sink, &err);

	assert_int_equal(rc == RC_OK, seen.fault_count == 0);
	return seen;
}

static struct seen
read_periods(const char *text)
{
	struct seen seen = {.period_count = 0};
	const struct timetable_sink sink = {
	    &seen, keep_period, keep_lesson, keep_fault};
	struct err err;
	enum rc rc = timetable_periods(text, &sink, &err);

	assert_int_equal(rc == RC_OK, seen.fault_count == 0);
	return seen;
}

static void
periods_are_read_with_their_times(void **state)
{
	struct seen seen = read_periods("\xef\xbb\xbf節次,開始,結束\r\n1,08:10,"
					"08:55\r\n午休,12:00,13:00\n");

	(void)state;
	assert_int_equal(seen.period_count, 2);
	assert_string_equal(seen.periods[1].name, "午休");
	assert_int_equal(seen.periods[1].from, 720);
	assert_int_equal(seen.periods[1].to, 780);
}

static void
columns_may_stand_in_any_order_and_language(void **state)
{
	struct seen seen = read_lessons("subject,class,period,weekday,account\n"
					"\"國文, 作文\",701,3,五,a.teach\n");

	(void)state;
	assert_int_equal(seen.lesson_count, 1);
	assert_int_equal(seen.lessons[0].weekday, 5);
	assert_string_equal(seen.lessons[0].name, "701 國文, 作文");
	assert_string_equal(seen.lessons[0].period, "3");
}

static void
weekdays_are_numbers_or_words(void **state)
{
	static const struct {
		const char *text;
		int weekday;
	} cases[] = {{"1", 1}, {"7", 0}, {"一", 1}, {"日", 0}, {"週三", 3},
	    {"星期六", 6}, {"0", -1}, {"8", -1}, {"Monday", -1}, {"週", -1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[128];
		struct seen seen;

		(void)snprintf(text, sizeof(text),
		    "帳號,星期,節次,科目\na,%s,1,數學\n", cases[i].text);
		seen = read_lessons(text);
		assert_int_equal(
		    seen.lesson_count, cases[i].weekday >= 0 ? 1 : 0);
		if (cases[i].weekday >= 0)
			assert_int_equal(
			    seen.lessons[0].weekday, cases[i].weekday);
	}
}

static void
every_fault_is_told_with_its_line(void **state)
{
	struct seen seen = read_lessons("帳號,星期,節次,科目\n"
					"a,1,1,數學\n"
					",1,1,數學\n"
					"a,9,1,數學\n"
					"a,1,1,\n");

	(void)state;
	assert_int_equal(seen.lesson_count, 1);
	assert_int_equal(seen.fault_count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(seen.fault_lines[i], i + 3);
}

static void
bad_tables_are_refused(void **state)
{
	static const struct {
		const char *text, *en;
	} cases[] = {
	    {"", "there is nothing"},
	    {"節次,開始\n1,08:10\n", "is empty"},
	    {"節次,開始,結束,顏色\n", "there is no such column"},
	    {"節次,開始,結束,節次\n", "the column is there twice"},
	    {"節次,開始,結束\n1,8:10,08:55\n", "a time is written as 08:10"},
	    {"節次,開始,結束\n1,08:10,25:00\n", "a time is written as 08:10"},
	    {"節次,開始,結束\n1,08:10,08:10\n", "it ends before it begins"},
	    {"節次,開始,結束\n\"1,08:10,08:55\n", "a quote is never closed"},
	    {"節次,開始,結束\n1\xff,08:10,08:55\n", "is no text in UTF-8"},
	    {"節次,開始,結束\n一二三四五六七八九,08:10,08:55\n", "is too long"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct seen seen = read_periods(cases[i].text);

		assert_int_equal(seen.period_count, 0);
		assert_string_equal(seen.last, cases[i].en);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(periods_are_read_with_their_times),
    cmocka_unit_test(columns_may_stand_in_any_order_and_language),
    cmocka_unit_test(weekdays_are_numbers_or_words),
    cmocka_unit_test(every_fault_is_told_with_its_line),
    cmocka_unit_test(bad_tables_are_refused),
};

UNIT_MAIN(tests)
