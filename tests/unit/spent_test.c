/* A code is used once, whoever and however many try. */
#include "identityd/spent.h"

#include "identityd/shared.h"

#include "unit.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOW_S = 1800000000, ASKERS = 16 };

/* Codes of one row: the first two bytes say which. */
static const unsigned char *
serial(int number)
{
	static unsigned char bytes[GRANT_SERIAL_LEN];

	bytes[2] = (unsigned char)(number >> 8);
	bytes[3] = (unsigned char)number;
	return bytes;
}

static void
a_code_is_used_once_and_its_token_good_until_it_is_tried_again(void **state)
{
	struct spent *spent = spent_new();

	(void)state;
	assert_non_null(spent);
	assert_false(spent_is_good(spent, serial(1)));
	assert_int_equal(spent_take(spent, serial(1), NOW_S), RC_OK);
	assert_true(spent_is_good(spent, serial(1)));
	assert_false(spent_is_good(spent, serial(2)));
	assert_int_equal(spent_take(spent, serial(1), NOW_S), RC_EXISTS);
	assert_false(spent_is_good(spent, serial(1)));
	assert_int_equal(spent_take(spent, serial(1), NOW_S + 9), RC_EXISTS);
}

static void
every_run_has_another_name(void **state)
{
	struct spent *a = spent_new(), *b = spent_new();

	(void)state;
	assert_memory_not_equal(spent_run(a), spent_run(b), GRANT_RUN_LEN);
}

/* A row takes eight; a ninth within a minute has no place. */
static void
a_code_that_could_still_be_tried_is_never_forgotten(void **state)
{
	struct spent *spent = spent_new();

	(void)state;
	for (int i = 0; i < 8; i++)
		assert_int_equal(
		    spent_take(spent, serial(i), NOW_S + i), RC_OK);
	assert_int_equal(spent_take(spent, serial(8), NOW_S + 59), RC_BUSY);
	assert_int_equal(spent_take(spent, serial(8), NOW_S - 9999), RC_BUSY);
	assert_int_equal(spent_take(spent, serial(8), NOW_S + 60), RC_OK);
	assert_false(spent_is_good(spent, serial(0))); /* its place is gone */
	for (int i = 1; i <= 8; i++)
		assert_int_equal(
		    spent_take(spent, serial(i), NOW_S + 60), RC_EXISTS);
}

/* How many of 16 processes at once get RC_OK for one code. */
static int
winners(struct spent *spent, int number)
{
	int go[2], won = 0, status;
	char byte;

	assert_int_equal(pipe(go), 0);
	for (int i = 0; i < ASKERS; i++)
		if (fork() == 0) {
			(void)close(go[1]);
			(void)!read(go[0], &byte, 1); /* until it is closed */
			_exit(spent_take(spent, serial(number), NOW_S) == RC_OK
				? 0
				: 1);
		}
	(void)close(go[0]);
	(void)close(go[1]);
	for (int i = 0; i < ASKERS; i++) {
		assert_true(wait(&status) > 0);
		won += WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	return won;
}

static void
of_sixteen_processes_with_one_code_one_wins(void **state)
{
	struct spent *spent = spent_new();

	(void)state;
	for (int i = 0; i < 8; i++)
		assert_int_equal(winners(spent, i), 1);
}

/* ------------------------------------------------- who dies holding the lock */

static bool is_dying;

void __real_shared_unlock(pthread_mutex_t *lock);
void __wrap_shared_unlock(pthread_mutex_t *lock);

void
__wrap_shared_unlock(pthread_mutex_t *lock)
{
	if (is_dying)
		_exit(0);
	__real_shared_unlock(lock);
}

static void
a_dead_holder_of_the_lock_is_survived(void **state)
{
	struct spent *spent = spent_new();
	pid_t pid = fork();

	(void)state;
	assert_true(pid >= 0);
	is_dying = pid == 0;
	if (is_dying)
		(void)spent_take(spent, serial(1), NOW_S);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(spent_take(spent, serial(1), NOW_S), RC_EXISTS);
	assert_int_equal(winners(spent, 2), 1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(
	a_code_is_used_once_and_its_token_good_until_it_is_tried_again),
    cmocka_unit_test(every_run_has_another_name),
    cmocka_unit_test(a_code_that_could_still_be_tried_is_never_forgotten),
    cmocka_unit_test(of_sixteen_processes_with_one_code_one_wins),
    cmocka_unit_test(a_dead_holder_of_the_lock_is_survived),
};

UNIT_MAIN(tests)
