#include "base/almanac.h"
#include "unit.h"

static void
every_civil_day_of_two_centuries_comes_back(void **state)
{
	int first = almanac_day(1900, 1, 1), last = almanac_day(2100, 12, 31);
	struct almanac_date before = {1899, 12, 31};

	(void)state;
	assert_int_equal(almanac_day(1970, 1, 1), 0);
	for (int day = first; day <= last; day++) {
		struct almanac_date d = almanac_date(day);

		assert_true(almanac_is_date(d.year, d.month, d.day));
		assert_int_equal(almanac_day(d.year, d.month, d.day), day);
		assert_true(d.day == before.day + 1 || d.day == 1);
		before = d;
	}
}

static void
weekdays_are_right_on_both_sides_of_1970(void **state)
{
	(void)state;
	assert_string_equal(almanac_weekday_name(0), "四");
	assert_string_equal(
	    almanac_weekday_name(almanac_day(1969, 12, 28)), "日");
	assert_string_equal(
	    almanac_weekday_name(almanac_day(2024, 8, 20)), "二");
}

static void
a_day_in_taiwan_starts_at_sixteen_hours_utc(void **state)
{
	(void)state;
	assert_int_equal(almanac_today(15 * 3600 + 3599), 0);
	assert_int_equal(almanac_today(16 * 3600), 1);
	assert_int_equal(almanac_today(-8 * 3600 - 1), -1);
	assert_int_equal(almanac_minute(15 * 3600 + 3599), 23 * 60 + 59);
	assert_int_equal(almanac_minute(16 * 3600), 0);
	assert_int_equal(almanac_minute(-8 * 3600 - 1), 23 * 60 + 59);
}

static void
dates_are_read_in_every_form_a_school_writes(void **state)
{
	static const char *const forms[] = {"2026-09-07", "2026/9/7",
	    "20260907", "1150907", "115/9/7", "115-09-07", "115.9.7",
	    "民國115年9月7日", "115年9月7日", " 民國 115 年 9 月 7 日 ",
	    "１１５／９／７", "民國１１５年９月７日", "2026年9月7日"};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct err err;
		int day = 0;

		assert_rc(RC_OK, almanac_parse(forms[i], &day, &err), &err);
		assert_int_equal(day, almanac_day(2026, 9, 7));
	}
}

static void
short_roc_years_and_years_before_the_republic_are_read(void **state)
{
	struct err err;
	int day = 0;

	(void)state;
	assert_rc(RC_OK, almanac_parse("990907", &day, &err), &err);
	assert_int_equal(day, almanac_day(2010, 9, 7));
	assert_rc(RC_OK, almanac_parse("民國前1年10月10日", &day, &err), &err);
	assert_int_equal(day, almanac_day(1911, 10, 10));
}

static void
what_is_no_date_is_refused(void **state)
{
	static const char *const forms[] = {"", "1140229", "2025-02-29",
	    "115/13/1", "115/0/1", "115/4/31", "115/9", "115/9/7/1", "115-9/7",
	    "民國2026年9月7日", "民國115年9月7", "abc", "0/1/1", "12345",
	    "99999999999999", "2101-01-01", "1899-12-31", "-115/9/7",
	    "民國前20年1月1日", "2026-09-07x", "115//7", "\xff\xfe"};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct err err;
		int day = 0;

		assert_rc(RC_INPUT, almanac_parse(forms[i], &day, &err), &err);
	}
}

static void
a_printed_date_is_read_back_as_itself(void **state)
{
	static char *(*const print[])(int, char *) = {almanac_print,
	    almanac_print_roc, almanac_print_compact, almanac_print_slashed};
	int last = almanac_day(2100, 12, 31);

	(void)state;
	for (int day = almanac_day(1912, 1, 1); day <= last; day++) {
		for (size_t i = 0; i < sizeof(print) / sizeof(print[0]); i++) {
			char text[ALMANAC_TEXT_SIZE];
			struct err err;
			int back = 0;

			assert_rc(RC_OK,
			    almanac_parse(print[i](day, text), &back, &err),
			    &err);
			assert_int_equal(back, day);
		}
	}
}

