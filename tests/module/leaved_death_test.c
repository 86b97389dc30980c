/*
 * Deaths in the middle of every act of leaved but filing and approving, which
 * leaved_race_test has, on a real database: an act is whole with its audit, or
 * not there, and may be asked for again. tests/module/leaved_death_*.sh run it
 * on both.
 */
#include "school_mortal.h"

#include "../unit/unit.h"
#include "base/almanac.h"

enum { DAY_S = 24 * 3600, FIELDS_ROOM = 8, DEATHS = 6 };

/* Made by one act, asked about by the next. */
static char request[BOOK_ID_SIZE], worked[BOOK_ID_SIZE], paper[BOOK_ID_SIZE];

/* The file %PDF-1.7 with little in it. */
#define PDF "JVBERi0xLjcKJSVFT0YgJSVFT0Y="

static const struct act {
	const char *what, *who;
	enum op op;
	struct school_field fields[FIELDS_ROOM];
	/* What is said when it is asked for again, and the table in which that
	 * makes no further row; NULL: it is a further act. */
	const char *again, *table;
} acts[] = {
    {"coming", "a.mate", OP_LEAVE_PUNCH, {{F_KIND, "in"}, {F_NONE, NULL}}, "ok",
	"punch"},
    {"a forgotten punch", "a.mate", OP_LEAVE_PUNCH,
	{{F_KIND, "out"}, {F_STARTS, "2026-08-31T17:00"}, {F_WHY, "忘了"},
	    {F_NONE, NULL}},
	"ok", "punch"},
    {"a trip", "a.mate", OP_LEAVE_TRIP,
	{{F_KIND, "mainland"}, {F_NAME, "x"}, {F_FROM, "2026-10-09"},
	    {F_UNTIL, "2026-10-11"}, {F_WANTED, "1"}, {F_KEY, "trip"},
	    {F_NONE, NULL}},
	"ok", "trip"},
    {"periods", "a.head", OP_LEAVE_PERIODS,
	{{F_TABLE, "節次,開始,結束\n1,08:10,08:55\n2,09:05,09:50\n"},
	    {F_NONE, NULL}},
	"ok", "period"},
    {"a timetable", "a.head", OP_LEAVE_LESSONS,
	{{F_TABLE, "帳號,星期,節次,科目\na.teach,1,1,國文\na.teach,1,2,國文\n"},
	    {F_FROM, "2026-08-31"}, {F_UNTIL, "2027-01-20"}, {F_NONE, NULL}},
	"ok", "lesson"},
    {"deputies", "a.teach", OP_LEAVE_DEPUTIES,
	{{F_DEPUTY, "a.dep a.mate"}, {F_NONE, NULL}}, "ok", "deputy"},
    {"leave with lessons", "a.teach", OP_LEAVE_FILE,
	{{F_TYPE, "病假"}, {F_STARTS, "2026-09-07"}, {F_ENDS, "2026-09-08"},
	    {F_KEY, "sick"}, {F_NONE, NULL}},
	"ok", "request"},
    {"agreeing to stand in", "a.dep", OP_LEAVE_DECIDE,
	{{F_REQUEST, request}, {F_ACTION, "agree"}, {F_KEY, "agree"},
	    {F_NONE, NULL}},
	"ok", "signature"},
    {"a lesson given to somebody", "a.head", OP_LEAVE_COVER,
	{{F_REQUEST, request}, {F_SEQ, "0"}, {F_ACTION, "代課"},
	    {F_TARGET, "a.mate"}, {F_VERSION, "1"}, {F_NONE, NULL}},
	"changed_meanwhile", "cover"},
    {"a paper", "a.teach", OP_LEAVE_ATTACH,
	{{F_REQUEST, request}, {F_NAME, "證明.pdf"}, {F_DATA, PDF},
	    {F_COUNT, "20"}, {F_NONE, NULL}},
	NULL, NULL},
    {"a paper taken back", "a.teach", OP_LEAVE_DETACH,
	{{F_ATTACHMENT, paper}, {F_NONE, NULL}}, "no_file", "attachment"},
    {"handing over a duty", "a.dep", OP_LEAVE_DECIDE,
	{{F_REQUEST, request}, {F_ACTION, "hand_over"}, {F_DEPUTY, "a.mate"},
	    {F_KEY, "hand"}, {F_NONE, NULL}},
	"ok", "signature"},
    {"taking it over", "a.mate", OP_LEAVE_DECIDE,
	{{F_REQUEST, request}, {F_ACTION, "take_over"}, {F_KEY, "take"},
	    {F_NONE, NULL}},
	"ok", "signature"},
    {"withdrawing", "a.teach", OP_LEAVE_DECIDE,
	{{F_REQUEST, request}, {F_ACTION, "withdraw"}, {F_KEY, "draw"},
	    {F_NONE, NULL}},
	"ok", "entry"},
    {"overtime", "a.teach", OP_LEAVE_OVERTIME,
	{{F_STARTS, "2026-08-31T17:00"}, {F_ENDS, "2026-08-31T20:00"},
	    {F_KEY, "over"}, {F_NONE, NULL}},
	"ok", "overtime"},
    {"approving overtime", "a.head", OP_LEAVE_OVERTIME_DECIDE,
	{{F_REQUEST, worked}, {F_ACTION, "approve"}, {F_NONE, NULL}},
	"wrong_state", "lot"},
    {"opening balances", "a.pers", OP_LEAVE_OPENING,
	{{F_TABLE,
	     "帳號,假別,帶入時數,已用時數,可用至\n"
	     "a.teach,補休,12,,2027-03-31\na.mate,補休,8,,\n"},
	    {F_NONE, NULL}},
	"ok", "entry"},
    {"an amount adjusted", "a.pers", OP_LEAVE_ADJUST,
	{{F_ACCOUNT, "a.teach"}, {F_TYPE, "補休"}, {F_MINUTES, "480"},
	    {F_WHY, "校慶"}, {F_KEY, "more"}, {F_NONE, NULL}},
	"ok", "entry"},
    {"a setting", "a.pers", OP_LEAVE_SETTINGS,
	{{F_NAME, "sub_mind_days"}, {F_DETAIL, "3"}, {F_NONE, NULL}}, "ok",
	"setting"},
    {"a feed's address", "a.mate", OP_LEAVE_FEED,
	{{F_WANTED, "1"}, {F_NONE, NULL}}, "ok", "feed"},
    {"leave that a closure touches", "a.dep", OP_LEAVE_FILE,
	{{F_TYPE, "事假"}, {F_STARTS, "2026-09-21"}, {F_ENDS, "2026-09-21"},
	    {F_KEY, "rain"}, {F_NONE, NULL}},
	"ok", "request"},
    {"a closure", "a.pers", OP_LEAVE_CLOSURE,
	{{F_STARTS, "2026-09-21"}, {F_ENDS, "2026-09-21"}, {F_NAME, "颱風"},
	    {F_NONE, NULL}},
	"ok", "entry"},
    {"a calendar", "a.pers", OP_LEAVE_CALENDAR,
	{{F_TEXT,
	     "day,mark,kinds,published,level,name\n"
	     "2026-09-22,off,,,,校慶補假\n2026-09-23,off,,,,x\n"},
	    {F_NONE, NULL}},
	"ok", "mark"},
};
enum { ACTS = sizeof(acts) / sizeof(acts[0]) };

