#include "mail_proof.h"

#include "base/secret.h"

#include <sodium.h>
#include <string.h>

enum { HOUR_S = 3600, HOURS = MAIL_PROOF_LIFE_S / HOUR_S };

int64_t
mail_proof_end(int64_t asked_s)
{
	return asked_s / HOUR_S * HOUR_S + MAIL_PROOF_LIFE_S;
}

static void
hash_text(crypto_generichash_state *state, const char *text)
{
	(void)crypto_generichash_update(
	    state, (const unsigned char *)text, strlen(text) + 1);
}

static struct code_record
record_of(const struct person *person, const char *address)
{
	struct code_record record = {
	    .changed_s = (uint64_t)person->changed_s, .purpose = CODE_MAIL};
	crypto_generichash_state state;

	memcpy(record.uuid, person->uuid_bytes, sizeof(record.uuid));
	(void)crypto_generichash_init(&state, NULL, 0, sizeof(record.nonce));
	hash_text(&state, address);
	for (size_t i = 0; i < person->mail_count; i++)
		hash_text(&state, person->mail[i]);
	(void)crypto_generichash_final(
	    &state, record.nonce, sizeof(record.nonce));
	return record;
}

bool
mail_proof_derive(const struct keyring *ring, const struct person *person,
    const char *address, int64_t end_s, char code[CODE_SIZE])
{
	const struct keyring_key *key = keyring_newest(ring);
	struct code_record record = record_of(person, address);

	if (key == NULL)
		return false;
	record.kid = key->kid;
	record.expires_s = (uint64_t)end_s;
	code_derive(&record, key->key, code);
	return true;
}

/* Each of them is looked at, whichever is right. */
bool
mail_proof_is(const struct keyring *ring, const struct person *person,
    const char *address, int64_t now_s, const char typed[CODE_SIZE])
{
	SECRET(code, CODE_SIZE);
	struct code_record record = record_of(person, address);
	bool is_one = false;

	for (size_t i = 0; i < ring->count; i++) {
		const struct keyring_key *key = &ring->keys[i];

		if (key->state == KEYRING_RETIRED)
			continue;
		record.kid = key->kid;
		for (int hour = 1; hour <= HOURS; hour++) {
			record.expires_s = (uint64_t)(now_s / HOUR_S * HOUR_S +
			    (int64_t)hour * HOUR_S);
			code_derive(&record, key->key, code);
			is_one |= code_is_equal(code, typed);
		}
	}
	return is_one;
}
