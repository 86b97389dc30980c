#include "jwt.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { KID_SIZE = 128 };

/* ---------------------------------------------------------------- to sign */

/* Appends the JSON of `value` as base64url. */
static enum rc
append(char token[JWT_SIZE], const json_t *value, struct err *err)
{
	char *json = json_dumps(value, JSON_COMPACT);
	size_t used = strlen(token);
	bool fits = json != NULL &&
	    text_base64url(token + used, JWT_SIZE - used, json, strlen(json));

	free(json);
	return fits ? RC_OK : err_set(err, RC_FAULT, "token too long");
}

static enum rc
append_header(char token[JWT_SIZE], const char *kid, struct err *err)
{
	json_t *header = json_pack(
	    "{s:s, s:s, s:s}", "alg", "RS256", "typ", "JWT", "kid", kid);
	enum rc rc = header != NULL ? append(token, header, err)
				    : err_set(err, RC_FAULT, "no memory");

	json_decref(header);
	return rc;
}

static enum rc
append_dot(char token[JWT_SIZE], struct err *err)
{
	size_t used = strlen(token);

	return text_print(token + used, JWT_SIZE - used, ".")
	    ? RC_OK
	    : err_set(err, RC_FAULT, "token too long");
}

static enum rc
append_signature(
    char token[JWT_SIZE], const struct rsa_key *key, struct err *err)
{
	unsigned char signature[RSA_SIGNATURE_MAX];
	size_t used = strlen(token), len;
	enum rc rc = rsa_sign(key, token, used, signature, &len, err);

	if (rc == RC_OK)
		rc = append_dot(token, err);
	if (rc != RC_OK)
		return rc;
	used++;
	return text_base64url(token + used, JWT_SIZE - used, signature, len)
	    ? RC_OK
	    : err_set(err, RC_FAULT, "token too long");
}

enum rc
jwt_sign(const json_t *claims, const char *kid, const struct rsa_key *key,
    char token[JWT_SIZE], struct err *err)
{
	enum rc rc;

	token[0] = '\0';
	rc = append_header(token, kid, err);
	if (rc == RC_OK)
		rc = append_dot(token, err);
	if (rc == RC_OK)
		rc = append(token, claims, err);
	if (rc == RC_OK)
		rc = append_signature(token, key, err);
	if (rc != RC_OK)
		token[0] = '\0';
	return rc;
}

/* -------------------------------------------------------------- to verify */

/* A token cut at its dots; the parts are base64url still. */
struct parts {
	char text[JWT_SIZE];
	const char *header, *claims, *signature;
	size_t signed_len; /* header, dot, claims */
};

static bool
cut(struct parts *parts, const char *token)
{
	char *first, *second;

	if (!text_copy(parts->text, sizeof(parts->text), token))
		return false;
	first = strchr(parts->text, '.');
	second = first != NULL ? strchr(first + 1, '.') : NULL;
	if (second == NULL || strchr(second + 1, '.') != NULL)
		return false;
	*first = *second = '\0';
	parts->header = parts->text;
	parts->claims = first + 1;
	parts->signature = second + 1;
	parts->signed_len = (size_t)(second - parts->text);
	return true;
}

/* A part's JSON object, or NULL. */
static json_t *
object_of(const char *part)
{
	unsigned char json[JWT_SIZE];
	json_t *object;
	size_t len;

	if (!text_unbase64url(json, sizeof(json), part, &len))
		return NULL;
	object =
	    json_loadb((const char *)json, len, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(object))
		return object;
	json_decref(object);
	return NULL;
}

