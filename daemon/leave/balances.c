#include "balances.h"

#include "base/text.h"
#include "front/caption.h"
#include "front/clerk.h"
#include "front/errand.h"
#include "front/front.h"
#include "front/list.h"
#include "front/screen.h"
#include "member.h"
#include "saying.h"
#include "web/address.h"

#include <string.h>

enum { ADDRESS_SIZE = 512 };

static const char *
text_of(const struct wire_in *in, enum field field)
{
	const char *text = wire_text(in, field);

	return text != NULL ? text : "";
}

static void
add_amount(struct visit *visit, struct view *row, const char *name,
    const struct wire_in *in, enum field field)
{
	char text[SAYING_SIZE];

	if (wire_has(in, field))
		view_text(row, name,
		    saying_amount(
			text, visit->lang, wire_number(in, field, 0)));
}

/* Page through "/balances…?account=…" as personnel do for somebody else. */
static void
put_account(struct errand *errand)
{
	errand_put(
	    errand, F_ACCOUNT, form_text(&errand->visit->query, "account"));
}

/* ----------------------------------------------------------------- balances */

static const struct list lots = {
    .title = PHRASE("What is left"),
    .columns = {{PHRASE("Type of leave"), "type_word", LIST_HEAD, "lot",
		    "/balances/lines", "lot"},
	{PHRASE("Granted"), "granted", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Used"), "used", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Held for requests"), "pending", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Left"), "left", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Usable until"), "until", LIST_TEXT, NULL, NULL, NULL}},
};

static void
add_lot(struct visit *visit, struct view *part, const struct wire_in *in)
{
	struct view *row = list_row(part);
	char text[SAYING_SIZE];

	view_text(
	    row, "type_word", saying_type(visit->lang, text_of(in, F_TYPE)));
	view_text(row, "lot", text_of(in, F_LOT));
	add_amount(visit, row, "granted", in, F_GRANTED);
	add_amount(visit, row, "used", in, F_USED);
	add_amount(visit, row, "pending", in, F_PENDING);
	add_amount(visit, row, "left", in, F_AVAILABLE);
	if (wire_has(in, F_UNTIL))
		view_text(row, "until",
		    saying_moment(text, visit->lang, text_of(in, F_UNTIL)));
	list_lay(visit, row, &lots);
}

static void
show(struct visit *visit)
{
	struct view *view = screen_new(visit, PHRASE("What is left"));
	struct errand *errand = errand_new(visit, OP_LEAVE_BALANCE);
	int64_t year;

	screen_title_of(view, form_text(&visit->query, "account"));
	put_account(errand);
	if (text_number(form_text(&visit->query, "year"), 1, 2100, &year))
		wire_put_number(&errand->out, F_YEAR, year);
	if (clerk_look(errand, view)) {
		struct view *part = list_add(visit, view, &lots);

		for (size_t i = 0; i < errand->in.row_count; i++) {
			struct wire_in row;

			wire_row(&errand->in, i, &row);
			add_lot(visit, part, &row);
		}
	}
	errand_free(errand);
	view_text(view, "year", form_text(&visit->query, "year"));
	screen_show(visit, view, "balances");
}

/* -------------------------------------------------------------------- lines */

static const struct list lines = {
    .title = PHRASE("The lines behind it"),
    .columns = {{PHRASE("When"), "at", LIST_HEAD, NULL, NULL, NULL},
	{PHRASE("What"), "action_word", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Amount"), "amount", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Why"), "why", LIST_LONG, NULL, NULL, NULL},
	{PHRASE("Request"), "see", LIST_TEXT, NULL, "/case", "request"}},
};

/* What a line adds to what is left: what it holds is no longer there. */
static int64_t
effect_of(const char *action, int64_t minutes)
{
	static const struct {
		const char *action;
		int sign;
	} signs[] = {{"reserve", -1}, {"consume", 0}, {"expire", -1}};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strcmp(signs[i].action, action) == 0)
			return signs[i].sign * minutes;
	return minutes;
}

static void
add_line(struct visit *visit, struct view *part, const struct wire_in *in)
{
	struct view *row = list_row(part);
	const char *action = text_of(in, F_ACTION);
	const char *word = caption_find(visit->lang, F_ACTION, action);
	const char *request = text_of(in, F_REQUEST);
	char text[SAYING_SIZE];

	view_text(
	    row, "at", saying_moment(text, visit->lang, text_of(in, F_STARTS)));
	view_text(row, "action_word", word != NULL ? word : action);
	view_text(row, "amount",
	    saying_amount(text, visit->lang,
		effect_of(action, wire_number(in, F_MINUTES, 0))));
	view_text(row, "why", text_of(in, F_WHY));
	view_text(row, "request", request);
	view_text(row, "see",
	    request[0] != '\0' ? phrase(visit->lang, PHRASE("See it")) : "");
	list_lay(visit, row, &lines);
}

static void
add_next(struct visit *visit, struct view *view, const struct errand *errand)
{
	static const char *const names[] = {"lot", "account"};
	char address[ADDRESS_SIZE] = "/balances/lines";
	bool fits = errand_text(errand, F_CURSOR)[0] != '\0';

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = form_text(&visit->query, names[i]);

		if (value[0] != '\0')
			fits = fits &&
			    address_add(
				address, sizeof(address), names[i], value);
	}
	if (fits &&
	    address_add(address, sizeof(address), "cursor",
		errand_text(errand, F_CURSOR)))
		view_text(view, "next", address);
}

static void
show_lines(struct visit *visit)
{
	struct view *view = screen_new(visit, PHRASE("The lines behind it"));
	struct errand *errand = errand_new(visit, OP_LEAVE_LINES);

	screen_title_of(view, form_text(&visit->query, "lot"));
	screen_crumb(visit, view, "/balances", PHRASE("What is left"));
	put_account(errand);
	errand_put(errand, F_LOT, form_text(&visit->query, "lot"));
	errand_put(errand, F_CURSOR, form_text(&visit->query, "cursor"));
	if (clerk_look(errand, view)) {
		struct view *part = list_add(visit, view, &lines);

		for (size_t i = 0; i < errand->in.row_count; i++) {
			struct wire_in row;

			wire_row(&errand->in, i, &row);
			add_line(visit, part, &row);
		}
		add_next(visit, view, errand);
		view_text(view, "law", errand_text(errand, F_DETAIL));
	}
	view_text(view, "lot", form_text(&visit->query, "lot"));
	errand_free(errand);
	screen_show(visit, view, "lines");
}

static const struct form_field query[] = {
    {"year", FORM_TEXT, 4, false, NULL},
    {"account", FORM_TEXT, 64, false, NULL},
};
static const struct form_field lines_query[] = {
    {"lot", FORM_TEXT, 95, true, NULL},
    {"account", FORM_TEXT, 64, false, NULL},
    {"cursor", FORM_TEXT, 256, false, NULL},
};
static const struct route routes[] = {
    {FRONT_GET("/balances", NEEDS_SIGNED_ON, show), FRONT_QUERY(query)},
    {FRONT_GET("/balances/lines", NEEDS_SIGNED_ON, show_lines),
	FRONT_QUERY(lines_query)},
};
const struct route_table balances_routes = FRONT_TABLE(routes);
