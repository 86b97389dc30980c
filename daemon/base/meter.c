#include "meter.h"

#include "tally.h"

#include <assert.h>
#include <stdatomic.h>

void
meter_init(struct meter *meter, const struct meter_rule *rules, size_t count)
{
	assert(count <= METER_MAX);
	*meter = (struct meter){.rules = rules, .count = count};
}

void
meter_add(struct meter *meter, size_t which, int64_t more)
{
	assert(which < meter->count);
	(void)atomic_fetch_add_explicit(
	    &meter->at[which], more, memory_order_relaxed);
}

void
meter_set(struct meter *meter, size_t which, int64_t value)
{
	assert(which < meter->count);
	atomic_store_explicit(&meter->at[which], value, memory_order_relaxed);
}

void
meter_put(const struct meter *meter, struct wire_out *out)
{
	for (size_t i = 0; i < meter->count; i++)
		tally_put_row(out, meter->rules[i].name, meter->rules[i].labels,
		    atomic_load_explicit(&meter->at[i], memory_order_relaxed));
}
