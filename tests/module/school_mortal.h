/*
 * school_mortal.h - deaths in an office of tests/module/school.h.
 *
 * Shape:  who links it and wraps sql_change, sql_put and sql_commit may die
 *         before each of them, and after a commit that nobody was told of. In
 *         a rehearsal a commit takes back instead.
 * Units:  such calls, from 1.
 * Errors: a failed assertion; a job that ends with anything but 0 is one.
 * Source: ours.
 */
#ifndef TESTS_SCHOOL_MORTAL_H
#define TESTS_SCHOOL_MORTAL_H

#include "mortal.h"
#include "school.h"

/* Runs `job` in a child that dies at its k-th call; did it complete? */
bool school_completes(int (*job)(struct office *office, int k), int k);

/* How many such calls `job` makes; nothing of it is kept. */
int school_rehearse(int (*job)(struct office *office, int k));

/* A hash of every row of every table. */
uint64_t school_contents(struct office *office);
int64_t school_rows(struct office *office, const char *table);

#endif
