/*
 * Days as people live them, on a real database: coming and going, travel, who
 * of a unit is away. tests/module/leaved_days_*.sh run it on both.
 */
#include "school.h"

#include "../unit/unit.h"
#include "base/almanac.h"

#include <sys/wait.h>
#include <unistd.h>

enum { HOUR_S = 3600 };

/* So many hours after 08:00 of 2026-09-01. */
static void
at_hour(int hours)
{
	school_at((int64_t)almanac_day(2026, 9, 1) * 24 * HOUR_S +
	    (int64_t)hours * HOUR_S);
}

static const struct school_answer *
punch(struct office *office, const char *who, const char *kind)
{
	return school_ask(office, who, OP_LEAVE_PUNCH, F_KIND, kind, F_NONE);
}

static const struct school_answer *
forgot(struct office *office, const char *who, const char *starts)
{
	return school_ask(office, who, OP_LEAVE_PUNCH, F_KIND, "in", F_STARTS,
	    starts, F_WHY, "忘了", F_NONE);
}

/* ----------------------------------------------------------------- punches */

static void
of_a_day_the_first_coming_and_the_last_going_count(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;
	struct wire_in row;

	(void)state;
	assert_verdict("ok", punch(office, "a.teach", "in"));
	at_hour(1);
	answer = punch(office, "a.teach", "in");
	assert_string_equal(school_text(answer, F_RESULT), "same");
	assert_string_equal(school_text(answer, F_STARTS), "2026-09-01T08:00");
	at_hour(8);
	assert_verdict("ok", punch(office, "a.teach", "out"));
	at_hour(9);
	assert_verdict("ok", punch(office, "a.teach", "out"));
	answer = school_ask(office, "a.teach", OP_LEAVE_PUNCHES, F_NONE);
	assert_int_equal(answer->in.row_count, 1);
	wire_row(&answer->in, 0, &row);
	assert_string_equal(wire_text(&row, F_STARTS), "2026-09-01T08:00");
	assert_string_equal(wire_text(&row, F_ENDS), "2026-09-01T17:00");
	assert_verdict("bad_field", punch(office, "a.teach", "lunch"));
	at_hour(0);
}

static void
a_month_forgives_so_many_forgotten_ones(void **state)
{
	struct office *office = school_office();

	(void)state;
	at_hour(24 * 10);
	assert_verdict("bad_field",
	    school_ask(office, "a.mate", OP_LEAVE_PUNCH, F_KIND, "in", F_STARTS,
		"2026-09-02T08:00", F_WHY, " ", F_NONE));
	assert_verdict("not_yet", forgot(office, "a.mate", "2026-09-30T08:00"));
	assert_verdict("ok", forgot(office, "a.mate", "2026-09-02T08:00"));
	assert_verdict("ok", forgot(office, "a.mate", "2026-09-03T08:00"));
	assert_verdict("ok", forgot(office, "a.mate", "2026-09-04T08:00"));
	assert_string_equal(
	    school_text(forgot(office, "a.mate", "2026-09-03T08:00"), F_RESULT),
	    "same");
	assert_verdict(
	    "monthly_limit", forgot(office, "a.mate", "2026-09-07T08:00"));
	assert_verdict("ok", forgot(office, "a.mate", "2026-08-31T08:00"));
	at_hour(0);
}

static void
what_personnel_correct_holds_and_is_in_the_audit(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;

	(void)state;
	at_hour(24 * 10);
	answer = school_ask(office, "a.pers", OP_LEAVE_PUNCH, F_ACCOUNT,
	    "a.mate", F_KIND, "in", F_STARTS, "2026-09-02T08:20", F_WHY,
	    "門禁紀錄", F_NONE);
	assert_verdict("ok", answer);
	assert_string_equal(school_text(answer, F_STARTS), "2026-09-02T08:20");
	assert_string_equal(school_text(answer, F_DETAIL), "in:personnel");
	assert_int_equal(
	    school_number(office,
		"SELECT count(*) FROM audit WHERE action = 'leave_punch'"
		" AND result = 'personnel' AND target = ?",
		"a.mate"),
	    1);
	at_hour(0);
}

