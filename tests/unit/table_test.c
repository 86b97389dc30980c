#include "labd/table.h"
#include "unit.h"

static void
what_was_put_is_found_in_its_order(void **state)
{
	struct table table = {0};
	char key[32];

	(void)state;
	assert_null(table_get(&table, "nothing yet"));
	for (uintptr_t i = 0; i < 5000; i++) {
		(void)snprintf(key, sizeof(key), "key %zu", (size_t)i);
		table_put(&table, key)->value = (void *)i;
	}
	assert_int_equal(table.count, 5000);
	for (uintptr_t i = 0; i < 5000; i++) {
		(void)snprintf(key, sizeof(key), "key %zu", (size_t)i);
		assert_ptr_equal(table_get(&table, key)->value, (void *)i);
		assert_string_equal(table.entries[i].key, key);
	}
	assert_null(table_get(&table, "key 5000"));
	table_wipe(&table);
}

static void
a_second_put_finds_the_first(void **state)
{
	struct table table = {0};
	int value;

	(void)state;
	table_put(&table, "a")->value = &value;
	assert_ptr_equal(table_put(&table, "a")->value, &value);
	assert_int_equal(table.count, 1);
	assert_null(table_put(&table, "")->value);
	assert_int_equal(table.count, 2);
	table_wipe(&table);
	assert_null(table_get(&table, "a"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_was_put_is_found_in_its_order),
    cmocka_unit_test(a_second_put_finds_the_first),
};

UNIT_MAIN(tests)
