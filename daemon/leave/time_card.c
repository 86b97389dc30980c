#include "time_card.h"

#include "base/text.h"
#include "front/caption.h"
#include "front/clerk.h"
#include "front/front.h"
#include "front/list.h"
#include "front/screen.h"
#include "leave_captions.h"
#include "member.h"
#include "month.h"
#include "saying.h"
#include "staff.h"

#include <string.h>

#define PATH "/punches"

static const struct list days = {
    .title = PHRASE("The days of the month"),
    .columns = {{PHRASE("Day"), "day", LIST_HEAD, NULL, NULL, NULL},
	{PHRASE("Came at"), "came", LIST_TEXT, "came_note", NULL, NULL},
	{PHRASE("Went at"), "went", LIST_TEXT, "went_note", NULL, NULL}},
};

/* What there is of one day; leaved's notes are "in:forgotten out:personnel". */
static void
add_times(struct visit *visit, struct view *view, const struct wire_in *in)
{
	static const struct {
		enum field field;
		const char *name;
	} times[] = {{F_STARTS, "came"}, {F_ENDS, "went"}};
	static const struct {
		const char *word, *name, *said;
	} notes[] = {
	    {"in:forgotten", "came_note", PHRASE("entered later")},
	    {"in:personnel", "came_note", PHRASE("corrected by personnel")},
	    {"out:forgotten", "went_note", PHRASE("entered later")},
	    {"out:personnel", "went_note", PHRASE("corrected by personnel")},
	};
	const char *detail = wire_text(in, F_DETAIL);

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		const char *moment = wire_text(in, times[i].field);
		const char *time = moment != NULL ? strchr(moment, 'T') : NULL;

		view_text(view, times[i].name, time != NULL ? time + 1 : "");
	}
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		if (detail != NULL && text_has_word(detail, notes[i].word))
			view_text(view, notes[i].name,
			    phrase(visit->lang, notes[i].said));
}

void
time_card_add(struct visit *visit, struct view *view)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_PUNCHES);

	errand->deadline_ms = ERRAND_EXTRA_MS;
	if (errand_ask(errand) == RC_OK) {
		struct view *card = view_part(view, "card");

		for (size_t i = 0; i < errand->in.row_count; i++) {
			struct wire_in row;

			wire_row(&errand->in, i, &row);
			add_times(visit, card, &row);
		}
		view_text(card, "action", PATH);
		screen_token(visit, card, PATH);
	}
	errand_free(errand);
}

static void
add_days(struct visit *visit, struct view *view, const struct month *month,
    const char *account)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_PUNCHES);
	struct view *part = list_add(visit, view, &days);
	char day[ALMANAC_TEXT_SIZE];

	errand_put(errand, F_ACCOUNT, account);
	errand_put(errand, F_FROM, month_first(month, day));
	errand_put(errand, F_UNTIL, month_last(month, day));
	(void)clerk_look(errand, view);
	for (size_t i = 0; i < errand->in.row_count; i++) {
		struct view *line = list_row(part);
		char text[SAYING_SIZE];
		struct wire_in row;

		wire_row(&errand->in, i, &row);
		view_text(line, "day",
		    saying_moment(text, visit->lang, wire_text(&row, F_FROM)));
		add_times(visit, line, &row);
		list_lay(visit, line, &days);
	}
	/* Of one's own, and of the present month. */
	view_number(view, "quota", wire_number(&errand->in, F_COUNT, 0));
	errand_free(errand);
}

/* What came of the last button. */
static void
add_outcome(struct visit *visit, struct view *view)
{
	static const struct {
		const char *act, *said;
	} outcomes[] = {
	    {"in", PHRASE("You have come: it is noted.")},
	    {"out", PHRASE("You have left: it is noted.")},
	    {"forgotten", PHRASE("It is noted, with your reason.")},
	};
	const char *act = form_text(&visit->query, "act");

	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++)
		if (strcmp(outcomes[i].act, act) == 0)
			view_text(view, "outcome",
			    phrase(visit->lang, outcomes[i].said));
}

static void
show_after(struct visit *visit, const struct errand *acted)
{
	const char *account = form_text(&visit->query, "account");
	const char *own = member_text(visit, F_ACCOUNT);
	bool is_own = account[0] == '\0' || strcmp(account, own) == 0;
	struct view *view =
	    screen_new(visit, is_own ? PHRASE("My card") : PHRASE("Cards"));
	struct month month;

	if (!is_own)
		screen_title_of(view, account);
	month_read(visit, &month);
	screen_typed(visit, view);
	if (member_is_personnel(visit))
		staff_add(visit, view_part(view, "choose"), "people",
		    is_own ? own : account);
	if (is_own)
		time_card_add(visit, view);
	month_add(visit, view, &month, PATH, "account", account);
	add_days(visit, view, &month, account);
	caption_options(view, "kinds", CAPTION_PUNCH, visit->lang,
	    form_text(&visit->form, "kind"));
	add_outcome(visit, view);
	if (acted != NULL)
		clerk_complain(acted, view);
	view_text(view, "action", PATH);
	screen_show(visit, view, "punches");
}

static void
show(struct visit *visit)
{
	show_after(visit, NULL);
}

/* A button says which; what was forgotten is a form. */
static void
punch(struct visit *visit)
{
	const char *act = form_text(&visit->form, "act");
	struct errand *errand = errand_new(visit, OP_LEAVE_PUNCH);

	if (strcmp(act, "forgotten") == 0)
		clerk_fill(errand, false);
	else
		errand_put(errand, F_KIND, act);
	if (clerk_ask(errand) == RC_OK)
		clerk_back(visit, PATH, "act", act);
	else
		show_after(visit, errand);
	errand_free(errand);
}

static const struct form_field query[] = {
    MONTH_QUERY,
    {"account", FORM_TEXT, 64, false, NULL},
    {"act", FORM_TEXT, 16, false, NULL},
    {"done", FORM_TEXT, 1, false, NULL},
};
static const struct form_field fields[] = {
    {"act", FORM_TEXT, 16, true, NULL},
    {"kind", FORM_TEXT, 8, false, PHRASE("Which")},
    {"starts", FORM_TEXT, 32, false, PHRASE("When")},
    {"why", FORM_TEXT, 256, false, PHRASE("Reason")},
};
static const struct route routes[] = {
    {FRONT_GET(PATH, NEEDS_SIGNED_ON, show), FRONT_QUERY(query)},
    {FRONT_POST(PATH, NEEDS_SIGNED_ON, punch), FRONT_TAKES(fields)},
};
const struct route_table time_card_routes = FRONT_TABLE(routes);
