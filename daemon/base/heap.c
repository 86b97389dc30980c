#include "heap.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEAP_IS_ANOTHERS 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define HEAP_IS_ANOTHERS 1
#endif

#ifdef HEAP_IS_ANOTHERS

bool
heap_wipes(void)
{
	return false;
}

#else

extern void __libc_free(void *at);

bool
heap_wipes(void)
{
	return true;
}

void
free(void *at)
{
	int kept = errno; /* free() must leave it alone */

	if (at == NULL)
		return;
	explicit_bzero(at, malloc_usable_size(at));
	__libc_free(at);
	errno = kept;
}

/* Always by a copy: growing in place would be quicker, but moving without
 * wiping is what glibc's own does. */
void *
realloc(void *at, size_t size)
{
	size_t old;
	void *fresh;

	if (at == NULL)
		return malloc(size);
	old = malloc_usable_size(at);
	if (size == 0) {
		free(at);
		return NULL;
	}
	if (size <= old && size >= old / 2)
		return at;
	fresh = malloc(size);
	if (fresh == NULL)
		return NULL;
	memcpy(fresh, at, old < size ? old : size);
	free(at);
	return fresh;
}

#endif
