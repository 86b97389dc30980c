#include "page.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct line {
	char key[PAGE_KEY_SIZE];
	char dn[PERSON_DN_SIZE];
};

struct page {
	char cursor[PAGE_KEY_SIZE];
	size_t total; /* of all pages */
	size_t after; /* of this and the following ones */
	size_t count; /* of this one */
	struct line line[PAGE_ROWS_MAX];
};

struct page *
page_new(const char *cursor)
{
	struct page *page = calloc(1, sizeof(*page));

	if (page != NULL)
		(void)text_copy(page->cursor, sizeof(page->cursor),
		    cursor != NULL ? cursor : "");
	return page;
}

void
page_free(struct page *page)
{
	free(page);
}

void
page_offer(struct page *page, const char *key, const char *dn)
{
	size_t low = 0, high = page->count, rest;

	if (strlen(key) >= PAGE_KEY_SIZE || strlen(dn) >= PERSON_DN_SIZE)
		return; /* longer than our schema lets it be */
	page->total++;
	if (strcmp(key, page->cursor) <= 0)
		return;
	page->after++;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(page->line[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == PAGE_ROWS_MAX)
		return;
	if (page->count < PAGE_ROWS_MAX)
		page->count++;
	rest = page->count - 1 - low;
	memmove(&page->line[low + 1], &page->line[low],
	    rest * sizeof(page->line[0]));
	(void)text_copy(page->line[low].key, PAGE_KEY_SIZE, key);
	(void)text_copy(page->line[low].dn, PERSON_DN_SIZE, dn);
}

size_t
page_count(const struct page *page)
{
	return page->count;
}

const char *
page_key(const struct page *page, size_t index)
{
	return page->line[index].key;
}

bool
page_has_room(const struct wire_out *out)
{
	return wire_has_room(out, PAGE_ROW_SIZE);
}

void
page_end(const struct page *page, size_t written, struct wire_out *out)
{
	wire_put_number(out, F_COUNT, (int64_t)page->total);
	if (written > 0 && written < page->after)
		wire_put_text(out, F_CURSOR, page->line[written - 1].key);
}

struct collect {
	struct page *page;
	const struct page_query *query;
};

static enum rc
collect_line(void *context, const struct dir_entry *entry, struct err *err)
{
	struct collect *collect = context;
	const struct page_query *query = collect->query;
	const char *key =
	    query->key != NULL ? dir_value(entry, query->key) : NULL;
	char made[PAGE_KEY_SIZE];

	(void)err;
	if (query->key == NULL && query->key_of(entry, made))
		key = made;
	if (key != NULL)
		page_offer(collect->page, key, dir_dn(entry));
	return RC_OK;
}

/* What has gone since the search is no row. */
static enum rc
put_line(struct core *core, const struct page_query *query, const char *dn,
    struct wire_out *out, struct err *err)
{
	struct dir_entry *entry;
	enum rc rc = dir_get(core->dir, dn, query->attrs, &entry, err);

	if (rc == RC_ABSENT)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	rc = query->row(query->context, entry, out, err);
	dir_entry_free(entry);
	return rc;
}

static enum rc
put_page(struct core *core, const struct page_query *query, struct page *page,
    struct wire_out *out, struct err *err)
{
	const char *const attrs[] = {query->key, NULL};
	const struct dir_query search = {.base = query->base,
	    .scope = query->scope,
	    .filter = query->filter,
	    .attrs = query->key != NULL ? attrs : query->key_attrs};
	struct collect collect = {page, query};
	size_t row_size = query->row_size > 0 ? query->row_size : PAGE_ROW_SIZE;
	size_t written = 0;
	enum rc rc =
	    dir_search(core->dir, &search, collect_line, &collect, err);

	while (rc == RC_OK && written < page->count &&
	    wire_has_room(out, row_size)) {
		rc = put_line(core, query, page->line[written].dn, out, err);
		written++;
	}
	if (rc == RC_OK)
		page_end(page, written, out);
	return rc;
}

enum reply
page_put(struct core *core, const struct page_query *query, const char *cursor,
    struct wire_out *out)
{
	struct page *page = page_new(cursor);
	struct err err;
	enum rc rc;

	if (page == NULL)
		return core_fail(
		    "list", err_set(&err, RC_FAULT, "no memory"), &err);
	rc = put_page(core, query, page, out, &err);
	page_free(page);
	return rc == RC_OK ? REPLY_OK : core_fail("list", rc, &err);
}
