/* Notices on the portal: who sees which of them, and when. */
#include "town.h"

#include "../unit/unit.h"
#include "base/almanac.h"
#include "base/clock.h"
#include "base/text.h"

/* What `who` is shown, by name: "all-staff here ". */
static const char *
seen_by(enum town_who who, const char *state)
{
	static char names[512];
	const struct town_answer *answer = town_ask(who, OP_NOTICE_LIST,
	    state != NULL ? F_STATE : F_NONE, state, F_NONE);

	assert_string_equal(answer->reason, "ok");
	names[0] = '\0';
	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct wire_in row;
		size_t used = strlen(names);

		wire_row(&answer->in, i, &row);
		(void)snprintf(names + used, sizeof(names) - used, "%s ",
		    wire_text(&row, F_NOTICE));
	}
	return names;
}

static void
put(const char *notice, const char *audience, const char *from,
    const char *until)
{
	town_expect("ok", TOWN_ROOT, OP_NOTICE_PUT, F_NOTICE, notice, F_TITLE,
	    "訊息", F_AUDIENCE, audience, F_FROM, from, F_UNTIL, until, F_NONE);
}

static void
a_notice_is_seen_by_its_audience(void **state)
{
	static const struct {
		enum town_who who;
		const char *seen;
	} cases[] = {
	    {TOWN_NOBODY, "public "},
	    {TOWN_TEACHER, "here public staff "},
	    {TOWN_PERSONNEL, "here public staff "},
	    {TOWN_IT, "here public staff "},
	    {TOWN_ROOT, "away here public staff "},
	};

	(void)state;
	put("public", "everyone", "", "");
	put("staff", "", "", ""); /* who wrote no audience meant the staff */
	put("here", TOWN_SCHOOL, "", "");
	put("away", TOWN_OTHER, "", "");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(seen_by(cases[i].who, NULL), cases[i].seen);
	assert_string_equal(seen_by(TOWN_IT, "all"), "away here public staff ");
	town_expect("ok", TOWN_IT, OP_NOTICE_DEL, F_NOTICE, "staff", F_NONE);
	assert_string_equal(seen_by(TOWN_TEACHER, NULL), "here public ");
}

static void
a_notice_is_shown_from_its_first_day_to_its_last(void **state)
{
	static const struct {
		int from, until; /* days from today on; 99 is none */
		const char *state;
	} cases[] = {
	    {0, 0, "shown"},
	    {-1, 1, "shown"},
	    {99, 0, "shown"},
	    {0, 99, "shown"},
	    {1, 2, "later"},
	    {-2, -1, "over"},
	    {99, -1, "over"},
	};
	int today = almanac_today(clock_now_s());
	char from[ALMANAC_TEXT_SIZE], until[ALMANAC_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool is_shown = strcmp(cases[i].state, "shown") == 0;
		bool is_seen;

		put("dated", "everyone",
		    cases[i].from == 99
			? ""
			: almanac_print(today + cases[i].from, from),
		    cases[i].until == 99
			? ""
			: almanac_print_slashed(today + cases[i].until, until));
		is_seen = strstr(seen_by(TOWN_NOBODY, NULL), "dated") != NULL;
		assert_int_equal(is_seen, is_shown);
	}
}

static void
both_languages_and_days_come_back_as_they_were_written(void **state)
{
	struct wire_in row = {0};
	const struct town_answer *answer;

	(void)state;
	town_expect("ok", TOWN_IT, OP_NOTICE_PUT, F_NOTICE, "words", F_TITLE,
	    "改版中", F_TITLE_EN, "New pages", F_TEXT, "第一行\n第二行",
	    F_TEXT_EN, "Reload with Ctrl+Shift+R.", F_FROM, "2026-09-01",
	    F_UNTIL, "2099/12/31", F_AUDIENCE, "everyone", F_NONE);
	answer = town_ask(TOWN_ROOT, OP_NOTICE_LIST, F_NONE);
	for (size_t i = 0; i < answer->in.row_count; i++) {
		wire_row(&answer->in, i, &row);
		if (strcmp(wire_text(&row, F_NOTICE), "words") == 0)
			break;
	}
	assert_string_equal(wire_text(&row, F_TITLE), "改版中");
	assert_string_equal(wire_text(&row, F_TITLE_EN), "New pages");
	assert_string_equal(wire_text(&row, F_TEXT), "第一行\n第二行");
	assert_string_equal(
	    wire_text(&row, F_TEXT_EN), "Reload with Ctrl+Shift+R.");
	assert_string_equal(wire_text(&row, F_FROM), "2026-09-01");
	assert_string_equal(wire_text(&row, F_UNTIL), "2099-12-31");
	assert_string_equal(wire_text(&row, F_AUDIENCE), "everyone");
}

/* The longest texts, more than one answer holds. */
static void
a_long_list_has_its_pages(void **state)
{
	static char text[3002], cursor[257], name[20];
	const struct town_answer *answer;
	size_t count = 0, pages = 0;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	town_expect("bad_field", TOWN_ROOT, OP_NOTICE_PUT, F_NOTICE, "long",
	    F_TITLE, "t", F_TEXT, text, F_NONE);
	text[3000] = '\0';
	for (int i = 10; i < 30; i++) {
		(void)snprintf(name, sizeof(name), "long-%d", i);
		town_expect("ok", TOWN_ROOT, OP_NOTICE_PUT, F_NOTICE, name,
		    F_TITLE, "t", F_TEXT, text, F_TEXT_EN, text, F_NONE);
	}
	do {
		answer = town_ask(TOWN_ROOT, OP_NOTICE_LIST,
		    cursor[0] != '\0' ? F_CURSOR : F_NONE, cursor, F_NONE);
		assert_string_equal(answer->reason, "ok");
		count += answer->in.row_count;
		cursor[0] = '\0';
		if (wire_has(&answer->in, F_CURSOR))
			(void)text_copy(cursor, sizeof(cursor),
			    wire_text(&answer->in, F_CURSOR));
	} while (cursor[0] != '\0' && ++pages < 10);
	assert_in_range(pages, 1, 9);
	assert_int_equal(count, (size_t)wire_number(&answer->in, F_COUNT, -1));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_notice_is_seen_by_its_audience),
    cmocka_unit_test(a_notice_is_shown_from_its_first_day_to_its_last),
    cmocka_unit_test(both_languages_and_days_come_back_as_they_were_written),
    cmocka_unit_test(a_long_list_has_its_pages),
};

UNIT_MAIN_IN(tests, town_open, NULL)
