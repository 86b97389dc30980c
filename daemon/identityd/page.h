/*
 * page.h - one page of a list, in the order of its keys.
 *
 * Shape:  a search tells key and DN of everything that fits; the first
 *         PAGE_ROWS_MAX keys after the cursor are kept, sorted; then their
 *         entries are read and written until the answer is full. The cursor of
 *         the next page is the last key written; the count is of all pages.
 *         Nothing is remembered between two pages.
 * Units:  PAGE_ROWS_MAX entries; PAGE_ROW_SIZE bytes that one may take.
 * Errors: enum reply.
 * Source: ours; the directory sorts nothing and keeps no order.
 */
#ifndef IDENTITYD_PAGE_H
#define IDENTITYD_PAGE_H

#include "core.h"

enum { PAGE_ROWS_MAX = 200, PAGE_ROW_SIZE = 3072, PAGE_KEY_SIZE = 257 };

/* Writes at most one row. */
typedef enum rc page_row(void *context, const struct dir_entry *entry,
    struct wire_out *out, struct err *err);

/* What sorts an entry; false: it is no row. */
typedef bool page_key_of(
    const struct dir_entry *entry, char key[PAGE_KEY_SIZE]);

struct page_query {
	const char *base;
	enum dir_scope scope;
	const char *filter;
	const char *key; /* attribute that sorts, in ASCII order; or NULL: */
	page_key_of *key_of; /* it is made of `key_attrs` */
	const char *const *key_attrs;
	const char *const *attrs; /* that `row` needs */
	page_row *row;
	size_t row_size; /* bytes that one may take; 0 is PAGE_ROW_SIZE */
	void *context;
};

enum reply page_put(struct core *core, const struct page_query *query,
    const char *cursor, struct wire_out *out);

/* The same for keys that somebody else knows. */
struct page;
struct page *page_new(const char *cursor);
void page_free(struct page *page);
void page_offer(struct page *page, const char *key, const char *dn);
size_t page_count(const struct page *page);
const char *page_key(const struct page *page, size_t index);
/* Room for another row in the answer? */
bool page_has_room(const struct wire_out *out);
/* Count of all, and the cursor when `written` of this page were not all. */
void page_end(const struct page *page, size_t written, struct wire_out *out);

#endif
