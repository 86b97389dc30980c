/*
 * crew.h - several workers on one row of items, delivered in their order.
 *
 * Shape:  the caller fills slot after slot; CREW_WORKERS threads work on them
 *         as they come; a finished item is delivered, in the order of filling
 *         and in the caller's thread, before its slot is used again.
 * Units:  CREW_DEPTH items are under way at most.
 * Errors: NULL when memory or threads are out.
 * Source: ours; POSIX threads.
 */
#ifndef TOOLS_CREW_H
#define TOOLS_CREW_H

#include <stddef.h>

enum {
	CREW_WORKERS = 4, /* two cores' worth of waiting for the directory */
	CREW_DEPTH = 64,
};

struct crew_task {
	size_t item_size;
	void (*work)(void *context, void *item);    /* in a worker's thread */
	void (*deliver)(void *context, void *item); /* in the caller's */
	void *context;
};

struct crew;

struct crew *crew_start(const struct crew_task *task);
/* The next slot, zeroed, to fill; waits until one is free. */
void *crew_slot(struct crew *crew);
/* The slot is filled: work on it. */
void crew_put(struct crew *crew);
/* Delivers what is left, ends the workers, wipes and frees. */
void crew_finish(struct crew *crew);

#endif
