/*
 * secret.h - buffers that forget.
 *
 * Shape:  SECRET(name, size) declares a zeroed char array that is wiped on
 *         every way out of its scope, return and goto included.
 * Units:  bytes.
 * Errors: none.
 * Source: explicit_bzero(3), which the compiler may not remove; libc only, so
 *         that PAM guests have it too.
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stddef.h>
#include <string.h>

enum { SECRET_PASSWORD_MAX = 1024 }; /* bytes; refused at every door above */

struct secret_span {
	void *at;
	size_t len;
};

static inline void
secret_wipe(void *at, size_t len)
{
	explicit_bzero(at, len);
}

static inline void
secret_span_wipe(struct secret_span *span)
{
	explicit_bzero(span->at, span->len);
}

/* Wipes `len` bytes at `at`, which lives as long as this scope, at its end. */
#define SECRET_AREA(tag, at, len)                 \
	__attribute__((cleanup(secret_span_wipe), \
	    unused)) struct secret_span tag = {(at), (len)}

#define SECRET(name, size)       \
	char name[(size)] = {0}; \
	SECRET_AREA(name##_span, name, (size))

#endif
