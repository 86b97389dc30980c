#include "kept.h"

#include "base/clock.h"
#include "base/text.h"
#include "front/errand.h"
#include "lobby.h"
#include "guest.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { AUDIENCE_SIZE = 40 };

/* One answer; `in` borrows the bytes behind it. */
struct page {
	struct page *next;
	struct wire_in in;
	unsigned char bytes[];
};

struct list {
	enum op op;
	char audience[AUDIENCE_SIZE];
	int64_t asked_ms; /* 0: not since it was forgotten */
	struct page *pages;
};

struct kept {
	pthread_mutex_t mutex;
	size_t count;
	struct list lists[KEPT_LISTS_MAX];
};

struct kept *
kept_new(void)
{
	struct kept *kept = calloc(1, sizeof(*kept));

	if (kept == NULL)
		abort();
	(void)pthread_mutex_init(&kept->mutex, NULL);
	return kept;
}

static void
free_pages(struct page *pages)
{
	for (struct page *next; pages != NULL; pages = next) {
		next = pages->next;
		free(pages);
	}
}

void
kept_free(struct kept *kept)
{
	if (kept == NULL)
		return;
	for (size_t i = 0; i < kept->count; i++)
		free_pages(kept->lists[i].pages);
	(void)pthread_mutex_destroy(&kept->mutex);
	free(kept);
}

void
kept_forget(struct kept *kept)
{
	(void)pthread_mutex_lock(&kept->mutex);
	for (size_t i = 0; i < kept->count; i++)
		kept->lists[i].asked_ms = 0;
	(void)pthread_mutex_unlock(&kept->mutex);
}

/* Strangers are one audience, the people of one school another. */
static void
audience_of(const struct visit *visit, char audience[AUDIENCE_SIZE])
{
	(void)text_print(audience, AUDIENCE_SIZE, "%s%s",
	    guest_is_signed_in(visit) ? "staff " : "",
	    guest_text(visit, F_SCHOOL));
}

/* The list of that audience, in place of the oldest if it is a new one. */
static struct list *
find(struct kept *kept, enum op op, const char *audience)
{
	struct list *oldest = &kept->lists[0];

	for (size_t i = 0; i < kept->count; i++) {
		struct list *list = &kept->lists[i];

		if (list->op == op && strcmp(list->audience, audience) == 0)
			return list;
		if (list->asked_ms < oldest->asked_ms)
			oldest = list;
	}
	if (kept->count < KEPT_LISTS_MAX)
		oldest = &kept->lists[kept->count++];
	free_pages(oldest->pages);
	*oldest = (struct list){.op = op};
	(void)text_copy(oldest->audience, sizeof(oldest->audience), audience);
	return oldest;
}

static struct page *
page_new(const struct errand *errand)
{
	size_t len = wire_length(errand->in_bytes);
	struct page *page = malloc(sizeof(*page) + len);
	struct err err;

	if (page == NULL)
		abort();
	page->next = NULL;
	memcpy(page->bytes, errand->in_bytes, len);
	/* As it was parsed before: the same bytes elsewhere. */
	(void)wire_parse_answer(&page->in, errand->op, page->bytes, len, &err);
	return page;
}

/* All answers of the list; false when one did not come. */
static bool
ask_all(struct visit *visit, enum op op, struct page **pages)
{
	char cursor[257] = "";

	for (int i = 0; i < KEPT_PAGES_MAX; i++) {
		struct errand *errand = errand_new(visit, op);
		enum rc rc;

		errand->deadline_ms = ERRAND_EXTRA_MS;
		errand_put(errand, F_CURSOR, cursor);
		rc = errand_ask(errand);
		if (rc == RC_OK) {
			*pages = page_new(errand);
			pages = &(*pages)->next;
		}
		(void)text_copy(cursor, sizeof(cursor),
		    rc == RC_OK ? errand_text(errand, F_CURSOR) : "");
		errand_free(errand);
		if (rc != RC_OK || cursor[0] == '\0')
			return rc == RC_OK;
	}
	return true;
}

/* Asks if it is time; nobody else does meanwhile. */
static void
refresh(struct visit *visit, enum op op, const char *audience)
{
	struct kept *kept = lobby_of(visit)->kept;
	int64_t now_ms = clock_mono_ms();
	struct page *new = NULL;
	struct list *list;
	bool is_due;

	(void)pthread_mutex_lock(&kept->mutex);
	list = find(kept, op, audience);
	is_due =
	    list->asked_ms == 0 || now_ms - list->asked_ms >= KEPT_S * 1000;
	if (is_due)
		list->asked_ms = now_ms;
	(void)pthread_mutex_unlock(&kept->mutex);
	if (!is_due)
		return;
	if (ask_all(visit, op, &new)) {
		struct page *old;

		(void)pthread_mutex_lock(&kept->mutex);
		list = find(kept, op, audience);
		old = list->pages;
		list->pages = new;
		new = old;
		(void)pthread_mutex_unlock(&kept->mutex);
	}
	free_pages(new);
}

void
kept_rows(struct visit *visit, enum op op,
    void (*row)(void *context, const struct wire_in *row), void *context)
{
	struct kept *kept = lobby_of(visit)->kept;
	char audience[AUDIENCE_SIZE];

	audience_of(visit, audience);
	refresh(visit, op, audience);
	(void)pthread_mutex_lock(&kept->mutex);
	for (const struct page *page = find(kept, op, audience)->pages;
	     page != NULL; page = page->next)
		for (size_t i = 0; i < page->in.row_count; i++) {
			struct wire_in one;

			wire_row(&page->in, i, &one);
			row(context, &one);
		}
	(void)pthread_mutex_unlock(&kept->mutex);
}
