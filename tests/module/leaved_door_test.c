/*
 * At the front's door: whose session still counts, on a real database.
 * tests/module/leaved_door_*.sh run it on both.
 */
#include "school.h"

#include "../unit/unit.h"
#include "base/almanac.h"

enum { DAY_S = 24 * 3600 };

static int64_t
now_s(void)
{
	return (int64_t)almanac_day(2026, 9, 1) * DAY_S;
}

/* What the directory says of a.mate, as the ticker writes it; sessions may have
 * begun at `from_s`. */
static void
hear_from(const char *state, struct portal_session entry, int64_t from_s)
{
	struct sql *sql = school_office()->sql;
	struct err err;

	assert_rc(RC_OK, sql_begin(sql, SQL_WRITE, &err), &err);
	assert_rc(RC_OK,
	    sql_change(sql,
		"UPDATE person SET state = ?, changed_s = ?, sign_outs = ?,"
		" sessions_from_s = ? WHERE uuid = 'a.mate'",
		NULL, &err,
		SQL_VALUES(sql_text(state), sql_number(entry.changed_s),
		    sql_number(entry.sign_outs), sql_number(from_s))),
	    &err);
	assert_rc(RC_OK, sql_commit(sql, &err), &err);
}

static void
hear(const char *state, struct portal_session entry)
{
	hear_from(state, entry, 0);
}

/* A question with that session. */
static enum verdict
come(const char *uuid, struct portal_session began)
{
	static uint8_t bytes[WIRE_MAX];
	struct office *office = school_office();
	struct serve_question question = {
	    .op = OP_LEAVE_SELF, .door = DOOR_FRONT};
	struct leave_session session = {.portal = began};
	char text[LEAVE_SESSION_SIZE];
	struct wire_out out;
	struct err err;

	office_begin(office, now_s());
	session.signed_on_s = session.seen_s = office->now_s;
	(void)snprintf(session.uuid, sizeof(session.uuid), "%s", uuid);
	assert_rc(RC_OK, leave_session_seal(office->ring, &session, text, &err),
	    &err);
	wire_begin(&out, bytes, sizeof(bytes), (uint16_t)question.op);
	wire_put_text(&out, F_SESSION, text);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK,
	    wire_parse_question(&question.in, bytes, out.len, &err), &err);
	return caller_identify(office, &question);
}

static const char *
mate_comes(int64_t changed_s, int64_t sign_outs)
{
	const struct portal_session began = {changed_s, sign_outs};

	return verdict_text(come("a.mate", began))->name;
}

static void
a_session_counts_for_whose_it_is_and_is_sealed_anew(void **state)
{
	struct office *office = school_office();

	(void)state;
	hear("active", (struct portal_session){100, 3});
	assert_string_equal(mate_comes(100, 3), "ok");
	assert_string_equal(office->caller.account, "a.mate");
	assert_false(office->caller.is_it);
	assert_true(office->session[0] != '\0');
}

static void
a_new_password_and_signing_out_end_it(void **state)
{
	(void)state;
	hear("active", (struct portal_session){101, 3});
	assert_string_equal(mate_comes(100, 3), "sign_in_again");
	assert_string_equal(mate_comes(101, 3), "ok");
	hear("active", (struct portal_session){101, 4});
	assert_string_equal(mate_comes(101, 3), "sign_in_again");
	assert_string_equal(mate_comes(101, 4), "ok");
}

static void
who_comes_before_we_have_heard_of_it_stays(void **state)
{
	(void)state;
	hear("active", (struct portal_session){101, 4});
	assert_string_equal(mate_comes(200, 5), "ok");
	hear("active", (struct portal_session){200, 5});
	assert_string_equal(mate_comes(200, 5), "ok");
}

static void
what_began_before_the_directory_went_back_is_over(void **state)
{
	const struct portal_session entry = {100, 3};

	(void)state;
	hear_from("active", entry, now_s() + 1);
	assert_string_equal(mate_comes(100, 3), "sign_in_again");
	assert_string_equal(mate_comes(101, 4), "sign_in_again");
	hear_from("active", entry, now_s());
	assert_string_equal(mate_comes(100, 3), "ok");
}

static void
a_session_is_no_use_to_who_is_not_in_service(void **state)
{
	static const char *const states[] = {
	    "suspended", "left", "new", "gone"};

	(void)state;
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		hear(states[i], (struct portal_session){0, 0});
		assert_string_equal(mate_comes(200, 5), "not_active");
	}
	hear("active", (struct portal_session){0, 0});
	assert_string_equal(
	    verdict_text(come("nobody", (struct portal_session){0, 0}))->name,
	    "no_person");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_session_counts_for_whose_it_is_and_is_sealed_anew),
    cmocka_unit_test(a_new_password_and_signing_out_end_it),
    cmocka_unit_test(who_comes_before_we_have_heard_of_it_stays),
    cmocka_unit_test(what_began_before_the_directory_went_back_is_over),
    cmocka_unit_test(a_session_is_no_use_to_who_is_not_in_service),
};

UNIT_MAIN(tests)
