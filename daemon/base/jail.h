/*
 * jail.h - what a process gives up before it meets anybody.
 *
 * Shape:  jail_process() once at start, in every daemon and what works for one;
 *         jail_memory() in every other tool that handles a secret. What parses
 *         strangers' bytes goes on, once all it needs is loaded and before its
 *         first thread: jail_files(), then jail_calls() (jail_calls.h).
 * Units:  none.
 * Errors: RC_FAULT when the kernel refuses; jail_files() and jail_reading()
 *         RC_ABSENT when this kernel has no landlock: the caller goes on.
 * Source: prctl(2), setrlimit(2). landlock(7), by number: Debian 12's libc has
 *         no wrappers.
 */
#ifndef BASE_JAIL_H
#define BASE_JAIL_H

#include "err.h"

#include <stddef.h>

/* No core file, and nobody but root looks into this process. A program that it
 * becomes writes no core file either. */
enum rc jail_memory(struct err *err);

/* That, no new privileges, umask 077, and SIGPIPE is ignored. Not for a tool
 * at a terminal: PAM's helpers are set-user-ID, and behind a list may be
 * head(1). */
enum rc jail_process(struct err *err);

/* From now on no path can be opened, made, renamed or removed, no TCP port
 * bound or connected to, and nobody outside signalled. Open descriptors, and
 * unix sockets by their path, still work. For this thread and those it
 * makes. */
enum rc jail_files(struct err *err);

/* From now on only what is at or below these paths can be opened or run, for
 * reading alone; the network is left as it is. One that is not there is passed
 * over. For a child before it becomes another program. */
enum rc jail_reading(const char *const *paths, size_t count, struct err *err);

#endif
