/*
 * The letters of leaved on a real database and a real outbox: written with the
 * act, handed over, asked for, and what deaths between these leave behind.
 * tests/module/mailbag_*.sh run it on both.
 */
#include "letterbox.h"
#include "school_mortal.h"

#include "../unit/unit.h"
#include "leaved/mailbag.h"

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DAY_S = 24 * 3600, DEATHS_MAX = 60 };

/* Done, and not marked in the tables. */
BRINK(enum rc, outbox_put,
    (struct outbox * outbox, struct promise *promise, int64_t due_s,
	struct err *err),
    (outbox, promise, due_s, err))

/* ------------------------------------------------------------------ a life */

static char id[BOOK_ID_SIZE];

static void
file_with_deputy(struct office *office, const char *who, const char *starts)
{
	char ends[40];
	const struct school_answer *answer;

	(void)snprintf(ends, sizeof(ends), "%.10sT10:00", starts);
	answer = school_ask(office, who, OP_LEAVE_FILE, F_TYPE, "事假",
	    F_STARTS, starts, F_ENDS, ends, F_DEPUTY, "a.dep", F_WHY,
	    "私人理由", F_NONE);
	assert_verdict("ok", answer);
	(void)snprintf(id, sizeof(id), "%s", school_text(answer, F_REQUEST));
}

static void
everybody_is_written_to_when_it_is_their_turn(void **state)
{
	struct office *office = school_office();

	(void)state;
	file_with_deputy(office, "a.teach", "2026-09-07T09:00");
	assert_sent(office, "leave_deputy a.dep@school.example\n");
	school_act_ok(office, "a.dep", id, "agree", "awaiting_step");
	assert_sent(office, "leave_turn a.head@school.example\n");
	school_act_ok(office, "a.head", id, "approve", "awaiting_step");
	assert_sent(office, "leave_turn a.pers@school.example\n");
	school_act_ok(office, "a.pers", id, "approve", "awaiting_step");
	assert_sent(office, "leave_turn a.boss@school.example\n");
	school_act_ok(office, "a.boss", id, "approve", "approved");
	assert_sent(office, "leave_approved a.teach@school.example\n");
	school_act_ok(office, "a.teach", id, "cancel", "cancel_requested");
	assert_sent(office, "leave_turn a.pers@school.example\n");
	school_act_ok(office, "a.pers", id, "reject", "approved");
	assert_sent(office, "leave_kept a.teach@school.example\n");
	school_act_ok(office, "a.pers", id, "cancel", "cancelled");
	assert_sent(office,
	    "leave_cancelled a.teach@school.example\n"
	    "leave_duty_over a.dep@school.example\n");
	assert_int_equal(letterbox_waiting(office), 0);
}

static void
a_request_that_moved_on_takes_its_question_back(void **state)
{
	struct office *office = school_office();

	(void)state;
	file_with_deputy(office, "a.teach", "2026-09-08T09:00");
	letterbox_tick(office);
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	assert_sent(office, "");
	assert_int_equal(letterbox_waiting(office), 0);
}

static void
who_acts_for_themselves_gets_no_letter_about_it(void **state)
{
	struct office *office = school_office();

	(void)state;
	school_file_ok(office, "a.mate", "事假", "2026-09-08T09:00",
	    "2026-09-08T10:00", id);
	assert_sent(office, "leave_turn a.head@school.example\n");
	school_act_ok(office, "a.head", id, "return", "draft");
	assert_sent(office, "leave_returned a.mate@school.example\n");
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	assert_sent(office, "");
}

static const struct school_answer *
work(struct office *office, const char *starts)
{
	char ends[40];
	const struct school_answer *answer;

	(void)snprintf(ends, sizeof(ends), "%.10sT18:00", starts);
	answer = school_ask(office, "a.teach", OP_LEAVE_OVERTIME, F_STARTS,
	    starts, F_ENDS, ends, F_NONE);
	assert_verdict("ok", answer);
	(void)snprintf(id, sizeof(id), "%s", school_text(answer, F_REQUEST));
	return answer;
}

static const struct school_answer *
decide_overtime(struct office *office, const char *who, const char *word)
{
	return school_ask(office, who, OP_LEAVE_OVERTIME_DECIDE, F_REQUEST, id,
	    F_ACTION, word, F_NONE);
}

