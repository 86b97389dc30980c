#include "itdesk.h"

#include "front/clerk.h"
#include "lobby.h"
#include "inputs.h"
#include "front/list.h"
#include "front/screen.h"

#include <string.h>

enum { DEEDS_MAX = 3, FORMS_MAX = 2 };

#define ENTRY_HINT PHRASE("Small letters, digits, - _ and . only; it stays.")
#define DAY_HINT   PHRASE("Days may be written as 2026-08-01 or 115/8/1.")

static const struct input school_inputs[] = {
    {F_SCHOOL, PHRASE("School code"), INPUT_TEXT, true, NULL, 0},
    {F_NAME, PHRASE("Name shown"), INPUT_TEXT, true, NULL, 0},
    {F_KIND, PHRASE("Kind"), INPUT_CHOICE, false, NULL, CAPTION_SCHOOL},
    {F_NONE, NULL, 0, false, NULL, 0},
};
static const struct input unit_inputs[] = {
    {F_SCHOOL, PHRASE("School"), INPUT_SCHOOL, true, NULL, 0},
    {F_UNIT, PHRASE("Unit"), INPUT_TEXT, true, NULL, 0},
    {F_ACCOUNT, PHRASE("Account of its head"), INPUT_NAME, false, NULL, 0},
    {F_NONE, NULL, 0, false, NULL, 0},
};
static const struct input role_inputs[] = {
    {F_ACCOUNT, PHRASE("Account"), INPUT_NAME, true, NULL, 0},
    {F_ROLE, PHRASE("Role"), INPUT_CHOICE, true, NULL, CAPTION_ROLE},
    {F_SCHOOL, PHRASE("School"), INPUT_SCHOOL, true, NULL, 0},
    {F_NONE, NULL, 0, false, NULL, 0},
};
static const struct input group_inputs[] = {
    {F_GROUP, PHRASE("Group"), INPUT_NAME, true, NULL, 0},
    {F_NAME, PHRASE("Name shown"), INPUT_TEXT, false, NULL, 0},
    {F_NONE, NULL, 0, false, NULL, 0},
};
static const struct input member_inputs[] = {
    {F_GROUP, PHRASE("Group"), INPUT_NAME, true, NULL, 0},
    {F_ACCOUNT, PHRASE("Account"), INPUT_NAME, true, NULL, 0},
    {F_NONE, NULL, 0, false, NULL, 0},
};
static const struct input machine_inputs[] = {
    {F_MACHINE, PHRASE("Machine"), INPUT_NAME, true, NULL, 0},
    {F_SCHOOL, PHRASE("School"), INPUT_SCHOOL, true, NULL, 0},
    {F_NONE, NULL, 0, false, NULL, 0},
};
static const struct input app_inputs[] = {
    {F_APP, PHRASE("Short name"), INPUT_NAME, true, ENTRY_HINT, 0},
    {F_URL, PHRASE("Address"), INPUT_URL, true, NULL, 0},
    {F_NAME, PHRASE("Name shown"), INPUT_TEXT, false, NULL, 0},
    {F_NAME_EN, PHRASE("Name in English"), INPUT_TEXT, false, NULL, 0},
    {F_KIND, PHRASE("Menu"), INPUT_CHOICE, false, NULL, CAPTION_MENU},
    {F_SEQ, PHRASE("Place"), INPUT_NUMBER, false, NULL, 0},
    {F_NONE, NULL, 0, false, NULL, 0},
};
static const struct input notice_inputs[] = {
    {F_NOTICE, PHRASE("Short name"), INPUT_NAME, true, ENTRY_HINT, 0},
    {F_TITLE, PHRASE("Title"), INPUT_TEXT, true, NULL, 0},
    {F_TEXT, PHRASE("Text"), INPUT_LINES, false, NULL, 0},
    {F_TITLE_EN, PHRASE("Title in English"), INPUT_TEXT, false, NULL, 0},
    {F_TEXT_EN, PHRASE("Text in English"), INPUT_LINES, false, NULL, 0},
    {F_FROM, PHRASE("First day"), INPUT_DAY, false, DAY_HINT, 0},
    {F_UNTIL, PHRASE("Last day"), INPUT_DAY, false, DAY_HINT, 0},
    {F_AUDIENCE, PHRASE("For whom"), INPUT_OFFER, false,
	PHRASE("everyone, staff, or a school code; staff when left empty."),
	CAPTION_AUDIENCE},
    {F_NONE, NULL, 0, false, NULL, 0},
};
/* What a list may be cut down to. */
static const struct input within_inputs[] = {
    {F_SCHOOL, PHRASE("School"), INPUT_SCHOOL, false, NULL, 0},
    {F_NONE, NULL, 0, false, NULL, 0},
};
static const struct input within_group[] = {
    {F_GROUP, PHRASE("Group"), INPUT_NAME, false, NULL, 0},
    {F_NONE, NULL, 0, false, NULL, 0},
};

