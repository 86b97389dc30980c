/* Signed statements, and everything that must not pass as one. */
#include "jose/jwt.h"

#include "base/text.h"

#include "unit.h"

#define ROWS(list) (sizeof(list) / sizeof((list)[0]))

enum { NOW_S = 1800000000 };

#define ISSUER "https://portal.example"
#define CLAIMS                                                       \
	"{\"iss\":\"" ISSUER "\",\"sub\":\"abc\",\"aud\":\"leave\"," \
	"\"exp\":1800000600,\"iat\":1800000000,\"nonce\":\"n-0S6\"}"
#define HEADER "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"1\"}"

static const struct jwt_want want = {
    .issuer = ISSUER, .audience = "leave", .nonce = "n-0S6", .now_s = NOW_S};

/* Derived once: it takes its time. */
static struct rsa_key *key, *other;
static json_t *set;

static int
make_keys(void **state)
{
	unsigned char seed[RSA_SEED_LEN] = "a seed that anybody knows";
	struct rsa_public pub;
	struct err err;

	(void)state;
	assert_rc(RC_OK, rsa_derive(seed, &key, &err), &err);
	seed[0]++;
	assert_rc(RC_OK, rsa_derive(seed, &other, &err), &err);
	assert_rc(RC_OK, rsa_public_of(key, &pub, &err), &err);
	set = json_pack("{s:[o]}", "keys", jwk_of(&pub, "1"));
	assert_non_null(set);
	return 0;
}

static int
free_keys(void **state)
{
	(void)state;
	rsa_free(key);
	rsa_free(other);
	json_decref(set);
	return 0;
}

/* A token of any header and claims, signed by `signer`. */
static void
forge(char token[JWT_SIZE], const char *header, const char *claims,
    const struct rsa_key *signer)
{
	unsigned char signature[RSA_SIGNATURE_MAX];
	char a[JWT_SIZE], b[JWT_SIZE], c[JWT_SIZE];
	struct err err;
	size_t len;

	assert_true(text_base64url(a, sizeof(a), header, strlen(header)));
	assert_true(text_base64url(b, sizeof(b), claims, strlen(claims)));
	assert_true(text_print(token, JWT_SIZE, "%s.%s", a, b));
	assert_rc(RC_OK,
	    rsa_sign(signer, token, strlen(token), signature, &len, &err),
	    &err);
	assert_true(text_base64url(c, sizeof(c), signature, len));
	assert_true(text_print(token, JWT_SIZE, "%s.%s.%s", a, b, c));
}

static enum rc
verify(const char *token, const struct jwt_want *wanted)
{
	json_t *claims;
	struct err err = {""};
	enum rc rc = jwt_verify(token, set, wanted, &claims, &err);

	assert_true((rc == RC_OK) == (claims != NULL));
	assert_true((rc == RC_OK) == (err.text[0] == '\0'));
	json_decref(claims);
	return rc;
}

static void
what_is_signed_verifies(void **state)
{
	json_t *claims = json_loads(CLAIMS, 0, NULL), *got;
	char token[JWT_SIZE];
	struct err err;

	(void)state;
	assert_rc(RC_OK, jwt_sign(claims, "1", key, token, &err), &err);
	assert_rc(RC_OK, jwt_verify(token, set, &want, &got, &err), &err);
	assert_true(json_equal(claims, got));
	json_decref(claims);
	json_decref(got);
}

static void
every_changed_byte_is_refused(void **state)
{
	char token[JWT_SIZE];

	(void)state;
	forge(token, HEADER, CLAIMS, key);
	assert_int_equal(verify(token, &want), RC_OK);
	for (size_t i = 0; token[i] != '\0'; i++) {
		char kept = token[i];

		token[i] = kept == 'A' ? 'B' : 'A';
		if (verify(token, &want) != RC_DENIED)
			fail_msg("byte %zu", i);
		token[i] = kept;
	}
}

