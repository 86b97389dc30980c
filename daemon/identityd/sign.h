/*
 * sign.h - sessions, as answers carry them.
 *
 * Shape:  a session is sealed into an answer when somebody signs in, asks with
 *         one, or does what ends all others.
 * Units:  none.
 * Errors: enum reply.
 * Source: session.h.
 */
#ifndef IDENTITYD_SIGN_H
#define IDENTITYD_SIGN_H

#include "core.h"

enum reply sign_put_session(
    struct core *core, const struct session *session, struct wire_out *out);

/* The actor's session goes on where all others have ended: sealed for the
 * entry as it is now, no older and no younger than it was. */
enum reply sign_renew(
    struct core *core, const struct actor *actor, struct serve_answer *answer);

#endif
