#include "personnel.h"

#include "base/almanac.h"
#include "base/clock.h"
#include "portal_captions.h"
#include "front/clerk.h"
#include "guest.h"
#include "inputs.h"
#include "front/list.h"
#include "schools.h"
#include "front/screen.h"

#include <string.h>

/* The information officer has some of them. */
void
personnel_tabs(struct visit *visit, struct view *view)
{
	static const struct {
		const char *path, *name;
		bool is_desk;
	} tabs[] = {
	    {"/staff", PHRASE("People"), false},
	    {"/staff/add", PHRASE("Add a person"), true},
	    {"/staff/import", PHRASE("Import a roster"), true},
	    {"/staff/take-in", PHRASE("Take in from another school"), true},
	    {"/staff/mail", PHRASE("Letters"), false},
	    {"/staff/audit", PHRASE("Who did what"), true},
	};

	for (size_t i = 0; i < sizeof(tabs) / sizeof(tabs[0]); i++) {
		struct view *tab;

		if (tabs[i].is_desk &&
		    !guest_has_role(visit, NEEDS_PERSONNEL | NEEDS_IT))
			continue;
		tab = view_row(view, "tabs");
		view_text(tab, "href", tabs[i].path);
		view_text(tab, "name", phrase(visit->lang, tabs[i].name));
		view_flag(tab, "is_here",
		    strcmp(visit->request->path, tabs[i].path) == 0);
	}
}

static void
add_crumb(struct visit *visit, struct view *view)
{
	screen_crumb(visit, view, "/staff", PHRASE("Personnel desk"));
}

/* ------------------------------------------------------------------ lists */

/* A page with a list; what it may be asked for stands in its address. */
struct desk_list {
	const char *page;
	const char *const *names;
	struct list lines;
};

static const char *const person_names[] = {
    "name", "school", "state", "letter_state", NULL};
static const char *const mail_names[] = {"school", "letter_state", NULL};
static const char *const audit_names[] = {"account", "school", "from", NULL};

static const struct desk_list people = {"personnel", person_names,
    {PHRASE("People"),
	{{PHRASE("Name"), "name", LIST_HEAD, NULL, "/staff/person", "account"},
	    {PHRASE("Account"), "account", LIST_TEXT, NULL, NULL, NULL},
	    {PHRASE("Unit"), "unit", LIST_TEXT, "school", NULL, NULL},
	    {PHRASE("State"), "state", LIST_STATE, NULL, NULL, NULL},
	    {PHRASE("Mail address"), "mail", LIST_LONG, NULL, NULL, NULL},
	    {PHRASE("Last letter"), "letter_state", LIST_STATE, "detail", NULL,
		NULL}},
	{{0}}}};
static const struct desk_list letters = {"personnel_mail", mail_names,
    {PHRASE("Last letters with a check code"),
	{{PHRASE("Account"), "account", LIST_HEAD, NULL, "/staff/person",
	     "account"},
	    {PHRASE("Mail address"), "mail", LIST_LONG, NULL, NULL, NULL},
	    {PHRASE("Last letter"), "letter_state", LIST_STATE, NULL, NULL,
		NULL},
	    {PHRASE("Why"), "detail", LIST_LONG, NULL, NULL, NULL},
	    {PHRASE("Promised"), "time", LIST_TEXT, NULL, NULL, NULL}},
	{{0}}}};
static const struct desk_list acts = {"personnel_audit", audit_names,
    {PHRASE("Who did what"),
	{{PHRASE("When"), "time", LIST_TEXT, NULL, NULL, NULL},
	    {PHRASE("What"), "action", LIST_HEAD, NULL, NULL, NULL},
	    {PHRASE("Who"), "actor", LIST_TEXT, NULL, NULL, NULL},
	    {PHRASE("To whom"), "target", LIST_TEXT, NULL, NULL, NULL},
	    {PHRASE("Reason"), "why", LIST_LONG, NULL, NULL, NULL},
	    {PHRASE("Result"), "result", LIST_WORD, NULL, NULL, NULL}},
	{{0}}}};

/* Asks for a list and shows it; the next page keeps the question. */
static void
show_list(struct visit *visit, struct view *view, const struct desk_list *at,
    struct errand *list)
{
	if (clerk_ask(list) == RC_OK) {
		list_show(visit, view, &at->lines, list);
		clerk_next(view, list, visit->request->path, at->names);
	} else {
		clerk_complain(list, view);
	}
	errand_free(list);
	personnel_tabs(visit, view);
	schools_ask(visit, view, clerk_value(visit, "school"), false);
	view_flag(view, "done", form_has(&visit->query, "done"));
	screen_show(visit, view, at->page);
}