static void
another_algorithm_or_header_is_refused(void **state)
{
	static const char *const headers[] = {
	    "{\"alg\":\"none\",\"kid\":\"1\"}",
	    "{\"alg\":\"None\",\"kid\":\"1\"}",
	    "{\"alg\":\"HS256\",\"kid\":\"1\"}",
	    "{\"alg\":\"RS512\",\"kid\":\"1\"}",
	    "{\"alg\":\"PS256\",\"kid\":\"1\"}",
	    "{\"alg\":\"rs256\",\"kid\":\"1\"}",
	    "{\"alg\":[\"RS256\"],\"kid\":\"1\"}",
	    "{\"alg\":\"RS256\"}",
	    "{\"alg\":\"RS256\",\"kid\":1}",
	    "{\"alg\":\"RS256\",\"kid\":\"2\"}",
	    "{\"alg\":\"RS256\",\"kid\":\"1\",\"typ\":\"at+jwt\"}",
	    "{\"alg\":\"RS256\",\"kid\":\"1\",\"typ\":null}",
	    "{\"alg\":\"RS256\",\"kid\":\"1\",\"crit\":[\"exp\"]}",
	    "{\"alg\":\"RS256\",\"kid\":\"1\",\"b64\":false}",
	    "{\"alg\":\"RS256\",\"kid\":\"1\",\"jku\":\"https://evil/\"}",
	    "{\"alg\":\"RS256\",\"kid\":\"1\",\"jwk\":{}}",
	    "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"1\"}",
	    "{\"alg\":\"RS256\",\"kid\":\"1\"} ,",
	    "[\"RS256\",\"1\"]",
	    "\"RS256\"",
	    "",
	};
	char token[JWT_SIZE];

	(void)state;
	for (size_t i = 0; i < ROWS(headers); i++) {
		forge(token, headers[i], CLAIMS, key);
		if (verify(token, &want) != RC_DENIED)
			fail_msg("%s", headers[i]);
	}
}

/* HS256 with the public key as its secret, and no signature at all: the
 * header decides nothing, whatever stands behind the second dot. */
static void
a_signature_of_something_else_is_refused(void **state)
{
	char token[JWT_SIZE], *dot;

	(void)state;
	forge(token, HEADER, CLAIMS, other);
	assert_int_equal(verify(token, &want), RC_DENIED);
	forge(token, HEADER, CLAIMS, key);
	dot = strrchr(token, '.');
	dot[1] = '\0';
	assert_int_equal(verify(token, &want), RC_DENIED);
	(void)text_copy(
	    dot + 1, 44, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
	assert_int_equal(verify(token, &want), RC_DENIED);
}

static void
what_is_not_three_parts_is_refused(void **state)
{
	static const char *const bad[] = {
	    "", ".", "..", "...", "a.b", "a.b.c.d", "e30.e30.e30", "==.==.=="};
	char token[JWT_SIZE], longer[2 * JWT_SIZE];

	(void)state;
	for (size_t i = 0; i < ROWS(bad); i++)
		if (verify(bad[i], &want) != RC_DENIED)
			fail_msg("%s", bad[i]);
	forge(token, HEADER, CLAIMS, key);
	assert_true(text_print(longer, sizeof(longer), "%s.", token));
	assert_int_equal(verify(longer, &want), RC_DENIED);
	assert_true(text_print(longer, sizeof(longer), "%s=", token));
	assert_int_equal(verify(longer, &want), RC_DENIED);
	assert_true(text_print(longer, sizeof(longer), "%s\n", token));
	assert_int_equal(verify(longer, &want), RC_DENIED);
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	longer[4] = longer[8] = '.';
	assert_int_equal(verify(longer, &want), RC_DENIED);
}

/* `at` within CLAIMS is replaced by `with`. */
struct claim_case {
	const char *what, *at, *with;
	enum rc rc;
};

static const struct claim_case claim_cases[] = {
    {"as they are", "\"sub\"", "\"sub\"", RC_OK},
    {"another issuer", ISSUER, ISSUER "/", RC_DENIED},
    {"an issuer that is no text", "\"" ISSUER "\"", "7", RC_DENIED},
    {"no issuer", "\"iss\"", "\"Iss\"", RC_DENIED},
    {"nobody", "\"abc\"", "\"\"", RC_DENIED},
    {"a number for somebody", "\"abc\"", "7", RC_DENIED},
    {"another audience", "\"leave\"", "\"leav\"", RC_DENIED},
    {"one of a list", "\"leave\"", "[\"leave\"]", RC_OK},
    {"one of several", "\"leave\"", "[\"x\",\"leave\"]", RC_DENIED},
    {"several, ours the one that asked", "\"leave\"",
	"[\"x\",\"leave\"],\"azp\":\"leave\"", RC_OK},
    {"several, another asked", "\"leave\"", "[\"x\",\"leave\"],\"azp\":\"x\"",
	RC_DENIED},
    {"ours alone, another asked", "\"leave\"", "\"leave\",\"azp\":\"x\"",
	RC_DENIED},
    {"an empty list", "\"leave\"", "[]", RC_DENIED},
    {"no audience", "\"aud\"", "\"Aud\"", RC_DENIED},
    {"another nonce", "n-0S6", "n-0S7", RC_DENIED},
    {"no nonce", "\"nonce\"", "\"Nonce\"", RC_DENIED},
    {"ends now, less the skew", "1800000600", "1799999941", RC_OK},
    {"ended", "1800000600", "1799999940", RC_DENIED},
    {"ended long ago", "1800000600", "0", RC_DENIED},
    {"no end", "\"exp\"", "\"Exp\"", RC_DENIED},
    {"an end in words", "1800000600", "\"1800000600\"", RC_DENIED},
    {"an end of half a second", "1800000600", "1800000600.5", RC_DENIED},
    {"an end before time", "1800000600", "-1", RC_DENIED},
    {"an end past int64", "1800000600", "9223372036854775808", RC_DENIED},
    {"the last int64", "1800000600", "9223372036854775807", RC_OK},
    {"a number past all", "1800000600", "1e999", RC_DENIED},
    {"no beginning", "\"iat\"", "\"Iat\"", RC_DENIED},
    {"of the future, within the skew", "\"iat\":1800000000",
	"\"iat\":1800000060", RC_OK},
    {"of the future", "\"iat\":1800000000", "\"iat\":1800000061", RC_DENIED},
    {"not before later", "\"iat\"", "\"nbf\":1800000061,\"iat\"", RC_DENIED},
    {"a name twice", "\"iat\"", "\"sub\":\"abc\",\"iat\"", RC_DENIED},
    {"something behind", "}", "} {}", RC_DENIED},
    {"cut off", "}", "", RC_DENIED},
    {"a byte that is no UTF-8", "abc", "ab\xff", RC_DENIED},
    {"half a pair", "abc", "\\ud800", RC_DENIED},
    {"a NUL within", "abc", "ab\\u0000c", RC_DENIED},
};

static void
claims_are_read_strictly(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(claim_cases); i++) {
		const struct claim_case *row = &claim_cases[i];
		const char *at = strstr(CLAIMS, row->at);
		char claims[1024], token[JWT_SIZE];

		assert_non_null(at);
		assert_true(text_print(claims, sizeof(claims), "%.*s%s%s",
		    (int)(at - CLAIMS), CLAIMS, row->with,
		    at + strlen(row->at)));
		forge(token, HEADER, claims, key);
		if (verify(token, &want) != row->rc)
			fail_msg("%s: %s", row->what, claims);
	}
}

