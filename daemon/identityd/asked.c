#include "asked.h"

#include "base/text.h"

#include <sodium.h>
#include <string.h>

static const char purpose[] = "identityd/openid-asked/v1";

enum { TIME_LEN = sizeof(int64_t), HASH_LEN = ASKED_LEN - TIME_LEN };

/* Each value ends with its NUL, so no two requests run into one. */
static void
hash_request(const struct wire_in *request, unsigned char hash[HASH_LEN])
{
	static const enum field parts[] = {
	    F_CLIENT, F_REDIRECT, F_OPENID_STATE, F_NONCE, F_CHALLENGE};
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, HASH_LEN);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *text = wire_text(request, parts[i]);

		if (text == NULL)
			text = "";
		(void)crypto_generichash_update(
		    &state, (const unsigned char *)text, strlen(text) + 1);
	}
	(void)crypto_generichash_final(&state, hash, HASH_LEN);
}

enum rc
asked_print(const struct keyring *ring, const struct wire_in *request,
    int64_t asked_s, char text[ASKED_SIZE], struct err *err)
{
	unsigned char plain[ASKED_LEN];

	memcpy(plain, &asked_s, TIME_LEN);
	hash_request(request, plain + TIME_LEN);
	return seal_print(
	    ring, purpose, plain, sizeof(plain), text, ASKED_SIZE, err);
}

bool
asked_open(const struct keyring *ring, const struct wire_in *request,
    const char *text, int64_t *asked_s)
{
	unsigned char plain[ASKED_LEN], hash[HASH_LEN];
	size_t len;

	if (!seal_open(ring, purpose, text, plain, sizeof(plain), &len) ||
	    len != sizeof(plain))
		return false;
	hash_request(request, hash);
	memcpy(asked_s, plain, TIME_LEN);
	return text_equal_secret(hash, plain + TIME_LEN, HASH_LEN);
}
