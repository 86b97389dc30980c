/*
 * libconfig_heap.h - what libconfig forgets to free.
 *
 * Shape:  libconfig 1.5 loses its string buffer when a syntax error follows a
 *         string; settings are read once in a process's life. A fuzzer that
 *         links libconfig.a, and wraps what LIBCONFIG_HEAP in the Makefile
 *         says, frees it here after each input: whatever else is lost is a
 *         leak, and libFuzzer does not search the heap for nothing.
 * Units:  LIBCONFIG_HEAP_MAX allocations while a text is parsed.
 * Errors: aborts beyond.
 * Source: ours.
 */
#ifndef TESTS_LIBCONFIG_HEAP_H
#define TESTS_LIBCONFIG_HEAP_H

enum { LIBCONFIG_HEAP_MAX = 65536 };

/* Frees what was allocated while a text was parsed, and is still there. */
void libconfig_heap_tidy(void);

#endif