static void
overtime_is_asked_about_and_its_end_is_told(void **state)
{
	struct office *office = school_office();

	(void)state;
	(void)work(office, "2026-08-31T17:00");
	assert_sent(office, "leave_overtime a.head@school.example\n");
	assert_verdict("ok", decide_overtime(office, "a.head", "approve"));
	assert_sent(office, "leave_overtime_decided a.teach@school.example\n");
	(void)work(office, "2026-08-28T17:00");
	assert_verdict("ok", decide_overtime(office, "a.teach", "withdraw"));
	assert_sent(office, "");
	assert_int_equal(letterbox_waiting(office), 0);
}

static void
arrange(struct office *office, const char *way, const char *target,
    const char *version)
{
	const struct school_field fields[] = {{F_REQUEST, id}, {F_SEQ, "0"},
	    {F_ACTION, way}, {F_VERSION, version},
	    {target != NULL ? F_TARGET : F_NONE, target}, {F_NONE, NULL}};

	assert_verdict(
	    "ok", school_ask_fields(office, "a.head", OP_LEAVE_COVER, fields));
}

static void
a_lesson_is_told_to_who_has_it_in_the_end(void **state)
{
	struct office *office = school_office();

	(void)state;
	school_timetable(office);
	school_file_ok(office, "a.teach", "事假", "2026-09-14T08:00",
	    "2026-09-14T09:00", id);
	letterbox_empty(office); /* whose turn it is, and who finds cover */
	arrange(office, "代課", "a.dep", "1");
	arrange(office, "代課", "a.mate", "2");
	assert_sent(office, "leave_lesson a.mate@school.example\n");
	arrange(office, "自習", NULL, "3");
	assert_sent(office, "leave_lesson_over a.mate@school.example\n");
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	assert_sent(office, "");
}

/* One of the two was told of it. */
static void
a_lesson_that_is_over_is_told_to_who_knew_of_it(void **state)
{
	struct office *office = school_office();

	(void)state;
	school_file_ok(office, "a.teach", "事假", "2026-09-14T08:00",
	    "2026-09-14T09:00", id);
	letterbox_empty(office);
	arrange(office, "代課", "a.mate", "1");
	assert_sent(office, "leave_lesson a.mate@school.example\n");
	arrange(office, "代課", "a.dep", "2");
	assert_sent(office,
	    "leave_lesson a.dep@school.example\n"
	    "leave_lesson_over a.mate@school.example\n");
	arrange(office, "代課", "a.mate", "3");
	arrange(office, "代課", "a.dep", "4");
	assert_sent(office, "leave_lesson a.dep@school.example\n");
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	assert_sent(office, "leave_lesson_over a.dep@school.example\n");
}

static void
a_lesson_that_is_open_again_is_told_to_both_sides(void **state)
{
	struct office *office = school_office();

	(void)state;
	school_file_ok(office, "a.teach", "事假", "2026-09-14T08:00",
	    "2026-09-14T09:00", id);
	arrange(office, "代課", "a.mate", "1");
	letterbox_empty(office);
	/* The one who finds cover opens it themselves: no letter to them. */
	arrange(office, "open", NULL, "2");
	assert_sent(office,
	    "leave_cover_lost a.teach@school.example\n"
	    "leave_lesson_over a.mate@school.example\n");
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	assert_sent(office, "");
}

static void
a_closure_tells_those_whose_hours_it_changed(void **state)
{
	struct office *office = school_office();

	(void)state;
	school_file_ok(office, "a.mate", "事假", "2026-09-10T09:00",
	    "2026-09-10T12:00", id);
	(void)letterbox_sent(office);
	assert_verdict("ok",
	    school_ask(office, "a.pers", OP_LEAVE_CLOSURE, F_STARTS,
		"2026-09-10T09:00", F_ENDS, "2026-09-10T10:00", F_PLAN, "1",
		F_NONE));
	letterbox_empty(office);
	assert_verdict("ok",
	    school_ask(office, "a.pers", OP_LEAVE_CLOSURE, F_STARTS,
		"2026-09-10T09:00", F_ENDS, "2026-09-10T10:00", F_NONE));
	assert_sent(office, "leave_recalculated a.mate@school.example\n");
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
}

