#include "front_jail.h"

#include "base/jail.h"
#include "base/jail_calls.h"
#include "base/log.h"

#include <errno.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#define ALLOW(name)                 \
	{                           \
		SYS_##name, 0, 0, 0 \
	}
#define REFUSE(name, error)             \
	{                               \
		SYS_##name, error, 0, 0 \
	}
#define ALLOW_IF(name, n, with)        \
	{                              \
		SYS_##name, 0, n, with \
	}

/* What pthread_create() asks for: a filter sees no further than these. */
enum {
	A_THREAD = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM |
	    CLONE_SIGHAND | CLONE_THREAD | CLONE_SETTLS | CLONE_PARENT_SETTID |
	    CLONE_CHILD_CLEARTID
};

static const struct jail_call calls[] = {
    /* browsers, the daemon and the log: unix sockets only */
    ALLOW(accept4),
    ALLOW_IF(socket, 1, AF_UNIX),
    ALLOW(connect),
    ALLOW(close),
    ALLOW(read),
    ALLOW(readv),
    ALLOW(recvfrom),
    ALLOW(recvmsg),
    ALLOW(write),
    ALLOW(writev),
    ALLOW(sendto),
    ALLOW(sendmsg),
    ALLOW(shutdown),
    ALLOW(getsockname),
    ALLOW(getpeername),
    ALLOW(getsockopt),
    ALLOW(setsockopt),
    ALLOW(fcntl),
    ALLOW(poll),
    ALLOW(ppoll),
    ALLOW(eventfd2),
    /* threads; what makes them by clone3 makes them by clone then */
    REFUSE(clone3, ENOSYS),
    ALLOW_IF(clone, 1, A_THREAD),
    ALLOW(set_robust_list),
    ALLOW(rseq),
    ALLOW(futex),
    ALLOW(exit),
    ALLOW(sched_yield),
    ALLOW(sched_getaffinity),
    ALLOW_IF(prctl, 1, PR_SET_NAME),
    /* memory */
    ALLOW(mmap),
    ALLOW(munmap),
    ALLOW(mprotect),
    ALLOW(mremap),
    ALLOW(madvise),
    ALLOW(brk),
    /* time, chance, signals, the end */
    ALLOW(clock_gettime),
    ALLOW(clock_nanosleep),
    ALLOW(gettimeofday),
    ALLOW(getrandom),
    ALLOW(rt_sigaction),
    ALLOW(rt_sigprocmask),
    ALLOW(rt_sigreturn),
    ALLOW(rt_sigtimedwait),
    ALLOW(restart_syscall),
    ALLOW(getpid),
    ALLOW(gettid),
    ALLOW(tgkill),
    ALLOW(exit_group),
    /* what libc tries and does without */
    REFUSE(openat, EACCES),
    REFUSE(newfstatat, EACCES),
    REFUSE(unlink, EACCES),
    REFUSE(ioctl, ENOTTY),
    REFUSE(sysinfo, ENOSYS),
    REFUSE(prlimit64, EPERM),
};

enum rc
front_jail(struct err *err)
{
	enum rc rc = jail_files(err);

	if (rc == RC_ABSENT) {
		log_warn("%s", err->text);
		rc = RC_OK;
	}
	return rc == RC_OK
	    ? jail_calls(calls, sizeof(calls) / sizeof(calls[0]), err)
	    : rc;
}
