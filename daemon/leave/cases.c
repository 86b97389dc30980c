#include "cases.h"

#include "base/text.h"
#include "front/clerk.h"
#include "front/errand.h"
#include "front/front.h"
#include "front/list.h"
#include "front/screen.h"
#include "journey.h"
#include "member.h"
#include "paper_tray.h"
#include "saying.h"
#include "staff.h"
#include "web/address.h"
#include "way_view.h"

#include <string.h>

enum { ADDRESS_SIZE = 512, MOMENT_SIZE = 64 };

/* -------------------------------------------------------------------- lists */

static const struct list mine = {
    .title = PHRASE("My requests"),
    .columns = {{PHRASE("Type of leave"), "type_word", LIST_HEAD, "amount",
		    "/case", "request"},
	{PHRASE("From"), "from", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("To"), "to", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("State"), "state", LIST_STATE, NULL, NULL, NULL}},
};
static const struct list of_others = {
    .title = PHRASE("Requests"),
    .columns = {{PHRASE("Applicant"), "name", LIST_HEAD, "account", "/case",
		    "request"},
	{PHRASE("Type of leave"), "type_word", LIST_TEXT, "amount", NULL, NULL},
	{PHRASE("From"), "from", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("To"), "to", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("State"), "state", LIST_STATE, "need", NULL, NULL}},
};

/* Whether to stand in is asked on a page of its own. */
static bool
is_for_deputy(const struct wire_in *row)
{
	return strcmp(wire_text(row, F_STATE), "awaiting_deputy") == 0;
}

static bool
is_deputy_lost(const struct wire_in *in)
{
	const char *marks = wire_text(in, F_VALUE);

	return marks != NULL && text_has_word(marks, "deputy_lost");
}

/* One list: its address, what leaved calls it, and how it looks. */
static const struct shelf {
	const char *path, *kind, *title, *hint;
	const struct list *list;
	bool (*is_left_out)(const struct wire_in *row);
} shelves[] = {
    {"/requests", "mine", PHRASE("My requests"),
	PHRASE("Everything you have applied for, and where it is now."), &mine,
	NULL},
    {"/approvals", "turn", PHRASE("To approve"),
	PHRASE("Requests that wait for you."), &of_others, is_for_deputy},
    {"/stand-in", "deputy", PHRASE("As deputy"),
	PHRASE("Colleagues who ask you to stand in for them."), &of_others,
	NULL},
};

static const struct shelf *
shelf_of(const char *path)
{
	size_t at = 0;

	while (at + 1 < sizeof(shelves) / sizeof(shelves[0]) &&
	    strcmp(shelves[at].path, path) != 0)
		at++;
	return &shelves[at];
}

static void
add_rows(struct visit *visit, struct view *view, const struct shelf *shelf,
    const struct errand *answer)
{
	struct view *part = list_add(visit, view, shelf->list);

	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct view *line;
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		if (shelf->is_left_out != NULL && shelf->is_left_out(&row))
			continue;
		line = list_row(part);
		saying_request(visit->lang, line, &row);
		if (is_deputy_lost(&row))
			view_text(line, "need",
			    phrase(visit->lang, PHRASE("needs a deputy")));
		list_lay(visit, line, shelf->list);
	}
}

static void
add_next(
    struct view *view, const struct shelf *shelf, const struct errand *list)
{
	const char *cursor = errand_text(list, F_CURSOR);
	char address[ADDRESS_SIZE];

	if (cursor[0] != '\0' &&
	    text_copy(address, sizeof(address), shelf->path) &&
	    address_add(address, sizeof(address), "cursor", cursor))
		view_text(view, "next", address);
}

/* What came of the visitor's last act. */
static const struct {
	const char *done, *said;
} outcomes[] = {
    {"filed", PHRASE("Filed.")},
    {"agree", PHRASE("You stand in.")},
    {"decline", PHRASE("Declined: it is back with the applicant.")},
    {"approve", PHRASE("Approved.")},
    {"return", PHRASE("Returned to the applicant.")},
    {"reject", PHRASE("Rejected.")},
    {"resubmit", PHRASE("Sent again.")},
    {"withdraw", PHRASE("Withdrawn.")},
    {"take_over", PHRASE("You have the duty now.")},
    {"keep_duty", PHRASE("The duty stays where it was.")},
    {"hand_over",
	PHRASE("Offered: the duty changes hands when it is taken over.")},
    {"cancel", PHRASE("Cancelling was asked for, or done by personnel.")},
};

