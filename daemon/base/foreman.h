/*
 * foreman.h - keeps the worker processes of an acceptor.
 *
 * Shape:  each worker has one question at most; one that dies or takes too
 *         long is replaced, and its asker told. A ticker is one more process.
 * Units:  monotonic milliseconds.
 * Errors: none; a fork that fails is logged and tried again.
 * Source: ours; prefork after OpenSSH.
 */
#ifndef BASE_FOREMAN_H
#define BASE_FOREMAN_H

#include "asker.h"
#include "serve.h"

#include <signal.h>

enum {
	FOREMAN_MAX = 64,        /* more workers than that are a typing error */
	FOREMAN_WORK_MS = 60000, /* a worker that takes longer is killed */
	FOREMAN_RESPAWN_MS = 200, /* between death and birth, doubled for ... */
	FOREMAN_RESPAWN_MAX = 5000, /* ... one that dies at once, up to this */
	FOREMAN_END_MS = 2000,      /* to end by itself when we stop */
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

struct foreman {
	const struct serve_conf *conf;
	struct askers *askers;
	const int *listeners; /* doors that a child closes */
	struct worker workers[FOREMAN_MAX];
	struct child ticker;
};

void foreman_init(struct foreman *foreman, const struct serve_conf *conf,
    struct askers *askers, const int *listeners);

/* Gives birth where it is due; kills whoever takes too long. */
void foreman_watch(struct foreman *foreman, int64_t now_ms);
/* Buries the dead; `is_stopping`: without a word. */
void foreman_reap(struct foreman *foreman, bool is_stopping);
/* Questions in turn to workers that are free. */
void foreman_dispatch(struct foreman *foreman, int64_t now_ms);
/* Takes what worker `index` says: an answer, or that it is free. False when
 * it is dead, which foreman_reap() will see. */
bool foreman_hear(struct foreman *foreman, int index);
bool foreman_is_busy(const struct foreman *foreman);
/* Ends all of them. `unblocked` lets SIGCHLD through. */
void foreman_end(struct foreman *foreman, const sigset_t *unblocked);

#endif
