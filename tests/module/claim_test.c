/* Check codes on a real slapd; tests/module/claim.sh starts it. */
#include "stage.h"

#include "../unit/unit.h"
#include "base/clock.h"

#include <signal.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ASKERS = 16, ROUNDS = 200, GUESSES_EACH = 4 };

/* ------------------------------------------- what the directory is asked */

static struct {
	int searches, changes, passwords;
} asked;

enum rc __real_dir_find(
    struct dir *, const struct dir_query *, struct dir_entry **, struct err *);
enum rc __real_dir_get(struct dir *, const char *, const char *const *,
    struct dir_entry **, struct err *);
enum rc __real_dir_modify(
    struct dir *, const struct dir_edit *, struct dir_entry **, struct err *);
enum rc __wrap_dir_find(
    struct dir *, const struct dir_query *, struct dir_entry **, struct err *);
enum rc __wrap_dir_get(struct dir *, const char *, const char *const *,
    struct dir_entry **, struct err *);
enum rc __wrap_dir_modify(
    struct dir *, const struct dir_edit *, struct dir_entry **, struct err *);

enum rc
__wrap_dir_find(struct dir *dir, const struct dir_query *query,
    struct dir_entry **out, struct err *err)
{
	asked.searches++;
	return __real_dir_find(dir, query, out, err);
}

enum rc
__wrap_dir_get(struct dir *dir, const char *dn, const char *const *attrs,
    struct dir_entry **out, struct err *err)
{
	asked.searches++;
	return __real_dir_get(dir, dn, attrs, out, err);
}

enum rc
__wrap_dir_modify(struct dir *dir, const struct dir_edit *edit,
    struct dir_entry **after, struct err *err)
{
	asked.changes++;
	for (size_t i = 0; i < edit->count; i++)
		asked.passwords +=
		    strcmp(edit->changes[i].attr, "userPassword") == 0;
	return __real_dir_modify(dir, edit, after, err);
}

/* ------------------------------------------------------------- the tools */

static enum reply
forgot(struct core *core, int number, const char *mail)
{
	return stage_ask(core, OP_FORGOT, reset_forgot, F_NATIONAL_ID,
	    stage_id(number), F_MAIL, mail, F_NONE)
	    ->reply;
}

static enum reply
redeem(struct core *core, int number, const char *code, const char *password)
{
	return stage_ask(core, OP_REDEEM, reset_redeem, F_NATIONAL_ID,
	    stage_id(number), F_CODE, code, F_PASSWORD, password, F_NONE)
	    ->reply;
}

static void
issue(struct core *core, const char *account, char code[CODE_SIZE])
{
	struct person person;
	struct err err;

	stage_load(core, account, &person);
	assert_rc(RC_OK, claim_issue(core, &person, true, NULL, &err), &err);
	assert_rc(RC_OK, claim_derive(core, &person, code, &err), &err);
}

static bool
logs_in(struct core *core, const char *account, const char *password)
{
	struct dir_bound bound;
	struct person person;
	struct err err;

	stage_load(core, account, &person);
	return dir_bind(core->person_dir, person.dn, password, &bound, &err) ==
	    RC_OK;
}

static void
wrong_of(char wrong[CODE_SIZE], const char right[CODE_SIZE], int which)
{
	memcpy(wrong, right, CODE_SIZE);
	wrong[which % CODE_DIGITS] = (char)('0' +
	    (right[which % CODE_DIGITS] - '0' + 1 + which / CODE_DIGITS) % 10);
}

struct race {
	char code[CODE_SIZE];
	int number;
};

typedef enum reply race_job(
    struct core *core, int asker, const struct race *race);

/* ASKERS processes that all run the same job when told to. */
static struct {
	int tell[ASKERS][2], told[2];
	pid_t pids[ASKERS];
} crew;

static void
crew_work(race_job *job, int asker)
{
	struct core *core = stage_fork();
	struct race race;

	for (int i = 0; i < ASKERS; i++)
		(void)close(crew.tell[i][1]);
	while (read(crew.tell[asker][0], &race, sizeof(race)) == sizeof(race)) {
		unsigned char reply = (unsigned char)job(core, asker, &race);

		if (write(crew.told[1], &reply, 1) != 1)
			break;
	}
	_exit(0);
}

