#include "shared.h"

#include <errno.h>
#include <sys/mman.h>

void *
shared_pages(size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? NULL : at;
}

void *
shared_new(size_t size, size_t lock_at)
{
	pthread_mutexattr_t attr;
	char *at = shared_pages(size);

	if (at == NULL)
		return NULL;
	(void)pthread_mutexattr_init(&attr);
	(void)pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	(void)pthread_mutex_init((pthread_mutex_t *)(at + lock_at), &attr);
	(void)pthread_mutexattr_destroy(&attr);
	return at;
}

bool
shared_lock(pthread_mutex_t *lock)
{
	if (pthread_mutex_lock(lock) != EOWNERDEAD)
		return true;
	(void)pthread_mutex_consistent(lock);
	return false;
}

void
shared_unlock(pthread_mutex_t *lock)
{
	(void)pthread_mutex_unlock(lock);
}
