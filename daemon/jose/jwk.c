#include "jwk.h"

#include "base/text.h"

#include <gnutls/crypto.h>
#include <stdbool.h>
#include <string.h>

enum {
	NUMBER_SIZE = 4 * RSA_SIGNATURE_MAX / 3 + 8, /* as base64url */
	MODULUS_MIN = RSA_BITS / 8,
};

enum rc
jwk_thumbprint(const struct rsa_public *pub, char text[JWK_THUMBPRINT_SIZE],
    struct err *err)
{
	char n[NUMBER_SIZE], e[NUMBER_SIZE], json[NUMBER_SIZE * 2];
	unsigned char digest[32];
	int code;

	(void)text_base64url(n, sizeof(n), pub->modulus, pub->modulus_len);
	(void)text_base64url(e, sizeof(e), pub->exponent, pub->exponent_len);
	/* RFC 7638, 3: these members, in this order, without blanks. */
	(void)text_print(json, sizeof(json),
	    "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}", e, n);
	code = gnutls_hash_fast(GNUTLS_DIG_SHA256, json, strlen(json), digest);
	if (code != 0)
		return err_set(
		    err, RC_FAULT, "SHA-256: %s", gnutls_strerror(code));
	(void)text_base64url(text, JWK_THUMBPRINT_SIZE, digest, sizeof(digest));
	return RC_OK;
}

json_t *
jwk_of(const struct rsa_public *pub, const char *kid)
{
	char n[NUMBER_SIZE], e[NUMBER_SIZE];

	(void)text_base64url(n, sizeof(n), pub->modulus, pub->modulus_len);
	(void)text_base64url(e, sizeof(e), pub->exponent, pub->exponent_len);
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "kty", "RSA", "use",
	    "sig", "alg", "RS256", "kid", kid, "n", n, "e", e);
}

enum rc
jwk_set_parse(const char *text, json_t **set, struct err *err)
{
	json_error_t error;

	*set = NULL;
	if (strlen(text) > JWK_SET_MAX)
		return err_set(err, RC_INPUT, "key set: too long");
	*set = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	if (*set == NULL)
		return err_set(err, RC_INPUT, "key set: %s", error.text);
	if (json_is_array(json_object_get(*set, "keys")))
		return RC_OK;
	json_decref(*set);
	*set = NULL;
	return err_set(err, RC_INPUT, "key set: no keys");
}

/* Is member `name` that text, or, when it may be, not there? */
static bool
member_is(const json_t *key, const char *name, const char *text, bool may_lack)
{
	const json_t *member = json_object_get(key, name);

	if (member == NULL)
		return may_lack;
	return json_is_string(member) &&
	    strcmp(json_string_value(member), text) == 0;
}

static bool
number_of(const json_t *key, const char *name, unsigned char *dst, size_t size,
    size_t *len)
{
	const char *text = json_string_value(json_object_get(key, name));

	return text != NULL && text_unbase64url(dst, size, text, len) &&
	    *len > 0 && dst[0] != 0;
}

static bool
take_public(const json_t *key, struct rsa_public *pub)
{
	*pub = (struct rsa_public){0};
	return member_is(key, "kty", "RSA", false) &&
	    member_is(key, "use", "sig", true) &&
	    member_is(key, "alg", "RS256", true) &&
	    number_of(key, "n", pub->modulus, sizeof(pub->modulus),
		&pub->modulus_len) &&
	    number_of(key, "e", pub->exponent, sizeof(pub->exponent),
		&pub->exponent_len) &&
	    pub->modulus_len >= MODULUS_MIN;
}

enum rc
jwk_find(
    const json_t *set, const char *kid, struct rsa_public *pub, struct err *err)
{
	const json_t *found = NULL;
	json_t *key;
	size_t i;

	json_array_foreach(json_object_get(set, "keys"), i, key)
	{
		if (!member_is(key, "kid", kid, false))
			continue;
		if (found != NULL)
			return err_set(err, RC_DENIED, "two keys %s", kid);
		found = key;
	}
	if (found == NULL)
		return err_set(err, RC_ABSENT, "no key %s", kid);
	return take_public(found, pub)
	    ? RC_OK
	    : err_set(err, RC_DENIED, "key %s is not for RS256", kid);
}
