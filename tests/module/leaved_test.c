/*
 * leaved's operations on a real database: a request's life.
 * tests/module/leaved_*.sh run it on both.
 */
#include "school.h"

#include "../unit/unit.h"

#include <sys/wait.h>
#include <unistd.h>

/* ---------------------------------------------------------------- a life */

static void
a_request_goes_from_deputy_to_director(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;
	char id[BOOK_ID_SIZE];

	(void)state;
	assert_verdict("ok",
	    school_ask(office, "a.teach", OP_LEAVE_DEPUTIES, F_DEPUTY,
		"a.dep a.mate", F_NONE));
	school_file_ok(office, "a.teach", "事假", "2026-09-07T09:00",
	    "2026-09-07T12:00", id);
	assert_int_equal(school_used(office, "a.teach", "事假/2026"), 180);
	assert_verdict(
	    "not_allowed", school_act(office, "a.head", id, "approve"));
	assert_verdict(
	    "not_your_turn", school_act(office, "a.pers", id, "approve"));
	school_act_ok(office, "a.dep", id, "agree", "awaiting_step");
	answer =
	    school_ask(office, "a.head", OP_LEAVE_LIST, F_KIND, "turn", F_NONE);
	assert_int_equal(answer->in.row_count, 1);
	school_act_ok(office, "a.head", id, "approve", "awaiting_step");
	assert_verdict(
	    "not_allowed", school_act(office, "a.boss", id, "approve"));
	school_act_ok(office, "a.pers", id, "approve", "awaiting_step");
	school_act_ok(office, "a.boss", id, "approve", "approved");
	assert_int_equal(school_used(office, "a.teach", "事假/2026"), 1800000);
	answer =
	    school_ask(office, "a.teach", OP_LEAVE_LOAD, F_REQUEST, id, F_NONE);
	assert_string_equal(school_text(answer, F_DETAIL),
	    "unit_head a.head, personnel a.pers, final a.boss");
	assert_school_agrees(office);
}

static void
a_part_is_cancelled_by_personnel_and_given_back(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer = school_ask(
	    office, "a.teach", OP_LEAVE_LIST, F_STATE, "approved", F_NONE);
	char id[BOOK_ID_SIZE];
	struct wire_in row;

	(void)state;
	wire_row(&answer->in, 0, &row);
	(void)snprintf(id, sizeof(id), "%s", wire_text(&row, F_REQUEST));
	school_act_ok(office, "a.teach", id, "cancel", "cancel_requested");
	school_act_ok(office, "a.pers", id, "reject", "approved");
	answer = school_ask(office, "a.pers", OP_LEAVE_DECIDE, F_REQUEST, id,
	    F_ACTION, "cancel", F_STARTS, "2026-09-07T09:00", F_ENDS,
	    "2026-09-07T11:00", F_NONE);
	assert_verdict("ok", answer);
	assert_string_equal(school_text(answer, F_STATE), "partly_cancelled");
	assert_int_equal(school_used(office, "a.teach", "事假/2026"), 600000);
	assert_school_agrees(office);
}

static void
a_plan_computes_and_keeps_nothing(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer = school_ask(office, "a.teach",
	    OP_LEAVE_FILE, F_TYPE, "事假", F_STARTS, "2026-09-08", F_ENDS,
	    "2026-09-08", F_PLAN, "1", F_NONE);

	(void)state;
	assert_verdict("ok", answer);
	assert_int_equal(wire_number(&answer->in, F_MINUTES, 0), 480);
	assert_string_equal(school_text(answer, F_RESULT), "plan");
	assert_int_equal(
	    school_number(office, "SELECT count(*) FROM request WHERE id = ?",
		school_text(answer, F_REQUEST)),
	    0);
}

