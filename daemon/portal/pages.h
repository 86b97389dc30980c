/*
 * pages.h - the templates and files that are part of the program.
 *
 * Shape:  pages/NAME.html is the template NAME, web/frame.html the template
 *         "frame"; the assets are served below /static/ as they are. nginx
 *         serves the same files from disk where it can.
 * Units:  bytes.
 * Errors: none.
 * Source: embed.h.
 */
#ifndef PORTAL_PAGES_H
#define PORTAL_PAGES_H

#include "web/template.h"

struct pages_asset {
	const char *name, *type;
	const char *at, *end;
};

enum { PAGES_VERSION_SIZE = 17 };

extern const struct template_source pages_sources[];
extern const size_t pages_source_count;
extern const struct pages_asset pages_assets[];
extern const size_t pages_asset_count;

/* Changes with any asset: what stands behind their "?v=". */
void pages_version(char version[PAGES_VERSION_SIZE]);

/* NULL when there is none. */
const struct pages_asset *pages_asset_find(const char *name);

#endif
