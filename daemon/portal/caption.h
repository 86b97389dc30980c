/*
 * caption.h - what people call the directory's coded words.
 *
 * Shape:  one table: field, stored word, English sentence of the catalogue.
 *         A word that is not in it is shown as it is.
 * Units:  none.
 * Errors: none.
 * Source: identityd's words (portal-directory(7)), the portal's own for people.
 */
#ifndef PORTAL_CAPTION_H
#define PORTAL_CAPTION_H

#include "base/ops.h"
#include "web/phrase.h"
#include "web/view.h"

/* Words that one <select> offers: a field may hold those of several. */
enum caption_set {
	CAPTION_STATE,
	CAPTION_LETTER,
	CAPTION_STAFF,
	CAPTION_SCHEDULE,
	CAPTION_SCHOOL,
	CAPTION_MENU,
	CAPTION_ROLE,
	CAPTION_REASON, /* of a role that was given or taken */
	CAPTION_AUDIENCE,
	CAPTION_NOTICE,
	CAPTION_RESULT,
	CAPTION_ACTION,
};

/* NULL when the table has none for it. */
const char *caption_find(
    enum phrase_lang lang, enum field field, const char *word);

/* Rows of {value, word, is_chosen} in the list `name`. */
void caption_options(struct view *view, const char *name, enum caption_set set,
    enum phrase_lang lang, const char *chosen);

#endif