static void
a_key_that_is_used_again_files_nothing_twice(void **state)
{
	struct office *office = school_office();

	(void)state;
	for (int i = 0; i < 3; i++) {
		const struct school_answer *answer =
		    school_ask(office, "a.mate", OP_LEAVE_FILE, F_TYPE, "事假",
			F_STARTS, "2026-09-09T09:00", F_ENDS,
			"2026-09-09T10:00", F_KEY, "once", F_NONE);

		assert_verdict("ok", answer);
		assert_string_equal(
		    school_text(answer, F_RESULT), i == 0 ? "filed" : "same");
	}
	assert_int_equal(
	    school_number(office,
		"SELECT count(*) FROM request WHERE person = ?", "a.mate"),
	    1);
}

static void
a_decision_on_an_old_version_is_refused(void **state)
{
	struct office *office = school_office();
	char id[BOOK_ID_SIZE];

	(void)state;
	school_file_ok(office, "a.dep", "事假", "2026-09-09T14:00",
	    "2026-09-09T15:00", id);
	school_act_ok(office, "a.head", id, "approve", "awaiting_step");
	assert_verdict("changed_meanwhile",
	    school_ask(office, "a.pers", OP_LEAVE_DECIDE, F_REQUEST, id,
		F_ACTION, "approve", F_VERSION, "1", F_NONE));
	assert_verdict("ok",
	    school_ask(office, "a.pers", OP_LEAVE_DECIDE, F_REQUEST, id,
		F_ACTION, "approve", F_VERSION, "2", F_NONE));
	school_act_ok(office, "a.dep", id, "withdraw", "withdrawn");
}

static void
refusals_have_the_names_of_the_rules(void **state)
{
	static const struct {
		const char *type, *starts, *ends, *verdict;
	} cases[] = {
	    {"事假", "2026-09-07T11:30", "2026-09-07T13:30", "overlap"},
	    {"事假", "2026-09-10T10:00", "2026-09-10T10:00",
		"end_not_after_start"},
	    {"事假", "2026-09-12", "2026-09-12", "no_working_time"},
	    {"事假", "2026-13-12", "2026-09-12", "bad_date"},
	    {"事假", "2026-09-10T25:00", "2026-09-10T26:00", "bad_date"},
	    {"事假", "2031-09-10", "2031-09-10", "calendar_missing"},
	    {"遊戲假", "2026-09-10", "2026-09-10", "unknown_type"},
	    {"補休", "2026-09-10", "2026-09-10", "entitlement_exhausted"},
	    {"婚假", "2026-09-10", "2026-09-10", "fact_missing"},
	};
	struct office *office = school_office();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_verdict(cases[i].verdict,
		    school_file(office, "a.teach", cases[i].type,
			cases[i].starts, cases[i].ends));
	assert_verdict("deputy_is_applicant",
	    school_ask(office, "a.teach", OP_LEAVE_FILE, F_TYPE, "事假",
		F_STARTS, "2026-09-10", F_ENDS, "2026-09-10", F_DEPUTY,
		"a.teach", F_NONE));
	assert_verdict("bad_field",
	    school_ask(office, "a.teach", OP_LEAVE_FILE, F_TYPE, "事假",
		F_STARTS, "2026-09-10", F_ENDS, "2026-09-10", F_FACTS,
		"nonsense=1", F_NONE));
}

static void
a_deputy_who_is_away_cannot_stand_in(void **state)
{
	struct office *office = school_office();
	char id[BOOK_ID_SIZE];

	(void)state;
	school_file_ok(office, "a.dep", "事假", "2026-09-11", "2026-09-11", id);
	assert_verdict("deputy_absent",
	    school_ask(office, "a.teach", OP_LEAVE_FILE, F_TYPE, "事假",
		F_STARTS, "2026-09-11T09:00", F_ENDS, "2026-09-11T10:00",
		F_DEPUTY, "a.dep", F_NONE));
	school_act_ok(office, "a.dep", id, "withdraw", "withdrawn");
}

static void
nobody_of_another_school_stands_in(void **state)
{
	(void)state;
	assert_verdict("bad_field",
	    school_ask(school_office(), "a.teach", OP_LEAVE_FILE, F_TYPE,
		"事假", F_STARTS, "2026-09-10", F_ENDS, "2026-09-10", F_DEPUTY,
		"b.teach", F_PLAN, "1", F_NONE));
}

/* ----------------------------------------------------------- announcements */

