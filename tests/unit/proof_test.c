#include "portal/proof.h"

#include "base/err.h"
#include "unit.h"

/* Found by Python's hashlib.sha256: SHA-256("0123:forgot:N"). */
static void
a_proof_has_enough_zero_bits(void **state)
{
	static const struct {
		const char *id, *form;
		int bits;
		const char *number;
		bool is_proof;
	} cases[] = {
	    {"0123", "forgot", 1, "2", true},
	    {"0123", "forgot", 6, "2", false},
	    {"0123", "reset", 1, "2", false},
	    {"0124", "forgot", 1, "2", false},
	    {"0123", "forgot", 8, "126", true},
	    {"0123", "forgot", 11, "126", false},
	    {"0123", "reset", 8, "126", false},
	    {"0124", "forgot", 8, "126", false},
	    {"0123", "forgot", 9, "126", true},
	    {"0123", "forgot", 11, "126", false},
	    {"0123", "reset", 9, "126", false},
	    {"0124", "forgot", 9, "126", false},
	    {"0123", "forgot", 16, "114255", true},
	    {"0123", "forgot", 17, "114255", false},
	    {"0123", "reset", 16, "114255", false},
	    {"0124", "forgot", 16, "114255", false},
	    {"0123", "forgot", 18, "699198", true},
	    {"0123", "forgot", 19, "699198", false},
	    {"0123", "reset", 18, "699198", false},
	    {"0124", "forgot", 18, "699198", false},
	    {"0123", "forgot", 1, "", false},
	    {"0123", "forgot", 1, "-1", false},
	    {"0123", "forgot", 1, "1e3", false},
	    {"0123", "forgot", 1, "00000000000000000000", false},
	    {"0123", "forgot", 0, "0", false},
	    {"0123", "forgot", 29, "0", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (proof_check(cases[i].id, cases[i].form, cases[i].bits,
			cases[i].number) != cases[i].is_proof)
			fail_msg("case %zu", i);
}

static void
what_was_solved_is_a_proof(void **state)
{
	static const char *const ids[] = {"a", "b", "0123456789abcdef"};
	char number[PROOF_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		for (int bits = 1; bits <= 16; bits += 5) {
			assert_true(
			    proof_solve(ids[i], "sign-in", bits, number));
			assert_true(
			    proof_check(ids[i], "sign-in", bits, number));
		}
}

/* It counts up from 0, so what it finds is the first there is. */
static void
the_first_number_is_found(void **state)
{
	char number[PROOF_SIZE];

	(void)state;
	assert_true(proof_solve("0123", "forgot", 16, number));
	assert_string_equal(number, "114255");
}

static void
a_challenge_out_of_bounds_is_not_worked_on(void **state)
{
	char id[PROOF_CHALLENGE_MAX + 1], number[PROOF_SIZE];

	(void)state;
	memset(id, 'a', sizeof(id));
	id[PROOF_CHALLENGE_MAX] = '\0';
	assert_false(proof_solve(id, "f", 1, number));
	assert_false(proof_solve("a", "f", 0, number));
	assert_false(proof_solve("a", "f", PROOF_BITS_MAX + 1, number));
	id[PROOF_CHALLENGE_MAX - 1] = '\0';
	assert_true(proof_solve(id, "f", 1, number));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_proof_has_enough_zero_bits),
    cmocka_unit_test(what_was_solved_is_a_proof),
    cmocka_unit_test(the_first_number_is_found),
    cmocka_unit_test(a_challenge_out_of_bounds_is_not_worked_on),
};

UNIT_MAIN(tests)
