#include "portal/dice.h"

#include "unit.h"

static const unsigned char seed[DICE_SEED_LEN] = {1, 2, 3};

static void
equal_seeds_throw_alike(void **state)
{
	struct dice a, b;
	unsigned char other[DICE_SEED_LEN] = {1, 2, 4};
	int equal = 0;

	(void)state;
	dice_init(&a, seed);
	dice_init(&b, seed);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(
		    dice_below(&a, 1000000), dice_below(&b, 1000000));
	dice_init(&b, other);
	for (int i = 0; i < 1000; i++)
		equal += dice_below(&a, 1000000) == dice_below(&b, 1000000);
	assert_in_range(equal, 0, 10);
}

/* RFC 8439, A.1, test vector 1. */
static void
the_stream_is_chacha20(void **state)
{
	static const unsigned char zero[DICE_SEED_LEN];
	struct dice dice;

	(void)state;
	dice_init(&dice, zero);
	assert_int_equal(dice_below(&dice, UINT32_MAX), 0xade0b876);
	assert_int_equal(dice_below(&dice, UINT32_MAX), 0x903df1a0);
}

static void
every_number_below_comes_as_often(void **state)
{
	int seen[23] = {0};
	struct dice dice;

	(void)state;
	dice_init(&dice, seed);
	for (int i = 0; i < 23000; i++)
		seen[dice_below(&dice, 23)]++;
	for (int i = 0; i < 23; i++)
		assert_in_range(seen[i], 850, 1150);
	for (int i = 0; i < 100; i++)
		assert_int_equal(dice_below(&dice, 1), 0);
}

static void
a_throw_between_stays_there_and_uses_the_room(void **state)
{
	float low = 10, high = -10;
	struct dice dice;

	(void)state;
	dice_init(&dice, seed);
	for (int i = 0; i < 10000; i++) {
		float value = dice_between(&dice, -2.5F, 4);

		assert_true(value >= -2.5F && value <= 4);
		low = value < low ? value : low;
		high = value > high ? value : high;
	}
	assert_true(low < -2.4F && high > 3.9F);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(equal_seeds_throw_alike),
    cmocka_unit_test(the_stream_is_chacha20),
    cmocka_unit_test(every_number_below_comes_as_often),
    cmocka_unit_test(a_throw_between_stays_there_and_uses_the_room),
};

UNIT_MAIN(tests)
