/*
 * ask.h - the asking end of a unix socket: one question, one answer, close.
 *
 * Shape:  connect, send the question, read the answer, close. Nothing is kept
 *         between calls: no descriptor, no memory, no signal handler.
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

#endif
