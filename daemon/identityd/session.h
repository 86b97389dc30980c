/*
 * session.h - who has signed in, sealed into a text that the front carries.
 *
 * Shape:  a session is the person's entryUUID with what the entry said when it
 *         was made (pwdChangedTime, sign-out counter): it lives only while the
 *         entry still says the same. Beside that it says where the entries
 *         were to be found (account, school), and nothing hangs on it. Sealed
 *         (seal.h) only identityd makes and opens it.
 * Units:  *_s Unix seconds; sizes count the NUL.
 * Errors: RC_DENIED: not one of ours, too old, or its key is gone; RC_FAULT:
 *         the ring has no key to seal with.
 * Source: ours.
 */
#ifndef IDENTITYD_SESSION_H
#define IDENTITYD_SESSION_H

#include "base/err.h"
#include "dir/person.h"
#include "seal/keyring.h"

enum {
	SESSION_TEXT_SIZE = 320,
	SESSION_PACKED_LEN = PERSON_UUID_LEN + 5 * 8,
	SESSION_LIFE_S = 8 * 3600, /* from signing in, whatever happens */
	SESSION_IDLE_S = 30 * 60,  /* from the last question */
	SESSION_STEP_UP_S = 600,   /* a password typed again counts so long */
};

struct session {
	unsigned char uuid[PERSON_UUID_LEN];
	int64_t changed_s;
	int64_t sign_out_count;
	int64_t signed_in_s;
	int64_t stepped_up_s;
	int64_t seen_s; /* the last question; renewed by sealing anew */
	/* Where to look first; "" when it was sealed without. */
	char account[PERSON_ACCOUNT_SIZE];
	char school[PERSON_SCHOOL_SIZE];
};

/* A session of that person, as the entry is now. */
void session_of(
    struct session *session, const struct person *person, int64_t now_s);

/* Where that person is found by now. */
void session_place(struct session *session, const struct person *person);

/* Whose it is, as the directory writes it. */
void session_print_uuid(
    const struct session *session, char uuid[PERSON_UUID_SIZE]);

enum rc session_seal(const struct keyring *ring, const struct session *session,
    char text[SESSION_TEXT_SIZE], struct err *err);
enum rc session_open(const struct keyring *ring, const char *text,
    struct session *session, int64_t now_s, struct err *err);

/* As bytes, without the place, for what is sealed together with one. */
void session_pack(
    const struct session *session, unsigned char plain[SESSION_PACKED_LEN]);
void session_unpack(
    struct session *session, const unsigned char plain[SESSION_PACKED_LEN]);

/* Equality with the entry, and an active state: nothing else keeps it alive. */
bool session_is_of(const struct session *session, const struct person *person);
bool session_is_stepped_up(const struct session *session, int64_t now_s);

#endif