static void
add_outcome(struct visit *visit, struct view *view)
{
	const char *done = form_text(&visit->query, "done");

	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++)
		if (strcmp(outcomes[i].done, done) == 0)
			view_text(view, "outcome",
			    phrase(visit->lang, outcomes[i].said));
}

static void
show_list(struct visit *visit)
{
	const struct shelf *shelf = shelf_of(visit->request->path);
	struct view *view = screen_new(visit, shelf->title);
	struct errand *errand = errand_new(visit, OP_LEAVE_LIST);

	errand_put(errand, F_KIND, shelf->kind);
	errand_put(errand, F_CURSOR, form_text(&visit->query, "cursor"));
	if (clerk_look(errand, view)) {
		add_rows(visit, view, shelf, errand);
		add_next(view, shelf, errand);
	}
	view_text(view, "hint", phrase(visit->lang, shelf->hint));
	add_outcome(visit, view);
	errand_free(errand);
	screen_show(visit, view, "cases");
}

/* "/case?request=ID", as a list's links are, is the page "/case/ID". */
static void
go_to_case(struct visit *visit)
{
	char address[ADDRESS_SIZE] = "/requests";

	(void)text_print(address, sizeof(address), "/case/%s",
	    form_text(&visit->query, "request"));
	http_redirect(
	    visit->answer, address_is_path(address) ? address : "/requests");
}

/* -------------------------------------------------------------- one of them */

/* What may be done: leaved's word, what people call it, and where it leads;
 * whoever has decided on somebody's request may not see it any more. */
static const struct {
	const char *act, *name;
	bool is_quiet;
	const char *back; /* NULL: the request */
} acts[] = {
    {"agree", PHRASE("Stand in"), false, "/stand-in"},
    {"decline", PHRASE("Decline"), true, "/stand-in"},
    {"approve", PHRASE("Approve"), false, "/approvals"},
    {"return", PHRASE("Return"), true, "/approvals"},
    {"reject", PHRASE("Reject"), true, "/approvals"},
    {"resubmit", PHRASE("Send it again as it is"), false, NULL},
    {"withdraw", PHRASE("Withdraw"), true, NULL},
    {"take_over", PHRASE("Take over the duty"), false, NULL},
    {"keep_duty", PHRASE("Leave it as it was"), true, "/stand-in"},
};

static void
add_acts(struct visit *visit, struct view *view, const struct errand *loaded)
{
	const char *offers = errand_text(loaded, F_ACTION);

	view_list(view, "acts");
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		struct view *row;

		if (!text_has_word(offers, acts[i].act))
			continue;
		view_flag(view, "has_acts", true);
		row = view_row(view, "acts");
		view_text(row, "act", acts[i].act);
		view_text(row, "name", phrase(visit->lang, acts[i].name));
		view_flag(row, "is_quiet", acts[i].is_quiet);
	}
	view_flag(view, "may_cancel", text_has_word(offers, "cancel"));
	view_flag(view, "may_hand_over", text_has_word(offers, "hand_over"));
	view_text(view, "hand_over",
	    phrase(visit->lang,
		is_deputy_lost(&loaded->in) ? PHRASE("Ask another deputy")
					    : PHRASE("Hand over the duty")));
	/* of a request in parts, there may be room between them */
	if (text_has_word(offers, "hand_over"))
		staff_add_units(visit, view,
		    &(struct staff_choice){"", errand_text(loaded, F_STARTS),
			errand_text(loaded, F_ENDS), "", true});
}

static void
show_loaded(struct visit *visit, const struct errand *loaded,
    const struct errand *acted)
{
	struct view *view = screen_new(visit, PHRASE("A request"));
	char path[ADDRESS_SIZE] = "";

	saying_request(visit->lang, view, &loaded->in);
	screen_title_of(view, errand_text(loaded, F_NAME));
	view_text(view, "why_filed", errand_text(loaded, F_WHY));
	view_text(view, "why", ""); /* of the decision: not the applicant's */
	screen_typed(visit, view);
	view_number(view, "version", wire_number(&loaded->in, F_VERSION, 1));
	view_text(view, "facts", errand_text(loaded, F_FACTS));
	way_view_add(visit, view, &loaded->in);
	paper_tray_add(view, loaded);
	journey_add(visit, view, &loaded->in);
	add_acts(visit, view, loaded);
	add_outcome(visit, view);
	if (acted != NULL && acted->rc != RC_OK)
		clerk_complain(acted, view);
	(void)text_print(path, sizeof(path), "/case/%s", visit->rest);
	view_text(view, "action", path);
	screen_token(visit, view, path);
	screen_show(visit, view, "case");
}

