#include "pages.h"

#include "base/text.h"
#include "web/embed.h"

#include <sodium.h>
#include <string.h>

/* Every file of pages/. */
#define PAGES(X)            \
	X(cell)             \
	X(code)             \
	X(code_done)        \
	X(confirm)          \
	X(deed)             \
	X(desk)             \
	X(done)             \
	X(events)           \
	X(forgot)           \
	X(home)             \
	X(hurdle)           \
	X(inputs)           \
	X(it_home)          \
	X(list)             \
	X(mail)             \
	X(me)               \
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
	X(posting_fields)   \
	X(refusal)          \
	X(rules)            \
	X(school)           \
	X(sent)             \
	X(sign_in)          \
	X(take_in)

#define EMBED_PAGE(name) \
	EMBED(page_##name, "daemon/portal/pages/" #name ".html");
#define SOURCE(name) {#name, EMBEDDED(page_##name)},

PAGES(EMBED_PAGE)
EMBED(page_frame, "daemon/web/frame.html");
EMBED(asset_icon, "daemon/portal/static/icon.svg");
EMBED(asset_style, "daemon/web/style.css");
EMBED(asset_hurdle, "daemon/portal/static/hurdle.js");
EMBED(asset_password, "daemon/portal/static/password.js");
EMBED(asset_import, "daemon/portal/static/import.js");
EMBED(asset_onward, "daemon/portal/static/onward.js");

const struct template_source pages_sources[] = {
    PAGES(SOURCE){"frame", EMBEDDED(page_frame)},
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

void
pages_version(char version[PAGES_VERSION_SIZE])
{
	unsigned char hash[crypto_generichash_BYTES_MIN];
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (size_t i = 0; i < pages_asset_count; i++)
		(void)crypto_generichash_update(&state,
		    (const unsigned char *)pages_assets[i].at,
		    (size_t)(pages_assets[i].end - pages_assets[i].at));
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)text_hex(
	    version, PAGES_VERSION_SIZE, hash, (PAGES_VERSION_SIZE - 1) / 2);
}

const struct pages_asset *
pages_asset_find(const char *name)
{
	for (size_t i = 0; i < pages_asset_count; i++)
		if (strcmp(pages_assets[i].name, name) == 0)
			return &pages_assets[i];
	return NULL;
}
