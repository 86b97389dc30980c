/*
 * once.h - a form that is taken once, however often it is sent.
 *
 * Shape:  `key` of a page, for a hidden field: what the form was sent with,
 *         else a new one. leaved knows what it has done with a key.
 * Units:  none.
 * Errors: none.
 * Source: F_KEY of the catalogue.
 */
#ifndef LEAVE_ONCE_H
#define LEAVE_ONCE_H

#include "web/route.h"
#include "web/view.h"

/* Of a form's table. */
#define ONCE_FIELD                                \
	{                                         \
		"key", FORM_TEXT, 64, false, NULL \
	}

void once_add(const struct visit *visit, struct view *view);

#endif