static void
months_are_added_to_the_corresponding_day(void **state)
{
	(void)state;
	assert_int_equal(almanac_add_months(almanac_day(2026, 1, 31), 1),
	    almanac_day(2026, 2, 28));
	assert_int_equal(almanac_add_months(almanac_day(2024, 2, 29), 12),
	    almanac_day(2025, 2, 28));
	assert_int_equal(almanac_add_months(almanac_day(2026, 1, 15), -1),
	    almanac_day(2025, 12, 15));
	assert_int_equal(almanac_months_between(almanac_day(2024, 3, 15),
			     almanac_day(2025, 3, 15)),
	    12);
	assert_int_equal(almanac_months_between(almanac_day(2024, 3, 15),
			     almanac_day(2025, 3, 14)),
	    11);
	assert_int_equal(almanac_months_between(almanac_day(2025, 3, 15),
			     almanac_day(2024, 3, 14)),
	    0);
}

static void
an_academic_year_starts_in_august(void **state)
{
	(void)state;
	assert_int_equal(almanac_academic_year(almanac_day(2026, 7, 31)), 114);
	assert_int_equal(almanac_academic_year(almanac_day(2026, 8, 1)), 115);
	assert_int_equal(almanac_academic_start(115), almanac_day(2026, 8, 1));
}

static void
lunar_dates_agree_with_published_calendars(void **state)
{
	static const struct {
		int year, month, day;
		const char *lunar;
	} cases[] = {
	    {1900, 1, 1, "己亥年十二月初一"},
	    {1900, 1, 31, "庚子年正月初一"},
	    {1906, 4, 23, "丙午年三月三十"},
	    {1906, 4, 24, "丙午年四月初一"},
	    {1916, 2, 3, "丙辰年正月初一"},
	    {2023, 3, 22, "癸卯年閏二月初一"},
	    {2023, 4, 20, "癸卯年三月初一"},
	    {2024, 2, 10, "甲辰年正月初一"},
	    {2024, 8, 20, "甲辰年七月十七"},
	    {2025, 1, 29, "乙巳年正月初一"},
	    {2025, 7, 25, "乙巳年閏六月初一"},
	    {2026, 2, 17, "丙午年正月初一"},
	    {2027, 2, 5, "丙午年十二月廿九"},
	    {2027, 2, 6, "丁未年正月初一"},
	    {2027, 3, 7, "丁未年正月三十"},
	    {2027, 3, 8, "丁未年二月初一"},
	    {2028, 6, 23, "戊申年閏五月初一"},
	    {2033, 12, 22, "癸丑年閏十一月初一"},
	    {2034, 1, 20, "癸丑年十二月初一"},
	    {2034, 2, 19, "甲寅年正月初一"},
	    {2057, 9, 28, "丁丑年八月三十"},
	    {2057, 9, 29, "丁丑年九月初一"},
	    {2100, 12, 31, "庚申年十二月初一"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[ALMANAC_TEXT_SIZE];
		struct almanac_lunar lunar;
		struct err err;

		assert_rc(RC_OK,
		    almanac_lunar(almanac_day(cases[i].year, cases[i].month,
				      cases[i].day),
			&lunar, &err),
		    &err);
		assert_string_equal(
		    almanac_print_lunar(&lunar, text), cases[i].lunar);
	}
}

static void
lunar_days_follow_each_other_without_a_gap(void **state)
{
	struct almanac_lunar before = {1899, 11, 30, false};
	struct err err;
	int last = almanac_day(2100, 12, 31);

	(void)state;
	for (int day = almanac_day(1900, 1, 1); day <= last; day++) {
		struct almanac_lunar l;

		assert_rc(RC_OK, almanac_lunar(day, &l, &err), &err);
		if (l.day == 1) {
			assert_in_range(before.day, 29, 30);
			assert_true(l.is_leap
				? l.month == before.month
				: l.month == before.month % 12 + 1);
		} else {
			assert_int_equal(l.day, before.day + 1);
			assert_int_equal(l.month, before.month);
		}
		before = l;
	}
	assert_rc(RC_ABSENT, almanac_lunar(last + 1, &before, &err), &err);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_civil_day_of_two_centuries_comes_back),
    cmocka_unit_test(weekdays_are_right_on_both_sides_of_1970),
    cmocka_unit_test(a_day_in_taiwan_starts_at_sixteen_hours_utc),
    cmocka_unit_test(dates_are_read_in_every_form_a_school_writes),
    cmocka_unit_test(short_roc_years_and_years_before_the_republic_are_read),
    cmocka_unit_test(what_is_no_date_is_refused),
    cmocka_unit_test(a_printed_date_is_read_back_as_itself),
    cmocka_unit_test(months_are_added_to_the_corresponding_day),
    cmocka_unit_test(an_academic_year_starts_in_august),
    cmocka_unit_test(lunar_dates_agree_with_published_calendars),
    cmocka_unit_test(lunar_days_follow_each_other_without_a_gap),
};

UNIT_MAIN(tests)
