/*
 * Lessons, and who sees to them: leaved's operations on a real database.
 * tests/module/leaved_cover_*.sh run it on both.
 */
#include "school.h"

#include "../unit/unit.h"

static const char periods[] = "節次,開始,結束\n"
			      "1,08:10,08:55\n2,09:05,09:50\n3,10:05,10:50\n"
			      "4,11:00,11:45\n7,15:05,15:50\n";
/* 2026-09-07 is a Monday. */
static const char lessons[] = "帳號,星期,節次,班級,科目\n"
			      "a.teach,一,1,701,國文\n"
			      "a.teach,一,3,702,國文\n"
			      "a.teach,二,2,701,國文\n"
			      "a.mate,1,1,801,數學\n";

static void
take_timetable(struct office *office, const char *text)
{
	const struct school_answer *answer =
	    school_ask(office, "a.head", OP_LEAVE_LESSONS, F_TABLE, text,
		F_FROM, "2026-08-31", F_UNTIL, "2027-01-20", F_NONE);

	assert_verdict("ok", answer);
	assert_string_equal(school_text(answer, F_RESULT), "imported");
}

static void
the_timetable_comes_as_two_tables(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer = school_ask(
	    office, "a.head", OP_LEAVE_PERIODS, F_TABLE, periods, F_NONE);
	struct wire_in row;

	(void)state;
	assert_verdict("ok", answer);
	assert_int_equal(wire_number(&answer->in, F_COUNT, 0), 5);
	take_timetable(office, lessons);
	take_timetable(office, lessons); /* again: the same */
	answer = school_ask(office, "a.teach", OP_LEAVE_LESSONS, F_NONE);
	assert_verdict("ok", answer);
	assert_int_equal(answer->in.row_count, 3);
	wire_row(&answer->in, 1, &row);
	assert_string_equal(wire_text(&row, F_TITLE), "702 國文");
	assert_string_equal(wire_text(&row, F_STARTS), "10:05");
}

static void
a_table_with_faults_is_refused_whole_with_every_line(void **state)
{
	static const char wrong[] = "帳號,星期,節次,科目\n"
				    "a.teach,一,1,英文\n"
				    "nobody,一,1,英文\n"
				    "b.teach,一,1,英文\n"
				    "a.teach,一,9,英文\n"
				    "a.teach,一,1,數學\n"
				    "a.teach,九,1,數學\n";
	static const char *const lines[] = {"3", "4", "5", "6", "7"};
	struct office *office = school_office();
	const struct school_answer *answer =
	    school_ask(office, "a.pers", OP_LEAVE_LESSONS, F_TABLE, wrong,
		F_FROM, "2026-08-31", F_UNTIL, "2027-01-20", F_NONE);

	(void)state;
	assert_verdict("ok", answer);
	assert_string_equal(school_text(answer, F_RESULT), "refused");
	assert_int_equal(answer->in.row_count, 5);
	for (size_t i = 0; i < 5; i++) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		assert_int_equal(
		    wire_number(&row, F_SEQ, 0), strtol(lines[i], NULL, 10));
		assert_true(wire_text(&row, F_DETAIL)[0] != '\0');
	}
	answer = school_ask(office, "a.teach", OP_LEAVE_LESSONS, F_NONE);
	assert_int_equal(answer->in.row_count, 3);
}

static void
only_who_makes_it_changes_a_timetable(void **state)
{
	struct office *office = school_office();

	(void)state;
	assert_verdict("not_allowed",
	    school_ask(office, "a.teach", OP_LEAVE_LESSONS, F_TABLE, lessons,
		F_FROM, "2026-08-31", F_UNTIL, "2027-01-20", F_NONE));
	assert_verdict("bad_field",
	    school_ask(
		office, "a.head", OP_LEAVE_LESSONS, F_TABLE, lessons, F_NONE));
	assert_verdict("end_not_after_start",
	    school_ask(office, "a.head", OP_LEAVE_LESSONS, F_TABLE, lessons,
		F_FROM, "2027-01-20", F_UNTIL, "2026-08-31", F_NONE));
}

/* ------------------------------------------------------------------ board */

static char filed[BOOK_ID_SIZE];

