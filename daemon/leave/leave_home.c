#include "leave_home.h"

#include "front/clerk.h"
#include "front/front.h"
#include "front/screen.h"
#include "member.h"
#include "saying.h"
#include "staff.h"
#include "time_card.h"
#include "web/address.h"

#include <string.h>

enum { ADDRESS_SIZE = 512 };

/* What has a button of its own; the others are in the list. */
static const char *const usual[] = {
    "出差", "公出", "補休", "休假", "特休", "公假", "病假", "事假"};

static bool
is_usual(const char *type)
{
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (strcmp(usual[i], type) == 0)
			return true;
	return false;
}

static void
add_type(struct visit *visit, struct view *view, const struct wire_in *in)
{
	const char *type = wire_text(in, F_TYPE);
	const char *account = form_text(&visit->query, "account");
	struct view *row = view_row(view, is_usual(type) ? "usual" : "others");
	char address[ADDRESS_SIZE] = "/apply", text[SAYING_SIZE];
	bool fits = address_add(address, sizeof(address), "type", type);

	if (fits && account[0] != '\0')
		fits =
		    address_add(address, sizeof(address), "account", account);
	view_text(row, "href", fits ? address : "/apply");
	view_text(row, "type", saying_type(visit->lang, type));
	if (wire_has(in, F_AVAILABLE))
		view_text(row, "left",
		    saying_amount(
			text, visit->lang, wire_number(in, F_AVAILABLE, 0)));
}

/* Or why there are none. */
static void
add_types(struct visit *visit, struct view *view)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_TYPES);

	errand_put(errand, F_ACCOUNT, form_text(&visit->query, "account"));
	(void)clerk_look(errand, view);
	for (size_t i = 0; i < errand->in.row_count; i++) {
		struct wire_in row;

		wire_row(&errand->in, i, &row);
		add_type(visit, view, &row);
	}
	view_flag(view, "has_types", errand->in.row_count > 0);
	errand_free(errand);
}

static void
show(struct visit *visit)
{
	struct view *view = screen_new(visit, PHRASE("Apply for leave"));
	const char *account = form_text(&visit->query, "account");

	view_flag(view, "is_home", true);
	view_text(view, "applicant", member_text(visit, F_NAME));
	view_text(view, "unit", member_text(visit, F_UNIT));
	view_flag(view, "is_cover", member_is_cover(visit));
	view_text(view, "action", "/");
	if (account[0] == '\0' && !member_is_cover(visit))
		time_card_add(visit, view);
	if (member_is_personnel(visit))
		staff_add(visit, view_part(view, "choose"), "people",
		    account[0] != '\0' ? account
				       : member_text(visit, F_ACCOUNT));
	if (!member_is_cover(visit) || account[0] != '\0')
		add_types(visit, view);
	screen_show(visit, view, "home");
}

static const struct form_field query[] = {
    {"account", FORM_TEXT, 64, false, NULL},
};
static const struct route routes[] = {
    {FRONT_GET("/", NEEDS_SIGNED_ON, show), FRONT_QUERY(query)},
};
const struct route_table leave_home_routes = FRONT_TABLE(routes);
