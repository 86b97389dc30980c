#include "mail/smtp_relay.h"
#include "unit.h"

#include <string.h>

enum { MOST = 8 };

static const struct err no = {"no"};

/* Letters that set out together and are taken. */
static void
round_taken(struct smtp_relay *relay, int count)
{
	for (int i = 0; i < count; i++) {
		assert_true(smtp_relay_has_room(relay));
		smtp_relay_begin(relay);
	}
	for (int i = 0; i < count; i++)
		smtp_relay_took(relay, MOST);
}

static void
a_relay_has_room_for_as_many_as_may_be_sent(void **state)
{
	struct smtp_relay relay = {.room = MOST, .borne = MOST};

	(void)state;
	for (int i = 0; i < MOST; i++) {
		assert_true(smtp_relay_has_room(&relay));
		smtp_relay_begin(&relay);
	}
	assert_false(smtp_relay_has_room(&relay));
	smtp_relay_took(&relay, MOST);
	assert_true(smtp_relay_has_room(&relay));
	assert_int_equal(relay.room, MOST);
}

static void
one_that_fails_among_others_only_has_less_room(void **state)
{
	struct smtp_relay relay = {.room = MOST, .borne = MOST};

	(void)state;
	for (int i = 0; i < MOST; i++)
		smtp_relay_begin(&relay);
	assert_true(smtp_relay_failed(&relay, 5, 1000, &no));
	assert_int_equal(relay.room, 5);
	assert_false(smtp_relay_rests(&relay, 1000));
}

/* Those that set out together fail one by one, but for so many. */
static void
round_refused(struct smtp_relay *relay, int but)
{
	for (int i = 0; i < MOST; i++)
		smtp_relay_begin(relay);
	for (int others = MOST - 1; others >= but; others--)
		assert_int_equal(
		    smtp_relay_failed(relay, others, 0, &no), others > 0);
}

static void
a_crowd_that_is_refused_shows_what_a_relay_bears(void **state)
{
	struct smtp_relay relay = {.room = MOST, .borne = MOST};

	(void)state;
	round_refused(&relay, 2);
	assert_int_equal(relay.room, 2);
	smtp_relay_took(&relay, MOST);
	smtp_relay_took(&relay, MOST);
	for (int i = 0; i < SMTP_GROW_AFTER - 3; i++)
		round_taken(&relay, 1);
	assert_int_equal(relay.room, 2);
	round_taken(&relay, 1);
	assert_int_equal(relay.room, 3);
}

static void
an_outage_says_nothing_of_what_it_bears(void **state)
{
	struct smtp_relay relay = {.room = MOST, .borne = MOST};

	(void)state;
	round_refused(&relay, 0);
	for (int room = 1; room < MOST; room++) {
		assert_int_equal(relay.room, room);
		round_taken(&relay, room);
	}
	assert_int_equal(relay.room, MOST);
}

static void
one_failure_in_a_quiet_hour_takes_half_for_a_moment(void **state)
{
	struct smtp_relay relay = {.room = MOST, .borne = MOST};

	(void)state;
	smtp_relay_begin(&relay);
	assert_true(smtp_relay_failed(&relay, 1, 0, &no));
	for (int room = MOST / 2; room < MOST; room++) {
		assert_int_equal(relay.room, room);
		round_taken(&relay, room);
	}
	assert_int_equal(relay.room, MOST);
}

static void
one_more_is_tried_only_after_many_letters(void **state)
{
	struct smtp_relay relay = {.room = 3, .borne = 3};

	(void)state;
	for (int i = 0; i < SMTP_GROW_AFTER - 1; i++)
		round_taken(&relay, 1);
	assert_int_equal(relay.room, 3);
	round_taken(&relay, 1);
	assert_int_equal(relay.room, 4);
}

static void
one_that_fails_alone_rests_longer_each_time(void **state)
{
	static const int rests_ms[] = {
	    2000, 4000, 8000, 16000, 32000, 60000, 60000};
	struct smtp_relay relay = {.room = MOST, .borne = MOST};
	int64_t now_ms = 1000;

	(void)state;
	for (size_t i = 0; i < sizeof(rests_ms) / sizeof(rests_ms[0]); i++) {
		smtp_relay_begin(&relay);
		assert_false(smtp_relay_failed(&relay, 0, now_ms, &no));
		assert_string_equal(relay.why, "no");
		assert_true(smtp_relay_rests(&relay, now_ms + rests_ms[i] - 1));
		assert_false(smtp_relay_rests(&relay, now_ms + rests_ms[i]));
		now_ms += rests_ms[i];
	}
	round_taken(&relay, 1);
	smtp_relay_begin(&relay);
	assert_false(smtp_relay_failed(&relay, 0, now_ms, &no));
	assert_false(smtp_relay_rests(&relay, now_ms + rests_ms[0]));
}

static void
after_a_rest_it_is_back_in_as_many_rounds(void **state)
{
	struct smtp_relay relay = {.room = MOST, .borne = MOST};

	(void)state;
	smtp_relay_begin(&relay);
	assert_false(smtp_relay_failed(&relay, 0, 0, &no));
	for (int room = MOST / 2; room < MOST; room++) {
		assert_int_equal(relay.room, room);
		round_taken(&relay, room);
	}
	assert_int_equal(relay.room, MOST);
	round_taken(&relay, MOST);
	assert_int_equal(relay.room, MOST);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_relay_has_room_for_as_many_as_may_be_sent),
    cmocka_unit_test(one_that_fails_among_others_only_has_less_room),
    cmocka_unit_test(a_crowd_that_is_refused_shows_what_a_relay_bears),
    cmocka_unit_test(an_outage_says_nothing_of_what_it_bears),
    cmocka_unit_test(one_failure_in_a_quiet_hour_takes_half_for_a_moment),
    cmocka_unit_test(one_more_is_tried_only_after_many_letters),
    cmocka_unit_test(one_that_fails_alone_rests_longer_each_time),
    cmocka_unit_test(after_a_rest_it_is_back_in_as_many_rounds),
};

UNIT_MAIN(tests)
