/*
 * occasion.h - to whom a letter is owed after a request has changed.
 *
 * Shape:  a request before and after an act -> kinds of letters and people.
 *         Whoever decides next is written to, whom the leave is for when
 *         something came of it, and whoever finds or gives cover for lessons
 *         when those to come are arranged otherwise. Pure; who acted is left to
 *         the caller, who writes nobody a letter about their own act.
 * Units:  none.
 * Errors: none; more than OCCASIONS_MAX people are not written to.
 * Source: LEAVE.md 5, 6.
 */
#ifndef LEAVED_OCCASION_H
#define LEAVED_OCCASION_H

#include "folder.h"
#include "mail/letter.h"

enum { OCCASIONS_MAX = 64 };

struct occasion {
	enum letter_kind kind;
	const char
	    *who; /* uuid, out of the book; NULL: whoever covers lessons */
};

/* How many; `kept` is the request as it was loaded, NULL for a new one. */
size_t occasion_list(const struct book *book, const struct kept *kept,
    const struct request *r, struct occasion list[OCCASIONS_MAX]);

/* Is what was asked about it, of whom, asked no more? */
bool occasion_moves_on(const struct request *before, const struct request *r);

/* Is the deputy's duty offered otherwise, or not any more? */
bool occasion_offers(const struct request *before, const struct request *r);

/* What follows one that asks for a decision and gets none; LETTER_NONE: it
 * does not ask. */
enum letter_kind occasion_reminder(enum letter_kind kind);

#endif
