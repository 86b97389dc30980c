/*
 * Who may ask leaved what, of whom. tests/module/leaved_rights_*.sh run it on
 * both databases.
 */
#include "school.h"

#include "../unit/unit.h"

static const char *
named(enum verdict verdict)
{
	return verdict_text(verdict)->name;
}

static const char *const everybody[] = {"a.teach", "a.dep", "a.head", "a.pers",
    "a.mate", "b.pers", "b.teach", "it", "mailer", "stranger"};
enum { EVERYBODY = sizeof(everybody) / sizeof(everybody[0]) };

/* A request of a.teach with a.dep as deputy; whose turn is a.head's. What is
 * asked about is a.teach's or school A's. + may, - may not. */
static const struct {
	enum op op;
	const char *may;
} rights[] = {
    /*                    t d h p m P T i M s */
    {OP_LEAVE_SIGN_ON, "+++++++---"},
    {OP_LEAVE_SESSION, "+++++++---"},
    {OP_LEAVE_SELF, "+++++++---"},
    {OP_LEAVE_STAFF, "+++++--+--"}, /* of school A */
    {OP_LEAVE_TYPES, "+--+---+--"},
    {OP_LEAVE_FILE, "+--+---+--"},
    {OP_LEAVE_DECIDE, "++++------"},
    {OP_LEAVE_LOAD, "++++---+--"},
    {OP_LEAVE_LIST, "++++++++--"}, /* of who is away at one's own */
    {OP_LEAVE_BALANCE, "+--+---+--"},
    {OP_LEAVE_LINES, "+--+---+--"},
    {OP_LEAVE_DEPUTIES, "+--+---+--"},
    {OP_LEAVE_CLOSURE, "---+---+--"},
    {OP_LEAVE_CALENDAR, "---+---+--"},
    {OP_LEAVE_ADJUST, "---+---+--"},
    {OP_LEAVE_CLOSE, "---+---+--"},
    {OP_LEAVE_CARRY, "---+---+--"},
    {OP_LEAVE_EXPORT, "---+---+--"},
    {OP_LEAVE_RECOUNT, "---+---+--"},
    {OP_LEAVE_CHECK, "-------+--"},
    {OP_LEAVE_SETTINGS, "---+---+--"},
    {OP_LEAVE_PERIODS, "--++---+--"}, /* a.head is 教學組長 */
    {OP_LEAVE_LESSONS, "+-++---+--"},
    {OP_LEAVE_BOARD, "--++---+--"},
    {OP_LEAVE_COVER, "--++---+--"},
    {OP_LEAVE_OVERTIME, "+--+---+--"},
    {OP_LEAVE_OVERTIME_DECIDE, "+-++------"},
    {OP_LEAVE_OVERTIME_LIST, "+--+---+--"},
    {OP_LEAVE_OPENING, "---+---+--"},
    {OP_LEAVE_REPORT, "---+---+--"},
    {OP_LEAVE_ATTACH, "+--+------"},
    {OP_LEAVE_PAPERS, "+-++------"},
    {OP_LEAVE_PAPER, "+-++------"},
    {OP_LEAVE_DETACH, "+--+------"},
    {OP_METRICS, "-------+--"},
    {OP_LETTER_FILL, "--------+-"},
    {OP_LETTER_STATE, "--------+-"},
    {OP_LEAVE_PUNCH, "+--+------"},
    {OP_LEAVE_PUNCHES, "+--+---+--"},
    {OP_LEAVE_TRIP, "+--+------"},
    {OP_LEAVE_TRIPS, "+--+---+--"},
    {OP_LEAVE_AGENDA, "+++++--+--"},
    {OP_LEAVE_FEED, "+++++++---"}, /* one's own */
    {OP_LEAVE_FEED_READ, "---------+"},
};

/* Overtime of a.teach, and a paper of the request. */
static char worked[BOOK_ID_SIZE], attached[BOOK_ID_SIZE];

