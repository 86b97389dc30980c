#include "tools/crew.h"

#include "unit.h"

#include <stdatomic.h>
#include <time.h>

struct item {
	unsigned number, square;
};

struct told {
	unsigned next;
	atomic_int at_once, at_once_most;
	unsigned faults;
};

static void
square(void *context, void *item_at)
{
	struct told *told = context;
	struct item *item = item_at;
	int now = atomic_fetch_add(&told->at_once, 1) + 1;

	if (now > atomic_load(&told->at_once_most))
		atomic_store(&told->at_once_most, now);
	/* The later an item, the sooner it is done. */
	(void)nanosleep(
	    &(struct timespec){.tv_nsec = (7 - item->number % 8) * 20000},
	    NULL);
	item->square = item->number * item->number;
	(void)atomic_fetch_sub(&told->at_once, 1);
}

static void
in_order(void *context, void *item_at)
{
	struct told *told = context;
	const struct item *item = item_at;

	if (item->number != told->next ||
	    item->square != item->number * item->number)
		told->faults++;
	told->next++;
}

static void
items_are_worked_on_together_and_delivered_in_order(void **state)
{
	struct told told = {0};
	struct crew_task task = {sizeof(struct item), square, in_order, &told};
	struct crew *crew = crew_start(&task);

	(void)state;
	assert_non_null(crew);
	for (unsigned i = 0; i < 10 * CREW_DEPTH + 3; i++) {
		struct item *item = crew_slot(crew);

		if (item->number != 0 || item->square != 0)
			told.faults++;
		item->number = i;
		crew_put(crew);
	}
	crew_finish(crew);
	assert_int_equal(told.faults, 0);
	assert_int_equal(told.next, 10 * CREW_DEPTH + 3);
	assert_in_range(atomic_load(&told.at_once_most), 2, CREW_WORKERS);
}

static void
a_crew_without_work_ends(void **state)
{
	struct told told = {0};
	struct crew_task task = {sizeof(struct item), square, in_order, &told};

	(void)state;
	crew_finish(crew_start(&task));
	assert_int_equal(told.next, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(items_are_worked_on_together_and_delivered_in_order),
    cmocka_unit_test(a_crew_without_work_ends),
};

UNIT_MAIN(tests)
