#include "labd/offline.h"
#include "unit.h"

#include <unistd.h>

enum { NOW_S = 1800000000, HOUR_S = 3600, DAY_S = 24 * HOUR_S };

#define RIGHT "right password"

static char dir[] = "/tmp/offline.XXXXXX";
static struct offline store = {.dir = dir, .people_max = 3, .days = 7};
static const struct offline_person anna = {"anna", 20001, "20260101000000Z"};

static int
make_dir(void **state)
{
	struct err err;

	(void)state;
	return mkdtemp(dir) == NULL || offline_open(&store, &err) != RC_OK;
}

static int
remove_dir(void **state)
{
	char command[64];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command);
}

static int
keep_anna(void **state)
{
	struct err err;

	(void)state;
	(void)offline_drop(&store, anna.uid, &err);
	return offline_put(&store, &anna, RIGHT, NOW_S, &err) != RC_OK;
}

static enum rc
check(const char *password, int64_t now_s)
{
	struct err err;

	return offline_check(&store, &anna, password, now_s, &err);
}

static void
the_accepted_password_is_right_and_others_are_not(void **state)
{
	static const struct offline_person nobody = {"nobody", 20009, ""};
	struct err err;

	(void)state;
	assert_int_equal(check(RIGHT, NOW_S + HOUR_S), RC_OK);
	assert_int_equal(check("wrong password", NOW_S + HOUR_S), RC_DENIED);
	assert_int_equal(check(RIGHT, NOW_S + HOUR_S), RC_OK);
	assert_rc(RC_ABSENT, offline_check(&store, &nobody, RIGHT, NOW_S, &err),
	    &err);
}

static void
it_ends_after_seven_days(void **state)
{
	(void)state;
	assert_int_equal(check(RIGHT, NOW_S + 7 * DAY_S), RC_OK);
	assert_int_equal(check(RIGHT, NOW_S + 7 * DAY_S + 1), RC_OFFLINE);
}

static void
it_is_fresh_for_an_hour_unless_guessed_at(void **state)
{
	static const struct offline_person changed = {
	    "anna", 20001, "20260202000000Z"};

	(void)state;
	assert_true(offline_is_fresh(&store, &anna, NOW_S));
	assert_true(offline_is_fresh(&store, &anna, NOW_S + HOUR_S - 1));
	assert_false(offline_is_fresh(&store, &anna, NOW_S + HOUR_S));
	assert_false(offline_is_fresh(&store, &anna, NOW_S - 1));
	assert_false(offline_is_fresh(&store, &changed, NOW_S));
	assert_int_equal(check("wrong", NOW_S), RC_DENIED);
	assert_false(offline_is_fresh(&store, &anna, NOW_S));
}

static bool
all_same(void *context, const char *account, int64_t uid, const char *changed)
{
	(void)context;
	(void)account;
	(void)uid;
	(void)changed;
	return true;
}

static void
a_clock_turned_back_extends_nothing(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(check("wrong", NOW_S + 7 * DAY_S), RC_DENIED);
	assert_int_equal(check(RIGHT, NOW_S - DAY_S), RC_OK);
	/* A sweep has seen the eighth day. */
	assert_int_equal(keep_anna(NULL), 0);
	store.days = 9;
	assert_rc(RC_OK,
	    offline_sweep(&store, NOW_S + 8 * DAY_S, all_same, NULL, &err),
	    &err);
	store.days = 7;
	assert_int_equal(check(RIGHT, NOW_S), RC_OFFLINE);
}

static void
of_who_is_too_long_ago_only_the_date_stays(void **state)
{
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    offline_sweep(&store, NOW_S + 8 * DAY_S, all_same, NULL, &err),
	    &err);
	assert_int_equal(check(RIGHT, NOW_S), RC_OFFLINE);
	store.days = 9;
	assert_int_equal(check(RIGHT, NOW_S), RC_DENIED);
	store.days = 7;
	assert_rc(RC_OK,
	    offline_put(&store, &anna, RIGHT, NOW_S + 9 * DAY_S, &err), &err);
	assert_int_equal(check(RIGHT, NOW_S + 9 * DAY_S), RC_OK);
}

