#include "seal.h"

#include "base/secret.h"
#include "base/text.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum {
	PURPOSE_MAX = 64,
	SEALED_MAX = SEAL_PLAIN_MAX + SEAL_OVERHEAD,
};
_Static_assert(
    SEAL_HEAD_LEN == 4 + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES &&
	SEAL_OVERHEAD ==
	    SEAL_HEAD_LEN + crypto_aead_xchacha20poly1305_ietf_ABYTES,
    "as long as the header says");
_Static_assert(KEYRING_KEY_LEN == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    "a ring's key is an AEAD key");

/* What is authenticated but not sealed: the head, then the purpose. */
static size_t
bind(unsigned char bound[SEAL_HEAD_LEN + PURPOSE_MAX],
    const unsigned char head[SEAL_HEAD_LEN], const char *purpose)
{
	size_t len = strlen(purpose);

	assert(len <= PURPOSE_MAX);
	memcpy(bound, head, SEAL_HEAD_LEN);
	memcpy(bound + SEAL_HEAD_LEN, purpose, len);
	return SEAL_HEAD_LEN + len;
}

enum rc
seal_print(const struct keyring *ring, const char *purpose, const void *plain,
    size_t len, char *text, size_t size, struct err *err)
{
	const struct keyring_key *key = keyring_newest(ring);
	unsigned char bound[SEAL_HEAD_LEN + PURPOSE_MAX];
	unsigned char sealed[SEALED_MAX];
	size_t bound_len;

	assert(len <= SEAL_PLAIN_MAX);
	if (key == NULL)
		return err_set(
		    err, RC_FAULT, "the key ring '%s' is empty", ring->purpose);
	for (int i = 0; i < 4; i++)
		sealed[i] = (unsigned char)(key->kid >> (24 - 8 * i));
	randombytes_buf(sealed + 4, SEAL_HEAD_LEN - 4);
	bound_len = bind(bound, sealed, purpose);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + SEAL_HEAD_LEN,
	    NULL, plain, len, bound, bound_len, NULL, sealed + 4, key->key);
	return text_base64url(text, size, sealed, len + SEAL_OVERHEAD)
	    ? RC_OK
	    : err_set(err, RC_FAULT, "no room for what is sealed");
}

bool
seal_open(const struct keyring *ring, const char *purpose, const char *text,
    void *plain, size_t size, size_t *len)
{
	unsigned char bound[SEAL_HEAD_LEN + PURPOSE_MAX];
	unsigned char sealed[SEALED_MAX];
	const struct keyring_key *key;
	size_t sealed_len, bound_len;
	uint32_t kid = 0;

	*len = 0;
	if (!text_unbase64url(sealed, sizeof(sealed), text, &sealed_len) ||
	    sealed_len < SEAL_OVERHEAD || sealed_len - SEAL_OVERHEAD > size)
		return false;
	for (int i = 0; i < 4; i++)
		kid = kid << 8 | sealed[i];
	key = keyring_find(ring, kid);
	bound_len = bind(bound, sealed, purpose);
	if (key == NULL ||
	    crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL,
		sealed + SEAL_HEAD_LEN, sealed_len - SEAL_HEAD_LEN, bound,
		bound_len, sealed + 4, key->key) != 0)
		return false;
	*len = sealed_len - SEAL_OVERHEAD;
	return true;
}
