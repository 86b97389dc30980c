/*
 * crew.h - the worker processes that an acceptor keeps.
 *
 * Shape:  each worker has one question at most; one that dies or takes too
 *         long is replaced, and its asker told. A ticker is one more process.
 * Units:  monotonic milliseconds.
 * Errors: none; a fork that fails is logged and tried again.
 * Source: ours; prefork after OpenSSH.
 */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include "asker.h"
#include "serve.h"

#include <signal.h>

enum {
	CREW_MAX = 64,           /* more workers than that are a typing error */
	CREW_WORK_MS = 60000,    /* a worker that takes longer is killed */
	CREW_RESPAWN_MS = 200,   /* between death and birth, doubled for ... */
	CREW_RESPAWN_MAX = 5000, /* ... one that dies at once, up to this */
	CREW_END_MS = 2000,      /* to end by itself when we stop */
};

struct child {
	pid_t pid; /* 0: to be born at born_ms + delay_ms */
	int64_t born_ms;
	int delay_ms;
};

struct worker {
	struct child child;
	int fd;
	bool is_busy;        /* until it says so itself, after its answer */
	struct asker *asker; /* who waits for its answer; NULL */
	int64_t since_ms;
};

struct crew {
	const struct serve_conf *conf;
	struct askers *askers;
	const int *listeners; /* doors that a child closes */
	struct worker workers[CREW_MAX];
	struct child ticker;
};

void crew_init(struct crew *crew, const struct serve_conf *conf,
    struct askers *askers, const int *listeners);

/* Gives birth where it is due; kills whoever takes too long. */
void crew_watch(struct crew *crew, int64_t now_ms);
/* Buries the dead; `is_stopping`: without a word. */
void crew_reap(struct crew *crew, bool is_stopping);
/* Questions in turn to workers that are free. */
void crew_dispatch(struct crew *crew, int64_t now_ms);
/* Takes what worker `index` says: an answer, or that it is free. False when
 * it is dead, which crew_reap() will see. */
bool crew_hear(struct crew *crew, int index);
bool crew_is_busy(const struct crew *crew);
/* Ends all of them. `unblocked` lets SIGCHLD through. */
void crew_end(struct crew *crew, const sigset_t *unblocked);

#endif
