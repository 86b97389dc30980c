/* Guessing: what one address may, what all addresses together may, and that
 * neither words nor work tell whether there is such a person.
 * tests/module/guess.sh starts the slapd. */
#include "stage.h"
#include "work.h"

#include "../unit/unit.h"

#include <sodium.h>

enum { LOCK_AT = 5 /* pwdMaxFailure */, TEXT_SIZE = 64 };

#define WRONG_CODE "000000000000"

/* --------------------------------------------------------------- the tools */

/* Somebody at the n-th address. */
static const struct actor *
at(int n)
{
	static struct actor actor;

	actor = (struct actor){.roles = ROLE_ANYONE, .name = "guess"};
	(void)snprintf(actor.subject, sizeof(actor.subject), "192.0.2.%d", n);
	return &actor;
}

static enum reply
sign_in_from(struct core *core, int n, const char *name, const char *password)
{
	const struct stage_answer *answer = stage_ask_as(core, at(n),
	    OP_SIGN_IN, sign_in, F_ACCOUNT, name, F_PASSWORD, password, F_NONE);

	/* Refused or not known: at the same moment. */
	if (answer->reply == REPLY_WRONG_PASSWORD)
		assert_int_equal(answer->due_ms, core->conf->due_ms);
	return answer->reply;
}

static enum reply
forgot_from(struct core *core, int n, int number, const char *mail)
{
	return stage_ask_as(core, at(n), OP_FORGOT, reset_forgot, F_NATIONAL_ID,
	    stage_id(number), F_MAIL, mail, F_NONE)
	    ->reply;
}

static enum reply
redeem_from(struct core *core, int n, int number, const char *code)
{
	return stage_ask_as(core, at(n), OP_REDEEM, reset_redeem, F_NATIONAL_ID,
	    stage_id(number), F_CODE, code, F_PASSWORD, "Quiet-Window-41",
	    F_NONE)
	    ->reply;
}

/* Somebody with the stage's password; ACCOUNT@school.example. */
static void
member(struct core *core, const char *account, int number, const char *state)
{
	stage_person(core, account, number, STAGE_SCHOOL, state);
	stage_modify(core, account, "userPassword", stage_password);
}

/* The same core with few guesses an hour. */
static struct core
strict(const struct core *core, struct identityd_conf *conf, int64_t max)
{
	struct core copy = *core;

	*conf = *core->conf;
	conf->misses_per_hour = conf->redeem_fails_per_hour = max;
	copy.conf = conf;
	return copy;
}

/* --------------------------------------------------------------- the tests */

static void
a_password_guessed_from_many_addresses_locks_and_says_nothing(void **state)
{
	struct core *core = stage_core();

	(void)state;
	member(core, "gina", 601, "active");
	assert_int_equal(
	    sign_in_from(core, 1, "gina", stage_password), REPLY_OK);
	for (int i = 0; i < LOCK_AT; i++)
		assert_int_equal(sign_in_from(core, 10 + i, "gina", "Wrong-1"),
		    REPLY_WRONG_PASSWORD);
	assert_int_equal(sign_in_from(core, 1, "gina", stage_password),
	    REPLY_WRONG_PASSWORD);
}

static void
a_code_guessed_from_many_addresses_is_ten_tries(void **state)
{
	struct core *core = stage_core();
	char code[CODE_SIZE];

	(void)state;
	member(core, "hana", 602, "active");
	stage_issue(core, "hana", code);
	for (int i = 0; i < CLAIM_TRIES_MAX; i++)
		assert_int_equal(redeem_from(core, 10 + i, 602, WRONG_CODE),
		    REPLY_WRONG_CODE);
	assert_int_equal(redeem_from(core, 1, 602, code), REPLY_WRONG_CODE);
}

