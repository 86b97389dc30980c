#include "personnel_desk.h"

#include "desk.h"
#include "front/front.h"
#include "front/screen.h"
#include "leave_captions.h"
#include "member.h"
#include "report_sheet.h"

static const struct list recalculated = {
    .title = PHRASE("What is recalculated"),
    .columns = {{PHRASE("Applicant"), "name", LIST_HEAD, "account", "/case",
		    "request"},
	{PHRASE("Type of leave"), "type_word", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("From"), "from", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("To"), "to", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Hours afterwards"), "amount", LIST_TEXT, NULL, NULL, NULL}},
};
static const struct list unused = {
    .title = PHRASE("What is left of the year"),
    .columns = {{PHRASE("Type of leave"), "type_word", LIST_HEAD, NULL, NULL,
		    NULL},
	{PHRASE("Expires unused"), "amount", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Carried on"), "rest_amount", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("People"), "count", LIST_TEXT, NULL, NULL, NULL}},
};
static const struct list faults = {
    .title = PHRASE("Faults by line"),
    .columns = {{PHRASE("Line"), "seq", LIST_HEAD, NULL, NULL, NULL},
	{PHRASE("What is wrong"), "detail", LIST_LONG, NULL, NULL, NULL}},
};
static const struct list settings = {
    .title = PHRASE("Settings"),
    .columns = {{PHRASE("Setting"), "name", LIST_HEAD, NULL, NULL, NULL},
	{PHRASE("Value"), "detail", LIST_TEXT, NULL, NULL, NULL}},
};
static const struct list report = {
    .title = PHRASE("Reports"),
    .columns = {{PHRASE("Person"), "name", LIST_HEAD, "account", NULL, NULL},
	{PHRASE("Type of leave"), "type_word", LIST_TEXT, "lot", NULL, NULL},
	{PHRASE("Amount"), "amount", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("How many"), "count", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("From"), "from", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("To"), "to", LIST_TEXT, NULL, NULL, NULL}},
};

#define CARRIED_AT_MOST(hint)                                                  \
	{                                                                      \
		F_MINUTES, DESK_NUMBER, PHRASE("Each at most"), hint, false, 0 \
	}

/* The order of the links. */
static const struct desk desks[] = {
    {"/office/closure", PHRASE("A closure"),
	PHRASE("Work and lessons stop, as in a typhoon: leave in that time is "
	       "given back. You see whose before it is announced."),
	PHRASE("Announce it"), OP_LEAVE_CLOSURE, true,
	{{F_STARTS, DESK_MOMENT, PHRASE("From"), NULL, true, 0},
	    {F_ENDS, DESK_MOMENT, PHRASE("To"), NULL, true, 0},
	    {F_NAME, DESK_TEXT, PHRASE("Name"), NULL, false, 0}},
	&recalculated, OP_NONE, NULL, NULL},
    {"/office/calendar", PHRASE("Days off of the school"),
	PHRASE("Days that differ from the published calendar. You see whose "
	       "leave changes before they are announced."),
	PHRASE("Announce it"), OP_LEAVE_CALENDAR, true,
	{{F_TEXT, DESK_LINES, PHRASE("Table"),
	    PHRASE("First line: day,mark,name; mark is off or work."), true,
	    0}},
	&recalculated, OP_NONE, NULL, NULL},
    {"/office/amount", PHRASE("Adjust an amount"),
	PHRASE("Adds to somebody's amount, or takes away from it. The reason "
	       "stands in their ledger."),
	PHRASE("Adjust it"), OP_LEAVE_ADJUST, false,
	{{F_ACCOUNT, DESK_STAFF, PHRASE("Person"), NULL, true, 0},
	    {F_TYPE, DESK_WORD, PHRASE("Type of leave"), NULL, true,
		CAPTION_TYPE},
	    {F_MINUTES, DESK_NUMBER, PHRASE("Minutes"),
		PHRASE("Whole hours: 60 are one, 480 a day; -60 takes one "
		       "away."),
		true, 0},
	    {F_YEAR, DESK_NUMBER, PHRASE("Year"),
		PHRASE("Empty: this one. 2026, or 115 for a school year."),
		false, 0},
	    {F_WHY, DESK_TEXT, PHRASE("Reason"), NULL, true, 0}},
	NULL, OP_NONE, NULL, NULL},
    {"/office/punches", PHRASE("Correct a card"),
	PHRASE(
	    "When somebody came or left, as it holds from now on; the reason "
	    "is kept with it."),
	PHRASE("Correct it"), OP_LEAVE_PUNCH, false,
	{{F_ACCOUNT, DESK_STAFF, PHRASE("Person"), NULL, true, 0},
	    {F_KIND, DESK_WORD, PHRASE("Which"), NULL, true, CAPTION_PUNCH},
	    {F_STARTS, DESK_MOMENT, PHRASE("When"), NULL, true, 0},
	    {F_WHY, DESK_TEXT, PHRASE("Reason"), NULL, true, 0}},
	NULL, OP_NONE, NULL, NULL},
    {"/office/balances", PHRASE("Opening balances"),
	PHRASE("What people bring along. All of the table is taken, or nothing "
	       "of it; the same line again changes nothing."),
	PHRASE("Take them"), OP_LEAVE_OPENING, true,
	{{F_TABLE, DESK_LINES, PHRASE("Table"),
	    PHRASE("First line: account,type,granted,used,until. Whole "
		   "hours."),
	    true, 0}},
	&faults, OP_NONE, NULL, NULL},
    {"/office/year", PHRASE("End of a year"),
	PHRASE("Closes a year of the whole school in one act. You see what "
	       "expires before it does."),
	PHRASE("Close the year"), OP_LEAVE_CLOSE, true,
	{{F_YEAR, DESK_NUMBER, PHRASE("Year"),
	     PHRASE("2026 is a calendar year, 115 a school year."), true, 0},
	    {F_WANTED, DESK_YES,
		PHRASE("Carry into the next year what the law lets go on"),
		NULL, false, 0},
	    CARRIED_AT_MOST(PHRASE("Only when something is carried: minutes, "
				   "480 are a day. Empty: all of it."))},
	&unused, OP_NONE, NULL, NULL},
    {"/office/carry", PHRASE("Carry into the next year"),
	PHRASE("For a year that is closed: of what expired, the types that the "
	       "law lets go on. Nobody is given the same twice."),
	PHRASE("Carry it"), OP_LEAVE_CARRY, true,
	{{F_YEAR, DESK_NUMBER, PHRASE("Year"),
	     PHRASE("2026 is a calendar year, 115 a school year."), true, 0},
	    CARRIED_AT_MOST(
		PHRASE("Minutes; 480 are a day. Empty: all of it."))},
	&unused, OP_NONE, NULL, NULL},
    {"/office/report", PHRASE("Reports"),
	PHRASE("This year until today, unless you say otherwise."),
	PHRASE("Show it"), OP_LEAVE_REPORT, false,
	{{F_KIND, DESK_WORD, PHRASE("Which"), NULL, true, CAPTION_REPORT},
	    {F_FROM, DESK_DAY, PHRASE("First day"), NULL, false, 0},
	    {F_UNTIL, DESK_DAY, PHRASE("Last day"), NULL, false, 0}},
	&report, OP_NONE, NULL, NULL, REPORT_SHEET_PATH},
    {"/office/settings", PHRASE("Settings"),
	PHRASE("What the law leaves to the school."), PHRASE("Set it"),
	OP_LEAVE_SETTINGS, false,
	{{F_NAME, DESK_WORD, PHRASE("Setting"), NULL, true, CAPTION_SETTING},
	    {F_DETAIL, DESK_NUMBER, PHRASE("Value"),
		PHRASE("1 is yes, 0 is no; else a number."), true, 0}},
	&settings, OP_LEAVE_SETTINGS, NULL, &settings},
};
enum { DESKS = sizeof(desks) / sizeof(desks[0]) };

static void
show(struct visit *visit)
{
	desk_show(visit, desk_of(visit, desks, DESKS));
}

static void
take(struct visit *visit)
{
	desk_take(visit, desk_of(visit, desks, DESKS));
}

static void
show_all(struct visit *visit)
{
	struct view *view = screen_new(visit, PHRASE("Personnel"));

	for (size_t i = 0; i < DESKS; i++) {
		struct view *row = view_row(view, "desks");

		view_text(row, "path", desks[i].path);
		view_text(row, "title", phrase(visit->lang, desks[i].title));
		view_text(row, "hint", phrase(visit->lang, desks[i].hint));
	}
	screen_show(visit, view, "office");
}

static const struct form_field fields[] = {DESK_FIELDS};

#define DESK(address)                                          \
	{FRONT_GET(address, NEEDS_PERSONNEL, show)},           \
	{                                                      \
		FRONT_POST(address, NEEDS_PERSONNEL, take),    \
		    FRONT_TAKES(fields), .body_max = 64 * 1024 \
	}

static const struct route routes[] = {
    {FRONT_GET("/office", NEEDS_PERSONNEL, show_all)},
    DESK("/office/closure"),
    DESK("/office/calendar"),
    DESK("/office/amount"),
    DESK("/office/punches"),
    DESK("/office/balances"),
    DESK("/office/year"),
    DESK("/office/carry"),
    DESK("/office/report"),
    DESK("/office/settings"),
};
const struct route_table personnel_desk_routes = FRONT_TABLE(routes);
