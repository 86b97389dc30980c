/* What people wait for while the directory is frozen; tests/module/probe.sh
 * starts a town whose identityd has WORKERS workers. */
#include "town.h"

#include "../unit/unit.h"
#include "base/clock.h"
#include "freeze.h"

#include <poll.h>
#include <sys/wait.h>

enum {
	WORKERS = 4,
	AT_ONCE_MS = 1000, /* a worker that asked would wait for five seconds */
	AWAIT_MS = 10000,
	STEP_MS = 20,
};

static enum rc
look_up(void)
{
	return town_ask(TOWN_ROOT, OP_PERSON_LOAD, F_ACCOUNT, "tina", F_NONE)
	    ->rc;
}

static void
await_answer(enum rc wanted)
{
	int64_t until_ms = clock_mono_ms() + AWAIT_MS;

	while (look_up() != wanted) {
		assert_true(clock_mono_ms() < until_ms);
		(void)poll(NULL, 0, STEP_MS);
	}
}

/* One question for each worker, all at a time; how many waited. */
static int
ask_all(void)
{
	int64_t start_ms = clock_mono_ms();
	int status, late = 0;

	for (int i = 0; i < WORKERS; i++)
		if (fork() == 0)
			_exit(look_up() != RC_OFFLINE ||
			    clock_mono_ms() - start_ms > AT_ONCE_MS);
	for (int i = 0; i < WORKERS; i++) {
		assert_true(wait(&status) > 0);
		late += status != 0;
	}
	return late;
}

static int
thaw(void **state)
{
	(void)state;
	return kill(slapd_pid(), SIGCONT);
}

static void
once_a_frozen_directory_is_found_out_no_worker_waits_for_it(void **state)
{
	(void)state;
	await_answer(RC_OK);
	freeze(slapd_pid());
	await_answer(RC_OFFLINE);
	for (int turn = 0; turn < 3; turn++)
		assert_int_equal(ask_all(), 0);
	assert_int_equal(thaw(state), 0);
	await_answer(RC_OK);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_teardown(
	once_a_frozen_directory_is_found_out_no_worker_waits_for_it, thaw),
};

UNIT_MAIN_IN(tests, town_open, NULL)
