#include "dir/csn.h"
#include "unit.h"

#define CSN(time) time "#000000#00b#000000"

static void
a_csn_is_of_the_server_that_it_names(void **state)
{
	static const struct {
		const char *csn;
		int64_t server;
		bool is_of;
	} cases[] = {
	    {CSN("20260101000001.000001Z"), 11, true},
	    {CSN("20260101000001.000001Z"), 0, false},
	    {CSN("20260101000001.000001Z"), 1, false},
	    {"20260101000001.000001Z#00000b#001#000000", 1, true},
	    {"20260101000001.000001Z#00000b#001#000000", 11, false},
	    {"20260101000001.000001Z", 0, false},
	    {"", 0, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    csn_is_of(cases[i].csn, cases[i].server), cases[i].is_of);
}

static void
the_lag_is_the_age_of_what_came_last_while_more_was_written(void **state)
{
	enum { NOW_S = 1767226000 }; /* 20260101000640Z */
	static const struct {
		const char *there, *here;
		int64_t lag_s;
	} cases[] = {
	    {CSN("20260101000001.000001Z"), CSN("20260101000001.000001Z"), 0},
	    {CSN("20260101000001.000001Z"), CSN("20260101000002.000001Z"), 0},
	    {CSN("20260101000639.000002Z"), CSN("20260101000001.000001Z"), 399},
	    {CSN("20260101000001.000002Z"), CSN("20260101000001.000001Z"), 399},
	    {"", "", 0},
	    {"", CSN("20260101000001.000001Z"), 0},
	    {CSN("20260101000001.000001Z"), "", NOW_S},
	    /* its clock is before ours */
	    {CSN("20260101000700.000001Z"), CSN("20260101000650.000001Z"), 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    csn_lag_s(cases[i].there, cases[i].here, NOW_S),
		    cases[i].lag_s);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_csn_is_of_the_server_that_it_names),
    cmocka_unit_test(
	the_lag_is_the_age_of_what_came_last_while_more_was_written),
};
UNIT_MAIN(tests)
