/*
 * sealed_fuzz.c - what a browser carries for us: sessions of both services, and
 * when a sign-on was asked for; and the proof of a mail address.
 *
 * The first byte says which, or that the rest is a text of somebody without our
 * keys: that never opens. Otherwise the rest is sealed, as a program of another
 * version may have sealed it. What opens then is young, and sealed again opens
 * as the same. A code for an address is none for another.
 */
#include "base/text.h"
#include "identityd/asked.h"
#include "identityd/mail_proof.h"
#include "identityd/session.h"
#include "sealed_leave.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NOW_S = SEALED_NOW_S, INPUT_MAX = 512 };

/* ------------------------------------------------------------- identityd */

static void
check_session(const struct keyring *ring, const char *text)
{
	struct session session, second;
	char again[SESSION_TEXT_SIZE];
	char uuid[PERSON_UUID_SIZE];
	struct err err;

	if (session_open(ring, text, &session, NOW_S, &err) != RC_OK)
		return;
	assert(sealed_is_young(session.signed_in_s, SESSION_LIFE_S));
	assert(sealed_is_young(session.seen_s, SESSION_IDLE_S));
	if (session_is_stepped_up(&session, NOW_S))
		assert(
		    sealed_is_young(session.stepped_up_s, SESSION_STEP_UP_S));
	session_print_uuid(&session, uuid);
	assert(strlen(uuid) == PERSON_UUID_SIZE - 1);
	assert(session_seal(ring, &session, again, &err) == RC_OK);
	assert(session_open(ring, again, &second, NOW_S, &err) == RC_OK);
	assert(memcmp(&session, &second, sizeof(session)) == 0);
}

/* With that request, and with no other. */
static void
check_asked(const struct keyring *ring, const char *text)
{
	static const uint8_t state[] = "state";
	static struct wire_in request, other;
	char again[ASKED_SIZE];
	int64_t asked_s, second_s;
	struct err err;

	assert(!asked_open(ring, &request, text, &asked_s));
	other.at[F_OPENID_STATE] = state;
	other.len[F_OPENID_STATE] = sizeof(state) - 1;
	assert(asked_print(ring, &request, NOW_S, again, &err) == RC_OK);
	assert(asked_open(ring, &request, again, &second_s));
	assert(second_s == NOW_S);
	assert(!asked_open(ring, &other, again, &second_s));
}

static const struct {
	const char *purpose;
	void (*check)(const struct keyring *ring, const char *text);
} kinds[] = {
    {"", check_session},
    {"leave", sealed_leave_check},
    {"identityd/openid-asked/v1", check_asked},
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* Nobody has the key. */
static void
check_forged(const struct keyring *ring, const char *text)
{
	static struct wire_in request;
	struct session session;
	struct err err;
	int64_t asked_s;

	assert(session_open(ring, text, &session, NOW_S, &err) == RC_DENIED);
	assert(!sealed_leave_opens(ring, text));
	assert(!asked_open(ring, &request, text, &asked_s));
}

static void
check_proof(const struct keyring *ring, const char *text)
{
	struct person person = {.changed_s = 1, .mail_count = 1};
	int64_t end_s = mail_proof_end(NOW_S);
	char code[CODE_SIZE];

	if (strlen(text) >= sizeof(person.mail[0]))
		return;
	(void)text_copy(person.mail[0], sizeof(person.mail[0]), text);
	assert(mail_proof_derive(ring, &person, "a@b.example", end_s, code));
	assert(mail_proof_is(ring, &person, "a@b.example", NOW_S, code));
	assert(!mail_proof_is(ring, &person, "a@b.example", end_s, code));
	assert(!mail_proof_is(ring, &person, text, NOW_S, code));
	person.mail_count = 0;
	assert(!mail_proof_is(ring, &person, "a@b.example", NOW_S, code));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct keyring *ring;
	char text[SEAL_TEXT_SIZE(INPUT_MAX)];
	struct err err;
	uint32_t kid;

	if (ring == NULL) {
		ring = keyring_new("session");
		assert(ring != NULL);
		assert(keyring_add(ring, 1, &kid, &err) == RC_OK);
	}
	if (size == 0 || size > INPUT_MAX)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	if (data[0] % (KINDS + 1) == KINDS) {
		check_forged(ring, text);
		check_proof(ring, text);
		return 0;
	}
	assert(seal_print(ring, kinds[data[0] % (KINDS + 1)].purpose, data + 1,
		   size - 1, text, sizeof(text), &err) == RC_OK);
	kinds[data[0] % (KINDS + 1)].check(ring, text);
	return 0;
}
