#include "mail/promise.h"
#include "unit.h"

#define ID    "0123456789abcdef0123456789abcdef"
#define WHO   "6f1c1e2a-0b1d-4c3e-9f00-0123456789ab"
#define HEAD  "portal-letter 1\n"
#define WHOSE "id " ID "\nwho " WHO "\ncreated 1795768805\n"

static const struct {
	struct promise promise;
	const char *text;
} good[] = {
    {{LETTER_RESET, ID, WHO, 1795768805}, HEAD "kind reset\n" WHOSE "end\n"},
    {{LETTER_SUSPENDED, ID, WHO, 1795768805, .at_s = 7},
	HEAD "kind suspended\n" WHOSE "at 7\nend\n"},
    {{LETTER_CONTRACT_ENDS, ID, WHO, 1795768805, .until_s = 9, .count = 2},
	HEAD "kind contract_ends\n" WHOSE "until 9\ncount 2\nend\n"},
    {{LETTER_MAIL_CHANGED, ID, WHO, 1795768805, .at_s = 7, .to = "a@b.tw"},
	HEAD "kind mail_changed\n" WHOSE "at 7\nto a@b.tw\nend\n"},
    {{LETTER_LEAVE_TURN, ID, "", 1795768805},
	HEAD "kind leave_turn\nid " ID "\ncreated 1795768805\nend\n"},
};

static void
a_promise_prints_and_parses_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		char text[PROMISE_MAX];
		struct promise back;
		struct err err;

		assert_rc(RC_OK,
		    promise_print(text, sizeof(text), &good[i].promise, &err),
		    &err);
		assert_string_equal(text, good[i].text);
		assert_rc(RC_OK, promise_parse(&back, text, strlen(text), &err),
		    &err);
		assert_int_equal(back.kind, good[i].promise.kind);
		assert_string_equal(back.id, ID);
		assert_string_equal(back.who, good[i].promise.who);
		assert_string_equal(back.to, good[i].promise.to);
		assert_int_equal(back.at_s, good[i].promise.at_s);
		assert_int_equal(back.until_s, good[i].promise.until_s);
		assert_int_equal(back.count, good[i].promise.count);
	}
}

/* Also: every byte lost or changed at the end of what a crash left. */
static void
a_text_cut_anywhere_is_no_promise(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		for (size_t len = 0; len < strlen(good[i].text); len++) {
			struct promise promise;
			struct err err;

			assert_rc(RC_INPUT,
			    promise_parse(&promise, good[i].text, len, &err),
			    &err);
		}
}

static void
any_other_text_is_no_promise(void **state)
{
	static const char *const bad[] = {
	    "portal-letter 2\nkind reset\n" WHOSE "end\n",
	    HEAD "kind spam\n" WHOSE "end\n",
	    HEAD "kind reset\n" WHOSE "end\n\n",
	    HEAD "kind reset\n" WHOSE "at 7\nend\n",
	    HEAD "kind reset\n" WHOSE "code 123456789012\nend\n",
	    HEAD "kind reset\n" WHOSE "to a@b.tw\nend\n",
	    HEAD "kind suspended\n" WHOSE "end\n",
	    HEAD "kind leave_turn\n" WHOSE "end\n",
	    HEAD "kind suspended\n" WHOSE "at 0\nend\n",
	    HEAD "kind suspended\n" WHOSE "at 07\nend\n",
	    HEAD "kind suspended\n" WHOSE "at +7\nend\n",
	    HEAD "kind suspended\n" WHOSE "at  7\nend\n",
	    HEAD "kind suspended\n" WHOSE "at 7 \nend\n",
	    HEAD "kind suspended\n" WHOSE "at -7\nend\n",
	    HEAD "kind suspended\n" WHOSE "at 99999999999999999999\nend\n",
	    HEAD "kind mail_changed\n" WHOSE "at 7\nto a@b\nend\n",
	    HEAD "kind mail_changed\n" WHOSE "at 7\nto a@b.tw\r\nend\n",
	    HEAD "kind reset\nwho " WHO "\nid " ID "\ncreated 1\nend\n",
	    HEAD "kind reset\nid " ID "0\nwho " WHO "\ncreated 1\nend\n",
	    HEAD "kind reset\nid ../../etc/passwd\nwho " WHO
		 "\ncreated 1\nend\n",
	    HEAD "kind reset\nid " ID "\nwho nobody\ncreated 1\nend\n",
	    HEAD "kind reset\nid " ID
		 "\nwho 6F1C1E2A-0b1d-4c3e-9f00-0123456789ab\ncreated "
		 "1\nend\n",
	};
	struct promise promise;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (promise_parse(&promise, bad[i], strlen(bad[i]), &err) !=
		    RC_INPUT)
			fail_msg("accepted: %s", bad[i]);
	assert_rc(RC_INPUT,
	    promise_parse(
		&promise, good[0].text, strlen(good[0].text) + 1, &err),
	    &err);
}

static void
an_incomplete_promise_is_never_printed(void **state)
{
	static const struct promise bad[] = {
	    {LETTER_NONE, ID, WHO, 1},
	    {LETTER_KIND_COUNT, ID, WHO, 1},
	    {LETTER_RESET, "", WHO, 1},
	    {LETTER_RESET, ID, "", 1},
	    {LETTER_RESET, ID, WHO, 0},
	    {LETTER_RESET, ID, WHO, -1},
	    {LETTER_RESET, ID, WHO, 1, .until_s = 5},
	    {LETTER_RESET, ID, WHO, 1, .to = "a@b.tw"},
	    {LETTER_MAIL_CONFIRM, ID, WHO, 1},
	    {LETTER_MAIL_CONFIRM, ID, WHO, 1, .to = "a@b.tw\nend"},
	    {LETTER_CONTRACT_ENDS, ID, WHO, 1, .until_s = 5, .count = -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char text[PROMISE_MAX];
		struct err err;

		assert_rc(RC_INPUT,
		    promise_print(text, sizeof(text), &bad[i], &err), &err);
	}
}

static void
the_longest_promise_fits(void **state)
{
	struct promise promise = {
	    LETTER_MAIL_CHANGED, ID, WHO, 253402300799, .at_s = 253402300799};
	char text[PROMISE_MAX];
	struct err err;

	(void)state;
	memset(promise.to, 'a', MAIL_ADDRESS_MAX);
	promise.to[64] = '@';
	for (size_t i = 100; i < MAIL_ADDRESS_MAX - 1; i += 50)
		promise.to[i] = '.';
	assert_rc(
	    RC_OK, promise_print(text, sizeof(text), &promise, &err), &err);
	for (size_t size = 1; size <= strlen(text); size++)
		assert_rc(
		    RC_FAULT, promise_print(text, size, &promise, &err), &err);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_promise_prints_and_parses_back),
    cmocka_unit_test(a_text_cut_anywhere_is_no_promise),
    cmocka_unit_test(any_other_text_is_no_promise),
    cmocka_unit_test(an_incomplete_promise_is_never_printed),
    cmocka_unit_test(the_longest_promise_fits),
};

UNIT_MAIN(tests)
