/*
 * identity.h - what identityd says of who comes.
 *
 * Shape:  two questions at its self.sock: whose a session of the portal is, and
 *         what an access token of the portal says (portal-openid(7)). leaved
 *         has no key to either.
 * Units:  IDENTITY_ASK_MS for one.
 * Errors: SIGN_IN_AGAIN for what does not live; NO_SCOPE for a token that was
 *         not given for leave; DIRECTORY_AWAY when identityd does not answer.
 * Source: ours.
 */
#ifndef LEAVED_IDENTITY_H
#define LEAVED_IDENTITY_H

#include "office.h"

#include <jansson.h>

enum { IDENTITY_ASK_MS = 3000 };

struct identity {
	char uuid[BOOK_ID_SIZE];
	bool is_it;
};

/* Whose the question's session is; office->session is it, sealed anew. */
enum verdict identity_of_session(struct office *office,
    const struct serve_question *question, struct identity *identity);

/* What the question's token says; the caller decrefs. */
enum verdict identity_of_token(struct office *office,
    const struct serve_question *question, json_t **claims);

#endif