/* A plan's rows with a title are lessons; the others say who decides. */
static size_t
lessons_of(const struct school_answer *answer, struct wire_in *first)
{
	size_t count = 0;

	for (size_t i = answer->in.row_count; i-- > 0;) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		if (!wire_has(&row, F_TITLE))
			continue;
		*first = row;
		count++;
	}
	return count;
}

static void
a_plan_lists_the_lessons_touched(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer = school_ask(office, "a.teach",
	    OP_LEAVE_FILE, F_TYPE, "事假", F_STARTS, "2026-09-07T08:00", F_ENDS,
	    "2026-09-07T12:00", F_PLAN, "1", F_NONE);
	struct wire_in row;

	(void)state;
	assert_verdict("ok", answer);
	assert_int_equal(lessons_of(answer, &row), 2);
	assert_string_equal(wire_text(&row, F_TITLE), "701 國文");
	assert_string_equal(wire_text(&row, F_STARTS), "2026-09-07T08:10");
}

static size_t
rows_of(struct office *office, const char *who, const char *kind)
{
	const struct school_answer *answer =
	    school_ask(office, who, OP_LEAVE_BOARD, F_KIND, kind, F_NONE);

	assert_verdict("ok", answer);
	return answer->in.row_count;
}

static const struct school_answer *
cover(struct office *office, const char *seq, const char *way, const char *who)
{
	return school_ask(office, "a.head", OP_LEAVE_COVER, F_REQUEST, filed,
	    F_SEQ, seq, F_ACTION, way, F_TARGET, who, F_DETAIL, "代課費",
	    F_NONE);
}

static void
the_board_shows_what_is_open_and_no_type(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;
	struct wire_in row;

	(void)state;
	school_file_ok(office, "a.teach", "病假", "2026-09-07T08:00",
	    "2026-09-08T12:00", filed);
	answer = school_ask(office, "a.head", OP_LEAVE_BOARD, F_NONE);
	assert_verdict("ok", answer);
	assert_int_equal(answer->in.row_count, 3);
	wire_row(&answer->in, 2, &row);
	assert_string_equal(wire_text(&row, F_STARTS), "2026-09-08T09:05");
	assert_string_equal(wire_text(&row, F_ACCOUNT), "a.teach");
	assert_false(wire_has(&row, F_TYPE));
	assert_verdict("not_allowed",
	    school_ask(office, "a.teach", OP_LEAVE_BOARD, F_NONE));
}

static void
who_teaches_or_is_away_then_cannot_cover(void **state)
{
	struct office *office = school_office();
	char id[BOOK_ID_SIZE];

	(void)state;
	school_file_ok(office, "a.dep", "事假", "2026-09-07T10:00",
	    "2026-09-07T11:00", id);
	assert_verdict("cover_busy", cover(office, "0", "代課", "a.mate"));
	assert_verdict("cover_busy", cover(office, "1", "代課", "a.dep"));
	assert_verdict("cover_busy", cover(office, "0", "代課", "a.teach"));
	assert_verdict("bad_field", cover(office, "0", "唱歌", "a.dep"));
	assert_verdict("bad_field", cover(office, "9", "代課", "a.dep"));
	assert_verdict("bad_field", cover(office, "0", "自習", "a.dep"));
	school_act_ok(office, "a.dep", id, "withdraw", "withdrawn");
}

static void
who_is_no_colleague_in_service_cannot_cover_or_stand_in(void **state)
{
	static const char *const accounts[] = {"nobody", "b.teach"};
	struct office *office = school_office();
	char said[64];

	(void)state;
	for (size_t i = 0; i < sizeof(accounts) / sizeof(accounts[0]); i++) {
		assert_verdict(
		    "bad_field", cover(office, "0", "代課", accounts[i]));
		(void)snprintf(said, sizeof(said),
		    "代課人員：不是本校在職人員：「%s」", accounts[i]);
		assert_string_equal(office->say, said);
		(void)snprintf(said, sizeof(said),
		    "職務代理人：不是本校在職人員：「%s」", accounts[i]);
		assert_verdict("bad_field",
		    school_ask(office, "a.teach", OP_LEAVE_DEPUTIES, F_DEPUTY,
			accounts[i], F_NONE));
		assert_string_equal(office->say, said);
		assert_verdict("bad_field",
		    school_ask(office, "a.teach", OP_LEAVE_FILE, F_TYPE, "事假",
			F_STARTS, "2026-09-10", F_ENDS, "2026-09-10", F_DEPUTY,
			accounts[i], F_PLAN, "1", F_NONE));
		assert_string_equal(office->say, said);
		assert_verdict("bad_field",
		    school_ask(office, "a.teach", OP_LEAVE_DECIDE, F_REQUEST,
			filed, F_ACTION, "hand_over", F_DEPUTY, accounts[i],
			F_NONE));
		assert_string_equal(office->say, said);
	}
}

