/* The templates and assets of portal-front. */
#include "front/pages.h"
#include "web/embed.h"

/* Every file of pages/. */
#define PAGES(X)            \
	X(code)             \
	X(code_done)        \
	X(confirm)          \
	X(desk)             \
	X(done)             \
	X(events)           \
	X(forgot)           \
	X(home)             \
	X(hurdle)           \
	X(inputs)           \
	X(it_home)          \
	X(mail)             \
	X(me)               \
	X(menu)             \
	X(new_password)     \
	X(notices)          \
	X(onward)           \
	X(openid_end)       \
	X(openid_post)      \
	X(particulars)      \
	X(password)         \
	X(person)           \
	X(personnel)        \
	X(personnel_audit)  \
	X(personnel_import) \
	X(personnel_mail)   \
	X(personnel_tabs)   \
	X(rules)            \
	X(school)           \
	X(sent)             \
	X(sign_in)

#define EMBED_PAGE(name) \
	EMBED(page_##name, "daemon/portal/pages/" #name ".html");

PAGES(EMBED_PAGE)
PAGES_SHARED(PAGES_EMBED_SHARED)
EMBED(page_frame, "daemon/web/frame.html");
EMBED(asset_icon, "daemon/portal/static/icon.svg");
EMBED(asset_style, "daemon/web/style.css");
EMBED(asset_hurdle, "daemon/portal/static/hurdle.js");
EMBED(asset_password, "daemon/portal/static/password.js");
EMBED(asset_import, "daemon/portal/static/import.js");
EMBED(asset_onward, "daemon/portal/static/onward.js");

const struct template_source pages_sources[] = {
    PAGES(PAGES_SOURCE)
	PAGES_SHARED(PAGES_SOURCE){"frame", EMBEDDED(page_frame)},
};
const size_t pages_source_count =
    sizeof(pages_sources) / sizeof(pages_sources[0]);

const struct pages_asset pages_assets[] = {
    {"icon.svg", "image/svg+xml", EMBEDDED(asset_icon)},
    {"style.css", "text/css; charset=utf-8", EMBEDDED(asset_style)},
    {"password.js", "text/javascript; charset=utf-8", EMBEDDED(asset_password)},
    {"hurdle.js", "text/javascript; charset=utf-8", EMBEDDED(asset_hurdle)},
    {"import.js", "text/javascript; charset=utf-8", EMBEDDED(asset_import)},
    {"onward.js", "text/javascript; charset=utf-8", EMBEDDED(asset_onward)},
};
const size_t pages_asset_count = sizeof(pages_assets) / sizeof(pages_assets[0]);
