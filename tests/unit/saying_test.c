/* Moments, amounts and words of leave as people say them. */
#include "leave/saying.h"

#include "unit.h"

static void
an_amount_is_days_of_eight_hours(void **state)
{
	static const struct {
		int64_t minutes;
		const char *zh, *en;
	} cases[] = {
	    {0, "0日0小時", "0 d 0 h"},
	    {14 * 480, "14日0小時", "14 d 0 h"},
	    {13 * 480 + 300, "13日5小時", "13 d 5 h"},
	    {90, "0日1小時30分", "0 d 1 h 30 min"},
	    {-180, "−0日3小時", "−0 d 3 h"},
	};
	char text[SAYING_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(
		    saying_amount(text, PHRASE_ZH_TW, cases[i].minutes),
		    cases[i].zh);
		assert_string_equal(
		    saying_amount(text, PHRASE_EN, cases[i].minutes),
		    cases[i].en);
	}
}

static void
a_moment_has_its_weekday(void **state)
{
	static const struct {
		const char *moment, *zh, *en;
	} cases[] = {
	    {"2026-09-03T09:00", "115/9/3(四) 09:00", "Thu 2026-09-03 09:00"},
	    {"2026-12-31", "115/12/31(四)", "Thu 2026-12-31"},
	    {"soon", "soon", "soon"},
	    {"", "", ""},
	};
	char text[SAYING_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(
		    saying_moment(text, PHRASE_ZH_TW, cases[i].moment),
		    cases[i].zh);
		assert_string_equal(
		    saying_moment(text, PHRASE_EN, cases[i].moment),
		    cases[i].en);
	}
}

static void
a_span_is_no_longer_than_it_must_be(void **state)
{
	static const struct {
		const char *starts, *ends, *zh, *en;
	} cases[] = {
	    {"2026-12-01T09:00", "2026-12-01T12:00", "12/1 09:00–12:00",
		"2026-12-01 09:00–12:00"},
	    {"2026-12-01T00:00", "2026-12-02T00:00", "12/1", "2026-12-01"},
	    {"2026-12-01T00:00", "2026-12-03T00:00", "12/1–12/2",
		"2026-12-01–2026-12-02"},
	    {"2026-12-31T13:00", "2027-01-01T12:00", "12/31 13:00–1/1 12:00",
		"2026-12-31 13:00–2027-01-01 12:00"},
	    {"", "2026-12-01T12:00", "", ""},
	};
	char text[SAYING_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(saying_span(text, PHRASE_ZH_TW,
					cases[i].starts, cases[i].ends),
		    cases[i].zh);
		assert_string_equal(saying_span(text, PHRASE_EN,
					cases[i].starts, cases[i].ends),
		    cases[i].en);
	}
}

static void
a_moment_is_minutes_or_none(void **state)
{
	static const struct {
		const char *moment;
		int64_t minutes;
	} good[] = {
	    {"1970-01-01T00:00", 0},
	    {"1970-01-02T08:10", 24 * 60 + 8 * 60 + 10},
	    {"1970-01-01T24:00", 24 * 60},
	};
	static const char *const bad[] = {"", "1970-01-01", "1970-01-01 08:00",
	    "1970-01-01T8:00", "1970-01-01T08:60", "1970-13-01T08:00",
	    "1970-01-01T08:00:00"};
	int64_t minutes;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(saying_read(good[i].moment, &minutes));
		assert_int_equal(minutes, good[i].minutes);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(saying_read(bad[i], &minutes));
	assert_false(saying_read(NULL, &minutes));
}

static void
every_type_of_leave_has_a_name_in_english(void **state)
{
	(void)state;
	assert_string_equal(saying_type(PHRASE_EN, "病假"), "Sick leave");
	assert_string_equal(saying_type(PHRASE_EN, "新假"), "新假");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_amount_is_days_of_eight_hours),
    cmocka_unit_test(a_moment_has_its_weekday),
    cmocka_unit_test(a_span_is_no_longer_than_it_must_be),
    cmocka_unit_test(a_moment_is_minutes_or_none),
    cmocka_unit_test(every_type_of_leave_has_a_name_in_english),
};

UNIT_MAIN(tests)