static void
arranged_once_it_changes_only_for_who_has_seen_it(void **state)
{
	struct office *office = school_office();

	(void)state;
	assert_verdict("ok", cover(office, "0", "代課", "a.dep"));
	assert_verdict(
	    "changed_meanwhile", cover(office, "0", "併班", "a.mate"));
	assert_int_equal(rows_of(office, "a.head", "open"), 2);
	assert_int_equal(rows_of(office, "a.dep", "mine"), 1);
	assert_verdict("ok",
	    school_ask(office, "a.pers", OP_LEAVE_COVER, F_REQUEST, filed,
		F_SEQ, "0", F_ACTION, "併班", F_TARGET, "a.mate", F_VERSION,
		"2", F_NONE));
	assert_int_equal(rows_of(office, "a.dep", "mine"), 0);
	assert_verdict("ok",
	    school_ask(office, "a.head", OP_LEAVE_COVER, F_REQUEST, filed,
		F_SEQ, "1", F_ACTION, "代課", F_NAME, "校外林老師", F_NONE));
	assert_verdict("ok",
	    school_ask(office, "a.head", OP_LEAVE_COVER, F_REQUEST, filed,
		F_SEQ, "2", F_ACTION, "自習", F_NONE));
	assert_int_equal(rows_of(office, "a.head", "open"), 0);
	assert_int_equal(rows_of(office, "a.head", "all"), 3);
}

static void
a_part_that_is_cancelled_releases_its_cover(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;

	(void)state;
	school_act_ok(office, "a.head", filed, "approve", "awaiting_step");
	school_act_ok(office, "a.pers", filed, "approve", "awaiting_step");
	school_act_ok(office, "a.boss", filed, "approve", "approved");
	answer = school_ask(office, "a.pers", OP_LEAVE_DECIDE, F_REQUEST, filed,
	    F_ACTION, "cancel", F_STARTS, "2026-09-08", F_ENDS, "2026-09-08",
	    F_NONE);
	assert_verdict("ok", answer);
	assert_int_equal(rows_of(office, "a.head", "all"), 2);
	assert_int_equal(rows_of(office, "a.head", "open"), 0);
	assert_int_equal(rows_of(office, "a.mate", "mine"), 1);
	answer = school_ask(office, "a.pers", OP_LEAVE_DECIDE, F_REQUEST, filed,
	    F_ACTION, "cancel", F_NONE);
	assert_verdict("ok", answer);
	assert_int_equal(rows_of(office, "a.head", "all"), 0);
	assert_school_agrees(office);
}

static void
a_closure_and_a_new_timetable_list_the_cover_anew(void **state)
{
	struct office *office = school_office();

	(void)state;
	school_file_ok(office, "a.teach", "病假", "2026-09-14T08:00",
	    "2026-09-15T12:00", filed);
	assert_int_equal(rows_of(office, "a.head", "open"), 3);
	assert_verdict("ok", cover(office, "2", "代課", "a.dep"));
	assert_verdict("ok",
	    school_ask(office, "a.pers", OP_LEAVE_CLOSURE, F_STARTS,
		"2026-09-14", F_ENDS, "2026-09-14T10:00", F_NAME, "颱風",
		F_NONE));
	assert_int_equal(rows_of(office, "a.head", "open"), 1);
	assert_int_equal(rows_of(office, "a.dep", "mine"), 1);
	take_timetable(office,
	    "帳號,星期,節次,科目\n"
	    "a.teach,二,2,701 國文\na.teach,二,1,作文\n");
	assert_int_equal(rows_of(office, "a.head", "open"), 1);
	assert_int_equal(rows_of(office, "a.dep", "mine"), 1);
	school_act_ok(office, "a.teach", filed, "withdraw", "withdrawn");
	assert_int_equal(rows_of(office, "a.head", "all"), 0);
	take_timetable(office, lessons);
}

