#include "unit_calendar.h"

#include "base/text.h"
#include "feed_door.h"
#include "front/clerk.h"
#include "front/errand.h"
#include "front/front.h"
#include "front/screen.h"
#include "member.h"
#include "month.h"
#include "saying.h"

#include <stdlib.h>
#include <string.h>

enum {
	PAGES_MAX = 16, /* answers: 960 pieces of leave in a month */
	PAGE_ROWS = WIRE_ROWS_MAX,
	NAME_SIZE = 129,
	CURSOR_SIZE = 257,
};

/* ------------------------------------------------------------- who is away */

struct away {
	char name[NAME_SIZE];
	int64_t from, to; /* minutes since the day 0 */
};

struct absences {
	struct away *at;
	size_t count, size;
};

static void
absences_add(struct absences *absences, const struct wire_in *row)
{
	const char *name = wire_text(row, F_NAME);
	struct away *away;

	if (absences->count == absences->size) {
		absences->size =
		    absences->size == 0 ? PAGE_ROWS : 2 * absences->size;
		absences->at = reallocarray(
		    absences->at, absences->size, sizeof(*absences->at));
		if (absences->at == NULL)
			abort();
	}
	away = &absences->at[absences->count];
	if (!saying_read(wire_text(row, F_STARTS), &away->from) ||
	    !saying_read(wire_text(row, F_ENDS), &away->to))
		return;
	(void)text_copy(away->name, sizeof(away->name),
	    name != NULL ? name : wire_text(row, F_ACCOUNT));
	absences->count++;
}

static int
by_time(const void *left, const void *right)
{
	const struct away *a = left, *b = right;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* One page of it; what the next one starts with, "" at the end. */
static enum rc
ask_page(struct visit *visit, const struct month *month,
    struct absences *absences, char cursor[CURSOR_SIZE], struct view *view)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_AGENDA);
	char day[ALMANAC_TEXT_SIZE];
	enum rc rc;

	errand_put(errand, F_FROM, month_first(month, day));
	errand_put(errand, F_UNTIL, month_last(month, day));
	errand_put(errand, F_KIND, form_text(&visit->query, "kind"));
	errand_put(errand, F_CURSOR, cursor);
	(void)clerk_look(errand, view);
	rc = errand->rc;
	for (size_t i = 0; i < errand->in.row_count; i++) {
		struct wire_in row;

		wire_row(&errand->in, i, &row);
		absences_add(absences, &row);
	}
	(void)text_copy(cursor, CURSOR_SIZE, errand_text(errand, F_CURSOR));
	errand_free(errand);
	return rc;
}

/* Nothing on a day that is missed all day. */
static void
add_away(struct view *day, const struct away *away, int64_t midnight)
{
	int64_t from = away->from - midnight, to = away->to - midnight;
	struct view *row = view_row(day, "away");

	view_flag(day, "has_away", true);
	view_text(row, "name", away->name);
	from = from < 0 ? 0 : from;
	to = to > SAYING_DAY ? SAYING_DAY : to;
	if (from > 0 || to < SAYING_DAY)
		view_print(row, "when", "%02d:%02d–%02d:%02d", (int)(from / 60),
		    (int)(from % 60), (int)(to / 60), (int)(to % 60));
}

static void
add_day(struct visit *visit, struct view *view, const struct month *month,
    int day, const struct absences *absences)
{
	struct view *row = view_row(view, "days");
	int64_t midnight = (int64_t)day * SAYING_DAY;

	view_number(row, "day", almanac_date(day).day);
	view_number(row, "column", almanac_weekday(day));
	view_text(row, "weekday", saying_weekday(visit->lang, day));
	view_flag(row, "is_today", day == month->today);
	view_list(row, "away");
	for (size_t i = 0; i < absences->count; i++)
		if (absences->at[i].to > midnight &&
		    absences->at[i].from < midnight + SAYING_DAY)
			add_away(row, &absences->at[i], midnight);
}

static void
add_month(struct visit *visit, struct view *view, const struct month *month)
{
	struct absences absences = {NULL, 0, 0};
	char cursor[CURSOR_SIZE] = "";
	enum rc rc = RC_OK;

	for (int page = 0; page < PAGES_MAX && rc == RC_OK; page++) {
		rc = ask_page(visit, month, &absences, cursor, view);
		if (cursor[0] == '\0')
			break;
	}
	if (absences.count > 0)
		qsort(
		    absences.at, absences.count, sizeof(*absences.at), by_time);
	view_flag(view, "is_cut", cursor[0] != '\0');
	view_flag(view, "is_free", rc == RC_OK && absences.count == 0);
	for (int day = month->first; day <= month->last; day++)
		add_day(visit, view, month, day, &absences);
	free(absences.at);
}

/* ---------------------------------------------------------------- its feed */

static void
add_feed(struct visit *visit, struct view *view)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_FEED);
	struct view *part = view_part(view, "feed");

	if (errand_ask(errand) == RC_OK)
		clerk_show(visit, part, &errand->in);
	view_flag(part, "is_there",
	    strcmp(errand_text(errand, F_RESULT), "there") == 0);
	view_text(part, "said", errand->said);
	errand_free(errand);
}

static void
show_after(struct visit *visit, const struct errand *made)
{
	struct view *view = screen_new(visit, PHRASE("Who is away"));
	const char *kind = form_text(&visit->query, "kind");
	char address[FEED_DOOR_ADDRESS_SIZE];
	struct month month;

	month_read(visit, &month);
	month_add(visit, view, &month, "/calendar", "kind", kind);
	view_flag(view, "is_of_school", strcmp(kind, "school") == 0);
	add_month(visit, view, &month);
	add_feed(visit, view);
	if (made != NULL && made->rc != RC_OK) {
		clerk_complain(made, view);
	} else if (made != NULL) {
		view_text(view, "address",
		    feed_door_print(
			address, visit, errand_text(made, F_SECRET)));
	}
	view_flag(view, "is_revoked",
	    strcmp(form_text(&visit->query, "done"), "1") == 0);
	screen_token(visit, view, "/calendar");
	screen_show(visit, view, "calendar");
}

static void
show(struct visit *visit)
{
	show_after(visit, NULL);
}

/* The address is in this answer and nowhere else. */
static void
set(struct visit *visit)
{
	const char *act = form_text(&visit->form, "act");
	bool is_wanted = strcmp(act, "make") == 0;
	struct errand *errand;

	if (!is_wanted && strcmp(act, "revoke") != 0) {
		visit->answer->status = 400;
		show_after(visit, NULL);
		return;
	}
	errand = errand_new(visit, OP_LEAVE_FEED);
	wire_put_number(&errand->out, F_WANTED, is_wanted);
	if (errand_ask(errand) == RC_OK && !is_wanted)
		clerk_back(visit, "/calendar", "", "");
	else
		show_after(visit, errand);
	errand_free(errand);
}

static const struct form_field query[] = {
    MONTH_QUERY,
    {"kind", FORM_TEXT, 16, false, NULL},
    {"done", FORM_TEXT, 1, false, NULL},
};
static const struct form_field fields[] = {
    {"act", FORM_TEXT, 8, true, NULL},
};
static const struct route routes[] = {
    {FRONT_GET("/calendar", NEEDS_SIGNED_ON, show), FRONT_QUERY(query)},
    {FRONT_POST("/calendar", NEEDS_SIGNED_ON, set), FRONT_TAKES(fields)},
};
const struct route_table unit_calendar_routes = FRONT_TABLE(routes);