static void
crew_start(race_job *job)
{
	assert_int_equal(pipe(crew.told), 0);
	for (int i = 0; i < ASKERS; i++)
		assert_int_equal(pipe(crew.tell[i]), 0);
	for (int i = 0; i < ASKERS; i++) {
		crew.pids[i] = fork();
		assert_true(crew.pids[i] >= 0);
		if (crew.pids[i] == 0)
			crew_work(job, i);
	}
}

/* How many of them ended with each reply. */
static void
crew_race(const struct race *race, int counts[REPLY_COUNT])
{
	memset(counts, 0, REPLY_COUNT * sizeof(int));
	for (int i = 0; i < ASKERS; i++)
		assert_int_equal(
		    write(crew.tell[i][1], race, sizeof(*race)), sizeof(*race));
	for (int i = 0; i < ASKERS; i++) {
		unsigned char reply;

		assert_int_equal(read(crew.told[0], &reply, 1), 1);
		assert_true(reply < REPLY_COUNT);
		counts[reply]++;
	}
}

static void
crew_stop(void)
{
	for (int i = 0; i < ASKERS; i++) {
		(void)close(crew.tell[i][0]);
		(void)close(crew.tell[i][1]);
	}
	for (int i = 0; i < ASKERS; i++)
		assert_int_equal(waitpid(crew.pids[i], NULL, 0), crew.pids[i]);
	(void)close(crew.told[0]);
	(void)close(crew.told[1]);
}

/* ------------------------------------------------------------- the tests */

static void
a_code_sets_the_password_which_logs_in(void **state)
{
	struct core *core = stage_core();
	char code[CODE_SIZE];
	struct person person;

	(void)state;
	stage_person(core, "first", 1, STAGE_SCHOOL, "new");
	assert_int_equal(
	    forgot(core, 1, "First@School.example"), REPLY_LETTER_SENT);
	core_put_letters(core);
	assert_int_equal(stage_letters(core), 1);
	issue(core, "first", code);
	assert_int_equal(redeem(core, 1, code, stage_password), REPLY_OK);
	assert_true(logs_in(core, "first", stage_password));
	stage_load(core, "first", &person);
	assert_int_equal(person.state, PERSON_ACTIVE);
	assert_false(person.code.is_there);
	assert_int_equal(person.sign_out_count, 1);
	assert_int_equal(
	    redeem(core, 1, code, stage_password), REPLY_ALREADY_SET);
}

static enum reply
race_redeem(struct core *core, int asker, const struct race *race)
{
	char password[32];

	(void)snprintf(password, sizeof(password), "Blue-Harbor-%02d", asker);
	return redeem(core, race->number, race->code, password);
}

/* Each round has one winner, and its password is the one that is set. */
static void
sixteen_askers_with_one_code_are_one_success_in_each_of_200_rounds(void **state)
{
	struct core *core = stage_core();
	struct race race = {.number = 2};
	int counts[REPLY_COUNT];

	(void)state;
	stage_person(core, "race", 2, STAGE_SCHOOL, "new");
	crew_start(race_redeem);
	for (int round = 0; round < ROUNDS; round++) {
		issue(core, "race", race.code);
		crew_race(&race, counts);
		for (int i = 0; counts[REPLY_OK] != 1 && i < REPLY_COUNT; i++)
			if (counts[i] > 0)
				print_message("# round %d: %d x %s\n", round,
				    counts[i], reply_text((enum reply)i)->name);
		assert_int_equal(counts[REPLY_OK], 1);
		assert_int_equal(counts[REPLY_ALREADY_SET] +
			counts[REPLY_WRONG_CODE] +
			counts[REPLY_PASSWORD_IN_HISTORY],
		    ASKERS - 1);
	}
	crew_stop();
}

static enum reply
guess(struct core *core, int asker, const struct race *race)
{
	char wrong[CODE_SIZE];

	for (int i = 0; i < GUESSES_EACH; i++) {
		wrong_of(wrong, race->code, asker * GUESSES_EACH + i);
		if (redeem(core, race->number, wrong, stage_password) !=
		    REPLY_WRONG_CODE)
			return REPLY_FAULT;
	}
	return REPLY_WRONG_CODE;
}

