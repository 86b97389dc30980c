/* What a check code does and when it is dead, on a real slapd;
 * tests/module/claim.sh starts it. */
#include "stage.h"
#include "work.h"

#include "../unit/unit.h"
#include "base/clock.h"

#include <poll.h>

static void
a_code_sets_the_password_which_logs_in(void **state)
{
	struct core *core = stage_core();
	char code[CODE_SIZE];
	struct person person;

	(void)state;
	stage_person(core, "first", 1, STAGE_SCHOOL, "new");
	assert_int_equal(
	    stage_forgot(core, 1, "First@School.example"), REPLY_LETTER_SENT);
	core_put_letters(core);
	assert_int_equal(stage_letters(core), 1);
	stage_issue(core, "first", code);
	assert_int_equal(stage_redeem(core, 1, code, stage_password), REPLY_OK);
	assert_true(stage_logs_in(core, "first", stage_password));
	stage_load(core, "first", &person);
	assert_int_equal(person.state, PERSON_ACTIVE);
	assert_false(person.code.is_there);
	assert_int_equal(person.sign_out_count, 1);
	assert_int_equal(
	    stage_redeem(core, 1, code, stage_password), REPLY_ALREADY_SET);
}

static void
the_tenth_try_may_be_the_right_one(void **state)
{
	struct core *core = stage_core();
	char code[CODE_SIZE], wrong[CODE_SIZE];

	(void)state;
	stage_person(core, "tenth", 4, STAGE_SCHOOL, "new");
	stage_issue(core, "tenth", code);
	for (int i = 0; i < CLAIM_TRIES_MAX - 1; i++) {
		stage_wrong(wrong, code, i);
		assert_int_equal(stage_redeem(core, 4, wrong, stage_password),
		    REPLY_WRONG_CODE);
	}
	assert_int_equal(stage_redeem(core, 4, code, stage_password), REPLY_OK);
}

static void
a_wrong_code_never_reaches_the_password(void **state)
{
	struct core *core = stage_core();
	char code[CODE_SIZE], wrong[CODE_SIZE];

	(void)state;
	stage_person(core, "cheap", 5, STAGE_SCHOOL, "new");
	stage_issue(core, "cheap", code);
	stage_wrong(wrong, code, 0);
	memset(&work, 0, sizeof(work));
	assert_int_equal(
	    stage_redeem(core, 5, wrong, stage_password), REPLY_WRONG_CODE);
	assert_int_equal(work.changes, 1);
	assert_int_equal(work.passwords, 0);
	assert_int_equal(stage_redeem(core, 5, code, stage_password), REPLY_OK);
	assert_int_equal(work.passwords, 1); /* so the count can count */
}

static void
a_refused_password_leaves_the_code_alive(void **state)
{
	static const struct {
		const char *password;
		enum reply reply;
	} cases[] = {
	    {"short", REPLY_PASSWORD_REFUSED},
	    {"014501-Harbor-77", REPLY_PASSWORD_REFUSED}, /* the school */
	    {stage_password, REPLY_PASSWORD_IN_HISTORY},
	    {"Green-Valley-88", REPLY_OK},
	};
	struct core *core = stage_core();
	char code[CODE_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (i == 0)
			stage_issue(core, "first", code);
		assert_int_equal(stage_redeem(core, 1, code, cases[i].password),
		    cases[i].reply);
	}
	assert_true(stage_logs_in(core, "first", "Green-Valley-88"));
}

