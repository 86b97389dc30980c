#include "libconfig_heap.h"
#include "wrap.h"

#include <assert.h>
#include <libconfig.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum { SLOTS = 2 * LIBCONFIG_HEAP_MAX };

static const char gone; /* what is in a slot that was freed */

static struct {
	bool is_parsing;
	const void *slots[SLOTS];
	size_t taken[LIBCONFIG_HEAP_MAX]; /* slots, in order */
	size_t count;
} heap;

static size_t
find(const void *at)
{
	size_t i = (uintptr_t)at / 16 % SLOTS;

	while (heap.slots[i] != NULL && heap.slots[i] != at)
		i = (i + 1) % SLOTS;
	return i;
}

static void *
keep(void *at)
{
	if (!heap.is_parsing || at == NULL)
		return at;
	assert(heap.count < LIBCONFIG_HEAP_MAX);
	heap.slots[heap.taken[heap.count++] = find(at)] = at;
	return at;
}

static void
drop(const void *at)
{
	size_t i = find(at);

	if (at != NULL && heap.slots[i] != NULL)
		heap.slots[i] = &gone;
}

WRAP(void *, malloc, size_t size)
{
	return keep(__real_malloc(size));
}

WRAP(void *, calloc, size_t count, size_t size)
{
	return keep(__real_calloc(count, size));
}

WRAP(void *, realloc, void *at, size_t size)
{
	drop(at);
	return keep(__real_realloc(at, size));
}

WRAP(char *, __strdup, const char *text)
{
	return keep(__real___strdup(text));
}

WRAP(void, free, void *at)
{
	drop(at);
	__real_free(at);
}

WRAP(int, config_read_string, config_t *config, const char *text)
{
	int is_read;

	heap.is_parsing = true;
	is_read = __real_config_read_string(config, text);
	heap.is_parsing = false;
	return is_read;
}

void
libconfig_heap_tidy(void)
{
	while (heap.count > 0) {
		const void **slot = &heap.slots[heap.taken[--heap.count]];

		if (*slot != &gone)
			__real_free((void *)(uintptr_t)*slot);
		*slot = NULL;
	}
}
