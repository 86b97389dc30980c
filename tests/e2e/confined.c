/*
 * confined.c - a program under a filter of system calls that kills.
 *
 * usage: confined NAMES PROGRAM [ARGUMENT...]
 *
 * NAMES is a file of the system calls that are allowed, one a line. With
 * systemd a call that a unit's SystemCallFilter does not name fails; here it
 * ends the process, so that no test passes over it.
 */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <unistd.h>

enum { NAME_SIZE = 64 };

/* Names that this kernel or machine does not have are no calls. */
static int
allow(scmp_filter_ctx filter, char *name)
{
	int call;

	name[strcspn(name, "\n")] = '\0';
	call = seccomp_syscall_resolve_name(name);
	return call < 0 ? 0 : seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
}

static int
confine(const char *path)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	FILE *names = fopen(path, "re");
	int failed = filter == NULL || names == NULL ? -EIO : 0;
	char name[NAME_SIZE];

	while (failed == 0 && fgets(name, sizeof(name), names) != NULL)
		failed = allow(filter, name);
	if (failed == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		failed = -errno;
	if (failed == 0)
		failed = seccomp_load(filter);
	if (names != NULL)
		(void)fclose(names);
	seccomp_release(filter);
	return failed;
}

int
main(int argc, char **argv)
{
	int failed;

	if (argc < 3) {
		(void)fprintf(
		    stderr, "usage: confined NAMES PROGRAM [ARGUMENT...]\n");
		return EX_USAGE;
	}
	failed = confine(argv[1]);
	if (failed == 0) {
		(void)execv(argv[2], argv + 2);
		failed = -errno;
	}
	(void)fprintf(stderr, "confined: %s: %s\n", argv[2], strerror(-failed));
	return EX_OSERR;
}
