#include "clerk.h"

#include "base/almanac.h"
#include "base/text.h"
#include "caption.h"
#include "screen.h"
#include "web/address.h"

#include <stdio.h>
#include <string.h>

enum { HOUR_S = 3600, DAY_S = 86400, TAIWAN_S = 8 * HOUR_S, NAME_SIZE = 64 };

static const uint8_t instants[] = {F_TIME, F_EXPIRES, F_NONE};

const char *
clerk_value(const struct visit *visit, const char *name)
{
	return form_has(&visit->form, name) ? form_text(&visit->form, name)
					    : form_text(&visit->query, name);
}

void
clerk_put(struct errand *errand, enum field field, const char *text)
{
	int64_t number;

	if (field_rule(field)->type != FIELD_NUMBER)
		wire_put_text(&errand->out, field, text);
	else if (text_number(text, INT64_MIN, INT64_MAX, &number))
		wire_put_number(&errand->out, field, number);
}

static void
put_value(struct errand *errand, const char *name, const char *value,
    bool with_blanks)
{
	enum field field = field_find(name);

	if (field == F_NONE || field == F_LANG || !op_takes(errand->op, field))
		return;
	/* Nobody's password is empty. */
	if (value[0] != '\0' ||
	    (with_blanks && field_rule(field)->type != FIELD_PASSWORD))
		clerk_put(errand, field, value);
}

void
clerk_fill(struct errand *errand, bool with_blanks)
{
	const struct form *form = &errand->visit->form;
	const struct form *query = &errand->visit->query;

	for (size_t i = 0; i < form->count; i++)
		if (form->values[i] != NULL)
			put_value(errand, form->fields[i].name, form->values[i],
			    with_blanks);
	for (size_t i = 0; i < query->count; i++)
		if (query->values[i] != NULL &&
		    !form_has(form, query->fields[i].name))
			put_value(errand, query->fields[i].name,
			    query->values[i], false);
}

/* Does what was written so far have every field the question must have? */
static bool
is_whole(const struct errand *errand)
{
	const uint8_t *must = op_rule(errand->op)->must;

	while (must != NULL && *must != F_NONE &&
	    errand_has(errand, (enum field) * must))
		must++;
	return must == NULL || *must == F_NONE;
}

enum rc
clerk_ask(struct errand *errand)
{
	if (is_whole(errand))
		return errand_ask(errand);
	(void)text_copy(errand->said, sizeof(errand->said),
	    phrase(errand->visit->lang,
		PHRASE("Please fill in what is marked as needed.")));
	errand->rc = RC_INPUT;
	return errand->rc;
}

void
clerk_typed(struct visit *visit, struct view *view, struct view *form)
{
	const struct form *typed = &visit->form;

	for (size_t i = 0; i < typed->count; i++)
		if ((typed->fields[i].kind == FORM_TEXT ||
			typed->fields[i].kind == FORM_LINES) &&
		    typed->values[i] != NULL)
			view_text(
			    form, typed->fields[i].name, typed->values[i]);
	if (typed->fault != FORM_FINE && !visit->is_stale)
		screen_complain(view,
		    phrase(
			visit->lang, PHRASE("One of the values is too long.")));
}

void
clerk_complain(const struct errand *errand, struct view *view)
{
	errand->visit->answer->status = errand_status(errand->rc);
	screen_complain(view, errand->said);
}

bool
clerk_look(struct errand *errand, struct view *view)
{
	if (errand_ask(errand) == RC_OK)
		return true;
	clerk_complain(errand, view);
	return false;
}

void
clerk_outcome(struct visit *visit, struct view *view, const char *name,
    const struct errand *acted)
{
	if (acted == NULL)
		return;
	if (acted->rc == RC_OK) {
		clerk_show(visit, view_part(view, name), &acted->in);
		return;
	}
	clerk_complain(acted, view);
}

static void
print_instant(struct view *view, const char *name, int64_t at_s)
{
	char day[ALMANAC_TEXT_SIZE];
	int64_t second = (at_s + TAIWAN_S) % DAY_S;

	if (second < 0)
		second += DAY_S;
	view_print(view, name, "%s %02d:%02d",
	    almanac_print(almanac_today(at_s), day), (int)(second / HOUR_S),
	    (int)(second % HOUR_S / 60));
}

void
clerk_show(
    const struct visit *visit, struct view *view, const struct wire_in *in)
{
	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++) {
		const struct field_rule *rule = field_rule(field);
		const char *word;
		char name[NAME_SIZE];

		if (!wire_has(in, (enum field)field) ||
		    rule->type == FIELD_ROW || field == F_SESSION)
			continue;
		if (field_in(instants, field)) {
			print_instant(view, rule->name,
			    wire_number(in, (enum field)field, 0));
			continue;
		}
		if (rule->type == FIELD_NUMBER) {
			view_number(view, rule->name,
			    wire_number(in, (enum field)field, 0));
			continue;
		}
		view_text(view, rule->name, wire_text(in, (enum field)field));
		word = caption_find(visit->lang, (enum field)field,
		    wire_text(in, (enum field)field));
		(void)text_print(name, sizeof(name), "%s_word", rule->name);
		view_text(view, name,
		    word != NULL ? word : wire_text(in, (enum field)field));
	}
}

void
clerk_next(struct view *view, const struct errand *list, const char *path,
    const char *const *names)
{
	const char *cursor = errand_text(list, F_CURSOR);
	char address[1024];
	bool fits = text_copy(address, sizeof(address), path);

	for (; *names != NULL && fits; names++) {
		const char *value = clerk_value(list->visit, *names);

		if (value[0] != '\0')
			fits = address_add(
			    address, sizeof(address), *names, value);
	}
	if (cursor[0] != '\0' && fits &&
	    address_add(address, sizeof(address), "cursor", cursor))
		view_text(view, "next", address);
}

void
clerk_back(
    struct visit *visit, const char *path, const char *name, const char *value)
{
	char address[1024];
	bool fits = text_copy(address, sizeof(address), path);

	if (fits && value[0] != '\0')
		fits = address_add(address, sizeof(address), name, value);
	if (fits)
		fits = address_add(address, sizeof(address), "done", "1");
	http_redirect(visit->answer, fits ? address : path);
}