/* The file %PDF-1.7 with little in it. */
#define PDF "JVBERi0xLjcKJSVFT0YgJSVFT0Y="

/* Every question with a plan, so that nothing is left behind. */
static enum verdict
try_it(struct office *office, const char *who, enum op op, const char *id)
{
	static const char days[] =
	    "day,mark,kinds,published,level,name\n2027-03-05,off,,,,x\n";

	switch ((unsigned)op) {
	case OP_LEAVE_SIGN_ON:
		return school_ask(
		    office, who, op, F_ID_TOKEN, "seen", F_NONCE, who, F_NONE)
		    ->verdict;
	case OP_LEAVE_SESSION:
		return school_ask(office, who, op, F_TOKEN, "seen", F_NONE)
		    ->verdict;
	case OP_LEAVE_STAFF:
		return school_ask(office, who, op, F_SCHOOL, "a", F_NONE)
		    ->verdict;
	case OP_LEAVE_FILE:
		return school_ask(office, who, op, F_ACCOUNT, "a.teach", F_TYPE,
		    "事假", F_STARTS, "2026-10-01T09:00", F_ENDS,
		    "2026-10-01T10:00", F_PLAN, "1", F_NONE)
		    ->verdict;
	case OP_LEAVE_DECIDE:
		return school_ask(office, who, op, F_REQUEST, id, F_ACTION,
		    "resubmit", F_NONE)
		    ->verdict;
	case OP_LEAVE_LOAD:
		return school_ask(office, who, op, F_REQUEST, id, F_NONE)
		    ->verdict;
	case OP_LEAVE_LIST:
		return strcmp(who, "it") == 0
		    ? school_ask(office, who, op, F_KIND, "away", F_SCHOOL, "a",
			  F_NONE)
			  ->verdict
		    : school_ask(office, who, op, F_KIND, "away", F_NONE)
			  ->verdict;
	case OP_LEAVE_TYPES:
	case OP_LEAVE_PUNCHES:
	case OP_LEAVE_TRIPS:
	case OP_LEAVE_BALANCE:
	case OP_LEAVE_DEPUTIES:
	case OP_LEAVE_LESSONS:
	case OP_LEAVE_OVERTIME_LIST:
		return school_ask(office, who, op, F_ACCOUNT, "a.teach", F_NONE)
		    ->verdict;
	case OP_LEAVE_LINES:
		return school_ask(office, who, op, F_ACCOUNT, "a.teach", F_LOT,
		    "事假/2026", F_NONE)
		    ->verdict;
	case OP_LEAVE_CLOSURE:
		return school_ask(office, who, op, F_SCHOOL, "a", F_STARTS,
		    "2026-10-01", F_ENDS, "2026-10-01", F_PLAN, "1", F_NONE)
		    ->verdict;
	case OP_LEAVE_CALENDAR:
		return school_ask(office, who, op, F_SCHOOL, "a", F_TEXT, days,
		    F_PLAN, "1", F_NONE)
		    ->verdict;
	case OP_LEAVE_ADJUST:
		return school_ask(office, who, op, F_ACCOUNT, "a.teach", F_TYPE,
		    "補休", F_MINUTES, "0", F_WHY, "x", F_NONE)
		    ->verdict;
	case OP_LEAVE_CLOSE:
	case OP_LEAVE_CARRY:
		return school_ask(office, who, op, F_SCHOOL, "a", F_YEAR,
		    "2025", F_PLAN, "1", F_NONE)
		    ->verdict;
	case OP_LEAVE_OPENING:
		return school_ask(office, who, op, F_SCHOOL, "a", F_TABLE,
		    "account,type\n", F_PLAN, "1", F_NONE)
		    ->verdict;
	case OP_LEAVE_REPORT:
		return school_ask(
		    office, who, op, F_SCHOOL, "a", F_KIND, "types", F_NONE)
		    ->verdict;
	case OP_LEAVE_OVERTIME:
		return school_ask(office, who, op, F_ACCOUNT, "a.teach",
		    F_STARTS, "2026-10-01T18:00", F_ENDS, "2026-10-01T19:00",
		    F_PLAN, "1", F_NONE)
		    ->verdict;
	case OP_LEAVE_OVERTIME_DECIDE:
		return school_ask(office, who, op, F_REQUEST, worked, F_ACTION,
		    "none", F_NONE)
		    ->verdict;
	case OP_LEAVE_COVER:
		return school_ask(office, who, op, F_REQUEST, id, F_SEQ, "0",
		    F_ACTION, "open", F_NONE)
		    ->verdict;
	case OP_LEAVE_EXPORT:
	case OP_LEAVE_RECOUNT:
	case OP_LEAVE_SETTINGS:
	case OP_LEAVE_PERIODS:
	case OP_LEAVE_BOARD:
		return school_ask(office, who, op, F_SCHOOL, "a", F_NONE)
		    ->verdict;
	case OP_LEAVE_ATTACH:
		return school_ask(office, who, op, F_REQUEST, id, F_NAME, "x",
		    F_DATA, PDF, F_COUNT, "20", F_PLAN, "1", F_NONE)
		    ->verdict;
	case OP_LEAVE_PAPERS:
		return school_ask(office, who, op, F_REQUEST, id, F_NONE)
		    ->verdict;
	case OP_LEAVE_PAPER:
		return school_ask(
		    office, who, op, F_ATTACHMENT, attached, F_NONE)
		    ->verdict;
	case OP_LEAVE_DETACH:
		return school_ask(office, who, op, F_ATTACHMENT, attached,
		    F_PLAN, "1", F_NONE)
		    ->verdict;
	case OP_LEAVE_PUNCH:
		return school_ask(office, who, op, F_ACCOUNT, "a.teach", F_KIND,
		    "in", F_STARTS, "2026-09-01T07:30", F_WHY, "x", F_PLAN, "1",
		    F_NONE)
		    ->verdict;
	case OP_LEAVE_TRIP:
		return school_ask(office, who, op, F_ACCOUNT, "a.teach", F_KIND,
		    "abroad", F_NAME, "x", F_FROM, "2026-10-01", F_UNTIL,
		    "2026-10-02", F_PLAN, "1", F_NONE)
		    ->verdict;
	case OP_LEAVE_AGENDA:
		return school_ask(office, who, op, F_SCHOOL, "a", F_KIND,
		    "school", F_FROM, "2026-10-01", F_UNTIL, "2026-10-02",
		    F_NONE)
		    ->verdict;
	case OP_LEAVE_FEED:
		return school_ask(office, who, op, F_NONE)->verdict;
	case OP_LEAVE_FEED_READ:
		return school_ask(office, who, op, F_SECRET, "x", F_NONE)
		    ->verdict;
	case OP_LETTER_FILL:
		return school_ask(office, who, op, F_LETTER, "x", F_NONE)
		    ->verdict;
	case OP_LETTER_STATE:
		return school_ask(office, who, op, F_LETTER, "x",
		    F_LETTER_STATE, "sent", F_NONE)
		    ->verdict;
	case OP_METRICS:
	case OP_LEAVE_SELF:
	case OP_LEAVE_CHECK:
		return school_ask(office, who, op, F_NONE)->verdict;
	default:
		fail_msg("%s is not tried", op_rule(op)->name);
		return VERDICT_FAULT;
	}
}

