/*
 * Duties, and offers of them, that fall away with whoever promised them: rounds
 * of leaved's ticker on a real database, deaths in them, and the letters and
 * reminders that follow. tests/module/leaved_duty_*.sh run it on both.
 */
#include "gone.h"

#include "../unit/unit.h"
#include "base/text.h"

enum { DAY_S = 24 * 3600 };

#define DEPUTY_LOST                                 \
	"leave_deputy_lost a.mate@school.example\n" \
	"leave_deputy_lost a.pers@school.example\n"

static char id[BOOK_ID_SIZE];

static void
file_with_deputy(struct office *office)
{
	const struct school_answer *answer =
	    school_ask(office, "a.mate", OP_LEAVE_FILE, F_TYPE, "事假",
		F_STARTS, MONDAY, F_ENDS, MONDAY, F_DEPUTY, "a.dep", F_NONE);

	assert_verdict("ok", answer);
	(void)snprintf(id, sizeof(id), "%s", school_text(answer, F_REQUEST));
	letterbox_empty(office);
}

static void
agree(struct office *office)
{
	school_act_ok(office, "a.dep", id, "agree", "awaiting_step");
	letterbox_empty(office);
}

static const struct school_answer *
hand_over(struct office *office, const char *who, const char *to)
{
	return school_ask(office, who, OP_LEAVE_DECIDE, F_REQUEST, id, F_ACTION,
	    "hand_over", F_DEPUTY, to, F_NONE);
}

/* By a.dep, who has agreed, to a.teach. */
static void
offer(struct office *office)
{
	file_with_deputy(office);
	agree(office);
	assert_verdict("ok", hand_over(office, "a.dep", "a.teach"));
}

static void
withdraw_from(struct office *office, const char *letters)
{
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	assert_sent(office, letters);
}

/* How many requests wait for them. */
static size_t
turns(struct office *office, const char *who)
{
	const struct school_answer *answer =
	    school_ask(office, who, OP_LEAVE_LIST, F_KIND, "turn", F_NONE);

	assert_verdict("ok", answer);
	return answer->in.row_count;
}

static const struct school_answer *
load(struct office *office, const char *who)
{
	return school_ask(office, who, OP_LEAVE_LOAD, F_REQUEST, id, F_NONE);
}

static bool
may(struct office *office, const char *who, const char *word)
{
	return text_has_word(school_text(load(office, who), F_ACTION), word);
}

static void
a_deputy_who_was_asked_and_is_gone_has_declined(void **state)
{
	struct office *office = school_office();

	(void)state;
	file_with_deputy(office);
	gone_set(office, GONE("a.dep"));
	assert_sent(office, "leave_returned a.mate@school.example\n");
	assert_string_equal(
	    school_text(load(office, "a.mate"), F_STATE), "draft");
	assert_sent(office, "");
	gone_set(office, BACK("a.dep"));
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	assert_school_agrees(office);
}

static void
a_deputy_who_was_asked_and_goes_on_leave_cannot_agree(void **state)
{
	struct office *office = school_office();
	char own[BOOK_ID_SIZE];

	(void)state;
	file_with_deputy(office);
	school_file_ok(
	    office, "a.dep", "事假", MONDAY "T10:00", MONDAY "T11:00", own);
	assert_verdict(
	    "deputy_absent", school_act(office, "a.dep", id, "agree"));
	assert_verdict(
	    "not_your_turn", school_act(office, "a.mate", id, "agree"));
	assert_sent(office,
	    "leave_returned a.mate@school.example\n"
	    "leave_turn a.head@school.example\n");
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	school_act_ok(office, "a.dep", own, "withdraw", "withdrawn");
	assert_sent(office, "");
}

static void
lose_deputy(struct office *office)
{
	file_with_deputy(office);
	agree(office);
	assert_false(may(office, "a.mate", "hand_over"));
	gone_set(office, GONE("a.dep"));
	assert_sent(office, DEPUTY_LOST);
}

