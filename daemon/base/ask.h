/*
 * ask.h - the asking end of a unix socket: one question, one answer.
 *
 * Shape:  ask() connects, sends the question, reads the answer, closes; it
 *         keeps nothing between calls: no descriptor, no memory, no signal
 *         handler. ask_kept() leaves the connection open for the next question.
 * Units:  deadline_ms for the whole exchange, monotonic.
 * Errors: the answer's own class with its sentence; RC_OFFLINE when nobody
 *         listens or the deadline passed; RC_FAULT when the server is not the
 *         uid it should be or answers nonsense.
 * Source: ours. libc only: guests link it.
 */
#ifndef BASE_ASK_H
#define BASE_ASK_H

#include "wire.h"

#include <sys/types.h>

struct ask_door {
	const char *path;
	uid_t server_uid; /* who must be at the other end ... */
	bool any_server;  /* ... unless this says that anyone may */
	int deadline_ms;
};

/*
 * Sends `question` (begun and filled, not ended) and parses the answer into
 * `answer`, which borrows `buf`. Both buffers may hold secrets afterwards: the
 * caller owns and wipes them.
 */
enum rc ask(const struct ask_door *door, struct wire_out *question,
    struct wire_in *answer, void *buf, size_t size, struct err *err);

/*
 * The same over `*kept`, a connection that an earlier question left open, or
 * -1; afterwards it is one for the next question, or -1. A server that closed
 * it meanwhile is dialled anew, and asked again only if it read nothing.
 */
enum rc ask_kept(const struct ask_door *door, int *kept,
    struct wire_out *question, struct wire_in *answer, void *buf, size_t size,
    struct err *err);

#endif