static void
a_closure_gives_back_and_says_to_whom(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;
	char id[BOOK_ID_SIZE];

	(void)state;
	school_file_ok(office, "a.teach", "事假", "2026-09-14T09:00",
	    "2026-09-14T12:00", id);
	for (int plan = 1; plan >= 0; plan--) {
		answer = school_ask(office, "a.pers", OP_LEAVE_CLOSURE,
		    F_STARTS, "2026-09-14T10:00", F_ENDS, "2026-09-14T12:00",
		    F_NAME, "颱風", F_PLAN, plan ? "1" : "0", F_NONE);
		assert_verdict("ok", answer);
		assert_int_equal(answer->in.row_count, 1);
		assert_int_equal(
		    school_number(
			office, "SELECT charged FROM request WHERE id = ?", id),
		    plan ? 180 : 60);
	}
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	assert_school_agrees(office);
}

static void
a_calendar_announced_anew_recalculates_once(void **state)
{
	static const char text[] = "day,mark,kinds,published,level,name\n"
				   "2026-09-16,off,,2026-09-01,,校慶補假\n";
	static const char other[] = "day,mark,kinds,published,level,name\n"
				    "2026-09-16,work,,2026-09-01,,校慶\n";
	struct office *office = school_office();
	const struct school_answer *answer;
	char id[BOOK_ID_SIZE];

	(void)state;
	school_file_ok(
	    office, "a.teach", "事假", "2026-09-15", "2026-09-16", id);
	for (int i = 0; i < 2; i++) {
		answer = school_ask(
		    office, "a.pers", OP_LEAVE_CALENDAR, F_TEXT, text, F_NONE);
		assert_verdict("ok", answer);
		assert_int_equal(answer->in.row_count, i == 0);
		assert_int_equal(
		    school_number(
			office, "SELECT charged FROM request WHERE id = ?", id),
		    480);
	}
	assert_verdict("conflicting_revisions",
	    school_ask(
		office, "a.pers", OP_LEAVE_CALENDAR, F_TEXT, other, F_NONE));
	assert_verdict("bad_field",
	    school_ask(office, "a.pers", OP_LEAVE_CALENDAR, F_TEXT, "nonsense",
		F_NONE));
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	assert_school_agrees(office);
}

static void
a_calendar_with_many_faults_tells_of_the_first(void **state)
{
	struct office *office = school_office();
	static const char head[] = "day,mark,kinds,published,level,name\n";
	static const char line[] = "nonsense,off,,,,\n";
	char text[4096] = "";
	size_t used = sizeof(head) - 1;

	(void)state;
	memcpy(text, head, used);
	for (int i = 0; i < 200; i++, used += sizeof(line) - 1)
		memcpy(text + used, line, sizeof(line) - 1);
	assert_verdict("bad_field",
	    school_ask(
		office, "a.pers", OP_LEAVE_CALENDAR, F_TEXT, text, F_NONE));
	assert_non_null(strstr(office->say, "第 2 列："));
	assert_non_null(strstr(office->say, "第 60 列："));
	assert_non_null(strstr(office->say, "…"));
}

/* What others announce in between has as many marks as the plan. */
static void
a_calendar_that_was_only_planned_is_forgotten(void **state)
{
	static const char planned[] = "day,mark,kinds,published,level,name\n"
				      "2026-11-19,off,,2026-09-01,,校慶\n";
	static const char announced[] = "day,mark,kinds,published,level,name\n"
					"2026-11-20,off,,2026-09-01,,校慶\n";
	struct office *office = school_office();
	char mine[BOOK_ID_SIZE], id[BOOK_ID_SIZE];
	int status;

	(void)state;
	school_file_ok(
	    office, "a.teach", "事假", "2026-11-19", "2026-11-19", mine);
	assert_verdict("ok",
	    school_ask(office, "a.pers", OP_LEAVE_CALENDAR, F_TEXT, planned,
		F_PLAN, "1", F_NONE));
	if (fork() == 0)
		_exit(school_ask(school_fork(), "a.pers", OP_LEAVE_CALENDAR,
			  F_TEXT, announced, F_NONE)
			  ->verdict != VERDICT_OK);
	assert_true(wait(&status) > 0);
	assert_int_equal(status, 0);
	school_file_ok(
	    office, "a.mate", "事假", "2026-11-19", "2026-11-19", id);
	assert_int_equal(school_number(office,
			     "SELECT charged FROM request WHERE id = ?", id),
	    480);
	school_act_ok(office, "a.teach", mine, "withdraw", "withdrawn");
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	assert_school_agrees(office);
}