static void
a_duty_whose_deputy_is_gone_is_offered_to_another(void **state)
{
	struct office *office = school_office();

	(void)state;
	lose_deputy(office);
	assert_sent(office, "");
	assert_string_equal(
	    school_text(load(office, "a.mate"), F_VALUE), "deputy_lost");
	assert_true(may(office, "a.mate", "hand_over"));
	assert_true(may(office, "a.pers", "hand_over"));
	assert_false(may(office, "a.head", "hand_over"));
	assert_int_equal(turns(office, "a.mate"), 1);
	assert_int_equal(turns(office, "a.pers"), 1);
	assert_int_equal(turns(office, "b.pers"), 0);
	assert_verdict("ok", hand_over(office, "a.mate", "a.teach"));
	assert_int_equal(turns(office, "a.mate"), 0);
	assert_int_equal(turns(office, "a.pers"), 0);
	assert_sent(office, "leave_deputy a.teach@school.example\n");
	school_act_ok(office, "a.teach", id, "take_over", "awaiting_step");
	assert_string_equal(
	    school_text(load(office, "a.mate"), F_DEPUTY), "a.teach");
	assert_string_equal(school_text(load(office, "a.mate"), F_VALUE), "");
	gone_set(office, BACK("a.dep"));
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	assert_sent(office, "leave_duty_over a.teach@school.example\n");
}

/* An approver who signs does not find one. */
static void
whoever_must_find_a_deputy_is_reminded_once(void **state)
{
	struct office *office = school_office();
	int64_t before_s = letterbox_now();

	(void)state;
	lose_deputy(office);
	school_act_ok(office, "a.head", id, "approve", "awaiting_step");
	assert_sent(office, "leave_turn a.pers@school.example\n");
	letterbox_at(before_s + DAY_S - 1);
	assert_sent(office, "");
	letterbox_at(before_s + DAY_S);
	assert_sent(office,
	    "leave_deputy_lost_reminder a.mate@school.example\n"
	    "leave_deputy_lost_reminder a.pers@school.example\n"
	    "leave_reminder a.pers@school.example\n");
	letterbox_at(before_s + 3 * DAY_S);
	assert_sent(office, "");
	letterbox_at(before_s);
	gone_set(office, BACK("a.dep"));
	withdraw_from(office, "");
}

static void
nobody_is_reminded_of_a_deputy_who_was_asked(void **state)
{
	struct office *office = school_office();
	int64_t before_s = letterbox_now();

	(void)state;
	lose_deputy(office);
	assert_verdict("ok", hand_over(office, "a.mate", "a.teach"));
	assert_sent(office, "leave_deputy a.teach@school.example\n");
	letterbox_at(before_s + DAY_S);
	assert_sent(office,
	    "leave_reminder a.head@school.example\n"
	    "leave_reminder a.teach@school.example\n");
	school_act_ok(office, "a.teach", id, "keep_duty", "awaiting_step");
	assert_sent(office, DEPUTY_LOST);
	letterbox_at(before_s + 2 * DAY_S);
	letterbox_tick(office);
	/* Reminders that are not out yet. */
	assert_verdict("ok", hand_over(office, "a.pers", "a.teach"));
	assert_sent(office, "leave_deputy a.teach@school.example\n");
	letterbox_at(before_s);
	gone_set(office, BACK("a.dep"));
	withdraw_from(office, "");
}

static void
an_offer_that_falls_away_leaves_a_deputy_to_be_found(void **state)
{
	struct office *office = school_office();

	(void)state;
	lose_deputy(office);
	assert_verdict("ok", hand_over(office, "a.mate", "a.teach"));
	gone_set(office, GONE("a.teach"));
	assert_sent(office, DEPUTY_LOST);
	assert_int_equal(turns(office, "a.mate"), 1);
	gone_set(office, BACK("a.teach"));
	gone_set(office, BACK("a.dep"));
	withdraw_from(office, "");
	assert_int_equal(turns(office, "a.mate"), 0);
}

static void
an_offer_is_taken_back_with_its_letter(void **state)
{
	struct office *office = school_office();
	int64_t before_s = letterbox_now();

	(void)state;
	offer(office);
	school_act_ok(office, "a.dep", id, "keep_duty", "awaiting_step");
	assert_sent(office, "");
	/* The approver's question stands. */
	letterbox_at(before_s + DAY_S);
	assert_sent(office, "leave_reminder a.head@school.example\n");
	letterbox_at(before_s);
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	assert_sent(office, "leave_duty_over a.dep@school.example\n");
}

