/*
 * Lessons and duties that fall away with whoever promised them: rounds of
 * leaved's ticker on a real database, deaths in them, and the letters that
 * follow. tests/module/leaved_fallen_*.sh run it on both.
 */
#include "letterbox.h"
#include "school_mortal.h"

#include "../unit/unit.h"
#include "base/almanac.h"
#include "base/text.h"
#include "leaved/fallen.h"

#include <sys/wait.h>
#include <unistd.h>

enum { DAY_S = 24 * 3600, HOUR_S = 3600, DEATHS = 6 };

/* 2026-09-14 is a Monday, with the lesson of a.teach from 08:10 to 08:55. */
#define MONDAY    "2026-09-14"
#define GONE(who) "UPDATE person SET state = 'left' WHERE uuid = '" who "'"
#define BACK(who) "UPDATE person SET state = 'active' WHERE uuid = '" who "'"
#define OVER      "leave_lesson_over a.mate@school.example\n"
#define TOLD                                        \
	"leave_cover_lost a.teach@school.example\n" \
	"%sleave_uncovered a.head@school.example\n"

static char id[BOOK_ID_SIZE];

/* ---------------------------------------------------------------- lessons */

static void
set(struct office *office, const char *statement)
{
	struct err err;

	assert_rc(RC_OK, sql_begin(office->sql, SQL_WRITE, &err), &err);
	assert_rc(RC_OK,
	    sql_change(office->sql, statement, NULL, &err, SQL_NOTHING), &err);
	assert_rc(RC_OK, sql_commit(office->sql, &err), &err);
}

static const struct school_answer *
arrange(struct office *office, const char *way, const char *target,
    const char *version)
{
	return school_ask(office, "a.head", OP_LEAVE_COVER, F_REQUEST, id,
	    F_SEQ, "0", F_ACTION, way, F_TARGET, target, F_VERSION, version,
	    F_NONE);
}

/* Leave of a.teach, whose lesson a.mate takes. All are told. */
static void
file_covered(struct office *office)
{
	school_file_ok(
	    office, "a.teach", "病假", MONDAY "T08:00", MONDAY "T09:00", id);
	assert_verdict("ok", arrange(office, "代課", "a.mate", "1"));
	letterbox_tick(office);
	(void)letterbox_sent(office);
}

static void
withdraw(struct office *office)
{
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	letterbox_tick(office);
	(void)letterbox_sent(office);
}

static size_t
on_board(struct office *office, struct wire_in *row)
{
	const struct school_answer *answer =
	    school_ask(office, "a.head", OP_LEAVE_BOARD, F_NONE);

	assert_verdict("ok", answer);
	if (answer->in.row_count > 0)
		wire_row(&answer->in, 0, row);
	return answer->in.row_count;
}

/* Open, and it says who had it; told once, however often it is looked at. */
static void
assert_fallen(struct office *office, const char *letters)
{
	int64_t acts = school_audit(office);
	struct wire_in row;

	assert_sent(office, letters);
	assert_int_equal(on_board(office, &row), 1);
	assert_string_equal(wire_text(&row, F_ACTION), "");
	assert_string_equal(wire_text(&row, F_VALUE), "a.mate");
	assert_int_equal(wire_number(&row, F_VERSION, 0), 3);
	assert_int_equal(school_audit(office), acts + 1);
	assert_sent(office, "");
	assert_int_equal(school_audit(office), acts + 1);
	assert_int_equal(school_number(office,
			     "SELECT count(*) FROM audit WHERE actor = 'leaved'"
			     " AND action = 'leave_cover' AND result = 'lost'"
			     " AND reason = 'a.mate' AND target = ?",
			     id),
	    1);
}

static const struct {
	const char *what, *cause, *mended;
	bool is_reached; /* by a letter */
} causes[] = {
    {"suspended", "UPDATE person SET state = 'suspended' WHERE uuid = 'a.mate'",
	BACK("a.mate"), false},
    {"left", GONE("a.mate"), BACK("a.mate"), false},
    {"gone from the directory",
	"UPDATE person SET state = 'gone' WHERE uuid = 'a.mate'",
	BACK("a.mate"), false},
    {"transferred", "UPDATE person SET school = 'b' WHERE uuid = 'a.mate'",
	"UPDATE person SET school = 'a' WHERE uuid = 'a.mate'", true},
    {"of a contract that ends before",
	"UPDATE person SET posted_until = 20709 WHERE uuid = 'a.mate'",
	"UPDATE person SET posted_until = 47846 WHERE uuid = 'a.mate'", true},
};

