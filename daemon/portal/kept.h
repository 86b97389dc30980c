/*
 * kept.h - lists that many pages show, asked for once in a while.
 *
 * Shape:  what identityd answered to a list question, kept for KEPT_S and
 *         shown to everybody it would have answered alike: to strangers, or to
 *         who has signed in from one school. One visitor asks, the others see
 *         what is there. Any thread may call.
 * Units:  seconds.
 * Errors: none: while identityd does not answer, the old list stays.
 * Source: app_list and notice_list; whom they tell what is identityd's rule.
 */
#ifndef PORTAL_KEPT_H
#define PORTAL_KEPT_H

#include "base/wire.h"
#include "web/route.h"

enum {
	KEPT_S = 15,
	KEPT_LISTS_MAX = 512, /* audiences times questions; the oldest goes */
	KEPT_PAGES_MAX = 8,   /* answers that one list may take */
};

struct kept;

struct kept *kept_new(void);
void kept_free(struct kept *kept);

/* Every row of the visitor's list. `row` may call nothing of this file. */
void kept_rows(struct visit *visit, enum op op,
    void (*row)(void *context, const struct wire_in *row), void *context);

/* Somebody has just changed one: it is asked for again. */
void kept_forget(struct kept *kept);

#endif
