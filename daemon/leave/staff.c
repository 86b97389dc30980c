#include "staff.h"

#include "base/text.h"
#include "front/errand.h"
#include "saying.h"

#include <string.h>

enum {
	PAGES_MAX = 8, /* answers: 480 people */
	UNITS_MAX = 64,
	UNIT_SIZE = 129,
};

typedef void take_person(void *context, const struct wire_in *person);

static const char *
text_of(const struct wire_in *in, enum field field)
{
	const char *text = wire_text(in, field);

	return text != NULL ? text : "";
}

static const char *
name_of(const struct wire_in *person)
{
	return text_of(person, wire_has(person, F_NAME) ? F_NAME : F_ACCOUNT);
}

/* The class of the answer that ended it. */
static enum rc
each_person(struct visit *visit, const struct staff_choice *choice,
    take_person *take, void *context)
{
	char cursor[257] = "";
	enum rc rc = RC_OK;

	for (int page = 0; page < PAGES_MAX && rc == RC_OK; page++) {
		struct errand *errand = errand_new(visit, OP_LEAVE_STAFF);

		errand_put(errand, F_STARTS, choice->starts);
		errand_put(errand, F_ENDS, choice->ends);
		errand_put(errand, F_CURSOR, cursor);
		rc = errand_ask(errand);
		for (size_t i = 0; i < errand->in.row_count; i++) {
			struct wire_in row;

			wire_row(&errand->in, i, &row);
			take(context, &row);
		}
		(void)text_copy(
		    cursor, sizeof(cursor), errand_text(errand, F_CURSOR));
		errand_free(errand);
		if (cursor[0] == '\0')
			break;
	}
	return rc;
}

/* ---------------------------------------------------------------- one list */

struct options {
	struct view *view;
	const char *name, *chosen;
};

static void
take_option(void *context, const struct wire_in *person)
{
	const struct options *options = context;
	const char *account = text_of(person, F_ACCOUNT);
	const char *unit = text_of(person, F_UNIT);
	struct view *row = view_row(options->view, options->name);

	view_text(row, "value", account);
	view_print(row, "word", "%s%s%s (%s)", unit, unit[0] != '\0' ? " " : "",
	    name_of(person), account);
	view_flag(row, "is_chosen", strcmp(account, options->chosen) == 0);
}

void
staff_add(struct visit *visit, struct view *view, const char *name,
    const char *chosen)
{
	const struct staff_choice all = {chosen, "", "", "", false};
	struct options options = {view, name, chosen};

	view_list(view, name);
	(void)each_person(visit, &all, take_option, &options);
}

/* ----------------------------------------------------------------- by unit */

struct units {
	struct visit *visit;
	struct view *view;
	const struct staff_choice *choice;
	struct {
		char name[UNIT_SIZE];
		struct view *people; /* NULL: nobody of it is shown yet */
	} of[UNITS_MAX];
	size_t count;
};

/* Where its people go; those of one unit too many join the last one. */
static size_t
unit_find(struct units *units, const char *name)
{
	struct view *row;
	size_t i = 0;

	while (i < units->count && strcmp(units->of[i].name, name) != 0)
		i++;
	if (i < units->count)
		return i;
	if (units->count == UNITS_MAX)
		return UNITS_MAX - 1;
	(void)text_copy(units->of[i].name, UNIT_SIZE, name);
	units->of[i].people = NULL;
	units->count++;
	if (name[0] == '\0')
		return i;
	row = view_row(units->view, "units");
	view_text(row, "name", name);
	view_flag(row, "is_chosen", strcmp(name, units->choice->unit) == 0);
	return i;
}

static struct view *
unit_people(struct units *units, size_t i)
{
	const char *name = units->of[i].name;
	struct view *people = units->of[i].people;

	if (people != NULL)
		return people;
	people = view_row(units->view, "people");
	view_text(people, "unit",
	    name[0] != '\0' ? name
			    : phrase(units->visit->lang, PHRASE("of no unit")));
	units->of[i].people = people;
	return people;
}

static void
take_member(void *context, const struct wire_in *person)
{
	struct units *units = context;
	enum phrase_lang lang = units->visit->lang;
	const char *account = text_of(person, F_ACCOUNT);
	const char *unit = text_of(person, F_UNIT);
	bool is_chosen = strcmp(account, units->choice->chosen) == 0;
	bool is_away = strcmp(text_of(person, F_STATE), "away") == 0;
	size_t i = unit_find(units, unit);
	char span[SAYING_SIZE];
	struct view *row;

	if (!is_chosen && units->choice->unit[0] != '\0' &&
	    strcmp(unit, units->choice->unit) != 0)
		return;
	row = view_row(unit_people(units, i), "who");
	view_text(row, "value", account);
	view_flag(row, "is_chosen", is_chosen);
	view_flag(row, "is_closed",
	    is_away && !is_chosen && !units->choice->may_be_away);
	if (is_away)
		view_print(row, "word",
		    phrase(lang, PHRASE("%s (%s) - away %s")), name_of(person),
		    account,
		    saying_span(span, lang, text_of(person, F_STARTS),
			text_of(person, F_ENDS)));
	else
		view_print(row, "word", "%s (%s)", name_of(person), account);
}

void
staff_add_units(
    struct visit *visit, struct view *view, const struct staff_choice *choice)
{
	struct units units = {.visit = visit, .view = view, .choice = choice};
	const struct staff_choice ever = {
	    choice->chosen, "", "", choice->unit, false};

	view_list(view, "people");
	view_list(view, "units");
	if (each_person(visit, choice, take_member, &units) != RC_INPUT)
		return;
	view_flag(view, "is_unmarked", true);
	(void)each_person(visit, &ever, take_member, &units);
}
