#include "../../pam_module/pam_options.h"
#include "unit.h"

static struct pam_options
parse(const char *a, const char *b)
{
	const char *words[] = {a, b};
	struct pam_options options;

	pam_options_parse(&options, a == NULL ? 0 : b == NULL ? 1 : 2, words);
	return options;
}

static void
each_word_sets_its_option(void **state)
{
	struct pam_options options = parse("use_first_pass", "quiet");

	(void)state;
	assert_true(options.use_first_pass);
	assert_true(options.quiet);
	assert_false(options.try_first_pass);
	assert_null(options.unknown);
	assert_string_equal(options.socket, PAM_OPTIONS_SOCKET);
	assert_false(options.claim);
	assert_true(parse("claim", NULL).claim);
	options = parse("minimum_uid=1000", "socket=/run/x");
	assert_int_equal(options.minimum_uid, 1000);
	assert_string_equal(options.socket, "/run/x");
	assert_null(options.unknown);
}

static void
what_is_not_understood_is_named(void **state)
{
	static const char *const words[] = {"colour", "use_first_pass=1",
	    "use_first_passes", "minimum_uid=", "minimum_uid=-1",
	    "minimum_uid=1k", "minimum_uid", "socket=run/x", ""};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_string_equal(parse(words[i], "debug").unknown, words[i]);
	assert_true(parse("colour", "debug").debug);
	assert_string_equal(parse("colour", "taste").unknown, "colour");
	assert_int_equal(parse("minimum_uid=1k", NULL).minimum_uid, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_word_sets_its_option),
    cmocka_unit_test(what_is_not_understood_is_named),
};

UNIT_MAIN(tests)
