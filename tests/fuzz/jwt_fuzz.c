/* Tokens of anybody, against one key: none of them is ours, and none harms. */
#include "jose/jwt.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char key_set[] =
    "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"1\",\"e\":\"AQAB\",\"n\":\""
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-"
    "Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG"
    "6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9"
    "e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT"
    "6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDT"
    "W9gb54h4FRWyuXpoQ\"}]}";

static void
as_token(const char *text)
{
	const struct jwt_want want = {.issuer = "i", .audience = "a"};
	json_t *set, *claims;
	struct err err;

	if (jwk_set_parse(key_set, &set, &err) != RC_OK)
		abort();
	if (jwt_verify(text, set, &want, &claims, &err) == RC_OK)
		abort();
	assert(claims == NULL);
	json_decref(set);
}

static void
as_key_set(const char *text)
{
	struct rsa_public pub;
	struct err err;
	json_t *set;

	if (jwk_set_parse(text, &set, &err) != RC_OK)
		return;
	if (jwk_find(set, "1", &pub, &err) == RC_OK)
		assert(pub.modulus_len >= RSA_BITS / 8);
	json_decref(set);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	assert(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	as_token(text);
	as_key_set(text);
	free(text);
	return 0;
}
