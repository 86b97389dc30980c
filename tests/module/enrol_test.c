/* People come, move and go, on a real directory. */
#include "town.h"

#include "../unit/unit.h"
#include "base/almanac.h"
#include "base/clock.h"
#include "base/text.h"

#include <sys/wait.h>
#include <unistd.h>

static const char *
dn_of(const char *account)
{
	static char dn[256];

	(void)snprintf(dn, sizeof(dn), "uid=%s,ou=people," TOWN_BASE, account);
	return dn;
}

static const char *
result_of(const struct town_answer *answer)
{
	return answer->rc == RC_OK ? wire_text(&answer->in, F_RESULT)
				   : answer->reason;
}

static void
who_is_put_twice_is_the_same(void **state)
{
	static const char *const results[] = {"created", "same", "same"};

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_string_equal(
		    result_of(town_ask(TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL,
			TOWN_SCHOOL, F_NATIONAL_ID, town_id(100), F_NAME,
			"王大明", F_KIND, "教師", F_MAIL, "wang@school.example",
			F_UNIT, "教務處", F_POSTED_FROM, "115/8/1",
			F_POSTED_UNTIL, "2099-07-31", F_NONE)),
		    results[i]);
	assert_string_equal(
	    town_value(dn_of("wang"), "pwdEndTime"), "20990731155959Z");
}

static void
a_plan_says_what_happens_and_changes_nothing(void **state)
{
	struct person before, after;
	const struct town_answer *answer;

	(void)state;
	answer = town_ask(TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL, TOWN_SCHOOL,
	    F_NATIONAL_ID, town_id(101), F_NAME, "李四", F_NAME_EN, "Li Si",
	    F_PLAN, "1", F_NONE);
	assert_string_equal(result_of(answer), "created");
	assert_string_equal(wire_text(&answer->in, F_ACCOUNT), "li.si");
	assert_string_equal(town_value(dn_of("li.si"), "uid"), "");
	town_load("wang", &before);
	answer = town_ask(TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL, TOWN_SCHOOL,
	    F_NATIONAL_ID, town_id(100), F_NAME, "王小明", F_MAIL,
	    "new@school.example", F_PLAN, "1", F_NONE);
	assert_string_equal(result_of(answer), "changed");
	assert_string_equal(wire_text(&answer->in, F_DETAIL), "name, mail");
	town_load("wang", &after);
	assert_string_equal(before.csn, after.csn);
}

static void
what_is_wrong_with_somebody_new_is_said(void **state)
{
	(void)state;
	town_expect("missing", TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL,
	    TOWN_SCHOOL, F_NAME, "無證", F_NONE);
	town_expect("bad_national_id", TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL,
	    TOWN_SCHOOL, F_NATIONAL_ID, "A12345", F_NAME, "短", F_NONE);
	town_expect("id_checksum", TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL,
	    TOWN_SCHOOL, F_NATIONAL_ID, "A123456780", F_NAME, "錯", F_NAME_EN,
	    "Tso", F_NONE);
	town_expect("no_unit", TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL,
	    TOWN_SCHOOL, F_NATIONAL_ID, town_id(102), F_NAME, "無", F_UNIT,
	    "總務處", F_NONE);
	town_expect("no_account", TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL,
	    TOWN_SCHOOL, F_NATIONAL_ID, town_id(102), F_NAME, "無", F_NONE);
	town_expect("account_taken", TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL,
	    TOWN_SCHOOL, F_NATIONAL_ID, town_id(102), F_NAME, "無", F_ACCOUNT,
	    "wang", F_NONE);
	town_expect("bad_mail", TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL,
	    TOWN_SCHOOL, F_NATIONAL_ID, town_id(102), F_NAME, "無", F_MAIL,
	    "no address", F_NONE);
	/* A reason makes a wrong check digit right. */
	town_expect("ok", TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL, TOWN_SCHOOL,
	    F_NATIONAL_ID, "A123456780", F_NAME, "對", F_NAME_EN, "Dui", F_WHY,
	    "核對過證件", F_NONE);
}

static void
a_kindergarten_holds_no_accounts(void **state)
{
	static const char *const kinds[] = {"nonprofit_kindergarten",
	    "quasi_public_kindergarten", "private_kindergarten"};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		town_expect("ok", TOWN_ROOT, OP_SCHOOL_PUT, F_SCHOOL, "014k01",
		    F_NAME, "幼兒園", F_KIND, kinds[i], F_NONE);
		town_expect("kindergarten", TOWN_ROOT, OP_PERSON_PUT, F_SCHOOL,
		    "014k01", F_NATIONAL_ID, town_id(103), F_NAME, "幼",
		    F_NAME_EN, "You", F_NONE);
	}
	town_expect("ok", TOWN_ROOT, OP_SCHOOL_PUT, F_SCHOOL, "014k01", F_NAME,
	    "幼兒園", F_KIND, "public_kindergarten", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_PERSON_PUT, F_SCHOOL, "014k01",
	    F_NATIONAL_ID, town_id(103), F_NAME, "幼", F_NAME_EN, "You",
	    F_NONE);
}

