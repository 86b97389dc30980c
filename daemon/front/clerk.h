/*
 * clerk.h - forms that become questions, and answers that become lists.
 *
 * Shape:  the fields of these pages are called what the catalogue (ops.h)
 *         calls them, so one function fills any question from any form and one
 *         lays any answer into a view: each value under its field's name, a
 *         coded word also in the reader's language as NAME_word.
 * Units:  times are shown in Taiwan's, which is the schools'.
 * Errors: RC_INPUT with errand->said when the question lacks what it must
 *         have; else those of the errand.
 * Source: ours.
 */
#ifndef FRONT_CLERK_H
#define FRONT_CLERK_H

#include "errand.h"
#include "web/view.h"

/* What was sent: by the form, else in the address. "" when not at all. */
const char *clerk_value(const struct visit *visit, const char *name);

/* One field of the question, as text; "" is put, too. */
void clerk_put(struct errand *errand, enum field field, const char *text);
/* Whatever the question may carry and was sent. Blanks are left out unless
 * `with_blanks`: then they take a value away. */
void clerk_fill(struct errand *errand, bool with_blanks);
enum rc clerk_ask(struct errand *errand);

/* What was typed, into `form`; secrets are typed anew. The page's own names
 * stay: its title is not a notice's. */
void clerk_typed(struct visit *visit, struct view *view, struct view *form);
/* Why nothing came of it stands above the page, which has its status. */
void clerk_complain(const struct errand *errand, struct view *view);
/* Asks for what a page shows; false: the page says why it is not there. */
bool clerk_look(struct errand *errand, struct view *view);

/* What a button did, on the page that is shown again: why it could not be
 * done; else its answer in the part `name`. NULL: there was none. */
void clerk_outcome(struct visit *visit, struct view *view, const char *name,
    const struct errand *acted);

/* One row's fields, or the answer's own. */
void clerk_show(
    const struct visit *visit, struct view *view, const struct wire_in *in);
/* `next` is the address of the list's next page, with `path` and the values
 * of `names`, ended by NULL, as they were sent; nothing on the last page. */
void clerk_next(struct view *view, const struct errand *list, const char *path,
    const char *const *names);

/* "path?name=value" with the value made fit for it, and "&done=1". */
void clerk_back(
    struct visit *visit, const char *path, const char *name, const char *value);

#endif
