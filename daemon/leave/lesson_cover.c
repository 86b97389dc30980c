#include "lesson_cover.h"

#include "base/text.h"
#include "desk.h"
#include "front/caption.h"
#include "front/clerk.h"
#include "front/errand.h"
#include "front/front.h"
#include "front/screen.h"
#include "leave_captions.h"
#include "member.h"
#include "saying.h"
#include "staff.h"

#include <string.h>

enum { ITEM_SIZE = 128, DAY_SIZE = 11 };

/* -------------------------------------------------------------- the lists */

static const struct list board = {
    .title = PHRASE("Lessons to be taken"),
    .columns = {{PHRASE("Lesson"), "title", LIST_HEAD, NULL, "/board/lesson",
		    "item"},
	{PHRASE("From"), "from", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Teacher"), "name", LIST_TEXT, "account", NULL, NULL},
	{PHRASE("How"), "action", LIST_WORD, NULL, NULL, NULL},
	{PHRASE("Who"), "target", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Cannot after all"), "value", LIST_TEXT, NULL, NULL, NULL}},
};
static const struct list mine = {
    .title = PHRASE("Lessons I take"),
    .columns = {{PHRASE("Lesson"), "title", LIST_HEAD, NULL, NULL, NULL},
	{PHRASE("From"), "from", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("To"), "to", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Instead of"), "name", LIST_TEXT, "account", NULL, NULL},
	{PHRASE("How"), "action", LIST_WORD, NULL, NULL, NULL}},
};

static const struct shelf {
	const char *path, *kind, *title, *hint, *more, *more_word;
	const struct list *list;
} shelves[] = {
    {"/board", "open", PHRASE("Lessons to be taken"),
	PHRASE("Lessons of colleagues who are away and nobody takes yet. One "
	       "comes back here when whoever was to take it leaves, moves to "
	       "another school or goes on leave then."),
	"/board/all", PHRASE("Also what is arranged"), &board},
    {"/board/all", "all", PHRASE("Lessons to be taken"),
	PHRASE("All lessons of colleagues who are away, from today on."),
	"/board", PHRASE("Only what is open"), &board},
    {"/my-lessons", "mine", PHRASE("Lessons I take"),
	PHRASE("Lessons that the teaching section has given to you. One that "
	       "you need not or cannot take any more leaves this list, and "
	       "you get a letter."),
	NULL, NULL, &mine},
};
enum { SHELVES = sizeof(shelves) / sizeof(shelves[0]) };

static const struct shelf *
shelf_of(const struct visit *visit)
{
	size_t i = 0;

	while (
	    i + 1 < SHELVES && strcmp(shelves[i].path, visit->route->path) != 0)
		i++;
	return &shelves[i];
}

static void
show_list(struct visit *visit)
{
	static const char *const no_names[] = {NULL};
	const struct shelf *shelf = shelf_of(visit);
	struct view *view = screen_new(visit, shelf->title);
	struct errand *errand = errand_new(visit, OP_LEAVE_BOARD);

	errand_put(errand, F_KIND, shelf->kind);
	errand_put(errand, F_CURSOR, form_text(&visit->query, "cursor"));
	view_text(view, "hint", phrase(visit->lang, shelf->hint));
	if (clerk_look(errand, view)) {
		desk_list(visit, view, shelf->list, errand);
		clerk_next(view, errand, shelf->path, no_names);
	}
	if (shelf->more != NULL) {
		view_text(view, "more", shelf->more);
		view_text(
		    view, "more_word", phrase(visit->lang, shelf->more_word));
	}
	errand_free(errand);
	screen_show(visit, view, "turns");
}

/* ------------------------------------------------------------- one of them */

/* "REQUEST/SEQ/2026-09-07", as desk_list() makes it. */
struct item {
	char request[ITEM_SIZE], day[DAY_SIZE];
	int64_t seq;
};

static bool
read_item(const char *text, struct item *item)
{
	const char *seq = strchr(text, '/');
	const char *day = seq == NULL ? NULL : strchr(seq + 1, '/');
	char number[24];

	return day != NULL &&
	    text_print(item->request, sizeof(item->request), "%.*s",
		(int)(seq - text), text) &&
	    text_print(number, sizeof(number), "%.*s", (int)(day - seq - 1),
		seq + 1) &&
	    text_number(number, 0, INT32_MAX, &item->seq) &&
	    text_copy(item->day, sizeof(item->day), day + 1);
}

/* Its row among all of that day. */
static bool
find_row(
    const struct errand *answer, const struct item *item, struct wire_in *row)
{
	for (size_t i = 0; i < answer->in.row_count; i++) {
		wire_row(&answer->in, i, row);
		if (strcmp(wire_text(row, F_REQUEST), item->request) == 0 &&
		    wire_number(row, F_SEQ, -1) == item->seq)
			return true;
	}
	return false;
}

static void
add_lesson(struct visit *visit, struct view *view, const struct wire_in *row)
{
	const char *way = wire_text(row, F_ACTION);
	const char *who = wire_text(row, F_TARGET);
	char text[SAYING_SIZE];

	clerk_show(visit, view, row);
	view_text(view, "lesson", wire_text(row, F_TITLE));
	view_text(view, "lost", wire_text(row, F_VALUE));
	screen_title_of(view, wire_text(row, F_TITLE));
	view_text(
	    view, "title", phrase(visit->lang, PHRASE("A lesson to be taken")));
	view_text(view, "lesson_from",
	    saying_moment(text, visit->lang, wire_text(row, F_STARTS)));
	view_text(view, "lesson_to",
	    saying_moment(text, visit->lang, wire_text(row, F_ENDS)));
	caption_options(
	    view, "ways", CAPTION_WAY, visit->lang, way == NULL ? "" : way);
	staff_add(visit, view, "people", who == NULL ? "" : who);
}

static void
show_lesson_after(struct visit *visit, const struct errand *acted)
{
	const char *address = clerk_value(visit, "item");
	struct view *view = screen_new(visit, PHRASE("A lesson to be taken"));
	struct errand *errand = errand_new(visit, OP_LEAVE_BOARD);
	struct item item;
	struct wire_in row;

	screen_crumb(visit, view, "/board", PHRASE("Lessons to be taken"));
	errand_put(errand, F_KIND, "all");
	if (read_item(address, &item)) {
		errand_put(errand, F_FROM, item.day);
		errand_put(errand, F_UNTIL, item.day);
	}
	if (errand_ask(errand) != RC_OK || !read_item(address, &item) ||
	    !find_row(errand, &item, &row)) {
		screen_say(visit,
		    errand->rc == RC_OK ? 404 : errand_status(errand->rc),
		    errand->rc == RC_OK
			? phrase(visit->lang,
			      PHRASE("This lesson need not be taken any more."))
			: errand->said);
		errand_free(errand);
		view_free(view);
		return;
	}
	add_lesson(visit, view, &row);
	view_text(view, "item", address);
	if (acted != NULL)
		clerk_complain(acted, view);
	errand_free(errand);
	screen_token(visit, view, "/board/lesson");
	screen_show(visit, view, "lesson");
}

static void
show_lesson(struct visit *visit)
{
	show_lesson_after(visit, NULL);
}

static void
arrange(struct visit *visit)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_COVER);
	struct item item;

	if (read_item(clerk_value(visit, "item"), &item)) {
		errand_put(errand, F_REQUEST, item.request);
		wire_put_number(&errand->out, F_SEQ, item.seq);
	}
	errand_put(errand, F_ACTION, clerk_value(visit, "action"));
	errand_put(errand, F_TARGET, clerk_value(visit, "target"));
	errand_put(errand, F_NAME, clerk_value(visit, "name"));
	errand_put(errand, F_DETAIL, clerk_value(visit, "detail"));
	clerk_put(errand, F_VERSION, clerk_value(visit, "version"));
	if (clerk_ask(errand) == RC_OK)
		http_redirect(visit->answer, "/board");
	else
		show_lesson_after(visit, errand);
	errand_free(errand);
}

/* --------------------------------------------------------------- timetable */

static const struct list faults = {
    .title = PHRASE("Faults by line"),
    .columns = {{PHRASE("Line"), "seq", LIST_HEAD, NULL, NULL, NULL},
	{PHRASE("What is wrong"), "detail", LIST_LONG, NULL, NULL, NULL}},
};
static const struct desk desks[] = {
    {"/board/periods", PHRASE("Periods"),
	PHRASE("When lessons begin and end at this school."),
	PHRASE("Take them"), OP_LEAVE_PERIODS, true,
	{{F_TABLE, DESK_LINES, PHRASE("Table"),
	    PHRASE("First line: period,from,to; then lines such as "
		   "1,08:10,08:55."),
	    true, 0}},
	&faults, OP_NONE, NULL, NULL},
    {"/board/timetable", PHRASE("Timetable"),
	PHRASE("The lessons of a term. It replaces those of everybody in the "
	       "table; longer ones in parts, with a person's lines in one."),
	PHRASE("Take them"), OP_LEAVE_LESSONS, true,
	{{F_FROM, DESK_DAY, PHRASE("First day"), NULL, true, 0},
	    {F_UNTIL, DESK_DAY, PHRASE("Last day"), NULL, true, 0},
	    {F_TABLE, DESK_LINES, PHRASE("Table"),
		PHRASE("First line: account,weekday,period,class,subject; "
		       "weekday is 1 to 7."),
		true, 0}},
	&faults, OP_NONE, NULL, NULL},
};
enum { DESKS = sizeof(desks) / sizeof(desks[0]) };

static void
show_desk(struct visit *visit)
{
	desk_show(visit, desk_of(visit, desks, DESKS));
}

static void
take_desk(struct visit *visit)
{
	desk_take(visit, desk_of(visit, desks, DESKS));
}

static const struct form_field list_query[] = {
    {"cursor", FORM_TEXT, 256, false, NULL},
};
static const struct form_field item_query[] = {
    {"item", FORM_TEXT, 127, true, NULL},
};
static const struct form_field lesson_fields[] = {
    {"item", FORM_TEXT, 127, true, NULL},
    {"version", FORM_TEXT, 20, false, NULL},
    {"action", FORM_TEXT, 32, true, PHRASE("How")},
    {"target", FORM_TEXT, 64, false, PHRASE("Who")},
    {"name", FORM_TEXT, 47, false, PHRASE("Somebody from outside")},
    {"detail", FORM_TEXT, 47, false, PHRASE("Funding")},
};
static const struct form_field desk_fields[] = {DESK_FIELDS};

static const struct route routes[] = {
    {FRONT_GET("/board", NEEDS_SIGNED_ON, show_list), FRONT_QUERY(list_query)},
    {FRONT_GET("/board/all", NEEDS_SIGNED_ON, show_list),
	FRONT_QUERY(list_query)},
    {FRONT_GET("/my-lessons", NEEDS_SIGNED_ON, show_list),
	FRONT_QUERY(list_query)},
    {FRONT_GET("/board/lesson", NEEDS_SIGNED_ON, show_lesson),
	FRONT_QUERY(item_query)},
    {FRONT_POST("/board/lesson", NEEDS_SIGNED_ON, arrange),
	FRONT_TAKES(lesson_fields)},
    {FRONT_GET("/board/periods", NEEDS_TEACHING, show_desk)},
    {FRONT_POST("/board/periods", NEEDS_TEACHING, take_desk),
	FRONT_TAKES(desk_fields), .body_max = 64 * 1024},
    {FRONT_GET("/board/timetable", NEEDS_TEACHING, show_desk)},
    {FRONT_POST("/board/timetable", NEEDS_TEACHING, take_desk),
	FRONT_TAKES(desk_fields), .body_max = 64 * 1024},
};
const struct route_table lesson_cover_routes = FRONT_TABLE(routes);
