/*
 * filter.h - search filters and names, with the values kept apart from them.
 *
 * Shape:  printf-like formats whose values are escaped, so that no value can
 *         change what is asked. Two placeholders: %s for text, %.*s for bytes
 *         (an int count, then a pointer). "%%" is a percent sign. Pure.
 * Units:  size is the whole buffer with its NUL.
 * Errors: RC_INPUT when the result does not fit; the buffer is then empty.
 *         Any other placeholder is a bug of the caller and asserts.
 * Source: RFC 4515 section 3 (filters), RFC 4514 section 2.4 (names).
 */
#ifndef DIR_FILTER_H
#define DIR_FILTER_H

#include "base/err.h"

#include <stddef.h>

enum {
	FILTER_SIZE = 1024, /* bytes; enough for every filter we build */
	FILTER_DN_SIZE = 512,
};

/* "(uid=%s)" -> (uid=a\2ab) for "a*b". */
enum rc filter_print(char *dst, size_t size, struct err *err,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * One name below `parent`, which is taken as it is:
 * "uid=%s" below "ou=people,dc=example" -> uid=...,ou=people,dc=example
 */
enum rc filter_dn(char *dst, size_t size, const char *parent, struct err *err,
    const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
