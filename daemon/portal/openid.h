/*
 * openid.h - sign-on to other services, in the browser.
 *
 * Shape:  page functions for routes.c. identityd judges the request and says
 *         where the browser goes; what is in between (signing in, a password
 *         that must be changed) is asked here and leads back to the request.
 *         A request that comes by POST becomes an address first: a browser
 *         sends no cookie of ours along with a form of another site.
 * Units:  none.
 * Errors: a client or redirect URI that is not registered: a page that says
 *         so and leads nowhere. Every other fault is told to the client.
 * Source: OpenID Connect Core 1.0, 3.1.2; Form Post Response Mode 1.0.
 */
#ifndef PORTAL_OPENID_H
#define PORTAL_OPENID_H

#include "front/errand.h"
#include "web/view.h"

void openid_authorize(struct visit *visit);
void openid_authorize_post(struct visit *visit);

/* For openid_end.h: the question that `put` makes of the form, with its answer.
 * A session that has ended is nobody's: it is forgotten, and asked again. */
typedef void openid_put(const struct form *form, struct wire_out *out);
struct errand *openid_ask(
    struct visit *visit, enum op op, openid_put *put, const struct form *form);
/* The same: a question that identityd refused, as a page. */
void openid_refuse(struct visit *visit, const struct errand *errand);

#endif
