/* quality_test.c - what the judge of passwords says. */
#include "unit.h"

#include "dir/quality.h"

static const char *const own[] = {"wangsm", "Ming", "shifan", ""};
static const struct quality_parts parts = {own, 4};

struct verdict {
	enum quality expected;
	const char *password;
};

static void
judge(const char *rules_text, const struct verdict *cases, size_t count)
{
	struct quality_rules rules;
	enum quality got;
	struct err err;

	assert_rc(RC_OK, quality_rules_parse(&rules, rules_text, &err), &err);
	for (size_t i = 0; i < count; i++) {
		got = quality_check(&rules, cases[i].password,
		    strlen(cases[i].password), &parts);
		if (got != cases[i].expected)
			fail_msg("'%s' is %s, not %s", cases[i].password,
			    quality_name(got), quality_name(cases[i].expected));
	}
}

#define JUDGE(rules, ...)                                               \
	do {                                                            \
		static const struct verdict cases_[] = {__VA_ARGS__};   \
		judge(rules, cases_, sizeof(cases_) / sizeof(*cases_)); \
	} while (0)

static void
a_good_password_is_taken(void **state)
{
	(void)state;
	JUDGE(NULL, {QUALITY_OK, "mK4&vbQ9"}, {QUALITY_OK, "blue-River-9"},
	    {QUALITY_OK, "Tr0ub4dor&3"},
	    {QUALITY_OK, "correct Horse battery staple"},
	    {QUALITY_OK, "sunflower7Boat"});
}

static void
length_counts_at_both_ends(void **state)
{
	char text[QUALITY_BYTES_MAX + 2];
	struct quality_rules rules = quality_preset_rules(QUALITY_TW_COMMON);

	(void)state;
	JUDGE(NULL, {QUALITY_EMPTY, ""}, {QUALITY_SHORT, "k8$Zq1x"},
	    {QUALITY_OK, "k8$Zq1xW"});
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "kQ8$zW1xP5&mvT-"[i % 15];
	assert_int_equal(QUALITY_OK, quality_check(&rules, text, 128, NULL));
	assert_int_equal(QUALITY_LONG, quality_check(&rules, text, 129, NULL));
	assert_int_equal(QUALITY_LONG, quality_check(&rules, text, 1024, NULL));
	assert_int_equal(QUALITY_HUGE, quality_check(&rules, text, 1025, NULL));
}

static void
only_printable_ascii_unless_asked_for_more(void **state)
{
	(void)state;
	JUDGE(NULL, {QUALITY_CHARSET, "mK4&vbQ9\xc3\xa9"},
	    {QUALITY_CHARSET, "\xe5\xaf\x86\xe7\xa2\xbcmK4&vbQ9"},
	    {QUALITY_BYTES, "mK4&vbQ9\t"}, {QUALITY_BYTES, "mK4&\x7fvbQ9"},
	    {QUALITY_BYTES, "mK4&vbQ9\xff"},
	    {QUALITY_BYTES, "mK4&vbQ9\xc2\x85"}, {QUALITY_OK, "mK4 vb Q9"});
	/* eight characters, more bytes */
	JUDGE("unicode=yes", {QUALITY_OK, "月落Wu啼9霜&"},
	    {QUALITY_SHORT, "月落Wu啼9霜"},
	    {QUALITY_BYTES, "\xe5\xaf mK4&vbQ9"});
}

static void
a_nul_inside_is_no_character(void **state)
{
	struct quality_rules rules = quality_preset_rules(QUALITY_TW_COMMON);

	(void)state;
	assert_int_equal(
	    QUALITY_BYTES, quality_check(&rules, "mK4&\0vbQ9", 9, NULL));
}

static void
three_of_four_kinds_are_asked(void **state)
{
	(void)state;
	JUDGE(NULL, {QUALITY_KINDS, "bluerivermountain"},
	    {QUALITY_KINDS, "blueriver-mountain"},
	    {QUALITY_KINDS, "837461950284"},
	    {QUALITY_OK, "blueriver-mountain4"},
	    {QUALITY_OK, "Blueriver-mountain"});
}

static void
a_common_word_stays_common_when_dressed_up(void **state)
{
	(void)state;
	JUDGE(NULL, {QUALITY_WORD, "Password"}, {QUALITY_WORD, "P@ssw0rd"},
	    {QUALITY_WORD, "P@ssw0rd123"}, {QUALITY_WORD, "Taipei@101"},
	    {QUALITY_WORD, "2024Taiwan!"}, {QUALITY_WORD, "$uNsh1ne"},
	    {QUALITY_WORD, "ji32k7au4a83"}, {QUALITY_WORD, "1qaz2wsx"},
	    {QUALITY_WORD, "5201314520"}, {QUALITY_WORD, "Woaini1314"},
	    {QUALITY_WORD, "TaipeiSchool99"}, {QUALITY_WORD, "Teacher2024"},
	    {QUALITY_WORD, "Qwer1234"}, {QUALITY_OK, "Taipei-river-8"});
}

