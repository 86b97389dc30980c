#include "links.h"

#include "base/clock.h"
#include "base/text.h"
#include "errand.h"
#include "front.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PAGES_MAX = 8 }; /* answers that one list may take */

struct link {
	char menu[33];
	char url[513];
	char name[PHRASE_LANG_COUNT][129];
};

struct links {
	pthread_mutex_t mutex;
	int64_t asked_ms; /* 0: never */
	size_t count;
	struct link link[LINKS_MAX];
};

/* "common" stands beside the page, the others in the menu bar. */
static const struct {
	const char *menu, *name;
} menus[] = {
    {"administration", PHRASE("Administration")},
    {"business", PHRASE("Business sites")},
    {"useful", PHRASE("Useful links")},
};

struct links *
links_new(void)
{
	struct links *links = calloc(1, sizeof(*links));

	if (links == NULL)
		abort();
	(void)pthread_mutex_init(&links->mutex, NULL);
	return links;
}

void
links_free(struct links *links)
{
	if (links == NULL)
		return;
	(void)pthread_mutex_destroy(&links->mutex);
	free(links);
}

/* Whole, or not at all: a link that is cut leads elsewhere. */
static void
take_row(struct links *links, const struct wire_in *row)
{
	struct link *link = &links->link[links->count];
	const char *menu = wire_text(row, F_KIND);
	const char *url = wire_text(row, F_URL);
	const char *name = wire_text(row, F_NAME);
	const char *name_en = wire_text(row, F_NAME_EN);

	if (links->count == LINKS_MAX || menu == NULL || url == NULL)
		return;
	if (name == NULL)
		name = wire_text(row, F_APP);
	if (text_copy(link->menu, sizeof(link->menu), menu) &&
	    text_copy(link->url, sizeof(link->url), url) &&
	    text_copy(link->name[PHRASE_ZH_TW], sizeof(link->name[0]), name) &&
	    text_copy(link->name[PHRASE_EN], sizeof(link->name[0]),
		name_en != NULL ? name_en : name))
		links->count++;
}

/* All pages of the list into `new`; false when one did not come. */
static bool
ask_all(struct visit *visit, struct links *new)
{
	char cursor[257] = "";

	for (int page = 0; page < PAGES_MAX; page++) {
		struct errand *errand = errand_new(visit, OP_APP_LIST);
		enum rc rc;

		errand->deadline_ms = ERRAND_EXTRA_MS;
		errand_put(errand, F_CURSOR, cursor);
		rc = errand_ask(errand);
		for (size_t i = 0; rc == RC_OK && i < errand->in.row_count;
		     i++) {
			struct wire_in row;

			wire_row(&errand->in, i, &row);
			take_row(new, &row);
		}
		(void)text_copy(cursor, sizeof(cursor),
		    rc == RC_OK ? errand_text(errand, F_CURSOR) : "");
		errand_free(errand);
		if (rc != RC_OK || cursor[0] == '\0')
			return rc == RC_OK;
	}
	return true;
}

/* Only one visitor asks; the others see what is there. */
static bool
is_due(struct links *links, int64_t now_ms)
{
	bool due;

	(void)pthread_mutex_lock(&links->mutex);
	due = links->asked_ms == 0 ||
	    now_ms - links->asked_ms >= LINKS_KEPT_S * 1000;
	if (due)
		links->asked_ms = now_ms;
	(void)pthread_mutex_unlock(&links->mutex);
	return due;
}

static void
refresh(struct visit *visit, struct links *links)
{
	struct links *new;

	if (!is_due(links, clock_mono_ms()))
		return;
	new = calloc(1, sizeof(*new));
	if (new == NULL)
		abort();
	if (ask_all(visit, new)) {
		(void)pthread_mutex_lock(&links->mutex);
		links->count = new->count;
		memcpy(
		    links->link, new->link, new->count * sizeof(new->link[0]));
		(void)pthread_mutex_unlock(&links->mutex);
	}
	free(new);
}

/* Those of one menu, as rows of `links`. */
static void
add_menu(const struct links *links, const char *menu, enum phrase_lang lang,
    struct view *into)
{
	for (size_t i = 0; i < links->count; i++) {
		const struct link *link = &links->link[i];
		struct view *row;

		if (strcmp(link->menu, menu) != 0)
			continue;
		row = view_row(into, "links");
		view_text(row, "url", link->url);
		view_text(row, "name", link->name[lang]);
	}
}

static bool
has_menu(const struct links *links, const char *menu)
{
	for (size_t i = 0; i < links->count; i++)
		if (strcmp(links->link[i].menu, menu) == 0)
			return true;
	return false;
}

void
links_add(struct visit *visit, struct view *view)
{
	struct links *links = front_of(visit)->links;

	refresh(visit, links);
	(void)pthread_mutex_lock(&links->mutex);
	if (has_menu(links, "common"))
		add_menu(links, "common", visit->lang, view_part(view, "side"));
	for (size_t i = 0; i < sizeof(menus) / sizeof(menus[0]); i++) {
		struct view *menu;

		if (!has_menu(links, menus[i].menu))
			continue;
		menu = view_row(view, "menus");
		view_text(menu, "menu", menus[i].menu);
		view_text(menu, "name", phrase(visit->lang, menus[i].name));
		add_menu(links, menus[i].menu, visit->lang, menu);
	}
	(void)pthread_mutex_unlock(&links->mutex);
}
