#include "openid_end.h"

#include "base/text.h"
#include "guest.h"
#include "onward.h"
#include "openid.h"
#include "front/screen.h"
#include "web/address.h"

static const enum field questions[OPENID_END_FIELDS] = {
    F_ID_TOKEN_HINT, F_CLIENT, F_REDIRECT, F_OPENID_STATE};
const struct form_field openid_end_fields[OPENID_END_FIELDS] = {
    {"id_token_hint", FORM_EXACT, 4096, false, NULL},
    {"client_id", FORM_EXACT, 128, false, NULL},
    {"post_logout_redirect_uri", FORM_EXACT, 2048, false, NULL},
    {"state", FORM_EXACT, 512, false, NULL},
};

/* Of this browser alone, as on our own pages. */
static void
end(struct visit *visit, const struct errand *errand)
{
	const char *location = errand_text(errand, F_LOCATION);

	front_set_session(visit, "");
	route_renew(visit);
	http_redirect(
	    visit->answer, location[0] != '\0' ? location : "/sign-in?ended=1");
}

static void
ask_person(
    struct visit *visit, const struct form *form, const struct errand *errand)
{
	struct view *view = screen_new(visit, PHRASE("Sign out"));

	screen_token(visit, view, "/openid/end");
	onward_add_service(visit, view, errand);
	for (size_t i = 0; i < OPENID_END_FIELDS; i++) {
		const char *name = openid_end_fields[i].name;
		struct view *input;

		if (!form_has(form, name))
			continue;
		input = view_row(view, "inputs");
		view_text(input, "input", name);
		view_text(input, "value", form_text(form, name));
	}
	screen_show(visit, view, "openid_end");
}

static void
put(const struct form *form, struct wire_out *out)
{
	for (size_t i = 0; i < OPENID_END_FIELDS; i++) {
		const char *value = form_text(form, openid_end_fields[i].name);

		if (value[0] != '\0')
			wire_put_text(out, questions[i], value);
	}
}

static void
put_sure(const struct form *form, struct wire_out *out)
{
	put(form, out);
	wire_put_number(out, F_WANTED, 1);
}

static void
take_leave(struct visit *visit, const struct form *form, openid_put *how)
{
	struct errand *errand = openid_ask(visit, OP_OPENID_END, how, form);

	if (errand->rc != RC_OK)
		openid_refuse(visit, errand);
	else if (errand_reason_is(errand, "openid_end_ask"))
		ask_person(visit, form, errand);
	else
		end(visit, errand);
	errand_free(errand);
}

void
openid_end(struct visit *visit)
{
	take_leave(visit, &visit->query, put);
}

void
openid_end_sure(struct visit *visit)
{
	take_leave(visit, &visit->form, put_sure);
}

/* Our cookies come along with an address only. */
void
openid_end_post(struct visit *visit)
{
	char address[HTTP_TARGET_MAX + 1];
	bool fits = text_copy(address, sizeof(address), "/openid/end_session");

	for (size_t i = 0; i < OPENID_END_FIELDS && fits; i++) {
		const char *name = openid_end_fields[i].name;

		if (form_has(&visit->form, name))
			fits = address_add(address, sizeof(address), name,
			    form_text(&visit->form, name));
	}
	if (fits)
		http_redirect(visit->answer, address);
	else
		screen_refuse(visit, 414, "");
}
