#include "labd/lab_name.h"
#include "unit.h"

static void
only_ordinary_names_are_good(void **state)
{
	static const struct {
		const char *name;
		bool is_good;
	} cases[] = {
	    {"anna", true},
	    {"chen.ml_2-b", true},
	    {"Anna", true},
	    {"9a", true},
	    {"\xe9\x99\xb3", true},
	    {"abcdefghijklmnopqrstuvwxyzabcdef", true},
	    {"abcdefghijklmnopqrstuvwxyzabcdefg", false},
	    {"", false},
	    {"-rf", false},
	    {"1000", false},
	    {"..", false},
	    {"a b", false},
	    {"a:b", false},
	    {"a/b", false},
	    {"a\nb", false},
	    {"a*", false},
	    {"a(b)", false},
	    {"a$", false},
	    {"a,b", false},
	    {"\xff", false},
	    {"\xc2\x85", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (lab_name_is_good(cases[i].name) != cases[i].is_good)
			fail_msg("'%s'", cases[i].name);
	}
}

static void
reserved_numbers_are_never_given(void **state)
{
	static const struct {
		int64_t number;
		bool is_free;
	} cases[] = {
	    {0, false},
	    {999, false},
	    {1000, true},
	    {61183, true},
	    {61184, false},
	    {65519, false},
	    {65520, true},
	    {65533, true},
	    {65534, false},
	    {65535, false},
	    {65536, true},
	    {4294967294, true},
	    {4294967295, false},
	    {-1, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (lab_name_is_free_number(cases[i].number, 1000) !=
		    cases[i].is_free)
			fail_msg("%lld", (long long)cases[i].number);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(only_ordinary_names_are_good),
    cmocka_unit_test(reserved_numbers_are_never_given),
};

UNIT_MAIN(tests)
