/* Whoever changes an address that could reset a password: the wait, the letter
 * to the old address, the actor's password. tests/module/transfer.sh starts the
 * slapd. */
#include "stage.h"

#include "../unit/unit.h"

enum { HOUR_S = 3600, NEVER_S = SESSION_STEP_UP_S + 1 };

static struct actor personnel;

/* In the same school, with a password and ACCOUNT@school.example. */
static void
active_person(struct core *core, const char *account, int number)
{
	stage_person(core, account, number, STAGE_SCHOOL, "active");
	stage_modify(core, account, "userPassword", stage_password);
}

static enum reply
leave(struct core *core, const char *account)
{
	return stage_ask_as(core, &personnel, OP_PERSON_LEAVE, posting_leave,
	    F_ACCOUNT, account, F_WHY, "test", F_NONE)
	    ->reply;
}

/* What is not given is another field that says nothing. */
static enum reply
take_in_as(struct core *core, const struct actor *actor, int number,
    const char *mail, const char *password)
{
	return stage_ask_as(core, actor, OP_PERSON_TAKE_IN, transfer_take_in,
	    F_NATIONAL_ID, stage_id(number), F_SCHOOL, "014501",
	    mail != NULL ? F_MAIL : F_LANG, mail != NULL ? mail : "en",
	    password != NULL ? F_PASSWORD : F_WHY,
	    password != NULL ? password : "test", F_NONE)
	    ->reply;
}

static enum reply
take_in(struct core *core, int number, const char *mail)
{
	return take_in_as(core, &personnel, number, mail, NULL);
}

static enum reply
change_mail(struct core *core, const char *account, const char *mail)
{
	return stage_ask_as(core, &personnel, OP_PERSON_MAIL, mailbox_set,
	    F_ACCOUNT, account, F_MAIL, mail, F_NONE)
	    ->reply;
}

static enum reply
issue(struct core *core, const char *account)
{
	return stage_ask_as(core, &personnel, OP_CODE_ISSUE, desk_code_issue,
	    F_ACCOUNT, account, F_WHY, "test", F_NONE)
	    ->reply;
}

static void
the_actors_password_is_asked_again(void **state)
{
	struct core *core = stage_core();
	struct actor tired;
	struct person person;

	(void)state;
	active_person(core, "again", 1);
	assert_int_equal(leave(core, "again"), REPLY_OK);
	stage_actor(core, "personnel1", NEVER_S, &tired);
	assert_int_equal(
	    take_in_as(core, &tired, 1, NULL, NULL), REPLY_STEP_UP);
	assert_int_equal(take_in_as(core, &tired, 1, NULL, "Not-Hers-4711"),
	    REPLY_WRONG_PASSWORD);
	stage_load(core, "again", &person);
	assert_int_equal(person.state, PERSON_LEFT);
	assert_int_equal(
	    take_in_as(core, &tired, 1, NULL, stage_password), REPLY_OK);
	stage_load(core, "again", &person);
	assert_int_equal(person.state, PERSON_NEW);
}

/* One's own address, `ago_s` after signing in; letters are the proof. */
static enum reply
change_own(struct core *core, int64_t ago_s, const char *password)
{
	struct actor self;

	stage_actor(core, "own", ago_s, &self);
	return stage_ask_as(core, &self, OP_MAIL_CHANGE, mail_change, F_SESSION,
	    "the dispatcher has read it", F_MAIL, "own-new@school.example",
	    password != NULL ? F_PASSWORD : F_LANG,
	    password != NULL ? password : "en", F_NONE)
	    ->reply;
}

static void
ten_minutes_after_signing_in_ones_own_address_wants_the_password(void **state)
{
	struct core *core = stage_core();
	int letters;

	(void)state;
	active_person(core, "own", 90);
	letters = stage_letters(core);
	assert_int_equal(change_own(core, NEVER_S, NULL), REPLY_STEP_UP);
	assert_int_equal(
	    change_own(core, NEVER_S, "Not-Hers-4711"), REPLY_WRONG_PASSWORD);
	assert_int_equal(stage_letters(core), letters);
	assert_int_equal(
	    change_own(core, SESSION_STEP_UP_S - 1, NULL), REPLY_CONFIRM_SENT);
	assert_int_equal(
	    change_own(core, NEVER_S, stage_password), REPLY_CONFIRM_SENT);
	assert_int_equal(stage_letters(core), letters + 2);
}

/* Each way from an active account to a letter at an address of one's own. */
static const struct way {
	const char *account;
	bool has_left, is_set_before, is_taken_in_with, is_set_after;
} ways[] = {
    {"way1", true, false, true, false},
    {"way2", true, true, true, false},
    {"way3", true, false, false, true},
    {"way4", false, true, false, false},
    {"way5", true, true, false, true},
};

