#include "jail_calls.h"

#ifdef __SANITIZE_ADDRESS__

enum rc
jail_calls(const struct jail_call *calls, size_t count, struct err *err)
{
	(void)calls;
	(void)count;
	(void)err;
	return RC_OK;
}

#else

#include <errno.h>
#include <seccomp.h>
#include <string.h>

static int
add(scmp_filter_ctx filter, const struct jail_call *call)
{
	uint32_t action = call->fails_with == 0
	    ? SCMP_ACT_ALLOW
	    : SCMP_ACT_ERRNO((uint32_t)call->fails_with);

	if (call->arg == 0)
		return seccomp_rule_add(filter, action, call->call, 0);
	return seccomp_rule_add(filter, action, call->call, 1,
	    SCMP_CMP64(call->arg - 1, SCMP_CMP_EQ, call->value));
}

enum rc
jail_calls(const struct jail_call *calls, size_t count, struct err *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int failed = filter != NULL ? 0 : -ENOMEM;

	for (size_t i = 0; i < count && failed == 0; i++)
		failed = add(filter, &calls[i]);
	if (failed == 0)
		failed = seccomp_load(filter);
	if (filter != NULL)
		seccomp_release(filter);
	return failed == 0
	    ? RC_OK
	    : err_set(err, RC_FAULT, "seccomp: %s", strerror(-failed));
}

#endif
