/*
 * openid_end.h - signing out of the portal because a service asks for it.
 *
 * Shape:  page functions for routes.c. With a token of ours for who is signed
 *         in it ends at once; otherwise anybody could have sent the browser
 *         here, so the person is asked.
 * Units:  none.
 * Errors: identityd's, as a page; it leads to registered addresses only.
 * Source: OpenID Connect RP-Initiated Logout 1.0.
 */
#ifndef PORTAL_OPENID_END_H
#define PORTAL_OPENID_END_H

#include "web/route.h"

enum { OPENID_END_FIELDS = 4 };
extern const struct form_field openid_end_fields[OPENID_END_FIELDS];

void openid_end(struct visit *visit);
void openid_end_post(struct visit *visit); /* of a page elsewhere */
void openid_end_sure(struct visit *visit); /* of our page that asks */

#endif
