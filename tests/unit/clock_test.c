#include "base/clock.h"
#include "unit.h"

#include <time.h>

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static void
instants_print_in_the_directorys_form_and_read_back(void **state)
{
	static const struct {
		int64_t at_s;
		const char *text;
	} cases[] = {
	    {0, "19700101000000Z"},
	    {-1, "19691231235959Z"},
	    {1788346800, "20260902110000Z"},
	    {951782400, "20000229000000Z"},
	    {4107542399, "21000228235959Z"},
	    {-62167219200, "00000101000000Z"},
	    {253402300799, "99991231235959Z"},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		char text[CLOCK_GENERALIZED_SIZE];
		int64_t at_s;

		clock_generalized(cases[i].at_s, text);
		assert_string_equal(text, cases[i].text);
		assert_true(clock_parse_generalized(text, &at_s));
		assert_true(at_s == cases[i].at_s);
	}
}

static void
an_instant_out_of_range_prints_as_the_nearest(void **state)
{
	char text[CLOCK_GENERALIZED_SIZE];

	(void)state;
	clock_generalized(INT64_MIN, text);
	assert_string_equal(text, "00000101000000Z");
	clock_generalized(INT64_MAX, text);
	assert_string_equal(text, "99991231235959Z");
}

static void
what_administrators_write_is_read(void **state)
{
	static const char *const same[] = {"2026090211Z", "202609021100Z",
	    "20260902110000.5Z", "20260902110000,000001Z", "20260902190000+08",
	    "20260902190000+0800", "2026090219+08", "20260902013000-0930",
	    "202609021100+00", "20260903100000+2300"};
	int64_t at_s;

	(void)state;
	for (size_t i = 0; i < ROWS(same); i++) {
		if (!clock_parse_generalized(same[i], &at_s))
			fail_msg("%s refused", same[i]);
		if (at_s != 1788346800)
			fail_msg("%s: %lld", same[i], (long long)at_s);
	}
}

static void
what_is_no_instant_is_refused(void **state)
{
	static const char *const bad[] = {"", "Z", "2026Z", "20260902Z",
	    "202609021Z", "20260902110000", "20260902110000z",
	    "20260902110000.Z", "20260902110000ZZ", "20260230110000Z",
	    "20250229000000Z", "20261301000000Z", "20260001000000Z",
	    "20260900000000Z", "20260902240000Z", "20260902116000Z",
	    "20260902110060Z", "2026090211.5Z", "20260902110000+8",
	    "20260902110000+080", "20260902110000+24", "20260902110000+0860",
	    "20260902110000 Z", "-0260902110000Z", "20260902110000+08Z"};
	int64_t at_s;

	(void)state;
	for (size_t i = 0; i < ROWS(bad); i++) {
		at_s = 5;
		if (clock_parse_generalized(bad[i], &at_s))
			fail_msg("\"%s\" taken", bad[i]);
		assert_true(at_s == 0);
	}
}

static void
the_two_clocks_are_the_kernels(void **state)
{
	int64_t before = time(NULL), now_s = clock_now_s();
	int64_t mono_ms = clock_mono_ms();

	(void)state;
	assert_true(now_s >= before && now_s <= time(NULL) + 1);
	assert_true(mono_ms > 0 && clock_mono_ms() >= mono_ms);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(instants_print_in_the_directorys_form_and_read_back),
    cmocka_unit_test(an_instant_out_of_range_prints_as_the_nearest),
    cmocka_unit_test(what_administrators_write_is_read),
    cmocka_unit_test(what_is_no_instant_is_refused),
    cmocka_unit_test(the_two_clocks_are_the_kernels),
};

UNIT_MAIN(tests)