/* Twenty of one name, asked by four at once: twenty accounts and numbers. */
static void
namesakes_get_accounts_and_numbers_of_their_own(void **state)
{
	enum { ASKERS = 4, EACH = 5 };
	int64_t numbers[ASKERS * EACH];
	pid_t child[ASKERS];
	int count = 0;

	(void)state;
	for (int a = 0; a < ASKERS; a++) {
		child[a] = fork();
		if (child[a] != 0)
			continue;
		for (int i = 0; i < EACH; i++) {
			const struct town_answer *answer;

			do /* of two at once one is told to look again */
				answer = town_ask(TOWN_ROOT, OP_PERSON_PUT,
				    F_SCHOOL, TOWN_SCHOOL, F_NATIONAL_ID,
				    town_id(200 + a * EACH + i), F_NAME, "陳",
				    F_NAME_EN, "Chen", F_NONE);
			while (answer->rc == RC_EXISTS);
			if (answer->rc != RC_OK)
				_exit(1);
		}
		_exit(0);
	}
	for (int a = 0; a < ASKERS; a++) {
		int status;

		assert_int_equal(waitpid(child[a], &status, 0), child[a]);
		assert_int_equal(status, 0);
	}
	for (int n = 1; n <= ASKERS * EACH; n++) {
		char account[16] = "chen";
		struct person person;

		if (n > 1)
			(void)snprintf(account, sizeof(account), "chen%d", n);
		town_load(account, &person);
		for (int i = 0; i < count; i++)
			assert_int_not_equal(numbers[i], person.uid_number);
		numbers[count++] = person.uid_number;
	}
}

static void
one_national_id_is_one_person_however_many_ask(void **state)
{
	enum { ASKERS = 8 };
	int created = 0;
	pid_t child[ASKERS];

	(void)state;
	for (int a = 0; a < ASKERS; a++) {
		child[a] = fork();
		if (child[a] != 0)
			continue;
		_exit(strcmp(
			  result_of(town_ask(TOWN_ROOT, OP_PERSON_PUT, F_SCHOOL,
			      TOWN_SCHOOL, F_NATIONAL_ID, town_id(300), F_NAME,
			      "林", F_NAME_EN, "Lin", F_NONE)),
			  "created") == 0);
	}
	for (int a = 0; a < ASKERS; a++) {
		int status;

		assert_int_equal(waitpid(child[a], &status, 0), child[a]);
		created += WEXITSTATUS(status);
	}
	assert_int_equal(created, 1);
	assert_int_equal(wire_number(&town_ask(TOWN_ROOT, OP_PERSON_LIST,
					 F_NATIONAL_ID, town_id(300), F_NONE)
					  ->in,
			     F_COUNT, -1),
	    1);
}

static void
the_same_id_moves_to_the_newest_key(void **state)
{
	const struct town_answer *answer;
	struct person person;

	(void)state;
	town_person("kate", 110, TOWN_SCHOOL);
	town_expect("ok", TOWN_ROOT, OP_KEY_ADD, F_KIND, "id", F_NONE);
	answer = town_ask(TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL, TOWN_SCHOOL,
	    F_NATIONAL_ID, town_id(110), F_NONE);
	assert_string_equal(result_of(answer), "changed");
	town_load("kate", &person);
	assert_memory_equal(person.id_index, "{2}", 3);
}

/* --------------------------------------------------------------- transfer */

