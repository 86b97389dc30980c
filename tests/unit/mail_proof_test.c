#include "identityd/mail_proof.h"

#include "base/text.h"
#include "unit.h"

static const int64_t now_s = 1795768805; /* some seconds past an hour */

static struct keyring *ring;
static struct person person;

static void
anna(void)
{
	person = (struct person){.changed_s = 1000, .mail_count = 2};
	memset(person.uuid_bytes, 7, sizeof(person.uuid_bytes));
	assert_true(text_copy(
	    person.mail[0], sizeof(person.mail[0]), "anna@old.example"));
	assert_true(text_copy(
	    person.mail[1], sizeof(person.mail[1]), "anna@home.example"));
}

static bool
is_good(const char *address, int64_t at_s, const char *code)
{
	return mail_proof_is(ring, &person, address, at_s, code);
}

static void
a_code_is_good_until_the_end_it_tells(void **state)
{
	int64_t end_s = mail_proof_end(now_s);
	char code[CODE_SIZE];

	(void)state;
	anna();
	assert_in_range(
	    end_s - now_s, MAIL_PROOF_LIFE_S - 3600, MAIL_PROOF_LIFE_S);
	assert_true(
	    mail_proof_derive(ring, &person, "anna@new.tw", end_s, code));
	assert_true(is_good("anna@new.tw", now_s, code));
	assert_true(is_good("anna@new.tw", end_s - 1, code));
	assert_false(is_good("anna@new.tw", end_s, code));
	/* A clock set back an hour has not asked yet. */
	assert_false(is_good("anna@new.tw", now_s - 3600, code));
}

static void
whatever_it_was_made_of_may_not_change(void **state)
{
	char code[CODE_SIZE], wrong[CODE_SIZE];

	(void)state;
	anna();
	assert_true(mail_proof_derive(
	    ring, &person, "anna@new.tw", mail_proof_end(now_s), code));
	assert_false(is_good("bert@new.tw", now_s, code));
	person.changed_s++;
	assert_false(is_good("anna@new.tw", now_s, code));
	anna();
	person.mail_count = 1;
	assert_false(is_good("anna@new.tw", now_s, code));
	anna();
	person.uuid_bytes[0]++;
	assert_false(is_good("anna@new.tw", now_s, code));
	anna();
	memcpy(wrong, code, sizeof(wrong));
	wrong[11] = wrong[11] == '9' ? '0' : (char)(wrong[11] + 1);
	assert_false(is_good("anna@new.tw", now_s, wrong));
	assert_true(is_good("anna@new.tw", now_s, code));
}

/* A key that is no longer the newest still proves; a retired one does not. */
static void
a_code_lives_as_long_as_its_key(void **state)
{
	char code[CODE_SIZE];
	struct err err;
	uint32_t kid;

	(void)state;
	anna();
	assert_true(mail_proof_derive(
	    ring, &person, "anna@new.tw", mail_proof_end(now_s), code));
	assert_rc(RC_OK, keyring_add(ring, 20698, &kid, &err), &err);
	assert_true(is_good("anna@new.tw", now_s, code));
	assert_rc(RC_OK, keyring_retire(ring, 1, &err), &err);
	assert_false(is_good("anna@new.tw", now_s, code));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_code_is_good_until_the_end_it_tells),
    cmocka_unit_test(whatever_it_was_made_of_may_not_change),
    cmocka_unit_test(a_code_lives_as_long_as_its_key),
};

static int
start(void **state)
{
	struct err err;
	uint32_t kid;

	(void)state;
	ring = keyring_new("code");
	assert_non_null(ring);
	assert_rc(RC_OK, keyring_add(ring, 20697, &kid, &err), &err);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	keyring_free(ring);
	return 0;
}

UNIT_MAIN_IN(tests, start, end)
