/*
 * bearer.h - who brings a session, and what they are at this moment.
 *
 * Shape:  one search finds the person, the entries that give them roles, and
 *         their school. The session says where they stood when it was sealed;
 *         who has another name by now is asked for once more by it, so that
 *         nothing but the entries of this moment counts.
 * Units:  none.
 * Errors: enum reply. REPLY_SIGN_IN_AGAIN when the session is none of ours, too
 *         old, or no longer what its person's entry says.
 * Source: ours.
 */
#ifndef IDENTITYD_BEARER_H
#define IDENTITYD_BEARER_H

#include "core.h"

/* `actor` is touched only when the session is good: all of it but the name. */
enum reply bearer_identify(
    struct core *core, const char *session, struct actor *actor);

#endif
