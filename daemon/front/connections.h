/*
 * connections.h - connections to the daemon, kept between the questions of
 * pages.
 *
 * Shape:  a ring: the longest idle is taken first, because whoever answered
 *         last may still have something to finish. Any thread may ask.
 * Units:  CONNECTIONS_MAX kept at most; what is given beyond that is closed.
 * Errors: none: without one, -1, and ask_kept() dials.
 * Source: ours.
 */
#ifndef FRONT_CONNECTIONS_H
#define FRONT_CONNECTIONS_H

#include <pthread.h>

enum { CONNECTIONS_MAX = 16 };

struct connections {
	pthread_mutex_t mutex;
	int ring[CONNECTIONS_MAX];
	unsigned first, count;
};

#define CONNECTIONS_NONE                           \
	{                                          \
		.mutex = PTHREAD_MUTEX_INITIALIZER \
	}

int connections_take(struct connections *connections);
/* -1 is fine. */
void connections_give(struct connections *connections, int connection);
void connections_close(struct connections *connections);

#endif