static void
wrong_ones_wait_longer_and_longer(void **state)
{
	int64_t now_s = NOW_S;

	(void)state;
	for (int i = 0; i < OFFLINE_FREE_TRIES; i++)
		assert_int_equal(check("wrong", now_s), RC_DENIED);
	assert_int_equal(check(RIGHT, now_s), RC_BUSY);
	assert_int_equal(check(RIGHT, now_s + OFFLINE_WAIT_S - 1), RC_BUSY);
	now_s += OFFLINE_WAIT_S;
	assert_int_equal(check("wrong", now_s), RC_DENIED);
	assert_int_equal(check(RIGHT, now_s + 2 * OFFLINE_WAIT_S - 1), RC_BUSY);
	assert_int_equal(check(RIGHT, now_s + 2 * OFFLINE_WAIT_S), RC_OK);
	assert_int_equal(check("wrong", now_s + 2 * OFFLINE_WAIT_S), RC_DENIED);
	assert_int_equal(check(RIGHT, now_s + 2 * OFFLINE_WAIT_S), RC_OK);
}

static void
only_the_refusal_of_the_kept_one_forgets_it(void **state)
{
	struct err err;

	(void)state;
	assert_rc(
	    RC_DENIED, offline_refused(&store, &anna, "a typo", &err), &err);
	assert_int_equal(check(RIGHT, NOW_S), RC_OK);
	assert_rc(RC_OK, offline_refused(&store, &anna, RIGHT, &err), &err);
	assert_int_equal(check(RIGHT, NOW_S), RC_ABSENT);
}

static void
another_change_time_is_another_password(void **state)
{
	static const struct offline_person changed = {
	    "anna", 20001, "20260202000000Z"};
	struct err err;

	(void)state;
	assert_rc(RC_ABSENT,
	    offline_check(&store, &changed, RIGHT, NOW_S, &err), &err);
	assert_rc(RC_OK,
	    offline_put(&store, &changed, "new password", NOW_S, &err), &err);
	assert_rc(RC_OK,
	    offline_check(&store, &changed, "new password", NOW_S, &err), &err);
	assert_int_equal(check(RIGHT, NOW_S), RC_ABSENT);
}

static bool
not_anna(void *context, const char *account, int64_t uid, const char *changed)
{
	(void)context;
	(void)uid;
	(void)changed;
	return strcmp(account, "anna") != 0;
}

static void
the_last_few_are_kept_and_who_has_changed_is_not(void **state)
{
	static const struct offline_person people[] = {
	    {"b", 20002, ""}, {"c", 20003, ""}, {"d", 20004, ""}};
	struct err err;

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_rc(RC_OK,
		    offline_put(&store, &people[i], RIGHT, NOW_S + 1 + i, &err),
		    &err);
	assert_rc(RC_OK, offline_sweep(&store, NOW_S + 9, all_same, NULL, &err),
	    &err);
	assert_int_equal(check(RIGHT, NOW_S + 9), RC_ABSENT);
	assert_rc(RC_OK,
	    offline_check(&store, &people[0], RIGHT, NOW_S + 9, &err), &err);
	assert_int_equal(keep_anna(NULL), 0);
	store.people_max = 9;
	assert_rc(RC_OK, offline_sweep(&store, NOW_S + 9, not_anna, NULL, &err),
	    &err);
	assert_int_equal(check(RIGHT, NOW_S + 9), RC_ABSENT);
	assert_rc(RC_OK,
	    offline_check(&store, &people[2], RIGHT, NOW_S + 9, &err), &err);
	store.people_max = 3;
}

#define WITH_ANNA(test) cmocka_unit_test_setup(test, keep_anna)

static const struct CMUnitTest tests[] = {
    WITH_ANNA(the_accepted_password_is_right_and_others_are_not),
    WITH_ANNA(it_ends_after_seven_days),
    WITH_ANNA(of_who_is_too_long_ago_only_the_date_stays),
    WITH_ANNA(it_is_fresh_for_an_hour_unless_guessed_at),
    WITH_ANNA(a_clock_turned_back_extends_nothing),
    WITH_ANNA(wrong_ones_wait_longer_and_longer),
    WITH_ANNA(only_the_refusal_of_the_kept_one_forgets_it),
    WITH_ANNA(another_change_time_is_another_password),
    WITH_ANNA(the_last_few_are_kept_and_who_has_changed_is_not),
};

UNIT_MAIN_IN(tests, make_dir, remove_dir)
