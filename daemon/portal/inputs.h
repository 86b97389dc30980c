/*
 * inputs.h - the fields of a form, from a table.
 *
 * Shape:  an input is a row of a table: a field of the catalogue, what people
 *         call it, and what kind of input it is. inputs_add() makes the list
 *         that the partial "inputs" prints, with what the part "form" has as
 *         values.
 * Units:  bytes, as the catalogue bounds a field.
 * Errors: none.
 * Source: ours; HTML's inputs.
 */
#ifndef PORTAL_INPUTS_H
#define PORTAL_INPUTS_H

#include "portal_captions.h"
#include "front/errand.h"
#include "web/view.h"

enum inputs_kind {
	INPUT_TEXT,
	INPUT_NAME, /* of an account or entry: no capitals, no dictionary */
	INPUT_ID,   /* a national ID: kept from the browser's memory */
	INPUT_MAIL,
	INPUT_URL,
	INPUT_NUMBER,
	INPUT_DAY,
	INPUT_LINES,
	INPUT_CHOICE, /* one of `set` */
	INPUT_SCHOOL, /* one of those that there are, or its code */
	INPUT_OFFER,  /* a text, with `set` as offers */
	INPUT_UNIT, /* a text, with the units of the form's school as offers */
};

struct input {
	enum field field; /* F_NONE: behind the last one */
	const char *label;
	enum inputs_kind kind;
	bool is_needed;
	const char *hint; /* or NULL */
	enum caption_set set;
};

/* Into the list "inputs" of `into`. `id` begins the inputs' own names, so that
 * two forms of a page have different ones; `form` has the values. */
void inputs_add(const struct visit *visit, struct view *into, const char *id,
    const struct view *form, const struct input *inputs);

#endif
