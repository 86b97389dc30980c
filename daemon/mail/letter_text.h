/*
 * letter_text.h - what each kind of letter says.
 *
 * Shape:  one row a kind. In a text, {code} {until} {day} {at} {count} {link}
 *         {site} {contact} stand for the letter's values in that language.
 * Units:  none.
 * Errors: none.
 * Source: ours; the flow is the portal's (forgot, enter check code).
 */
#ifndef MAIL_LETTER_TEXT_H
#define MAIL_LETTER_TEXT_H

#include "letter.h"

enum letter_lang { LETTER_ZH, LETTER_EN, LETTER_LANG_COUNT };

struct letter_text {
	const char *name;
	unsigned needs;
	bool is_to_given; /* not to an address of the directory */
	const char *subject[LETTER_LANG_COUNT];
	const char *body[LETTER_LANG_COUNT];
};

extern const struct letter_text letter_texts[LETTER_KIND_COUNT];

/* What stands around every body. */
extern const char *const letter_greeting[LETTER_LANG_COUNT];
extern const char *const letter_closing[LETTER_LANG_COUNT];

#endif
