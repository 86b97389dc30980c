#include "inputs.h"

#include "schools.h"

#include <string.h>

enum { LINES_MAX = 3000 }; /* bytes; identityd's rule for a notice */

/* The attributes of an <input>, and which markup it has. */
static const struct {
	const char *type, *mode, *capitals;
	bool is_plain; /* no dictionary, no memory */
} looks[] = {
    [INPUT_TEXT] = {"text", "", "", false},
    [INPUT_NAME] = {"text", "", "none", true},
    [INPUT_ID] = {"text", "", "characters", true},
    [INPUT_MAIL] = {"email", "", "", true},
    [INPUT_URL] = {"url", "", "", false},
    [INPUT_NUMBER] = {"text", "numeric", "", false},
    [INPUT_DAY] = {"text", "", "", true},
    [INPUT_LINES] = {"", "", "", false},
    [INPUT_CHOICE] = {"", "", "", false},
    [INPUT_SCHOOL] = {"text", "", "", true},
    [INPUT_OFFER] = {"text", "", "", true},
    [INPUT_UNIT] = {"text", "", "", true},
};

static const char *
typed(const struct view *form, const char *name)
{
	const struct view_value *value = view_find(form, name, strlen(name));

	return value != NULL && value->kind == VIEW_TEXT ? value->text : "";
}

/* They are an offer: without an answer there is none. */
static void
offer_units(const struct visit *visit, struct view *row, const char *school)
{
	struct errand *list = errand_new(visit, OP_UNIT_LIST);

	list->deadline_ms = ERRAND_EXTRA_MS;
	errand_put(list, F_SCHOOL, school);
	if (school[0] != '\0' && errand_ask(list) == RC_OK)
		for (size_t i = 0; i < list->in.row_count; i++) {
			struct wire_in unit;

			wire_row(&list->in, i, &unit);
			view_text(view_row(row, "options"), "value",
			    wire_text(&unit, F_UNIT));
		}
	errand_free(list);
}

static void
add(const struct visit *visit, struct view *row, const char *id,
    const struct view *form, const struct input *input)
{
	const struct field_rule *rule = field_rule(input->field);
	const char *value = typed(form, rule->name);
	bool is_choice;

	view_text(row, "name", rule->name);
	view_print(row, "id", "%s%s", id, rule->name);
	view_text(row, "label", phrase(visit->lang, input->label));
	view_text(row, "value", value);
	view_text(row, "type", looks[input->kind].type);
	view_text(row, "mode", looks[input->kind].mode);
	view_text(row, "capitals", looks[input->kind].capitals);
	view_flag(row, "is_plain", looks[input->kind].is_plain);
	view_flag(row, "is_needed", input->is_needed);
	view_flag(row, "is_lines", input->kind == INPUT_LINES);
	view_flag(row, "is_offer",
	    input->kind == INPUT_OFFER || input->kind == INPUT_UNIT);
	view_number(row, "max",
	    input->kind == INPUT_LINES       ? LINES_MAX
		: rule->type == FIELD_NUMBER ? 4
					     : rule->max);
	view_text(row, "hint",
	    input->hint != NULL ? phrase(visit->lang, input->hint) : "");
	view_list(row, "options");
	if (input->kind == INPUT_CHOICE || input->kind == INPUT_OFFER)
		caption_options(row, "options", input->set, visit->lang, value);
	if (input->kind == INPUT_UNIT)
		offer_units(
		    visit, row, typed(form, field_rule(F_SCHOOL)->name));
	is_choice = input->kind == INPUT_CHOICE ||
	    (input->kind == INPUT_SCHOOL && schools_add(visit, row, value));
	view_flag(row, "is_choice", is_choice);
	if (is_choice)
		view_text(row, "type", "");
}

void
inputs_add(const struct visit *visit, struct view *into, const char *id,
    const struct view *form, const struct input *inputs)
{
	for (; inputs->field != F_NONE; inputs++)
		add(visit, view_row(into, "inputs"), id, form, inputs);
}
