#include "events.h"

#include "front/errand.h"
#include "front/list.h"
#include "front/screen.h"
#include "web/dateline.h"

#include <string.h>

static const struct {
	const char *action, *words;
} words[] = {
    {"sign_in", PHRASE("Signed in")},
    {"sign_on", PHRASE("Signed on to a service")},
    {"sign_out", PHRASE("Signed out everywhere")},
    {"sign_out_all", PHRASE("Signed out everywhere else")},
    {"redeem", PHRASE("Password set with a check code")},
    {"change", PHRASE("Password changed")},
    {"mail_change", PHRASE("Change of mail address asked for")},
    {"mail_confirm", PHRASE("Mail address changed")},
    {"mail_drop", PHRASE("Recovery address removed")},
    {"person_put", PHRASE("Data entered by personnel")},
    {"person_mail", PHRASE("Mail address changed by personnel")},
    {"person_suspend", PHRASE("Account suspended")},
    {"person_restore", PHRASE("Account restored")},
    {"person_leave", PHRASE("Marked as having left")},
    {"person_release", PHRASE("Released by the school")},
    {"person_take_in", PHRASE("Taken in by the school")},
    {"person_rename", PHRASE("Account renamed")},
    {"code_show", PHRASE("Check code shown to personnel")},
    {"code_issue", PHRASE("Check code issued by personnel")},
    {"role_put", PHRASE("Role given or taken")},
};

static const char *
in_words(enum phrase_lang lang, const char *action)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].action, action) == 0)
			return phrase(lang, words[i].words);
	return action;
}

static const struct list events = {PHRASE("What happened to your account"),
    {{PHRASE("Time"), "time", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("What"), "what", LIST_HEAD, "refused", NULL, NULL},
	{PHRASE("By whom, or from where"), "who", LIST_TEXT, NULL, NULL, NULL}},
    {{0}}};

static void
add_row(
    const struct visit *visit, struct view *event, const struct wire_in *row)
{
	const char *action = wire_text(row, F_ACTION);
	const char *result = wire_text(row, F_RESULT);
	char moment[DATELINE_SIZE];

	view_text(event, "time",
	    dateline_moment(moment, wire_number(row, F_TIME, 0)));
	view_text(
	    event, "what", in_words(visit->lang, action != NULL ? action : ""));
	view_text(event, "who", wire_text(row, F_ACTOR));
	if (result != NULL && strcmp(result, "done") != 0)
		view_text(
		    event, "refused", phrase(visit->lang, PHRASE("refused")));
	list_lay(visit, event, &events);
}

void
events_show(struct visit *visit)
{
	struct errand *errand = errand_new(visit, OP_EVENT_LIST);
	struct view *view, *part;

	if (errand_ask(errand) != RC_OK) {
		screen_say(visit, errand_status(errand->rc), errand->said);
		errand_free(errand);
		return;
	}
	view = screen_new(visit, PHRASE("What happened to your account"));
	screen_crumb(visit, view, "/me", PHRASE("Personal data"));
	part = list_add(visit, view, &events);
	for (size_t i = 0; i < errand->in.row_count; i++) {
		struct wire_in row;

		wire_row(&errand->in, i, &row);
		add_row(visit, list_row(part), &row);
	}
	screen_show(visit, view, "events");
	errand_free(errand);
}
