/* Codes and tokens: what they hold, whose they are, how long. */
#include "identityd/grant.h"

#include "base/text.h"

#include "unit.h"

#include <sodium.h>

#define ROWS(list) (sizeof(list) / sizeof((list)[0]))

enum { NOW_S = 1800000000 };

/* RFC 7636, appendix B. */
#define VERIFIER  "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define BACK      "https://leave.example/back"

static struct keyring *
ring(void)
{
	static struct keyring *made;
	uint32_t kid;
	struct err err;

	if (made != NULL)
		return made;
	made = keyring_new("session");
	assert_non_null(made);
	assert_rc(RC_OK, keyring_add(made, 20000, &kid, &err), &err);
	return made;
}

static struct grant
sample(void)
{
	struct grant grant = {.session = {.uuid = {1, 2, 3},
				  .changed_s = 5,
				  .sign_out_count = 7,
				  .signed_in_s = NOW_S - 100,
				  .seen_s = NOW_S},
	    .home = 4095,
	    .serial = {9, 8, 7},
	    .scopes = 63,
	    .client = "leave",
	    .nonce = "n & 1"};

	grant_take_redirect(&grant, BACK);
	assert_true(grant_take_challenge(&grant, CHALLENGE));
	return grant;
}

static void
seal(enum grant_kind kind, char text[GRANT_TEXT_SIZE])
{
	struct grant grant = sample();
	struct err err;

	assert_rc(RC_OK, grant_seal(ring(), kind, &grant, text, &err), &err);
}

static enum rc
reopen(enum grant_kind kind, const char *text, int64_t now_s)
{
	struct grant grant;
	struct err err;

	return grant_open(ring(), kind, text, now_s, &grant, &err);
}

static void
what_is_sealed_comes_back_whole(void **state)
{
	struct grant grant = sample(), got;
	char text[GRANT_TEXT_SIZE];
	struct err err;

	(void)state;
	memset(grant.nonce, 'n', sizeof(grant.nonce) - 1);
	memset(grant.client, 'c', sizeof(grant.client) - 1);
	assert_rc(
	    RC_OK, grant_seal(ring(), GRANT_CODE, &grant, text, &err), &err);
	assert_rc(RC_OK,
	    grant_open(ring(), GRANT_CODE, text, NOW_S, &got, &err), &err);
	assert_int_equal(got.home, 4095);
	assert_memory_equal(&got.session, &grant.session, sizeof(got.session));
	assert_memory_equal(got.serial, grant.serial, sizeof(got.serial));
	assert_int_equal(got.scopes, 63);
	assert_string_equal(got.client, grant.client);
	assert_string_equal(got.nonce, grant.nonce);
	assert_int_equal(text[strspn(text,
			     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
			     "wxyz0123456789-_")],
	    '\0');
}

static void
a_code_is_no_token_and_no_session(void **state)
{
	char code[GRANT_TEXT_SIZE], token[GRANT_TEXT_SIZE];
	char sealed[SESSION_TEXT_SIZE];
	struct session session = sample().session;
	struct err err;

	(void)state;
	seal(GRANT_CODE, code);
	seal(GRANT_TOKEN, token);
	assert_int_equal(reopen(GRANT_CODE, code, NOW_S), RC_OK);
	assert_int_equal(reopen(GRANT_TOKEN, token, NOW_S), RC_OK);
	assert_int_equal(reopen(GRANT_TOKEN, code, NOW_S), RC_DENIED);
	assert_int_equal(reopen(GRANT_CODE, token, NOW_S), RC_DENIED);
	assert_rc(
	    RC_DENIED, session_open(ring(), code, &session, NOW_S, &err), &err);
	assert_rc(RC_OK, session_seal(ring(), &session, sealed, &err), &err);
	assert_int_equal(reopen(GRANT_CODE, sealed, NOW_S), RC_DENIED);
	assert_int_equal(reopen(GRANT_TOKEN, sealed, NOW_S), RC_DENIED);
}

