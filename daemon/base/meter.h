/*
 * meter.h - what a process counts of itself, for whoever watches over it.
 *
 * Shape:  a table of numbers, each with the name and the labels of its row
 *         (tally.h). Any thread adds to them or sets them, and waits for
 *         nobody. They begin at nothing when the process starts.
 * Units:  the names' own.
 * Errors: none.
 * Source: ours; counters and gauges as Prometheus means them.
 */
#ifndef BASE_METER_H
#define BASE_METER_H

#include "wire.h"

enum { METER_MAX = 32 }; /* numbers */

struct meter_rule {
	const char *name, *labels; /* labels as Prometheus writes them, or "" */
};

struct meter {
	const struct meter_rule *rules; /* borrowed */
	size_t count;
	_Atomic int64_t at[METER_MAX];
};

/* All zero. */
void meter_init(
    struct meter *meter, const struct meter_rule *rules, size_t count);

void meter_add(struct meter *meter, size_t which, int64_t more);
void meter_set(struct meter *meter, size_t which, int64_t value);

/* All of them as rows, zeros too. */
void meter_put(const struct meter *meter, struct wire_out *out);

#endif