static void
take_way(struct core *core, const struct way *way, int number, const char *mail)
{
	if (way->has_left)
		assert_int_equal(leave(core, way->account), REPLY_OK);
	if (way->is_set_before)
		assert_int_equal(
		    change_mail(core, way->account, mail), REPLY_OK);
	if (way->has_left)
		assert_int_equal(
		    take_in(core, number, way->is_taken_in_with ? mail : NULL),
		    REPLY_OK);
	if (way->is_set_after)
		assert_int_equal(
		    change_mail(core, way->account, mail), REPLY_OK);
}

static void
no_way_leads_around_the_wait_for_another_address(void **state)
{
	struct core *core = stage_core();
	int64_t now_s = core->now_s;

	(void)state;
	for (int i = 0; i < (int)(sizeof(ways) / sizeof(ways[0])); i++) {
		const struct way *way = &ways[i];
		int letters;

		active_person(core, way->account, 10 + i);
		letters = stage_letters(core);
		take_way(core, way, 10 + i, "thief@elsewhere.example");
		assert_true(stage_letters(core) > letters);
		assert_int_equal(
		    stage_forgot(core, 10 + i, "thief@elsewhere.example"),
		    REPLY_NO_RECORD);
		assert_int_equal(
		    issue(core, way->account), REPLY_MAIL_TOO_FRESH);
		core->now_s = now_s + 25 * HOUR_S;
		assert_int_equal(
		    stage_forgot(core, 10 + i, "thief@elsewhere.example"),
		    REPLY_LETTER_SENT);
		core->now_s = now_s;
	}
}

static void
who_keeps_the_address_waits_for_nothing(void **state)
{
	struct core *core = stage_core();
	int letters;

	(void)state;
	active_person(core, "keeps", 30);
	assert_int_equal(leave(core, "keeps"), REPLY_OK);
	letters = stage_letters(core);
	assert_int_equal(take_in(core, 30, "keeps@school.example"), REPLY_OK);
	assert_int_equal(stage_letters(core), letters);
	assert_int_equal(
	    stage_forgot(core, 30, "keeps@school.example"), REPLY_LETTER_SENT);
}

static void
who_never_had_a_password_waits_for_nothing(void **state)
{
	struct core *core = stage_core();

	(void)state;
	stage_person(core, "fresh", 31, STAGE_SCHOOL, "new");
	assert_int_equal(leave(core, "fresh"), REPLY_OK);
	assert_int_equal(take_in(core, 31, "fresh@two.example"), REPLY_OK);
	assert_int_equal(
	    stage_forgot(core, 31, "fresh@two.example"), REPLY_LETTER_SENT);
}

static void
what_it_takes_in_waits_for_nothing(void **state)
{
	static const struct actor it = {.roles = ROLE_IT, .name = "uid 0"};
	struct core *core = stage_core();

	(void)state;
	active_person(core, "byit", 32);
	assert_int_equal(leave(core, "byit"), REPLY_OK);
	assert_int_equal(
	    take_in_as(core, &it, 32, "byit@two.example", NULL), REPLY_OK);
	assert_int_equal(
	    stage_forgot(core, 32, "byit@two.example"), REPLY_LETTER_SENT);
}

/* An outbox that takes none. */
static void
without_the_old_addresss_letter_nothing_is_changed(void **state)
{
	struct core *core = stage_core();
	struct person before, after;
	struct outbox broken = core->outbox, kept = core->outbox;

	(void)state;
	for (int i = 0; i < OUTBOX_PLACE_COUNT; i++)
		broken.place_fd[i] = -1;
	active_person(core, "mute", 33);
	core->outbox = broken;
	stage_load(core, "mute", &before);
	assert_int_equal(
	    change_mail(core, "mute", "mute@two.example"), REPLY_FAULT);
	assert_int_equal(leave(core, "mute"), REPLY_OK);
	assert_int_equal(take_in(core, 33, "mute@two.example"), REPLY_FAULT);
	core->outbox = kept;
	stage_load(core, "mute", &after);
	assert_string_equal(before.mail[0], after.mail[0]);
	assert_int_equal(after.state, PERSON_LEFT);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_actors_password_is_asked_again),
    cmocka_unit_test(
	ten_minutes_after_signing_in_ones_own_address_wants_the_password),
    cmocka_unit_test(no_way_leads_around_the_wait_for_another_address),
    cmocka_unit_test(who_keeps_the_address_waits_for_nothing),
    cmocka_unit_test(who_never_had_a_password_waits_for_nothing),
    cmocka_unit_test(what_it_takes_in_waits_for_nothing),
    cmocka_unit_test(without_the_old_addresss_letter_nothing_is_changed),
};

static int
start(void **state)
{
	struct core *core = stage_core();

	(void)state;
	stage_modify(core, "personnel1", "userPassword", stage_password);
	stage_actor(core, "personnel1", 0, &personnel);
	return 0;
}

UNIT_MAIN_IN(tests, start, NULL)
