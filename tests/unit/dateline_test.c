#include "web/dateline.h"
#include "base/almanac.h"
#include "unit.h"

static void
today_is_said_in_both_calendars_and_languages(void **state)
{
	static const struct {
		int year, month, day;
		enum phrase_lang lang;
		const char *civil, *lunar;
	} cases[] = {
	    {2024, 8, 20, PHRASE_ZH_TW, "民國 113 年 8 月 20 日 星期二",
		"農曆 甲辰年七月十七"},
	    {2024, 8, 20, PHRASE_EN, "Tuesday 20 August 2024 (ROC year 113)",
		"Lunar calendar: day 17 of month 7"},
	    {2027, 2, 5, PHRASE_ZH_TW, "民國 116 年 2 月 5 日 星期五",
		"農曆 丙午年十二月廿九"},
	    {2027, 2, 6, PHRASE_ZH_TW, "民國 116 年 2 月 6 日 星期六",
		"農曆 丁未年正月初一"},
	    {2025, 7, 25, PHRASE_ZH_TW, "民國 114 年 7 月 25 日 星期五",
		"農曆 乙巳年閏六月初一"},
	    {2025, 7, 25, PHRASE_EN, "Friday 25 July 2025 (ROC year 114)",
		"Lunar calendar: day 1 of leap month 6"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct dateline line;

		dateline_print(&line,
		    almanac_day(cases[i].year, cases[i].month, cases[i].day),
		    cases[i].lang);
		assert_string_equal(line.civil, cases[i].civil);
		assert_string_equal(line.lunar, cases[i].lunar);
	}
}

static void
outside_the_table_there_is_no_lunar_date(void **state)
{
	struct dateline line;

	(void)state;
	dateline_print(&line, almanac_day(2100, 12, 31) + 1, PHRASE_ZH_TW);
	assert_string_equal(line.lunar, "");
	assert_string_equal(line.iso, "2101-01-01");
}

static void
a_moment_is_told_in_taiwan(void **state)
{
	char text[DATELINE_SIZE];

	(void)state;
	assert_string_equal(
	    dateline_moment(text, 1724110200), "2024-08-20 07:30");
	assert_string_equal(
	    dateline_moment(text, 1724169599), "2024-08-20 23:59");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(today_is_said_in_both_calendars_and_languages),
    cmocka_unit_test(outside_the_table_there_is_no_lunar_date),
    cmocka_unit_test(a_moment_is_told_in_taiwan),
};

UNIT_MAIN(tests)
