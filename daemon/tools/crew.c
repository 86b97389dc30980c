#include "crew.h"

#include "base/secret.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*
 * Three counts that only rise, and a flag per slot. Items [delivered, put) are
 * under way, [taken, put) not begun.
 */
struct crew {
	struct crew_task task;
	pthread_mutex_t lock;
	pthread_cond_t has_work, is_done;
	size_t delivered, taken, put;
	bool done[CREW_DEPTH];
	bool is_over;
	pthread_t threads[CREW_WORKERS];
	size_t thread_count;
	unsigned char *slots;
};

static void *
slot_at(const struct crew *crew, size_t number)
{
	return crew->slots + number % CREW_DEPTH * crew->task.item_size;
}

static void *
worker(void *argument)
{
	struct crew *crew = argument;

	(void)pthread_mutex_lock(&crew->lock);
	for (;;) {
		size_t number;

		while (crew->taken == crew->put && !crew->is_over)
			(void)pthread_cond_wait(&crew->has_work, &crew->lock);
		if (crew->taken == crew->put)
			break;
		number = crew->taken++;
		(void)pthread_mutex_unlock(&crew->lock);
		crew->task.work(crew->task.context, slot_at(crew, number));
		(void)pthread_mutex_lock(&crew->lock);
		crew->done[number % CREW_DEPTH] = true;
		(void)pthread_cond_signal(&crew->is_done);
	}
	(void)pthread_mutex_unlock(&crew->lock);
	return NULL;
}

struct crew *
crew_start(const struct crew_task *task)
{
	struct crew *crew = calloc(1, sizeof(*crew));

	if (crew == NULL)
		return NULL;
	crew->task = *task;
	crew->slots = calloc(CREW_DEPTH, task->item_size);
	(void)pthread_mutex_init(&crew->lock, NULL);
	(void)pthread_cond_init(&crew->has_work, NULL);
	(void)pthread_cond_init(&crew->is_done, NULL);
	while (crew->slots != NULL && crew->thread_count < CREW_WORKERS &&
	    pthread_create(
		&crew->threads[crew->thread_count], NULL, worker, crew) == 0)
		crew->thread_count++;
	if (crew->thread_count > 0)
		return crew;
	crew_finish(crew);
	return NULL;
}

/* Delivers the oldest item, waiting for it if need be. */
static void
deliver_oldest(struct crew *crew)
{
	size_t index = crew->delivered % CREW_DEPTH;

	(void)pthread_mutex_lock(&crew->lock);
	while (!crew->done[index])
		(void)pthread_cond_wait(&crew->is_done, &crew->lock);
	crew->done[index] = false;
	(void)pthread_mutex_unlock(&crew->lock);
	crew->task.deliver(crew->task.context, slot_at(crew, crew->delivered));
	crew->delivered++;
}

void *
crew_slot(struct crew *crew)
{
	void *slot;

	if (crew->put - crew->delivered == CREW_DEPTH)
		deliver_oldest(crew);
	slot = slot_at(crew, crew->put);
	secret_wipe(slot, crew->task.item_size);
	return slot;
}

void
crew_put(struct crew *crew)
{
	(void)pthread_mutex_lock(&crew->lock);
	crew->put++;
	(void)pthread_cond_signal(&crew->has_work);
	(void)pthread_mutex_unlock(&crew->lock);
}

void
crew_finish(struct crew *crew)
{
	while (crew->delivered < crew->put)
		deliver_oldest(crew);
	(void)pthread_mutex_lock(&crew->lock);
	crew->is_over = true;
	(void)pthread_cond_broadcast(&crew->has_work);
	(void)pthread_mutex_unlock(&crew->lock);
	for (size_t i = 0; i < crew->thread_count; i++)
		(void)pthread_join(crew->threads[i], NULL);
	if (crew->slots != NULL)
		secret_wipe(crew->slots, CREW_DEPTH * crew->task.item_size);
	free(crew->slots);
	free(crew);
}