static void
who_is_taken_in_starts_anew(void **state)
{
	struct person before, after;

	(void)state;
	town_person("mia", 120, TOWN_OTHER);
	town_activate("mia");
	assert_true(town_binds(dn_of("mia"), NULL));
	town_expect("ok", TOWN_ROOT, OP_ROLE_PUT, F_ROLE, "personnel",
	    F_ACCOUNT, "mia", F_WANTED, "1", F_NONE);
	town_load("mia", &before);
	town_expect("not_released", TOWN_PERSONNEL, OP_PERSON_TAKE_IN,
	    F_NATIONAL_ID, town_id(120), F_SCHOOL, TOWN_SCHOOL, F_NONE);
	town_expect(
	    "ok", TOWN_ROOT, OP_PERSON_RELEASE, F_ACCOUNT, "mia", F_NONE);
	assert_false(town_binds(dn_of("mia"), NULL));
	town_expect("take_in", TOWN_PERSONNEL, OP_PERSON_PUT, F_SCHOOL,
	    TOWN_SCHOOL, F_NATIONAL_ID, town_id(120), F_NONE);
	town_expect("ok", TOWN_PERSONNEL, OP_PERSON_TAKE_IN, F_NATIONAL_ID,
	    town_id(120), F_SCHOOL, TOWN_SCHOOL, F_MAIL, "mia@new.example",
	    F_NONE);
	town_load("mia", &after);
	assert_int_equal(after.state, PERSON_NEW);
	assert_string_equal(after.school, TOWN_SCHOOL);
	assert_string_equal(after.mail[0], "mia@new.example");
	assert_int_equal(after.mail_count, 1);
	assert_string_equal(before.uuid, after.uuid);
	assert_int_equal(before.uid_number, after.uid_number);
	assert_int_not_equal(before.gid_number, after.gid_number);
	assert_true(after.sign_out_count > before.sign_out_count);
	/* Even IT's making her active gives the old password nothing back. */
	town_modify(dn_of("mia"), "portalState", "active");
	assert_false(town_binds(dn_of("mia"), NULL));
	assert_string_equal(
	    town_value("cn=personnel,o=" TOWN_OTHER ",ou=units," TOWN_BASE,
		"roleOccupant"),
	    "");
}

static void
who_left_comes_back_to_the_own_school_only(void **state)
{
	(void)state;
	town_person("nina", 121, TOWN_OTHER);
	town_expect("ok", TOWN_ROOT, OP_PERSON_LEAVE, F_ACCOUNT, "nina", F_WHY,
	    "離職", F_NONE);
	town_expect("not_released", TOWN_PERSONNEL, OP_PERSON_TAKE_IN,
	    F_NATIONAL_ID, town_id(121), F_SCHOOL, TOWN_SCHOOL, F_NONE);
	town_expect("ok", TOWN_ROOT, OP_PERSON_TAKE_IN, F_NATIONAL_ID,
	    town_id(121), F_SCHOOL, TOWN_OTHER, F_NONE);
	assert_string_equal(town_value(dn_of("nina"), "portalState"), "new");
}

static void
an_account_is_renamed_while_new_and_takes_its_groups_along(void **state)
{
	(void)state;
	town_person("rose", 122, TOWN_SCHOOL);
	town_expect("ok", TOWN_ROOT, OP_GROUP_PUT, F_GROUP, "choir", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_GROUP_MEMBER, F_GROUP, "choir",
	    F_ACCOUNT, "rose", F_WANTED, "1", F_NONE);
	town_expect("account_taken", TOWN_PERSONNEL, OP_PERSON_RENAME,
	    F_ACCOUNT, "rose", F_NAME, "wang", F_NONE);
	town_expect("bad_account", TOWN_PERSONNEL, OP_PERSON_RENAME, F_ACCOUNT,
	    "rose", F_NAME, "Rose", F_NONE);
	town_expect("ok", TOWN_PERSONNEL, OP_PERSON_RENAME, F_ACCOUNT, "rose",
	    F_NAME, "rosa", F_NONE);
	assert_string_equal(
	    town_value(dn_of("rosa"), "homeDirectory"), "/home/rosa");
	assert_string_equal(
	    town_value("cn=choir,ou=groups," TOWN_BASE, "memberUid"), "rosa");
	town_activate("rosa");
	town_expect("wrong_state", TOWN_PERSONNEL, OP_PERSON_RENAME, F_ACCOUNT,
	    "rosa", F_NAME, "rose", F_NONE);
}

/* ---------------------------------------------------------- mail and state */

static void
another_address_of_an_active_account_waits_and_is_told_to_the_old(void **state)
{
	int letters = town_letters("mail_changed", NULL, 0);
	struct person person;
	char to[256] = "";

	(void)state;
	town_person("vera", 130, TOWN_SCHOOL);
	town_expect("ok", TOWN_PERSONNEL, OP_PERSON_MAIL, F_ACCOUNT, "vera",
	    F_MAIL, "vera@two.example", F_NONE);
	town_load("vera", &person);
	assert_int_equal(person.mail_changed_s, 0); /* new: no delay */
	town_activate("vera");
	town_expect("ok", TOWN_PERSONNEL, OP_PERSON_MAIL, F_ACCOUNT, "vera",
	    F_MAIL, "vera@three.example", F_NONE);
	town_load("vera", &person);
	assert_int_not_equal(person.mail_changed_s, 0);
	for (int i = 0; i < 100 &&
	     town_letters("mail_changed", to, sizeof(to)) < letters + 2;
	     i++)
		(void)usleep(20000);
	assert_int_equal(
	    town_letters("mail_changed", to, sizeof(to)), letters + 2);
}