static void
a_lesson_is_open_again_when_who_takes_it_is_gone(void **state)
{
	struct office *office = school_office();

	(void)state;
	school_timetable(office);
	for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
		char letters[200];

		print_message("# %s\n", causes[i].what);
		file_covered(office);
		set(office, causes[i].cause);
		(void)snprintf(letters, sizeof(letters), TOLD,
		    causes[i].is_reached ? OVER : "");
		assert_fallen(office, letters);
		set(office, causes[i].mended);
		assert_sent(office, "");
		withdraw(office);
	}
}

static void
a_lesson_is_open_again_when_who_takes_it_goes_on_leave_then(void **state)
{
	struct office *office = school_office();
	char own[BOOK_ID_SIZE], later[BOOK_ID_SIZE];

	(void)state;
	file_covered(office);
	school_file_ok(
	    office, "a.mate", "事假", MONDAY "T09:00", MONDAY "T10:00", later);
	assert_sent(office, "leave_turn a.head@school.example\n");
	school_file_ok(
	    office, "a.mate", "事假", MONDAY "T08:00", MONDAY "T09:00", own);
	assert_fallen(office,
	    "leave_cover_lost a.teach@school.example\n" OVER
	    "leave_turn a.head@school.example\n"
	    "leave_uncovered a.head@school.example\n");
	school_act_ok(office, "a.mate", own, "withdraw", "withdrawn");
	school_act_ok(office, "a.mate", later, "withdraw", "withdrawn");
	assert_sent(office, "");
	withdraw(office);
}

static void
a_lesson_that_fell_away_is_arranged_by_who_has_seen_that(void **state)
{
	struct office *office = school_office();
	struct wire_in row;

	(void)state;
	file_covered(office);
	set(office, GONE("a.mate"));
	letterbox_tick(office);
	(void)letterbox_sent(office);
	assert_verdict(
	    "changed_meanwhile", arrange(office, "代課", "a.dep", "2"));
	assert_verdict("bad_field", arrange(office, "代課", "a.mate", "3"));
	assert_verdict("ok", arrange(office, "代課", "a.dep", "3"));
	assert_sent(office, "leave_lesson a.dep@school.example\n");
	assert_int_equal(on_board(office, &row), 0);
	assert_int_equal(
	    school_number(office,
		"SELECT count(*) FROM cover WHERE lost <> '' AND request = ?",
		id),
	    0);
	set(office, BACK("a.mate"));
	withdraw(office);
}

static void
the_board_takes_nobody_who_would_fall_away_at_once(void **state)
{
	struct office *office = school_office();
	char own[BOOK_ID_SIZE];

	(void)state;
	school_file_ok(
	    office, "a.teach", "病假", MONDAY "T08:00", MONDAY "T09:00", id);
	assert_verdict("bad_field", arrange(office, "代課", "b.teach", "1"));
	set(office,
	    "UPDATE person SET posted_until = 20709 WHERE uuid = 'a.mate'");
	assert_verdict("cover_busy", arrange(office, "代課", "a.mate", "1"));
	set(office,
	    "UPDATE person SET posted_until = 47846 WHERE uuid = 'a.mate'");
	school_file_ok(
	    office, "a.mate", "事假", MONDAY "T08:00", MONDAY "T09:00", own);
	assert_verdict("cover_busy", arrange(office, "併班", "a.mate", "1"));
	school_act_ok(office, "a.mate", own, "withdraw", "withdrawn");
	assert_verdict("ok", arrange(office, "併班", "a.mate", "1"));
	withdraw(office);
}

static void
a_lesson_that_was_held_stays_whose_it_was(void **state)
{
	struct office *office = school_office();
	int64_t before_s = letterbox_now();

	(void)state;
	file_covered(office);
	letterbox_at((int64_t)almanac_day(2026, 9, 14) * DAY_S + HOUR_S);
	set(office, GONE("a.mate"));
	letterbox_tick(office);
	assert_int_equal(school_number(office,
			     "SELECT count(*) FROM cover WHERE who = 'a.mate'"
			     " AND request = ?",
			     id),
	    1);
	set(office, BACK("a.mate"));
	letterbox_at(before_s);
	(void)letterbox_sent(office);
	withdraw(office);
}

/* ----------------------------------------------------------------- duties */

static void
file_with_deputy(struct office *office)
{
	const struct school_answer *answer =
	    school_ask(office, "a.mate", OP_LEAVE_FILE, F_TYPE, "事假",
		F_STARTS, MONDAY, F_ENDS, MONDAY, F_DEPUTY, "a.dep", F_NONE);

	assert_verdict("ok", answer);
	(void)snprintf(id, sizeof(id), "%s", school_text(answer, F_REQUEST));
	letterbox_tick(office);
	(void)letterbox_sent(office);
}