static struct errand *
list_new(struct visit *visit, enum op op)
{
	struct errand *list = errand_new(visit, op);

	clerk_fill(list, false);
	return list;
}

/* What was asked for, in the form that asks. */
static struct view *
ask_again(struct visit *visit, struct view *view, const char *const *names)
{
	struct view *form = view_part(view, "form");

	for (; *names != NULL; names++)
		view_text(form, *names, clerk_value(visit, *names));
	return form;
}

/* By national ID the form is sent with POST: it stands in no address. */
void
personnel_list(struct visit *visit)
{
	struct view *view = screen_new(visit, PHRASE("Personnel desk"));

	(void)ask_again(visit, view, people.names);
	screen_token(visit, view, "/staff");
	caption_options(view, "states", CAPTION_STATE, visit->lang,
	    clerk_value(visit, "state"));
	caption_options(view, "letter_states", CAPTION_LETTER, visit->lang,
	    clerk_value(visit, "letter_state"));
	show_list(visit, view, &people, list_new(visit, OP_PERSON_LIST));
}

void
personnel_mail(struct visit *visit)
{
	struct view *view = screen_new(visit, PHRASE("Letters"));

	add_crumb(visit, view);
	(void)ask_again(visit, view, letters.names);
	caption_options(view, "letter_states", CAPTION_LETTER, visit->lang,
	    clerk_value(visit, "letter_state"));
	show_list(visit, view, &letters, list_new(visit, OP_MAIL_LIST));
}

/* Of the last two weeks, unless another day is asked for. */
void
personnel_audit(struct visit *visit)
{
	enum { DAYS = 14 };
	struct view *view = screen_new(visit, PHRASE("Who did what"));
	struct errand *list = list_new(visit, OP_AUDIT_LIST);
	char from[ALMANAC_TEXT_SIZE];
	struct view *form;

	add_crumb(visit, view);
	clerk_put(list, F_STATE, "newest");
	form = ask_again(visit, view, acts.names);
	if (!form_has(&visit->query, "from")) {
		(void)almanac_print(almanac_today(clock_now_s()) - DAYS, from);
		clerk_put(list, F_FROM, from);
		view_text(form, "from", from);
	}
	show_list(visit, view, &acts, list);
}

/* -------------------------------------------------------------- one person */

/* What a button of the page does. */
static const struct deed {
	const char *word;
	enum op op;
	bool shows_code;
	bool ends_here; /* the person is seen no more */
} deeds[] = {
    {"mail", OP_PERSON_MAIL, false, false},
    {"rename", OP_PERSON_RENAME, false, false},
    {"release", OP_PERSON_RELEASE, false, true},
    {"leave", OP_PERSON_LEAVE, false, false},
    {"suspend", OP_PERSON_SUSPEND, false, false},
    {"restore", OP_PERSON_RESTORE, false, false},
    {"show", OP_CODE_SHOW, true, false},
    {"issue", OP_CODE_ISSUE, true, false},
};

static const struct deed *
deed_find(const char *word)
{
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strcmp(deeds[i].word, word) == 0)
			return &deeds[i];
	return NULL;
}

/* What can be done with somebody in that state, by that reader. */
static void
add_deeds(const struct visit *visit, struct view *view, const char *state)
{
	bool is_it = guest_has_role(visit, NEEDS_IT);
	bool is_desk = is_it || guest_has_role(visit, NEEDS_PERSONNEL);

	view_flag(view, "is_desk", is_desk);
	view_flag(view, "may_rename", is_desk && strcmp(state, "new") == 0);
	view_flag(view, "may_have_code",
	    is_desk &&
		(strcmp(state, "new") == 0 || strcmp(state, "active") == 0));
	view_flag(view, "may_leave", is_desk && strcmp(state, "left") != 0);
	view_flag(view, "may_suspend",
	    is_it &&
		(strcmp(state, "new") == 0 || strcmp(state, "active") == 0));
	view_flag(
	    view, "may_restore", is_it && strcmp(state, "suspended") == 0);
}

