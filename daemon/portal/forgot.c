#include "forgot.h"

#include "front/errand.h"
#include "hurdle.h"
#include "front/screen.h"

#include <string.h>

void
forgot_rules(struct visit *visit, struct view *view)
{
	struct errand *errand = errand_new(visit, OP_RULES);
	const char *line;
	size_t len;

	errand->deadline_ms = ERRAND_EXTRA_MS;
	(void)errand_ask(errand);
	for (line = errand->said; *line != '\0'; line += len) {
		line += strspn(line, "\n");
		len = strcspn(line, "\n");
		if (errand->rc == RC_OK && len > 0)
			view_print(view_row(view, "rules"), "rule", "%.*s",
			    (int)len, line);
	}
	errand_free(errand);
}

const char *
forgot_differ(const struct visit *visit)
{
	return strcmp(form_text(&visit->form, "password"),
		   form_text(&visit->form, "again")) == 0
	    ? NULL
	    : phrase(visit->lang,
		  PHRASE("The two new passwords are not the same. Please type "
			 "both again."));
}

static void
show_forgot(struct visit *visit, const char *said)
{
	struct view *view = screen_new(visit, PHRASE("Forgotten password"));

	screen_typed(visit, view);
	screen_token(visit, view, "/forgot");
	hurdle_add(visit, view, "forgot");
	if (said != NULL)
		screen_complain(view, said);
	screen_show(visit, view, "forgot");
}

void
forgot_form(struct visit *visit)
{
	show_forgot(visit, NULL);
}

/* The letter is on its way: what to do next. */
static void
show_sent(struct visit *visit, const char *said)
{
	struct view *view = screen_new(visit, PHRASE("Letter sent"));

	screen_crumb(visit, view, "/forgot", PHRASE("Forgotten password"));
	view_text(view, "said", said);
	screen_show(visit, view, "sent");
}

void
forgot_send(struct visit *visit)
{
	struct errand *errand;
	const char *said;

	if (!hurdle_pass(visit, "forgot", &said)) {
		visit->answer->status = said[0] != '\0' ? 403 : 200;
		show_forgot(visit, said);
		return;
	}
	errand = errand_new(visit, OP_FORGOT);
	errand_put(
	    errand, F_NATIONAL_ID, form_text(&visit->form, "national_id"));
	errand_put(errand, F_MAIL, form_text(&visit->form, "mail"));
	if (errand_ask(errand) == RC_OK) {
		show_sent(visit, errand->said);
	} else {
		visit->answer->status = errand_status(errand->rc);
		show_forgot(visit, errand->said);
	}
	errand_free(errand);
}

static void
show_code(struct visit *visit, const char *said)
{
	struct view *view = screen_new(visit, PHRASE("Set your password"));

	screen_crumb(visit, view, "/forgot", PHRASE("Forgotten password"));
	screen_typed(visit, view);
	screen_token(visit, view, "/code");
	forgot_rules(visit, view);
	if (said != NULL)
		screen_complain(view, said);
	screen_show(visit, view, "code");
}

void
forgot_code_form(struct visit *visit)
{
	show_code(visit, NULL);
}

static void
show_done(struct visit *visit, const char *account)
{
	struct view *view = screen_new(visit, PHRASE("Your password is set"));

	view_text(view, "account", account);
	screen_show(visit, view, "code_done");
}

void
forgot_code_redeem(struct visit *visit)
{
	const char *differ = forgot_differ(visit);
	struct errand *errand;

	if (differ != NULL) {
		visit->answer->status = 400;
		show_code(visit, differ);
		return;
	}
	errand = errand_new(visit, OP_REDEEM);
	errand_put(
	    errand, F_NATIONAL_ID, form_text(&visit->form, "national_id"));
	errand_put(errand, F_CODE, form_text(&visit->form, "code"));
	errand_put(errand, F_PASSWORD, form_text(&visit->form, "password"));
	if (errand_ask(errand) == RC_OK) {
		show_done(visit, errand_text(errand, F_ACCOUNT));
	} else {
		visit->answer->status = errand_status(errand->rc);
		show_code(visit, errand->said);
	}
	errand_free(errand);
}
