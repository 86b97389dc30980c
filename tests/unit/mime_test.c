#include "mail/mime.h"
#include "unit.h"

#define TEN_ZH   "一二三四五六七八九十"
#define TEN_WIDE "𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈𠀉"

static void
assert_lines_are_short_ascii(const char *message)
{
	const char *line = message;

	while (*line != '\0') {
		size_t len = strcspn(line, "\r");

		if (len > MIME_LINE_MAX)
			fail_msg("a line of %zu: %s", len, line);
		for (size_t i = 0; i < len; i++)
			assert_in_range((unsigned char)line[i], 0x20, 0x7e);
		assert_memory_equal(line + len, "\r\n", 2);
		line += len + 2;
	}
}

static void
headers_look_like_the_standard_says(void **state)
{
	static const struct {
		const char *value;
		const char *message;
	} cases[] = {
	    {"hello", "Subject: hello\r\n"},
	    {"", "Subject: \r\n"},
	    {"王", "Subject: =?UTF-8?B?546L?=\r\n"},
	    {"a =?x?= b", "Subject: =?UTF-8?B?YSA9P3g/PSBi?=\r\n"},
	    {"aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd eeeeeeeeee "
	     "ffffffffff gggggggggg",
		"Subject: aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd "
		"eeeeeeeeee ffffffffff\r\n gggggggggg\r\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char buf[512];
		struct mime mime;
		struct err err;

		mime_begin(&mime, buf, sizeof(buf));
		mime_header(&mime, "Subject", cases[i].value);
		assert_rc(RC_OK, mime_end(&mime, &err), &err);
		assert_string_equal(buf, cases[i].message);
		assert_int_equal(mime.len, strlen(buf));
	}
}

/* Every length of a mixed text, so that every cut is tried. */
static void
an_encoded_word_never_splits_a_character(void **state)
{
	static const char *const pieces[] = {"a", "é", "檢", "𠀀"};
	char value[1200] = "";

	(void)state;
	for (size_t i = 0; strlen(value) + 4 < sizeof(value); i++) {
		char buf[4096];
		struct mime mime;
		struct err err;
		const char *word;

		size_t used = strlen(value);

		(void)snprintf(value + used, sizeof(value) - used, "%s",
		    pieces[(i * 7 + i / 4) % 4]);
		mime_begin(&mime, buf, sizeof(buf));
		mime_header(&mime, "Subject", value);
		assert_rc(RC_OK, mime_end(&mime, &err), &err);
		assert_lines_are_short_ascii(buf);
		for (word = strstr(buf, "=?UTF-8?B?"); word != NULL;
		     word = strstr(word + 1, "=?UTF-8?B?")) {
			/* A lead byte 10xxxxxx in base64 starts with g-v. */
			assert_null(strchr("ghijklmnopqrstuv", word[10]));
			assert_true(
			    strstr(word, "?=") + 2 - word <= MIME_WORD_MAX);
		}
	}
}

static void
a_long_chinese_name_leaves_the_address_whole(void **state)
{
	char buf[2048];
	struct mime mime;
	struct err err;

	(void)state;
	mime_begin(&mime, buf, sizeof(buf));
	mime_mailbox(&mime, "From", TEN_ZH TEN_ZH TEN_WIDE, "a@example.edu");
	assert_rc(RC_OK, mime_end(&mime, &err), &err);
	assert_lines_are_short_ascii(buf);
	assert_non_null(strstr(buf, "?=\r\n <a@example.edu>\r\n"));
}

static void
a_value_cannot_start_a_header_of_its_own(void **state)
{
	static const char *const values[] = {"a\r\nBcc: b@example.edu", "a\nb",
	    "a\rb", "a\tb", "\xff", "\xc0\x8a", "王\r\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		char buf[512];
		struct mime mime;
		struct err err;

		mime_begin(&mime, buf, sizeof(buf));
		mime_header(&mime, "Subject", values[i]);
		assert_rc(RC_INPUT, mime_end(&mime, &err), &err);
		mime_begin(&mime, buf, sizeof(buf));
		mime_mailbox(&mime, "From", values[i], "a@example.edu");
		assert_rc(RC_INPUT, mime_end(&mime, &err), &err);
		mime_begin(&mime, buf, sizeof(buf));
		mime_mailbox(&mime, "From", "", values[i]);
		assert_rc(RC_INPUT, mime_end(&mime, &err), &err);
	}
}

static void
a_body_has_crlf_inside_and_short_lines_outside(void **state)
{
	static const char expected[] =
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "\r\n"
	    "LmENCg0KYg0K\r\n";
	char buf[4096], text[2000];
	struct mime mime;
	struct err err;

	(void)state;
	mime_begin(&mime, buf, sizeof(buf));
	mime_body(&mime, ".a\n\nb\n");
	assert_rc(RC_OK, mime_end(&mime, &err), &err);
	assert_string_equal(buf, expected);

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	mime_begin(&mime, buf, sizeof(buf));
	mime_body(&mime, text);
	assert_rc(RC_OK, mime_end(&mime, &err), &err);
	assert_lines_are_short_ascii(buf);

	mime_begin(&mime, buf, sizeof(buf));
	mime_body(&mime, "\xe6\xaa");
	assert_rc(RC_INPUT, mime_end(&mime, &err), &err);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(headers_look_like_the_standard_says),
    cmocka_unit_test(an_encoded_word_never_splits_a_character),
    cmocka_unit_test(a_long_chinese_name_leaves_the_address_whole),
    cmocka_unit_test(a_value_cannot_start_a_header_of_its_own),
    cmocka_unit_test(a_body_has_crlf_inside_and_short_lines_outside),
};

UNIT_MAIN(tests)