static void
a_letter_holds_a_link_and_neither_kind_nor_reason(void **state)
{
	struct office *office = school_office();
	static const struct letter_sender sender = {
	    .address = "portal@school.example",
	    .reply_to = "",
	    .site_zh = "入口",
	    .site_en = "portal",
	    .contact_zh = "資訊",
	    .contact_en = "IT"};
	const struct school_answer *answer;
	struct letter letter = {.id = "0123456789abcdef0123456789abcdef"};
	char message[LETTER_MAX], name[256], link[200];
	struct err err;

	(void)state;
	file_with_deputy(office, "a.mate", "2026-09-11T09:00");
	assert_int_equal(
	    school_number(
		office, "SELECT count(*) FROM letter WHERE request = ?", id),
	    1);
	letterbox_tick(office);
	{
		struct dirent **names;
		char due[120];
		int count;

		(void)snprintf(due, sizeof(due), "%s/due", letterbox_outbox());
		count = scandir(due, &names, NULL, alphasort);
		assert_int_equal(count, 3); /* . and .. */
		(void)snprintf(name, sizeof(name), "%s", names[2]->d_name);
		for (int i = 0; i < count; i++)
			free(names[i]);
		free(names);
	}
	answer = school_ask(
	    office, "mailer", OP_LETTER_FILL, F_LETTER, name, F_NONE);
	assert_verdict("ok", answer);
	(void)snprintf(link, sizeof(link), "https://leave.example/case/%s", id);
	assert_string_equal(school_text(answer, F_URL), link);
	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		assert_int_equal(wire_has(&answer->in, field),
		    field_in(FIELDS(F_MAIL, F_LETTER_KIND, F_URL), field));
	letter.kind = letter_kind_parse(school_text(answer, F_LETTER_KIND));
	letter.to = school_text(answer, F_MAIL);
	letter.link = school_text(answer, F_URL);
	assert_rc(RC_OK,
	    letter_print(message, sizeof(message), &letter, &sender,
		letterbox_now(), &err),
	    &err);
	(void)letterbox_sent(office);
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
}

/* ---------------------------------------------------------------- reminders */

static void
after_a_day_whoever_must_decide_then_is_reminded_once(void **state)
{
	struct office *office = school_office();
	int64_t filed_s = letterbox_now();

	(void)state;
	assert_verdict("ok",
	    school_ask(office, "a.head", OP_LEAVE_DEPUTIES, F_DEPUTY, "a.boss",
		F_NONE));
	school_file_ok(office, "a.mate", "事假", "2026-09-14T09:00",
	    "2026-09-14T10:00", id);
	assert_sent(office, "leave_turn a.head@school.example\n");
	letterbox_at(filed_s + MAILBAG_REMIND_S - 1);
	assert_sent(office, "");
	letterbox_at(filed_s + MAILBAG_REMIND_S);
	assert_sent(office, "leave_reminder a.head@school.example\n");
	letterbox_at(filed_s + 3 * MAILBAG_REMIND_S);
	assert_sent(office, "");
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	letterbox_at(filed_s);
}

static void
overtime_that_waits_for_a_day_is_reminded_of_once(void **state)
{
	struct office *office = school_office();
	int64_t filed_s = letterbox_now();

	(void)state;
	(void)work(office, "2026-08-27T17:00");
	assert_sent(office, "leave_overtime a.head@school.example\n");
	letterbox_at(filed_s + MAILBAG_REMIND_S - 1);
	assert_sent(office, "");
	letterbox_at(filed_s + MAILBAG_REMIND_S);
	assert_sent(office, "leave_overtime_reminder a.head@school.example\n");
	letterbox_at(filed_s + 3 * MAILBAG_REMIND_S);
	assert_sent(office, "");
	assert_verdict("ok", decide_overtime(office, "a.teach", "withdraw"));
	letterbox_at(filed_s);
}

static void
nobody_is_reminded_of_overtime_that_was_decided_on(void **state)
{
	struct office *office = school_office();
	int64_t filed_s = letterbox_now();

	(void)state;
	(void)work(office, "2026-08-26T17:00");
	assert_sent(office, "leave_overtime a.head@school.example\n");
	assert_verdict("ok", decide_overtime(office, "a.head", "reject"));
	assert_sent(office, "leave_overtime_decided a.teach@school.example\n");
	letterbox_at(filed_s + 2 * MAILBAG_REMIND_S);
	assert_sent(office, "");
	letterbox_at(filed_s);
}

static void
a_reminder_that_is_not_out_yet_is_taken_back_with_what_it_is_of(void **state)
{
	struct office *office = school_office();
	int64_t filed_s = letterbox_now();

	(void)state;
	(void)work(office, "2026-08-25T17:00");
	assert_sent(office, "leave_overtime a.head@school.example\n");
	letterbox_at(filed_s + MAILBAG_REMIND_S);
	letterbox_tick(office);
	assert_verdict("ok", decide_overtime(office, "a.teach", "withdraw"));
	assert_sent(office, "");
	school_file_ok(office, "a.mate", "事假", "2026-09-14T09:00",
	    "2026-09-14T10:00", id);
	assert_sent(office, "leave_turn a.head@school.example\n");
	letterbox_at(filed_s + 2 * MAILBAG_REMIND_S);
	letterbox_tick(office);
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	assert_sent(office, "");
	letterbox_at(filed_s);
}

