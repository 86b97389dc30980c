/*
 * jail_calls.h - the system calls that a process still may make.
 *
 * Shape:  a table of the program's own; whatever is not in it ends the process
 *         at once (SIGSYS, in the log of audit or the service manager).
 * Units:  `fails_with` an errno, 0 to allow.
 * Errors: RC_FAULT when the kernel refuses.
 * Source: libseccomp. Links it, so that it is a file of its own. Left out
 *         under AddressSanitizer, whose calls are many.
 */
#ifndef BASE_JAIL_CALLS_H
#define BASE_JAIL_CALLS_H

#include "err.h"

#include <stddef.h>
#include <stdint.h>

struct jail_call {
	int call;       /* SCMP_SYS(name) or SYS_name */
	int fails_with; /* instead of being made */
	/* Only when its argument number `arg` - 1 is `value`; 0: always. */
	unsigned arg;
	uint64_t value;
};

enum rc jail_calls(
    const struct jail_call *calls, size_t count, struct err *err);

#endif
