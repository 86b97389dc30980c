/*
 * Many at once in leaved, and deaths in the middle, on a real database.
 * tests/module/leaved_race_*.sh run it on both.
 */
#include "school_mortal.h"

#include "../unit/unit.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 50, HOURS = 8, ROUNDS = 15 };

/* ---------------------------------------------------------------- at once */

/* Runs `job` in `count` children that start together; how many ended with
 * each code. */
static void
at_once(int count, int (*job)(struct office *office, int n), int codes[3])
{
	int gate[2];
	char byte = 0;

	assert_int_equal(pipe2(gate, O_CLOEXEC), 0);
	for (int n = 0; n < count; n++)
		if (fork() == 0) {
			struct office *office = school_fork();

			(void)close(gate[1]);
			(void)!read(gate[0], &byte, 1); /* until it closes */
			_exit(job(office, n));
		}
	(void)close(gate[0]);
	(void)close(gate[1]);
	memset(codes, 0, sizeof(int) * 3);
	for (int n = 0; n < count; n++) {
		int status;

		assert_true(wait(&status) > 0);
		codes[WIFEXITED(status) && WEXITSTATUS(status) < 2
			? WEXITSTATUS(status)
			: 2]++;
	}
}

static int
take_an_hour(struct office *office, int n)
{
	char starts[40], ends[40];
	enum verdict verdict;

	(void)snprintf(starts, sizeof(starts), "2026-%02d-%02dT09:00",
	    10 + n / 20, 1 + n % 20);
	(void)snprintf(ends, sizeof(ends), "%.10sT10:00", starts);
	verdict = school_file(office, "a.crowd", "補休", starts, ends)->verdict;
	return verdict == VERDICT_OK ? 0
	    : verdict == (enum verdict)REFUSAL_ENTITLEMENT_EXHAUSTED ||
		verdict == (enum verdict)REFUSAL_NO_WORKING_TIME
	    ? 1
	    : 2;
}

static void
fifty_at_once_on_eight_hours_get_eight_and_no_error(void **state)
{
	struct office *office = school_office();
	int codes[3];

	(void)state;
	school_person("a.crowd");
	assert_verdict("ok",
	    school_ask(office, "a.pers", OP_LEAVE_ADJUST, F_ACCOUNT, "a.crowd",
		F_TYPE, "補休", F_MINUTES, "480", F_WHY, "加班", F_NONE));
	at_once(CLIENTS, take_an_hour, codes);
	assert_int_equal(codes[0], HOURS);
	assert_int_equal(codes[1], CLIENTS - HOURS);
	assert_int_equal(codes[2], 0);
	assert_int_equal(
	    school_used(office, "a.crowd", "補休(調整)/2026"), HOURS * 60);
	assert_school_agrees(office);
}

static char contested[BOOK_ID_SIZE];

static int
decide_both(struct office *office, int n)
{
	enum verdict verdict = n == 0
	    ? school_act(office, "a.head", contested, "approve")->verdict
	    : school_act(office, "a.mate", contested, "withdraw")->verdict;

	return verdict == VERDICT_OK ? 0
	    : verdict == (enum verdict)REFUSAL_WRONG_STATE ||
		verdict == VERDICT_NOT_ALLOWED
	    ? 1
	    : 2;
}

static int
approve_twice(struct office *office, int n)
{
	enum verdict verdict =
	    school_act(office, "a.head", contested, "approve")->verdict;

	(void)n;
	return verdict == VERDICT_OK                         ? 0
	    : verdict == (enum verdict)REFUSAL_NOT_YOUR_TURN ? 1
							     : 2;
}

static int
withdraw_twice(struct office *office, int n)
{
	enum verdict verdict =
	    school_act(office, "a.mate", contested, "withdraw")->verdict;

	(void)n;
	return verdict == VERDICT_OK                       ? 0
	    : verdict == (enum verdict)REFUSAL_WRONG_STATE ? 1
							   : 2;
}

static void
of_two_decisions_at_once_one_wins(void **state)
{
	struct office *office = school_office();
	int codes[3];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		school_file_ok(office, "a.mate", "事假", "2026-11-02T09:00",
		    "2026-11-02T10:00", contested);
		at_once(2, approve_twice, codes);
		assert_int_equal(codes[0], 1);
		assert_int_equal(codes[1], 1);
		at_once(2, withdraw_twice, codes);
		assert_int_equal(codes[0], 1);
		assert_int_equal(codes[1], 1);
	}
}

/* The approval may come first, and then be withdrawn; never the other way. */
static void
approve_with_withdraw_ends_withdrawn_and_holds_nothing(void **state)
{
	struct office *office = school_office();
	int codes[3];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		school_file_ok(office, "a.mate", "事假", "2026-11-03T09:00",
		    "2026-11-03T10:00", contested);
		at_once(2, decide_both, codes);
		assert_int_equal(codes[2], 0);
		assert_true(codes[0] >= 1);
		assert_int_equal(school_number(office,
				     "SELECT count(*) FROM request WHERE id = ?"
				     " AND state = 'withdrawn'",
				     contested),
		    1);
		assert_int_equal(
		    school_number(office,
			"SELECT count(*) FROM span WHERE request = ?"
			" AND is_live = 1",
			contested),
		    0);
	}
	assert_school_agrees(office);
}