static void
a_code_is_dead_once_the_password_changed_elsewhere(void **state)
{
	const struct dir_change change = {
	    DIR_REPLACE, "userPassword", "Set-By-IT-4711", 0};
	struct core *core = stage_core();
	struct person person;
	char code[CODE_SIZE];
	struct err err;
	struct dir_edit edit = {.changes = &change, .count = 1};

	(void)state;
	assert_int_equal(
	    stage_forgot(core, 1, "first@school.example"), REPLY_LETTER_SENT);
	stage_issue(core, "first", code);
	stage_load(core, "first", &person);
	/* pwdChangedTime is in whole seconds: leave this one first, also by
	 * time(2), which slapd asks and which lags by a tick. */
	while (clock_now_s() <= person.changed_s)
		(void)poll(NULL, 0, 20);
	(void)poll(NULL, 0, 20);
	edit.dn = person.dn;
	assert_rc(RC_OK, dir_modify(core->dir, &edit, NULL, &err), &err);
	stage_load(core, "first", &person);
	assert_false(claim_is_live(core, &person));
	assert_rc(RC_ABSENT, claim_derive(core, &person, code, &err), &err);
	assert_int_equal(
	    stage_redeem(core, 1, code, stage_password), REPLY_WRONG_CODE);
	assert_true(stage_logs_in(core, "first", "Set-By-IT-4711"));
}

/* A code that has ended is dead; a clock set back revives none and loses
 * none. */
static void
a_clock_25_hours_wrong_loses_nothing(void **state)
{
	struct core *core = stage_core();
	int64_t now_s = core->now_s;
	char code[CODE_SIZE];

	(void)state;
	stage_person(core, "clock", 8, STAGE_SCHOOL, "new");
	stage_issue(core, "clock", code);
	core->now_s = now_s + 25 * 3600;
	assert_int_equal(
	    stage_redeem(core, 8, code, stage_password), REPLY_WRONG_CODE);
	core->now_s = now_s - 25 * 3600;
	assert_int_equal(stage_redeem(core, 8, code, stage_password), REPLY_OK);
	assert_int_equal(
	    stage_redeem(core, 8, code, stage_password), REPLY_ALREADY_SET);
	core->now_s = now_s;
}

/* One is not among the known homes, the other does not answer. */
static void
that_a_home_is_away_only_the_right_code_hears_and_ten_tries_are_compared(
    void **state)
{
	static char line[] = "3 ldapi://%2Fnowhere", *dead[] = {line};
	struct core *core = stage_core();
	const struct identityd_conf *kept = core->conf;
	struct identityd_conf conf = *kept;
	char code[CODE_SIZE], wrong[CODE_SIZE];

	(void)state;
	core->conf = &conf;
	conf.homes = (struct conf_list){.items = dead, .count = 1};
	for (int home = 2; home <= 3; home++) {
		char account[16];

		(void)snprintf(account, sizeof(account), "away%d", home);
		stage_person(core, account, 20 + home, STAGE_SCHOOL, "new");
		conf.home = home;
		stage_issue(core, account, code);
		conf.home = kept->home;
		for (int i = 0; i < CLAIM_TRIES_MAX - 1; i++) {
			stage_wrong(wrong, code, i);
			assert_int_equal(stage_redeem(core, 20 + home, wrong,
					     stage_password),
			    REPLY_WRONG_CODE);
		}
		assert_int_equal(
		    stage_redeem(core, 20 + home, code, stage_password),
		    REPLY_HOME_AWAY);
		assert_int_equal(
		    stage_redeem(core, 20 + home, code, stage_password),
		    REPLY_WRONG_CODE);
		conf.home = home; /* it is back, and has counted none of it */
		assert_int_equal(
		    stage_redeem(core, 20 + home, code, stage_password),
		    REPLY_OK);
		conf.home = kept->home;
	}
	core->conf = kept;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_code_sets_the_password_which_logs_in),
    cmocka_unit_test(a_refused_password_leaves_the_code_alive),
    cmocka_unit_test(a_code_is_dead_once_the_password_changed_elsewhere),
    cmocka_unit_test(the_tenth_try_may_be_the_right_one),
    cmocka_unit_test(a_wrong_code_never_reaches_the_password),
    cmocka_unit_test(a_clock_25_hours_wrong_loses_nothing),
    cmocka_unit_test(
	that_a_home_is_away_only_the_right_code_hears_and_ten_tries_are_compared),
};

UNIT_MAIN(tests)
