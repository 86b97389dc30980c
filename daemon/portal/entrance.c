#include "entrance.h"

#include "board.h"
#include "lobby.h"
#include "guest.h"
#include "hurdle.h"
#include "onward.h"
#include "front/screen.h"

static void
show_sign_in(struct visit *visit, const char *next, const struct errand *asked,
    const char *said)
{
	struct view *view = screen_new(visit, PHRASE("Sign in"));

	if (asked != NULL)
		view_text(view, "account", errand_text(asked, F_ACCOUNT));
	screen_typed(visit, view);
	screen_token(visit, view, "/sign-in");
	onward_add(visit, view, next, asked);
	board_add(visit, view);
	hurdle_add(visit, view, "sign-in");
	view_flag(view, "ended", form_has(&visit->query, "ended"));
	if (said != NULL)
		screen_complain(view, said);
	screen_show(visit, view, "sign_in");
}

void
entrance_sign_in_form(struct visit *visit)
{
	char next[ONWARD_SIZE];

	onward_get(visit, next);
	if (guest_is_signed_in(visit))
		http_redirect(visit->answer, next);
	else
		show_sign_in(visit, next, NULL, NULL);
}

void
entrance_sign_in_for(
    struct visit *visit, const char *next, const struct errand *asked)
{
	show_sign_in(visit, next, asked, NULL);
}

void
entrance_sign_in(struct visit *visit)
{
	struct errand *errand;
	const char *said;
	char next[ONWARD_SIZE];

	onward_get(visit, next);
	if (!hurdle_pass(visit, "sign-in", &said)) {
		visit->answer->status = said[0] != '\0' ? 403 : 200;
		show_sign_in(visit, next, NULL, said);
		return;
	}
	errand = errand_new(visit, OP_SIGN_IN);
	errand_put(errand, F_ACCOUNT, form_text(&visit->form, "account"));
	errand_put(errand, F_PASSWORD, form_text(&visit->form, "password"));
	if (errand_ask(errand) == RC_OK) {
		front_set_session(visit, errand_text(errand, F_SESSION));
		route_renew(visit);
		http_redirect(visit->answer,
		    wire_has(&errand->in, F_MUST_CHANGE) &&
			    !onward_is_request(next)
			? "/password"
			: next);
	} else {
		visit->answer->status = errand_status(errand->rc);
		show_sign_in(visit, next, NULL, errand->said);
	}
	errand_free(errand);
}

/* Of this browser alone: its cookie is forgotten. */
void
entrance_sign_out(struct visit *visit)
{
	front_set_session(visit, "");
	route_renew(visit);
	http_redirect(visit->answer, "/sign-in?ended=1");
}
