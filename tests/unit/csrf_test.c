#include "web/csrf.h"
#include "unit.h"

static void
a_token_is_good_for_one_browser_and_one_path(void **state)
{
	char seed[CSRF_SEED_SIZE], other[CSRF_SEED_SIZE];
	char token[CSRF_TOKEN_SIZE];
	struct csrf csrf, restarted;

	(void)state;
	csrf_init(&csrf);
	csrf_init(&restarted);
	csrf_seed(seed);
	csrf_seed(other);
	csrf_token(&csrf, seed, "/forgot", token);
	assert_true(csrf_check(&csrf, seed, "/forgot", token));
	assert_false(csrf_check(&csrf, seed, "/code", token));
	assert_false(csrf_check(&csrf, other, "/forgot", token));
	assert_false(csrf_check(&restarted, seed, "/forgot", token));
}

static void
what_is_no_token_is_refused(void **state)
{
	char seed[CSRF_SEED_SIZE], token[CSRF_TOKEN_SIZE];
	struct csrf csrf;

	(void)state;
	csrf_init(&csrf);
	csrf_seed(seed);
	csrf_token(&csrf, seed, "/", token);
	assert_false(csrf_check(&csrf, "", "/", token));
	assert_false(csrf_check(&csrf, seed, "/", ""));
	token[0] = token[0] == '0' ? '1' : '0';
	assert_false(csrf_check(&csrf, seed, "/", token));
	token[CSRF_TOKEN_SIZE - 2] = '\0';
	assert_false(csrf_check(&csrf, seed, "/", token));
}

static void
only_what_we_made_is_a_seed(void **state)
{
	char seed[CSRF_SEED_SIZE];

	(void)state;
	csrf_seed(seed);
	assert_true(csrf_is_seed(seed));
	assert_false(csrf_is_seed(""));
	assert_false(csrf_is_seed("0123456789abcdef"));
	assert_false(csrf_is_seed("0123456789ABCDEF0123456789ABCDEF"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_token_is_good_for_one_browser_and_one_path),
    cmocka_unit_test(what_is_no_token_is_refused),
    cmocka_unit_test(only_what_we_made_is_a_seed),
};

UNIT_MAIN(tests)