static void
the_table_says_who_may_what_in_both_schools(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer = school_ask(office, "a.teach",
	    OP_LEAVE_FILE, F_TYPE, "事假", F_STARTS, "2026-09-03T09:00", F_ENDS,
	    "2026-09-03T12:00", F_DEPUTY, "a.dep", F_NONE);
	char id[BOOK_ID_SIZE];

	(void)state;
	assert_verdict("ok", answer);
	(void)snprintf(id, sizeof(id), "%s", school_text(answer, F_REQUEST));
	school_act_ok(office, "a.dep", id, "agree", "awaiting_step");
	answer = school_ask(office, "a.teach", OP_LEAVE_OVERTIME, F_STARTS,
	    "2026-08-31T18:00", F_ENDS, "2026-08-31T19:00", F_NONE);
	assert_verdict("ok", answer);
	(void)snprintf(
	    worked, sizeof(worked), "%s", school_text(answer, F_REQUEST));
	answer = school_ask(office, "a.teach", OP_LEAVE_ATTACH, F_REQUEST, id,
	    F_NAME, "x", F_DATA, PDF, F_COUNT, "20", F_NONE);
	assert_verdict("ok", answer);
	(void)snprintf(attached, sizeof(attached), "%s",
	    school_text(answer, F_ATTACHMENT));
	for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
		for (size_t p = 0; p < EVERYBODY; p++) {
			enum verdict got =
			    try_it(office, everybody[p], rights[i].op, id);
			bool may = got != VERDICT_NOT_ALLOWED &&
			    got != VERDICT_OTHER_SCHOOL;

			if (may != (rights[i].may[p] == '+'))
				fail_msg("%s asks %s: %s", everybody[p],
				    op_rule(rights[i].op)->name, named(got));
		}
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
}

