/*
 * work.h - what the operations of identityd ask of the directory, counted.
 *
 * Shape:  a test linked with work.c and $(WORK_WRAPS) (-Wl,--wrap) sets
 *         `work` to zeros, runs an operation and reads it.
 * Units:  calls since; `passwords` are changes of userPassword, `hashes` what
 *         is spent where nobody is bound, in place of a bind.
 * Errors: none of its own.
 * Source: ours.
 */
#ifndef TESTS_WORK_H
#define TESTS_WORK_H

extern struct work {
	int searches, changes, passwords, binds, hashes;
} work;

#endif
