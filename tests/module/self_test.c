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

/* Also to somebody whose last letter is still explained. */
static void
who_must_change_the_password_is_told_so(void **state)
{
	static const char dn[] = "uid=paul,ou=people," TOWN_BASE;
	char session[1025];
	const struct town_answer *answer;

	(void)state;
	town_modify(dn, "pwdReset", "TRUE");
	town_modify(dn, "portalLetterDetail", "no such mailbox");
	answer = town_ask(TOWN_NOBODY, OP_SIGN_IN, F_ACCOUNT, "paul",
	    F_PASSWORD, "Blue-Harbor-77", F_NONE);
	assert_string_equal(answer->reason, "ok");
	assert_int_equal(wire_number(&answer->in, F_MUST_CHANGE, 0), 1);
	(void)text_copy(
	    session, sizeof(session), wire_text(&answer->in, F_SESSION));
	answer = town_ask(TOWN_NOBODY, OP_SESSION, F_SESSION, session, F_NONE);
	assert_int_equal(wire_number(&answer->in, F_MUST_CHANGE, 0), 1);
	answer = town_ask(TOWN_TEACHER, OP_SESSION, F_NONE);
	assert_false(wire_has(&answer->in, F_MUST_CHANGE));
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

/* The rows of that action among tina's events, or of it by that actor. */
static size_t
events(const char *action, const char *actor)
{
	const struct town_answer *answer =
	    town_ask(TOWN_TEACHER, OP_EVENT_LIST, F_NONE);
	int64_t before_s = INT64_MAX;
	size_t count = 0;

	assert_string_equal(answer->reason, "ok");
	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		assert_true(wire_number(&row, F_TIME, 0) <= before_s);
		before_s = wire_number(&row, F_TIME, 0);
		assert_string_equal(wire_text(&row, F_RESULT), "done");
		count += strcmp(wire_text(&row, F_ACTION), action) == 0 &&
		    (actor == NULL ||
			strcmp(wire_text(&row, F_ACTOR), actor) == 0);
	}
	return count;
}

static void
who_signed_in_sees_it_and_what_others_did(void **state)
{
	(void)state;
	town_expect("ok", TOWN_NOBODY, OP_SIGN_IN, F_ACCOUNT, "tina",
	    F_PASSWORD, "Blue-Harbor-77", F_ADDRESS, "192.0.2.7", F_NONE);
	assert_int_equal(events("sign_in", "192.0.2.7"), 1);
	town_expect("ok", TOWN_PERSONNEL, OP_CODE_ISSUE, F_ACCOUNT, "tina",
	    F_WHY, "test", F_NONE);
	assert_int_equal(events("code_issue", "petra"), 1);
	town_expect("not_on_yourself", TOWN_IT, OP_PERSON_SUSPEND, F_ACCOUNT,
	    "ida", F_WHY, "test", F_NONE);
	assert_int_equal(events("person_suspend", NULL), 0);
}

/* The newest ten. */
static void
older_sign_ins_are_forgotten(void **state)
{
	char place[32];

	(void)state;
	for (int i = 10; i < 22; i++) {
		(void)snprintf(place, sizeof(place), "192.0.2.%d", i);
		town_expect("ok", TOWN_NOBODY, OP_SIGN_IN, F_ACCOUNT, "tina",
		    F_PASSWORD, "Blue-Harbor-77", F_ADDRESS, place, F_NONE);
	}
	assert_int_equal(events("sign_in", NULL), 10);
}

/* The addresses of tina's entry, "first second". */
static const char *
addresses(void)
{
	static char text[600];
	struct person person;

	town_load("tina", &person);
	(void)snprintf(text, sizeof(text), "%s %s",
	    person.mail_count > 0 ? person.mail[0] : "",
	    person.mail_count > 1 ? person.mail[1] : "");
	return text;
}

static void
ask_for(const char *mail, const char *kind, const char *reason)
{
	town_expect(reason, TOWN_TEACHER, OP_MAIL_CHANGE, F_MAIL, mail, F_KIND,
	    kind, F_NONE);
}

