#include "session.h"

#include "base/secret.h"
#include "base/text.h"

#include <sodium.h>
#include <string.h>

enum {
	PLAIN_LEN = PERSON_UUID_LEN + 5 * 8,
	NONCE_LEN = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG_LEN = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	HEAD_LEN = 4 + NONCE_LEN, /* kid and nonce, authenticated too */
	SEALED_LEN = HEAD_LEN + PLAIN_LEN + TAG_LEN,
};
_Static_assert(4 * ((SEALED_LEN + 2) / 3) < SESSION_TEXT_SIZE, "it fits");
_Static_assert(KEYRING_KEY_LEN == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    "a ring's key is an AEAD key");

static void
store_u64(unsigned char *at, uint64_t value)
{
	for (int i = 0; i < 8; i++)
		at[i] = (unsigned char)(value >> (56 - 8 * i));
}

static uint64_t
load_u64(const unsigned char *at)
{
	uint64_t value = 0;

	for (int i = 0; i < 8; i++)
		value = value << 8 | at[i];
	return value;
}

void
session_of(struct session *session, const struct person *person, int64_t now_s)
{
	*session = (struct session){
	    .changed_s = person->changed_s,
	    .sign_out_count = person->sign_out_count,
	    .signed_in_s = now_s,
	    .stepped_up_s = now_s,
	    .seen_s = now_s,
	};
	memcpy(session->uuid, person->uuid_bytes, sizeof(session->uuid));
}

static void
pack(const struct session *session, unsigned char plain[PLAIN_LEN])
{
	unsigned char *at = plain + PERSON_UUID_LEN;

	memcpy(plain, session->uuid, PERSON_UUID_LEN);
	store_u64(at, (uint64_t)session->changed_s);
	store_u64(at + 8, (uint64_t)session->sign_out_count);
	store_u64(at + 16, (uint64_t)session->signed_in_s);
	store_u64(at + 24, (uint64_t)session->stepped_up_s);
	store_u64(at + 32, (uint64_t)session->seen_s);
}

static void
unpack(struct session *session, const unsigned char plain[PLAIN_LEN])
{
	const unsigned char *at = plain + PERSON_UUID_LEN;

	memcpy(session->uuid, plain, PERSON_UUID_LEN);
	session->changed_s = (int64_t)load_u64(at);
	session->sign_out_count = (int64_t)load_u64(at + 8);
	session->signed_in_s = (int64_t)load_u64(at + 16);
	session->stepped_up_s = (int64_t)load_u64(at + 24);
	session->seen_s = (int64_t)load_u64(at + 32);
}

enum rc
session_seal(const struct keyring *ring, const struct session *session,
    char text[SESSION_TEXT_SIZE], struct err *err)
{
	const struct keyring_key *key = keyring_newest(ring);
	unsigned char sealed[SEALED_LEN], plain[PLAIN_LEN];

	if (key == NULL)
		return err_set(err, RC_FAULT, "no session key");
	for (int i = 0; i < 4; i++)
		sealed[i] = (unsigned char)(key->kid >> (24 - 8 * i));
	randombytes_buf(sealed + 4, NONCE_LEN);
	pack(session, plain);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + HEAD_LEN,
	    NULL, plain, PLAIN_LEN, sealed, HEAD_LEN, NULL, sealed + 4,
	    key->key);
	(void)text_base64(text, SESSION_TEXT_SIZE, sealed, SEALED_LEN);
	return RC_OK;
}

static bool
unseal(const struct keyring *ring, const char *text, struct session *session)
{
	unsigned char sealed[SEALED_LEN], plain[PLAIN_LEN];
	const struct keyring_key *key;
	uint32_t kid = 0;
	size_t len;

	if (!text_unbase64(sealed, sizeof(sealed), text, &len) ||
	    len != SEALED_LEN)
		return false;
	for (int i = 0; i < 4; i++)
		kid = kid << 8 | sealed[i];
	key = keyring_find(ring, kid);
	if (key == NULL ||
	    crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL,
		sealed + HEAD_LEN, PLAIN_LEN + TAG_LEN, sealed, HEAD_LEN,
		sealed + 4, key->key) != 0)
		return false;
	unpack(session, plain);
	return true;
}

/* A clock set back must not make a session younger than it is. */
static bool
is_within(int64_t from_s, int64_t life_s, int64_t now_s)
{
	enum { SKEW_S = 300 };

	return now_s < from_s + life_s && now_s >= from_s - SKEW_S;
}

enum rc
session_open(const struct keyring *ring, const char *text,
    struct session *session, int64_t now_s, struct err *err)
{
	*session = (struct session){0};
	if (!unseal(ring, text, session))
		return err_set(err, RC_DENIED, "no session of ours");
	if (!is_within(session->signed_in_s, SESSION_LIFE_S, now_s) ||
	    !is_within(session->seen_s, SESSION_IDLE_S, now_s))
		return err_set(err, RC_DENIED, "session too old");
	return RC_OK;
}

bool
session_is_of(const struct session *session, const struct person *person)
{
	return person->state == PERSON_ACTIVE &&
	    memcmp(session->uuid, person->uuid_bytes, PERSON_UUID_LEN) == 0 &&
	    session->changed_s == person->changed_s &&
	    session->sign_out_count == person->sign_out_count;
}

bool
session_is_stepped_up(const struct session *session, int64_t now_s)
{
	return is_within(session->stepped_up_s, SESSION_STEP_UP_S, now_s);
}
