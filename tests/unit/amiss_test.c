/* Whatever is wrong with a value is said in both languages. */
#include "leaved/amiss.h"
#include "unit.h"

static bool
has_chinese(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0xe3)
			return true;
	return false;
}

static void
everything_has_a_name_and_a_sentence_in_both_languages(void **state)
{
	char text[AMISS_SIZE];

	(void)state;
	for (int i = AMISS_NONE; i < AMISS_COUNT; i++) {
		enum amiss amiss = (enum amiss)i;

		assert_non_null(amiss_name(amiss));
		for (int other = AMISS_NONE; other < i; other++)
			assert_string_not_equal(
			    amiss_name(amiss), amiss_name((enum amiss)other));
		assert_true(has_chinese(amiss_say(text, false, amiss, "")));
		assert_true(strlen(amiss_say(text, true, amiss, "")) > 3);
	}
}

static void
the_value_is_shown_and_bounded(void **state)
{
	char text[AMISS_SIZE], longest[1000];

	(void)state;
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_string_equal(amiss_say(text, true, AMISS_EVENT_DAY, "x\ty"),
	    "not a date: 'x�y'");
	assert_string_equal(amiss_say(text, false, AMISS_EVENT_DAY, "二月"),
	    "不是日期：「二月」");
	for (int i = AMISS_NONE; i < AMISS_COUNT; i++) {
		(void)amiss_say(text, false, (enum amiss)i, longest);
		assert_non_null(strstr(text, "…」"));
	}
}

static void
values_have_a_name_where_pages_ask_for_them(void **state)
{
	(void)state;
	assert_string_equal(amiss_field(false, F_YEAR), "年度");
	assert_string_equal(amiss_field(true, F_YEAR), "year");
	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		assert_non_null(amiss_field(false, (enum field)field));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(everything_has_a_name_and_a_sentence_in_both_languages),
    cmocka_unit_test(the_value_is_shown_and_bounded),
    cmocka_unit_test(values_have_a_name_where_pages_ask_for_them),
};

UNIT_MAIN(tests)