static void
the_duty_before_lessons_is_covered_and_not_charged(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;
	struct wire_in row;
	struct err err;

	(void)state;
	assert_rc(RC_OK, sql_begin(office->sql, SQL_WRITE, &err), &err);
	assert_rc(RC_OK,
	    sql_change(office->sql,
		"UPDATE posting SET kind = 'TEACHER', schedule = 'JHR'"
		" WHERE person = 'a.mate'",
		NULL, &err, SQL_NOTHING),
	    &err);
	assert_rc(RC_OK, sql_commit(office->sql, &err), &err);
	answer = school_ask(office, "a.mate", OP_LEAVE_FILE, F_TYPE, "事假",
	    F_STARTS, "2026-09-07T07:30", F_ENDS, "2026-09-07T09:00", F_PLAN,
	    "1", F_NONE);
	assert_verdict("ok", answer);
	assert_int_equal(wire_number(&answer->in, F_MINUTES, 0), 60);
	assert_int_equal(lessons_of(answer, &row), 2);
	assert_string_equal(wire_text(&row, F_TITLE), "早自習");
	assert_string_equal(wire_text(&row, F_STARTS), "2026-09-07T07:30");
}

static void
a_school_says_whether_open_cover_blocks_the_last_step(void **state)
{
	struct office *office = school_office();

	(void)state;
	school_file_ok(office, "a.teach", "事假", "2026-09-21T08:00",
	    "2026-09-21T09:00", filed);
	assert_verdict("ok",
	    school_ask(office, "a.pers", OP_LEAVE_SETTINGS, F_NAME,
		"cover_blocks_final", F_DETAIL, "1", F_NONE));
	school_act_ok(office, "a.head", filed, "approve", "awaiting_step");
	school_act_ok(office, "a.pers", filed, "approve", "awaiting_step");
	assert_verdict(
	    "cover_open", school_act(office, "a.boss", filed, "approve"));
	assert_verdict("ok", cover(office, "0", "代課", "a.dep"));
	school_act_ok(office, "a.boss", filed, "approve", "approved");
	assert_verdict("ok",
	    school_ask(office, "a.pers", OP_LEAVE_SETTINGS, F_NAME,
		"cover_blocks_final", F_DETAIL, "0", F_NONE));
	assert_school_agrees(office);
}

static void
a_setting_that_cannot_be_is_told_by_name(void **state)
{
	static const struct {
		const char *name, *value, *said;
	} cases[] = {
	    {"colour", "1", "名稱：不在可以選擇的範圍內：「colour」"},
	    {"cover_blocks_final", "2",
		"內容：超出範圍：「cover_blocks_final=2」"},
	    {"cover_blocks_final", "yes",
		"內容：超出範圍：「cover_blocks_final=yes」"},
	    {"cover_blocks_final", "", "內容：沒有填寫"},
	    {"cover_blocks_final", NULL, "內容：沒有填寫"},
	};
	struct office *office = school_office();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_verdict("bad_field",
		    school_ask(office, "a.pers", OP_LEAVE_SETTINGS, F_NAME,
			cases[i].name,
			cases[i].value == NULL ? F_NONE : F_DETAIL,
			cases[i].value, F_NONE));
		assert_string_equal(office->say, cases[i].said);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_timetable_comes_as_two_tables),
    cmocka_unit_test(a_table_with_faults_is_refused_whole_with_every_line),
    cmocka_unit_test(only_who_makes_it_changes_a_timetable),
    cmocka_unit_test(a_plan_lists_the_lessons_touched),
    cmocka_unit_test(the_board_shows_what_is_open_and_no_type),
    cmocka_unit_test(who_teaches_or_is_away_then_cannot_cover),
    cmocka_unit_test(who_is_no_colleague_in_service_cannot_cover_or_stand_in),
    cmocka_unit_test(arranged_once_it_changes_only_for_who_has_seen_it),
    cmocka_unit_test(a_part_that_is_cancelled_releases_its_cover),
    cmocka_unit_test(a_closure_and_a_new_timetable_list_the_cover_anew),
    cmocka_unit_test(the_duty_before_lessons_is_covered_and_not_charged),
    cmocka_unit_test(a_school_says_whether_open_cover_blocks_the_last_step),
    cmocka_unit_test(a_setting_that_cannot_be_is_told_by_name),
};

UNIT_MAIN(tests)
