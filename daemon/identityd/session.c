#include "session.h"

#include "base/clock.h"
#include "base/text.h"
#include "seal/seal.h"

#include <string.h>

/* The purpose of a session alone: sealed together with more, it is none. */
static const char purpose[] = "";

enum {
	PLAIN_MAX =
	    SESSION_PACKED_LEN + PERSON_ACCOUNT_SIZE + PERSON_SCHOOL_SIZE,
};
_Static_assert(SEAL_TEXT_SIZE(PLAIN_MAX) <= (int)SESSION_TEXT_SIZE, "it fits");

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
	session_place(session, person);
}

void
session_place(struct session *session, const struct person *person)
{
	(void)text_copy(
	    session->account, sizeof(session->account), person->account);
	(void)text_copy(
	    session->school, sizeof(session->school), person->school);
}

void
session_pack(
    const struct session *session, unsigned char plain[SESSION_PACKED_LEN])
{
	unsigned char *at = plain + PERSON_UUID_LEN;

	memcpy(plain, session->uuid, PERSON_UUID_LEN);
	store_u64(at, (uint64_t)session->changed_s);
	store_u64(at + 8, (uint64_t)session->sign_out_count);
	store_u64(at + 16, (uint64_t)session->signed_in_s);
	store_u64(at + 24, (uint64_t)session->stepped_up_s);
	store_u64(at + 32, (uint64_t)session->seen_s);
}

void
session_unpack(
    struct session *session, const unsigned char plain[SESSION_PACKED_LEN])
{
	const unsigned char *at = plain + PERSON_UUID_LEN;

	memcpy(session->uuid, plain, PERSON_UUID_LEN);
	session->changed_s = (int64_t)load_u64(at);
	session->sign_out_count = (int64_t)load_u64(at + 8);
	session->signed_in_s = (int64_t)load_u64(at + 16);
	session->stepped_up_s = (int64_t)load_u64(at + 24);
	session->seen_s = (int64_t)load_u64(at + 32);
}

void
session_print_uuid(const struct session *session, char uuid[PERSON_UUID_SIZE])
{
	static const size_t cuts[] = {4, 2, 2, 2, 6};
	const unsigned char *at = session->uuid;

	uuid[0] = '\0';
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		size_t used = strlen(uuid);

		if (i > 0)
			uuid[used++] = '-';
		(void)text_hex(
		    uuid + used, PERSON_UUID_SIZE - used, at, cuts[i]);
		at += cuts[i];
	}
}

enum rc
session_seal(const struct keyring *ring, const struct session *session,
    char text[SESSION_TEXT_SIZE], struct err *err)
{
	unsigned char plain[PLAIN_MAX];
	size_t account_size = strlen(session->account) + 1;
	size_t school_len = strlen(session->school);

	session_pack(session, plain);
	memcpy(plain + SESSION_PACKED_LEN, session->account, account_size);
	memcpy(plain + SESSION_PACKED_LEN + account_size, session->school,
	    school_len);
	return seal_print(ring, purpose, plain,
	    SESSION_PACKED_LEN + account_size + school_len, text,
	    SESSION_TEXT_SIZE, err);
}

/* What was sealed before there was a place has none. */
static bool
unseal(const struct keyring *ring, const char *text, struct session *session)
{
	unsigned char plain[PLAIN_MAX + 2] = {0}; /* two texts end in it */
	const char *place = (const char *)plain + SESSION_PACKED_LEN;
	size_t len;

	if (!seal_open(ring, purpose, text, plain, PLAIN_MAX, &len) ||
	    len < SESSION_PACKED_LEN)
		return false;
	session_unpack(session, plain);
	if (len == SESSION_PACKED_LEN)
		return true;
	return text_copy(session->account, sizeof(session->account), place) &&
	    text_copy(session->school, sizeof(session->school),
		place + strlen(place) + 1);
}

enum rc
session_open(const struct keyring *ring, const char *text,
    struct session *session, int64_t now_s, struct err *err)
{
	*session = (struct session){0};
	if (!unseal(ring, text, session))
		return err_set(err, RC_DENIED, "no session of ours");
	if (!clock_is_within(session->signed_in_s, SESSION_LIFE_S, now_s) ||
	    !clock_is_within(session->seen_s, SESSION_IDLE_S, now_s))
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
	return clock_is_within(session->stepped_up_s, SESSION_STEP_UP_S, now_s);
}
