#include "libconfig_heap.h"
#include "wrap.h"

#include <assert.h>
#include <libconfig.h>
#include <stdbool.h>
#include <stdlib.h>

static struct {
	bool is_parsing;
	void *live[LIBCONFIG_HEAP_MAX];
	size_t count;
} heap;

static void *
keep(void *at)
{
	if (!heap.is_parsing || at == NULL)
		return at;
	assert(heap.count < LIBCONFIG_HEAP_MAX);
	return heap.live[heap.count++] = at;
}

/* The newest go first. */
static void
drop(const void *at)
{
	for (size_t i = heap.count; at != NULL && i > 0; i--)
		if (heap.live[i - 1] == at) {
			heap.live[i - 1] = heap.live[--heap.count];
			return;
		}
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
	while (heap.count > 0)
		__real_free(heap.live[--heap.count]);
}