static void
sixty_four_guesses_are_ten_tries(void **state)
{
	struct core *core = stage_core();
	struct race race = {.number = 3};
	int counts[REPLY_COUNT];
	struct person person;

	(void)state;
	stage_person(core, "guess", 3, STAGE_SCHOOL, "new");
	issue(core, "guess", race.code);
	crew_start(guess);
	crew_race(&race, counts);
	crew_stop();
	assert_int_equal(counts[REPLY_WRONG_CODE], ASKERS);
	stage_load(core, "guess", &person);
	assert_int_equal(person.code.tries, CLAIM_TRIES_MAX);
	assert_int_equal(
	    redeem(core, 3, race.code, stage_password), REPLY_WRONG_CODE);
}

static void
the_tenth_try_may_be_the_right_one(void **state)
{
	struct core *core = stage_core();
	char code[CODE_SIZE], wrong[CODE_SIZE];

	(void)state;
	stage_person(core, "tenth", 4, STAGE_SCHOOL, "new");
	issue(core, "tenth", code);
	for (int i = 0; i < CLAIM_TRIES_MAX - 1; i++) {
		wrong_of(wrong, code, i);
		assert_int_equal(
		    redeem(core, 4, wrong, stage_password), REPLY_WRONG_CODE);
	}
	assert_int_equal(redeem(core, 4, code, stage_password), REPLY_OK);
}

static void
a_wrong_code_never_reaches_the_password(void **state)
{
	struct core *core = stage_core();
	char code[CODE_SIZE], wrong[CODE_SIZE];

	(void)state;
	stage_person(core, "cheap", 5, STAGE_SCHOOL, "new");
	issue(core, "cheap", code);
	wrong_of(wrong, code, 0);
	memset(&asked, 0, sizeof(asked));
	assert_int_equal(
	    redeem(core, 5, wrong, stage_password), REPLY_WRONG_CODE);
	assert_int_equal(asked.changes, 1);
	assert_int_equal(asked.passwords, 0);
	assert_int_equal(redeem(core, 5, code, stage_password), REPLY_OK);
	assert_int_equal(asked.passwords, 1); /* so the count can count */
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
			issue(core, "first", code);
		assert_int_equal(
		    redeem(core, 1, code, cases[i].password), cases[i].reply);
	}
	assert_true(logs_in(core, "first", "Green-Valley-88"));
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
	    forgot(core, 1, "first@school.example"), REPLY_LETTER_SENT);
	issue(core, "first", code);
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
	    redeem(core, 1, code, stage_password), REPLY_WRONG_CODE);
	assert_true(logs_in(core, "first", "Set-By-IT-4711"));
}

static void
asking_again_sends_the_same_code_until_half_its_life_is_over(void **state)
{
	struct core *core = stage_core();
	struct person before, after;
	int64_t now_s = core->now_s;

	(void)state;
	stage_person(core, "again", 6, STAGE_SCHOOL, "new");
	assert_int_equal(
	    forgot(core, 6, "again@school.example"), REPLY_LETTER_SENT);
	stage_load(core, "again", &before);
	core->now_s = now_s + 11 * 3600;
	assert_int_equal(
	    forgot(core, 6, "again@school.example"), REPLY_LETTER_SENT);
	stage_load(core, "again", &after);
	assert_memory_equal(
	    before.code.nonce, after.code.nonce, PERSON_NONCE_LEN);
	assert_int_equal(after.letter_count, 2);
	core->now_s = now_s + 13 * 3600;
	assert_int_equal(
	    forgot(core, 6, "again@school.example"), REPLY_LETTER_SENT);
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
		assert_int_equal(
		    forgot(core, 7, "often@school.example"), REPLY_LETTER_SENT);
		core_put_letters(core);
	}
	assert_int_equal(stage_letters(core), letters + 3);
	core->now_s -= 5 * 3600;
	core->conf = kept;
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
	issue(core, "clock", code);
	core->now_s = now_s + 25 * 3600;
	assert_int_equal(
	    redeem(core, 8, code, stage_password), REPLY_WRONG_CODE);
	core->now_s = now_s - 25 * 3600;
	assert_int_equal(redeem(core, 8, code, stage_password), REPLY_OK);
	assert_int_equal(
	    redeem(core, 8, code, stage_password), REPLY_ALREADY_SET);
	core->now_s = now_s;
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
		memset(&asked, 0, sizeof(asked));
		answer = stage_ask(core, OP_FORGOT, reset_forgot, F_NATIONAL_ID,
		    stage_id(100 + i), F_MAIL, cases[i].mail, F_NONE);
		assert_int_equal(answer->reply, cases[i].reply);
		assert_int_equal(answer->due_ms, core->conf->due_ms);
		if (i == 0)
			searches = asked.searches;
		assert_int_equal(asked.searches, searches);
		assert_int_equal(asked.changes, 1);
		memset(&asked, 0, sizeof(asked));
		assert_int_equal(
		    redeem(core, 100 + i, "000000000000", stage_password),
		    REPLY_WRONG_CODE);
		assert_int_equal(asked.searches, searches);
		assert_int_equal(asked.changes, 1);
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
	    forgot(core, 9, "kinder@school.example"), REPLY_NO_RECORD);
}