static void
show_case_after(struct visit *visit, const struct errand *acted)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_LOAD);

	errand_put(errand, F_REQUEST, visit->rest);
	if (errand_ask(errand) == RC_OK)
		show_loaded(visit, errand, acted);
	else
		screen_say(visit, errand_status(errand->rc),
		    acted != NULL && acted->rc != RC_OK ? acted->said
							: errand->said);
	errand_free(errand);
}

static void
show_case(struct visit *visit)
{
	show_case_after(visit, NULL);
}

/* A part that is to be cancelled: all of it when no day is given. */
static void
put_part(struct errand *errand, const struct form *form)
{
	static const struct {
		enum field field;
		const char *day, *time;
	} ends[] = {
	    {F_STARTS, "from_day", "from_time"},
	    {F_ENDS, "to_day", "to_time"},
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		const char *day = form_text(form, ends[i].day);
		const char *time = form_text(form, ends[i].time);
		char moment[MOMENT_SIZE];

		(void)text_print(moment, sizeof(moment), "%s%s%s", day,
		    time[0] != '\0' ? "T" : "", time);
		errand_put(errand, ends[i].field, moment);
	}
}

static void
go_back(struct visit *visit, const char *act)
{
	char address[ADDRESS_SIZE], own[ADDRESS_SIZE];
	const char *back = own;

	(void)text_print(own, sizeof(own), "/case/%s", visit->rest);
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (strcmp(acts[i].act, act) == 0 && acts[i].back != NULL)
			back = acts[i].back;
	http_redirect(visit->answer,
	    text_copy(address, sizeof(address), back) &&
		    address_add(address, sizeof(address), "done", act)
		? address
		: back);
}

static void
decide(struct visit *visit)
{
	const struct form *form = &visit->form;
	const char *act = form_text(form, "act");
	struct errand *errand = errand_new(visit, OP_LEAVE_DECIDE);
	int64_t version;

	errand_put(errand, F_REQUEST, visit->rest);
	errand_put(errand, F_ACTION, act);
	errand_put(errand, F_WHY, form_text(form, "why"));
	errand_put(errand, F_DEPUTY, form_text(form, "deputy"));
	if (text_number(form_text(form, "version"), 1, INT64_MAX, &version))
		wire_put_number(&errand->out, F_VERSION, version);
	if (strcmp(act, "cancel") == 0)
		put_part(errand, form);
	if (errand_ask(errand) == RC_OK)
		go_back(visit, act);
	else
		show_case_after(visit, errand);
	errand_free(errand);
}

static const struct form_field list_query[] = {
    {"cursor", FORM_TEXT, 256, false, NULL},
    {"done", FORM_TEXT, 16, false, NULL},
};
static const struct form_field link_query[] = {
    {"request", FORM_TEXT, 48, false, NULL},
};
static const struct form_field done_query[] = {
    {"done", FORM_TEXT, 16, false, NULL},
};
static const struct form_field fields[] = {
    {"act", FORM_TEXT, 16, true, NULL},
    {"version", FORM_TEXT, 20, false, NULL},
    {"why", FORM_TEXT, 256, false, PHRASE("Reason")},
    {"deputy", FORM_TEXT, 64, false, PHRASE("To whom")},
    {"from_day", FORM_TEXT, 40, false, PHRASE("First day")},
    {"from_time", FORM_TEXT, 5, false, PHRASE("From what time")},
    {"to_day", FORM_TEXT, 40, false, PHRASE("Last day")},
    {"to_time", FORM_TEXT, 5, false, PHRASE("Until what time")},
};
static const struct route routes[] = {
    {FRONT_GET("/requests", NEEDS_SIGNED_ON, show_list),
	FRONT_QUERY(list_query)},
    {FRONT_GET("/approvals", NEEDS_SIGNED_ON, show_list),
	FRONT_QUERY(list_query)},
    {FRONT_GET("/stand-in", NEEDS_SIGNED_ON, show_list),
	FRONT_QUERY(list_query)},
    {FRONT_GET("/case", NEEDS_SIGNED_ON, go_to_case), FRONT_QUERY(link_query)},
    {FRONT_GET("/case/*", NEEDS_SIGNED_ON, show_case), FRONT_QUERY(done_query)},
    {FRONT_POST("/case/*", NEEDS_SIGNED_ON, decide), FRONT_TAKES(fields)},
};
const struct route_table cases_routes = FRONT_TABLE(routes);
