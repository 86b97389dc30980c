#include "again.h"

#include <string.h>

static bool
is_sent(const struct form *form, size_t i)
{
	return form->values[i] != NULL && form->values[i][0] != '\0';
}

static bool
can_be_sent(const struct visit *visit)
{
	const struct route *route = visit->route;

	if (route == NULL || route->method != HTTP_POST || route->is_bare)
		return false;
	return !form_has_file(&visit->form);
}

static void
add_field(const struct visit *visit, struct view *again,
    const struct form_field *field)
{
	bool is_secret = field->kind == FORM_SECRET;
	struct view *row = view_row(again, is_secret ? "secrets" : "typed");

	view_text(row, "name", field->name);
	if (is_secret)
		view_text(row, "label",
		    phrase(visit->lang,
			field->phrase != NULL ? field->phrase
					      : PHRASE("Password")));
	else
		view_text(row, "value", form_text(&visit->form, field->name));
}

void
again_add(struct visit *visit, struct view *view)
{
	const struct form *form = &visit->form;
	char token[CSRF_TOKEN_SIZE];
	struct view *again;

	if (!can_be_sent(visit))
		return;
	again = view_part(view, "again");
	route_token(visit, visit->request->path, token);
	view_text(again, "action", visit->request->path);
	view_text(again, "token", token);
	for (size_t i = 0; i < form->count; i++)
		if (is_sent(form, i) &&
		    strcmp(form->fields[i].name, ROUTE_TOKEN) != 0)
			add_field(visit, again, &form->fields[i]);
}
