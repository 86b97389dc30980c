/*
 * Overtime and duty handed over: leaved's operations on a real database.
 * tests/module/leaved_overtime_*.sh run it on both.
 */
#include "school.h"

#include "../unit/unit.h"
#include "base/almanac.h"

enum { DAY_S = 24 * 3600 };

static char filed[BOOK_ID_SIZE];

static const struct school_answer *
work(struct office *office, const char *who, const char *starts,
    const char *ends, const char *paid)
{
	const struct school_answer *answer =
	    school_ask(office, who, OP_LEAVE_OVERTIME, F_STARTS, starts, F_ENDS,
		ends, F_WANTED, paid, F_WHY, "招生", F_NONE);

	if (answer->verdict == VERDICT_OK)
		(void)snprintf(
		    filed, sizeof(filed), "%s", school_text(answer, F_REQUEST));
	return answer;
}

static const struct school_answer *
decide_it(struct office *office, const char *who, const char *word)
{
	return school_ask(office, who, OP_LEAVE_OVERTIME_DECIDE, F_REQUEST,
	    filed, F_ACTION, word, F_NONE);
}

static void
approved_overtime_becomes_rest_for_two_years(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer = work(
	    office, "a.teach", "2026-08-31T17:00", "2026-08-31T20:30", "0");

	(void)state;
	assert_verdict("ok", answer);
	assert_int_equal(wire_number(&answer->in, F_GRANTED, 0), 180);
	assert_string_equal(school_text(answer, F_TARGET), "a.head");
	assert_int_equal(school_used(office, "a.teach", "補休/2026-08-31"), -1);
	assert_verdict(
	    "not_your_turn", decide_it(office, "a.teach", "approve"));
	assert_verdict("not_allowed", decide_it(office, "a.mate", "approve"));
	assert_verdict(
	    "not_your_turn", decide_it(office, "a.head", "withdraw"));
	assert_verdict("ok", decide_it(office, "a.head", "approve"));
	assert_verdict("wrong_state", decide_it(office, "a.pers", "approve"));
	assert_int_equal(school_used(office, "a.teach", "補休/2026-08-31"), 0);
	assert_verdict("ok",
	    school_file(office, "a.teach", "補休", "2026-09-03T09:00",
		"2026-09-03T12:00"));
	assert_verdict("entitlement_exhausted",
	    school_file(office, "a.teach", "補休", "2026-09-04T09:00",
		"2026-09-04T10:00"));
	assert_int_equal(
	    school_number(office,
		"SELECT usable_until - usable_from FROM lot WHERE label = ?",
		"補休/2026-08-31"),
	    almanac_day(2028, 8, 31) - almanac_day(2026, 8, 31));
	assert_school_agrees(office);
}

static void
remainders_add_up_within_the_month(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer = work(
	    office, "a.teach", "2026-08-28T17:00", "2026-08-28T17:30", "0");

	(void)state;
	assert_verdict("ok", answer);
	assert_int_equal(wire_number(&answer->in, F_GRANTED, -1), 60);
	assert_verdict("ok", decide_it(office, "a.pers", "approve"));
}

static void
what_is_paid_has_caps_and_the_rest_is_rest(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer =
	    work(office, "a.dep", "2026-08-29T08:00", "2026-08-29T18:00", "1");

	(void)state;
	assert_verdict("ok", answer);
	assert_int_equal(wire_number(&answer->in, F_PAID, -1), 480);
	assert_int_equal(wire_number(&answer->in, F_GRANTED, -1), 120);
	assert_verdict("ok", decide_it(office, "a.head", "approve"));
	assert_verdict("overtime_limit",
	    work(office, "a.dep", "2026-08-27T17:00", "2026-08-27T22:00", "1"));
	assert_verdict("overlap",
	    work(office, "a.dep", "2026-08-27T16:00", "2026-08-27T18:00", "1"));
	assert_school_agrees(office);
}

static void
a_plan_and_a_key_keep_nothing_twice(void **state)
{
	struct office *office = school_office();

	(void)state;
	assert_verdict("ok",
	    school_ask(office, "a.mate", OP_LEAVE_OVERTIME, F_STARTS,
		"2026-08-31T17:00", F_ENDS, "2026-08-31T18:00", F_PLAN, "1",
		F_NONE));
	for (int i = 0; i < 2; i++)
		assert_verdict("ok",
		    school_ask(office, "a.mate", OP_LEAVE_OVERTIME, F_STARTS,
			"2026-08-31T17:00", F_ENDS, "2026-08-31T18:00", F_KEY,
			"once", F_NONE));
	assert_int_equal(
	    school_number(office,
		"SELECT count(*) FROM overtime WHERE person = ?", "a.mate"),
	    1);
	assert_verdict("overlap",
	    work(
		office, "a.mate", "2026-08-31T17:30", "2026-08-31T18:30", "0"));
}

