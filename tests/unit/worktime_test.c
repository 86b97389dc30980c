#include "base/almanac.h"
#include "leaved/calendar_csv.h"
#include "leaved/worktime.h"
#include "unit.h"

static const char days_2026[] = "day,mark,kinds,published,level,name\n"
				"2026,year,,2025-06-13,,\n"
				"2026-05-01,off,LSA,2025-06-13,,labour\n"
				"2026-09-25,off,,2025-06-13,,\n"
				"2026-09-26,work,,2026-01-05,,\n"
				"2025,year,,2025-06-13,,\n";

static const struct schedule schedules[] = {
    {"ADM", 0, 0, 2, {{450, 720, false}, {780, 990, false}}},
    {"ADM", 20699, 20699, 1, {{480, 960, false}}}, /* from 2026-09-03 */
    {"JHR", 0, 0, 2, {{480, 960, false}, {450, 480, true}}},
};

static struct calendar calendar;
static struct worktime_days days;

static int
set_up(void **state)
{
	static struct faults faults;
	struct calendar_source source = {"t", LEVEL_NATIONAL, 0};
	struct err err;

	(void)state;
	return calendar_csv_parse(
		   &calendar, days_2026, &source, &faults, &err) != RC_OK;
}

static int
tear_down(void **state)
{
	(void)state;
	calendar_wipe(&calendar);
	return 0;
}

static struct worktime
world(const char *schedule, enum staff_kind kind)
{
	return (struct worktime){.schedules = schedules,
	    .schedule_count = sizeof(schedules) / sizeof(schedules[0]),
	    .schedule = schedule,
	    .calendar = &calendar,
	    .kind = kind,
	    .known = INT32_MAX};
}

static int64_t
at(int month, int day, int hour, int minute)
{
	return (int64_t)almanac_day(2026, month, day) * 1440 + hour * 60 +
	    minute;
}

static int
sum(void)
{
	int minutes = 0;

	for (size_t i = 0; i < days.count; i++)
		minutes += days.at[i].minutes;
	return minutes;
}

static void
absences_are_cut_to_sessions_and_rounded_up(void **state)
{
	static const struct {
		const char *schedule;
		int from[4], to[4]; /* month, day, hour, minute */
		int minutes, hours;
	} cases[] = {
	    {"ADM", {9, 2, 11, 0}, {9, 2, 14, 0}, 120, 2},
	    {"ADM", {9, 2, 0, 0}, {9, 3, 0, 0}, 480, 8},
	    {"ADM", {9, 2, 7, 30}, {9, 2, 7, 31}, 1, 1},
	    {"ADM", {9, 2, 11, 59}, {9, 2, 13, 1}, 2, 1},
	    {"ADM", {9, 2, 16, 0}, {9, 3, 8, 30}, 60, 1},   /* new schedule */
	    {"ADM", {9, 4, 15, 30}, {9, 7, 8, 31}, 61, 2},  /* weekend */
	    {"ADM", {9, 24, 8, 0}, {9, 27, 0, 0}, 960, 16}, /* 09-25, 09-26 */
	    {"JHR", {9, 2, 7, 30}, {9, 2, 9, 0}, 60, 1},
	    {"JHR", {9, 2, 12, 0}, {9, 2, 13, 0}, 60, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const int *f = cases[i].from, *t = cases[i].to;
		struct span span = {
		    at(f[0], f[1], f[2], f[3]), at(t[0], t[1], t[2], t[3])};
		struct worktime w = world(cases[i].schedule, STAFF_CIVIL);

		assert_int_equal(
		    worktime_measure(&w, &span, 1, COUNT_HOURS, &days),
		    REFUSAL_NONE);
		assert_int_equal(sum(), cases[i].minutes);
		assert_int_equal(
		    worktime_round(&days, YEAR_CALENDAR, NULL, NULL),
		    cases[i].hours * 60);
	}
}

static void
what_is_no_absence_is_refused_by_name(void **state)
{
	static const struct {
		int from[4], to[4];
		enum refusal no;
	} cases[] = {
	    {{9, 2, 12, 0}, {9, 2, 13, 0}, REFUSAL_NO_WORKING_TIME},
	    {{9, 5, 0, 0}, {9, 7, 0, 0}, REFUSAL_NO_WORKING_TIME},
	    {{9, 2, 9, 0}, {9, 2, 9, 0}, REFUSAL_END_NOT_AFTER_START},
	    {{9, 2, 9, 0}, {9, 2, 8, 0}, REFUSAL_END_NOT_AFTER_START},
	    {{12, 31, 9, 0}, {12, 32, 9, 0}, REFUSAL_CALENDAR_MISSING},
	};
	struct worktime w = world("ADM", STAFF_CIVIL);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const int *f = cases[i].from, *t = cases[i].to;
		struct span span = {
		    at(f[0], f[1], f[2], f[3]), at(t[0], t[1], t[2], t[3])};

		assert_int_equal(
		    worktime_measure(&w, &span, 1, COUNT_HOURS, &days),
		    cases[i].no);
	}
}

static void
a_duty_slot_is_covered_but_never_charged(void **state)
{
	struct worktime w = world("JHR", STAFF_TEACHER);
	struct span duty = {at(9, 2, 7, 30), at(9, 2, 8, 0)};

	(void)state;
	assert_int_equal(worktime_measure(&w, &duty, 1, COUNT_HOURS, &days),
	    REFUSAL_NO_WORKING_TIME);
	assert_int_equal(worktime_duty(&w, &duty, 1), 30);
}