/* Who finds cover for a lesson has not decided on the leave. */
static void
what_does_not_move_a_request_on_leaves_its_questions_standing(void **state)
{
	struct office *office = school_office();
	int64_t filed_s = letterbox_now();

	(void)state;
	school_file_ok(office, "a.teach", "事假", "2026-09-14T08:00",
	    "2026-09-14T09:00", id);
	arrange(office, "自習", NULL, "1");
	assert_sent(office,
	    "leave_lessons a.head@school.example\n"
	    "leave_turn a.head@school.example\n");
	arrange(office, "併班", "a.mate", "2");
	letterbox_at(filed_s + MAILBAG_REMIND_S);
	assert_sent(office,
	    "leave_lesson a.mate@school.example\n"
	    "leave_reminder a.head@school.example\n");
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	assert_sent(office, "leave_lesson_over a.mate@school.example\n");
	letterbox_at(filed_s);
}

/* ------------------------------------------------------------ no address */

static void
set_mail(struct office *office, const char *mail)
{
	struct err err;

	assert_rc(RC_OK, sql_begin(office->sql, SQL_WRITE, &err), &err);
	assert_rc(RC_OK,
	    sql_change(office->sql,
		"UPDATE person SET mail = ? WHERE uuid = 'a.head'", NULL, &err,
		SQL_VALUES(sql_text(mail))),
	    &err);
	assert_rc(RC_OK, sql_commit(office->sql, &err), &err);
}

static void
nobody_waits_for_who_has_no_address(void **state)
{
	struct office *office = school_office();

	(void)state;
	set_mail(office, "");
	school_file_ok(office, "a.mate", "事假", "2026-09-15T09:00",
	    "2026-09-15T10:00", id);
	assert_int_equal(letterbox_waiting(office), 0);
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
	set_mail(office, "a.head@school.example");
	school_file_ok(office, "a.mate", "事假", "2026-09-15T09:00",
	    "2026-09-15T10:00", id);
	assert_int_equal(letterbox_waiting(office), 1);
	set_mail(office, "");
	assert_sent(office, "");
	assert_int_equal(letterbox_waiting(office), 0);
	set_mail(office, "a.head@school.example");
	school_act_ok(office, "a.mate", id, "withdraw", "withdrawn");
}

/* ----------------------------------------------------------------- deaths */

static int
file_one(struct office *office, int k)
{
	(void)k;
	return school_ask(office, "a.mate", OP_LEAVE_FILE, F_TYPE, "事假",
		   F_STARTS, "2026-09-16T09:00", F_ENDS, "2026-09-16T10:00",
		   F_KEY, "death", F_NONE)
		    ->verdict == VERDICT_OK
	    ? 0
	    : 1;
}

static void
a_filing_killed_anywhere_has_its_letter_or_is_not_there(void **state)
{
	struct office *office = school_office();
	bool done = false;

	(void)state;
	for (int k = 1; !done; k++) {
		assert_true(k < DEATHS_MAX);
		done = school_completes(file_one, k);
		assert_int_equal(
		    school_number(office,
			"SELECT count(*) FROM request WHERE person = ?"
			" AND state = 'awaiting_step'",
			"a.mate"),
		    letterbox_waiting(office));
		if (letterbox_waiting(office) == 1)
			done = true; /* killed after the commit, or done */
	}
	assert_sent(office, "leave_turn a.head@school.example\n");
}

static int
hand_over(struct office *office, int k)
{
	(void)k;
	letterbox_tick(office);
	return 0;
}

static void
a_hand_over_killed_anywhere_loses_and_doubles_nothing(void **state)
{
	struct office *office = school_office();
	bool done = false;

	(void)state;
	for (int k = 1; !done; k++) {
		assert_true(k < DEATHS_MAX);
		file_with_deputy(office, "a.teach", "2026-10-05T09:00");
		done = school_completes(hand_over, k);
		/* Half of what was handed over goes out before it is back. */
		if (k % 2 == 0) {
			const char *first = letterbox_sent(office);

			letterbox_tick(office);
			if (*first != '\0')
				assert_string_equal(letterbox_sent(office), "");
			else
				assert_string_equal(letterbox_sent(office),
				    "leave_deputy a.dep@school.example\n");
		} else
			assert_sent(
			    office, "leave_deputy a.dep@school.example\n");
		assert_int_equal(letterbox_waiting(office), 0);
		school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	}
}