static void
a_hint_may_be_expired_but_nothing_else(void **state)
{
	struct jwt_want hint = {
	    .issuer = ISSUER, .now_s = NOW_S + 1000000, .may_be_expired = true};
	char token[JWT_SIZE];

	(void)state;
	forge(token, HEADER, CLAIMS, key);
	assert_int_equal(verify(token, &hint), RC_OK);
	hint.may_be_expired = false;
	assert_int_equal(verify(token, &hint), RC_DENIED);
	hint.may_be_expired = true;
	hint.issuer = "https://elsewhere.example";
	assert_int_equal(verify(token, &hint), RC_DENIED);
}

static void
a_key_set_is_read_strictly(void **state)
{
	static const char *const bad[] = {"", "{}", "[]", "{\"keys\":{}}",
	    "{\"keys\":[]} x", "{\"keys\":[],\"keys\":[]}"};
	struct rsa_public pub;
	json_t *parsed;
	struct err err;

	(void)state;
	for (size_t i = 0; i < ROWS(bad); i++) {
		if (jwk_set_parse(bad[i], &parsed, &err) != RC_INPUT)
			fail_msg("%s", bad[i]);
		assert_null(parsed);
	}
	assert_rc(RC_OK, jwk_set_parse("{\"keys\":[7]}", &parsed, &err), &err);
	assert_rc(RC_ABSENT, jwk_find(parsed, "1", &pub, &err), &err);
	json_decref(parsed);
}

/* The member of the one key is replaced by `with`; NULL takes it away. */
static const struct {
	const char *member, *with;
	enum rc rc;
} key_cases[] = {
    {"kid", "1", RC_OK},
    {"kid", "2", RC_ABSENT},
    {"use", NULL, RC_OK},
    {"use", "enc", RC_DENIED},
    {"alg", NULL, RC_OK},
    {"alg", "RS512", RC_DENIED},
    {"kty", "EC", RC_DENIED},
    {"n", "AQAB", RC_DENIED}, /* far too short */
    {"n", "!", RC_DENIED},
    {"n", NULL, RC_DENIED},
    {"e", "", RC_DENIED},
    {"e", "AAAB", RC_DENIED}, /* a leading zero */
    {"e", "AQABAQABAQAB", RC_DENIED},
};

static void
a_key_that_rs256_must_not_use_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(key_cases); i++) {
		json_t *copy = json_deep_copy(set);
		json_t *one = json_array_get(json_object_get(copy, "keys"), 0);
		struct rsa_public pub;
		struct err err = {""};

		if (key_cases[i].with != NULL)
			json_object_set_new(one, key_cases[i].member,
			    json_string(key_cases[i].with));
		else
			json_object_del(one, key_cases[i].member);
		if (jwk_find(copy, "1", &pub, &err) != key_cases[i].rc)
			fail_msg("%s %s: %s", key_cases[i].member,
			    key_cases[i].with, err.text);
		json_decref(copy);
	}
}

