/*
 * jail.h - what a process gives up before it meets anybody.
 *
 * Shape:  jail_process() once at start, in every daemon and every tool that
 *         handles a secret.
 * Units:  none.
 * Errors: RC_FAULT when the kernel refuses.
 * Source: prctl(2), setrlimit(2): no core file, no ptrace by the same user, no
 *         new privileges, umask 077, SIGPIPE ignored.
 */
#ifndef BASE_JAIL_H
#define BASE_JAIL_H

#include "err.h"

enum rc jail_process(struct err *err);

#endif
