/*
 * entrance.h - the pages of somebody who has not signed in.
 *
 * Shape:  page functions for routes.c: sign in and out.
 * Units:  none.
 * Errors: what identityd says, on the form, with what was typed.
 * Source: the portal's own flow.
 */
#ifndef PORTAL_ENTRANCE_H
#define PORTAL_ENTRANCE_H

#include "front/errand.h"

void entrance_sign_in_form(struct visit *visit);
void entrance_sign_in(struct visit *visit);
void entrance_sign_out(struct visit *visit);

/* The sign-in page for a request for sign-on, to which it leads back; `asked`
 * is what identityd answered to it. */
void entrance_sign_in_for(
    struct visit *visit, const char *next, const struct errand *asked);

#endif
