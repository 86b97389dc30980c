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

static void
assert_row(const struct wire_in *in, size_t index, const char *name,
    const char *labels, int64_t value)
{
	struct wire_in row;

	wire_row(in, index, &row);
	assert_string_equal(wire_text(&row, F_NAME), name);
	assert_string_equal(wire_text(&row, F_DETAIL), labels);
	assert_int_equal(wire_number(&row, F_COUNT, -1), value);
}

static void
what_nobody_asked_is_no_row(void **state)
{
	struct tally *tally = tally_new();
	struct wire_in in;

	(void)state;
	assert_non_null(tally);
	assert_int_equal(put(tally, 0, &in), 0);
	assert_int_equal(in.row_count, 0);
	tally_free(tally);
}

static void
answers_are_counted_by_how_they_ended(void **state)
{
	struct tally *tally = tally_new();
	struct wire_in in;

	(void)state;
	tally_add(tally, OP_SIGN_IN, RC_OK, 40);
	tally_add(tally, OP_SIGN_IN, RC_OK, 50);
	tally_add(tally, OP_SIGN_IN, RC_DENIED, 9);
	assert_int_equal(put(tally, 0, &in), 0);
	assert_int_equal(in.row_count, 3);
	assert_row(&in, 0, "requests", "op=\"sign_in\",result=\"ok\"", 2);
	assert_row(&in, 1, "requests", "op=\"sign_in\",result=\"denied\"", 1);
	assert_row(&in, 2, "request_ms", "op=\"sign_in\"", 99);
	tally_free(tally);
}

static void
processes_count_together(void **state)
{
	enum { PROCESSES = 4, ROUNDS = 1000 };
	struct tally *tally = tally_new();
	struct wire_in in;

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
	(void)put(tally, 0, &in);
	assert_row(&in, 0, "requests", "op=\"forgot\",result=\"ok\"",
	    PROCESSES * ROUNDS);
	tally_free(tally);
}

static void
pages_follow_each_other_and_miss_nothing(void **state)
{
	struct tally *tally = tally_new();
	size_t next = 0, rows = 0, pages = 0;
	struct wire_in in;

	(void)state;
	for (int op = OP_NONE + 1; op < OP_COUNT; op++)
		for (int rc = 0; rc < RC_COUNT; rc++)
			tally_add(tally, (enum op)op, (enum rc)rc, 1);
	do {
		next = put(tally, next, &in);
		rows += in.row_count;
		pages++;
	} while (next != 0);
	assert_true(pages > 1);
	assert_int_equal(rows, (OP_COUNT - 1) * (RC_COUNT + 1));
	tally_free(tally);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_nobody_asked_is_no_row),
    cmocka_unit_test(answers_are_counted_by_how_they_ended),
    cmocka_unit_test(processes_count_together),
    cmocka_unit_test(pages_follow_each_other_and_miss_nothing),
};

UNIT_MAIN(tests)