static int
arrange_one(struct office *office, int n)
{
	enum verdict verdict = school_ask(office, n == 0 ? "a.head" : "a.pers",
	    OP_LEAVE_COVER, F_REQUEST, contested, F_SEQ, "0", F_ACTION, "代課",
	    F_TARGET, n == 0 ? "a.dep" : "a.mate", F_NONE)
				   ->verdict;

	return verdict == VERDICT_OK               ? 0
	    : verdict == VERDICT_CHANGED_MEANWHILE ? 1
						   : 2;
}

static void
of_two_who_arrange_one_lesson_at_once_one_wins(void **state)
{
	struct office *office = school_office();
	int codes[3];

	(void)state;
	school_timetable(office);
	for (int round = 0; round < ROUNDS; round++) {
		school_file_ok(office, "a.teach", "事假", "2026-11-02T08:00",
		    "2026-11-02T09:00", contested);
		at_once(2, arrange_one, codes);
		assert_int_equal(codes[0], 1);
		assert_int_equal(codes[1], 1);
		school_act_ok(
		    office, "a.teach", contested, "withdraw", "withdrawn");
	}
}

/* ----------------------------------------------------------------- deaths */

static int
file_one(struct office *office, int k)
{
	char day[40], key[24];

	(void)snprintf(
	    day, sizeof(day), "2026-%02d-%02d", 10 + k / 25, 1 + k % 25);
	(void)snprintf(key, sizeof(key), "death-%d", k);
	return school_ask(office, "a.mortal", OP_LEAVE_FILE, F_TYPE, "病假",
		   F_STARTS, day, F_ENDS, "2026-12-31", F_KEY, key, F_NONE)
		    ->verdict == VERDICT_OK
	    ? 0
	    : 1;
}

/* Asked again with the same key it is there once, whole. */
static void
a_filing_killed_anywhere_is_whole_or_not_there(void **state)
{
	struct office *office = school_office();
	bool done = false;

	(void)state;
	school_person("a.mortal");
	for (int k = 1; !done; k++) {
		const struct school_answer *answer;
		char day[40], key[24], id[BOOK_ID_SIZE];

		assert_true(k < 120);
		done = school_completes(file_one, k);
		assert_school_agrees(office);
		(void)snprintf(day, sizeof(day), "2026-%02d-%02d", 10 + k / 25,
		    1 + k % 25);
		(void)snprintf(key, sizeof(key), "death-%d", k);
		answer = school_ask(office, "a.mortal", OP_LEAVE_FILE, F_TYPE,
		    "病假", F_STARTS, day, F_ENDS, "2026-12-31", F_KEY, key,
		    F_NONE);
		assert_verdict("ok", answer);
		(void)snprintf(
		    id, sizeof(id), "%s", school_text(answer, F_REQUEST));
		assert_int_equal(
		    school_number(office,
			"SELECT count(*) FROM span WHERE person = ?"
			" AND is_live = 1",
			"a.mortal"),
		    1);
		school_act_ok(office, "a.mortal", id, "withdraw", "withdrawn");
	}
	assert_school_agrees(office);
}

static int
approve_one(struct office *office, int k)
{
	(void)k;
	return school_act(office, "a.head", contested, "approve")->verdict ==
		VERDICT_OK
	    ? 0
	    : 1;
}

static void
an_approval_killed_anywhere_is_signed_once_or_not(void **state)
{
	struct office *office = school_office();
	bool done = false;

	(void)state;
	school_file_ok(office, "a.mortal", "事假", "2026-10-05T09:00",
	    "2026-10-05T10:00", contested);
	for (int k = 1; !done; k++) {
		int64_t signatures;

		assert_true(k < 60);
		done = school_completes(approve_one, k);
		signatures = school_number(office,
		    "SELECT count(*) FROM signature WHERE request = ?",
		    contested);
		assert_true(signatures <= 1);
		if (signatures == 1) /* killed after the commit, or done */
			done = true;
	}
	assert_school_agrees(office);
	school_act_ok(office, "a.mortal", contested, "withdraw", "withdrawn");
}

/* ------------------------------------------------------------ the audit */

static void
the_audit_tells_all_of_it_in_a_whole_chain(void **state)
{
	struct office *office = school_office();
	int64_t count = school_audit(office);

	(void)state;
	assert_true(count > 100);
	assert_int_equal(count,
	    school_number(office,
		"SELECT count(*) FROM audit WHERE seq > 0"
		" AND actor <> ?",
		""));
	assert_true(school_number(office,
			"SELECT count(*) FROM audit WHERE actor = 'a.head'"
			" AND action = 'leave_decide' AND result = ?",
			"approve") > 10);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(fifty_at_once_on_eight_hours_get_eight_and_no_error),
    cmocka_unit_test(of_two_decisions_at_once_one_wins),
    cmocka_unit_test(approve_with_withdraw_ends_withdrawn_and_holds_nothing),
    cmocka_unit_test(of_two_who_arrange_one_lesson_at_once_one_wins),
    cmocka_unit_test(a_filing_killed_anywhere_is_whole_or_not_there),
    cmocka_unit_test(an_approval_killed_anywhere_is_signed_once_or_not),
    cmocka_unit_test(the_audit_tells_all_of_it_in_a_whole_chain),
};

UNIT_MAIN(tests)
