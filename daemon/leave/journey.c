#include "journey.h"

#include "base/almanac.h"
#include "front/caption.h"
#include "front/clerk.h"
#include "front/front.h"
#include "front/list.h"
#include "front/screen.h"
#include "leave_captions.h"
#include "member.h"
#include "once.h"
#include "saying.h"
#include "web/address.h"

#include <string.h>

#define PATH        "/travel"
#define OFFICE_PATH "/office/travel"

enum { ADDRESS_SIZE = 128 };

static const struct list mine = {
    .title = PHRASE("My journeys"),
    .columns = {{PHRASE("Where to"), "name", LIST_HEAD, "kind_word", NULL,
		    NULL},
	{PHRASE("First day"), "first", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Last day"), "last", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Reason"), "why", LIST_LONG, NULL, NULL, NULL},
	{PHRASE("Registered"), "time", LIST_TEXT, NULL, NULL, NULL}},
};
static const struct list of_school = {
    .title = PHRASE("Journeys abroad or to the mainland"),
    .columns = {{PHRASE("Person"), "target", LIST_HEAD, "account", NULL, NULL},
	{PHRASE("Where to"), "name", LIST_TEXT, "kind_word", NULL, NULL},
	{PHRASE("First day"), "first", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Last day"), "last", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Reason"), "why", LIST_LONG, NULL, NULL, NULL},
	{PHRASE("Registered"), "time", LIST_TEXT, NULL, NULL, NULL}},
};

void
journey_add(
    const struct visit *visit, struct view *view, const struct wire_in *request)
{
	const char *account = wire_text(request, F_ACCOUNT);
	int64_t from, to;
	char address[ADDRESS_SIZE] = PATH, day[ALMANAC_TEXT_SIZE];

	if (account == NULL ||
	    strcmp(account, member_text(visit, F_ACCOUNT)) != 0 ||
	    !saying_read(wire_text(request, F_STARTS), &from) ||
	    !saying_read(wire_text(request, F_ENDS), &to))
		return;
	if (address_add(address, sizeof(address), "from",
		almanac_print((int)(from / SAYING_DAY), day)) &&
	    address_add(address, sizeof(address), "until",
		almanac_print((int)((to - 1) / SAYING_DAY), day)))
		view_text(view, "travel", address);
}

/* One's own, or with a school the school's. */
static void
add_list(struct visit *visit, struct view *view, const struct list *list,
    const char *school)
{
	static const char *const names[] = {NULL};
	struct errand *errand = errand_new(visit, OP_LEAVE_TRIPS);
	struct view *part = list_add(visit, view, list);

	errand_put(errand, F_SCHOOL, school);
	errand_put(errand, F_CURSOR, form_text(&visit->query, "cursor"));
	(void)clerk_look(errand, view);
	for (size_t i = 0; i < errand->in.row_count; i++) {
		struct view *line = list_row(part);
		char text[SAYING_SIZE];
		struct wire_in row;

		wire_row(&errand->in, i, &row);
		clerk_show(visit, line, &row);
		view_text(line, "first",
		    saying_moment(text, visit->lang, wire_text(&row, F_FROM)));
		view_text(line, "last",
		    saying_moment(text, visit->lang, wire_text(&row, F_UNTIL)));
		list_lay(visit, line, list);
	}
	clerk_next(view, errand, visit->route->path, names);
	errand_free(errand);
}

/* The warning stays until it is ticked. */
static void
add_refusal(
    struct visit *visit, struct view *view, const struct errand *refused)
{
	visit->answer->status = errand_status(refused->rc);
	if (errand_reason_is(refused, "read_warning"))
		view_text(view, "warning", refused->said);
	else
		screen_complain(view, refused->said);
}

static void
show_after(struct visit *visit, const struct errand *refused)
{
	struct view *view =
	    screen_new(visit, PHRASE("Abroad or to the mainland"));

	view_text(view, "from", form_text(&visit->query, "from"));
	view_text(view, "until", form_text(&visit->query, "until"));
	screen_typed(visit, view);
	once_add(visit, view);
	caption_options(view, "kinds", CAPTION_TRIP, visit->lang,
	    form_text(&visit->form, "kind"));
	add_list(visit, view, &mine, "");
	if (refused != NULL)
		add_refusal(visit, view, refused);
	view_flag(view, "is_registered",
	    strcmp(form_text(&visit->query, "done"), "1") == 0);
	screen_token(visit, view, PATH);
	screen_show(visit, view, "travel");
}

static void
show(struct visit *visit)
{
	show_after(visit, NULL);
}

static void
register_it(struct visit *visit)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_TRIP);

	clerk_fill(errand, false);
	if (clerk_ask(errand) == RC_OK)
		clerk_back(visit, PATH, "", "");
	else
		show_after(visit, errand);
	errand_free(errand);
}

static void
show_school(struct visit *visit)
{
	struct view *view = screen_new(visit, of_school.title);

	screen_crumb(visit, view, "/office", PHRASE("Personnel"));
	view_text(view, "hint",
	    phrase(visit->lang,
		PHRASE("What people of the school have registered.")));
	add_list(visit, view, &of_school, member_text(visit, F_SCHOOL));
	screen_show(visit, view, "turns");
}

static const struct form_field query[] = {
    {"from", FORM_TEXT, 16, false, NULL},
    {"until", FORM_TEXT, 16, false, NULL},
    {"cursor", FORM_TEXT, 256, false, NULL},
    {"done", FORM_TEXT, 1, false, NULL},
};
static const struct form_field school_query[] = {
    {"cursor", FORM_TEXT, 256, false, NULL},
};
static const struct form_field fields[] = {
    {"kind", FORM_TEXT, 16, true, PHRASE("Which")},
    {"name", FORM_TEXT, 128, true, PHRASE("Where to")},
    {"from", FORM_TEXT, 16, true, PHRASE("First day")},
    {"until", FORM_TEXT, 16, true, PHRASE("Last day")},
    {"why", FORM_TEXT, 256, false, PHRASE("Reason")},
    {"wanted", FORM_TEXT, 1, false, NULL},
    ONCE_FIELD,
};
static const struct route routes[] = {
    {FRONT_GET(PATH, NEEDS_SIGNED_ON, show), FRONT_QUERY(query)},
    {FRONT_POST(PATH, NEEDS_SIGNED_ON, register_it), FRONT_TAKES(fields)},
    {FRONT_GET(OFFICE_PATH, NEEDS_PERSONNEL, show_school),
	FRONT_QUERY(school_query)},
};
const struct route_table journey_routes = FRONT_TABLE(routes);
