/*
 * jwt.h - a signed statement, as OpenID Connect's ID tokens are.
 *
 * Shape:  base64url of a header, of the claims and of the signature, with dots
 *         between. One algorithm: RS256. A header has alg, kid and perhaps
 *         "typ":"JWT", nothing else: none of its other members would be
 *         honoured, so none may be there. JSON is read strictly: no name
 *         twice, no number that is not an int64 where one is wanted.
 * Units:  *_s Unix seconds; sizes count the NUL.
 * Errors: RC_DENIED whatever is wrong with a token, in a sentence; RC_INPUT
 *         the key set is none; RC_FAULT the library refuses.
 * Source: RFC 7515, RFC 7519; OpenID Connect Core 1.0, 3.1.3.7.
 */
#ifndef JOSE_JWT_H
#define JOSE_JWT_H

#include "jwk.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	JWT_SIZE = 4097,
	JWT_SUB_MAX = 255,
	JWT_SKEW_S = 60, /* of the signer's clock and ours */
};

/* What a token must say; what is NULL is not looked at. */
struct jwt_want {
	const char *issuer, *audience, *nonce;
	int64_t now_s;
	bool may_be_expired; /* as a hint may */
};

enum rc jwt_sign(const json_t *claims, const char *kid,
    const struct rsa_key *key, char token[JWT_SIZE], struct err *err);

/* The caller decrefs `*claims`, which is NULL after a failure. */
enum rc jwt_verify(const char *token, const json_t *key_set,
    const struct jwt_want *want, json_t **claims, struct err *err);

#endif