/* Frozen, then back: the asker hears so, and nothing was half done. */
static void
a_frozen_directory_is_said_and_survived(void **state)
{
	struct core *core = stage_core();
	struct person before, after;
	FILE *file = fopen(getenv("SLAPD_PID_FILE"), "re");
	int pid = 0;

	(void)state;
	assert_non_null(file);
	assert_int_equal(fscanf(file, "%d", &pid), 1);
	(void)fclose(file);
	stage_person(core, "frozen", 10, STAGE_SCHOOL, "new");
	stage_load(core, "frozen", &before);
	assert_int_equal(kill(pid, SIGSTOP), 0);
	assert_int_equal(
	    forgot(core, 10, "frozen@school.example"), REPLY_OFFLINE);
	assert_int_equal(core->letter_count, 0);
	assert_int_equal(kill(pid, SIGCONT), 0);
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
	    forgot(core, 10, "frozen@school.example"), REPLY_LETTER_SENT);
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
		issue(core, account, code);
		conf.home = kept->home;
		for (int i = 0; i < CLAIM_TRIES_MAX - 1; i++) {
			wrong_of(wrong, code, i);
			assert_int_equal(
			    redeem(core, 20 + home, wrong, stage_password),
			    REPLY_WRONG_CODE);
		}
		assert_int_equal(redeem(core, 20 + home, code, stage_password),
		    REPLY_HOME_AWAY);
		assert_int_equal(redeem(core, 20 + home, code, stage_password),
		    REPLY_WRONG_CODE);
		conf.home = home; /* it is back, and has counted none of it */
		assert_int_equal(
		    redeem(core, 20 + home, code, stage_password), REPLY_OK);
		conf.home = kept->home;
	}
	core->conf = kept;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_code_sets_the_password_which_logs_in),
    cmocka_unit_test(a_refused_password_leaves_the_code_alive),
    cmocka_unit_test(a_code_is_dead_once_the_password_changed_elsewhere),
    cmocka_unit_test(the_tenth_try_may_be_the_right_one),
    cmocka_unit_test(sixty_four_guesses_are_ten_tries),
    cmocka_unit_test(a_wrong_code_never_reaches_the_password),
    cmocka_unit_test(
	asking_again_sends_the_same_code_until_half_its_life_is_over),
    cmocka_unit_test(a_fourth_letter_in_a_day_is_not_written),
    cmocka_unit_test(a_clock_25_hours_wrong_loses_nothing),
    cmocka_unit_test(nobody_is_told_apart_by_work_or_time),
    cmocka_unit_test(
	that_a_home_is_away_only_the_right_code_hears_and_ten_tries_are_compared),
    cmocka_unit_test(a_kindergarten_gets_no_letter),
    cmocka_unit_test(a_frozen_directory_is_said_and_survived),
    cmocka_unit_test(
	sixteen_askers_with_one_code_are_one_success_in_each_of_200_rounds),
};

UNIT_MAIN(tests)
