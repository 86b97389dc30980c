/*
 * hurdle.h - the captcha on a form.
 *
 * Shape:  the page's template has {{>hurdle}}, its route takes HURDLE_FIELDS;
 *         hurdle_add() puts a new captcha on the form each time it is shown,
 *         hurdle_pass() judges what came back. It is added after
 *         screen_typed(). Without script, "another picture" is a button of the
 *         form: it comes back with all that was typed. hurdle_file() is the
 *         route /captcha/ID.png and ID.wav, hurdle_new() the one that the
 *         script asks for another.
 * Units:  none.
 * Errors: hurdle_pass() says why not, in the reader's language; an empty
 *         sentence when only another picture was asked for.
 * Source: captcha.h.
 */
#ifndef PORTAL_HURDLE_H
#define PORTAL_HURDLE_H

#include "web/route.h"
#include "web/view.h"

/* Of a route's fields. */
#define HURDLE_FIELDS                                   \
	{"captcha", FORM_TEXT, 32, false, NULL},        \
	    {"letters", FORM_SECRET, 64, false, NULL},  \
	    {"proof", FORM_SECRET, 19, false, NULL},    \
	{                                               \
		"another", FORM_SECRET, 1, false, NULL, \
	}

/* `form` is the form's name, the same for both. */
void hurdle_add(struct visit *visit, struct view *view, const char *form);
bool hurdle_pass(struct visit *visit, const char *form, const char **said);

/* The query of hurdle_new(). */
extern const struct form_field hurdle_query[1];
void hurdle_new(struct visit *visit);
void hurdle_file(struct visit *visit);

#endif
