#include "personnel_import.h"

#include "base/text.h"
#include "front/caption.h"
#include "front/clerk.h"
#include "guest.h"
#include "identityd/roster.h"
#include "front/list.h"
#include "personnel.h"
#include "schools.h"
#include "front/screen.h"

#include <string.h>

enum result { CREATED, CHANGED, SAME, REFUSED, RESULT_COUNT };

static const char *const result_names[RESULT_COUNT] = {
    "created", "changed", "same", "refused"};

static const struct list faults = {PHRASE("Faults"),
    {{PHRASE("Line"), "line", LIST_HEAD, "other_line", NULL, NULL},
	{PHRASE("Column"), "column", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("What is wrong"), "text", LIST_LONG, NULL, NULL, NULL}},
    {{0}}};
static const struct list lines = {PHRASE("What would happen to whom"),
    {{PHRASE("Line"), "line", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Name"), "name", LIST_HEAD, NULL, NULL, NULL},
	{PHRASE("Account"), "account", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Result"), "result", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Why"), "detail", LIST_LONG, NULL, NULL, NULL}},
    {{0}}};

/* One reading of the roster. */
struct import {
	struct visit *visit;
	struct view *view;
	struct view *list;  /* NULL: nothing to tell yet */
	const char *school; /* of who has none in their line */
	bool is_plan;
	int64_t people, from, until; /* those that are asked about */
	int64_t done;                /* behind the last that was answered */
	int64_t count[RESULT_COUNT];
	int64_t faults;
	bool is_over;               /* the service is away: no more is asked */
	char told[IMPORT_TOLD_MAX]; /* who was refused and why, a line each */
};

static const char *
said(const struct import *import, const char *english)
{
	return phrase(import->visit->lang, english);
}

/* ------------------------------------------------------------- the reading */

static void
take_fault(void *context, const struct roster_fault *fault)
{
	struct import *import = context;
	bool is_zh = import->visit->lang == PHRASE_ZH_TW;
	struct view *row;
	const char *column = fault->detail;

	if (fault->column != ROSTER_NO_COLUMN)
		column = is_zh ? roster_column_zh(fault->column)
			       : roster_column_en(fault->column);
	if (import->faults++ == 0)
		import->list = list_add(import->visit, import->view, &faults);
	row = list_row(import->list);
	view_number(row, "line", (int64_t)fault->line);
	view_text(row, "column", column);
	view_text(row, "text", is_zh ? fault->zh : fault->en);
	if (fault->other_line > 0)
		view_number(row, "other_line", (int64_t)fault->other_line);
	list_lay(import->visit, row, &faults);
}

static void
count_row(void *context, const struct roster_row *row)
{
	struct import *import = context;

	(void)row;
	import->people++;
}

static enum result
result_of(const struct errand *errand)
{
	for (int i = 0; errand->rc == RC_OK && i < REFUSED; i++)
		if (strcmp(errand_text(errand, F_RESULT), result_names[i]) == 0)
			return (enum result)i;
	return REFUSED;
}

/* Doing it, only who is refused is news, which the page carries along. */
static void
tell_refusal(struct import *import, const struct roster_row *row,
    const struct errand *errand)
{
	size_t used = strlen(import->told);

	if (!text_print(import->told + used, sizeof(import->told) - used,
		"%zu %s: %s\n", row->line, row->value[ROSTER_NAME],
		errand->said))
		import->told[used] = '\0'; /* a thousand of them are enough */
}

/* A line of the plan. */
static void
tell(struct import *import, const struct roster_row *row,
    const struct errand *errand, enum result result)
{
	bool is_refused = result == REFUSED;
	struct view *line;
	char changed[FIELD_TEXT_MAX];

	if (import->list == NULL)
		import->list = list_add(import->visit, import->view, &lines);
	line = list_row(import->list);
	view_number(line, "line", (int64_t)row->line);
	view_text(line, "name", row->value[ROSTER_NAME]);
	view_text(line, "account", errand_text(errand, F_ACCOUNT));
	view_text(line, "result",
	    caption_find(import->visit->lang, F_RESULT, result_names[result]));
	view_flag(line, "is_refused", is_refused);
	view_text(line, "detail",
	    is_refused
		? errand->said
		: caption_list(changed, sizeof(changed), import->visit->lang,
		      F_DETAIL, errand_text(errand, F_DETAIL)));
	list_lay(import->visit, line, &lines);
}

/* Of these classes the next person would fare no better. */
static bool
is_over(enum rc rc)
{
	return rc == RC_BUSY || rc == RC_OFFLINE || rc == RC_FAULT;
}

static void
ask_row(void *context, const struct roster_row *row)
{
	struct import *import = context;
	int64_t at = import->people++;
	const char *school = row->value[ROSTER_SCHOOL];
	struct errand *errand;
	enum result result;

	if (at < import->from || at >= import->until || import->is_over)
		return;
	errand = errand_new(import->visit, OP_PERSON_PUT);
	for (int i = 0; i < ROSTER_COLUMN_COUNT; i++)
		if (i != ROSTER_SCHOOL)
			errand_put(
			    errand, roster_column_field(i), row->value[i]);
	errand_put(
	    errand, F_SCHOOL, school[0] != '\0' ? school : import->school);
	if (import->is_plan)
		clerk_put(errand, F_PLAN, "1");
	(void)clerk_ask(errand);
	import->is_over = is_over(errand->rc);
	if (import->is_over) {
		screen_complain(import->view, errand->said);
	} else {
		result = result_of(errand);
		import->count[result]++;
		import->done = at + 1;
		if (import->is_plan && result != SAME)
			tell(import, row, errand, result);
		else if (result == REFUSED)
			tell_refusal(import, row, errand);
	}
	errand_free(errand);
}