static void
what_everybody_knows_of_a_person_is_refused(void **state)
{
	(void)state;
	JUDGE(NULL, {QUALITY_OWN, "7-WangSM-boat"},
	    {QUALITY_OWN, "blue-ming-River9"}, {QUALITY_OWN, "Shifan!9xQ"});
}

static void
short_parts_of_a_name_say_nothing(void **state)
{
	static const char *const li[] = {"li", "an", "yu"};
	const struct quality_parts few = {li, 3};
	struct quality_rules rules = quality_preset_rules(QUALITY_TW_COMMON);

	(void)state;
	assert_int_equal(
	    QUALITY_OK, quality_check(&rules, "li-an-yu-Boat7", 14, &few));
}

static void
what_is_guessed_soon_is_weak(void **state)
{
	(void)state;
	JUDGE(NULL, {QUALITY_WEAK, "1qaz@WSX"}, {QUALITY_WEAK, "Aaaaaaa1"},
	    {QUALITY_WEAK, "Sandra-12"});
}

static void
nist_asks_for_length_not_for_kinds(void **state)
{
	(void)state;
	JUDGE("preset=nist", {QUALITY_SHORT, "mK4&vbQ9"},
	    {QUALITY_OK, "bluerivermountainboat"},
	    {QUALITY_WORD, "passwordpassword"},
	    {QUALITY_WEAK, "aaaaaaaaaaaaaaaaaaaaaa"});
}

static void
rules_are_read_from_text(void **state)
{
	static const char *const bad[] = {"preset=best", "len_min", "len_min=7",
	    "len_min=129", "kinds_min=5", "colour=red", "unicode=perhaps",
	    "len_min=20 len_max=10", "len_min= 9"};
	struct quality_rules rules;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    quality_rules_parse(&rules,
		"unicode=yes preset=nist  len_min=20 bits_min=40", &err),
	    &err);
	assert_true(rules.unicode);
	assert_int_equal(20, rules.len_min);
	assert_int_equal(0, rules.kinds_min);
	assert_int_equal(40, rules.bits_min);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_rc(
		    RC_INPUT, quality_rules_parse(&rules, bad[i], &err), &err);
}

static void
every_reason_has_a_name_and_two_sentences(void **state)
{
	struct quality_rules rules = quality_preset_rules(QUALITY_NIST);
	char zh[QUALITY_TEXT_SIZE], en[QUALITY_TEXT_SIZE];

	(void)state;
	for (enum quality q = QUALITY_OK; q < QUALITY_COUNT; q++) {
		assert_non_null(quality_name(q));
		quality_text(zh, sizeof(zh), q, &rules, QUALITY_ZH);
		quality_text(en, sizeof(en), q, &rules, QUALITY_EN);
		assert_true(strlen(zh) > 10 && strlen(en) > 10);
		assert_null(strchr(zh, '%'));
		assert_null(strchr(en, '%'));
	}
	quality_text(en, sizeof(en), QUALITY_SHORT, &rules, QUALITY_EN);
	assert_string_equal("The password needs at least 15 characters.", en);
}

static void
the_rules_are_told_before_asking(void **state)
{
	struct quality_rules rules = quality_preset_rules(QUALITY_TW_COMMON);
	char text[QUALITY_RULES_SIZE];

	(void)state;
	quality_rules_text(text, sizeof(text), &rules, QUALITY_EN);
	assert_non_null(strstr(text, "at least 8 characters\n"));
	assert_non_null(strstr(text, "at least 3 of"));
	assert_non_null(strstr(text, "plain (ASCII)"));
	quality_rules_text(text, sizeof(text), &rules, QUALITY_ZH);
	assert_non_null(strstr(text, "至少 8 個字元\n"));
	assert_non_null(strstr(text, "姓名"));

	rules = quality_preset_rules(QUALITY_NIST);
	rules.unicode = true;
	quality_rules_text(text, sizeof(text), &rules, QUALITY_EN);
	assert_non_null(strstr(text, "at least 15 characters\n"));
	assert_null(strstr(text, "of: capital"));
	assert_non_null(strstr(text, "any characters"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_good_password_is_taken),
    cmocka_unit_test(length_counts_at_both_ends),
    cmocka_unit_test(only_printable_ascii_unless_asked_for_more),
    cmocka_unit_test(a_nul_inside_is_no_character),
    cmocka_unit_test(three_of_four_kinds_are_asked),
    cmocka_unit_test(a_common_word_stays_common_when_dressed_up),
    cmocka_unit_test(what_everybody_knows_of_a_person_is_refused),
    cmocka_unit_test(short_parts_of_a_name_say_nothing),
    cmocka_unit_test(what_is_guessed_soon_is_weak),
    cmocka_unit_test(nist_asks_for_length_not_for_kinds),
    cmocka_unit_test(rules_are_read_from_text),
    cmocka_unit_test(every_reason_has_a_name_and_two_sentences),
    cmocka_unit_test(the_rules_are_told_before_asking),
};

UNIT_MAIN(tests)
