/*
 * lines.h - connections to the daemon, kept between the questions of pages.
 *
 * Shape:  a ring: the longest idle is taken first, because whoever answered
 *         last may still have something to finish. Any thread may ask.
 * Units:  LINES_MAX kept at most; what is given beyond that is closed.
 * Errors: none: without one, -1, and ask_kept() dials.
 * Source: ours.
 */
#ifndef FRONT_LINES_H
#define FRONT_LINES_H

#include <pthread.h>

enum { LINES_MAX = 16 };

struct lines {
	pthread_mutex_t mutex;
	int ring[LINES_MAX];
	unsigned first, count;
};

#define LINES_NONE                                 \
	{                                          \
		.mutex = PTHREAD_MUTEX_INITIALIZER \
	}

int lines_take(struct lines *lines);
/* -1 is fine. */
void lines_give(struct lines *lines, int line);
void lines_close(struct lines *lines);

#endif
