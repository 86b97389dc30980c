#include "base/text.h"
#include "mail/letter.h"
#include "mail/letter_text.h"
#include "mail/mime.h"
#include "unit.h"

#define ID "0123456789abcdef0123456789abcdef"

/* 2026-11-27 16:40:05 in Taiwan. */
static const int64_t now_s = 1795768805;

static const struct letter_sender sender = {
    .address = "no-reply@portal.example.edu",
    .reply_to = "help@portal.example.edu",
    .site_zh = "資訊服務入口",
    .site_en = "the information portal",
    .contact_zh = "教育局網路中心",
    .contact_en = "the bureau's network centre",
};

static struct letter
letter_of(enum letter_kind kind)
{
	unsigned needs = letter_kind_needs(kind);

	return (struct letter){.kind = kind,
	    .id = ID,
	    .to = "wang@example.edu",
	    .code = needs & LETTER_NEEDS_CODE ? "123456789012" : NULL,
	    .until_s = needs & LETTER_NEEDS_UNTIL ? now_s + 86400 : 0,
	    .at_s = needs & LETTER_NEEDS_AT ? now_s - 60 : 0,
	    .count = needs & LETTER_NEEDS_COUNT ? 3 : 0,
	    .link =
		needs & LETTER_NEEDS_LINK ? "https://leave.example/r/1" : NULL};
}

/* The text behind the base64 of `message`, in a static buffer. */
static const char *
body_of(const char *message)
{
	static char text[LETTER_MAX];
	char packed[LETTER_MAX] = "";
	size_t used = 0, len = sizeof(text) - 1;
	const char *body = strstr(message, "\r\n\r\n");

	assert_non_null(body);
	for (body += 4; *body != '\0'; body++)
		if (*body != '\r' && *body != '\n')
			packed[used++] = *body;
	assert_true(text_unbase64(text, sizeof(text) - 1, packed, &len));
	text[len] = '\0';
	return text;
}

/* The decoded value of header `name`, encoded words joined. */
static const char *
header_of(const char *message, const char *name)
{
	static char value[1024];
	char start[64];
	const char *at;
	size_t used = 0;

	(void)snprintf(start, sizeof(start), "\r\n%s: ", name);
	at = strncmp(message, start + 2, strlen(start + 2)) == 0
	    ? message + strlen(start + 2)
	    : strstr(message, start);
	if (at == NULL)
		return NULL;
	if (at[0] == '\r')
		at += strlen(start);
	while (strncmp(at, "\r\n", 2) != 0 || at[2] == ' ') {
		if (strncmp(at, "\r\n", 2) == 0) {
			at += strncmp(at, "\r\n =?", 5) == 0 ? 3 : 2;
		} else if (strncmp(at, "=?UTF-8?B?", 10) == 0) {
			char word[80] = "";
			size_t len = sizeof(value) - used;
			const char *end = strstr(at, "?=");

			assert_non_null(end);
			assert_true(end + 2 - at <= MIME_WORD_MAX);
			memcpy(word, at + 10, (size_t)(end - at - 10));
			assert_true(
			    text_unbase64(value + used, len, word, &len));
			assert_true(text_is_utf8(value + used, len));
			used += len;
			at = end + 2;
		} else {
			value[used++] = *at++;
		}
	}
	value[used] = '\0';
	return value;
}

static void
every_kind_prints_both_languages_chinese_first(void **state)
{
	(void)state;
	for (int kind = LETTER_NONE + 1; kind < LETTER_KIND_COUNT; kind++) {
		char message[LETTER_MAX];
		struct letter letter = letter_of(kind);
		struct err err;
		const char *text, *zh, *en;

		assert_rc(RC_OK,
		    letter_print(message, sizeof(message), &letter, &sender,
			now_s, &err),
		    &err);
		text = body_of(message);
		zh = strstr(text, "您好：");
		en = strstr(text, "Hello,");
		assert_non_null(zh);
		assert_non_null(en);
		assert_true(zh == text && zh < en);
		assert_null(strchr(text, '{'));
		assert_non_null(strstr(text, "the bureau's network centre"));
		assert_int_equal(
		    letter_kind_parse(letter_kind_name(kind)), kind);
	}
	assert_int_equal(letter_kind_parse("spam"), LETTER_NONE);
	assert_null(letter_kind_name(LETTER_NONE));
	assert_null(letter_kind_name(LETTER_KIND_COUNT));
}

