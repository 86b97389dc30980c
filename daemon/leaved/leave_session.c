#include "leave_session.h"

#include "base/clock.h"
#include "base/text.h"

#include <string.h>

enum { PLAIN_SIZE = 144 };
_Static_assert(SEAL_TEXT_SIZE(PLAIN_SIZE) <= LEAVE_SESSION_SIZE, "it fits");

static const char purpose[] = "leave";

enum rc
leave_session_seal(const struct keyring *ring,
    const struct leave_session *session, char text[LEAVE_SESSION_SIZE],
    struct err *err)
{
	char plain[PLAIN_SIZE];

	if (!text_print(plain, sizeof(plain), "%s %lld %lld %lld %lld",
		session->uuid, (long long)session->signed_on_s,
		(long long)session->seen_s,
		(long long)session->portal.changed_s,
		(long long)session->portal.sign_outs))
		return err_set(err, RC_FAULT, "a session is too long");
	return seal_print(
	    ring, purpose, plain, strlen(plain), text, LEAVE_SESSION_SIZE, err);
}

/* The word that begins at `at`; what follows it, NULL when nothing does. */
static char *
cut_word(char *at)
{
	char *blank = strchr(at, ' ');

	if (blank == NULL)
		return NULL;
	*blank = '\0';
	return blank + 1;
}

static bool
read_plain(struct leave_session *session, char plain[PLAIN_SIZE])
{
	int64_t *const numbers[] = {&session->signed_on_s, &session->seen_s,
	    &session->portal.changed_s, &session->portal.sign_outs};
	char *word = plain, *next = cut_word(plain);

	if (!text_copy(session->uuid, sizeof(session->uuid), word))
		return false;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		word = next;
		if (word == NULL)
			return false;
		next = cut_word(word);
		if (!text_number(word, 0, INT64_MAX, numbers[i]))
			return false;
	}
	return next == NULL;
}

enum rc
leave_session_open(const struct keyring *ring, const char *text,
    struct leave_session *session, int64_t now_s, struct err *err)
{
	char plain[PLAIN_SIZE];
	size_t len;

	*session = (struct leave_session){0};
	if (!seal_open(ring, purpose, text, plain, sizeof(plain) - 1, &len))
		return err_set(err, RC_DENIED, "no session of ours");
	plain[len] = '\0';
	if (!read_plain(session, plain))
		return err_set(err, RC_DENIED, "no session of ours");
	return clock_is_within(
		   session->signed_on_s, LEAVE_SESSION_LIFE_S, now_s) &&
		clock_is_within(session->seen_s, LEAVE_SESSION_IDLE_S, now_s)
	    ? RC_OK
	    : err_set(err, RC_DENIED, "session too old");
}

int64_t
leave_session_expires(const struct leave_session *session)
{
	int64_t idle_s = session->seen_s + LEAVE_SESSION_IDLE_S;
	int64_t end_s = session->signed_on_s + LEAVE_SESSION_LIFE_S;

	return idle_s < end_s ? idle_s : end_s;
}

bool
portal_session_is_over(
    const struct portal_session *began, const struct portal_session *entry)
{
	return began->changed_s < entry->changed_s ||
	    began->sign_outs < entry->sign_outs;
}