static void
a_suspension_ends_sessions_and_a_new_account_stays_new_after_it(void **state)
{
	(void)state;
	town_person("zoe", 131, TOWN_SCHOOL);
	town_activate("zoe");
	assert_true(town_binds(dn_of("zoe"), NULL));
	town_expect("ok", TOWN_IT, OP_PERSON_SUSPEND, F_ACCOUNT, "zoe", F_WHY,
	    "調查", F_NONE);
	assert_false(town_binds(dn_of("zoe"), NULL));
	assert_string_equal(
	    town_value(dn_of("zoe"), "portalSignOutCount"), "1");
	town_expect("ok", TOWN_IT, OP_PERSON_RESTORE, F_ACCOUNT, "zoe", F_WHY,
	    "結案", F_NONE);
	assert_true(town_binds(dn_of("zoe"), NULL));
	town_person("yann", 132, TOWN_SCHOOL);
	town_expect("ok", TOWN_IT, OP_PERSON_SUSPEND, F_ACCOUNT, "yann", F_WHY,
	    "調查", F_NONE);
	town_expect("ok", TOWN_IT, OP_PERSON_RESTORE, F_ACCOUNT, "yann", F_WHY,
	    "結案", F_NONE);
	assert_string_equal(town_value(dn_of("yann"), "portalState"), "new");
}

/* pwdChangedTime is still there after a transfer, the password is not. */
static void
who_is_restored_without_a_password_is_new(void **state)
{
	(void)state;
	town_person("mona", 133, TOWN_SCHOOL);
	town_activate("mona");
	town_expect("ok", TOWN_ROOT, OP_PERSON_LEAVE, F_ACCOUNT, "mona", F_WHY,
	    "離職", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_PERSON_TAKE_IN, F_NATIONAL_ID,
	    town_id(133), F_SCHOOL, TOWN_SCHOOL, F_NONE);
	town_expect("ok", TOWN_IT, OP_PERSON_SUSPEND, F_ACCOUNT, "mona", F_WHY,
	    "調查", F_NONE);
	town_expect("ok", TOWN_IT, OP_PERSON_RESTORE, F_ACCOUNT, "mona", F_WHY,
	    "結案", F_NONE);
	assert_string_equal(town_value(dn_of("mona"), "portalState"), "new");
	/* With one that IT has set meanwhile it would have been active. */
	town_expect("ok", TOWN_IT, OP_PERSON_SUSPEND, F_ACCOUNT, "mona", F_WHY,
	    "調查", F_NONE);
	town_modify(dn_of("mona"), "userPassword", "Green-Valley-88");
	town_expect("ok", TOWN_IT, OP_PERSON_RESTORE, F_ACCOUNT, "mona", F_WHY,
	    "結案", F_NONE);
	assert_string_equal(town_value(dn_of("mona"), "portalState"), "active");
}

static void
end_on(const char *account, int number, int day)
{
	char text[ALMANAC_TEXT_SIZE];

	town_person(account, number, TOWN_SCHOOL);
	town_expect("ok", TOWN_ROOT, OP_PERSON_PUT, F_SCHOOL, TOWN_SCHOOL,
	    F_ACCOUNT, account, F_POSTED_UNTIL, almanac_print(day, text),
	    F_NONE);
}

static void
a_contract_ends_the_day_after_and_is_told_once_before(void **state)
{
	int today = almanac_today(clock_now_s());
	int letters;

	(void)state;
	end_on("ends1", 140, today - 1);
	end_on("ends2", 141, today);
	end_on("ends3", 142, today - 1);
	town_expect("ok", TOWN_ROOT, OP_PERSON_SUSPEND, F_ACCOUNT, "ends3",
	    F_WHY, "調查", F_NONE);
	/* slapd does not wait for the sweep. */
	town_activate("ends1");
	town_activate("ends2");
	assert_false(town_binds(dn_of("ends1"), NULL));
	assert_true(town_binds(dn_of("ends2"), NULL));
	/* The ticker has told of the days to come before anybody was here. */
	town_modify(
	    "cn=swept,ou=services," TOWN_BASE, "portalCounterNext", "0");
	letters = town_letters("contract_ends", NULL, 0);
	assert_int_equal(
	    wire_number(&town_ask(TOWN_ROOT, OP_SWEEP, F_PLAN, "1", F_NONE)->in,
		F_COUNT, -1),
	    1);
	assert_string_equal(
	    town_value(dn_of("ends1"), "portalState"), "active");
	for (int i = 0; i < 2; i++)
		assert_int_equal(
		    wire_number(&town_ask(TOWN_ROOT, OP_SWEEP, F_NONE)->in,
			F_COUNT, -1),
		    i == 0);
	assert_string_equal(town_value(dn_of("ends1"), "portalState"), "left");
	assert_string_equal(
	    town_value(dn_of("ends2"), "portalState"), "active");
	assert_string_equal(
	    town_value(dn_of("ends3"), "portalState"), "suspended");
	/* petra and paul each hear of ends2, once. */
	assert_int_equal(town_letters("contract_ends", NULL, 0), letters + 2);
}

