/*
 * Lessons that fall away with whoever promised them: rounds of leaved's ticker
 * on a real database, deaths in them, and the letters that follow.
 * tests/module/leaved_fallen_*.sh run it on both.
 */
#include "gone.h"
#include "school_mortal.h"

#include "../unit/unit.h"
#include "base/almanac.h"

#include <sys/wait.h>
#include <unistd.h>

enum { DAY_S = 24 * 3600, HOUR_S = 3600 };

/* Of MONDAY's lesson of a.teach, from 08:10 to 08:55. */
#define OVER "leave_lesson_over a.mate@school.example\n"
#define TOLD                                        \
	"leave_cover_lost a.teach@school.example\n" \
	"%sleave_uncovered a.head@school.example\n"
#define FOR_LESSON                                  \
	"leave_cover_lost a.teach@school.example\n" \
	"leave_uncovered a.head@school.example\n"

static char id[BOOK_ID_SIZE];

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
	letterbox_empty(office);
}

static void
withdraw(struct office *office)
{
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	letterbox_empty(office);
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
		gone_set(office, causes[i].cause);
		(void)snprintf(letters, sizeof(letters), TOLD,
		    causes[i].is_reached ? OVER : "");
		assert_fallen(office, letters);
		gone_set(office, causes[i].mended);
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
	gone_set(office, GONE("a.mate"));
	letterbox_empty(office);
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
	gone_set(office, BACK("a.mate"));
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
	gone_set(office,
	    "UPDATE person SET posted_until = 20709 WHERE uuid = 'a.mate'");
	assert_verdict("cover_busy", arrange(office, "代課", "a.mate", "1"));
	gone_set(office,
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
	gone_set(office, GONE("a.mate"));
	letterbox_tick(office);
	assert_int_equal(school_number(office,
			     "SELECT count(*) FROM cover WHERE who = 'a.mate'"
			     " AND request = ?",
			     id),
	    1);
	gone_set(office, BACK("a.mate"));
	letterbox_at(before_s);
	(void)letterbox_sent(office);
	withdraw(office);
}

/* ------------------------------------------------------- many, and deaths */

static void
lessons_that_cannot_be_settled_hide_no_others_for_long(void **state)
{
	struct office *office = school_office();

	(void)state;
	file_covered(office);
	gone_make_unreadable(office);
	gone_set(office,
	    "INSERT INTO cover (request, n, day, from_minute, to_minute, name,"
	    " way, who, funding) SELECT id, 0, 20710, 490, 535, 'x', '代課',"
	    " 'b.teach', '' FROM request WHERE caps = 'unreadable'");
	gone_set(office, GONE("a.mate"));
	assert_sent(office, "");
	assert_sent(office, FOR_LESSON);
	gone_set(office, BACK("a.mate"));
	gone_set(office, "DELETE FROM cover WHERE name = 'x'");
	gone_set(office, "DELETE FROM request WHERE caps = 'unreadable'");
	withdraw(office);
	assert_school_agrees(office);
}

static void
a_round_killed_anywhere_is_whole_or_not_there(void **state)
{
	struct office *office = school_office();

	(void)state;
	file_covered(office);
	gone_set(office, GONE("a.mate"));
	gone_survive(office, FOR_LESSON);
	gone_set(office, BACK("a.mate"));
	withdraw(office);
}

static void
two_rounds_at_once_are_one_act(void **state)
{
	struct office *office = school_office();
	int64_t acts;
	int status;

	(void)state;
	file_covered(office);
	gone_set(office, GONE("a.mate"));
	acts = school_audit(office);
	for (int n = 0; n < 2; n++)
		if (fork() == 0)
			_exit(gone_round(school_fork(), 0));
	for (int n = 0; n < 2; n++)
		assert_true(wait(&status) > 0 && status == 0);
	assert_int_equal(school_audit(office), acts + 1);
	gone_set(office, BACK("a.mate"));
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
    cmocka_unit_test(lessons_that_cannot_be_settled_hide_no_others_for_long),
    cmocka_unit_test(a_round_killed_anywhere_is_whole_or_not_there),
    cmocka_unit_test(two_rounds_at_once_are_one_act),
};

UNIT_MAIN_IN(tests, make_letterbox, NULL)
