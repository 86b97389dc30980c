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

/* Those of which office_bad() tells. */
static const enum field told[] = {F_ACCOUNT, F_ACTION, F_CURSOR, F_DATA,
    F_DEPUTY, F_DETAIL, F_ENDS, F_FACTS, F_KIND, F_LETTER_STATE, F_MINUTES,
    F_NAME, F_SCHOOL, F_SEQ, F_STARTS, F_TARGET, F_TYPE, F_UNTIL, F_WHY,
    F_YEAR};

static void
values_that_can_be_wrong_have_a_name_in_both_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		assert_true(has_chinese(amiss_field(false, told[i])));
		assert_false(has_chinese(amiss_field(true, told[i])));
	}
}

static void
a_person_reads_a_word_and_no_name_of_the_wire(void **state)
{
	static const struct {
		enum field field;
		const char *zh, *en;
	} cases[] = {
	    {F_TARGET, "代課人員", "who takes the lesson"},
	    {F_FACTS, "事由資料", "particulars"},
	    {F_SEQ, "次序", "number in the list"}, {F_YEAR, "年度", "year"},
	    {F_KEY, "key", "key"}, /* nothing is amiss with it */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(
		    amiss_field(false, cases[i].field), cases[i].zh);
		assert_string_equal(
		    amiss_field(true, cases[i].field), cases[i].en);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(everything_has_a_name_and_a_sentence_in_both_languages),
    cmocka_unit_test(the_value_is_shown_and_bounded),
    cmocka_unit_test(values_that_can_be_wrong_have_a_name_in_both_languages),
    cmocka_unit_test(a_person_reads_a_word_and_no_name_of_the_wire),
};

UNIT_MAIN(tests)