static void
two_forgotten_at_once_stay_within_the_month(void **state)
{
	struct office *office = school_office();
	int codes[3] = {0, 0, 0}, status;

	(void)state;
	at_hour(24 * 10);
	for (int n = 0; n < 6; n++)
		if (fork() == 0) {
			char starts[32];
			enum verdict verdict;

			(void)snprintf(
			    starts, sizeof(starts), "2026-09-0%dT08:00", n + 1);
			verdict =
			    forgot(school_fork(), "a.dep", starts)->verdict;
			_exit(verdict == VERDICT_OK ? 0
				: verdict == (enum verdict)REFUSAL_MONTHLY_LIMIT
				? 1
				: 2);
		}
	for (int n = 0; n < 6; n++) {
		assert_true(wait(&status) > 0 && WIFEXITED(status));
		codes[WEXITSTATUS(status)]++;
	}
	assert_int_equal(codes[0], office->rules.settings.forgotten_month);
	assert_int_equal(codes[2], 0);
	at_hour(0);
}

/* ------------------------------------------------------------------ travel */

static const struct school_answer *
travel(struct office *office, const char *kind, const char *wanted)
{
	return school_ask(office, "a.teach", OP_LEAVE_TRIP, F_KIND, kind,
	    F_NAME, "示範市", F_FROM, "2026-10-09", F_UNTIL, "2026-10-11",
	    F_WANTED, wanted, F_KEY, kind, F_NONE);
}

static void
before_the_mainland_the_warning_is_read_in_transit_too(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;
	struct wire_in row;

	(void)state;
	assert_verdict("read_warning", travel(office, "mainland", "0"));
	assert_string_equal(office->say, "請小心");
	assert_verdict("read_warning", travel(office, "transit", "0"));
	assert_verdict("ok", travel(office, "transit", "1"));
	assert_verdict("ok", travel(office, "abroad", "0"));
	assert_string_equal(
	    school_text(travel(office, "abroad", "0"), F_RESULT), "same");
	assert_verdict("bad_field", travel(office, "moon", "1"));
	assert_int_equal(
	    school_number(office,
		"SELECT count(*) FROM trip WHERE person = ? AND (warning <> '')"
		" = (kind <> 'abroad')",
		"a.teach"),
	    2);
	answer =
	    school_ask(office, "a.pers", OP_LEAVE_TRIPS, F_SCHOOL, "a", F_NONE);
	assert_int_equal(answer->in.row_count, 2);
	wire_row(&answer->in, 0, &row);
	assert_string_not_equal(wire_text(&row, F_TARGET), "");
	assert_verdict("not_allowed",
	    school_ask(
		office, "a.mate", OP_LEAVE_TRIPS, F_SCHOOL, "a", F_NONE));
}

/* ---------------------------------------------------------- agenda and feed */

static void
a_unit_sees_who_is_away_and_a_feed_says_the_same(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;
	char id[BOOK_ID_SIZE], token[80], table[4096];
	struct wire_in row;

	(void)state;
	school_file_ok(
	    office, "a.teach", "病假", "2026-09-14", "2026-09-14", id);
	answer = school_ask(office, "a.mate", OP_LEAVE_AGENDA, F_FROM,
	    "2026-09-14", F_UNTIL, "2026-09-20", F_NONE);
	assert_verdict("ok", answer);
	assert_int_equal(answer->in.row_count, 1);
	wire_row(&answer->in, 0, &row);
	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		assert_int_equal(wire_has(&row, field),
		    field_in(
			FIELDS(F_ACCOUNT, F_NAME, F_STARTS, F_ENDS), field));
	answer =
	    school_ask(office, "a.mate", OP_LEAVE_FEED, F_WANTED, "1", F_NONE);
	(void)snprintf(
	    token, sizeof(token), "%s", school_text(answer, F_SECRET));
	assert_int_equal(strlen(token), 64);
	assert_int_equal(school_number(office,
			     "SELECT count(*) FROM feed WHERE hash = ?", token),
	    0);
	answer = school_ask(
	    office, "stranger", OP_LEAVE_FEED_READ, F_SECRET, token, F_NONE);
	assert_verdict("ok", answer);
	(void)snprintf(
	    table, sizeof(table), "%s", school_text(answer, F_TABLE));
	assert_non_null(strstr(table, "DTSTART;VALUE=DATE:20260914\n"));
	assert_non_null(strstr(table, "DTEND;VALUE=DATE:20260915\n"));
	assert_non_null(strstr(table, "SUMMARY:a.teach 不在\n"));
	assert_null(strstr(table, "病假"));
	assert_verdict("ok",
	    school_ask(office, "a.mate", OP_LEAVE_FEED, F_WANTED, "0", F_NONE));
	assert_verdict("no_file",
	    school_ask(office, "stranger", OP_LEAVE_FEED_READ, F_SECRET, token,
		F_NONE));
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
}

