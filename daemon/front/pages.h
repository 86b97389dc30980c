/*
 * pages.h - the templates and files that are part of the program.
 *
 * Shape:  pages/NAME.html is the template NAME, web/frame.html the template
 *         "frame"; the assets are served below /static/ as they are. nginx
 *         serves the same files from disk where it can. The tables are each
 *         program's own; "menu" and "refusal" every one must have.
 * Units:  bytes.
 * Errors: none.
 * Source: embed.h.
 */
#ifndef FRONT_PAGES_H
#define FRONT_PAGES_H

#include "web/template.h"

struct pages_asset {
	const char *name, *type;
	const char *at, *end;
};

enum { PAGES_VERSION_SIZE = 17 };

/* Files of front/pages, for a program's table: X(name) each. */
#define PAGES_SHARED(X) X(cell) X(deed) X(list) X(refusal)
#define PAGES_EMBED_SHARED(name) \
	EMBED(page_##name, "daemon/front/pages/" #name ".html");
#define PAGES_SOURCE(name) {#name, EMBEDDED(page_##name)},

extern const struct template_source pages_sources[];
extern const size_t pages_source_count;
extern const struct pages_asset pages_assets[];
extern const size_t pages_asset_count;

/* Changes with any asset: what stands behind their "?v=". */
void pages_version(char version[PAGES_VERSION_SIZE]);

/* NULL when there is none. */
const struct pages_asset *pages_asset_find(const char *name);

#endif