static void
two_keys_of_one_name_are_none(void **state)
{
	json_t *copy = json_deep_copy(set);
	json_t *keys = json_object_get(copy, "keys");
	struct rsa_public pub;
	struct err err;

	(void)state;
	json_array_append(keys, json_array_get(keys, 0));
	assert_rc(RC_DENIED, jwk_find(copy, "1", &pub, &err), &err);
	json_decref(copy);
}

static void
the_thumbprint_is_that_of_rfc_7638(void **state)
{
	static const char n[] =
	    "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zw"
	    "u1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY"
	    "4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAta"
	    "Sqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTW"
	    "hAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-k"
	    "EgU8awapJzKnqDKgw";
	struct rsa_public pub = {.exponent = {1, 0, 1}, .exponent_len = 3};
	char text[JWK_THUMBPRINT_SIZE];
	struct err err;

	(void)state;
	assert_true(text_unbase64url(
	    pub.modulus, sizeof(pub.modulus), n, &pub.modulus_len));
	assert_rc(RC_OK, jwk_thumbprint(&pub, text, &err), &err);
	assert_string_equal(
	    text, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

static void
the_signature_of_rfc_7515_verifies(void **state)
{
	static const char n[] =
	    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-"
	    "Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG"
	    "6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9"
	    "e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT"
	    "6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDT"
	    "W9gb54h4FRWyuXpoQ";
	static const char text[] =
	    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAs"
	    "DQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
	static const char signature_text[] =
	    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7A"
	    "AuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BA"
	    "ynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0Ga"
	    "rZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1p"
	    "hCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igc"
	    "N_IoypGlUPQGe77Rw";
	struct rsa_public pub = {.exponent = {1, 0, 1}, .exponent_len = 3};
	unsigned char signature[RSA_SIGNATURE_MAX];
	struct err err;
	size_t len;

	(void)state;
	assert_true(text_unbase64url(
	    pub.modulus, sizeof(pub.modulus), n, &pub.modulus_len));
	assert_true(text_unbase64url(
	    signature, sizeof(signature), signature_text, &len));
	assert_rc(RC_OK,
	    rsa_verify(&pub, text, strlen(text), signature, len, &err), &err);
	assert_rc(RC_DENIED,
	    rsa_verify(&pub, text, strlen(text) - 1, signature, len, &err),
	    &err);
}

static void
a_seed_is_always_the_same_key(void **state)
{
	unsigned char seed[RSA_SEED_LEN] = "a seed that anybody knows";
	unsigned char der[RSA_DER_SIZE];
	struct rsa_key *again, *imported;
	struct rsa_public a, b, c;
	struct err err;
	size_t len;

	(void)state;
	assert_rc(RC_OK, rsa_derive(seed, &again, &err), &err);
	assert_rc(RC_OK, rsa_export(again, der, &len, &err), &err);
	assert_rc(RC_OK, rsa_import(der, len, &imported, &err), &err);
	assert_rc(RC_OK, rsa_public_of(key, &a, &err), &err);
	assert_rc(RC_OK, rsa_public_of(again, &b, &err), &err);
	assert_rc(RC_OK, rsa_public_of(imported, &c, &err), &err);
	assert_int_equal(a.modulus_len, RSA_BITS / 8);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_memory_equal(&a, &c, sizeof(a));
	assert_rc(RC_OK, rsa_public_of(other, &b, &err), &err);
	assert_memory_not_equal(&a, &b, sizeof(a));
	rsa_free(again);
	rsa_free(imported);
	assert_rc(RC_INPUT, rsa_import(der, len / 2, &imported, &err), &err);
	assert_null(imported);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_signed_verifies),
    cmocka_unit_test(every_changed_byte_is_refused),
    cmocka_unit_test(another_algorithm_or_header_is_refused),
    cmocka_unit_test(a_signature_of_something_else_is_refused),
    cmocka_unit_test(what_is_not_three_parts_is_refused),
    cmocka_unit_test(claims_are_read_strictly),
    cmocka_unit_test(a_hint_may_be_expired_but_nothing_else),
    cmocka_unit_test(a_key_set_is_read_strictly),
    cmocka_unit_test(a_key_that_rs256_must_not_use_is_refused),
    cmocka_unit_test(two_keys_of_one_name_are_none),
    cmocka_unit_test(the_thumbprint_is_that_of_rfc_7638),
    cmocka_unit_test(the_signature_of_rfc_7515_verifies),
    cmocka_unit_test(a_seed_is_always_the_same_key),
};

UNIT_MAIN_IN(tests, make_keys, free_keys)
