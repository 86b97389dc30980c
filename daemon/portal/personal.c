#include "personal.h"

#include "front/errand.h"
#include "forgot.h"
#include "guest.h"
#include "onward.h"
#include "front/screen.h"

#include <string.h>

/* What the entry says, in the order it is shown. */
static const struct {
	enum field field;
	const char *name;
} lines[] = {
    {F_NAME, PHRASE("Name")},
    {F_ACCOUNT, PHRASE("Account")},
    {F_SCHOOL_NAME, PHRASE("School")},
    {F_UNIT, PHRASE("Unit")},
    {F_KIND, PHRASE("Kind of post")},
    {F_ADMIN_POST, PHRASE("Administrative post")},
    {F_POSTED_FROM, PHRASE("Posted from")},
    {F_POSTED_UNTIL, PHRASE("Posted until")},
    {F_HIRED_ON, PHRASE("Hired on")},
    {F_MAIL, PHRASE("Mail address")},
    {F_MAIL_RECOVERY, PHRASE("Recovery address")},
    {F_OPENID, PHRASE("OpenID")},
};

/* Staff kinds in words. */
static const struct {
	const char *kind, *name;
} kinds[] = {
    {"TEACHER", PHRASE("Teacher")},
    {"CIVIL", PHRASE("Civil servant")},
    {"SUB", PHRASE("Substitute teacher")},
    {"LSA", PHRASE("Employee under the Labor Standards Act")},
    {"COVER", PHRASE("Cover teacher")},
};

static const char *
value_of(const struct visit *visit, enum field field)
{
	const char *value = guest_text(visit, field);

	for (size_t i = 0;
	     field == F_KIND && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].kind, value) == 0)
			return phrase(visit->lang, kinds[i].name);
	return value;
}

static struct view *
new_page(struct visit *visit, const char *title)
{
	struct view *view = screen_new(visit, title);

	screen_crumb(visit, view, "/me", PHRASE("Personal data"));
	return view;
}

/* The page with one sentence that went well. */
static void
show_me(struct visit *visit, const char *said)
{
	struct view *view = screen_new(visit, PHRASE("Personal data"));

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const char *value = value_of(visit, lines[i].field);
		struct view *line;

		if (value[0] == '\0')
			continue;
		line = view_row(view, "lines");
		view_text(line, "name", phrase(visit->lang, lines[i].name));
		view_text(line, "value", value);
	}
	view_text(view, "said", said);
	screen_token(visit, view, "/me/sign-out-all");
	screen_show(visit, view, "me");
}

void
personal_show(struct visit *visit)
{
	const char *said = NULL;

	if (form_has(&visit->query, "done"))
		said = phrase(visit->lang, PHRASE("Done."));
	show_me(visit, said);
}

void
personal_sign_out_all(struct visit *visit)
{
	struct errand *errand = errand_new(visit, OP_SIGN_OUT_ALL);

	if (errand_ask(errand) == RC_OK) {
		front_set_session(visit, errand_text(errand, F_SESSION));
		http_redirect(visit->answer, "/me?done=1");
	} else {
		screen_say(visit, errand_status(errand->rc), errand->said);
	}
	errand_free(errand);
}

static void
show_password(struct visit *visit, const char *next, const struct errand *asked,
    const char *said)
{
	struct view *view = new_page(visit, PHRASE("Change your password"));

	screen_token(visit, view, "/password");
	screen_typed(visit, view);
	onward_add(visit, view, next, asked);
	forgot_rules(visit, view);
	view_flag(view, "must_change",
	    guest_must_change(visit) || onward_is_request(next));
	if (said != NULL)
		screen_complain(view, said);
	screen_show(visit, view, "password");
}

void
personal_password_form(struct visit *visit)
{
	char next[ONWARD_SIZE];

	onward_get(visit, next);
	show_password(visit, next, NULL, NULL);
}

void
personal_password_for(
    struct visit *visit, const char *next, const struct errand *asked)
{
	show_password(visit, next, asked, NULL);
}

