#include "desk.h"

#include "base/text.h"
#include "front/caption.h"
#include "front/clerk.h"
#include "front/errand.h"
#include "front/screen.h"
#include "member.h"
#include "saying.h"
#include "shown.h"
#include "staff.h"
#include "web/address.h"

#include <string.h>

enum { ADDRESS_SIZE = 512 };

const struct desk *
desk_of(const struct visit *visit, const struct desk *desks, size_t count)
{
	size_t i = 0;

	while (i + 1 < count && strcmp(desks[i].path, visit->route->path) != 0)
		i++;
	return &desks[i];
}

/* ------------------------------------------------------------------- rows */

static void
say_amount(struct visit *visit, struct view *row, const struct wire_in *in,
    enum field field, const char *name)
{
	char text[SAYING_SIZE];

	if (wire_has(in, field))
		view_text(row, name,
		    saying_amount(
			text, visit->lang, wire_number(in, field, 0)));
}

static void
say_moment(struct visit *visit, struct view *row, const struct wire_in *in,
    enum field field, const char *name)
{
	char text[SAYING_SIZE];

	if (wire_has(in, field))
		view_text(row, name,
		    saying_moment(text, visit->lang, wire_text(in, field)));
}

void
desk_list(struct visit *visit, struct view *view, const struct list *list,
    const struct errand *answer)
{
	struct view *part = list_add(visit, view, list);

	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct view *row = list_row(part);
		struct wire_in in;

		wire_row(&answer->in, i, &in);
		clerk_show(visit, row, &in);
		say_moment(visit, row, &in, F_STARTS, "from");
		say_moment(visit, row, &in, F_ENDS, "to");
		say_amount(visit, row, &in, F_MINUTES, "amount");
		say_amount(visit, row, &in, F_PAID, "paid_amount");
		say_amount(visit, row, &in, F_GRANTED, "rest_amount");
		if (wire_has(&in, F_TYPE))
			view_text(row, "type_word",
			    saying_type(visit->lang, wire_text(&in, F_TYPE)));
		if (wire_has(&in, F_SEQ) && wire_has(&in, F_STARTS))
			view_print(row, "item", "%s/%lld/%.10s",
			    wire_text(&in, F_REQUEST),
			    (long long)wire_number(&in, F_SEQ, 0),
			    wire_text(&in, F_STARTS));
		if (wire_has(&in, F_STATE) &&
		    strcmp(wire_text(&in, F_STATE), "filed") == 0)
			view_text(row, "open", "1");
		list_lay(visit, row, list);
	}
}

/* ------------------------------------------------------------------- form */

static const char *
flag_of(enum desk_kind kind)
{
	static const char *const flags[] = {
	    [DESK_TEXT] = "is_text",
	    [DESK_DAY] = "is_day",
	    [DESK_MOMENT] = "is_moment",
	    [DESK_NUMBER] = "is_number",
	    [DESK_YES] = "is_yes",
	    [DESK_LINES] = "is_lines",
	    [DESK_STAFF] = "is_choice",
	    [DESK_WORD] = "is_choice",
	};

	return flags[kind];
}

static void
add_input(
    struct visit *visit, struct view *view, const struct desk_input *input)
{
	const char *name = field_rule(input->field)->name;
	const char *value = clerk_value(visit, name);
	struct view *row = view_row(view, "inputs");

	view_text(row, "field", name);
	view_text(row, "label", phrase(visit->lang, input->label));
	if (input->hint != NULL)
		view_text(row, "hint", phrase(visit->lang, input->hint));
	view_text(row, "value", value);
	view_flag(row, flag_of(input->kind), true);
	view_flag(row, "is_required", input->is_required);
	view_flag(row, "is_ticked", strcmp(value, "1") == 0);
	if (input->kind == DESK_STAFF)
		staff_add(visit, row, "options", value);
	if (input->kind == DESK_WORD)
		caption_options(row, "options", input->set, visit->lang, value);
}

static void
add_form(struct visit *visit, struct view *view, const struct desk *desk)
{
	view_list(view, "inputs");
	for (size_t i = 0;
	     i < DESK_INPUTS_MAX && desk->inputs[i].field != F_NONE; i++)
		add_input(visit, view, &desk->inputs[i]);
	view_text(view, "action", desk->path);
	view_text(view, "about", phrase(visit->lang, desk->hint));
	view_text(view, "button", phrase(visit->lang, desk->button));
	view_flag(view, "plans", desk->plans);
	screen_token(visit, view, desk->path);
}