static const char *
text_of(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* Only alg, kid and typ, with values that we take. */
static enum rc
header_check(const char *part, char kid[KID_SIZE], struct err *err)
{
	json_t *header = object_of(part);
	const char *alg = text_of(header, "alg"),
		   *named = text_of(header, "kid");
	const json_t *type = json_object_get(header, "typ");
	size_t known = 2 + (type != NULL);
	bool is_good = alg != NULL && strcmp(alg, "RS256") == 0 &&
	    named != NULL && text_copy(kid, KID_SIZE, named) &&
	    (type == NULL ||
		(json_is_string(type) &&
		    strcmp(json_string_value(type), "JWT") == 0)) &&
	    json_object_size(header) == known;

	json_decref(header);
	return is_good
	    ? RC_OK
	    : err_set(err, RC_DENIED, "token: its header is not RS256's");
}

static enum rc
signature_check(const char *token, const struct parts *parts,
    const json_t *key_set, struct err *err)
{
	unsigned char signature[RSA_SIGNATURE_MAX];
	struct rsa_public pub;
	char kid[KID_SIZE];
	size_t len;
	enum rc rc = header_check(parts->header, kid, err);

	if (rc == RC_OK)
		rc = jwk_find(key_set, kid, &pub, err);
	if (rc != RC_OK)
		return rc == RC_ABSENT ? RC_DENIED : rc;
	if (!text_unbase64url(
		signature, sizeof(signature), parts->signature, &len) ||
	    len != pub.modulus_len)
		return err_set(err, RC_DENIED, "token: no RS256 signature");
	return rsa_verify(&pub, token, parts->signed_len, signature, len, err);
}

/* A number in seconds, or `absent` where there is none; -1 for what is none. */
static int64_t
seconds_of(const json_t *claims, const char *name, int64_t absent)
{
	const json_t *value = json_object_get(claims, name);

	if (value == NULL)
		return absent;
	return json_is_integer(value) && json_integer_value(value) >= 0
	    ? json_integer_value(value)
	    : -1;
}

static enum rc
times_check(const json_t *claims, const struct jwt_want *want, struct err *err)
{
	int64_t exp_s = seconds_of(claims, "exp", -1);
	int64_t iat_s = seconds_of(claims, "iat", -1);
	int64_t nbf_s = seconds_of(claims, "nbf", 0);

	if (exp_s < 0 || iat_s < 0 || nbf_s < 0)
		return err_set(err, RC_DENIED, "token: its times are none");
	if (iat_s > want->now_s + JWT_SKEW_S ||
	    nbf_s > want->now_s + JWT_SKEW_S)
		return err_set(err, RC_DENIED, "token: of the future");
	if (!want->may_be_expired && want->now_s - JWT_SKEW_S >= exp_s)
		return err_set(err, RC_DENIED, "token: expired");
	return RC_OK;
}

/* For us alone, or for several of whom we are the one that asked. */
static bool
is_for(const json_t *claims, const char *audience)
{
	const json_t *aud = json_object_get(claims, "aud");
	const char *azp = text_of(claims, "azp");
	json_t *one;
	size_t i;

	if (json_is_string(aud))
		return strcmp(json_string_value(aud), audience) == 0 &&
		    (azp == NULL || strcmp(azp, audience) == 0);
	if (json_array_size(aud) > 1 &&
	    (azp == NULL || strcmp(azp, audience) != 0))
		return false;
	json_array_foreach(aud, i, one) if (json_is_string(one) &&
	    strcmp(json_string_value(one), audience) == 0) return true;
	return false;
}

static enum rc
claims_check(const json_t *claims, const struct jwt_want *want, struct err *err)
{
	const char *iss = text_of(claims, "iss"), *sub = text_of(claims, "sub");
	const char *nonce = text_of(claims, "nonce");

	if (sub == NULL || sub[0] == '\0' || strlen(sub) > JWT_SUB_MAX)
		return err_set(err, RC_DENIED, "token: about nobody");
	if (want->issuer != NULL &&
	    (iss == NULL || strcmp(iss, want->issuer) != 0))
		return err_set(err, RC_DENIED, "token: of another issuer");
	if (want->audience != NULL && !is_for(claims, want->audience))
		return err_set(err, RC_DENIED, "token: for somebody else");
	if (want->nonce != NULL &&
	    (nonce == NULL || strcmp(nonce, want->nonce) != 0))
		return err_set(err, RC_DENIED, "token: of another request");
	return times_check(claims, want, err);
}

/* Nothing of the claims is looked at before the signature is. */
enum rc
jwt_verify(const char *token, const json_t *key_set,
    const struct jwt_want *want, json_t **claims, struct err *err)
{
	struct parts parts;
	enum rc rc;

	*claims = NULL;
	if (!cut(&parts, token))
		return err_set(err, RC_DENIED, "token: not three parts");
	rc = signature_check(token, &parts, key_set, err);
	if (rc != RC_OK)
		return rc;
	*claims = object_of(parts.claims);
	rc = *claims != NULL
	    ? claims_check(*claims, want, err)
	    : err_set(err, RC_DENIED, "token: its claims are no object");
	if (rc != RC_OK) {
		json_decref(*claims);
		*claims = NULL;
	}
	return rc;
}