/* ---------------------------------------------------------------- the rest */

static void
a_machines_secret_is_its_password_and_shown_once(void **state)
{
	const char *dn = "cn=lab-07,ou=machines," TOWN_BASE;
	char secret[129];
	const struct town_answer *answer = town_ask(TOWN_IT, OP_MACHINE_ADD,
	    F_MACHINE, "lab-07", F_SCHOOL, TOWN_SCHOOL, F_NONE);

	(void)state;
	assert_string_equal(result_of(answer), "created");
	(void)text_copy(
	    secret, sizeof(secret), wire_text(&answer->in, F_SECRET));
	assert_true(town_binds(dn, secret));
	answer = town_ask(TOWN_IT, OP_MACHINE_ADD, F_MACHINE, "lab-07",
	    F_SCHOOL, TOWN_OTHER, F_NONE);
	assert_string_equal(result_of(answer), "changed");
	assert_false(wire_has(&answer->in, F_SECRET));
	assert_true(town_binds(dn, secret));
	town_expect("ok", TOWN_IT, OP_MACHINE_DEL, F_MACHINE, "lab-07", F_NONE);
	assert_false(town_binds(dn, secret));
}

static void
numbers_that_are_used_up_are_an_error_and_no_person(void **state)
{
	const char *dn = "cn=uidNext-1,ou=services," TOWN_BASE;
	int refused = 0;

	(void)state;
	town_modify(dn, "portalCounterMax", "200000");
	/* Each worker may still have a few of its own. */
	for (int i = 0; i < 100 && refused == 0; i++) {
		const struct town_answer *answer = town_ask(TOWN_ROOT,
		    OP_PERSON_PUT, F_SCHOOL, TOWN_SCHOOL, F_NATIONAL_ID,
		    town_id(400 + i), F_NAME, "末", F_NAME_EN, "Mo", F_NONE);

		refused = strcmp(answer->reason, "numbers_used_up") == 0;
		if (refused)
			assert_int_equal(
			    wire_number(
				&town_ask(TOWN_ROOT, OP_PERSON_LIST,
				    F_NATIONAL_ID, town_id(400 + i), F_NONE)
				     ->in,
				F_COUNT, -1),
			    0);
	}
	assert_true(refused);
	town_modify(dn, "portalCounterMax", "299999");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(who_is_put_twice_is_the_same),
    cmocka_unit_test(a_plan_says_what_happens_and_changes_nothing),
    cmocka_unit_test(what_is_wrong_with_somebody_new_is_said),
    cmocka_unit_test(a_kindergarten_holds_no_accounts),
    cmocka_unit_test(namesakes_get_accounts_and_numbers_of_their_own),
    cmocka_unit_test(one_national_id_is_one_person_however_many_ask),
    cmocka_unit_test(the_same_id_moves_to_the_newest_key),
    cmocka_unit_test(who_is_taken_in_starts_anew),
    cmocka_unit_test(who_left_comes_back_to_the_own_school_only),
    cmocka_unit_test(
	an_account_is_renamed_while_new_and_takes_its_groups_along),
    cmocka_unit_test(
	another_address_of_an_active_account_waits_and_is_told_to_the_old),
    cmocka_unit_test(
	a_suspension_ends_sessions_and_a_new_account_stays_new_after_it),
    cmocka_unit_test(who_is_restored_without_a_password_is_new),
    cmocka_unit_test(a_contract_ends_the_day_after_and_is_told_once_before),
    cmocka_unit_test(a_machines_secret_is_its_password_and_shown_once),
    cmocka_unit_test(numbers_that_are_used_up_are_an_error_and_no_person),
};

UNIT_MAIN_IN(tests, town_open, NULL)
