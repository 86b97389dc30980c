#include "deputies.h"

#include "base/text.h"
#include "front/errand.h"
#include "front/front.h"
#include "front/screen.h"
#include "member.h"
#include "staff.h"

#include <string.h>

enum { PLACES = 6, NAME_SIZE = 8, ACCOUNT_SIZE = 65, LIST_SIZE = 401 };

static const char *const names[PLACES] = {"d1", "d2", "d3", "d4", "d5", "d6"};

/* The word at `place` of the list; "" behind its end. */
static void
word_at(const char *list, size_t place, char word[ACCOUNT_SIZE])
{
	word[0] = '\0';
	for (size_t i = 0; *list != '\0'; i++) {
		size_t len = strcspn(list, " ");

		if (i == place)
			(void)text_print(
			    word, ACCOUNT_SIZE, "%.*s", (int)len, list);
		list += len;
		list += strspn(list, " ");
	}
}

static void
show_list(struct visit *visit, const char *list, const char *said,
    const char *complaint)
{
	struct view *view = screen_new(visit, PHRASE("My deputies"));

	for (size_t i = 0; i < PLACES; i++) {
		struct view *row = view_row(view, "places");
		char word[ACCOUNT_SIZE];

		word_at(list, i, word);
		view_text(row, "field", names[i]);
		view_number(row, "n", (int64_t)i + 1);
		staff_add_units(visit, row,
		    &(struct staff_choice){word, "", "", "", false});
	}
	view_text(view, "said", said);
	if (complaint != NULL)
		screen_complain(view, complaint);
	screen_token(visit, view, "/deputies");
	screen_show(visit, view, "deputies");
}

/* What the form has, as leaved wants it. */
static void
join(const struct form *form, char list[LIST_SIZE])
{
	size_t len = 0;

	list[0] = '\0';
	for (size_t i = 0; i < PLACES; i++) {
		const char *one = form_text(form, names[i]);

		if (one[0] == '\0')
			continue;
		(void)text_print(list + len, LIST_SIZE - len, "%s%s",
		    len > 0 ? " " : "", one);
		len += strlen(list + len);
	}
}

static void
show(struct visit *visit)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_DEPUTIES);

	if (visit->route->method == HTTP_POST) {
		char list[LIST_SIZE];

		join(&visit->form, list); /* stale: as it was sent */
		show_list(visit, list, NULL, NULL);
	} else if (errand_ask(errand) == RC_OK) {
		show_list(visit, errand_text(errand, F_DEPUTY), NULL, NULL);
	} else {
		visit->answer->status = errand_status(errand->rc);
		show_list(visit, "", NULL, errand->said);
	}
	errand_free(errand);
}

static void
set(struct visit *visit)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_DEPUTIES);
	char list[LIST_SIZE];

	join(&visit->form, list);
	wire_put_text(&errand->out, F_DEPUTY, list); /* "" empties it */
	if (errand_ask(errand) == RC_OK) {
		show_list(
		    visit, list, phrase(visit->lang, PHRASE("Saved.")), NULL);
	} else {
		visit->answer->status = errand_status(errand->rc);
		show_list(visit, list, NULL, errand->said);
	}
	errand_free(errand);
}

static const struct form_field fields[] = {
    {"d1", FORM_TEXT, 64, false, NULL},
    {"d2", FORM_TEXT, 64, false, NULL},
    {"d3", FORM_TEXT, 64, false, NULL},
    {"d4", FORM_TEXT, 64, false, NULL},
    {"d5", FORM_TEXT, 64, false, NULL},
    {"d6", FORM_TEXT, 64, false, NULL},
};
static const struct route routes[] = {
    {FRONT_GET("/deputies", NEEDS_SIGNED_ON, show)},
    {FRONT_POST("/deputies", NEEDS_SIGNED_ON, set), FRONT_TAKES(fields)},
};
const struct route_table deputies_routes = FRONT_TABLE(routes);
