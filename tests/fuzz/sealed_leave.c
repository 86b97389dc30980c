#include "sealed_leave.h"

#include "leaved/leave_session.h"

#include <assert.h>
#include <string.h>

bool
sealed_leave_opens(const struct keyring *ring, const char *text)
{
	struct leave_session session;
	struct err err;

	return leave_session_open(ring, text, &session, SEALED_NOW_S, &err) ==
	    RC_OK;
}

void
sealed_leave_check(const struct keyring *ring, const char *text)
{
	struct leave_session session, second;
	char again[LEAVE_SESSION_SIZE];
	struct err err;

	if (leave_session_open(ring, text, &session, SEALED_NOW_S, &err) !=
	    RC_OK)
		return;
	assert(sealed_is_young(session.signed_on_s, LEAVE_SESSION_LIFE_S));
	assert(sealed_is_young(session.seen_s, LEAVE_SESSION_IDLE_S));
	assert(leave_session_expires(&session) > SEALED_NOW_S);
	assert(leave_session_seal(ring, &session, again, &err) == RC_OK);
	assert(leave_session_open(ring, again, &second, SEALED_NOW_S, &err) ==
	    RC_OK);
	assert(memcmp(&session, &second, sizeof(session)) == 0);
}
