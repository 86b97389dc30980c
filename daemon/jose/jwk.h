/*
 * jwk.h - RSA keys as JSON Web Keys.
 *
 * Shape:  {"kty":"RSA","use":"sig","alg":"RS256","kid":...,"n":...,"e":...};
 *         a set is {"keys":[...]}. What else a key or a set has is passed over.
 * Units:  sizes count the NUL.
 * Errors: RC_INPUT the text is no set; RC_ABSENT no key of that name; RC_DENIED
 *         it is one that RS256 must not use, or there are two of the name.
 * Source: RFC 7517, RFC 7638.
 */
#ifndef JOSE_JWK_H
#define JOSE_JWK_H

#include "rsa.h"

#include <jansson.h>

enum {
	JWK_THUMBPRINT_SIZE = 44, /* 32 bytes as base64url */
	JWK_SET_MAX = 32768,      /* bytes of a set's text */
};

enum rc jwk_thumbprint(const struct rsa_public *pub,
    char text[JWK_THUMBPRINT_SIZE], struct err *err);

/* A new object; NULL when there is no memory. */
json_t *jwk_of(const struct rsa_public *pub, const char *kid);

/* The set in that text: strict JSON, no name twice. The caller decrefs. */
enum rc jwk_set_parse(const char *text, json_t **set, struct err *err);

/* The key of that name. */
enum rc jwk_find(const json_t *set, const char *kid, struct rsa_public *pub,
    struct err *err);

#endif
