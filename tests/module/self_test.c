/* What somebody who has signed in may see and change of themselves. */
#include "town.h"

#include "../unit/unit.h"
#include "base/text.h"

static void
who_signs_in_sees_the_whole_own_entry(void **state)
{
	static const int shown[] = {F_ACCOUNT, F_UUID, F_NAME, F_STATE,
	    F_SCHOOL, F_OPENID, F_MAIL, F_UID_NUMBER};
	const struct town_answer *answer =
	    town_ask(TOWN_TEACHER, OP_SESSION, F_NONE);

	(void)state;
	assert_string_equal(answer->reason, "ok");
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		assert_true(wire_has(&answer->in, (enum field)shown[i]));
	assert_string_equal(
	    wire_text(&answer->in, F_MAIL), "tina@school.example");
	assert_string_equal(wire_text(&answer->in, F_SCHOOL_NAME), "第一國小");
	assert_false(wire_has(&answer->in, F_ROLE));
}

/* The 資訊執秘 sees the own address whole, and only that one. */
static void
roles_come_with_the_session_for_menus(void **state)
{
	const struct town_answer *answer =
	    town_ask(TOWN_OFFICER, OP_SESSION, F_NONE);

	(void)state;
	assert_string_equal(wire_text(&answer->in, F_ROLE), "officer");
	assert_string_equal(
	    wire_text(&answer->in, F_MAIL), "otto@school.example");
	answer = town_ask(TOWN_IT, OP_SESSION, F_NONE);
	assert_string_equal(wire_text(&answer->in, F_ROLE), "it");
}

/* The result of the newest audit entry about `account`. */
static const char *
last_audit(const char *account, char result[64])
{
	const struct town_answer *answer =
	    town_ask(TOWN_ROOT, OP_AUDIT_LIST, F_ACCOUNT, account, F_NONE);
	struct wire_in row;

	assert_true(answer->in.row_count > 0);
	wire_row(&answer->in, answer->in.row_count - 1, &row);
	(void)snprintf(result, 64, "%s %s", wire_text(&row, F_ACTION),
	    wire_text(&row, F_RESULT));
	return result;
}

static void
signing_out_everywhere_ends_every_session_but_this_one(void **state)
{
	char other[1025], result[64];

	(void)state;
	(void)text_copy(other, sizeof(other), town_sign_in("tina"));
	town_expect("ok", TOWN_NOBODY, OP_SESSION, F_SESSION, other, F_NONE);
	town_expect("ok", TOWN_TEACHER, OP_SIGN_OUT_ALL, F_NONE);
	town_expect(
	    "sign_in_again", TOWN_NOBODY, OP_SESSION, F_SESSION, other, F_NONE);
	town_expect("ok", TOWN_TEACHER, OP_SESSION, F_NONE);
	assert_string_equal(last_audit("tina", result), "sign_out_all ok");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(who_signs_in_sees_the_whole_own_entry),
    cmocka_unit_test(signing_out_everywhere_ends_every_session_but_this_one),
    cmocka_unit_test(roles_come_with_the_session_for_menus),
};

static int
start(void **state)
{
	(void)state;
	town_open();
	return 0;
}

int
main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, NULL);
}
