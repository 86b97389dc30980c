#include "openid.h"

#include "base/text.h"
#include "entrance.h"
#include "guest.h"
#include "onward.h"
#include "openid_request.h"
#include "personal.h"
#include "front/screen.h"

#include <string.h>

struct errand *
openid_ask(
    struct visit *visit, enum op op, openid_put *put, const struct form *form)
{
	struct errand *errand = errand_new(visit, op);

	put(form, &errand->out);
	(void)errand_ask(errand);
	if (!errand_reason_is(errand, "sign_in_again"))
		return errand;
	errand_free(errand);
	front_set_session(visit, "");
	errand = errand_new_stranger(visit, op);
	put(form, &errand->out);
	(void)errand_ask(errand);
	return errand;
}

void
openid_refuse(struct visit *visit, const struct errand *errand)
{
	struct view *view;

	visit->answer->status = errand_status(errand->rc);
	view = screen_new(visit, PHRASE("That service cannot sign you in"));
	view_text(view, "text", errand->said);
	view_text(view, "why", errand_text(errand, F_REASON));
	view_number(view, "status", visit->answer->status);
	screen_show(visit, view, "refusal");
}

/* The request as an address that carries when it was first asked for. */
static bool
print_next(const struct visit *visit, const struct errand *errand,
    char next[ONWARD_SIZE])
{
	const struct form *form = &visit->query;

	return openid_request_print(form, errand_text(errand, F_HASH), next);
}

/* A page that posts what identityd gave to where identityd says. */
static void
post_on(struct visit *visit, const struct errand *errand)
{
	struct view *view = screen_new(visit, PHRASE("On to the service"));

	onward_add_service(visit, view, errand);
	view_text(view, "redirect", errand_text(errand, F_REDIRECT));
	for (size_t i = 0; i < errand->in.row_count; i++) {
		struct view *input = view_row(view, "inputs");
		struct wire_in row;

		wire_row(&errand->in, i, &row);
		view_text(input, "input", wire_text(&row, F_NAME));
		view_text(input, "value", wire_text(&row, F_VALUE));
	}
	screen_show(visit, view, "openid_post");
}

static void
go_on(struct visit *visit, const char *next, const struct errand *errand)
{
	(void)next;
	if (wire_has(&errand->in, F_LOCATION))
		http_redirect(visit->answer, errand_text(errand, F_LOCATION));
	else
		post_on(visit, errand);
}

/* What comes next, by the answer's reason. */
static const struct {
	const char *reason;
	void (*go)(
	    struct visit *visit, const char *next, const struct errand *errand);
} ways[] = {
    {"", go_on},
    {"openid_sign_in", entrance_sign_in_for},
    {"openid_must_change", personal_password_for},
};

static void
answer(struct visit *visit, const struct errand *errand)
{
	char next[ONWARD_SIZE];

	if (errand->rc != RC_OK) {
		openid_refuse(visit, errand);
		return;
	}
	if (!print_next(visit, errand, next)) {
		screen_refuse(visit, 414, "");
		return;
	}
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (errand_reason_is(errand, ways[i].reason))
			ways[i].go(visit, next, errand);
}

/* The first of the languages that we speak, unless one was chosen here. */
static void
prefer_lang(struct visit *visit)
{
	const char *at = form_text(&visit->query, "ui_locales");
	char name[16];

	if (form_has(&visit->query, "lang"))
		return;
	while (*at != '\0') {
		size_t len = strcspn(at, " ");

		if (text_print(name, sizeof(name), "%.*s", (int)len, at) &&
		    phrase_lang_find(name, &visit->lang))
			return;
		at += len;
		at += strspn(at, " ");
	}
}

void
openid_authorize(struct visit *visit)
{
	struct errand *errand;

	prefer_lang(visit);
	errand = openid_ask(
	    visit, OP_OPENID_AUTHORIZE, openid_request_put, &visit->query);
	answer(visit, errand);
	errand_free(errand);
}

void
openid_authorize_post(struct visit *visit)
{
	char address[OPENID_REQUEST_SIZE];

	if (openid_request_print(&visit->form, "", address))
		http_redirect(visit->answer, address);
	else
		screen_refuse(visit, 414, "");
}
