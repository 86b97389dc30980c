/*
 * sign_on.h - who comes with a token of the portal, or with our own session.
 *
 * Shape:  leave-front hands over what the portal posted: an ID token, and the
 *         nonce that the browser's cookie has. The token is checked here with
 *         the keys of issuer.h; a nonce is good once. A program brings an
 *         access token instead, which identityd vouches for (identity.h). From
 *         then on a session (leave_session.h) comes with every question at the
 *         front's door.
 * Units:  none.
 * Errors: SIGN_IN_AGAIN whatever is wrong with token or session; NO_SCOPE for
 *         an access token for something else; NOT_ALLOWED when leave-front is
 *         not set up; DIRECTORY_AWAY, DATABASE_AWAY.
 * Source: OpenID Connect Core 1.0, 3.1.3.7 and 15.5.2.
 */
#ifndef LEAVED_SIGN_ON_H
#define LEAVED_SIGN_ON_H

#include "office.h"

/* Whose the token is, into office->signed_on. Own transaction. */
enum verdict sign_on_check(
    struct office *office, const struct serve_question *question);

/* The same of an access token. */
enum verdict sign_on_check_token(
    struct office *office, const struct serve_question *question);

/* Whose the question's session is, likewise; sealed anew into
 * office->session. */
enum verdict sign_on_session(
    struct office *office, const struct serve_question *question);

/* The ring of those sessions; NULL without leave-front. */
enum rc sign_on_open(
    const struct leaved_conf *conf, struct keyring **ring, struct err *err);
/* Makes it, before there are workers. */
enum rc sign_on_make(
    const struct leaved_conf *conf, int today, struct err *err);

#endif