static void
two_who_hand_over_at_once_send_each_once(void **state)
{
	struct office *office = school_office();

	(void)state;
	for (int round = 0; round < 10; round++) {
		int status;

		file_with_deputy(office, "a.teach", "2026-11-04T09:00");
		for (int n = 0; n < 2; n++)
			if (fork() == 0) {
				letterbox_tick(school_fork());
				_exit(0);
			}
		for (int n = 0; n < 2; n++)
			assert_true(wait(&status) > 0 && status == 0);
		assert_string_equal(letterbox_sent(office),
		    "leave_deputy a.dep@school.example\n");
		school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
	}
}

/* ---------------------------------------------------------------- metrics */

static int64_t
gauge(struct office *office, const char *name)
{
	const struct school_answer *answer =
	    school_ask(office, "it", OP_METRICS, F_NONE);

	assert_verdict("ok", answer);
	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		if (strcmp(wire_text(&row, F_NAME), name) == 0)
			return wire_number(&row, F_COUNT, -1);
	}
	return -1;
}

static void
the_age_of_the_oldest_unsent_letter_is_told(void **state)
{
	struct office *office = school_office();
	int64_t filed_s = letterbox_now();

	(void)state;
	assert_int_equal(gauge(office, "outbox_letters"), 0);
	assert_int_equal(gauge(office, "outbox_late_s"), 0);
	file_with_deputy(office, "a.teach", "2026-11-05T09:00");
	letterbox_at(filed_s + 600);
	assert_int_equal(gauge(office, "outbox_letters"), 1);
	assert_int_equal(gauge(office, "outbox_late_s"), 600);
	assert_sent(office, "leave_deputy a.dep@school.example\n");
	assert_int_equal(gauge(office, "outbox_late_s"), 0);
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
}

static void
what_is_done_with_goes_after_a_while(void **state)
{
	struct office *office = school_office();

	(void)state;
	letterbox_at(letterbox_now() + MAILBAG_KEEP_S + DAY_S);
	letterbox_tick(office);
	/* Somebody has just been reminded. */
	assert_int_equal(
	    school_number(office, "SELECT count(*) FROM letter WHERE kind <> ?",
		"leave_reminder"),
	    0);
}

static int
make_outbox(void **state)
{
	(void)state;
	letterbox_make();
	return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(everybody_is_written_to_when_it_is_their_turn),
    cmocka_unit_test(a_request_that_moved_on_takes_its_question_back),
    cmocka_unit_test(who_acts_for_themselves_gets_no_letter_about_it),
    cmocka_unit_test(overtime_is_asked_about_and_its_end_is_told),
    cmocka_unit_test(a_lesson_is_told_to_who_has_it_in_the_end),
    cmocka_unit_test(a_lesson_that_is_over_is_told_to_who_knew_of_it),
    cmocka_unit_test(a_lesson_that_is_open_again_is_told_to_both_sides),
    cmocka_unit_test(a_closure_tells_those_whose_hours_it_changed),
    cmocka_unit_test(a_letter_holds_a_link_and_neither_kind_nor_reason),
    cmocka_unit_test(after_a_day_whoever_must_decide_then_is_reminded_once),
    cmocka_unit_test(overtime_that_waits_for_a_day_is_reminded_of_once),
    cmocka_unit_test(nobody_is_reminded_of_overtime_that_was_decided_on),
    cmocka_unit_test(
	a_reminder_that_is_not_out_yet_is_taken_back_with_what_it_is_of),
    cmocka_unit_test(
	what_does_not_move_a_request_on_leaves_its_questions_standing),
    cmocka_unit_test(nobody_waits_for_who_has_no_address),
    cmocka_unit_test(a_filing_killed_anywhere_has_its_letter_or_is_not_there),
    cmocka_unit_test(a_hand_over_killed_anywhere_loses_and_doubles_nothing),
    cmocka_unit_test(two_who_hand_over_at_once_send_each_once),
    cmocka_unit_test(the_age_of_the_oldest_unsent_letter_is_told),
    cmocka_unit_test(what_is_done_with_goes_after_a_while),
};

UNIT_MAIN_IN(tests, make_outbox, NULL)