static void
every_operation_of_leave_is_in_that_test(void **state)
{
	(void)state;
	for (unsigned op = 1; op < OP_COUNT; op++) {
		bool is_there = false;

		for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
			is_there |= rights[i].op == op;
		if (is_there != (rights_of((enum op)op) != 0))
			fail_msg("%s", op_rule(op)->name);
	}
}

static void
personnel_see_nothing_of_another_school(void **state)
{
	struct office *office = school_office();

	(void)state;
	assert_verdict("other_school",
	    school_ask(office, "b.pers", OP_LEAVE_BALANCE, F_ACCOUNT, "a.teach",
		F_NONE));
	assert_verdict("not_allowed",
	    school_ask(office, "b.pers", OP_LEAVE_LIST, F_KIND, "school",
		F_SCHOOL, "a", F_NONE));
	assert_verdict("not_allowed",
	    school_ask(office, "b.teach", OP_LEAVE_LIST, F_KIND, "away",
		F_SCHOOL, "a", F_NONE));
}

static void
personnel_are_not_their_own_office(void **state)
{
	struct office *office = school_office();

	(void)state;
	assert_verdict("not_allowed",
	    school_ask(office, "a.pers", OP_LEAVE_ADJUST, F_ACCOUNT, "a.pers",
		F_TYPE, "補休", F_MINUTES, "480", F_WHY, "x", F_NONE));
}

static void
colleagues_see_who_is_away_and_nothing_else(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;
	char id[BOOK_ID_SIZE];
	struct wire_in row;

	(void)state;
	school_file_ok(office, "a.teach", "事假", "2026-09-04T09:00",
	    "2026-09-04T10:00", id);
	answer =
	    school_ask(office, "a.mate", OP_LEAVE_LIST, F_KIND, "away", F_NONE);
	assert_verdict("ok", answer);
	assert_int_equal(answer->in.row_count, 1);
	wire_row(&answer->in, 0, &row);
	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		assert_int_equal(wire_has(&row, field),
		    field_in(
			FIELDS(F_ACCOUNT, F_NAME, F_STARTS, F_ENDS), field));
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_table_says_who_may_what_in_both_schools),
    cmocka_unit_test(every_operation_of_leave_is_in_that_test),
    cmocka_unit_test(personnel_see_nothing_of_another_school),
    cmocka_unit_test(personnel_are_not_their_own_office),
    cmocka_unit_test(colleagues_see_who_is_away_and_nothing_else),
};

UNIT_MAIN(tests)
