#include "list.h"

#include "base/text.h"
#include "clerk.h"
#include "web/address.h"

#include <string.h>

enum { NAME_SIZE = 64, ADDRESS_SIZE = 512 };

/* "" when the row has none. */
static const char *
value_of(const struct view *row, const char *name)
{
	const struct view_value *value =
	    name != NULL ? view_find(row, name, strlen(name)) : NULL;

	return value != NULL && value->kind == VIEW_TEXT ? value->text : "";
}

/* path?name=value, or "" when there is none. */
static void
print_address(char address[ADDRESS_SIZE], const char *path, const char *name,
    const char *value)
{
	const char *mark = path != NULL ? strchr(path, '#') : NULL;

	address[0] = '\0';
	if (path == NULL || value[0] == '\0')
		return;
	if (!text_print(
		address, ADDRESS_SIZE, "%.*s", (int)strcspn(path, "#"), path) ||
	    !address_add(address, ADDRESS_SIZE, name, value) ||
	    (mark != NULL &&
		!text_print(address + strlen(address),
		    ADDRESS_SIZE - strlen(address), "%s", mark)))
		address[0] = '\0';
}

static void
lay_cell(const struct visit *visit, struct view *row,
    const struct list_column *column)
{
	struct view *cell = view_row(row, "cells");
	const char *raw = value_of(row, column->value), *word = raw;
	char name[NAME_SIZE], address[ADDRESS_SIZE];

	if (column->kind != LIST_TEXT &&
	    text_print(name, sizeof(name), "%s_word", column->value) &&
	    value_of(row, name)[0] != '\0')
		word = value_of(row, name);
	print_address(
	    address, column->path, column->of, value_of(row, column->of));
	view_text(cell, "label", phrase(visit->lang, column->heading));
	view_text(cell, "value", word);
	view_text(cell, "small", value_of(row, column->small));
	view_text(cell, "badge", column->kind == LIST_STATE ? raw : "");
	view_text(cell, "href", address);
	view_flag(cell, "is_long", column->kind == LIST_LONG);
	view_flag(cell, "is_head", column->kind == LIST_HEAD);
}

static bool
has_parts(const struct view *row, const struct list_deed *deed)
{
	for (int i = 0; i < LIST_PARTS_MAX && deed->parts[i] != NULL; i++)
		if (value_of(row, deed->parts[i])[0] == '\0')
			return false;
	return true;
}

static void
lay_deed(
    const struct visit *visit, struct view *row, const struct list_deed *deed)
{
	struct view *item;
	char address[ADDRESS_SIZE];

	if (!has_parts(row, deed))
		return;
	item = view_row(row, "deeds");
	print_address(address, deed->path,
	    deed->as != NULL ? deed->as : deed->parts[0],
	    value_of(row, deed->parts[0]));
	view_text(item, "word", phrase(visit->lang, deed->name));
	view_text(item, "href", address);
	view_text(item, "act", deed->act);
	for (int i = 0; i < LIST_PARTS_MAX && deed->parts[i] != NULL; i++) {
		struct view *part = view_row(item, "hidden");

		view_text(part, "name", deed->parts[i]);
		view_text(part, "value", value_of(row, deed->parts[i]));
	}
}

void
list_lay(const struct visit *visit, struct view *row, const struct list *list)
{
	for (int i = 0; i < LIST_COLUMNS_MAX; i++)
		if (list->columns[i].heading != NULL)
			lay_cell(visit, row, &list->columns[i]);
	for (int i = 0; i < LIST_DEEDS_MAX; i++)
		if (list->deeds[i].name != NULL)
			lay_deed(visit, row, &list->deeds[i]);
}

struct view *
list_add(const struct visit *visit, struct view *view, const struct list *list)
{
	const char *title = phrase(visit->lang, list->title);
	struct view *part = view_part(view, "list");

	view_text(part, "title", title);
	/* The page says it already. */
	view_flag(
	    part, "is_unseen", strcmp(title, value_of(view, "title")) == 0);
	for (int i = 0; i < LIST_COLUMNS_MAX; i++)
		if (list->columns[i].heading != NULL)
			view_text(view_row(part, "columns"), "heading",
			    phrase(visit->lang, list->columns[i].heading));
	view_flag(part, "has_deeds", list->deeds[0].name != NULL);
	view_list(part, "rows");
	return part;
}

struct view *
list_row(struct view *part)
{
	view_flag(part, "has_rows", true);
	return view_row(part, "rows");
}

void
list_show(const struct visit *visit, struct view *view, const struct list *list,
    const struct errand *answer)
{
	struct view *part = list_add(visit, view, list);

	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct view *line = list_row(part);
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		clerk_show(visit, line, &row);
		list_lay(visit, line, list);
	}
	if (wire_has(&answer->in, F_COUNT))
		view_number(
		    view, "count", wire_number(&answer->in, F_COUNT, 0));
}