/* `acted`: what a button did, or NULL. Only a code is shown from it. */
static void
show_person(struct visit *visit, const struct errand *acted)
{
	const char *account = clerk_value(visit, "account");
	struct errand *load = errand_new(visit, OP_PERSON_LOAD);
	struct view *view, *form;

	clerk_put(load, F_ACCOUNT, account);
	if (errand_ask(load) != RC_OK) {
		screen_say(visit, errand_status(load->rc), load->said);
		errand_free(load);
		return;
	}
	view = screen_new(visit, PHRASE("One person"));
	add_crumb(visit, view);
	screen_title_of(view, errand_text(load, F_NAME));
	clerk_show(visit, view_part(view, "person"), &load->in);
	add_deeds(visit, view, errand_text(load, F_STATE));
	form = view_part(view, "form");
	view_text(form, "mail", errand_text(load, F_MAIL));
	clerk_typed(visit, view, form);
	view_text(form, "account", account);
	screen_token(visit, view, "/staff/person");
	view_flag(view, "done", form_has(&visit->query, "done"));
	clerk_outcome(visit, view, "shown", acted);
	screen_show(visit, view, "person");
	errand_free(load);
}

void
personnel_person(struct visit *visit)
{
	show_person(visit, NULL);
}

void
personnel_act(struct visit *visit)
{
	const struct deed *deed = deed_find(form_text(&visit->form, "act"));
	const char *account = form_text(&visit->form, "account");
	struct errand *errand;

	if (deed == NULL) {
		screen_refuse(visit, 400, "act");
		return;
	}
	errand = errand_new(visit, deed->op);
	clerk_fill(errand, false);
	if (clerk_ask(errand) != RC_OK || deed->shows_code)
		show_person(visit, errand);
	else if (deed->ends_here)
		clerk_back(visit, "/staff", "", "");
	else
		clerk_back(visit, "/staff/person", "account",
		    wire_has(&errand->in, F_ACCOUNT)
			? errand_text(errand, F_ACCOUNT)
			: account);
	errand_free(errand);
}

/* -------------------------------------------- somebody new, or particulars */

#define ID_INPUT                                                              \
	{                                                                     \
		F_NATIONAL_ID, PHRASE("National ID"), INPUT_ID, true, NULL, 0 \
	}
#define NAME_INPUT                                                \
	{                                                         \
		F_NAME, PHRASE("Name"), INPUT_TEXT, true, NULL, 0 \
	}
#define MAIL_INPUT                                                         \
	{                                                                  \
		F_MAIL, PHRASE("Mail address"), INPUT_MAIL, false, NULL, 0 \
	}
#define INPUTS_END                              \
	{                                       \
		F_NONE, NULL, 0, false, NULL, 0 \
	}

static const struct input newcomer_inputs[] = {ID_INPUT, NAME_INPUT,
    {F_NAME_EN, PHRASE("Name in Latin letters"), INPUT_TEXT, false,
	PHRASE("An account name is proposed from it, else from the mail "
	       "address."),
	0},
    MAIL_INPUT,
    {F_ACCOUNT, PHRASE("Account"), INPUT_NAME, false,
	PHRASE("Leave it empty to have one proposed."), 0},
    INPUTS_END};
static const struct input known_inputs[] = {NAME_INPUT, INPUTS_END};
static const struct input arriving_inputs[] = {
    ID_INPUT, MAIL_INPUT, INPUTS_END};
static const struct input posting_inputs[] = {
    {F_SCHOOL, PHRASE("School"), INPUT_SCHOOL, true, NULL, 0},
    {F_UNIT, PHRASE("Unit"), INPUT_UNIT, false, NULL, 0},
    {F_KIND, PHRASE("Kind of post"), INPUT_CHOICE, false, NULL, CAPTION_STAFF},
    {F_ADMIN_POST, PHRASE("Administrative post"), INPUT_TEXT, false, NULL, 0},
    {F_SCHEDULE, PHRASE("Working hours"), INPUT_CHOICE, false, NULL,
	CAPTION_SCHEDULE},
    {F_POSTED_FROM, PHRASE("Posted from"), INPUT_DAY, false,
	PHRASE("Days may be written as 2026-08-01 or 115/8/1."), 0},
    {F_POSTED_UNTIL, PHRASE("Posted until"), INPUT_DAY, false, NULL, 0},
    {F_HIRED_ON, PHRASE("Hired on"), INPUT_DAY, false, NULL, 0}, INPUTS_END};
static const struct input insisting_inputs[] = {
    {F_WHY, PHRASE("Reason"), INPUT_TEXT, false,
	PHRASE("Only when the check digit of the national ID is wrong and the "
	       "number is right all the same."),
	0},
    INPUTS_END};
