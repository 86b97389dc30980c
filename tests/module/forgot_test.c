/* Asking for a check code, on a real slapd: who gets a letter, how often, and
 * what is told to whom gets none. tests/module/forgot.sh starts it. */
#include "stage.h"
#include "work.h"

#include "../unit/unit.h"
#include "freeze.h"

#include <poll.h>

static void
asking_again_sends_the_same_code_until_half_its_life_is_over(void **state)
{
	struct core *core = stage_core();
	struct person before, after;
	int64_t now_s = core->now_s;

	(void)state;
	stage_person(core, "again", 6, STAGE_SCHOOL, "new");
	assert_int_equal(
	    stage_forgot(core, 6, "again@school.example"), REPLY_LETTER_SENT);
	stage_load(core, "again", &before);
	core->now_s = now_s + 11 * 3600;
	assert_int_equal(
	    stage_forgot(core, 6, "again@school.example"), REPLY_LETTER_SENT);
	stage_load(core, "again", &after);
	assert_memory_equal(
	    before.code.nonce, after.code.nonce, PERSON_NONCE_LEN);
	assert_int_equal(after.letter_count, 2);
	core->now_s = now_s + 13 * 3600;
	assert_int_equal(
	    stage_forgot(core, 6, "again@school.example"), REPLY_LETTER_SENT);
	stage_load(core, "again", &after);
	assert_memory_not_equal(
	    before.code.nonce, after.code.nonce, PERSON_NONCE_LEN);
	core->now_s = now_s;
}

/* The answer is the same, and no letter goes: nobody learns of the limit. */
static void
a_fourth_letter_in_a_day_is_not_written(void **state)
{
	struct core *core = stage_core();
	struct identityd_conf conf = *core->conf;
	const struct identityd_conf *kept = core->conf;
	int letters;

	(void)state;
	conf.letters_per_day = 3;
	core->conf = &conf;
	stage_person(core, "often", 7, STAGE_SCHOOL, "new");
	letters = stage_letters(core);
	for (int i = 0; i < 5; i++) {
		core->now_s += 3600;
		assert_int_equal(stage_forgot(core, 7, "often@school.example"),
		    REPLY_LETTER_SENT);
		core_put_letters(core);
	}
	assert_int_equal(stage_letters(core), letters + 3);
	core->now_s -= 5 * 3600;
	core->conf = kept;
}

/* Known or not, the directory does the same work, and the answer is due at
 * the same moment. */
static void
nobody_is_told_apart_by_work_or_time(void **state)
{
	static const struct {
		const char *account, *state, *mail, *unit;
		enum reply reply;
	} cases[] = {
	    {"known", "new", "known@school.example", STAGE_SCHOOL,
		REPLY_LETTER_SENT},
	    {"wrongmail", "new", "other@school.example", STAGE_SCHOOL,
		REPLY_NO_RECORD},
	    {"suspended", "suspended", "suspended@school.example", STAGE_SCHOOL,
		REPLY_NO_RECORD},
	    {"gone", "left", "gone@school.example", STAGE_SCHOOL,
		REPLY_NO_RECORD},
	    {NULL, NULL, "nobody@school.example", NULL, REPLY_NO_RECORD},
	};
	struct core *core = stage_core();
	int searches = 0;

	(void)state;
	for (int i = 0; i < (int)(sizeof(cases) / sizeof(cases[0])); i++) {
		const struct stage_answer *answer;

		if (cases[i].account != NULL)
			stage_person(core, cases[i].account, 100 + i,
			    cases[i].unit, cases[i].state);
		memset(&work, 0, sizeof(work));
		answer = stage_ask(core, OP_FORGOT, reset_forgot, F_NATIONAL_ID,
		    stage_id(100 + i), F_MAIL, cases[i].mail, F_NONE);
		assert_int_equal(answer->reply, cases[i].reply);
		assert_int_equal(answer->due_ms, core->conf->due_ms);
		if (i == 0)
			searches = work.searches;
		assert_int_equal(work.searches, searches);
		assert_int_equal(work.changes, 1);
		memset(&work, 0, sizeof(work));
		assert_int_equal(
		    stage_redeem(core, 100 + i, "000000000000", stage_password),
		    REPLY_WRONG_CODE);
		assert_int_equal(work.searches, searches);
		assert_int_equal(work.changes, 1);
	}
}

static void
a_kindergarten_gets_no_letter(void **state)
{
	const struct dir_change values[] = {
	    {DIR_ADD, "objectClass", "organization", 0},
	    {DIR_ADD, "objectClass", "portalSchool", 0},
	    {DIR_ADD, "o", "019999", 0},
	    {DIR_ADD, "portalSchoolCode", "019999", 0},
	    {DIR_ADD, "portalSchoolKind", "private_kindergarten", 0},
	};
	struct core *core = stage_core();
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    dir_add(core->dir, "o=019999,ou=units,dc=example,dc=edu", values, 5,
		&err),
	    &err);
	stage_person(
	    core, "kinder", 9, "o=019999,ou=units,dc=example,dc=edu", "new");
	assert_int_equal(
	    stage_forgot(core, 9, "kinder@school.example"), REPLY_NO_RECORD);
}

/* Frozen, then back: the asker hears so, and nothing was half done. */
static void
a_frozen_directory_is_said_and_survived(void **state)
{
	struct core *core = stage_core();
	struct person before, after;

	(void)state;
	stage_person(core, "frozen", 10, STAGE_SCHOOL, "new");
	stage_load(core, "frozen", &before);
	freeze(slapd_pid());
	assert_int_equal(
	    stage_forgot(core, 10, "frozen@school.example"), REPLY_OFFLINE);
	assert_int_equal(core->letter_count, 0);
	assert_int_equal(kill(slapd_pid(), SIGCONT), 0);
	/* Connections that timed out wait a moment before they try again. */
	for (int i = 0; i < 100; i++) {
		struct err err;

		if (dir_probe(core->dir, &err) == RC_OK)
			break;
		(void)poll(NULL, 0, 50);
	}
	stage_load(core, "frozen", &after);
	assert_int_equal(after.code.is_there, before.code.is_there);
	assert_int_equal(
	    stage_forgot(core, 10, "frozen@school.example"), REPLY_LETTER_SENT);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(
	asking_again_sends_the_same_code_until_half_its_life_is_over),
    cmocka_unit_test(a_fourth_letter_in_a_day_is_not_written),
    cmocka_unit_test(nobody_is_told_apart_by_work_or_time),
    cmocka_unit_test(a_kindergarten_gets_no_letter),
    cmocka_unit_test(a_frozen_directory_is_said_and_survived),
};

UNIT_MAIN(tests)
