#include "entrance.h"

#include "board.h"
#include "front.h"
#include "guest.h"
#include "hurdle.h"
#include "screen.h"

#include <string.h>

/* A path of ours, nothing a browser could read as another site. */
static const char *
next_of(const char *next)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-_/";

	return next[0] == '/' && next[1] != '/' &&
		next[strspn(next, allowed)] == '\0'
	    ? next
	    : "/";
}

static void
show_sign_in(struct visit *visit, const char *said)
{
	struct view *view = screen_new(visit, PHRASE("Sign in"));
	const char *next = form_has(&visit->form, "next")
	    ? form_text(&visit->form, "next")
	    : form_text(&visit->query, "next");

	screen_typed(visit, view);
	screen_token(visit, view, "/sign-in");
	view_text(view, "next", next_of(next));
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
	if (guest_is_signed_in(visit))
		http_redirect(visit->answer, "/");
	else
		show_sign_in(visit, NULL);
}

void
entrance_sign_in(struct visit *visit)
{
	struct errand *errand;
	const char *said;

	if (!hurdle_pass(visit, "sign-in", &said)) {
		visit->answer->status = said[0] != '\0' ? 403 : 200;
		show_sign_in(visit, said);
		return;
	}
	errand = errand_new(visit, OP_SIGN_IN);
	errand_put(errand, F_ACCOUNT, form_text(&visit->form, "account"));
	errand_put(errand, F_PASSWORD, form_text(&visit->form, "password"));
	if (errand_ask(errand) == RC_OK) {
		guest_set_session(visit, errand_text(errand, F_SESSION));
		route_renew(visit);
		http_redirect(visit->answer,
		    wire_has(&errand->in, F_MUST_CHANGE)
			? "/password"
			: next_of(form_text(&visit->form, "next")));
	} else {
		visit->answer->status = errand_status(errand->rc);
		show_sign_in(visit, errand->said);
	}
	errand_free(errand);
}

/* Of this browser alone: its cookie is forgotten. */
void
entrance_sign_out(struct visit *visit)
{
	guest_set_session(visit, "");
	route_renew(visit);
	http_redirect(visit->answer, "/sign-in?ended=1");
}
