#include "pages.h"

#include "base/text.h"
#include "web/embed.h"

#include <sodium.h>
#include <string.h>

EMBED(page_frame, "daemon/web/frame.html");
EMBED(page_code, "daemon/portal/pages/code.html");
EMBED(page_code_done, "daemon/portal/pages/code_done.html");
EMBED(page_confirm, "daemon/portal/pages/confirm.html");
EMBED(page_events, "daemon/portal/pages/events.html");
EMBED(page_done, "daemon/portal/pages/done.html");
EMBED(page_forgot, "daemon/portal/pages/forgot.html");
EMBED(page_home, "daemon/portal/pages/home.html");
EMBED(page_hurdle, "daemon/portal/pages/hurdle.html");
EMBED(page_it_apps, "daemon/portal/pages/it_apps.html");
EMBED(page_it_groups, "daemon/portal/pages/it_groups.html");
EMBED(page_it_home, "daemon/portal/pages/it_home.html");
EMBED(page_it_machines, "daemon/portal/pages/it_machines.html");
EMBED(page_it_notices, "daemon/portal/pages/it_notices.html");
EMBED(page_it_roles, "daemon/portal/pages/it_roles.html");
EMBED(page_it_schools, "daemon/portal/pages/it_schools.html");
EMBED(page_it_units, "daemon/portal/pages/it_units.html");
EMBED(page_mail, "daemon/portal/pages/mail.html");
EMBED(page_me, "daemon/portal/pages/me.html");
EMBED(page_more, "daemon/portal/pages/more.html");
EMBED(page_new_password, "daemon/portal/pages/new_password.html");
EMBED(page_notices, "daemon/portal/pages/notices.html");
EMBED(page_onward, "daemon/portal/pages/onward.html");
EMBED(page_openid_end, "daemon/portal/pages/openid_end.html");
EMBED(page_openid_post, "daemon/portal/pages/openid_post.html");
EMBED(page_particulars, "daemon/portal/pages/particulars.html");
EMBED(page_password, "daemon/portal/pages/password.html");
EMBED(page_person, "daemon/portal/pages/person.html");
EMBED(page_personnel, "daemon/portal/pages/personnel.html");
EMBED(page_personnel_audit, "daemon/portal/pages/personnel_audit.html");
EMBED(page_personnel_import, "daemon/portal/pages/personnel_import.html");
EMBED(page_personnel_mail, "daemon/portal/pages/personnel_mail.html");
EMBED(page_personnel_tabs, "daemon/portal/pages/personnel_tabs.html");
EMBED(page_posting_fields, "daemon/portal/pages/posting_fields.html");
EMBED(page_refusal, "daemon/portal/pages/refusal.html");
EMBED(page_rules, "daemon/portal/pages/rules.html");
EMBED(page_sent, "daemon/portal/pages/sent.html");
EMBED(page_sign_in, "daemon/portal/pages/sign_in.html");
EMBED(asset_icon, "daemon/portal/static/icon.svg");
EMBED(page_take_in, "daemon/portal/pages/take_in.html");
EMBED(asset_style, "daemon/web/style.css");
EMBED(asset_hurdle, "daemon/portal/static/hurdle.js");
EMBED(asset_password, "daemon/portal/static/password.js");
EMBED(asset_import, "daemon/portal/static/import.js");
EMBED(asset_onward, "daemon/portal/static/onward.js");

const struct template_source pages_sources[] = {
    {"frame", EMBEDDED(page_frame)},
    {"code", EMBEDDED(page_code)},
    {"code_done", EMBEDDED(page_code_done)},
    {"confirm", EMBEDDED(page_confirm)},
    {"events", EMBEDDED(page_events)},
    {"done", EMBEDDED(page_done)},
    {"forgot", EMBEDDED(page_forgot)},
    {"home", EMBEDDED(page_home)},
    {"hurdle", EMBEDDED(page_hurdle)},
    {"it_apps", EMBEDDED(page_it_apps)},
    {"it_groups", EMBEDDED(page_it_groups)},
    {"it_home", EMBEDDED(page_it_home)},
    {"it_machines", EMBEDDED(page_it_machines)},
    {"it_notices", EMBEDDED(page_it_notices)},
    {"it_roles", EMBEDDED(page_it_roles)},
    {"it_schools", EMBEDDED(page_it_schools)},
    {"it_units", EMBEDDED(page_it_units)},
    {"mail", EMBEDDED(page_mail)},
    {"me", EMBEDDED(page_me)},
    {"more", EMBEDDED(page_more)},
    {"new_password", EMBEDDED(page_new_password)},
    {"notices", EMBEDDED(page_notices)},
    {"onward", EMBEDDED(page_onward)},
    {"openid_end", EMBEDDED(page_openid_end)},
    {"openid_post", EMBEDDED(page_openid_post)},
    {"particulars", EMBEDDED(page_particulars)},
    {"password", EMBEDDED(page_password)},
    {"person", EMBEDDED(page_person)},
    {"personnel", EMBEDDED(page_personnel)},
    {"personnel_audit", EMBEDDED(page_personnel_audit)},
    {"personnel_import", EMBEDDED(page_personnel_import)},
    {"personnel_mail", EMBEDDED(page_personnel_mail)},
    {"personnel_tabs", EMBEDDED(page_personnel_tabs)},
    {"posting_fields", EMBEDDED(page_posting_fields)},
    {"refusal", EMBEDDED(page_refusal)},
    {"rules", EMBEDDED(page_rules)},
    {"sent", EMBEDDED(page_sent)},
    {"sign_in", EMBEDDED(page_sign_in)},
    {"take_in", EMBEDDED(page_take_in)},
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
