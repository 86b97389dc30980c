#include "quality_guard.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t guard = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

/* The function that this one stands before; NULL where libltdl is not. */
static void *
behind(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

void *
lt_dlopen(const char *path)
{
	void *(*next)(const char *) = behind("lt_dlopen");
	void *handle;

	(void)pthread_mutex_lock(&guard);
	handle = next != NULL ? next(path) : NULL;
	(void)pthread_mutex_unlock(&guard);
	return handle;
}

void *
lt_dlsym(void *handle, const char *name)
{
	void *(*next)(void *, const char *) = behind("lt_dlsym");
	void *symbol;

	(void)pthread_mutex_lock(&guard);
	symbol = next != NULL ? next(handle, name) : NULL;
	(void)pthread_mutex_unlock(&guard);
	return symbol;
}

int
lt_dlclose(void *handle)
{
	int (*next)(void *) = behind("lt_dlclose");
	int failed;

	(void)pthread_mutex_lock(&guard);
	failed = next != NULL ? next(handle) : 1;
	(void)pthread_mutex_unlock(&guard);
	return failed;
}

const char *
lt_dlerror(void)
{
	const char *(*next)(void) = behind("lt_dlerror");
	const char *text;

	(void)pthread_mutex_lock(&guard);
	text = next != NULL ? next() : "libltdl is not there";
	(void)pthread_mutex_unlock(&guard);
	return text;
}
