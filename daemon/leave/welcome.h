/*
 * welcome.h - from the portal and back to it.
 *
 * Shape:  a browser without a session is sent to the portal with a nonce that
 *         its cookie keeps; the portal posts an ID token here, which leaved
 *         makes a session of. `state` is the path where the visitor wanted to
 *         go. A form that comes after the session has ended is kept in a page
 *         until its sender has signed on in another tab.
 * Units:  none.
 * Errors: none: each ends in a page.
 * Source: OpenID Connect Core 1.0, 3.2 with response_mode=form_post.
 */
#ifndef LEAVE_WELCOME_H
#define LEAVE_WELCOME_H

#include "web/route.h"

/* To the portal, and from there back to `path`. */
void welcome_begin(struct visit *visit, const char *path);
/* Shows what was sent, to be sent again after signing on. */
void welcome_keep(struct visit *visit);

extern const struct route_table welcome_routes;

#endif
