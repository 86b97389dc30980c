#include "welcome.h"

#include "base/text.h"
#include "front/asset.h"
#include "front/front.h"
#include "front/screen.h"
#include "member.h"
#include "web/address.h"

#include <sodium.h>
#include <string.h>

#define NONCE_COOKIE "__Host-nonce"
#define POSTED_TO    "/signed-on"

enum {
	NONCE_LEN = 16,
	NONCE_SIZE = 2 * NONCE_LEN + 1,
	NONCE_S = 600, /* as long as somebody may take to sign in */
	ADDRESS_SIZE = 2048,
};

/* ------------------------------------------------------------ to the portal */

/* One nonce for all tabs of a browser that wait for the portal: it is spent
 * once, and then they all have a session. */
static void
nonce_of(struct visit *visit, char nonce[NONCE_SIZE])
{
	unsigned char bytes[NONCE_LEN];
	struct err err;

	if (cookie_get(visit->request->cookie, NONCE_COOKIE, nonce, NONCE_SIZE,
		&err) == RC_OK &&
	    strlen(nonce) == NONCE_SIZE - 1)
		return;
	randombytes_buf(bytes, sizeof(bytes));
	(void)text_hex(nonce, NONCE_SIZE, bytes, sizeof(bytes));
	http_set_posted_cookie(visit->answer, NONCE_COOKIE, nonce, NONCE_S);
}

static bool
print_request(const struct visit *visit, const char *nonce, const char *path,
    char address[ADDRESS_SIZE])
{
	const struct leave_front_conf *conf = member_conf(visit);
	char back[512];
	const struct {
		const char *name, *value;
	} parameters[] = {
	    {"response_type", "id_token"},
	    {"response_mode", "form_post"},
	    {"client_id", conf->client},
	    {"redirect_uri", back},
	    {"scope", "openid"},
	    {"nonce", nonce},
	    {"state", path},
	    {"ui_locales", phrase_lang_name(visit->lang)},
	};
	bool fits = text_print(back, sizeof(back), "https://%s" POSTED_TO,
			visit->request->host) &&
	    text_print(
		address, ADDRESS_SIZE, "%s/openid/authorize", conf->portal);

	for (size_t i = 0; i < sizeof(parameters) / sizeof(*parameters); i++)
		fits = fits &&
		    address_add(address, ADDRESS_SIZE, parameters[i].name,
			parameters[i].value);
	return fits;
}

void
welcome_begin(struct visit *visit, const char *path)
{
	char address[ADDRESS_SIZE], nonce[NONCE_SIZE];

	nonce_of(visit, nonce);
	if (print_request(
		visit, nonce, address_is_path(path) ? path : "/", address))
		http_redirect(visit->answer, address);
	else
		screen_refuse(visit, 414, "");
}

/* ----------------------------------------------------------------- and back */

static const struct form_field posted_fields[] = {
    {"id_token", FORM_EXACT, 4096, false, NULL},
    {"state", FORM_EXACT, 512, false, NULL},
    {"error", FORM_EXACT, 64, false, NULL},
};

static const char *
next_of(const struct visit *visit)
{
	const char *state = form_text(&visit->form, "state");

	return address_is_path(state) ? state : "/";
}

/* A further try by hand: it does not go round in circles. */
static void
fail(struct visit *visit, int status, const char *said)
{
	struct view *view;

	visit->answer->status = status;
	view = screen_new(visit, PHRASE("Signing on did not work"));
	view_text(view, "said", said);
	view_text(view, "again", next_of(visit));
	view_text(view, "portal", member_conf(visit)->portal);
	screen_show(visit, view, "sign_on_failed");
}

static void
take_token(struct visit *visit, const char *nonce)
{
	struct errand *errand = errand_new_stranger(visit, OP_LEAVE_SIGN_ON);

	errand_put(errand, F_ID_TOKEN, form_text(&visit->form, "id_token"));
	errand_put(errand, F_NONCE, nonce);
	if (errand_ask(errand) == RC_OK) {
		front_set_session(visit, errand_text(errand, F_SESSION));
		http_set_posted_cookie(visit->answer, NONCE_COOKIE, "", -1);
		route_renew(visit);
		http_redirect(visit->answer, next_of(visit));
	} else {
		http_set_posted_cookie(visit->answer, NONCE_COOKIE, "", -1);
		fail(visit, errand_status(errand->rc), errand->said);
	}
	errand_free(errand);
}

static void
posted(struct visit *visit)
{
	char nonce[NONCE_SIZE];
	struct err err;

	if (form_text(&visit->form, "id_token")[0] == '\0')
		fail(visit, 403,
		    phrase(visit->lang,
			PHRASE("The portal did not sign you on.")));
	else if (cookie_get(visit->request->cookie, NONCE_COOKIE, nonce,
		     sizeof(nonce), &err) != RC_OK)
		fail(visit, 403,
		    phrase(visit->lang,
			PHRASE("This browser did not ask for that, or it took "
			       "longer than ten minutes.")));
	else
		take_token(visit, nonce);
}

/* -------------------------------------------------------------- signing out */

static void
sign_out(struct visit *visit)
{
	front_set_session(visit, "");
	route_renew(visit);
	http_redirect(visit->answer, "/signed-out");
}

static void
signed_out(struct visit *visit)
{
	const struct leave_front_conf *conf = member_conf(visit);
	struct view *view = screen_new(visit, PHRASE("You are signed out"));
	char address[ADDRESS_SIZE], back[512];

	if (text_print(back, sizeof(back), "https://%s/signed-out",
		visit->request->host) &&
	    text_print(address, sizeof(address), "%s/openid/end_session",
		conf->portal) &&
	    address_add(address, sizeof(address), "client_id", conf->client) &&
	    address_add(
		address, sizeof(address), "post_logout_redirect_uri", back))
		view_text(view, "end_session", address);
	screen_show(visit, view, "signed_out");
}

/* ------------------------------------------------------ a form that is kept */

void
welcome_keep(struct visit *visit)
{
	const struct form *form = &visit->form;
	struct view *view;

	visit->answer->status = 401;
	view = screen_new(visit, PHRASE("Sign on once more"));
	view_text(view, "action", visit->request->path);
	screen_token(visit, view, visit->request->path);
	for (size_t i = 0; i < form->count; i++) {
		struct view *input;

		if (form->values[i] == NULL ||
		    strcmp(form->fields[i].name, ROUTE_TOKEN) == 0)
			continue;
		input = view_row(view, "inputs");
		view_text(input, "input", form->fields[i].name);
		view_text(input, "value", form->values[i]);
	}
	screen_show(visit, view, "kept");
}

static const struct form_field asset_query[] = {
    {"v", FORM_TEXT, 32, false, NULL},
};

static const struct route routes[] = {
    {FRONT_POST(POSTED_TO, NEEDS_NOBODY, posted), FRONT_TAKES(posted_fields),
	.takes_others = true, .is_bare = true, .from = ROUTE_ALL},
    {FRONT_POST("/sign-out", NEEDS_NOBODY, sign_out)},
    {FRONT_GET("/signed-out", NEEDS_NOBODY, signed_out)},
    {FRONT_GET("/static/*", NEEDS_NOBODY, asset_get), FRONT_QUERY(asset_query),
	.is_quick = true},
    {FRONT_GET("/health", NEEDS_NOBODY, asset_health), .is_quick = true},
};
const struct route_table welcome_routes = FRONT_TABLE(routes);