/* The letter goes out with the next round, and its reminder after a day. */
static void
an_offer_stands_when_an_approver_signs(void **state)
{
	struct office *office = school_office();
	int64_t before_s = letterbox_now();

	(void)state;
	offer(office);
	school_act_ok(office, "a.head", id, "approve", "awaiting_step");
	assert_sent(office,
	    "leave_deputy a.teach@school.example\n"
	    "leave_turn a.pers@school.example\n");
	school_act_ok(office, "a.pers", id, "approve", "awaiting_step");
	letterbox_at(before_s + DAY_S);
	assert_sent(office,
	    "leave_reminder a.boss@school.example\n"
	    "leave_reminder a.teach@school.example\n"
	    "leave_turn a.boss@school.example\n");
	letterbox_at(before_s);
	school_act_ok(office, "a.teach", id, "take_over", "awaiting_step");
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	assert_sent(office,
	    "leave_duty_over a.dep@school.example\n"
	    "leave_duty_over a.teach@school.example\n");
}

/* Offered to a.teach, who hears no more of it than was out. */
static void
assert_offer_lost(struct office *office, const char *letters)
{
	int64_t acts = school_audit(office);

	assert_sent(office, letters);
	assert_string_equal(school_text(load(office, "a.mate"), F_ACTOR), "");
	assert_string_equal(
	    school_text(load(office, "a.mate"), F_DEPUTY), "a.dep");
	assert_true(may(office, "a.dep", "hand_over"));
	assert_int_equal(school_audit(office), acts + 1);
	assert_sent(office, "");
	assert_int_equal(school_audit(office), acts + 1);
	assert_int_equal(
	    school_number(office,
		"SELECT count(*) FROM audit WHERE actor = 'leaved'"
		" AND action = 'leave_decide' AND result = 'offer_lost'"
		" AND reason = 'a.teach' AND target = ?",
		id),
	    1);
}

static void
an_offer_to_who_is_gone_falls_away(void **state)
{
	static const struct {
		const char *what, *cause, *mended;
	} causes[] = {
	    {"out of service", GONE("a.teach"), BACK("a.teach")},
	    {"transferred",
		"UPDATE person SET school = 'b' WHERE uuid = 'a.teach'",
		"UPDATE person SET school = 'a' WHERE uuid = 'a.teach'"},
	};
	struct office *office = school_office();

	(void)state;
	for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
		print_message("# %s\n", causes[i].what);
		offer(office);
		gone_set(office, causes[i].cause);
		assert_offer_lost(
		    office, "leave_offer_over a.dep@school.example\n");
		gone_set(office, causes[i].mended);
		withdraw_from(office, "leave_duty_over a.dep@school.example\n");
	}
}

static void
an_offer_to_who_goes_on_leave_then_falls_away(void **state)
{
	struct office *office = school_office();
	char own[BOOK_ID_SIZE];

	(void)state;
	file_with_deputy(office);
	agree(office);
	assert_verdict("ok", hand_over(office, "a.pers", "a.teach"));
	assert_sent(office, "leave_deputy a.teach@school.example\n");
	school_file_ok(
	    office, "a.teach", "事假", MONDAY "T10:00", MONDAY "T11:00", own);
	assert_offer_lost(office,
	    "leave_offer_over a.pers@school.example\n"
	    "leave_turn a.head@school.example\n");
	assert_verdict("ok", hand_over(office, "a.dep", "a.boss"));
	school_act_ok(office, "a.teach", own, "withdraw", "withdrawn");
	assert_sent(office, "leave_deputy a.boss@school.example\n");
	school_act_ok(office, "a.boss", id, "keep_duty", "awaiting_step");
	withdraw_from(office,
	    "leave_duty_over a.dep@school.example\n"
	    "leave_offer_over a.dep@school.example\n");
}

static void
an_offer_of_a_duty_that_is_over_waits_for_nobody(void **state)
{
	struct office *office = school_office();

	(void)state;
	offer(office);
	assert_int_equal(turns(office, "a.teach"), 1);
	withdraw_from(office, "leave_duty_over a.dep@school.example\n");
	assert_int_equal(turns(office, "a.teach"), 0);
}

