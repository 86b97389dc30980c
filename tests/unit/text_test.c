#include "base/text.h"
#include "unit.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static void
a_copy_that_does_not_fit_leaves_nothing(void **state)
{
	char dst[4] = "xyz";

	(void)state;
	assert_true(text_copy(dst, sizeof(dst), "abc"));
	assert_string_equal(dst, "abc");
	assert_false(text_copy(dst, sizeof(dst), "abcd"));
	assert_string_equal(dst, "");
	assert_true(text_print(dst, sizeof(dst), "%d", 999));
	assert_false(text_print(dst, sizeof(dst), "%d", 1000));
	assert_string_equal(dst, "");
	assert_false(text_copy(NULL, 0, ""));
}

static void
trimming_takes_blanks_at_both_ends_only(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
	    {"", ""},
	    {" \t\r\n", ""},
	    {"a", "a"},
	    {"  a b  ", "a b"},
	    {"\xe3\x80\x80王\xe3\x80\x80", "王"},
	    {"\xe3\x80\x80", ""},
	    {"a\xe3\x80\x80"
	     "b",
		"a\xe3\x80\x80"
		"b"},
	    {"\xe3\x80", "\xe3\x80"},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		char text[32];

		assert_true(text_copy(text, sizeof(text), cases[i].in));
		text_trim(text);
		assert_string_equal(text, cases[i].out);
	}
}

static void
full_width_ascii_becomes_ascii_and_nothing_else_does(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
	    {"Ａ１２３", "A123"},
	    {"！～", "!~"},
	    {"\xef\xbc\xbf\xef\xbd\x80", "_`"}, /* U+FF3F, U+FF40 */
	    {"\xef\xbd\x9f", "\xef\xbd\x9f"},   /* U+FF5F */
	    {"\xef\xbc\x80", "\xef\xbc\x80"},   /* U+FF00 */
	    {"王　小明", "王 小明"},
	    {"①", "①"}, /* NFKC would change it */
	    {"\xef\xbc", "\xef\xbc"},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		char text[64];

		assert_true(text_copy(text, sizeof(text), cases[i].in));
		text_narrow(text);
		assert_string_equal(text, cases[i].out);
	}
}

static void
case_changes_ascii_letters_only(void **state)
{
	char text[] = "aZ09[`{é王";

	(void)state;
	text_upper(text);
	assert_string_equal(text, "AZ09[`{é王");
	text_lower(text);
	assert_string_equal(text, "az09[`{é王");
}

static void
utf8_is_what_rfc_3629_says(void **state)
{
	static const struct {
		const char *bytes;
		bool is_utf8;
	} cases[] = {
	    {"", true},
	    {"abc 王小明 é", true},
	    {"\xf0\x9f\x98\x80", true},
	    {"\xed\x9f\xbf\xee\x80\x80", true},
	    {"\xf4\x8f\xbf\xbf", true},
	    {"\x80", false},
	    {"\xc0\x80", false}, /* overlong */
	    {"\xc1\xbf", false},
	    {"\xe0\x9f\xbf", false},
	    {"\xf0\x8f\xbf\xbf", false},
	    {"\xed\xa0\x80", false},     /* surrogate */
	    {"\xf4\x90\x80\x80", false}, /* above U+10FFFF */
	    {"\xf5\x80\x80\x80", false},
	    {"\xe7\x8e", false}, /* cut */
	    {"\xe7\x8e"
	     "a",
		false},
	    {"\xff", false},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++)
		if (text_is_utf8(cases[i].bytes, strlen(cases[i].bytes)) !=
		    cases[i].is_utf8)
			fail_msg("case %zu", i);
	assert_int_equal(text_character("", 0), 0);
	assert_int_equal(text_character("王", 2), 0);
	assert_int_equal(text_character("王", 3), 3);
}

static void
a_name_is_a_word_of_small_letters(void **state)
{
	static const struct {
		const char *text;
		bool is_word;
	} cases[] = {{"lab-01.a_b", true}, {"", false}, {"A", false},
	    {"a b", false}, {"a,b", false}, {"王", false}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(text_is_word(cases[i].text), cases[i].is_word);
}

static void
a_word_is_found_among_words_only_whole(void **state)
{
	static const struct {
		const char *words, *word;
		bool has;
	} cases[] = {{"agree decline", "agree", true},
	    {"agree decline", "decline", true}, {"disagree", "agree", false},
	    {"agreed", "agree", false}, {"agreed agree", "agree", true},
	    {"disagree  agree ", "agree", true}, {" agree", "agree", true},
	    {"agree decline", "agree decline", false}, {"", "agree", false},
	    {" ", "agree", false}, {"agree", "", false},
	    {NULL, "agree", false}};

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++)
		if (text_has_word(cases[i].words, cases[i].word) !=
		    cases[i].has)
			fail_msg("case %zu", i);
}

