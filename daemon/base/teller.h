/*
 * teller.h - tells a process's numbers at a socket of its own.
 *
 * Shape:  for a daemon that nobody else asks anything: a thread answers
 *         OP_METRICS, one page of rows of tally.h, to anybody on this host; it
 *         is in nobody's way, and a few connections are all it holds. The
 *         socket comes before the daemon locks itself in, the thread after.
 * Units:  milliseconds, monotonic.
 * Errors: none for the daemon, whose work matters more than its numbers: why
 *         they are not told is logged, and all goes on.
 * Source: ours.
 */
#ifndef BASE_TELLER_H
#define BASE_TELLER_H

#include "wire.h"

enum {
	TELLER_ASKERS_MAX = 16,
	TELLER_UID_MAX = 4,        /* of them, so that nobody shuts out root */
	TELLER_QUESTION_MS = 2000, /* a question must be complete after this */
};

struct teller;

struct teller_conf {
	const char *path; /* the socket; an old one is replaced */
	void (*put)(void *ctx, struct wire_out *out);
	void *ctx;
};

/* NULL: there is no socket; the calls below are fine with it. */
struct teller *teller_open(const struct teller_conf *conf);
/* From now on the calling thread's signal mask and jail are the teller's. */
void teller_start(struct teller *teller);
/* After it put() is not called any more. */
void teller_close(struct teller *teller);

#endif
