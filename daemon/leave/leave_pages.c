/* The templates and assets of leave-front. */
#include "front/pages.h"
#include "web/embed.h"

/* Every file of pages/. */
#define PAGES(X)          \
	X(apply)          \
	X(balances)       \
	X(calendar)       \
	X(card)           \
	X(case)           \
	X(cases)          \
	X(choose)         \
	X(deputies)       \
	X(desk)           \
	X(home)           \
	X(kept)           \
	X(lesson)         \
	X(lines)          \
	X(menu)           \
	X(month)          \
	X(office)         \
	X(papers)         \
	X(people)         \
	X(plan)           \
	X(punches)        \
	X(sign_on_failed) \
	X(signed_out)     \
	X(travel)         \
	X(turns)          \
	X(way)

#define EMBED_PAGE(name) \
	EMBED(page_##name, "daemon/leave/pages/" #name ".html");

PAGES(EMBED_PAGE)
PAGES_SHARED(PAGES_EMBED_SHARED)
EMBED(page_frame, "daemon/web/frame.html");
EMBED(asset_icon, "daemon/portal/static/icon.svg");
EMBED(asset_style, "daemon/web/style.css");

const struct template_source pages_sources[] = {
    PAGES(PAGES_SOURCE)
	PAGES_SHARED(PAGES_SOURCE){"frame", EMBEDDED(page_frame)},
};
const size_t pages_source_count =
    sizeof(pages_sources) / sizeof(pages_sources[0]);

const struct pages_asset pages_assets[] = {
    {"icon.svg", "image/svg+xml", EMBEDDED(asset_icon)},
    {"style.css", "text/css; charset=utf-8", EMBEDDED(asset_style)},
};
const size_t pages_asset_count = sizeof(pages_assets) / sizeof(pages_assets[0]);
