/*
 * caption.h - what people call a daemon's coded words.
 *
 * Shape:  one table: field, stored word, English sentence of the catalogue.
 *         A word that is not in it is shown as it is.
 * Units:  none.
 * Errors: none.
 * Source: the daemons' words; each front's own for people.
 */
#ifndef FRONT_CAPTION_H
#define FRONT_CAPTION_H

#include "base/ops.h"
#include "web/phrase.h"
#include "web/view.h"

struct caption {
	int set; /* words that one <select> offers: the program counts them */
	enum field field;
	const char *word, *english;
};

/* The program's. A field may hold words of several sets. */
extern const struct caption captions[];
extern const size_t caption_count;

/* NULL when the table has none for it. */
const char *caption_find(
    enum phrase_lang lang, enum field field, const char *word);

/* Of a list of words with ", " between, each one's caption; a word without one
 * stays as it is. */
char *caption_list(char *text, size_t size, enum phrase_lang lang,
    enum field field, const char *list);

/* Rows of {value, word, is_chosen} in the list `name`. */
void caption_options(struct view *view, const char *name, int set,
    enum phrase_lang lang, const char *chosen);

#endif
