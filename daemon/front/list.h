/*
 * list.h - rows as a table, which a phone shows as cards.
 *
 * Shape:  a list is a table of columns; a row is a view with values, as
 *         clerk.h or the page lays them, and list_lay() makes its cells of
 *         them. The page prints the partial "list" and nothing else: heading,
 *         scroll box and roles are the same for all.
 * Units:  none.
 * Errors: none.
 * Source: ours. A table whose rows are blocks is no table any more for many
 *         a screen reader: so the roles are said.
 */
#ifndef FRONT_LIST_H
#define FRONT_LIST_H

#include "errand.h"
#include "web/view.h"

enum { LIST_COLUMNS_MAX = 8, LIST_DEEDS_MAX = 3, LIST_PARTS_MAX = 3 };

enum list_kind {
	LIST_TEXT,
	LIST_WORD,  /* NAME_word, what people call it, where there is one */
	LIST_STATE, /* the same as a badge */
	LIST_LONG,  /* the same, often too long for half a card */
	LIST_HEAD,  /* the same, and what the row is about */
};

struct list_column {
	const char *heading; /* NULL: behind the last one */
	const char *value;   /* its name in the row */
	enum list_kind kind;
	const char *small; /* one more, in small letters; or NULL */
	const char *path;  /* a link to path?of=value-of-it; or NULL */
	const char *of;
};

/* What may be done with a row: a link, or a button that asks back. Left out
 * where the row lacks one of the parts. */
struct list_deed {
	const char *name; /* NULL: behind the last one */
	const char *path; /* of the link, with the first part; NULL: a button */
	const char *as;   /* what the link calls that part; NULL: the same */
	const char *act;  /* of the button, with all parts */
	const char *parts[LIST_PARTS_MAX];
};

struct list {
	const char *title;
	struct list_column columns[LIST_COLUMNS_MAX];
	struct list_deed deeds[LIST_DEEDS_MAX];
};

/* The part "list" of the page, without a row. */
struct view *list_add(
    const struct visit *visit, struct view *view, const struct list *list);
struct view *list_row(struct view *part);
/* The row has its values: now its cells. */
void list_lay(
    const struct visit *visit, struct view *row, const struct list *list);

/* All of an answer, and "count" when it tells one. */
void list_show(const struct visit *visit, struct view *view,
    const struct list *list, const struct errand *answer);

#endif
