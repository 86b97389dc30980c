#include "base/err.h"
#include "unit.h"

static void
context_stands_before_the_sentence(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(err_set(&err, RC_ABSENT, "no key %d", 7), RC_ABSENT);
	assert_int_equal(err_context(&err, RC_FAULT, "line %d", 3), RC_FAULT);
	assert_string_equal(err.text, "line 3: no key 7");
}

static void
a_long_sentence_is_cut_and_terminated(void **state)
{
	struct err err;
	char long_text[2 * ERR_TEXT_SIZE];

	(void)state;
	memset(long_text, 'x', sizeof(long_text));
	long_text[sizeof(long_text) - 1] = '\0';
	(void)err_set(&err, RC_INPUT, "%s", long_text);
	assert_int_equal(strlen(err.text), ERR_TEXT_SIZE - 1);
	(void)err_context(&err, RC_INPUT, "%s", long_text);
	assert_int_equal(strlen(err.text), ERR_TEXT_SIZE - 1);
}

static void
every_class_has_a_name_and_an_exit_code(void **state)
{
	int seen[256] = {0};

	(void)state;
	for (enum rc rc = RC_OK; rc < RC_COUNT; rc++) {
		assert_non_null(rc_name(rc));
		assert_int_equal(seen[rc_exit(rc)]++, 0);
	}
	assert_string_equal(rc_name((enum rc)RC_COUNT), "?");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(context_stands_before_the_sentence),
    cmocka_unit_test(a_long_sentence_is_cut_and_terminated),
    cmocka_unit_test(every_class_has_a_name_and_an_exit_code),
};

UNIT_MAIN(tests)
