/*
 * seal.h - bytes that others carry for us, and can neither read nor change.
 *
 * Shape:  base64url of key number, nonce and ciphertext. A purpose is
 *         authenticated with it: what was sealed for one is none of another.
 * Units:  bytes; sizes of texts count the NUL.
 * Errors: RC_FAULT the ring has no key to seal with; false: not one of ours,
 *         or its key is gone.
 * Source: libsodium XChaCha20-Poly1305.
 */
#ifndef SEAL_SEAL_H
#define SEAL_SEAL_H

#include "keyring.h"

#include <stdbool.h>

enum {
	SEAL_HEAD_LEN = 4 + 24, /* kid and nonce, authenticated too */
	SEAL_OVERHEAD = SEAL_HEAD_LEN + 16,
	SEAL_PLAIN_MAX = 1024,
};
#define SEAL_TEXT_SIZE(plain_len) \
	(4 * (((plain_len) + SEAL_OVERHEAD + 2) / 3) + 1)

enum rc seal_print(const struct keyring *ring, const char *purpose,
    const void *plain, size_t len, char *text, size_t size, struct err *err);
bool seal_open(const struct keyring *ring, const char *purpose,
    const char *text, void *plain, size_t size, size_t *len);

#endif