/* What a button asks; `flag` is put with `flag_value`. */
struct desk_deed {
	const char *word;
	enum op op;
	enum field flag;
	const char *flag_value;
	bool is_shown; /* the answer holds what is seen this once */
};

struct desk_form {
	const char *title, *button, *act;
	const char *id; /* what its inputs' names begin with */
	const struct input *inputs;
};

static const struct desk {
	const char *name;
	enum op list;
	enum field key; /* what a row is called by; its form is ?edit=KEY */
	const struct input *within; /* the list is of one, or of all; or NULL */
	enum field flag;            /* of the list */
	const char *flag_value;
	bool may_blank; /* changing a row, a blank takes the value away */
	struct list lines;
	struct desk_deed deeds[DEEDS_MAX];
	struct desk_form forms[FORMS_MAX];
} desks[] = {
    {.name = "schools",
	.list = OP_SCHOOL_LIST,
	.key = F_SCHOOL,
	.lines = {PHRASE("Schools"),
	    {{PHRASE("School code"), "school", LIST_TEXT, NULL, NULL, NULL},
		{PHRASE("Name shown"), "name", LIST_HEAD, NULL, NULL, NULL},
		{PHRASE("Kind"), "kind", LIST_WORD, NULL, NULL, NULL}},
	    {{PHRASE("Change"), "/it/schools#form", "edit", NULL, {"school"}},
		{PHRASE("Units"), "/it/units", NULL, NULL, {"school"}},
		{PHRASE("People"), "/staff", NULL, NULL, {"school"}}}},
	.deeds = {{"put", OP_SCHOOL_PUT, F_NONE, NULL, false}},
	.forms = {{PHRASE("Enter a school, or change one"), PHRASE("Save"),
	    "put", "", school_inputs}}},
    {.name = "units",
	.list = OP_UNIT_LIST,
	.key = F_UNIT,
	.within = within_inputs,
	.lines = {PHRASE("Units"),
	    {{PHRASE("Unit"), "unit", LIST_HEAD, NULL, NULL, NULL},
		{PHRASE("Head"), "account", LIST_TEXT, NULL, NULL, NULL}},
	    {{0}}},
	.deeds = {{"put", OP_UNIT_PUT, F_NONE, NULL, false}},
	.forms = {{PHRASE("Enter a unit, or change its head"), PHRASE("Save"),
	    "put", "", unit_inputs}}},
    {.name = "roles",
	.list = OP_ROLE_LIST,
	.key = F_ACCOUNT,
	.within = within_inputs,
	.lines = {PHRASE("Roles"),
	    {{PHRASE("Account"), "account", LIST_HEAD, NULL, NULL, NULL},
		{PHRASE("Role"), "role", LIST_WORD, NULL, NULL, NULL},
		{PHRASE("School code"), "school", LIST_TEXT, NULL, NULL, NULL}},
	    {{PHRASE("Take the role away"), NULL, NULL, "revoke",
		{"account", "role", "school"}}}},
	.deeds = {{"grant", OP_ROLE_PUT, F_WANTED, "1", false},
	    {"revoke", OP_ROLE_PUT, F_WANTED, "0", false}},
	.forms = {{PHRASE("Give somebody a role"), PHRASE("Give"), "grant", "",
	    role_inputs}}},
    {.name = "groups",
	.list = OP_GROUP_LIST,
	.key = F_GROUP,
	.within = within_group,
	.lines = {PHRASE("Groups"),
	    {{PHRASE("Group"), "group", LIST_HEAD, NULL, "/it/groups", "group"},
		{PHRASE("Name shown"), "name", LIST_TEXT, NULL, NULL, NULL},
		{PHRASE("Member"), "account", LIST_TEXT, NULL, NULL, NULL}},
	    {{PHRASE("Take out"), NULL, NULL, "part", {"account", "group"}}}},
	.deeds = {{"put", OP_GROUP_PUT, F_NONE, NULL, false},
	    {"join", OP_GROUP_MEMBER, F_WANTED, "1", false},
	    {"part", OP_GROUP_MEMBER, F_WANTED, "0", false}},
	.forms = {{PHRASE("Enter a group, or change its name"), PHRASE("Save"),
		      "put", "", group_inputs},
	    {PHRASE("Put somebody into a group"), PHRASE("Put in"), "join",
		"join-", member_inputs}}},
    {.name = "machines",
	.list = OP_MACHINE_LIST,
	.key = F_MACHINE,
	.within = within_inputs,
	.lines = {PHRASE("Lab machines"),
	    {{PHRASE("Machine"), "machine", LIST_HEAD, NULL, NULL, NULL},
		{PHRASE("School code"), "school", LIST_TEXT, NULL, NULL, NULL}},
	    {{PHRASE("Remove"), NULL, NULL, "del", {"machine"}}}},
	.deeds = {{"put", OP_MACHINE_ADD, F_NONE, NULL, true},
	    {"del", OP_MACHINE_DEL, F_NONE, NULL, false}},
	.forms = {{PHRASE("Register a lab machine"), PHRASE("Register"), "put",
	    "", machine_inputs}}},
    {.name = "apps",
	.list = OP_APP_LIST,
	.key = F_APP,
	.may_blank = true,
	.lines = {PHRASE("Links"),
	    {{PHRASE("Name shown"), "name", LIST_HEAD, "app", NULL, NULL},
		{PHRASE("Menu"), "kind", LIST_WORD, NULL, NULL, NULL},
		{PHRASE("Place"), "seq", LIST_TEXT, NULL, NULL, NULL},
		{PHRASE("Address"), "url", LIST_LONG, NULL, NULL, NULL}},
	    {{PHRASE("Change"), "/it/apps#form", "edit", NULL, {"app"}},
		{PHRASE("Remove"), NULL, NULL, "del", {"app"}}}},
	.deeds = {{"put", OP_APP_PUT, F_NONE, NULL, false},
	    {"del", OP_APP_DEL, F_NONE, NULL, false}},
	.forms = {{PHRASE("Enter a link, or change one"), PHRASE("Save"), "put",
	    "", app_inputs}}},
    {.name = "notices",
	.list = OP_NOTICE_LIST,
	.key = F_NOTICE,
	.flag = F_STATE,
	.flag_value = "all",
	.may_blank = true,
	.lines = {PHRASE("Notices"),
	    {{PHRASE("Title"), "title", LIST_HEAD, "notice", NULL, NULL},
		{PHRASE("For whom"), "audience", LIST_WORD, NULL, NULL, NULL},
		{PHRASE("From"), "from", LIST_TEXT, NULL, NULL, NULL},
		{PHRASE("Until"), "until", LIST_TEXT, NULL, NULL, NULL},
		{PHRASE("State"), "state", LIST_WORD, NULL, NULL, NULL}},
	    {{PHRASE("Change"), "/it/notices#form", "edit", NULL, {"notice"}},
		{PHRASE("Take down"), NULL, NULL, "del", {"notice"}}}},
	.deeds = {{"put", OP_NOTICE_PUT, F_NONE, NULL, false},
	    {"del", OP_NOTICE_DEL, F_NONE, NULL, false}},
	.forms = {{PHRASE("Put up a notice, or change one"), PHRASE("Save"),
	    "put", "", notice_inputs}}},
};
enum { DESK_COUNT = sizeof(desks) / sizeof(desks[0]) };

