/* What is left to a front that has locked itself in: these calls, and any other
 * ends it. Each try is a child. */
#include "base/jail.h"
#include "front/front_jail.h"
#include "unit.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	CALLS_MAX = 1024,      /* above every number that a kernel knows */
	OTHER_ABI = 0x40000000 /* x32's numbers */
};

/* Whatever they are given; what only fails does not end it either. */
static const long left[] = {SYS_accept4, SYS_connect, SYS_close, SYS_read,
    SYS_readv, SYS_recvfrom, SYS_recvmsg, SYS_write, SYS_writev, SYS_sendto,
    SYS_sendmsg, SYS_shutdown, SYS_getsockname, SYS_getpeername, SYS_getsockopt,
    SYS_setsockopt, SYS_fcntl, SYS_poll, SYS_ppoll, SYS_eventfd2, SYS_clone3,
    SYS_set_robust_list, SYS_rseq, SYS_futex, SYS_exit, SYS_sched_yield,
    SYS_sched_getaffinity, SYS_mmap, SYS_munmap, SYS_mprotect, SYS_mremap,
    SYS_madvise, SYS_brk, SYS_clock_gettime, SYS_clock_nanosleep,
    SYS_gettimeofday, SYS_getrandom, SYS_rt_sigaction, SYS_rt_sigprocmask,
    SYS_rt_sigreturn, SYS_rt_sigtimedwait, SYS_restart_syscall, SYS_getpid,
    SYS_gettid, SYS_tgkill, SYS_exit_group, SYS_openat, SYS_newfstatat,
    SYS_unlink, SYS_ioctl, SYS_sysinfo, SYS_prlimit64};

/* uretprobe and uprobe: newer kernels let their own trampolines, and nothing
 * else, make these whatever the filter. */
static bool
is_exempt(long call)
{
#ifdef __x86_64__
	return call == 335 || call == 336;
#else
	(void)call;
	return false;
#endif
}

static bool
is_left(long call)
{
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		if (left[i] == call)
			return true;
	return false;
}

static void
lock_in(void)
{
	struct err err;

	/* Not cmocka's, which would go on with the tests. */
	(void)signal(SIGILL, SIG_DFL);
	(void)signal(SIGSEGV, SIG_DFL);
	if (jail_process(&err) != RC_OK || front_jail(&err) != RC_OK)
		_exit(1);
}

/* How a child ended: 0, its exit code, the negative number of a signal. */
static int
end_of(pid_t child)
{
	int status;

	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

/* No call gets far with these arguments. */
static int
end_after(long call, long first)
{
	pid_t child = fork();

	if (child == 0) {
		lock_in();
		(void)syscall(call, first, -1L, -1L, -1L, -1L, -1L);
		_exit(0);
	}
	return end_of(child);
}

static void
a_call_beyond_the_table_ends_it(void **state)
{
	int wrong = 0;

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip();
#endif
	for (long call = 0; call < CALLS_MAX; call++)
		if (!is_exempt(call) &&
		    (end_after(call, -1) == -SIGSYS) == is_left(call)) {
			print_message("call %ld is %sleft\n", call,
			    is_left(call) ? "not " : "");
			wrong++;
		}
	assert_int_equal(wrong, 0);
	assert_int_equal(end_after(OTHER_ABI | SYS_read, -1), -SIGSYS);
}

static void
some_are_left_for_one_purpose(void **state)
{
	static const struct {
		long call, first;
		int expected;
	} cases[] = {
	    {SYS_socket, AF_UNIX, 0},
	    {SYS_socket, AF_INET, -SIGSYS},
	    {SYS_socket, AF_INET6, -SIGSYS},
	    {SYS_socket, AF_NETLINK, -SIGSYS},
	    {SYS_socket, AF_PACKET, -SIGSYS},
	    {SYS_prctl, PR_SET_NAME, 0},
	    {SYS_prctl, PR_SET_DUMPABLE, -SIGSYS},
	    {SYS_prctl, PR_SET_SECCOMP, -SIGSYS},
	    {SYS_clone, SIGCHLD, -SIGSYS},
	    {SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, -SIGSYS},
	    {SYS_clone, CLONE_NEWUSER, -SIGSYS},
	};

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip();
#endif
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(end_after(cases[i].call, cases[i].first),
		    cases[i].expected);
}

static void *
answer(void *fd)
{
	return write(*(int *)fd, "x", 1) == 1 ? fd : NULL;
}

/* 0 when a thread of a front has run. */
static int
run_a_thread(void)
{
	pthread_t thread;
	void *done = NULL;
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
		return 1;
	lock_in();
	return pthread_create(&thread, NULL, answer, &fds[0]) != 0 ||
	    pthread_join(thread, &done) != 0 || done == NULL;
}

static void
threads_are_left_and_no_process(void **state)
{
	pid_t child = fork();

	(void)state;
	if (child == 0)
		_exit(run_a_thread());
	assert_int_equal(end_of(child), 0);
#ifdef __SANITIZE_ADDRESS__
	skip();
#endif
	child = fork();
	if (child == 0) {
		lock_in();
		_exit(fork() < 0);
	}
	assert_int_equal(end_of(child), -SIGSYS);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_call_beyond_the_table_ends_it),
    cmocka_unit_test(some_are_left_for_one_purpose),
    cmocka_unit_test(threads_are_left_and_no_process),
};

UNIT_MAIN(tests)
