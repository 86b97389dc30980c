/*
 * wrap.h - a call that the linker leads to a fuzz target.
 *
 * Shape:  WRAP(int, open, const char *path, int flags) { ... } is what runs in
 *         the place of open(3) when the Makefile has -Wl,--wrap=open for the
 *         target; __real_open() is the one that would have.
 * Units:  none.
 * Errors: none.
 * Source: ld(1), --wrap.
 */
#ifndef TESTS_WRAP_H
#define TESTS_WRAP_H

#define WRAP(type, name, ...)            \
	type __real_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__)

#endif
