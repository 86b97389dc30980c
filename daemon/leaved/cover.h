/*
 * cover.h - lessons that somebody else sees to while their teacher is away.
 *
 * Shape:  cover_list() lists what a live request misses: lessons of the
 *         timetable, and the duty before lessons (早自習), which is not charged
 *         but must be covered. What was arranged for a lesson that is still
 *         missed stays. A request that is no longer live has no cover. Ways
 *         (代課 調課 …) are a table. Pure.
 * Units:  days; minutes of the day. An item's version counts its changes.
 * Errors: none.
 * Source: LEAVE.md 5.
 */
#ifndef LEAVED_COVER_H
#define LEAVED_COVER_H

#include "book.h"

struct cover_way {
	const char *word;
	bool needs_who;    /* somebody is named */
	bool must_be_free; /* who does not teach then; away is nobody */
};

/* NULL when there is none of that name. */
const struct cover_way *cover_way_find(const char *word);

/* One more item, all zero; NULL without memory or past BOOK_COVER_MAX. */
struct cover *cover_add(struct request *r);

/* The one of a list for the same lesson; NULL: none. */
const struct cover *cover_find(
    const struct cover *list, size_t count, const struct cover *lesson);

/* Does somebody see to any of it? */
bool cover_has(const struct request *r, const char *who);

/* Open again, as who was to see to it cannot. */
void cover_lose(struct cover *c);

/* All items of the request anew. */
void cover_list(struct book *book, struct request *r);
/* Of every live request that is not over: calendar or timetable changed. */
void cover_list_all(struct book *book);

/* Is any of its items not arranged? */
bool cover_is_open(const struct request *r);

#endif
