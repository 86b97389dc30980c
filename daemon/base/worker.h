/*
 * worker.h - the processes that serve() forks.
 *
 * Shape:  worker_run() answers one question at a time from its socket until
 *         that closes; worker_tick() calls the server's tick until its parent
 *         is gone.
 * Units:  none.
 * Errors: an exit code: 0, or EX_SOFTWARE when the server's start failed.
 * Source: ours.
 */
#ifndef BASE_WORKER_H
#define BASE_WORKER_H

#include "serve.h"

int worker_run(const struct serve_conf *conf, int fd);
int worker_tick(const struct serve_conf *conf, pid_t parent);

#endif
