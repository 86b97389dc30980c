/*
 * openid_program.h - sign-on to other services, what their programs ask.
 *
 * Shape:  page functions for routes.c whose answers are JSON: discovery, keys,
 *         token, userinfo. Nothing here looks at a cookie, so pages of any
 *         origin may ask and read the answer: a client that lives in a browser
 *         shows its code_verifier or its token like any other.
 * Units:  none.
 * Errors: {"error", "error_description"} with the status and the
 *         WWW-Authenticate that the specifications want; always in English,
 *         because programmers read it.
 * Source: RFC 6749 5, RFC 6750 3, RFC 7517, OpenID Connect Discovery 1.0.
 */
#ifndef PORTAL_OPENID_PROGRAM_H
#define PORTAL_OPENID_PROGRAM_H

#include "web/route.h"

void openid_about(struct visit *visit);
void openid_keys(struct visit *visit);
void openid_token(struct visit *visit);
void openid_userinfo(struct visit *visit);

/* For struct route: what is no question at all. */
void openid_program_refuse(struct visit *visit, int status, const char *why);

#endif
