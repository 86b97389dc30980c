#include "identityd/twin.h"

#include "unit.h"

static void
a_twin_is_told_with_the_first_line(void **state)
{
	struct twin *twin = twin_new();

	(void)state;
	assert_int_equal(twin_add(twin, 0, "A123456789", 2), 0);
	assert_int_equal(twin_add(twin, 0, "A123456788", 3), 0);
	assert_int_equal(twin_add(twin, 1, "A123456789", 4), 0);
	assert_int_equal(twin_add(twin, 0, "A123456789", 5), 2);
	assert_int_equal(twin_add(twin, 0, "A123456789", 6), 2);
	assert_int_equal(twin_add(twin, 1, "A123456789", 7), 4);
	twin_free(twin);
}

static void
a_full_table_still_answers(void **state)
{
	struct twin *twin = twin_new();
	char value[16];

	(void)state;
	for (uint32_t i = 1; i <= TWIN_MAX + 1000; i++) {
		(void)snprintf(value, sizeof(value), "%u", i);
		assert_int_equal(twin_add(twin, 0, value, i), 0);
	}
	assert_int_equal(twin_add(twin, 0, "1", 9), 1);
	assert_int_equal(twin_add(twin, 0, "200000", 9), 200000);
	assert_int_equal(twin_add(twin, 0, "200001", 9), 0);
	twin_free(twin);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_twin_is_told_with_the_first_line),
    cmocka_unit_test(a_full_table_still_answers),
};

UNIT_MAIN(tests)