static void
a_code_is_told_with_its_own_end_in_local_time(void **state)
{
	char message[LETTER_MAX];
	struct letter letter = letter_of(LETTER_ACTIVATE);
	struct err err;
	const char *text;

	(void)state;
	assert_rc(RC_OK,
	    letter_print(
		message, sizeof(message), &letter, &sender, now_s, &err),
	    &err);
	text = body_of(message);
	assert_non_null(strstr(text, "檢查碼：1234 5678 9012\r\n"));
	assert_non_null(strstr(text, "Check code: 1234 5678 9012\r\n"));
	assert_non_null(
	    strstr(text, "民國 115 年 11 月 28 日（星期六）16:40\r\n"));
	assert_non_null(strstr(
	    text, "Saturday, 28 November 2026, 16:40 (Taiwan time)\r\n"));
}

static void
only_a_letter_about_leave_holds_a_link(void **state)
{
	(void)state;
	for (int kind = LETTER_NONE + 1; kind < LETTER_KIND_COUNT; kind++) {
		char message[LETTER_MAX];
		struct letter letter = letter_of(kind);
		struct err err;

		assert_rc(RC_OK,
		    letter_print(message, sizeof(message), &letter, &sender,
			now_s, &err),
		    &err);
		assert_int_equal(strstr(body_of(message), "://") != NULL,
		    letter.link != NULL);
		assert_true(letter.link == NULL || letter.code == NULL);
		assert_null(strstr(body_of(message), "www."));
	}
}

static void
the_headers_are_what_the_caller_gave(void **state)
{
	static const struct {
		const char *name;
		const char *value;
	} cases[] = {
	    {"To", "Wang.Mei+x@Example.EDU"},
	    {"From", "資訊服務入口 <no-reply@portal.example.edu>"},
	    {"Reply-To", "help@portal.example.edu"},
	    {"Subject", "重設密碼的檢查碼 / Check code to set a new password"},
	    {"Date", "Fri, 27 Nov 2026 16:40:05 +0800"},
	    {"Message-ID", "<" ID "@portal.example.edu>"},
	    {"Auto-Submitted", "auto-generated"},
	    {"Content-Language", "zh-TW, en"},
	    {"MIME-Version", "1.0"},
	    {"Content-Type", "text/plain; charset=utf-8"},
	    {"Content-Transfer-Encoding", "base64"},
	};
	char message[LETTER_MAX];
	struct letter letter = letter_of(LETTER_RESET);
	struct err err;

	(void)state;
	letter.to = "Wang.Mei+x@Example.EDU";
	assert_rc(RC_OK,
	    letter_print(
		message, sizeof(message), &letter, &sender, now_s, &err),
	    &err);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    header_of(message, cases[i].name), cases[i].value);
}

static void
without_a_reply_address_there_is_no_such_header(void **state)
{
	char message[LETTER_MAX];
	struct letter letter = letter_of(LETTER_RESTORED);
	struct letter_sender quiet = sender;
	struct err err;

	(void)state;
	quiet.reply_to = "";
	assert_rc(RC_OK,
	    letter_print(
		message, sizeof(message), &letter, &quiet, now_s, &err),
	    &err);
	assert_null(header_of(message, "Reply-To"));
}

static void
a_sender_that_is_no_address_is_refused(void **state)
{
	struct letter letter = letter_of(LETTER_RESTORED);
	struct letter_sender bad[2] = {sender, sender};

	(void)state;
	bad[0].reply_to = "教育局 c@example.edu";
	bad[1].address = "portal";
	for (int i = 0; i < 2; i++) {
		char message[LETTER_MAX];
		struct err err;

		assert_rc(RC_INPUT,
		    letter_print(message, sizeof(message), &letter, &bad[i],
			now_s, &err),
		    &err);
	}
}

