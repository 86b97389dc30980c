/*
 * heap.h - memory that is given back is wiped first.
 *
 * Shape:  nothing to call. A program that links heap.c has its own free(3) and
 *         realloc(3), for itself and for every library it loads: libldap,
 *         libcurl and liblber keep copies of what passes through them, and
 *         none of them wipes. Not for guests, who live on others' heaps.
 * Units:  none.
 * Errors: those of realloc(3).
 * Source: glibc lets a program replace malloc's functions; __libc_free() is
 *         the one beneath. Left out under AddressSanitizer, which has its own.
 */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stdbool.h>

/* Is freed memory wiped in this build? */
bool heap_wipes(void);

#endif
