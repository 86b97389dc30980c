/*
 * freeze.h - stops a process for a test, and is sure that it has stopped.
 *
 * Shape:  freeze() sends SIGSTOP and waits until the kernel says T: the main
 *         thread must run once before the others stop, which takes a while on
 *         a busy machine. SIGCONT ends it. slapd_pid() is whom to freeze: the
 *         slapd of $SLAPD_PID_FILE.
 * Units:  none.
 * Errors: a failed assertion when it has not stopped after two seconds.
 * Source: proc(5), field 3 of stat.
 */
#ifndef TESTS_FREEZE_H
#define TESTS_FREEZE_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static inline pid_t
slapd_pid(void)
{
	const char *path = getenv("SLAPD_PID_FILE");
	FILE *file;
	int pid = 0;

	assert_non_null(path);
	file = fopen(path, "re");
	assert_non_null(file);
	assert_int_equal(fscanf(file, "%d", &pid), 1);
	(void)fclose(file);
	assert_true(pid > 1);
	return pid;
}

static inline void
freeze(pid_t pid)
{
	char path[64], state = '?';

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	assert_int_equal(kill(pid, SIGSTOP), 0);
	for (int i = 0; i < 200 && state != 'T'; i++) {
		FILE *file = fopen(path, "re");

		assert_non_null(file);
		assert_int_equal(fscanf(file, "%*d (%*[^)]) %c", &state), 1);
		(void)fclose(file);
		usleep(10000);
	}
	assert_int_equal(state, 'T');
}

#endif
