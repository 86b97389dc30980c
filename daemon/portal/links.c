#include "links.h"

#include "kept.h"

#include <string.h>

/* The first stands beside the page, the others in the menu bar. */
static const struct menu {
	const char *menu, *name;
} menus[] = {
    {"common", NULL},
    {"administration", PHRASE("Administration")},
    {"business", PHRASE("Business sites")},
    {"useful", PHRASE("Useful links")},
};

/* One menu that comes into being with its first link. */
struct filling {
	const struct menu *menu;
	enum phrase_lang lang;
	struct view *view, *part;
};

static struct view *
open_menu(struct filling *filling)
{
	const struct menu *menu = filling->menu;
	struct view *part;

	if (menu->name == NULL)
		return view_part(filling->view, "side");
	part = view_row(filling->view, "menus");
	view_text(part, "menu", menu->menu);
	view_text(part, "name", phrase(filling->lang, menu->name));
	return part;
}

static void
add_link(void *context, const struct wire_in *row)
{
	struct filling *filling = context;
	const char *menu = wire_text(row, F_KIND);
	const char *url = wire_text(row, F_URL);
	const char *name = wire_text(row, F_NAME);
	const char *name_en = wire_text(row, F_NAME_EN);
	struct view *link;

	if (menu == NULL || strcmp(menu, filling->menu->menu) != 0 ||
	    url == NULL)
		return;
	if (filling->part == NULL)
		filling->part = open_menu(filling);
	link = view_row(filling->part, "links");
	view_text(link, "url", url);
	if (name == NULL)
		name = wire_text(row, F_APP);
	view_text(link, "name",
	    filling->lang == PHRASE_EN && name_en != NULL ? name_en : name);
}

void
links_add(struct visit *visit, struct view *view)
{
	for (size_t i = 0; i < sizeof(menus) / sizeof(menus[0]); i++) {
		struct filling filling = {&menus[i], visit->lang, view, NULL};

		kept_rows(visit, OP_APP_LIST, add_link, &filling);
	}
}
