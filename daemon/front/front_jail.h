/*
 * front_jail.h - a front locks itself in.
 *
 * Shape:  after everything is loaded and the socket is there, before the first
 *         thread: no file, no network, no program, no other process; threads,
 *         memory, its own sockets and questions at unix sockets are left.
 * Units:  none.
 * Errors: RC_FAULT when the kernel refuses. Without landlock it logs that and
 *         goes on with the table of calls, which opens nothing either.
 * Source: jail.h; the calls are those seen under load, and what libc may make
 *         instead of them.
 */
#ifndef FRONT_FRONT_JAIL_H
#define FRONT_FRONT_JAIL_H

#include "base/err.h"

enum rc front_jail(struct err *err);

#endif
