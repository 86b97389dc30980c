#include "base/tally.h"
#include "unit.h"

#include <sys/wait.h>
#include <unistd.h>

static uint8_t bytes[WIRE_MAX];

/* The answer's rows from `start` on; where it goes on. */
static size_t
put(const struct tally *tally, size_t start, struct wire_in *in)
{
	struct wire_out out;
	struct err err;
	size_t next;

	wire_begin(&out, bytes, sizeof(bytes), RC_OK);
	next = tally_put(tally, start, &out);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK,
	    wire_parse_answer(in, OP_METRICS, bytes, out.len, &err), &err);
	return next;
}

/* The value of that row, searched on all pages; -1: there is none. */
static int64_t
value_of(const struct tally *tally, const char *name, const char *labels)
{
	size_t next = 0;
	struct wire_in in, row;

	do {
		next = put(tally, next, &in);
		for (size_t i = 0; i < in.row_count; i++) {
			wire_row(&in, i, &row);
			if (strcmp(wire_text(&row, F_NAME), name) == 0 &&
			    strcmp(wire_text(&row, F_DETAIL), labels) == 0)
				return wire_number(&row, F_COUNT, -1);
		}
	} while (next != 0);
	return -1;
}

static void
what_nobody_asked_yet_is_zero(void **state)
{
	struct tally *tally = tally_new(DOOR_LAB);

	(void)state;
	assert_non_null(tally);
	assert_int_equal(
	    value_of(tally, "requests", "op=\"lab_auth\",result=\"fault\""), 0);
	assert_int_equal(value_of(tally, "request_ms", "op=\"lab_auth\""), 0);
}

static void
what_no_door_offers_is_no_row(void **state)
{
	struct tally *tally = tally_new(DOOR_LAB);

	(void)state;
	assert_int_equal(
	    value_of(tally, "requests", "op=\"sign_in\",result=\"ok\""), -1);
}

static void
answers_are_counted_by_how_they_ended(void **state)
{
	struct tally *tally = tally_new(DOOR_FRONT);

	(void)state;
	tally_add(tally, OP_SIGN_IN, RC_OK, 40);
	tally_add(tally, OP_SIGN_IN, RC_OK, 50);
	tally_add(tally, OP_SIGN_IN, RC_DENIED, 9);
	assert_int_equal(
	    value_of(tally, "requests", "op=\"sign_in\",result=\"ok\""), 2);
	assert_int_equal(
	    value_of(tally, "requests", "op=\"sign_in\",result=\"denied\""), 1);
	assert_int_equal(value_of(tally, "request_ms", "op=\"sign_in\""), 99);
}

static void
processes_count_together(void **state)
{
	enum { PROCESSES = 4, ROUNDS = 1000 };
	struct tally *tally = tally_new(DOOR_FRONT);

	(void)state;
	for (int i = 0; i < PROCESSES; i++) {
		pid_t pid = fork();

		assert_true(pid >= 0);
		for (int n = 0; pid == 0 && n < ROUNDS; n++)
			tally_add(tally, OP_FORGOT, RC_OK, 1);
		if (pid == 0)
			_exit(0);
	}
	while (wait(NULL) > 0)
		;
	assert_int_equal(
	    value_of(tally, "requests", "op=\"forgot\",result=\"ok\""),
	    PROCESSES * ROUNDS);
}

static void
pages_follow_each_other_and_miss_nothing(void **state)
{
	struct tally *tally = tally_new(~0u);
	size_t next = 0, rows = 0, pages = 0;
	struct wire_in in;

	(void)state;
	do {
		next = put(tally, next, &in);
		rows += in.row_count;
		pages++;
	} while (next != 0);
	assert_true(pages > 1);
	assert_int_equal(rows, (OP_COUNT - 1) * (RC_COUNT + 1));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_nobody_asked_yet_is_zero),
    cmocka_unit_test(what_no_door_offers_is_no_row),
    cmocka_unit_test(answers_are_counted_by_how_they_ended),
    cmocka_unit_test(processes_count_together),
    cmocka_unit_test(pages_follow_each_other_and_miss_nothing),
};

UNIT_MAIN(tests)