static void
whoever_was_transferred_is_no_deputy_out_of_the_list(void **state)
{
	struct office *office = school_office();

	(void)state;
	assert_verdict("ok",
	    school_ask(office, "a.mate", OP_LEAVE_DEPUTIES, F_DEPUTY,
		"a.dep a.teach", F_NONE));
	gone_set(office, "UPDATE person SET school = 'b' WHERE uuid = 'a.dep'");
	school_file_ok(
	    office, "a.mate", "事假", MONDAY "T10:00", MONDAY "T11:00", id);
	assert_string_equal(
	    school_text(load(office, "a.mate"), F_DEPUTY), "a.teach");
	assert_sent(office, "leave_deputy a.teach@school.example\n");
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	gone_set(
	    office, "UPDATE person SET school = 'b' WHERE uuid = 'a.teach'");
	assert_verdict("deputy_absent",
	    school_file(
		office, "a.mate", "事假", MONDAY "T10:00", MONDAY "T11:00"));
	gone_set(office,
	    "UPDATE person SET school = 'a' WHERE uuid IN ('a.dep', "
	    "'a.teach')");
	assert_verdict("ok",
	    school_ask(
		office, "a.mate", OP_LEAVE_DEPUTIES, F_DEPUTY, "", F_NONE));
	assert_sent(office, "");
}

/* ------------------------------------------------------- many, and deaths */

static void
duties_that_cannot_be_settled_hide_no_others_for_long(void **state)
{
	struct office *office = school_office();

	(void)state;
	file_with_deputy(office);
	gone_make_unreadable(office);
	gone_set(office,
	    "UPDATE request SET deputy = 'b.teach'"
	    " WHERE caps = 'unreadable'");
	gone_set(office, GONE("a.dep"));
	assert_sent(office, "");
	assert_sent(office, "leave_returned a.mate@school.example\n");
	gone_set(office, BACK("a.dep"));
	gone_set(office, "DELETE FROM request WHERE caps = 'unreadable'");
	withdraw_from(office, "");
	assert_school_agrees(office);
}

static void
a_round_killed_anywhere_is_whole_or_not_there(void **state)
{
	struct office *office = school_office();

	(void)state;
	file_with_deputy(office);
	gone_set(office, GONE("a.dep"));
	gone_survive(office, "leave_returned a.mate@school.example\n");
	gone_set(office, BACK("a.dep"));
	withdraw_from(office, "");
	file_with_deputy(office);
	agree(office);
	gone_set(office, GONE("a.dep"));
	gone_survive(office, DEPUTY_LOST);
	gone_set(office, BACK("a.dep"));
	withdraw_from(office, "");
	offer(office);
	gone_set(office, GONE("a.teach"));
	gone_survive(office, "leave_offer_over a.dep@school.example\n");
	gone_set(office, BACK("a.teach"));
	withdraw_from(office, "leave_duty_over a.dep@school.example\n");
}

static int
make_letterbox(void **state)
{
	(void)state;
	letterbox_make();
	return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_deputy_who_was_asked_and_is_gone_has_declined),
    cmocka_unit_test(a_deputy_who_was_asked_and_goes_on_leave_cannot_agree),
    cmocka_unit_test(a_duty_whose_deputy_is_gone_is_offered_to_another),
    cmocka_unit_test(whoever_must_find_a_deputy_is_reminded_once),
    cmocka_unit_test(nobody_is_reminded_of_a_deputy_who_was_asked),
    cmocka_unit_test(an_offer_that_falls_away_leaves_a_deputy_to_be_found),
    cmocka_unit_test(an_offer_is_taken_back_with_its_letter),
    cmocka_unit_test(an_offer_stands_when_an_approver_signs),
    cmocka_unit_test(an_offer_to_who_is_gone_falls_away),
    cmocka_unit_test(an_offer_to_who_goes_on_leave_then_falls_away),
    cmocka_unit_test(an_offer_of_a_duty_that_is_over_waits_for_nobody),
    cmocka_unit_test(whoever_was_transferred_is_no_deputy_out_of_the_list),
    cmocka_unit_test(duties_that_cannot_be_settled_hide_no_others_for_long),
    cmocka_unit_test(a_round_killed_anywhere_is_whole_or_not_there),
};

UNIT_MAIN_IN(tests, make_letterbox, NULL)
