#include "labd/hours.h"
#include "unit.h"

enum { MON, TUE, WED, THU, FRI, SAT, SUN };

static int
at(int day, int hour, int minute)
{
	return day * HOURS_DAY_MIN + 60 * hour + minute;
}

static void
the_door_is_open_within_its_hours_and_not_a_minute_longer(void **state)
{
	static const char school[] = "Mon-Fri 07:00-18:00, Sat 08:00-12:00";
	const struct {
		const char *text;
		int week_min;
		bool is_open;
	} cases[] = {
	    {"", at(SUN, 3, 0), true},
	    {school, at(MON, 6, 59), false},
	    {school, at(MON, 7, 0), true},
	    {school, at(FRI, 17, 59), true},
	    {school, at(FRI, 18, 0), false},
	    {school, at(SAT, 11, 0), true},
	    {school, at(SAT, 12, 0), false},
	    {school, at(SUN, 9, 0), false},
	    {"wed 0:00-24:00", at(WED, 23, 59), true},
	    {"wed 0:00-24:00", at(THU, 0, 0), false},
	    {"Fri 22:00-02:00", at(SAT, 1, 59), true},
	    {"Fri 22:00-02:00", at(SAT, 2, 0), false},
	    {"Fri 22:00-02:00", at(FRI, 1, 0), false},
	    {"Sun 22:00-02:00", at(MON, 1, 0), true},
	    {"Sat-Mon 10:00-11:00", at(SUN, 10, 30), true},
	    {"Sat-Mon 10:00-11:00", at(MON, 10, 30), true},
	    {"Sat-Mon 10:00-11:00", at(TUE, 10, 30), false},
	    {" Mon-Sun  08:00 - 09:00 ", at(THU, 8, 0), true},
	    {"Tue 08:00-08:00", at(WED, 7, 59), true},
	};
	struct hours hours;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_rc(
		    RC_OK, hours_parse(&hours, cases[i].text, &err), &err);
		if (hours_is_open(&hours, cases[i].week_min) !=
		    cases[i].is_open)
			fail_msg(
			    "'%s' at %d", cases[i].text, cases[i].week_min);
	}
}

static void
what_is_no_span_is_named(void **state)
{
	static const char *const cases[] = {"Mon", "07:00-18:00",
	    "Mon-Fri 7-18", "Mon-Fri 07:00-25:00", "Mon-Fri 24:00-25:00",
	    "Mon-Fri 07:60-18:00", "Mon +7:00-18:00", "Mon 07:00-18:+5",
	    "Mon-Fri 07:00", "Mo-Fr 07:00-18:00", "Mon-Fri 07:00-18:00,,", ",",
	    "Mon-Fri-Sun 07:00-18:00", "Mon-Fri 07:00-18:00 Sat 08:00-12:00",
	    "Mon -1:00-5:00", "Mon-Fri 24:00-08:00"};
	struct hours hours;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (hours_parse(&hours, cases[i], &err) != RC_INPUT)
			fail_msg("'%s' is taken", cases[i]);
		assert_non_null(strstr(err.text, "is not as"));
	}
}

static void
there_is_an_end_to_spans(void **state)
{
	char text[(HOURS_SPANS_MAX + 1) * 16] = "";
	struct hours hours;
	struct err err;

	(void)state;
	for (int i = 0; i <= HOURS_SPANS_MAX; i++)
		memcpy(text + 14 * i, "Mon 1:00-2:00,", 14);
	assert_rc(RC_INPUT, hours_parse(&hours, text, &err), &err);
	assert_non_null(strstr(err.text, "more than 32 spans"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_door_is_open_within_its_hours_and_not_a_minute_longer),
    cmocka_unit_test(what_is_no_span_is_named),
    cmocka_unit_test(there_is_an_end_to_spans),
};

UNIT_MAIN(tests)
