/*
 * onward.h - where a visitor wanted to go, kept over the pages in between.
 *
 * Shape:  `next` of a form or an address: a path of ours, or a request for
 *         sign-on (openid_request.h), which is printed anew from what was
 *         understood of it. A page that carries one on names the service,
 *         lets its forms lead there, and keeps it when the language is
 *         changed.
 * Units:  bytes.
 * Errors: none: what is neither leads to the home page.
 * Source: ours. Chromium holds redirects that follow a form to the page's
 *         form-action.
 */
#ifndef PORTAL_ONWARD_H
#define PORTAL_ONWARD_H

#include "front/errand.h"
#include "openid_request.h"
#include "web/view.h"

enum { ONWARD_SIZE = OPENID_REQUEST_SIZE };

/* Of a route's query or fields. */
#define ONWARD_FIELD                                            \
	{                                                       \
		"next", FORM_TEXT, ONWARD_SIZE - 1, false, NULL \
	}

/* "/" when nowhere in particular. */
void onward_get(const struct visit *visit, char next[ONWARD_SIZE]);

/* Is it one for sign-on? That answers every visitor by itself. */
bool onward_is_request(const char *next);

/* Onto a page in between. `asked` is identityd's answer to a request for
 * sign-on, NULL when it was not asked yet. */
void onward_add(struct visit *visit, struct view *view, const char *next,
    const struct errand *asked);

/* The service of identityd's answer, by its name; forms may lead to it. */
void onward_add_service(
    struct visit *visit, struct view *view, const struct errand *asked);

#endif
