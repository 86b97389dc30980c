#include "grant.h"

#include "base/text.h"
#include "seal/seal.h"

#include <sodium.h>
#include <stddef.h>
#include <string.h>

static const struct {
	const char *purpose;
	int64_t life_s;
} kinds[] = {
    [GRANT_CODE] = {"identityd/openid-code/v2", GRANT_CODE_LIFE_S},
    [GRANT_TOKEN] = {"identityd/openid-token/v2", GRANT_TOKEN_LIFE_S},
};

/* The fixed parts in their order; home, scopes, client and nonce follow. */
static const struct {
	size_t at, len;
} parts[] = {
#define PART(member)                                    \
	{                                               \
		offsetof(struct grant, member),         \
		    sizeof(((struct grant *)0)->member) \
	}
    PART(serial),
    PART(redirect),
    PART(challenge),
#undef PART
};

enum {
	PARTS_COUNT = sizeof(parts) / sizeof(parts[0]),
	FIXED_LEN = SESSION_PACKED_LEN + GRANT_SERIAL_LEN + 2 * GRANT_HASH_LEN +
	    2 /* home: 1 to 4095 */ + 1,
	PLAIN_MAX = FIXED_LEN + GRANT_CLIENT_SIZE + GRANT_NONCE_SIZE,
	VERIFIER_MIN = 43, /* RFC 7636, 4.1 */
	VERIFIER_MAX = 128,
};
_Static_assert((int)PLAIN_MAX <= (int)SEAL_PLAIN_MAX &&
	SEAL_TEXT_SIZE(PLAIN_MAX) <= (int)GRANT_TEXT_SIZE,
    "it fits");

static void
hash_redirect(unsigned char hash[GRANT_HASH_LEN], const char *redirect)
{
	(void)crypto_generichash(hash, GRANT_HASH_LEN,
	    (const unsigned char *)redirect, strlen(redirect), NULL, 0);
}

bool
grant_take_challenge(struct grant *grant, const char *challenge)
{
	size_t len;

	return text_unbase64url(
		   grant->challenge, GRANT_HASH_LEN, challenge, &len) &&
	    len == GRANT_HASH_LEN;
}

void
grant_take_redirect(struct grant *grant, const char *redirect)
{
	hash_redirect(grant->redirect, redirect);
}

static size_t
pack(const struct grant *grant, unsigned char plain[PLAIN_MAX])
{
	size_t used = SESSION_PACKED_LEN;
	size_t client_size = strlen(grant->client) + 1;
	size_t nonce_size = strlen(grant->nonce) + 1;

	session_pack(&grant->session, plain);
	for (size_t i = 0; i < PARTS_COUNT; i++) {
		memcpy(plain + used, (const char *)grant + parts[i].at,
		    parts[i].len);
		used += parts[i].len;
	}
	plain[used++] = (unsigned char)(grant->home >> 8);
	plain[used++] = (unsigned char)grant->home;
	plain[used++] = (unsigned char)grant->scopes;
	memcpy(plain + used, grant->client, client_size);
	memcpy(plain + used + client_size, grant->nonce, nonce_size);
	return used + client_size + nonce_size;
}

/* `text` within `len` bytes, its NUL included; false when it does not fit. */
static bool
take_text(char *dst, size_t size, const unsigned char **at, size_t *len)
{
	size_t text_len = strnlen((const char *)*at, *len);

	if (text_len == *len || text_len >= size)
		return false;
	memcpy(dst, *at, text_len + 1);
	*at += text_len + 1;
	*len -= text_len + 1;
	return true;
}

static bool
unpack(struct grant *grant, const unsigned char *plain, size_t len)
{
	const unsigned char *at = plain + SESSION_PACKED_LEN;

	if (len < FIXED_LEN)
		return false;
	session_unpack(&grant->session, plain);
	for (size_t i = 0; i < PARTS_COUNT; i++) {
		memcpy((char *)grant + parts[i].at, at, parts[i].len);
		at += parts[i].len;
	}
	grant->home = at[0] << 8 | at[1];
	grant->scopes = at[2];
	at += 3;
	len -= FIXED_LEN;
	return take_text(grant->client, sizeof(grant->client), &at, &len) &&
	    take_text(grant->nonce, sizeof(grant->nonce), &at, &len) &&
	    len == 0;
}

enum rc
grant_seal(const struct keyring *ring, enum grant_kind kind,
    const struct grant *grant, char text[GRANT_TEXT_SIZE], struct err *err)
{
	unsigned char plain[PLAIN_MAX];
	size_t len = pack(grant, plain);

	return seal_print(
	    ring, kinds[kind].purpose, plain, len, text, GRANT_TEXT_SIZE, err);
}

enum rc
grant_open(const struct keyring *ring, enum grant_kind kind, const char *text,
    int64_t now_s, struct grant *grant, struct err *err)
{
	unsigned char plain[PLAIN_MAX];
	size_t len;

	*grant = (struct grant){0};
	if (!seal_open(
		ring, kinds[kind].purpose, text, plain, sizeof(plain), &len) ||
	    !unpack(grant, plain, len))
		return err_set(err, RC_DENIED, "no grant of ours");
	/* A clock set back must not make it younger than it is. */
	if (now_s < grant->session.seen_s ||
	    now_s - grant->session.seen_s >= kinds[kind].life_s)
		return err_set(err, RC_DENIED, "a grant too old");
	return RC_OK;
}

static bool
is_verifier(const char *text)
{
	static const char unreserved[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789-._~";
	size_t len = strlen(text);

	return len >= VERIFIER_MIN && len <= VERIFIER_MAX &&
	    text[strspn(text, unreserved)] == '\0';
}

bool
grant_is_for(const struct grant *grant, const char *client,
    const char *redirect, const char *verifier)
{
	unsigned char hash[GRANT_HASH_LEN], digest[crypto_hash_sha256_BYTES];

	hash_redirect(hash, redirect);
	(void)crypto_hash_sha256(
	    digest, (const unsigned char *)verifier, strlen(verifier));
	return is_verifier(verifier) && strcmp(grant->client, client) == 0 &&
	    text_equal_secret(hash, grant->redirect, sizeof(hash)) &&
	    text_equal_secret(digest, grant->challenge, sizeof(digest));
}
