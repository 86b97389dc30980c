/*
 * offender.c - a front that breaks out of its jail, for tests (LD_PRELOAD).
 *
 * Told to stop, it first makes the call that OFFENCE names.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef int wait_for(const sigset_t *signals, int *which);

static const struct offence {
	const char *name;
	long call, first;
} offences[] = {
    {"execve", SYS_execve, 0},
    {"fork", SYS_clone, SIGCHLD},
    {"kill", SYS_kill, 0},
    {"ptrace", SYS_ptrace, 0},
    {"socket", SYS_socket, AF_INET},
    {"getpid", SYS_getpid, 0},
};
static const struct offence *offence;
static wait_for *real;

static void __attribute__((constructor)) choose(void)
{
	const char *name = getenv("OFFENCE");

	*(void **)&real = dlsym(RTLD_NEXT, "sigwait");
	for (size_t i = 0; i < sizeof(offences) / sizeof(offences[0]); i++)
		if (name != NULL && strcmp(name, offences[i].name) == 0)
			offence = &offences[i];
}

int
sigwait(const sigset_t *signals, int *which)
{
	int failed = real(signals, which);

	if (offence != NULL)
		(void)syscall(offence->call, offence->first, 0L, 0L, 0L, 0L);
	return failed;
}