/* What there is, in a view of its own: the page may have two lists. */
static void
add_below(struct visit *visit, struct view *view, const struct desk *desk)
{
	struct errand *errand;

	if (desk->below == OP_NONE)
		return;
	errand = errand_new(visit, desk->below);
	if (desk->below_kind != NULL)
		errand_put(errand, F_KIND, desk->below_kind);
	if (clerk_look(errand, view)) {
		struct view *part = view_part(view, "below");

		view_text(part, "action", desk->path);
		screen_token(visit, part, desk->path);
		desk_list(visit, part, desk->below_list, errand);
	}
	errand_free(errand);
}

/* The same question, to be saved. */
static void
add_sheet(struct visit *visit, struct view *view, const struct desk *desk)
{
	char address[ADDRESS_SIZE];
	bool fits = desk->sheet != NULL &&
	    text_copy(address, sizeof(address), desk->sheet);

	for (size_t i = 0;
	     fits && i < DESK_INPUTS_MAX && desk->inputs[i].field != F_NONE;
	     i++) {
		const char *name = field_rule(desk->inputs[i].field)->name;
		const char *value = clerk_value(visit, name);

		if (value[0] != '\0')
			fits =
			    address_add(address, sizeof(address), name, value);
	}
	view_text(view, "sheet", fits ? address : "");
}

/* What leaved did, or would do, or did not want to. */
static void
add_answer(struct visit *visit, struct view *view, const struct desk *desk,
    const struct errand *answer, bool was_plan)
{
	bool is_refused;

	if (answer->rc != RC_OK) {
		clerk_complain(answer, view);
		return;
	}
	is_refused = strcmp(errand_text(answer, F_RESULT), "refused") == 0;
	view_flag(view, "is_plan", was_plan && !is_refused);
	view_flag(view, "is_done", !was_plan && !is_refused);
	view_flag(view, "is_refused", is_refused);
	if (wire_has(&answer->in, F_COUNT))
		view_number(
		    view, "count", wire_number(&answer->in, F_COUNT, 0));
	say_amount(visit, view, &answer->in, F_MINUTES, "amount");
	say_amount(visit, view, &answer->in, F_PAID, "paid_amount");
	say_amount(visit, view, &answer->in, F_GRANTED, "rest_amount");
	view_text(view, "target", errand_text(answer, F_TARGET));
	if (desk->list != NULL)
		desk_list(visit, view_part(view, "came"), desk->list, answer);
	add_sheet(visit, view, desk);
}

/* All that decides what a plan shows. */
static void
print_shown(
    const struct visit *visit, const struct desk *desk, char shown[SHOWN_SIZE])
{
	const char *texts[DESK_INPUTS_MAX];
	size_t count = 0;

	while (count < DESK_INPUTS_MAX && desk->inputs[count].field != F_NONE) {
		texts[count] = clerk_value(
		    visit, field_rule(desk->inputs[count].field)->name);
		count++;
	}
	shown_print(texts, count, shown);
}

static void
show(struct visit *visit, const struct desk *desk, const struct errand *answer,
    bool was_plan)
{
	struct view *view = screen_new(visit, desk->title);
	char shown[SHOWN_SIZE];

	add_form(visit, view, desk);
	print_shown(visit, desk, shown);
	view_text(view, "shown", was_plan ? shown : "");
	if (answer != NULL)
		add_answer(visit, view, desk, answer, was_plan);
	if (answer == NULL || desk->list == NULL)
		add_below(visit, view, desk);
	screen_show(visit, view, "desk");
}

void
desk_show(struct visit *visit, const struct desk *desk)
{
	show(visit, desk, NULL, false);
}

void
desk_show_after(struct visit *visit, const struct desk *desk,
    const struct errand *acted, const char *done)
{
	struct view *view = screen_new(visit, desk->title);

	add_form(visit, view, desk);
	if (acted->rc != RC_OK) {
		clerk_complain(acted, view);
	} else {
		view_text(view, "outcome", phrase(visit->lang, done));
	}
	add_below(visit, view, desk);
	screen_show(visit, view, "desk");
}

void
desk_take(struct visit *visit, const struct desk *desk)
{
	struct errand *errand = errand_new(visit, desk->op);
	char shown[SHOWN_SIZE];
	bool looks;

	print_shown(visit, desk, shown);
	looks = desk->plans &&
	    (strcmp(clerk_value(visit, "act"), "look") == 0 ||
		strcmp(clerk_value(visit, "shown"), shown) != 0);
	clerk_fill(errand, false);
	if (looks)
		wire_put_number(&errand->out, F_PLAN, 1);
	(void)clerk_ask(errand);
	show(visit, desk, errand, looks);
	errand_free(errand);
}