/* What somebody is seen as in a span of time: "there", or away from when to
 * when. */
static const char *
seen_in(struct office *office, const char *starts, const char *ends)
{
	static char seen[80];
	const struct school_answer *answer = school_ask(office, "a.mate",
	    OP_LEAVE_STAFF, F_STARTS, starts, F_ENDS, ends, F_NONE);

	assert_verdict("ok", answer);
	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		if (strcmp(wire_text(&row, F_ACCOUNT), "a.teach") != 0)
			continue;
		if (!wire_has(&row, F_STARTS))
			return wire_text(&row, F_STATE);
		(void)snprintf(seen, sizeof(seen), "%s %s",
		    wire_text(&row, F_STARTS), wire_text(&row, F_ENDS));
		return seen;
	}
	return "nowhere";
}

static void
of_an_absence_colleagues_see_what_they_ask_about(void **state)
{
	static const struct {
		const char *starts, *ends, *seen;
	} cases[] = {
	    {"2026-09-15T09:00", "2026-09-15T10:00",
		"2026-09-15T09:00 2026-09-15T10:00"},
	    {"2026-09-14", "2026-09-18", "2026-09-15T08:00 2026-09-15T11:00"},
	    {"2026-09-15T10:00", "2026-09-18",
		"2026-09-15T10:00 2026-09-15T11:00"},
	    {"2026-09-15T11:00", "2026-09-17T08:00", "there"},
	    {"2026-09-16", "2026-09-17T09:00",
		"2026-09-17T08:00 2026-09-17T09:00"},
	};
	struct office *office = school_office();
	char first[BOOK_ID_SIZE], second[BOOK_ID_SIZE];

	(void)state;
	school_file_ok(office, "a.teach", "事假", "2026-09-17T08:00",
	    "2026-09-17T11:00", second);
	school_file_ok(office, "a.teach", "事假", "2026-09-15T08:00",
	    "2026-09-15T11:00", first);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    seen_in(office, cases[i].starts, cases[i].ends),
		    cases[i].seen);
	school_act_ok(office, "a.teach", first, "withdraw", "withdrawn");
	school_act_ok(office, "a.teach", second, "withdraw", "withdrawn");
}

static void
nobody_asks_for_more_than_93_days_of_absences(void **state)
{
	struct office *office = school_office();

	(void)state;
	assert_verdict("ok",
	    school_ask(office, "a.mate", OP_LEAVE_STAFF, F_STARTS, "2026-09-01",
		F_ENDS, "2026-12-02", F_NONE));
	assert_verdict("bad_field",
	    school_ask(office, "a.mate", OP_LEAVE_STAFF, F_STARTS, "2026-09-01",
		F_ENDS, "2026-12-03", F_NONE));
	assert_verdict("end_not_after_start",
	    school_ask(office, "a.mate", OP_LEAVE_STAFF, F_STARTS, "2026-12-02",
		F_ENDS, "2026-09-01", F_NONE));
	assert_verdict("bad_date",
	    school_ask(office, "a.mate", OP_LEAVE_STAFF, F_ENDS, "2026-09-01",
		F_NONE));
	assert_verdict("ok",
	    school_ask(office, "a.mate", OP_LEAVE_AGENDA, F_FROM, "2026-09-01",
		F_UNTIL, "2026-12-02", F_NONE));
	assert_verdict("bad_field",
	    school_ask(office, "a.mate", OP_LEAVE_AGENDA, F_FROM, "2026-09-01",
		F_UNTIL, "2026-12-03", F_NONE));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(of_a_day_the_first_coming_and_the_last_going_count),
    cmocka_unit_test(a_month_forgives_so_many_forgotten_ones),
    cmocka_unit_test(what_personnel_correct_holds_and_is_in_the_audit),
    cmocka_unit_test(two_forgotten_at_once_stay_within_the_month),
    cmocka_unit_test(before_the_mainland_the_warning_is_read_in_transit_too),
    cmocka_unit_test(a_unit_sees_who_is_away_and_a_feed_says_the_same),
    cmocka_unit_test(of_an_absence_colleagues_see_what_they_ask_about),
    cmocka_unit_test(nobody_asks_for_more_than_93_days_of_absences),
};

UNIT_MAIN(tests)