static const struct act in_january[] = {
    {"the end of a year", "a.pers", OP_LEAVE_CLOSE,
	{{F_SCHOOL, "a"}, {F_YEAR, "2026"}, {F_NONE, NULL}}, "year_closed",
	"closed_year"},
    {"what is carried into the next", "a.pers", OP_LEAVE_CARRY,
	{{F_YEAR, "2026"}, {F_MINUTES, "480"}, {F_NONE, NULL}}, "ok", "entry"},
};

static const struct act *mortal; /* the act at hand */

static const struct school_answer *
ask_for(struct office *office, const struct act *act)
{
	return school_ask_fields(office, act->who, act->op, act->fields);
}

static int
do_it(struct office *office, int k)
{
	enum verdict verdict = ask_for(office, mortal)->verdict;

	(void)k;
	if (verdict == VERDICT_OK)
		return 0;
	(void)fprintf(
	    stderr, "# %s: %s\n", mortal->what, verdict_text(verdict)->name);
	return 1;
}

/* Dies there; is it as if nothing had been asked? */
static void
die_unnoticed(struct office *office, int k, uint64_t before)
{
	if (school_completes(do_it, k))
		fail_msg("%s did not come to call %d", mortal->what, k);
	if (school_contents(office) != before)
		fail_msg(
		    "%s, killed at call %d, is partly there", mortal->what, k);
}