static void
every_changed_byte_is_refused(void **state)
{
	char text[GRANT_TEXT_SIZE];

	(void)state;
	seal(GRANT_CODE, text);
	for (size_t i = 0; text[i] != '\0'; i++) {
		char kept = text[i];

		text[i] = kept == 'A' ? 'B' : 'A';
		if (reopen(GRANT_CODE, text, NOW_S) != RC_DENIED)
			fail_msg("byte %zu", i);
		text[i] = '\0';
		if (reopen(GRANT_CODE, text, NOW_S) != RC_DENIED)
			fail_msg("cut at %zu", i);
		text[i] = kept;
	}
}

static void
it_lives_as_long_as_it_says_and_not_before(void **state)
{
	static const struct {
		enum grant_kind kind;
		int64_t age_s;
		enum rc rc;
	} cases[] = {
	    {GRANT_CODE, -1, RC_DENIED},
	    {GRANT_CODE, 0, RC_OK},
	    {GRANT_CODE, 59, RC_OK},
	    {GRANT_CODE, 60, RC_DENIED},
	    {GRANT_TOKEN, -1, RC_DENIED},
	    {GRANT_TOKEN, 599, RC_OK},
	    {GRANT_TOKEN, 600, RC_DENIED},
	};
	char text[GRANT_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		seal(cases[i].kind, text);
		if (reopen(cases[i].kind, text, NOW_S + cases[i].age_s) !=
		    cases[i].rc)
			fail_msg("%d after %lld s", cases[i].kind,
			    (long long)cases[i].age_s);
	}
}

static const struct {
	const char *client, *redirect, *verifier;
	bool is_for;
} bids[] = {
    {"leave", BACK, VERIFIER, true},
    {"Leave", BACK, VERIFIER, false},
    {"leave2", BACK, VERIFIER, false},
    {"", BACK, VERIFIER, false},
    {"leave", BACK "/", VERIFIER, false},
    {"leave", "https://leave.example/Back", VERIFIER, false},
    {"leave", "", VERIFIER, false},
    {"leave", BACK, VERIFIER "x", false},
    {"leave", BACK, CHALLENGE, false}, /* "plain" is no way */
    {"leave", BACK, "", false},
};

static void
a_code_is_for_one_client_one_address_and_one_verifier(void **state)
{
	struct grant grant = sample();

	(void)state;
	for (size_t i = 0; i < ROWS(bids); i++)
		if (grant_is_for(&grant, bids[i].client, bids[i].redirect,
			bids[i].verifier) != bids[i].is_for)
			fail_msg("row %zu", i);
}

/* The challenge of a verifier that RFC 7636 would not have is never met. */
static void
a_verifier_has_43_to_128_unreserved_characters(void **state)
{
	static const struct {
		size_t len;
		char fill;
		bool is_for;
	} cases[] = {{42, 'a', false}, {43, 'a', true}, {128, '~', true},
	    {129, 'a', false}, {43, '/', false}, {43, ' ', false}};
	unsigned char digest[32];

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		struct grant grant = sample();
		char verifier[160] = "";

		memset(verifier, cases[i].fill, cases[i].len);
		(void)crypto_hash_sha256(
		    digest, (const unsigned char *)verifier, cases[i].len);
		memcpy(grant.challenge, digest, sizeof(digest));
		if (grant_is_for(&grant, "leave", BACK, verifier) !=
		    cases[i].is_for)
			fail_msg("%zu of '%c'", cases[i].len, cases[i].fill);
	}
}

static void
a_challenge_is_43_characters_of_base64url(void **state)
{
	static const char *const bad[] = {"", "x", CHALLENGE "A", CHALLENGE "=",
	    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM",
	    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c",
	    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN"};
	struct grant grant;

	(void)state;
	assert_true(grant_take_challenge(&grant, CHALLENGE));
	for (size_t i = 0; i < ROWS(bad); i++)
		if (grant_take_challenge(&grant, bad[i]))
			fail_msg("%s", bad[i]);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_sealed_comes_back_whole),
    cmocka_unit_test(a_code_is_no_token_and_no_session),
    cmocka_unit_test(every_changed_byte_is_refused),
    cmocka_unit_test(it_lives_as_long_as_it_says_and_not_before),
    cmocka_unit_test(a_code_is_for_one_client_one_address_and_one_verifier),
    cmocka_unit_test(a_verifier_has_43_to_128_unreserved_characters),
    cmocka_unit_test(a_challenge_is_43_characters_of_base64url),
};

UNIT_MAIN(tests)