static void
one_address_that_guesses_people_is_stopped_and_no_other(void **state)
{
	enum { MAX = 4, HERE = 101, ELSEWHERE = 102 };
	struct identityd_conf conf;
	struct core core = strict(stage_core(), &conf, MAX);

	(void)state;
	member(&core, "iris", 603, "active");
	for (int i = 0; i < MAX; i++)
		assert_int_equal(
		    forgot_from(&core, HERE, 700 + i, "a@school.example"),
		    REPLY_NO_RECORD);
	assert_int_equal(forgot_from(&core, HERE, 603, "iris@school.example"),
	    REPLY_TOO_MANY);
	assert_int_equal(
	    forgot_from(&core, ELSEWHERE, 603, "iris@school.example"),
	    REPLY_LETTER_SENT);
}

static void
one_address_that_guesses_codes_is_stopped_and_no_other(void **state)
{
	enum { MAX = 4, HERE = 103, ELSEWHERE = 104 };
	struct identityd_conf conf;
	struct core core = strict(stage_core(), &conf, MAX);
	char code[CODE_SIZE];

	(void)state;
	member(&core, "jana", 604, "active");
	stage_issue(&core, "jana", code);
	for (int i = 0; i < MAX; i++)
		assert_int_equal(redeem_from(&core, HERE, 700 + i, WRONG_CODE),
		    REPLY_WRONG_CODE);
	assert_int_equal(redeem_from(&core, HERE, 604, code), REPLY_TOO_MANY);
	assert_int_equal(redeem_from(&core, ELSEWHERE, 604, code), REPLY_OK);
}

/* A code that was issued at a host that is away is not known here. */
static void
while_a_home_is_away_every_wrong_code_hears_that_it_may_be_that(void **state)
{
	struct dir_health health[CORE_DIRS_MAX] = {0};
	char home[] = "2 ldaps://192.0.2.2", *homes[] = {home};
	struct identityd_conf conf;
	struct core core = strict(stage_core(), &conf, 100);

	(void)state;
	member(&core, "jule", 605, "active");
	conf.homes = (struct conf_list){homes, 1};
	core.health = health;
	for (int away = 0; away < 2; away++) {
		health[1].retry_at_ms[0] = away;
		for (int number = 605; number < 607; number++)
			assert_int_equal(
			    redeem_from(&core, 105, number, WRONG_CODE),
			    away ? REPLY_WRONG_OR_AWAY : REPLY_WRONG_CODE);
	}
}

/* Two searches and one hash, by slapd or in its place; nothing is written. */
static void
whoever_is_signed_in_for_costs_the_same_work(void **state)
{
	static const struct {
		const char *account, *state;
	} people[] = {
	    {"kara", "active"},
	    {"kate", "new"},
	    {"kim", "suspended"},
	    {"kyra", "left"},
	    {NULL, NULL},
	};
	struct core *core = stage_core();

	(void)state;
	for (int i = 0; i < (int)(sizeof(people) / sizeof(people[0])); i++) {
		const char *account = people[i].account;
		char names[2][TEXT_SIZE];

		if (account != NULL)
			member(core, account, 610 + i, people[i].state);
		(void)snprintf(names[0], TEXT_SIZE, "%s",
		    account != NULL ? account : "nobody");
		(void)snprintf(names[1], TEXT_SIZE, "%s", stage_id(610 + i));
		for (int k = 0; k < 2; k++) {
			memset(&work, 0, sizeof(work));
			assert_int_equal(
			    sign_in_from(core, 120, names[k], "Wrong-1"),
			    REPLY_WRONG_PASSWORD);
			assert_int_equal(work.searches, 2);
			assert_int_equal(work.binds + work.hashes, 1);
			assert_int_equal(work.changes, 0);
		}
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(
	a_password_guessed_from_many_addresses_locks_and_says_nothing),
    cmocka_unit_test(a_code_guessed_from_many_addresses_is_ten_tries),
    cmocka_unit_test(one_address_that_guesses_people_is_stopped_and_no_other),
    cmocka_unit_test(one_address_that_guesses_codes_is_stopped_and_no_other),
    cmocka_unit_test(
	while_a_home_is_away_every_wrong_code_hears_that_it_may_be_that),
    cmocka_unit_test(whoever_is_signed_in_for_costs_the_same_work),
};

UNIT_MAIN(tests)
