#include "schools.h"

#include "lobby.h"
#include "guest.h"

#include <string.h>

static void
add_school(struct view *view, const struct wire_in *school, const char *chosen)
{
	const char *code = wire_text(school, F_SCHOOL);
	const char *name = wire_text(school, F_NAME);
	struct view *row;

	if (code == NULL)
		return;
	row = view_row(view, "options");
	view_text(row, "value", code);
	view_print(row, "word", "%s %s", code, name != NULL ? name : "");
	view_flag(row, "is_chosen", strcmp(code, chosen) == 0);
}

bool
schools_add(const struct visit *visit, struct view *view, const char *chosen)
{
	struct errand *list = errand_new(visit, OP_SCHOOL_LIST);
	bool is_choice;

	list->deadline_ms = ERRAND_EXTRA_MS;
	is_choice = errand_ask(list) == RC_OK && list->in.row_count > 1 &&
	    list->in.row_count <= SCHOOLS_MAX && !wire_has(&list->in, F_CURSOR);
	for (size_t i = 0; is_choice && i < list->in.row_count; i++) {
		struct wire_in school;

		wire_row(&list->in, i, &school);
		add_school(view, &school, chosen);
	}
	errand_free(list);
	return is_choice;
}

void
schools_ask(const struct visit *visit, struct view *view, const char *chosen,
    bool is_needed)
{
	struct view *choice = view_part(view, "choose");

	view_flag(view, "is_needed", is_needed);
	if (schools_add(visit, choice, chosen))
		return;
	view_flag(view, "choose", false);
	view_flag(
	    view, "type_it", is_needed || guest_has_role(visit, NEEDS_IT));
}
