/* Many who have, or guess, one check code at once, on a real slapd;
 * tests/module/claim_race.sh starts it. */
#include "stage.h"

#include "../unit/unit.h"

#include <sys/wait.h>
#include <unistd.h>

enum { ASKERS = 16, ROUNDS = 200, GUESSES_EACH = 4 };

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

static enum reply
guess(struct core *core, int asker, const struct race *race)
{
	char wrong[CODE_SIZE];

	for (int i = 0; i < GUESSES_EACH; i++) {
		stage_wrong(wrong, race->code, asker * GUESSES_EACH + i);
		if (stage_redeem(core, race->number, wrong, stage_password) !=
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
	stage_issue(core, "guess", race.code);
	crew_start(guess);
	crew_race(&race, counts);
	crew_stop();
	assert_int_equal(counts[REPLY_WRONG_CODE], ASKERS);
	stage_load(core, "guess", &person);
	assert_int_equal(person.code.tries, CLAIM_TRIES_MAX);
	assert_int_equal(
	    stage_redeem(core, 3, race.code, stage_password), REPLY_WRONG_CODE);
}

static enum reply
race_redeem(struct core *core, int asker, const struct race *race)
{
	char password[32];

	(void)snprintf(password, sizeof(password), "Blue-Harbor-%02d", asker);
	return stage_redeem(core, race->number, race->code, password);
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
		stage_issue(core, "race", race.code);
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

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(sixty_four_guesses_are_ten_tries),
    cmocka_unit_test(
	sixteen_askers_with_one_code_are_one_success_in_each_of_200_rounds),
};

UNIT_MAIN(tests)
