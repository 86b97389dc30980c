#include "jail.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum rc
jail_memory(struct err *err)
{
	static const struct rlimit none = {0, 0};

	if (setrlimit(RLIMIT_CORE, &none) != 0)
		return err_set(err, RC_FAULT, "no core files: %m");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return err_set(err, RC_FAULT, "not dumpable: %m");
	return RC_OK;
}

enum rc
jail_process(struct err *err)
{
	(void)umask(077);
	(void)signal(SIGPIPE, SIG_IGN);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_set(err, RC_FAULT, "no new privileges: %m");
	return jail_memory(err);
}