static const struct desk *
desk_of(const struct visit *visit)
{
	for (int i = 0; i < DESK_COUNT; i++)
		if (strcmp(desks[i].name, visit->rest) == 0)
			return &desks[i];
	return NULL;
}

static const struct desk_deed *
deed_of(const struct desk *desk, const char *word)
{
	for (int i = 0; i < DEEDS_MAX && desk->deeds[i].word != NULL; i++)
		if (strcmp(desk->deeds[i].word, word) == 0)
			return &desk->deeds[i];
	return NULL;
}

static enum field
within_field(const struct desk *desk)
{
	return desk->within != NULL ? desk->within[0].field : F_NONE;
}

/* What was asked to be listed; "" is all. */
static const char *
within_of(const struct visit *visit, const struct desk *desk)
{
	return desk->within != NULL
	    ? clerk_value(visit, field_rule(within_field(desk))->name)
	    : "";
}

/* The row that the form is to change comes into the form. */
static void
edit_row(const struct visit *visit, struct view *form, const struct desk *desk,
    const struct errand *list)
{
	const char *edited = form_text(&visit->query, "edit");

	for (size_t i = 0; edited[0] != '\0' && i < list->in.row_count; i++) {
		struct wire_in row;

		wire_row(&list->in, i, &row);
		if (wire_has(&row, desk->key) &&
		    strcmp(wire_text(&row, desk->key), edited) == 0)
			clerk_show(visit, form, &row);
	}
}

