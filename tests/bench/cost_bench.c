/*
 * cost_bench.c - what a command costs: its seconds and its kB at their highest.
 *
 * usage: cost_bench FILE COMMAND [ARGUMENT ...]
 *
 * Writes both to FILE, a blank between them, and ends as the command did.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	double start_s = now_s();
	struct rusage usage;
	FILE *file;
	int status;
	pid_t pid;

	if (argc < 3) {
		fprintf(
		    stderr, "usage: cost_bench FILE COMMAND [ARGUMENT ...]\n");
		return 2;
	}
	pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid ||
	    (file = fopen(argv[1], "we")) == NULL) {
		perror("cost_bench");
		return 1;
	}
	fprintf(file, "%.6f %ld\n", now_s() - start_s, usage.ru_maxrss);
	(void)fclose(file);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
