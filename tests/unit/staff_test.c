#include "identityd/staff.h"

#include "unit.h"

static void
people_write_kinds_their_way(void **state)
{
	static const struct {
		const char *written, *stored;
	} cases[] = {
	    {"教師", "TEACHER"},
	    {"teacher", "TEACHER"},
	    {"TEACHER", "TEACHER"},
	    {"職員", "CIVIL"},
	    {"CIVIL", "CIVIL"},
	    {"代理教師", "SUB"},
	    {"SUB", "SUB"},
	    {"工友", "LSA"},
	    {"LSA", "LSA"},
	    {"代課教師", "COVER"},
	    {"COVER", "COVER"},
	    {"", NULL},
	    {"校長", NULL},
	    {"TEACHER ", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *stored = staff_kind_parse(cases[i].written);

		if (cases[i].stored == NULL)
			assert_null(stored);
		else
			assert_string_equal(stored, cases[i].stored);
	}
	assert_string_equal(staff_schedule_parse("jhr"), "JHR");
	assert_string_equal(staff_schedule_parse("行政"), "ADM");
	assert_null(staff_schedule_parse("夜班"));
}

static void
a_stored_kind_has_a_caption_in_both_languages(void **state)
{
	(void)state;
	assert_string_equal(staff_kind_caption("SUB", true), "代理教師");
	assert_string_equal(
	    staff_kind_caption("SUB", false), "Substitute teacher");
	assert_string_equal(staff_kind_caption("NEW", true), "NEW");
}

static void
a_caption_is_what_it_looks_like(void **state)
{
	static const struct {
		const char *text;
		bool is_fine;
	} cases[] = {
	    {"王大明", true},
	    {"Ya'an Kacaw 雅安", true},
	    {"\xf0\xa0\xae\xb7", true}, /* U+20BB7 */
	    {"一二三四五六七八九十", true},
	    {"一二三四五六七八九十一", false},
	    {"", false},
	    {"王:大明", false},
	    {"王\n大明", false},
	    {"王\x7f", false},
	    {"王\xc2\x85", false},
	    {"王\xe2\x80\x8b大明", false}, /* zero width space */
	    {"\xe2\x80\xae王大明", false}, /* right-to-left override */
	    {"\xef\xbb\xbf王大明", false}, /* byte order mark */
	    {"王\xff", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (staff_is_caption(cases[i].text,
			cases[i].text[0] == 'Y' ? 20 : 10) != cases[i].is_fine)
			fail_msg("case %zu: '%s'", i, cases[i].text);
}

static void
either_end_of_a_posting_shows_its_day(void **state)
{
	char text[CLOCK_GENERALIZED_SIZE];

	(void)state;
	staff_first_day(20697, text); /* 2026-09-01 */
	assert_string_equal(text, "20260901000000Z");
	staff_last_day(20697, text);
	assert_string_equal(text, "20260901155959Z");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(people_write_kinds_their_way),
    cmocka_unit_test(a_stored_kind_has_a_caption_in_both_languages),
    cmocka_unit_test(a_caption_is_what_it_looks_like),
    cmocka_unit_test(either_end_of_a_posting_shows_its_day),
};

UNIT_MAIN(tests)