void
personal_password(struct visit *visit)
{
	const char *differ = forgot_differ(visit);
	struct errand *errand;
	char next[ONWARD_SIZE];

	onward_get(visit, next);
	if (differ != NULL) {
		visit->answer->status = 400;
		show_password(visit, next, NULL, differ);
		return;
	}
	errand = errand_new(visit, OP_CHANGE);
	errand_put(errand, F_PASSWORD_OLD, form_text(&visit->form, "old"));
	errand_put(errand, F_PASSWORD, form_text(&visit->form, "password"));
	if (errand_ask(errand) == RC_OK) {
		front_set_session(visit, errand_text(errand, F_SESSION));
		http_redirect(visit->answer,
		    onward_is_request(next) ? next : "/me?done=1");
	} else {
		visit->answer->status = errand_status(errand->rc);
		show_password(visit, next, NULL, errand->said);
	}
	errand_free(errand);
}

static void
show_mail(struct visit *visit, const char *said)
{
	struct view *view = new_page(visit, PHRASE("Change a mail address"));

	view_text(view, "mail_now", guest_text(visit, F_MAIL));
	view_text(view, "recovery_now", guest_text(visit, F_MAIL_RECOVERY));
	screen_typed(visit, view);
	view_flag(view, "is_recovery",
	    strcmp(form_text(&visit->form, "kind"), "recovery") == 0);
	screen_token(visit, view_part(view, "drop"), "/me/mail/drop");
	screen_token(visit, view, "/me/mail");
	if (said != NULL)
		screen_complain(view, said);
	screen_show(visit, view, "mail");
}

void
personal_mail_form(struct visit *visit)
{
	show_mail(visit, NULL);
}

/* `said` when the letter is on its way, `complaint` when the code is wrong. */
static void
show_confirm_page(struct visit *visit, const char *said, const char *complaint)
{
	struct view *view = new_page(visit, PHRASE("Confirm the mail address"));

	view_text(view, "said", said);
	screen_typed(visit, view);
	view_flag(view, "is_recovery",
	    strcmp(form_text(&visit->form, "kind"), "recovery") == 0);
	screen_token(visit, view, "/me/mail/confirm");
	if (complaint != NULL)
		screen_complain(view, complaint);
	screen_show(visit, view, "confirm");
}

static void
show_confirm(struct visit *visit, const char *complaint)
{
	show_confirm_page(visit, NULL, complaint);
}

void
personal_confirm_form(struct visit *visit)
{
	show_confirm(visit, NULL);
}

/* The fields that all three questions about an address may carry. */
static struct errand *
mail_errand(struct visit *visit, enum op op)
{
	struct errand *errand = errand_new(visit, op);

	errand_put(errand, F_MAIL, form_text(&visit->form, "mail"));
	errand_put(errand, F_KIND, form_text(&visit->form, "kind"));
	errand_put(errand, F_CODE, form_text(&visit->form, "code"));
	errand_put(errand, F_PASSWORD, form_text(&visit->form, "password"));
	return errand;
}

/* Back to the data when it went well, else to the form that asked. */
static void
end_mail(struct visit *visit, struct errand *errand,
    void (*show)(struct visit *visit, const char *said))
{
	if (errand_ask(errand) == RC_OK) {
		http_redirect(visit->answer, "/me?done=1");
	} else {
		visit->answer->status = errand_status(errand->rc);
		show(visit, errand->said);
	}
	errand_free(errand);
}

void
personal_mail(struct visit *visit)
{
	struct errand *errand = mail_errand(visit, OP_MAIL_CHANGE);

	if (errand_ask(errand) == RC_OK) {
		show_confirm_page(visit, errand->said, NULL);
	} else {
		visit->answer->status = errand_status(errand->rc);
		show_mail(visit, errand->said);
	}
	errand_free(errand);
}

void
personal_confirm(struct visit *visit)
{
	end_mail(visit, mail_errand(visit, OP_MAIL_CONFIRM), show_confirm);
}

void
personal_drop(struct visit *visit)
{
	end_mail(visit, mail_errand(visit, OP_MAIL_DROP), show_mail);
}
