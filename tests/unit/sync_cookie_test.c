#include "dir/sync_cookie.h"
#include "unit.h"

#define A1 "20260101000001.000001Z#000000#001#000000"
#define A2 "20260101000002.000001Z#000000#001#000000"
#define B1 "20260101000001.500000Z#000000#002#000000"
#define B2 "20260101000009.000001Z#000000#002#000000"

static void
a_change_moves_its_own_server_on_and_no_other(void **state)
{
	static const struct {
		const char *old, *news, *merged;
	} cases[] = {
	    {"rid=001,csn=" A1, "rid=001,csn=" A2, "rid=001,csn=" A2},
	    {"rid=001,csn=" A1 ";" B1, "rid=001,csn=" B2,
		"rid=001,csn=" A1 ";" B2},
	    {"rid=001,csn=" A1, "rid=001,csn=" B1, "rid=001,csn=" A1 ";" B1},
	    {"rid=001,csn=" A2, "rid=001,csn=" A1, "rid=001,csn=" A2},
	    {"rid=001,sid=001,csn=" A1, "rid=001,sid=002,csn=" B1,
		"rid=001,sid=001,csn=" A1 ";" B1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char cookie[1024];

		(void)snprintf(cookie, sizeof(cookie), "%s", cases[i].old);
		assert_true(
		    sync_cookie_merge(cookie, sizeof(cookie), cases[i].news));
		assert_string_equal(cookie, cases[i].merged);
	}
}

static void
a_cookie_of_another_kind_takes_the_place_of_the_old_one(void **state)
{
	static const struct {
		const char *old, *news, *merged;
	} cases[] = {
	    {"", "rid=001,csn=" A1, "rid=001,csn=" A1},
	    {"rid=001,csn=" A1, "server:389#people#77", "server:389#people#77"},
	    {"server:389#people#77", "server:389#people#78",
		"server:389#people#78"},
	    {"rid=001,csn=" A1, "rid=001,csn=7", "rid=001,csn=7"},
	    {"rid=001,csn=7", "rid=001,csn=7", "rid=001,csn=7"},
	    {"rid=001,csn=" A1, "", "rid=001,csn=" A1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char cookie[1024];

		(void)snprintf(cookie, sizeof(cookie), "%s", cases[i].old);
		assert_true(
		    sync_cookie_merge(cookie, sizeof(cookie), cases[i].news));
		assert_string_equal(cookie, cases[i].merged);
	}
}

static void
what_does_not_fit_is_refused(void **state)
{
	char small[16] = "rid=001,csn=x";

	(void)state;
	assert_false(
	    sync_cookie_merge(small, sizeof(small), "rid=001,csn=" A1));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_change_moves_its_own_server_on_and_no_other),
    cmocka_unit_test(a_cookie_of_another_kind_takes_the_place_of_the_old_one),
    cmocka_unit_test(what_does_not_fit_is_refused),
};
UNIT_MAIN(tests)