static bool
read_roster(struct import *import, const char *text,
    void (*row)(void *context, const struct roster_row *row))
{
	const struct roster_sink sink = {import, row, take_fault};
	struct roster *roster = roster_new(&sink);

	import->people = 0;
	if (roster == NULL)
		return false;
	roster_feed(roster, text, strlen(text));
	roster_end(roster);
	roster_free(roster);
	return true;
}

/* ---------------------------------------------------------------- the page */

static const char *
school_of(const struct visit *visit)
{
	const char *school = clerk_value(visit, "school");

	return school[0] != '\0' ? school : guest_text(visit, F_SCHOOL);
}

static void
show(struct import *import)
{
	screen_token(import->visit, import->view, "/staff/import");
	view_text(view_part(import->view, "form"), "school", import->school);
	schools_ask(import->visit, import->view, import->school, true);
	personnel_tabs(import->visit, import->view);
	screen_crumb(
	    import->visit, import->view, "/staff", PHRASE("Personnel desk"));
	for (int i = 0; i < RESULT_COUNT; i++)
		view_number(import->view, result_names[i], import->count[i]);
	view_number(import->view, "people", import->people);
	view_flag(import->view, "has_faults", import->faults > 0);
	screen_show(import->visit, import->view, "personnel_import");
}

static struct import
import_of(struct visit *visit)
{
	return (struct import){.visit = visit,
	    .view = screen_new(visit, PHRASE("Import a roster")),
	    .school = school_of(visit)};
}

/* What would happen, when the roster has no fault. */
static void
plan(struct import *import, const char *text)
{
	import->is_plan = true;
	import->until = IMPORT_PEOPLE_MAX;
	if (!read_roster(import, text, count_row) || import->faults > 0)
		return;
	if (import->people > IMPORT_PEOPLE_MAX) {
		screen_complain(import->view,
		    said(import,
			PHRASE("More than 1,000 people: cut the roster into "
			       "several, or ask IT.")));
		return;
	}
	(void)read_roster(import, text, ask_row);
	view_flag(import->view, "is_plan", !import->is_over);
	view_flag(import->view, "counts", !import->is_over);
	view_flag(
	    import->view, "has_lines", import->people > import->count[SAME]);
	if (!import->is_over &&
	    import->count[CREATED] + import->count[CHANGED] > 0)
		view_text(import->view, "roster", text);
}

/* The number that an earlier step counted. */
static int64_t
carried(const struct visit *visit, const char *name)
{
	int64_t number = 0;

	(void)text_number(
	    form_text(&visit->form, name), 0, IMPORT_PEOPLE_MAX, &number);
	return number;
}

/* What the steps before this one have done. */
static void
carry_on(struct import *import)
{
	for (int i = 0; i < RESULT_COUNT; i++)
		import->count[i] = carried(import->visit, result_names[i]);
	import->from = carried(import->visit, "from");
	import->done = import->from;
	(void)text_copy(import->told, sizeof(import->told),
	    form_text(&import->visit->form, "told"));
}

static void
show_progress(struct import *import, const char *text)
{
	view_text(import->view, "told", import->told);
	view_number(import->view, "done", import->done);
	view_flag(import->view, "counts", true);
	view_flag(import->view, "is_running", true);
	view_flag(import->view, "is_applied", import->done >= import->people);
	view_flag(import->view, "goes_on",
	    import->done < import->people && !import->is_over);
	if (import->done < import->people) {
		view_text(import->view, "roster", text);
		view_number(import->view, "from", import->done);
	}
}

/* The next people of a roster that was planned: they are asked about; or only
 * counted, for whoever's page was too old to go on. */
static void
go_on(struct import *import,
    void (*row)(void *context, const struct roster_row *row))
{
	const char *text = form_text(&import->visit->form, "roster");

	carry_on(import);
	import->until = import->from + IMPORT_BATCH;
	if (read_roster(import, text, row) && import->faults == 0)
		show_progress(import, text);
}

static void
want_roster(struct import *import)
{
	screen_complain(import->view,
	    said(import, PHRASE("Choose a roster of 256 KiB at most.")));
}

void
personnel_import_form(struct visit *visit)
{
	struct import import = import_of(visit);

	if (form_has(&visit->form, "from"))
		go_on(&import, count_row);
	else if (visit->form.fault != FORM_FINE)
		want_roster(&import);
	show(&import);
}

void
personnel_import(struct visit *visit)
{
	struct import import = import_of(visit);

	if (form_has(&visit->form, "from"))
		go_on(&import, ask_row);
	else if (form_text(&visit->form, "file")[0] != '\0')
		plan(&import, form_text(&visit->form, "file"));
	else
		want_roster(&import);
	show(&import);
}
