/*
 * shared.h - memory that the workers of a host share.
 *
 * Shape:  zeroed pages, made before the workers are born; what is more than
 *         single numbers has a lock that survives the death of its holder.
 * Units:  bytes.
 * Errors: NULL: no memory.
 * Source: mmap(2); robust mutexes of POSIX.
 */
#ifndef IDENTITYD_SHARED_H
#define IDENTITYD_SHARED_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* For numbers that need no lock. */
void *shared_pages(size_t size);

/* `lock_at`: where in it the lock is. */
void *shared_new(size_t size, size_t lock_at);

/* False when its last holder died in the middle of something. */
bool shared_lock(pthread_mutex_t *lock);
void shared_unlock(pthread_mutex_t *lock);

#endif