static const struct input reason_inputs[] = {
    {F_WHY, PHRASE("Reason"), INPUT_TEXT, false, NULL, 0}, INPUTS_END};

/* The three pages with a person's particulars. */
struct particulars {
	const char *title, *path, *hint, *button;
	enum op op;
	bool is_edit; /* blanks take a value away */
	bool may_plan;
	const struct input *who, *why; /* before and after the posting */
};

static const struct particulars adding = {PHRASE("Add a person"), "/staff/add",
    NULL, PHRASE("Save"), OP_PERSON_PUT, false, true, newcomer_inputs,
    insisting_inputs};
static const struct particulars editing = {PHRASE("Change particulars"),
    "/staff/edit", NULL, PHRASE("Save"), OP_PERSON_PUT, true, true,
    known_inputs, reason_inputs};
static const struct particulars taking_in = {
    PHRASE("Take in from another school"), "/staff/take-in",
    PHRASE("Their old school must have released them. They keep their account "
	   "and claim it anew with a check code."),
    PHRASE("Take in"), OP_PERSON_TAKE_IN, false, false, arriving_inputs,
    reason_inputs};

/* The form; `known` is the answer with what the directory has, or NULL. */
static void
show_form(struct visit *visit, const struct particulars *at,
    const struct errand *known, const struct errand *planned)
{
	struct view *view = screen_new(visit, at->title);
	struct view *form = view_part(view, "form");
	char changed[FIELD_TEXT_MAX];

	add_crumb(visit, view);
	personnel_tabs(visit, view);
	view_text(form, "school", guest_text(visit, F_SCHOOL));
	if (known != NULL)
		clerk_show(visit, form, &known->in);
	clerk_typed(visit, view, form);
	inputs_add(visit, view, "", form, at->who);
	inputs_add(visit, view, "", form, posting_inputs);
	inputs_add(visit, view, "", form, at->why);
	screen_token(visit, view, at->path);
	view_text(view, "action", at->path);
	view_text(view, "intro",
	    at->hint != NULL ? phrase(visit->lang, at->hint) : "");
	view_text(view, "button", phrase(visit->lang, at->button));
	view_flag(view, "is_edit", at->is_edit);
	view_flag(view, "may_plan", at->may_plan);
	view_text(form, "account", clerk_value(visit, "account"));
	if (at->is_edit)
		screen_title_of(view, clerk_value(visit, "account"));
	if (planned != NULL && planned->rc == RC_OK)
		view_text(view, "changed",
		    caption_list(changed, sizeof(changed), visit->lang,
			F_DETAIL, errand_text(planned, F_DETAIL)));
	clerk_outcome(visit, view, "planned", planned);
	screen_show(visit, view, "particulars");
}

/* Sent by the button that plans, it is shown again with what would happen. */
static void
send_form(struct visit *visit, const struct particulars *at)
{
	struct errand *errand = errand_new(visit, at->op);
	bool is_plan = form_text(&visit->form, "plan")[0] != '\0';

	clerk_fill(errand, at->is_edit);
	if (clerk_ask(errand) != RC_OK || is_plan)
		show_form(visit, at, NULL, errand);
	else
		clerk_back(visit, "/staff/person", "account",
		    errand_text(errand, F_ACCOUNT));
	errand_free(errand);
}

void
personnel_add_form(struct visit *visit)
{
	show_form(visit, &adding, NULL, NULL);
}

void
personnel_add(struct visit *visit)
{
	send_form(visit, &adding);
}

void
personnel_take_in_form(struct visit *visit)
{
	show_form(visit, &taking_in, NULL, NULL);
}

void
personnel_take_in(struct visit *visit)
{
	send_form(visit, &taking_in);
}

/* With what the directory has, unless something was typed. */
void
personnel_edit_form(struct visit *visit)
{
	struct errand *load;

	if (form_has(&visit->form, "account")) {
		show_form(visit, &editing, NULL, NULL);
		return;
	}
	load = errand_new(visit, OP_PERSON_LOAD);
	clerk_fill(load, false);
	if (clerk_ask(load) == RC_OK)
		show_form(visit, &editing, load, NULL);
	else
		screen_say(visit, errand_status(load->rc), load->said);
	errand_free(load);
}

void
personnel_edit(struct visit *visit)
{
	send_form(visit, &editing);
}