static void
agree(struct office *office)
{
	school_act_ok(office, "a.dep", id, "agree", "awaiting_step");
	letterbox_tick(office);
	(void)letterbox_sent(office);
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
	set(office, GONE("a.dep"));
	assert_sent(office, "leave_returned a.mate@school.example\n");
	assert_string_equal(
	    school_text(load(office, "a.mate"), F_STATE), "draft");
	assert_sent(office, "");
	set(office, BACK("a.dep"));
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
a_duty_whose_deputy_is_gone_is_offered_to_another(void **state)
{
	struct office *office = school_office();

	(void)state;
	file_with_deputy(office);
	agree(office);
	assert_false(may(office, "a.mate", "hand_over"));
	set(office, GONE("a.dep"));
	assert_sent(office,
	    "leave_deputy_lost a.mate@school.example\n"
	    "leave_deputy_lost a.pers@school.example\n");
	assert_sent(office, "");
	assert_string_equal(
	    school_text(load(office, "a.mate"), F_VALUE), "deputy_lost");
	assert_true(may(office, "a.mate", "hand_over"));
	assert_true(may(office, "a.pers", "hand_over"));
	assert_false(may(office, "a.head", "hand_over"));
	assert_verdict("ok", hand_over(office, "a.mate", "a.teach"));
	assert_sent(office, "leave_deputy a.teach@school.example\n");
	school_act_ok(office, "a.teach", id, "take_over", "awaiting_step");
	assert_string_equal(
	    school_text(load(office, "a.mate"), F_DEPUTY), "a.teach");
	assert_string_equal(school_text(load(office, "a.mate"), F_VALUE), "");
	set(office, BACK("a.dep"));
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	assert_sent(office, "leave_duty_over a.teach@school.example\n");
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
		set(office, causes[i].cause);
		assert_offer_lost(
		    office, "leave_offer_over a.dep@school.example\n");
		set(office, causes[i].mended);
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
	set(office, "UPDATE person SET school = 'b' WHERE uuid = 'a.dep'");
	school_file_ok(
	    office, "a.mate", "事假", MONDAY "T10:00", MONDAY "T11:00", id);
	assert_string_equal(
	    school_text(load(office, "a.mate"), F_DEPUTY), "a.teach");
	assert_sent(office, "leave_deputy a.teach@school.example\n");
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	set(office, "UPDATE person SET school = 'b' WHERE uuid = 'a.teach'");
	assert_verdict("deputy_absent",
	    school_file(
		office, "a.mate", "事假", MONDAY "T10:00", MONDAY "T11:00"));
	set(office,
	    "UPDATE person SET school = 'a' WHERE uuid IN ('a.dep', "
	    "'a.teach')");
	assert_verdict("ok",
	    school_ask(
		office, "a.mate", OP_LEAVE_DEPUTIES, F_DEPUTY, "", F_NONE));
	assert_sent(office, "");
}

/* ------------------------------------------------------------ many at once */

/* As many of a.boss as a round takes, first in order, of which no folder can be
 * loaded: with a lesson each that somebody of school B takes, who then becomes
 * the deputy. */
#define UNREADABLE                                                            \
	"WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n"    \
	" WHERE i < 59) INSERT INTO request (id, person, seq, version, type," \
	" state, school, filed_at, filed_by, flags, deputy, facts, why,"      \
	" minutes, charged, first_at, last_at, cut_from, cut_to, caps)"       \
	" SELECT '!' || CAST(i AS TEXT), 'a.boss', 1000 + i, 1, '事假',"    \
	" 'approved', 'a', 0, 'a.boss', 0, '', '', '', 60, 60, 29822880,"     \
	" 29822940, 0, 0, 'unreadable' FROM n"
#define THEIR_LESSONS                                                       \
	"INSERT INTO cover (request, n, day, from_minute, to_minute, name," \
	" way, who, funding) SELECT id, 0, 20710, 490, 535, 'x', '代課'," \
	" 'b.teach', '' FROM request WHERE caps = 'unreadable'"
#define THEIR_DEPUTY \
	"UPDATE request SET deputy = 'b.teach' WHERE caps = 'unreadable'"

static void
what_cannot_be_settled_hides_nothing_for_long(void **state)
{
	struct office *office = school_office();

	(void)state;
	file_covered(office);
	set(office, UNREADABLE);
	set(office, THEIR_LESSONS);
	set(office, GONE("a.mate"));
	assert_sent(office, "");
	assert_sent(office,
	    "leave_cover_lost a.teach@school.example\n"
	    "leave_uncovered a.head@school.example\n");
	set(office, BACK("a.mate"));
	set(office, "DELETE FROM cover WHERE name = 'x'");
	withdraw(office);
	file_with_deputy(office);
	set(office, THEIR_DEPUTY);
	set(office, GONE("a.dep"));
	assert_sent(office, "");
	assert_sent(office, "leave_returned a.mate@school.example\n");
	set(office, BACK("a.dep"));
	set(office, "DELETE FROM request WHERE caps = 'unreadable'");
	withdraw_from(office, "");
	assert_school_agrees(office);
}

/* ----------------------------------------------------------------- deaths */

static int
round_once(struct office *office, int k)
{
	struct fallen fallen = {.after = {""}};
	struct err err;

	(void)k;
	office_begin(office, letterbox_now());
	return fallen_round(office, &fallen, &err) == RC_OK ? 0 : 1;
}

/* Killed at up to DEATHS of its writes: nothing of it is there, or all, and
 * then no further round does it again. */
static void
survive(struct office *office, const char *letters)
{
	uint64_t before = school_contents(office);
	int64_t acts = school_audit(office);
	int calls = school_rehearse(round_once);

	assert_true(calls >= 3);
	for (int k = 1; k < calls;
	     k += k + 1 < calls ? calls / DEATHS + 1 : 1) {
		assert_false(school_completes(round_once, k));
		assert_true(school_contents(office) == before);
	}
	assert_false(school_completes(round_once, calls));
	assert_int_equal(school_audit(office), acts + 1);
	assert_sent(office, letters);
	assert_int_equal(school_audit(office), acts + 1);
	assert_school_agrees(office);
}

static void
a_round_killed_anywhere_is_whole_or_not_there(void **state)
{
	struct office *office = school_office();
	char letters[200];

	(void)state;
	file_covered(office);
	set(office, GONE("a.mate"));
	(void)snprintf(letters, sizeof(letters), TOLD, "");
	survive(office, letters);
	set(office, BACK("a.mate"));
	withdraw(office);
	file_with_deputy(office);
	set(office, GONE("a.dep"));
	survive(office, "leave_returned a.mate@school.example\n");
	set(office, BACK("a.dep"));
	withdraw_from(office, "");
	offer(office);
	set(office, GONE("a.teach"));
	survive(office, "leave_offer_over a.dep@school.example\n");
	set(office, BACK("a.teach"));
	withdraw_from(office, "leave_duty_over a.dep@school.example\n");
}

static void
two_rounds_at_once_are_one_act(void **state)
{
	struct office *office = school_office();
	int64_t acts;
	int status;

	(void)state;
	file_covered(office);
	set(office, GONE("a.mate"));
	acts = school_audit(office);
	for (int n = 0; n < 2; n++)
		if (fork() == 0)
			_exit(round_once(school_fork(), 0));
	for (int n = 0; n < 2; n++)
		assert_true(wait(&status) > 0 && status == 0);
	assert_int_equal(school_audit(office), acts + 1);
	set(office, BACK("a.mate"));
	withdraw(office);
}

static int
make_letterbox(void **state)
{
	(void)state;
	letterbox_make();
	return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_lesson_is_open_again_when_who_takes_it_is_gone),
    cmocka_unit_test(
	a_lesson_is_open_again_when_who_takes_it_goes_on_leave_then),
    cmocka_unit_test(a_lesson_that_fell_away_is_arranged_by_who_has_seen_that),
    cmocka_unit_test(the_board_takes_nobody_who_would_fall_away_at_once),
    cmocka_unit_test(a_lesson_that_was_held_stays_whose_it_was),
    cmocka_unit_test(a_deputy_who_was_asked_and_is_gone_has_declined),
    cmocka_unit_test(a_deputy_who_was_asked_and_goes_on_leave_cannot_agree),
    cmocka_unit_test(a_duty_whose_deputy_is_gone_is_offered_to_another),
    cmocka_unit_test(an_offer_is_taken_back_with_its_letter),
    cmocka_unit_test(an_offer_stands_when_an_approver_signs),
    cmocka_unit_test(an_offer_to_who_is_gone_falls_away),
    cmocka_unit_test(an_offer_to_who_goes_on_leave_then_falls_away),
    cmocka_unit_test(an_offer_of_a_duty_that_is_over_waits_for_nobody),
    cmocka_unit_test(whoever_was_transferred_is_no_deputy_out_of_the_list),
    cmocka_unit_test(what_cannot_be_settled_hides_nothing_for_long),
    cmocka_unit_test(a_round_killed_anywhere_is_whole_or_not_there),
    cmocka_unit_test(two_rounds_at_once_are_one_act),
};

UNIT_MAIN_IN(tests, make_letterbox, NULL)
