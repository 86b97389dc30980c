#include "extra_hours.h"

#include "desk.h"
#include "front/clerk.h"
#include "front/errand.h"
#include "front/front.h"
#include "front/screen.h"
#include "member.h"

#include <string.h>

static const struct list mine = {
    .title = PHRASE("Overtime"),
    .columns = {{PHRASE("From"), "from", LIST_HEAD, NULL, NULL, NULL},
	{PHRASE("To"), "to", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("State"), "state", LIST_STATE, NULL, NULL, NULL},
	{PHRASE("Paid"), "paid_amount", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Time off"), "rest_amount", LIST_TEXT, NULL, NULL, NULL}},
    .deeds = {{PHRASE("Withdraw"), NULL, NULL, "withdraw",
	{"request", "version", "open"}}},
};
static const struct list turns = {
    .title = PHRASE("Overtime to approve"),
    .columns = {{PHRASE("Person"), "name", LIST_HEAD, "account", NULL, NULL},
	{PHRASE("From"), "from", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("To"), "to", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Paid"), "paid_amount", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Time off"), "rest_amount", LIST_TEXT, NULL, NULL, NULL}},
    .deeds = {{PHRASE("Approve"), NULL, NULL, "approve",
		  {"request", "version", NULL}},
	{PHRASE("Reject"), NULL, NULL, "reject", {"request", "version", NULL}}},
};

static const struct desk filing = {"/overtime", PHRASE("Overtime"),
    PHRASE("Hours beyond working time. Once approved they are paid up to what "
	   "the rules allow, or become time off that you can use for a "
	   "limited time."),
    PHRASE("File it"), OP_LEAVE_OVERTIME, true,
    {{F_STARTS, DESK_MOMENT, PHRASE("From"), NULL, true, 0},
	{F_ENDS, DESK_MOMENT, PHRASE("To"), NULL, true, 0},
	{F_WANTED, DESK_YES, PHRASE("I want to be paid"), NULL, false, 0},
	{F_WHY, DESK_TEXT, PHRASE("Reason"), NULL, false, 0}},
    NULL, OP_LEAVE_OVERTIME_LIST, "mine", &mine};

static void
decide(struct visit *visit, struct errand *errand)
{
	errand_put(errand, F_REQUEST, clerk_value(visit, "request"));
	errand_put(errand, F_ACTION, clerk_value(visit, "act"));
	clerk_put(errand, F_VERSION, clerk_value(visit, "version"));
	(void)clerk_ask(errand);
}

static void
show(struct visit *visit)
{
	desk_show(visit, &filing);
}

static void
take(struct visit *visit)
{
	struct errand *errand;

	if (strcmp(clerk_value(visit, "act"), "withdraw") != 0) {
		desk_take(visit, &filing);
		return;
	}
	errand = errand_new(visit, OP_LEAVE_OVERTIME_DECIDE);
	decide(visit, errand);
	desk_show_after(visit, &filing, errand, PHRASE("Withdrawn."));
	errand_free(errand);
}

static void
show_turns_after(struct visit *visit, const struct errand *acted)
{
	struct view *view = screen_new(visit, PHRASE("Overtime to approve"));
	struct errand *errand = errand_new(visit, OP_LEAVE_OVERTIME_LIST);

	errand_put(errand, F_KIND, "turn");
	if (acted != NULL && acted->rc == RC_OK)
		view_text(
		    view, "outcome", phrase(visit->lang, PHRASE("Done.")));
	if (clerk_look(errand, view)) {
		desk_list(visit, view, &turns, errand);
	}
	if (acted != NULL && acted->rc != RC_OK)
		clerk_complain(acted, view);
	errand_free(errand);
	view_text(view, "hint",
	    phrase(visit->lang,
		PHRASE("Overtime that waits for you: the head of the unit, or "
		       "personnel, decides.")));
	view_text(view, "action", "/overtime/approvals");
	screen_token(visit, view, "/overtime/approvals");
	screen_show(visit, view, "turns");
}

static void
show_turns(struct visit *visit)
{
	show_turns_after(visit, NULL);
}

static void
take_turn(struct visit *visit)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_OVERTIME_DECIDE);

	decide(visit, errand);
	show_turns_after(visit, errand);
	errand_free(errand);
}

static const struct form_field fields[] = {DESK_FIELDS};
static const struct route routes[] = {
    {FRONT_GET("/overtime", NEEDS_SIGNED_ON, show)},
    {FRONT_POST("/overtime", NEEDS_SIGNED_ON, take), FRONT_TAKES(fields)},
    {FRONT_GET("/overtime/approvals", NEEDS_SIGNED_ON, show_turns)},
    {FRONT_POST("/overtime/approvals", NEEDS_SIGNED_ON, take_turn),
	FRONT_TAKES(fields)},
};
const struct route_table extra_hours_routes = FRONT_TABLE(routes);
