/*
 * leave_session.h - who has signed on, sealed into a text that leave-front
 * carries.
 *
 * Shape:  a person's entryUUID, when they signed on and when they were last
 *         seen, and what the portal's session hung on that they came with. It
 *         is over once the entry says that the password was changed later, or
 *         that they signed out more often: no clocks are compared, and an
 *         entry that we have not heard of yet ends nothing that is newer. An
 *         entry that goes back, as from a backup, ends them all (people.c).
 *         Sealed (seal.h) with leaved's own ring, so that neither the front
 *         nor identityd can make one. What the person may do is looked up anew
 *         at every question: nothing about that is in here.
 * Units:  *_s Unix seconds; sizes count the NUL.
 * Errors: RC_DENIED: not one of ours, or too old; RC_FAULT: no key.
 * Source: ours; as identityd's.
 */
#ifndef LEAVED_LEAVE_SESSION_H
#define LEAVED_LEAVE_SESSION_H

#include "book.h"
#include "seal/seal.h"

enum {
	LEAVE_SESSION_SIZE = 256,
	LEAVE_SESSION_LIFE_S = 8 * 3600, /* from signing on */
	LEAVE_SESSION_IDLE_S = 30 * 60,  /* from the last question */
};

/* Of an entry: when its password was changed, how often it was signed out of
 * everywhere. Both only grow. */
struct portal_session {
	int64_t changed_s, sign_outs;
};

struct leave_session {
	char uuid[BOOK_ID_SIZE];
	int64_t signed_on_s, seen_s;
	struct portal_session portal;
};

enum rc leave_session_seal(const struct keyring *ring,
    const struct leave_session *session, char text[LEAVE_SESSION_SIZE],
    struct err *err);
enum rc leave_session_open(const struct keyring *ring, const char *text,
    struct leave_session *session, int64_t now_s, struct err *err);

/* When it is over, unless its holder is seen before. */
int64_t leave_session_expires(const struct leave_session *session);

/* Does the entry, which says `entry` now, end what began with `began`? */
bool portal_session_is_over(
    const struct portal_session *began, const struct portal_session *entry);

#endif
