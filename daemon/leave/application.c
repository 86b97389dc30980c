#include "application.h"

#include "base/text.h"
#include "facts_form.h"
#include "front/clerk.h"
#include "front/errand.h"
#include "front/front.h"
#include "front/screen.h"
#include "member.h"
#include "once.h"
#include "saying.h"
#include "shown.h"
#include "staff.h"
#include "web/address.h"
#include "way_view.h"

#include <string.h>

enum { MOMENT_SIZE = 64, ADDRESS_SIZE = 512 };

/* ----------------------------------------------------------- what was typed */

/* By the form, else in the address. */
static const char *
value(const struct visit *visit, const char *name)
{
	return form_has(&visit->form, name) ? form_text(&visit->form, name)
					    : form_text(&visit->query, name);
}

/* "2026-09-02T09:00" of a day and a time; a day alone is all of it. */
static void
print_moment(const struct visit *visit, const char *day, const char *time,
    char moment[MOMENT_SIZE])
{
	const char *at = value(visit, time);

	(void)text_print(moment, MOMENT_SIZE, "%s%s%s", value(visit, day),
	    at[0] != '\0' ? "T" : "", at);
}

/* All that decides what a plan shows. */
static void
print_shown(const struct visit *visit, char shown[SHOWN_SIZE])
{
	static const char *const names[] = {"account", "type", "from_day",
	    "from_time", "to_day", "to_time", "deputy"};
	enum { NAMES = sizeof(names) / sizeof(names[0]) };
	const char *texts[NAMES + 1];
	char facts[FACTS_TEXT_SIZE];

	for (size_t i = 0; i < NAMES; i++)
		texts[i] = value(visit, names[i]);
	facts_form_print(visit, facts);
	texts[NAMES] = facts;
	shown_print(texts, NAMES + 1, shown);
}

static struct errand *
question(struct visit *visit, bool is_plan)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_FILE);
	char starts[MOMENT_SIZE], ends[MOMENT_SIZE], facts[FACTS_TEXT_SIZE];

	print_moment(visit, "from_day", "from_time", starts);
	print_moment(visit, "to_day", "to_time", ends);
	facts_form_print(visit, facts);
	errand_put(errand, F_TYPE, value(visit, "type"));
	errand_put(errand, F_STARTS, starts);
	errand_put(errand, F_ENDS, ends);
	errand_put(errand, F_ACCOUNT, value(visit, "account"));
	errand_put(errand, F_DEPUTY, value(visit, "deputy"));
	errand_put(errand, F_WHY, value(visit, "why"));
	errand_put(errand, F_FACTS, facts);
	if (is_plan)
		wire_put_number(&errand->out, F_PLAN, 1);
	else
		errand_put(errand, F_KEY, value(visit, "key"));
	(void)errand_ask(errand);
	return errand;
}

/* ----------------------------------------------------------------- the page */

/* What leaved says of the type: its law, what is left, what it asks for. */
static void
add_type(struct visit *visit, struct view *view)
{
	const char *type = value(visit, "type");
	struct errand *errand = errand_new(visit, OP_LEAVE_TYPES);
	char text[SAYING_SIZE];

	errand_put(errand, F_ACCOUNT, value(visit, "account"));
	(void)errand_ask(errand);
	for (size_t i = 0; i < errand->in.row_count; i++) {
		struct wire_in row;

		wire_row(&errand->in, i, &row);
		if (strcmp(wire_text(&row, F_TYPE), type) != 0)
			continue;
		view_text(view, "law", wire_text(&row, F_DETAIL));
		if (wire_has(&row, F_AVAILABLE))
			view_text(view, "left",
			    saying_amount(text, visit->lang,
				wire_number(&row, F_AVAILABLE, 0)));
		view_flag(view, "is_by_day",
		    strcmp(wire_text(&row, F_KIND), "day") == 0);
		view_flag(view, "needs_paper",
		    wire_text(&row, F_VALUE) != NULL &&
			text_has_word(wire_text(&row, F_VALUE), "paper"));
		facts_form_add(visit, view, &row);
	}
	errand_free(errand);
}

