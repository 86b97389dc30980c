/*
 * What personnel bring and what they ask for: leaved's operations on a real
 * database. tests/module/leaved_office_*.sh run it on both.
 */
#include "school.h"

#include "../unit/unit.h"

static const char balances[] = "帳號,假別,帶入時數,已用時數,可用至\n"
			       "a.teach,補休,12,,2027-03-31\n"
			       "a.teach,事假,,16,\n"
			       "a.mate,補休,8,,\n";

static const struct school_answer *
take(struct office *office, const char *text, const char *plan)
{
	return school_ask(office, "a.pers", OP_LEAVE_OPENING, F_TABLE, text,
	    F_PLAN, plan, F_NONE);
}

/* What is left of the lots whose label begins so. */
static int64_t
left_of(struct office *office, const char *who, const char *label)
{
	const struct school_answer *answer =
	    school_ask(office, who, OP_LEAVE_BALANCE, F_NONE);

	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		if (strcmp(wire_text(&row, F_LOT), label) == 0)
			return wire_number(&row, F_AVAILABLE, -1);
	}
	return -1;
}

static void
opening_balances_are_planned_then_taken_once(void **state)
{
	static const char *const results[] = {"plan", "imported", "imported"};
	static const int64_t counts[] = {3, 3, 0};
	struct office *office = school_office();

	(void)state;
	for (int i = 0; i < 3; i++) {
		const struct school_answer *answer =
		    take(office, balances, i == 0 ? "1" : "0");

		assert_verdict("ok", answer);
		assert_string_equal(school_text(answer, F_RESULT), results[i]);
		assert_int_equal(
		    wire_number(&answer->in, F_COUNT, -1), counts[i]);
		assert_int_equal(
		    left_of(office, "a.teach", "補休(期初)/2027-03-31"),
		    i == 0 ? -1 : 720);
		assert_int_equal(left_of(office, "a.teach", "事假/2026"),
		    i == 0 ? 56 * 60 : 40 * 60);
	}
	assert_school_agrees(office);
}

static void
every_bad_line_is_told_and_nothing_is_taken(void **state)
{
	static const struct {
		const char *line, *en;
	} cases[] = {
	    {"a.dep,補休,8,,2020-01-01", "until is no day, or is past"},
	    {"b.teach,補休,8,,", "nobody of the school has this account"},
	    {"nobody,補休,8,,", "nobody of the school has this account"},
	    {"a.dep,遊戲假,8,,", "this person has no leave of that type"},
	    {"a.dep,補休,八,,", "hours are a whole number"},
	    {"a.dep,補休,-8,,", "hours are a whole number"},
	    {"a.dep,補休,,,", "neither granted nor used is given"},
	    {"a.dep,補休,,8,", "this type has no amount of a year to use"},
	    {"a.dep,事假,,57,", "it is more than there is"},
	    {"a.pers,補休,8,,", "one's own is entered by somebody else"},
	    {"a.teach,補休,16,,2027-03-31",
		"another opening amount is there already: adjust it"},
	    {"a.teach,事假,,8,",
		"another used amount is there already: adjust it"},
	};
	struct office *office = school_office();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct school_answer *answer;
		struct wire_in row;
		char text[256];

		(void)snprintf(text, sizeof(text),
		    "account,type,granted,used,until\na.dep,補休,4,,\n%s\n",
		    cases[i].line);
		answer = school_ask(office, "a.pers", OP_LEAVE_OPENING, F_TABLE,
		    text, F_LANG, "en", F_NONE);
		assert_verdict("ok", answer);
		assert_string_equal(school_text(answer, F_RESULT), "refused");
		assert_int_equal(answer->in.row_count, 1);
		wire_row(&answer->in, 0, &row);
		assert_int_equal(wire_number(&row, F_SEQ, 0), 3);
		if (strncmp(wire_text(&row, F_DETAIL), cases[i].en,
			strlen(cases[i].en)) != 0)
			fail_msg(
			    "%s: %s", cases[i].line, wire_text(&row, F_DETAIL));
	}
	assert_int_equal(
	    school_number(
		office, "SELECT count(*) FROM lot WHERE person = ?", "a.dep"),
	    0);
}

/* Minutes in the rows of a report, of that type ("": any). */
static int64_t
reported(struct office *office, const char *kind, const char *type)
{
	const struct school_answer *answer =
	    school_ask(office, "a.pers", OP_LEAVE_REPORT, F_KIND, kind, F_FROM,
		"2026-09-01", F_UNTIL, "2026-09-30", F_NONE);
	int64_t sum = 0;

	assert_verdict("ok", answer);
	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		if (type[0] == '\0' ||
		    strcmp(wire_text(&row, F_TYPE), type) == 0)
			sum += wire_number(&row, F_MINUTES, 0);
	}
	return sum;
}

static void
reports_say_who_was_away_and_what_is_left(void **state)
{
	struct office *office = school_office();
	char id[BOOK_ID_SIZE];

	(void)state;
	school_file_ok(office, "a.mate", "家庭照顧假", "2026-09-03T09:00",
	    "2026-09-03T12:00", id);
	assert_int_equal(reported(office, "types", ""), 0);
	assert_int_equal(reported(office, "away", ""), 180);
	school_act_ok(office, "a.head", id, "approve", "awaiting_step");
	school_act_ok(office, "a.pers", id, "approve", "awaiting_step");
	school_act_ok(office, "a.boss", id, "approve", "approved");
	assert_int_equal(reported(office, "types", ""), 180);
	assert_int_equal(reported(office, "people", "家庭照顧假"), 180);
	assert_int_equal(reported(office, "unused", "補休"), 1200);
	assert_verdict("bad_field",
	    school_ask(
		office, "a.pers", OP_LEAVE_REPORT, F_KIND, "weather", F_NONE));
}

static void
personnel_enter_absence_without_leave(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;

	(void)state;
	assert_verdict("not_allowed",
	    school_file(office, "a.dep", "曠職", "2026-09-04T08:00",
		"2026-09-04T10:00"));
	answer = school_ask(office, "a.pers", OP_LEAVE_FILE, F_ACCOUNT, "a.dep",
	    F_TYPE, "曠職", F_STARTS, "2026-09-04T08:00", F_ENDS,
	    "2026-09-04T10:00", F_NONE);
	assert_verdict("ok", answer);
	assert_string_equal(school_text(answer, F_STATE), "approved");
	assert_int_equal(reported(office, "absent", ""), 120);
	assert_school_agrees(office);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(opening_balances_are_planned_then_taken_once),
    cmocka_unit_test(every_bad_line_is_told_and_nothing_is_taken),
    cmocka_unit_test(reports_say_who_was_away_and_what_is_left),
    cmocka_unit_test(personnel_enter_absence_without_leave),
};

UNIT_MAIN(tests)
