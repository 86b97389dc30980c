/*
 * screen.h - a page within the frame that is around every page.
 *
 * Shape:  screen_new() gives the tree of values with those of the frame in
 *         it; the page adds its own and screen_show() writes the answer.
 * Units:  none.
 * Errors: none: a page that cannot be printed is logged and answered with 500.
 * Source: frame.html.
 */
#ifndef FRONT_SCREEN_H
#define FRONT_SCREEN_H

#include "web/route.h"
#include "web/view.h"

/* `title` is an English sentence of the catalogue. */
struct view *screen_new(struct visit *visit, const char *title);
/* Whose page it is, or what of: behind the title. An empty text is nothing. */
void screen_title_of(struct view *view, const char *of);
/* Prints `page` within the frame; frees the view. The status is 200 unless
 * the answer has one already. */
void screen_show(struct visit *visit, struct view *view, const char *page);

/* What was typed, under the fields' own names, secrets left out. */
void screen_typed(struct visit *visit, struct view *view);
/* Why the form is shown again; an empty text is no reason. */
void screen_complain(struct view *view, const char *said);
/* The token for a form sent to `path`, as `token`. */
void screen_token(struct visit *visit, struct view *view, const char *path);
/* The way here, from the home page: one page more before this one. */
void screen_crumb(struct visit *visit, struct view *view, const char *href,
    const char *title);

/* For the front's own frame(): the part "guest" with who has signed in, and
 * whatever of the menu the page belongs to. */
struct screen_place {
	const char *flag; /* NULL: behind the last one */
	const char *path; /* and what is below it, unless is_exact */
	bool is_exact;
};
struct view *screen_guest(struct visit *visit, struct view *view,
    const char *name, const char *school);
void screen_here(const struct visit *visit, struct view *guest,
    const struct screen_place *places);

/* For struct site. */
void screen_refuse(struct visit *visit, int status, const char *why);
/* A page that says one sentence. */
void screen_say(struct visit *visit, int status, const char *said);

#endif