/* Without its school a list of units says nothing. */
static bool
can_list(const struct visit *visit, const struct desk *desk)
{
	return !op_needs(desk->list, F_SCHOOL) ||
	    within_of(visit, desk)[0] != '\0';
}

static void
add_list(struct visit *visit, struct view *view, struct view *form,
    const struct desk *desk)
{
	const char *const names[] = {
	    desk->within != NULL ? field_rule(within_field(desk))->name : NULL,
	    NULL};
	struct errand *list = errand_new(visit, desk->list);

	if (desk->within != NULL)
		errand_put(list, within_field(desk), within_of(visit, desk));
	errand_put(list, F_CURSOR, form_text(&visit->query, "cursor"));
	if (desk->flag != F_NONE)
		clerk_put(list, desk->flag, desk->flag_value);
	if (errand_ask(list) == RC_OK) {
		list_show(visit, view, &desk->lines, list);
		clerk_next(view, list, visit->request->path, names);
		edit_row(visit, form, desk, list);
	} else {
		clerk_complain(list, view);
	}
	errand_free(list);
}

static void
add_forms(struct visit *visit, struct view *view, const struct view *form,
    const struct desk *desk)
{
	bool is_edit = desk->may_blank && clerk_value(visit, "edit")[0] != '\0';

	if (desk->within != NULL)
		inputs_add(visit, view_part(view, "search"), "within-", form,
		    desk->within);
	for (int i = 0; i < FORMS_MAX && desk->forms[i].title != NULL; i++) {
		const struct desk_form *one = &desk->forms[i];
		struct view *part = view_row(view, "forms");

		view_print(part, "anchor", "%sform", one->id);
		view_text(part, "title", phrase(visit->lang, one->title));
		view_text(part, "button", phrase(visit->lang, one->button));
		view_text(part, "act", one->act);
		view_flag(part, "is_edit", is_edit);
		inputs_add(visit, part, one->id, form, one->inputs);
	}
}

/* `acted`: what a button did, or NULL. */
static void
show(struct visit *visit, const struct desk *desk, const struct errand *acted)
{
	struct view *view = screen_new(visit, desk->lines.title);
	struct view *form = view_part(view, "form");

	screen_crumb(visit, view, "/it", PHRASE("IT desk"));
	if (can_list(visit, desk))
		add_list(visit, view, form, desk);
	screen_title_of(view, within_of(visit, desk));
	if (within_of(visit, desk)[0] != '\0')
		view_text(form, field_rule(within_field(desk))->name,
		    within_of(visit, desk));
	clerk_typed(visit, view, form);
	add_forms(visit, view, form, desk);
	screen_token(visit, view, visit->request->path);
	view_text(view, "action", visit->request->path);
	view_flag(view, "done", form_has(&visit->query, "done"));
	clerk_outcome(visit, view, "shown", acted);
	screen_show(visit, view, "desk");
}

void
itdesk_home(struct visit *visit)
{
	struct view *view = screen_new(visit, PHRASE("IT desk"));

	for (int i = 0; i < DESK_COUNT; i++) {
		struct view *row = view_row(view, "desks");

		view_print(row, "path", "/it/%s", desks[i].name);
		view_text(
		    row, "title", phrase(visit->lang, desks[i].lines.title));
	}
	screen_show(visit, view, "it_home");
}

void
itdesk_page(struct visit *visit)
{
	const struct desk *desk = desk_of(visit);

	if (desk == NULL)
		screen_refuse(visit, 404, "");
	else
		show(visit, desk, NULL);
}

void
itdesk_act(struct visit *visit)
{
	const struct desk *desk = desk_of(visit);
	const struct desk_deed *deed =
	    desk != NULL ? deed_of(desk, form_text(&visit->form, "act")) : NULL;
	struct errand *errand;

	if (deed == NULL) {
		screen_refuse(visit, desk == NULL ? 404 : 400, "act");
		return;
	}
	errand = errand_new(visit, deed->op);
	clerk_fill(errand, form_text(&visit->form, "edit")[0] != '\0');
	if (deed->flag != F_NONE)
		clerk_put(errand, deed->flag, deed->flag_value);
	if (clerk_ask(errand) == RC_OK)
		kept_forget(lobby_of(visit)->kept);
	if (errand->rc != RC_OK || deed->is_shown)
		show(visit, desk, errand);
	else
		clerk_back(visit, visit->request->path,
		    desk->within != NULL ? field_rule(within_field(desk))->name
					 : "",
		    within_of(visit, desk));
	errand_free(errand);
}