static void
control_characters_are_seen_in_ascii_and_utf8(void **state)
{
	(void)state;
	assert_false(text_has_control("a 王\xc2\xa0", 7));
	assert_true(text_has_control("a\0b", 3));
	assert_true(text_has_control("a\nb", 3));
	assert_true(text_has_control("\x7f", 1));
	assert_true(text_has_control("\xc2\x9b", 2));
	assert_true(text_are_lines("a\nb\n", 4));
	assert_true(text_are_lines("\n", 1));
	assert_false(text_are_lines("a\r\n", 3));
	assert_false(text_are_lines("a\n\x7f", 3));
	assert_true(text_is_printable_ascii(" ~", 2));
	assert_false(text_is_printable_ascii("\x7f", 1));
	assert_false(text_is_printable_ascii("\x1f", 1));
	assert_false(text_is_printable_ascii("é", 2));
}

static void
a_number_is_decimal_and_within_its_bounds(void **state)
{
	static const struct {
		const char *text;
		bool is_number;
		int64_t value;
	} cases[] = {
	    {"0", true, 0},
	    {"-5", true, -5},
	    {"+5", true, 5},
	    {"0100", true, 100},
	    {"101", false, 0},
	    {"-6", false, 0},
	    {"", false, 0},
	    {"-", false, 0},
	    {" 1", false, 0},
	    {"1 ", false, 0},
	    {"- 1", false, 0},
	    {"+-1", false, 0},
	    {"0x1", false, 0},
	    {"1e1", false, 0},
	    {"99999999999999999999", false, 0},
	};
	int64_t value = 7;

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		if (text_number(cases[i].text, -5, 100, &value) !=
		    cases[i].is_number)
			fail_msg("\"%s\"", cases[i].text);
		assert_int_equal(value, cases[i].value);
	}
	assert_true(
	    text_number("-9223372036854775808", INT64_MIN, INT64_MAX, &value));
	assert_true(value == INT64_MIN);
	assert_false(
	    text_number("9223372036854775808", INT64_MIN, INT64_MAX, &value));
}

static void
hex_goes_both_ways(void **state)
{
	static const char *const bad[] = {"0", "0g", "000001ff0", " 00", "0x"};
	char hex[9];
	uint8_t bytes[4];
	size_t len;

	(void)state;
	assert_true(text_hex(hex, sizeof(hex), "\x00\x01\xfe\xff", 4));
	assert_string_equal(hex, "0001feff");
	assert_false(text_hex(hex, sizeof(hex) - 1, "\x00\x01\xfe\xff", 4));
	assert_string_equal(hex, "");
	assert_true(text_unhex(bytes, sizeof(bytes), "0001feFF", &len));
	assert_int_equal(len, 4);
	assert_memory_equal(bytes, "\x00\x01\xfe\xff", 4);
	assert_false(text_unhex(bytes, 3, "0001feff", &len));
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_false(text_unhex(bytes, sizeof(bytes), bad[i], &len));
	assert_int_equal(len, 0);
}

/* RFC 4648 section 10. */
static void
base64_goes_both_ways(void **state)
{
	static const char *const cases[][2] = {
	    {"", ""},
	    {"f", "Zg=="},
	    {"fo", "Zm8="},
	    {"foo", "Zm9v"},
	    {"foob", "Zm9vYg=="},
	    {"fooba", "Zm9vYmE="},
	    {"foobar", "Zm9vYmFy"},
	    {"\xff\xef\xbe", "/+++"},
	};

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		size_t len = strlen(cases[i][0]), got;
		char text[16], bytes[16];

		assert_true(text_base64(text, sizeof(text), cases[i][0], len));
		assert_string_equal(text, cases[i][1]);
		assert_false(
		    text_base64(text, strlen(cases[i][1]), cases[i][0], len));
		assert_true(
		    text_unbase64(bytes, sizeof(bytes), cases[i][1], &got));
		assert_int_equal(got, len);
		assert_memory_equal(bytes, cases[i][0], len);
		if (len > 0)
			assert_false(
			    text_unbase64(bytes, len - 1, cases[i][1], &got));
	}
}

static void
base64_has_one_spelling(void **state)
{
	static const char *const bad[] = {"Z", "Zg", "Zg=", "Zg===", "Zh==",
	    "Zm9=", "====", "=g==", "Zg==Zg==", "Zm8=Zm8=", "Zm 9", "Zm9-",
	    "Zm9\n", "Z===", "Zg=v"};
	char bytes[16];
	size_t len = 9;

	(void)state;
	for (size_t i = 0; i < ROWS(bad); i++) {
		if (text_unbase64(bytes, sizeof(bytes), bad[i], &len))
			fail_msg("\"%s\"", bad[i]);
		assert_int_equal(len, 0);
	}
}

