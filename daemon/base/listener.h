/*
 * listener.h - a unix socket that others connect to.
 *
 * Shape:  listener_open() binds and listens; a socket file that nobody serves
 *         any more is replaced, nothing else is. Nobody may connect before
 *         the group and mode are set. The caller closes the descriptor.
 * Units:  none.
 * Errors: RC_EXISTS when another process serves there, or the path is no
 *         socket; RC_FAULT when the kernel refuses.
 * Source: unix(7).
 */
#ifndef BASE_LISTENER_H
#define BASE_LISTENER_H

#include "err.h"

#include <sys/types.h>

enum { LISTENER_BACKLOG = 1024 }; /* connections that wait for accept(2) */

struct listener {
	const char *path;
	mode_t mode;
	gid_t group; /* (gid_t)-1: as it comes */
};

enum rc listener_open(
    const struct listener *listener, int *fd, struct err *err);

#endif