/* What leaved would do with it, or did not want to. */
static void
add_plan(struct visit *visit, struct view *view, const struct errand *plan)
{
	struct view *part;
	char shown[SHOWN_SIZE], text[SAYING_SIZE];

	if (plan->rc != RC_OK) {
		clerk_complain(plan, view);
		return;
	}
	part = view_part(view, "plan");
	saying_request(visit->lang, part, &plan->in);
	view_text(part, "after",
	    saying_amount(
		text, visit->lang, wire_number(&plan->in, F_AVAILABLE, 0)));
	way_view_add(visit, part, &plan->in);
	print_shown(visit, shown);
	view_text(view, "shown", shown);
}

/* Once there are days, who is away then is known. */
static void
add_people(struct visit *visit, struct view *view)
{
	char starts[MOMENT_SIZE], ends[MOMENT_SIZE];

	print_moment(visit, "from_day", "from_time", starts);
	print_moment(visit, "to_day", "to_time", ends);
	if (starts[0] == '\0' || ends[0] == '\0')
		starts[0] = ends[0] = '\0';
	staff_add_units(visit, view,
	    &(struct staff_choice){value(visit, "deputy"), starts, ends,
		value(visit, "unit"), false});
}

static void
show(struct visit *visit, const struct errand *asked)
{
	const char *type = value(visit, "type");
	const char *account = value(visit, "account");
	struct view *view = screen_new(visit, PHRASE("Apply for leave"));

	screen_typed(visit, view);
	view_text(view, "type", type);
	view_text(view, "type_word", saying_type(visit->lang, type));
	view_text(view, "account", account);
	view_flag(view, "is_for_other",
	    account[0] != '\0' &&
		strcmp(account, member_text(visit, F_ACCOUNT)) != 0);
	once_add(visit, view);
	add_type(visit, view);
	add_people(visit, view);
	if (asked != NULL)
		add_plan(visit, view, asked);
	screen_token(visit, view, "/apply");
	screen_show(visit, view, "apply");
}

static void
show_form(struct visit *visit)
{
	show(visit, NULL);
}

static void
go_to_case(struct visit *visit, const struct errand *filed)
{
	char address[ADDRESS_SIZE];

	if (text_print(address, sizeof(address), "/case/%s?done=filed",
		errand_text(filed, F_REQUEST)))
		http_redirect(visit->answer, address);
	else
		http_redirect(visit->answer, "/requests");
}

/* Filed is only what the sender has seen the plan of. */
static void
take(struct visit *visit)
{
	char shown[SHOWN_SIZE];
	struct errand *errand;
	bool is_seen;

	if (strcmp(form_text(&visit->form, "act"), "people") == 0) {
		show(visit, NULL);
		return;
	}
	print_shown(visit, shown);
	is_seen = strcmp(form_text(&visit->form, "act"), "file") == 0 &&
	    strcmp(form_text(&visit->form, "shown"), shown) == 0;
	errand = question(visit, !is_seen);
	if (is_seen && errand->rc == RC_OK)
		go_to_case(visit, errand);
	else
		show(visit, errand);
	errand_free(errand);
}

static const struct form_field query[] = {
    {"type", FORM_TEXT, 47, false, NULL},
    {"account", FORM_TEXT, 64, false, NULL},
};
static const struct form_field fields[] = {
    {"type", FORM_TEXT, 47, true, PHRASE("Type of leave")},
    {"account", FORM_TEXT, 64, false, NULL},
    {"from_day", FORM_TEXT, 40, true, PHRASE("First day")},
    {"from_time", FORM_TEXT, 5, false, PHRASE("From what time")},
    {"to_day", FORM_TEXT, 40, true, PHRASE("Last day")},
    {"to_time", FORM_TEXT, 5, false, PHRASE("Until what time")},
    {"deputy", FORM_TEXT, 64, false, NULL},
    {"unit", FORM_TEXT, 128, false, NULL},
    {"why", FORM_TEXT, 256, false, PHRASE("Reason")},
    ONCE_FIELD,
    {"shown", FORM_TEXT, 64, false, NULL},
    {"act", FORM_TEXT, 8, false, NULL},
    FACTS_FORM_FIELDS,
};
static const struct route routes[] = {
    {FRONT_GET("/apply", NEEDS_SIGNED_ON, show_form), FRONT_QUERY(query)},
    {FRONT_POST("/apply", NEEDS_SIGNED_ON, take), FRONT_TAKES(fields)},
};
const struct route_table application_routes = FRONT_TABLE(routes);