static void
a_calendar_published_later_does_not_count_yet(void **state)
{
	struct worktime w = world("JHR", STAFF_TEACHER);
	struct span saturday = {at(9, 26, 8, 0), at(9, 26, 9, 0)};

	(void)state;
	w.known = almanac_day(2026, 1, 4);
	assert_int_equal(worktime_measure(&w, &saturday, 1, COUNT_HOURS, &days),
	    REFUSAL_NO_WORKING_TIME);
	w.known++;
	assert_int_equal(worktime_measure(&w, &saturday, 1, COUNT_HOURS, &days),
	    REFUSAL_NONE);
	w.known = almanac_day(2025, 6, 12);
	assert_int_equal(worktime_measure(&w, &saturday, 1, COUNT_HOURS, &days),
	    REFUSAL_CALENDAR_MISSING);
}

static void
a_day_off_for_some_is_a_day_off_for_them_only(void **state)
{
	struct span labour = {at(5, 1, 8, 0), at(5, 1, 9, 0)};
	struct worktime lsa = world("JHR", STAFF_LSA);
	struct worktime civil = world("JHR", STAFF_CIVIL);

	(void)state;
	assert_int_equal(worktime_measure(&lsa, &labour, 1, COUNT_HOURS, &days),
	    REFUSAL_NO_WORKING_TIME);
	assert_int_equal(
	    worktime_measure(&civil, &labour, 1, COUNT_HOURS, &days),
	    REFUSAL_NONE);
}

static void
closures_give_hours_back_once_even_when_they_overlap(void **state)
{
	struct closure closures[] = {
	    {{at(9, 2, 10, 0), at(9, 2, 12, 0)}, 0},
	    {{at(9, 2, 11, 0), at(9, 2, 14, 0)}, 0},
	    {{at(9, 2, 8, 0), at(9, 2, 9, 0)}, 30000},
	};
	struct worktime w = world("JHR", STAFF_TEACHER);
	struct span day = {at(9, 2, 8, 0), at(9, 2, 16, 0)};

	(void)state;
	w.closures = closures;
	w.closure_count = 3;
	w.known = almanac_day(2026, 9, 2);
	assert_int_equal(
	    worktime_measure(&w, &day, 1, COUNT_HOURS, &days), REFUSAL_NONE);
	assert_int_equal(sum(), 240);
	w.known = 30000;
	assert_int_equal(
	    worktime_measure(&w, &day, 1, COUNT_HOURS, &days), REFUSAL_NONE);
	assert_int_equal(sum(), 180);
	assert_int_equal(
	    worktime_measure(&w, &day, 1, COUNT_WORKDAYS, &days), REFUSAL_NONE);
	assert_int_equal(sum(), 480);
}

static void
day_leave_counts_whole_days_in_two_ways(void **state)
{
	struct worktime w = world("JHR", STAFF_TEACHER);
	struct span week = {at(9, 4, 15, 0), at(9, 8, 9, 0)}; /* Fri-Tue */

	(void)state;
	assert_int_equal(worktime_measure(&w, &week, 1, COUNT_WORKDAYS, &days),
	    REFUSAL_NONE);
	assert_int_equal(sum(), 3 * 480);
	assert_int_equal(
	    worktime_measure(&w, &week, 1, COUNT_DAYS, &days), REFUSAL_NONE);
	assert_int_equal(sum(), 5 * 480);
}

static int
three_hours_left(void *context, int day)
{
	(void)context;
	(void)day;
	return 180;
}

static void
no_day_is_charged_more_than_is_left_of_it(void **state)
{
	struct worktime w = world("JHR", STAFF_TEACHER);
	struct span span = {at(9, 2, 8, 0), at(9, 3, 16, 0)};

	(void)state;
	assert_int_equal(
	    worktime_measure(&w, &span, 1, COUNT_HOURS, &days), REFUSAL_NONE);
	assert_int_equal(
	    worktime_round(&days, YEAR_ACADEMIC, three_hours_left, NULL), 360);
}

static void
each_counting_year_is_rounded_by_itself(void **state)
{
	struct worktime w = world("JHR", STAFF_TEACHER);
	struct span span = {at(7, 31, 15, 30), at(8, 3, 8, 30)};

	(void)state;
	assert_int_equal(
	    worktime_measure(&w, &span, 1, COUNT_HOURS, &days), REFUSAL_NONE);
	assert_int_equal(worktime_round(&days, YEAR_ACADEMIC, NULL, NULL), 120);
	assert_int_equal(worktime_round(&days, YEAR_CALENDAR, NULL, NULL), 60);
}

static void
spans_that_touch_do_not_overlap(void **state)
{
	struct span a = {10, 20}, b = {20, 30}, c = {19, 21};

	(void)state;
	assert_false(span_overlaps(a, b));
	assert_true(span_overlaps(a, c));
	assert_true(span_overlaps(c, b));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(absences_are_cut_to_sessions_and_rounded_up),
    cmocka_unit_test(what_is_no_absence_is_refused_by_name),
    cmocka_unit_test(a_duty_slot_is_covered_but_never_charged),
    cmocka_unit_test(a_calendar_published_later_does_not_count_yet),
    cmocka_unit_test(a_day_off_for_some_is_a_day_off_for_them_only),
    cmocka_unit_test(closures_give_hours_back_once_even_when_they_overlap),
    cmocka_unit_test(day_leave_counts_whole_days_in_two_ways),
    cmocka_unit_test(no_day_is_charged_more_than_is_left_of_it),
    cmocka_unit_test(each_counting_year_is_rounded_by_itself),
    cmocka_unit_test(spans_that_touch_do_not_overlap),
};

UNIT_MAIN_IN(tests, set_up, tear_down)
