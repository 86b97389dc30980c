/*
 * view.h - what a page shows: the tree of values that a template prints.
 *
 * Shape:  named texts, flags, lists of views and views within a view. The
 *         first one owns everything below it; texts are copied. A name set
 *         again replaces the value; a list grows by view_row().
 * Units:  none.
 * Errors: none: out of memory ends the daemon.
 * Source: ours; Mustache's contexts.
 */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct view;

struct view *view_new(void);
void view_free(struct view *view); /* the first one only */

/* An empty text, like NULL, is false in a section. */
void view_text(struct view *view, const char *name, const char *text);
void view_print(struct view *view, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void view_number(struct view *view, const char *name, int64_t number);
void view_flag(struct view *view, const char *name, bool is_set);

/* One more row of that list; one view within this. Owned by the first view. */
struct view *view_row(struct view *view, const char *name);
struct view *view_part(struct view *view, const char *name);
/* An empty list, which view_row() makes by itself. */
void view_list(struct view *view, const char *name);

/* What a template asks. Names are compared as `len` bytes. */
enum view_kind { VIEW_TEXT, VIEW_FLAG, VIEW_LIST, VIEW_PART };
struct view_value {
	struct view_value *next;
	const char *name;
	size_t name_len;
	enum view_kind kind;
	bool is_set;        /* of a flag */
	const char *text;   /* of a text */
	struct view *first; /* of a list or part: its views */
	struct view **last; /* where the next row goes */
};

/* NULL when there is none; "" names the text a scalar row consists of. */
const struct view_value *view_find(
    const struct view *view, const char *name, size_t len);
const struct view *view_next(const struct view *row);
bool view_is_true(const struct view_value *value);

#endif
