/*
 * mortal.h - processes that die in the middle of what they do.
 *
 * Shape:  MORTAL() makes of a wrapped function (-Wl,--wrap) one that a process
 *         dies before, once mortal_begin() has said at which call; BRINK() one
 *         that it dies before or just after, done and nobody told.
 * Units:  calls, from 1.
 * Errors: a failed assertion.
 * Source: ours.
 */
#ifndef TESTS_MORTAL_H
#define TESTS_MORTAL_H

#include <stdbool.h>
#include <sys/types.h>

#define MORTAL(type, name, params, args)   \
	type __real_##name params;         \
	type __wrap_##name params;         \
	type __wrap_##name params          \
	{                                  \
		mortal_maybe_die();        \
		return __real_##name args; \
	}

#define BRINK(type, name, params, args)       \
	type __real_##name params;            \
	type __wrap_##name params;            \
	type __wrap_##name params             \
	{                                     \
		type result_;                 \
                                              \
		mortal_maybe_die();           \
		result_ = __real_##name args; \
		mortal_maybe_die();           \
		return result_;               \
	}

/* In the child: it dies at its k-th mortal_maybe_die(). */
void mortal_begin(int k);
void mortal_maybe_die(void);
/* How many of them there were since. */
int mortal_calls(void);

/* Waits for the child: did it complete, with 0, or die there? */
bool mortal_completed(pid_t pid);

#endif