static void
ask_again(struct office *office)
{
	int64_t before;

	if (mortal->again == NULL)
		return;
	before = school_rows(office, mortal->table);
	if (strcmp(verdict_text(ask_for(office, mortal)->verdict)->name,
		mortal->again) != 0)
		fail_msg("%s: %s", mortal->what,
		    verdict_text(ask_for(office, mortal)->verdict)->name);
	if (school_rows(office, mortal->table) != before)
		fail_msg("%s twice", mortal->what);
}

/* Killed at up to DEATHS of its writes, before its commit, and after that when
 * nobody had been told. */
static void
survive(struct office *office, const struct act *act)
{
	uint64_t before = school_contents(office);
	int calls, step;

	mortal = act;
	calls = school_rehearse(do_it);
	assert_true(calls >= 3); /* something is written, and kept */
	step = calls / DEATHS + 1;
	for (int k = 1; k < calls; k += step)
		die_unnoticed(office, k, before);
	die_unnoticed(office, calls - 1, before);
	assert_false(school_completes(do_it, calls));
	if (school_contents(office) == before)
		fail_msg("%s was lost after its commit", act->what);
	assert_school_agrees(office);
	ask_again(office);
}

static enum rc
take_last(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)snprintf(context, BOOK_ID_SIZE, "%s", sql_row_text(row, 0));
	return RC_OK;
}

/* What was made last, for who asks about it next. */
static void
take_id(struct office *office, char id[BOOK_ID_SIZE], const char *statement)
{
	struct err err;

	assert_rc(RC_OK, sql_begin(office->sql, SQL_READ, &err), &err);
	assert_rc(RC_OK,
	    sql_each(office->sql, statement, (struct sql_visit){take_last, id},
		&err, SQL_NOTHING),
	    &err);
	sql_rollback(office->sql);
}

static void
take_ids(struct office *office)
{
	take_id(office, request, "SELECT id FROM request ORDER BY first_at");
	take_id(office, worked, "SELECT id FROM overtime");
	take_id(office, paper, "SELECT id FROM attachment");
}

static void
every_act_killed_anywhere_is_whole_or_not_there(void **state)
{
	struct office *office = school_office();

	(void)state;
	for (size_t i = 0; i < ACTS; i++) {
		survive(office, &acts[i]);
		take_ids(office);
	}
}

static void
the_end_of_a_year_too(void **state)
{
	struct office *office = school_office();

	(void)state;
	school_at((int64_t)almanac_day(2027, 1, 4) * DAY_S);
	for (size_t i = 0; i < sizeof(in_january) / sizeof(in_january[0]); i++)
		survive(office, &in_january[i]);
}

static void
the_audit_is_a_whole_chain_then(void **state)
{
	struct office *office = school_office();
	int64_t count = school_audit(office);

	(void)state;
	assert_true(count > ACTS);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_act_killed_anywhere_is_whole_or_not_there),
    cmocka_unit_test(the_end_of_a_year_too),
    cmocka_unit_test(the_audit_is_a_whole_chain_then),
};

UNIT_MAIN(tests)
