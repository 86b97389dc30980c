#include "mail/followers.h"
#include "unit.h"

static struct followers *followers;

static int
begin(void **state)
{
	(void)state;
	followers = followers_new();
	return 0;
}

static int
end(void **state)
{
	(void)state;
	followers_free(followers);
	return 0;
}

static const char *
id_of(int n)
{
	static char id[33];

	(void)snprintf(id, sizeof(id), "%032x", (unsigned)n);
	return id;
}

static const char *
address_of(int n)
{
	static char to[64];

	(void)snprintf(to, sizeof(to), "p%d@example.edu", n);
	return to;
}

static void
put_all(int count)
{
	for (int n = 0; n < count; n++)
		followers_put(followers, id_of(n), address_of(n));
}

static void
a_letter_is_found_with_its_address_in_any_order(void **state)
{
	(void)state;
	put_all(10);
	for (int i = 0; i < 40; i++) {
		int n = i * 7 % 10;

		assert_string_equal(
		    followers_find(followers, id_of(n)), address_of(n));
	}
	assert_null(followers_find(followers, id_of(10)));
}

static void
one_that_is_taken_out_leaves_the_others(void **state)
{
	(void)state;
	put_all(10);
	followers_del(followers, id_of(4));
	followers_del(followers, id_of(9));
	followers_del(followers, id_of(11));
	for (int n = 0; n < 10; n++) {
		const char *to = followers_find(followers, id_of(n));

		if (n == 4 || n == 9)
			assert_null(to);
		else
			assert_string_equal(to, address_of(n));
	}
}

static void
one_beyond_the_last_place_is_not_kept(void **state)
{
	(void)state;
	put_all(FOLLOWERS_MAX + 1);
	assert_non_null(followers_find(followers, id_of(FOLLOWERS_MAX - 1)));
	assert_null(followers_find(followers, id_of(FOLLOWERS_MAX)));
	followers_del(followers, id_of(0));
	followers_put(followers, id_of(FOLLOWERS_MAX), "late@example.edu");
	assert_string_equal(followers_find(followers, id_of(FOLLOWERS_MAX)),
	    "late@example.edu");
}

static void
wiped_it_keeps_nobody_and_can_be_used_again(void **state)
{
	(void)state;
	put_all(10);
	followers_wipe(followers);
	assert_null(followers_find(followers, id_of(3)));
	followers_put(followers, id_of(3), "new@example.edu");
	assert_string_equal(
	    followers_find(followers, id_of(3)), "new@example.edu");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

static const struct CMUnitTest tests[] = {
    CASE(a_letter_is_found_with_its_address_in_any_order),
    CASE(one_that_is_taken_out_leaves_the_others),
    CASE(one_beyond_the_last_place_is_not_kept),
    CASE(wiped_it_keeps_nobody_and_can_be_used_again),
};

UNIT_MAIN(tests)