static void
overtime_that_is_rejected_or_withdrawn_is_worth_nothing(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;

	(void)state;
	answer = school_ask(
	    office, "a.head", OP_LEAVE_OVERTIME_LIST, F_KIND, "turn", F_NONE);
	assert_verdict("ok", answer);
	assert_int_equal(answer->in.row_count, 1);
	assert_verdict("ok",
	    work(
		office, "a.mate", "2026-08-28T17:00", "2026-08-28T18:00", "0"));
	assert_verdict("ok", decide_it(office, "a.head", "reject"));
	assert_verdict("ok",
	    work(
		office, "a.mate", "2026-08-28T17:00", "2026-08-28T18:00", "0"));
	assert_verdict("changed_meanwhile",
	    school_ask(office, "a.head", OP_LEAVE_OVERTIME_DECIDE, F_REQUEST,
		filed, F_ACTION, "approve", F_VERSION, "7", F_NONE));
	assert_verdict("ok", decide_it(office, "a.mate", "withdraw"));
	answer = school_ask(office, "a.mate", OP_LEAVE_OVERTIME_LIST, F_NONE);
	assert_int_equal(answer->in.row_count, 3);
	assert_int_equal(school_used(office, "a.mate", "補休/2026-08-28"), -1);
	assert_verdict("not_allowed",
	    school_ask(office, "a.head", OP_LEAVE_OVERTIME_LIST, F_KIND,
		"school", F_NONE));
}

static void
nobody_works_overtime_on_leave(void **state)
{
	struct office *office = school_office();
	char id[BOOK_ID_SIZE];

	(void)state;
	school_file_ok(
	    office, "a.mate", "事假", "2026-09-02", "2026-09-02", id);
	assert_verdict("overlap",
	    work(
		office, "a.mate", "2026-09-02T18:00", "2026-09-02T19:00", "0"));
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
}

/* ------------------------------------------------------ duty handed over */

static const struct school_answer *
hand_over(
    struct office *office, const char *who, const char *id, const char *to)
{
	return school_ask(office, who, OP_LEAVE_DECIDE, F_REQUEST, id, F_ACTION,
	    "hand_over", F_DEPUTY, to, F_NONE);
}

static void
who_stands_in_hands_over_before_going_away(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer = school_ask(office, "a.teach",
	    OP_LEAVE_FILE, F_TYPE, "事假", F_STARTS, "2026-09-07", F_ENDS,
	    "2026-09-07", F_DEPUTY, "a.dep", F_NONE);
	char id[BOOK_ID_SIZE];

	(void)state;
	assert_verdict("ok", answer);
	(void)snprintf(id, sizeof(id), "%s", school_text(answer, F_REQUEST));
	assert_verdict("wrong_state", hand_over(office, "a.dep", id, "a.mate"));
	school_act_ok(office, "a.dep", id, "agree", "awaiting_step");
	assert_verdict("transfer_deputy_duty_first",
	    school_file(office, "a.dep", "事假", "2026-09-07T09:00",
		"2026-09-07T10:00"));
	assert_verdict(
	    "deputy_is_applicant", hand_over(office, "a.dep", id, "a.teach"));
	assert_verdict("bad_field", hand_over(office, "a.dep", id, "b.teach"));
	assert_verdict(
	    "not_your_turn", hand_over(office, "a.teach", id, "a.mate"));
	assert_verdict("ok", hand_over(office, "a.dep", id, "a.mate"));
	assert_verdict("transfer_deputy_duty_first",
	    school_file(office, "a.dep", "事假", "2026-09-07T09:00",
		"2026-09-07T10:00"));
	answer =
	    school_ask(office, "a.mate", OP_LEAVE_LIST, F_KIND, "turn", F_NONE);
	assert_int_equal(answer->in.row_count, 1);
	assert_verdict(
	    "not_your_turn", school_act(office, "a.dep", id, "take_over"));
	school_act_ok(office, "a.mate", id, "take_over", "awaiting_step");
	assert_verdict("ok",
	    school_file(office, "a.dep", "事假", "2026-09-07T09:00",
		"2026-09-07T10:00"));
	assert_verdict("transfer_deputy_duty_first",
	    school_file(office, "a.mate", "事假", "2026-09-07T09:00",
		"2026-09-07T10:00"));
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
}

static void
an_offer_may_be_declined_and_the_duty_stays(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer = school_ask(office, "a.teach",
	    OP_LEAVE_FILE, F_TYPE, "事假", F_STARTS, "2026-09-08", F_ENDS,
	    "2026-09-08", F_DEPUTY, "a.dep", F_NONE);
	char id[BOOK_ID_SIZE], away[BOOK_ID_SIZE];

	(void)state;
	assert_verdict("ok", answer);
	(void)snprintf(id, sizeof(id), "%s", school_text(answer, F_REQUEST));
	school_act_ok(office, "a.dep", id, "agree", "awaiting_step");
	assert_verdict("ok", hand_over(office, "a.pers", id, "a.mate"));
	school_act_ok(office, "a.mate", id, "keep_duty", "awaiting_step");
	assert_verdict(
	    "not_allowed", school_act(office, "a.mate", id, "take_over"));
	school_file_ok(
	    office, "a.mate", "事假", "2026-09-08", "2026-09-08", away);
	assert_verdict(
	    "deputy_absent", hand_over(office, "a.dep", id, "a.mate"));
	school_act_ok(office, "a.mate", away, "withdraw", "withdrawn");
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	assert_school_agrees(office);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(approved_overtime_becomes_rest_for_two_years),
    cmocka_unit_test(remainders_add_up_within_the_month),
    cmocka_unit_test(what_is_paid_has_caps_and_the_rest_is_rest),
    cmocka_unit_test(a_plan_and_a_key_keep_nothing_twice),
    cmocka_unit_test(overtime_that_is_rejected_or_withdrawn_is_worth_nothing),
    cmocka_unit_test(nobody_works_overtime_on_leave),
    cmocka_unit_test(who_stands_in_hands_over_before_going_away),
    cmocka_unit_test(an_offer_may_be_declined_and_the_duty_stays),
};

UNIT_MAIN(tests)
