/*
 * leaved's operations on a real database: the end of a year.
 * tests/module/leaved_end_*.sh run it on both.
 */
#include "school.h"

#include "../unit/unit.h"
#include "base/almanac.h"

enum { DAY_S = 24 * 3600 };

static void
a_year_is_closed_in_one_act_with_its_preview(void **state)
{
	struct office *office = school_office();
	int64_t unused[2] = {0, 0};

	(void)state;
	school_at((int64_t)almanac_day(2027, 1, 4) * DAY_S);
	assert_verdict("ok", /* of 30 days an hour stays */
	    school_ask(office, "a.pers", OP_LEAVE_ADJUST, F_ACCOUNT, "a.mate",
		F_TYPE, "休假", F_MINUTES, "-14340", F_YEAR, "2026", F_WHY,
		"留職停薪", F_NONE));
	assert_verdict("bad_field", /* of what, when nothing is carried? */
	    school_ask(office, "a.pers", OP_LEAVE_CLOSE, F_YEAR, "2026",
		F_MINUTES, "480", F_NONE));
	for (int plan = 1; plan >= 0; plan--) {
		const struct school_answer *answer =
		    school_ask(office, "a.pers", OP_LEAVE_CLOSE, F_YEAR, "2026",
			F_PLAN, plan ? "1" : "0", F_NONE);

		assert_verdict("ok", answer);
		for (size_t i = 0; i < answer->in.row_count; i++) {
			struct wire_in row;

			wire_row(&answer->in, i, &row);
			unused[plan] += wire_number(&row, F_MINUTES, 0);
		}
	}
	assert_true(unused[0] > 0);
	assert_int_equal(unused[0], unused[1]);
	assert_verdict("year_closed",
	    school_ask(office, "a.pers", OP_LEAVE_CLOSE, F_SCHOOL, "a", F_YEAR,
		"2026", F_NONE));
	assert_verdict("bad_field",
	    school_ask(office, "it", OP_LEAVE_CLOSE, F_YEAR, "2026", F_NONE));
	assert_verdict("year_closed",
	    school_file(office, "a.teach", "事假", "2026-12-30T09:00",
		"2026-12-30T10:00"));
	assert_verdict("bad_field",
	    school_ask(office, "a.pers", OP_LEAVE_CLOSE, F_SCHOOL, "a", F_YEAR,
		"2027", F_NONE));
	assert_school_agrees(office);
}

struct carried {
	size_t rows;
	int64_t unused, carried, people; /* of 休假 */
};

static struct carried
carry(struct office *office, enum op op, const char *year, const char *minutes,
    const char *plan)
{
	const struct school_answer *answer = school_ask(office, "a.pers", op,
	    F_YEAR, year, F_MINUTES, minutes, F_PLAN, plan,
	    op == OP_LEAVE_CLOSE ? F_WANTED : F_NONE, "1", F_NONE);
	struct carried carried = {0};

	assert_verdict("ok", answer);
	carried.rows = answer->in.row_count;
	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		if (strcmp(wire_text(&row, F_TYPE), "休假") != 0) {
			assert_int_equal(wire_number(&row, F_GRANTED, -1), 0);
			continue;
		}
		carried.unused = wire_number(&row, F_MINUTES, -1);
		carried.carried = wire_number(&row, F_GRANTED, -1);
		carried.people = wire_number(&row, F_COUNT, -1);
	}
	return carried;
}

/* a.teach, a.dep, a.mate and a.pers are CIVIL; of what a.mate had, personnel
 * have taken away all but an hour. */
static void
what_lapsed_is_carried_once_and_only_what_the_law_lets(void **state)
{
	struct office *office = school_office();
	struct carried plan, done;

	(void)state;
	plan = carry(office, OP_LEAVE_CARRY, "2026", "960", "1");
	assert_int_equal(plan.rows, 1);
	assert_int_equal(plan.people, 4);
	assert_int_equal(plan.carried, 3 * 960 + 60);
	done = carry(office, OP_LEAVE_CARRY, "2026", "960", "0");
	assert_memory_equal(&plan, &done, sizeof(plan));
	assert_int_equal(school_number(office,
			     "SELECT granted FROM lot WHERE label ="
			     " '休假(保留)/2027' AND person = ?",
			     "a.mate"),
	    60);
	assert_int_equal(
	    carry(office, OP_LEAVE_CARRY, "2026", "480", "0").rows, 0);
	assert_verdict("bad_field",
	    school_ask(office, "a.pers", OP_LEAVE_CARRY, F_YEAR, "2025",
		F_NONE)); /* is not closed */
	assert_verdict("bad_field",
	    school_ask(office, "a.pers", OP_LEAVE_CARRY, F_YEAR, "2026",
		F_MINUTES, "90", F_NONE));
	assert_school_agrees(office);
}

static void
a_year_is_closed_and_carried_in_one_act(void **state)
{
	struct office *office = school_office();
	struct carried done;
	char lot[] = "休假(保留)/2028";

	(void)state;
	school_at((int64_t)almanac_day(2028, 1, 4) * DAY_S);
	done = carry(office, OP_LEAVE_CLOSE, "2027", "480", "1");
	assert_true(done.rows > 1 && done.unused > done.carried);
	assert_int_equal(done.carried, 4 * 480);
	assert_int_equal(school_number(office,
			     "SELECT count(*) FROM lot WHERE label = ?", lot),
	    0);
	(void)carry(office, OP_LEAVE_CLOSE, "2027", "480", "0");
	assert_int_equal(school_number(office,
			     "SELECT count(*) FROM lot WHERE label = ?", lot),
	    4);
	assert_verdict("bad_field",
	    school_ask(office, "a.pers", OP_LEAVE_CARRY, F_YEAR, "2025",
		F_NONE)); /* 2026 is over, too */
	assert_school_agrees(office);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_year_is_closed_in_one_act_with_its_preview),
    cmocka_unit_test(what_lapsed_is_carried_once_and_only_what_the_law_lets),
    cmocka_unit_test(a_year_is_closed_and_carried_in_one_act),
};

UNIT_MAIN(tests)
