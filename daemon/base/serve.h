/*
 * serve.h - the answering end: one acceptor, N workers, a table of handlers.
 *
 * Shape:  the parent accepts, reads each question without blocking, and gives
 *         it to an idle worker process; the worker's answer comes back and is
 *         written when it is due. An asker that sends nothing costs a slot and
 *         nobody's time. A worker that dies is replaced, and its asker told.
 *         At a door that keeps, a connection stays for the next question, and
 *         ends without a word when its worker dies.
 * Units:  milliseconds, monotonic.
 * Errors: RC_FAULT when a socket cannot be made; per question, what the
 *         handler answers: RC_DENIED for an op that this door does not offer,
 *         RC_BUSY past a uid's cap.
 * Source: ours; prefork after OpenSSH, the acceptor because plain prefork
 *         stops at as many idle connections as there are workers.
 */
#ifndef BASE_SERVE_H
#define BASE_SERVE_H

#include "tally.h"

#include <sys/types.h>

struct serve_door {
	const char *path; /* the socket; an old one is replaced */
	mode_t mode;
	gid_t group; /* (gid_t)-1: leave it */
	enum door door;
	uid_t only_uid; /* (uid_t)-1: anyone the mode lets in */
	int uid_max;    /* open connections per uid */
	bool is_kept;   /* a connection stays for the next question */
};

struct serve_question {
	struct wire_in in;
	enum op op;
	enum door door;
	uid_t uid;
	gid_t gid;
	pid_t pid;
	int64_t asked_ms; /* when the question was complete */
};

struct serve_answer {
	struct wire_out out; /* begun as RC_OK; serve_fail() begins it anew */
	int64_t due_ms;      /* not before this; 0: at once */
};

struct serve_conf {
	const struct serve_door *doors;
	size_t door_count;
	int worker_count;
	int question_ms;     /* a question must be complete after this */
	struct tally *tally; /* where answers are counted; may be NULL */
	/* In each worker, once: open what it needs. Not RC_OK ends it. */
	enum rc (*start)(void *ctx, struct err *err);
	/* Fills in the answer. */
	void (*handle)(void *ctx, const struct serve_question *question,
	    struct serve_answer *answer);
	/* In the worker after the answer has gone; may be NULL. */
	void (*after)(void *ctx);
	/* In one extra process, every `tick_ms`; may be NULL. */
	void (*tick)(void *ctx);
	int tick_ms;
	void *ctx;
};

/* Runs until SIGTERM or SIGINT, then finishes what is in flight. Tells the
 * service manager (ready.h) once every socket listens. */
enum rc serve(const struct serve_conf *conf, struct err *err);

/* Begins the answer anew as a failure with a stable reason and a sentence. */
void serve_fail(struct serve_answer *answer, enum rc rc, const char *reason,
    const char *text);

#endif