static void
confirm(
    const char *mail, const char *kind, const char *code, const char *reason)
{
	town_expect(reason, TOWN_TEACHER, OP_MAIL_CONFIRM, F_MAIL, mail, F_KIND,
	    kind, F_CODE, code, F_NONE);
}

static void
a_new_address_counts_once_its_code_is_told(void **state)
{
	char told[256], code[32];

	(void)state;
	ask_for("tina@new.example", "main", "confirm_sent");
	assert_string_equal(addresses(), "tina@school.example ");
	(void)text_copy(code, sizeof(code), town_code_to("tina@new.example"));
	confirm("tina@new.example", "main", "000000000000", "wrong_confirm");
	confirm("tina@new.example", "main", "12", "wrong_confirm");
	confirm("tina@other.example", "main", code, "wrong_confirm");
	assert_int_equal(town_letters("mail_changed", NULL, 0), 0);
	confirm("tina@new.example", "main", code, "ok");
	assert_string_equal(addresses(), "tina@new.example ");
	assert_int_equal(town_letters("mail_changed", told, sizeof(told)), 1);
	assert_string_equal(told, "tina@school.example");
	/* Once: the addresses are others now. */
	ask_for("tina@new.example", "main", "mail_same");
	confirm("tina@school.example", "main", code, "wrong_confirm");
}

static void
a_recovery_address_stands_beside_the_main_one(void **state)
{
	char code[32];

	(void)state;
	ask_for("tina@new.example", "recovery", "mail_same");
	ask_for("tina@home.example", "recovery", "confirm_sent");
	(void)text_copy(code, sizeof(code), town_code_to("tina@home.example"));
	confirm("tina@home.example", "recovery", code, "ok");
	assert_string_equal(addresses(), "tina@new.example tina@home.example");
	assert_int_equal(town_letters("recovery_changed", NULL, 0), 1);
	assert_string_equal(
	    wire_text(&town_ask(TOWN_TEACHER, OP_SESSION, F_NONE)->in,
		F_MAIL_RECOVERY),
	    "tina@home.example");
	town_expect("ok", TOWN_TEACHER, OP_MAIL_DROP, F_NONE);
	assert_string_equal(addresses(), "tina@new.example ");
	town_expect("absent", TOWN_TEACHER, OP_MAIL_DROP, F_NONE);
}

static void
a_changed_password_kills_the_code_of_an_address(void **state)
{
	char code[32];

	(void)state;
	ask_for("tina@third.example", "main", "confirm_sent");
	(void)text_copy(code, sizeof(code), town_code_to("tina@third.example"));
	town_expect("ok", TOWN_TEACHER, OP_CHANGE, F_PASSWORD_OLD,
	    "Blue-Harbor-77", F_PASSWORD, "Green-Harbor-78", F_NONE);
	confirm("tina@third.example", "main", code, "wrong_confirm");
	assert_string_equal(addresses(), "tina@new.example ");
}

static void
letters_and_wrong_codes_have_a_limit(void **state)
{
	(void)state;
	ask_for("no address", "main", "bad_mail");
	ask_for("tina@fourth.example", "third", "bad_field");
	/* Three have gone out above. */
	ask_for("tina@fourth.example", "main", "too_many");
	for (int i = 0; i < 5; i++)
		confirm("tina@fourth.example", "main", "000000000000",
		    "wrong_confirm");
	confirm("tina@fourth.example", "main", "000000000000", "too_many");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(who_signs_in_sees_the_whole_own_entry),
    cmocka_unit_test(who_must_change_the_password_is_told_so),
    cmocka_unit_test(signing_out_everywhere_ends_every_session_but_this_one),
    cmocka_unit_test(who_signed_in_sees_it_and_what_others_did),
    cmocka_unit_test(older_sign_ins_are_forgotten),
    cmocka_unit_test(a_new_address_counts_once_its_code_is_told),
    cmocka_unit_test(a_recovery_address_stands_beside_the_main_one),
    cmocka_unit_test(a_changed_password_kills_the_code_of_an_address),
    cmocka_unit_test(letters_and_wrong_codes_have_a_limit),
    cmocka_unit_test(roles_come_with_the_session_for_menus),
};

UNIT_MAIN_IN(tests, town_open, NULL)
