#include "leave_session.h"

#include "base/text.h"

#include <string.h>

enum { PLAIN_SIZE = 120, SKEW_S = 300 };
_Static_assert(SEAL_TEXT_SIZE(PLAIN_SIZE) <= LEAVE_SESSION_SIZE, "it fits");

static const char purpose[] = "leave";

enum rc
leave_session_seal(const struct keyring *ring,
    const struct leave_session *session, char text[LEAVE_SESSION_SIZE],
    struct err *err)
{
	char plain[PLAIN_SIZE];

	(void)text_print(plain, sizeof(plain), "%s %lld %lld", session->uuid,
	    (long long)session->signed_on_s, (long long)session->seen_s);
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
	char *signed_on = cut_word(plain);
	char *seen = signed_on != NULL ? cut_word(signed_on) : NULL;

	return seen != NULL &&
	    text_copy(session->uuid, sizeof(session->uuid), plain) &&
	    text_number(signed_on, 0, INT64_MAX, &session->signed_on_s) &&
	    text_number(seen, 0, INT64_MAX, &session->seen_s);
}

/* A clock set back must not make a session younger than it is. */
static bool
is_within(int64_t from_s, int64_t life_s, int64_t now_s)
{
	return now_s < from_s + life_s && now_s >= from_s - SKEW_S;
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
	return is_within(session->signed_on_s, LEAVE_SESSION_LIFE_S, now_s) &&
		is_within(session->seen_s, LEAVE_SESSION_IDLE_S, now_s)
	    ? RC_OK
	    : err_set(err, RC_DENIED, "session too old");
}