static void
what_a_kind_lacks_or_should_not_have_is_refused(void **state)
{
	static const struct {
		struct letter letter;
		const char *word;
	} cases[] = {
	    {{LETTER_NONE, ID, "a@b.tw"}, "kind"},
	    {{LETTER_KIND_COUNT, ID, "a@b.tw"}, "kind"},
	    {{LETTER_ACTIVATE, ID, "a@b.tw", NULL, 1, 0, 0}, "values"},
	    {{LETTER_ACTIVATE, ID, "a@b.tw", "123456789012", 0}, "values"},
	    {{LETTER_SUSPENDED, ID, "a@b.tw", "123456789012", 0, 1}, "values"},
	    {{LETTER_RESET, ID, "a@b.tw", "12345678901", 1}, "digits"},
	    {{LETTER_RESET, ID, "a@b.tw", "1234567890123", 1}, "digits"},
	    {{LETTER_RESET, ID, "a@b.tw", "12345678901x", 1}, "digits"},
	    {{LETTER_RESET, "../x", "a@b.tw", "123456789012", 1}, "id"},
	    {{LETTER_RESET, NULL, "a@b.tw", "123456789012", 1}, "id"},
	    {{LETTER_RESTORED, ID, "a@b.tw\r\nBcc: c@d.tw", NULL, 0, 1},
		"control"},
	    {{LETTER_RESTORED, ID, "a@b.tw,c@d.tw", NULL, 0, 1}, "@"},
	    {{LETTER_RESTORED, ID, "a@b.tw", NULL, 0, INT64_MAX}, "time"},
	    {{LETTER_RESTORED, ID, "a@b.tw", NULL, 0, INT64_MIN}, "time"},
	    {{LETTER_CONTRACT_ENDS, ID, "a@b.tw", NULL, 1, 0, -1}, "count"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char message[LETTER_MAX];
		struct err err = {"accepted"};

		assert_rc(RC_INPUT,
		    letter_print(message, sizeof(message), &cases[i].letter,
			&sender, now_s, &err),
		    &err);
		if (strstr(err.text, cases[i].word) == NULL)
			fail_msg("case %zu: %s", i, err.text);
	}
}

static void
a_buffer_too_small_is_a_fault_and_no_overflow(void **state)
{
	struct letter letter = letter_of(LETTER_RESET);
	struct err err;

	(void)state;
	for (size_t size = 1; size < 2000; size += 7) {
		char *message = malloc(size);

		assert_rc(RC_FAULT,
		    letter_print(message, size, &letter, &sender, now_s, &err),
		    &err);
		assert_true(strlen(message) < size);
		free(message);
	}
}

static void
a_new_year_is_told_by_taiwans_calendar(void **state)
{
	char message[LETTER_MAX];
	struct letter letter = letter_of(LETTER_RESTORED);
	struct err err;

	(void)state;
	letter.at_s = 1798732799; /* 2026-12-31 15:59:59 UTC */
	assert_rc(RC_OK,
	    letter_print(
		message, sizeof(message), &letter, &sender, letter.at_s, &err),
	    &err);
	assert_non_null(
	    strstr(body_of(message), "民國 115 年 12 月 31 日（星期四）23:59"));
	letter.at_s++;
	assert_rc(RC_OK,
	    letter_print(
		message, sizeof(message), &letter, &sender, letter.at_s, &err),
	    &err);
	assert_non_null(
	    strstr(body_of(message), "民國 116 年 1 月 1 日（星期五）00:00"));
	assert_string_equal(
	    header_of(message, "Date"), "Fri, 01 Jan 2027 00:00:00 +0800");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_kind_prints_both_languages_chinese_first),
    cmocka_unit_test(a_code_is_told_with_its_own_end_in_local_time),
    cmocka_unit_test(only_a_letter_about_leave_holds_a_link),
    cmocka_unit_test(the_headers_are_what_the_caller_gave),
    cmocka_unit_test(without_a_reply_address_there_is_no_such_header),
    cmocka_unit_test(a_sender_that_is_no_address_is_refused),
    cmocka_unit_test(what_a_kind_lacks_or_should_not_have_is_refused),
    cmocka_unit_test(a_buffer_too_small_is_a_fault_and_no_overflow),
    cmocka_unit_test(a_new_year_is_told_by_taiwans_calendar),
};

UNIT_MAIN(tests)