static void
base64url_goes_both_ways_without_padding(void **state)
{
	/* RFC 7515, appendix C, is the last one. */
	static const char *const cases[][2] = {{"", ""}, {"f", "Zg"},
	    {"fo", "Zm8"}, {"foo", "Zm9v"}, {"\xff\xef\xbe", "_---"},
	    {"\x03\xec\xff\xe0\xc1", "A-z_4ME"}};

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		size_t len = strlen(cases[i][0]), got;
		const char *want = cases[i][1];
		char text[16], bytes[16];

		assert_true(
		    text_base64url(text, sizeof(text), cases[i][0], len));
		assert_string_equal(text, want);
		assert_true(
		    text_base64url(text, strlen(want) + 1, cases[i][0], len));
		assert_false(
		    text_base64url(text, strlen(want), cases[i][0], len));
		assert_true(text_unbase64url(bytes, sizeof(bytes), want, &got));
		assert_int_equal(got, len);
		assert_memory_equal(bytes, cases[i][0], len);
		if (len > 0)
			assert_false(
			    text_unbase64url(bytes, len - 1, want, &got));
	}
}

static void
base64url_has_one_spelling(void **state)
{
	static const char *const bad[] = {"Z", "Zg==", "Zh", "Zm9",
	    "Zm8=", "Zm9+", "Zm9/", "Zm 9", "Zm9v\n", "Zm9vZ", "=", "Zm9v."};
	char bytes[16];
	size_t len = 9;

	(void)state;
	for (size_t i = 0; i < ROWS(bad); i++) {
		if (text_unbase64url(bytes, sizeof(bytes), bad[i], &len))
			fail_msg("\"%s\"", bad[i]);
		assert_int_equal(len, 0);
	}
}

static void
secrets_compare_over_their_whole_length(void **state)
{
	(void)state;
	assert_true(text_equal_secret("abcd", "abcd", 4));
	assert_false(text_equal_secret("abcd", "abce", 4));
	assert_false(text_equal_secret("xbcd", "abcd", 4));
	assert_true(text_equal_secret("a", "b", 0));
}

static void
what_cannot_be_shown_is_replaced_and_what_is_too_long_cut(void **state)
{
	static const struct {
		const char *src, *shown;
		size_t size;
		bool has_lines;
	} cases[] = {
	    {"", "", 4, false},
	    {"abcdefg", "abcdefg", 8, false},
	    {"abcdefgh", "abcd\xe2\x80\xa6", 8, false},
	    {"\xe7\x8e\x8b\xe5\xa4\xa7\xe6\x98\x8e", "\xe7\x8e\x8b\xe2\x80\xa6",
		9, false},
	    {"abcd", "\xe2\x80\xa6", 4, false},
	    {"a\tb\x7f",
		"a\xef\xbf\xbd"
		"b\xef\xbf\xbd",
		16, false},
	    {"a\nb",
		"a\xef\xbf\xbd"
		"b",
		16, false},
	    {"a\nb\r", "a\nb\xef\xbf\xbd", 16, true},
	    {"a\xff\xe7\x8e", "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 16,
		false},
	    {"\xc2\x85", "\xef\xbf\xbd", 16, false},
	};
	char dst[16];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool is_same = text_show(
		    dst, cases[i].size, cases[i].src, cases[i].has_lines);

		assert_string_equal(dst, cases[i].shown);
		assert_int_equal(is_same, strcmp(dst, cases[i].src) == 0);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_copy_that_does_not_fit_leaves_nothing),
    cmocka_unit_test(trimming_takes_blanks_at_both_ends_only),
    cmocka_unit_test(full_width_ascii_becomes_ascii_and_nothing_else_does),
    cmocka_unit_test(case_changes_ascii_letters_only),
    cmocka_unit_test(utf8_is_what_rfc_3629_says),
    cmocka_unit_test(what_cannot_be_shown_is_replaced_and_what_is_too_long_cut),
    cmocka_unit_test(a_name_is_a_word_of_small_letters),
    cmocka_unit_test(a_word_is_found_among_words_only_whole),
    cmocka_unit_test(control_characters_are_seen_in_ascii_and_utf8),
    cmocka_unit_test(a_number_is_decimal_and_within_its_bounds),
    cmocka_unit_test(hex_goes_both_ways),
    cmocka_unit_test(base64_goes_both_ways),
    cmocka_unit_test(base64_has_one_spelling),
    cmocka_unit_test(base64url_goes_both_ways_without_padding),
    cmocka_unit_test(base64url_has_one_spelling),
    cmocka_unit_test(secrets_compare_over_their_whole_length),
};

UNIT_MAIN(tests)
