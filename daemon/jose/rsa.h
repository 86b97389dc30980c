/*
 * rsa.h - RSA keys that sign, or check, as RS256.
 *
 * Shape:  a key that signs is derived from 28 bytes of a key ring, always the
 *         same key from the same bytes, so that a ring stays the text that it
 *         is and hosts that share it share the key. Deriving is slow: the
 *         result travels as bytes (DER) between processes of one host. A key
 *         that checks is its two numbers, as a JSON Web Key has them.
 * Units:  bytes; RSA_BITS of modulus.
 * Errors: RC_DENIED the signature is not of that key; RC_INPUT bytes that are
 *         no key; RC_FAULT the library refuses.
 * Source: GnuTLS, provable generation (FIPS 186-4, B.3.2); RFC 7518, 3.3.
 */
#ifndef JOSE_RSA_H
#define JOSE_RSA_H

#include "base/err.h"

#include <stddef.h>

enum {
	RSA_BITS = 2048,
	RSA_SEED_LEN = 28, /* what FIPS 186-4 wants for that size */
	RSA_DER_SIZE = 2048,
	RSA_SIGNATURE_MAX = 512, /* of keys we check: 4,096 bits */
	RSA_EXPONENT_MAX = 8,
};

struct rsa_key;

struct rsa_public {
	unsigned char modulus[RSA_SIGNATURE_MAX];
	size_t modulus_len;
	unsigned char exponent[RSA_EXPONENT_MAX];
	size_t exponent_len;
};

/* Half a second or more. The caller frees. */
enum rc rsa_derive(const unsigned char seed[RSA_SEED_LEN], struct rsa_key **key,
    struct err *err);
enum rc rsa_export(const struct rsa_key *key, unsigned char der[RSA_DER_SIZE],
    size_t *len, struct err *err);
enum rc rsa_import(
    const void *der, size_t len, struct rsa_key **key, struct err *err);
/* NULL is fine. */
void rsa_free(struct rsa_key *key);

/* Without leading zeros. */
enum rc rsa_public_of(
    const struct rsa_key *key, struct rsa_public *pub, struct err *err);

enum rc rsa_sign(const struct rsa_key *key, const void *bytes, size_t len,
    unsigned char signature[RSA_SIGNATURE_MAX], size_t *signature_len,
    struct err *err);
enum rc rsa_verify(const struct rsa_public *pub, const void *bytes, size_t len,
    const unsigned char *signature, size_t signature_len, struct err *err);

#endif
