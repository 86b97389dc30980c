/*
 * caller.h - who asks leaved.
 *
 * Shape:  at ctl.sock without a session: IT; at mailer.sock: portal-mailer. At
 *         front.sock a session of our own, or a token that begins one
 *         (sign_on.h); who comes there is never IT. Anybody else carries a
 *         session of the portal; identityd says whose it is and whether it
 *         lives (identity.h). What that person is here (of which school,
 *         personnel or not) leaved knows from the directory. Also the session
 *         that identityd sealed anew, for the answer.
 * Units:  none.
 * Errors: SIGN_IN_AGAIN, NOT_ACTIVE, NO_PERSON; DIRECTORY_AWAY when identityd
 *         does not answer.
 * Source: ours. leaved has no key to a session of the portal: who can forge
 *         one cannot forge it here.
 */
#ifndef LEAVED_CALLER_H
#define LEAVED_CALLER_H

#include "office.h"

/* Does who has this post, or is in a unit of this name, see to lessons? */
bool caller_arranges_cover(
    const struct leaved_conf *conf, const char *post, const char *unit);

/* Fills office->caller and office->session; own transaction. */
enum verdict caller_identify(
    struct office *office, const struct serve_question *question);

/* The same, of a person whom somebody else has identified. */
enum verdict caller_take(struct office *office, const char *uuid);

#endif