/* ------------------------------------------------------------ what is away */

static void
without_the_directory_people_look_and_file_nothing(void **state)
{
	struct office *office = school_office();
	int64_t heard_s = atomic_load(&office->state->heard_s);

	(void)state;
	atomic_store(&office->state->heard_s, heard_s - 301);
	assert_verdict(
	    "ok", school_ask(office, "a.teach", OP_LEAVE_BALANCE, F_NONE));
	assert_verdict(
	    "ok", school_ask(office, "a.teach", OP_LEAVE_LIST, F_NONE));
	assert_verdict("directory_away",
	    school_file(office, "a.teach", "事假", "2026-09-17T09:00",
		"2026-09-17T10:00"));
	atomic_store(&office->state->heard_s, heard_s);
}

static void
without_the_database_everybody_is_told_and_it_comes_back(void **state)
{
	struct office *office = school_office();

	(void)state;
	assert_int_equal(system(getenv("DATABASE_HALT")), 0);
	for (int i = 0; i < 2; i++)
		assert_verdict("database_away",
		    school_file(office, "a.teach", "事假", "2026-09-17T09:00",
			"2026-09-17T10:00"));
	assert_int_equal(system(getenv("DATABASE_RUN")), 0);
	assert_verdict(
	    "ok", school_ask(office, "a.teach", OP_LEAVE_BALANCE, F_NONE));
}

/* ---------------------------------------------------------- the tables */

static void
the_tables_refuse_what_no_rule_would_do(void **state)
{
	static const char *const wrong[] = {
	    "UPDATE audit SET reason = 'x' WHERE seq = 1",
	    "DELETE FROM audit WHERE seq = 1",
	    "UPDATE entry SET minutes = 0 WHERE seq = 1",
	    "DELETE FROM entry WHERE seq = 1",
	    "UPDATE lot SET pending = granted + 1 WHERE is_unlimited = 0",
	    "INSERT INTO span (request, n, person, from_at, to_at, is_live)"
	    " SELECT request, 99, person, from_at, to_at, 1 FROM span"
	    " WHERE is_live = 1",
	};
	struct office *office = school_office();

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct err err;

		assert_rc(RC_OK, sql_begin(office->sql, SQL_WRITE, &err), &err);
		assert_rc(RC_EXISTS,
		    sql_change(office->sql, wrong[i], NULL, &err, SQL_NOTHING),
		    &err);
		sql_rollback(office->sql);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_request_goes_from_deputy_to_director),
    cmocka_unit_test(a_part_is_cancelled_by_personnel_and_given_back),
    cmocka_unit_test(a_plan_computes_and_keeps_nothing),
    cmocka_unit_test(a_key_that_is_used_again_files_nothing_twice),
    cmocka_unit_test(a_decision_on_an_old_version_is_refused),
    cmocka_unit_test(refusals_have_the_names_of_the_rules),
    cmocka_unit_test(a_deputy_who_is_away_cannot_stand_in),
    cmocka_unit_test(nobody_of_another_school_stands_in),
    cmocka_unit_test(a_closure_gives_back_and_says_to_whom),
    cmocka_unit_test(a_calendar_announced_anew_recalculates_once),
    cmocka_unit_test(a_calendar_with_many_faults_tells_of_the_first),
    cmocka_unit_test(a_calendar_that_was_only_planned_is_forgotten),
    cmocka_unit_test(without_the_directory_people_look_and_file_nothing),
    cmocka_unit_test(without_the_database_everybody_is_told_and_it_comes_back),
    cmocka_unit_test(the_tables_refuse_what_no_rule_would_do),
};

UNIT_MAIN(tests)
