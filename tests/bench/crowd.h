/*
 * crowd.h - several askers at once, each with a share of the same work.
 *
 * Shape:  item FIRST ... FIRST + COUNT - 1 is one thing to be done; every asker
 *         is a process of its own and they start together. The program is
 *         called WORK FIRST COUNT ASKERS and prints how many were done and in
 *         how many seconds; or, where the work wants it, what each item was
 *         and how many milliseconds it took.
 * Units:  milliseconds in, seconds out.
 * Errors: a failed assertion.
 * Source: ours.
 */
#ifndef TESTS_CROWD_H
#define TESTS_CROWD_H

#include <stddef.h>

enum { CROWD_ITEMS_MAX = 1000000, CROWD_ASKERS_MAX = 64 };

struct crowd_work {
	const char *name;
	void (*prepare)(int item); /* before the clock runs; may be NULL */
	void (*ask)(int item);
	const char *(*kind)(int item); /* NULL: only the sum is told */
};

/* Memory that all askers share. */
void *crowd_shared(size_t size);
/* The first item of this run. */
int crowd_first(void);
/* "crowdN", whom crowd_roster of tests/crowd.sh imports. */
const char *crowd_account(int item);

int crowd_main(
    int argc, char **argv, const struct crowd_work *works, size_t count);

#endif
