#include "itdesk.h"

#include "caption.h"
#include "clerk.h"
#include "front.h"
#include "screen.h"

#include <string.h>

enum { DEEDS_MAX = 3, CHOICES_MAX = 2, DESK_PATH_SIZE = 32 };

/* What a button asks; `flag` is put with `flag_value`. */
struct desk_deed {
	const char *word;
	enum op op;
	enum field flag;
	const char *flag_value;
	bool is_shown; /* the answer holds what is seen this once */
};

static const struct desk {
	const char *name, *title, *page;
	enum op list;
	enum field within; /* the list is of one school or group, or of all */
	enum field key;    /* what a row is called by; its form is ?edit=KEY */
	enum field flag;   /* of the list */
	const char *flag_value;
	struct desk_deed deeds[DEEDS_MAX];
	struct {
		const char *list;
		enum caption_set set;
		enum field of; /* that holds the choice */
	} choices[CHOICES_MAX];
} desks[] = {
    {"schools", PHRASE("Schools"), "it_schools", OP_SCHOOL_LIST, F_NONE,
	F_SCHOOL, F_NONE, NULL, {{"put", OP_SCHOOL_PUT, F_NONE, NULL, false}},
	{{"kinds", CAPTION_SCHOOL, F_KIND}}},
    {"units", PHRASE("Units"), "it_units", OP_UNIT_LIST, F_SCHOOL, F_UNIT,
	F_NONE, NULL, {{"put", OP_UNIT_PUT, F_NONE, NULL, false}}, {{0}}},
    {"roles", PHRASE("Roles"), "it_roles", OP_ROLE_LIST, F_SCHOOL, F_ACCOUNT,
	F_NONE, NULL,
	{{"grant", OP_ROLE_PUT, F_WANTED, "1", false},
	    {"revoke", OP_ROLE_PUT, F_WANTED, "0", false}},
	{{"roles", CAPTION_ROLE, F_ROLE}}},
    {"groups", PHRASE("Groups"), "it_groups", OP_GROUP_LIST, F_GROUP, F_GROUP,
	F_NONE, NULL,
	{{"put", OP_GROUP_PUT, F_NONE, NULL, false},
	    {"join", OP_GROUP_MEMBER, F_WANTED, "1", false},
	    {"part", OP_GROUP_MEMBER, F_WANTED, "0", false}},
	{{0}}},
    {"machines", PHRASE("Lab machines"), "it_machines", OP_MACHINE_LIST,
	F_SCHOOL, F_MACHINE, F_NONE, NULL,
	{{"put", OP_MACHINE_ADD, F_NONE, NULL, true},
	    {"del", OP_MACHINE_DEL, F_NONE, NULL, false}},
	{{0}}},
    {"apps", PHRASE("Links"), "it_apps", OP_APP_LIST, F_KIND, F_APP, F_NONE,
	NULL,
	{{"put", OP_APP_PUT, F_NONE, NULL, false},
	    {"del", OP_APP_DEL, F_NONE, NULL, false}},
	{{"app_menus", CAPTION_MENU, F_KIND}}},
    {"notices", PHRASE("Notices"), "it_notices", OP_NOTICE_LIST, F_NONE,
	F_NOTICE, F_STATE, "all",
	{{"put", OP_NOTICE_PUT, F_NONE, NULL, false},
	    {"del", OP_NOTICE_DEL, F_NONE, NULL, false}},
	{{"audiences", CAPTION_AUDIENCE, F_AUDIENCE}}},
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

/* What was asked to be listed; "" is all. */
static const char *
within_of(const struct visit *visit, const struct desk *desk)
{
	return desk->within == F_NONE
	    ? ""
	    : clerk_value(visit, field_rule(desk->within)->name);
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

static void
add_choices(const struct visit *visit, struct view *view, struct view *form,
    const struct desk *desk)
{
	for (int i = 0; i < CHOICES_MAX && desk->choices[i].list != NULL; i++) {
		const char *of = field_rule(desk->choices[i].of)->name;
		const struct view_value *chosen =
		    view_find(form, of, strlen(of));

		caption_options(view, desk->choices[i].list,
		    desk->choices[i].set, visit->lang,
		    chosen != NULL ? chosen->text : "");
	}
}

/* Without its school a list of units says nothing. */
static bool
can_list(const struct visit *visit, const struct desk *desk)
{
	return (op_rule(desk->list)->must & FIELD_SET(F_SCHOOL)) == 0 ||
	    within_of(visit, desk)[0] != '\0';
}

static void
add_list(struct visit *visit, struct view *view, struct view *form,
    const struct desk *desk)
{
	const char *const names[] = {
	    desk->within != F_NONE ? field_rule(desk->within)->name : NULL,
	    NULL};
	struct errand *list = errand_new(visit, desk->list);

	if (desk->within != F_NONE)
		errand_put(list, desk->within, within_of(visit, desk));
	errand_put(list, F_CURSOR, form_text(&visit->query, "cursor"));
	if (desk->flag != F_NONE)
		clerk_put(list, desk->flag, desk->flag_value);
	if (errand_ask(list) == RC_OK) {
		clerk_rows(view, "rows", list);
		clerk_next(view, list, visit->request->path, names);
		edit_row(visit, form, desk, list);
	} else {
		visit->answer->status = errand_status(list->rc);
		screen_complain(view, list->said);
	}
	errand_free(list);
}

/* `acted`: what a button did, or NULL. */
static void
show(struct visit *visit, const struct desk *desk, const struct errand *acted)
{
	struct view *view = screen_new(visit, desk->title);
	struct view *form = view_part(view, "form");

	screen_crumb(visit, view, "/it", PHRASE("IT desk"));
	if (can_list(visit, desk))
		add_list(visit, view, form, desk);
	if (within_of(visit, desk)[0] != '\0')
		view_text(form, field_rule(desk->within)->name,
		    within_of(visit, desk));
	clerk_typed(visit, view, form);
	add_choices(visit, view, form, desk);
	screen_token(visit, view, visit->request->path);
	view_text(view, "action", visit->request->path);
	view_flag(view, "done", form_has(&visit->query, "done"));
	view_flag(view, "is_edit", clerk_value(visit, "edit")[0] != 0);
	clerk_outcome(visit, view, "shown", acted);
	screen_show(visit, view, desk->page);
}

void
itdesk_home(struct visit *visit)
{
	struct view *view = screen_new(visit, PHRASE("IT desk"));

	for (int i = 0; i < DESK_COUNT; i++) {
		struct view *row = view_row(view, "desks");

		view_print(row, "path", "/it/%s", desks[i].name);
		view_text(row, "title", phrase(visit->lang, desks[i].title));
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
		kept_forget(front_of(visit)->kept);
	if (errand->rc != RC_OK || deed->is_shown)
		show(visit, desk, errand);
	else
		clerk_back(visit, visit->request->path,
		    desk->within != F_NONE ? field_rule(desk->within)->name
					   : "",
		    within_of(visit, desk));
	errand_free(errand);
}
