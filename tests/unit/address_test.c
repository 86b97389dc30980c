#include "web/address.h"
#include "unit.h"

static void
values_are_made_fit_for_an_address(void **state)
{
	static const struct {
		const char *before, *value, *after;
	} cases[] = {
	    {"/a", "b", "/a?n=b"},
	    {"/a?x=1", "", "/a?x=1&n="},
	    {"/a", "a b&c=d#e?f+g", "/a?n=a%20b%26c%3Dd%23e%3Ff%2Bg"},
	    {"/a", "https://b.example/c", "/a?n=https%3A%2F%2Fb.example%2Fc"},
	    {"/a", "王", "/a?n=%E7%8E%8B"},
	    {"/a", "-._~", "/a?n=-._%7E"},
	    {"/a", "\r\n", "/a?n=%0D%0A"},
	};
	char address[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)snprintf(address, sizeof(address), "%s", cases[i].before);
		assert_true(
		    address_add(address, sizeof(address), "n", cases[i].value));
		assert_string_equal(address, cases[i].after);
	}
}

static void
what_does_not_fit_is_told(void **state)
{
	static const struct {
		size_t size;
		bool fits;
	} cases[] = {{4, false}, {6, false}, {8, false}, {9, false}, {10, true},
	    {64, true}};
	char address[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)snprintf(address, sizeof(address), "%s", "/a");
		assert_int_equal(address_add(address, cases[i].size, "n", "b&"),
		    cases[i].fits);
	}
}

static void
a_path_of_ours_leads_nowhere_else(void **state)
{
	static const struct {
		const char *text;
		bool is_path;
	} cases[] = {{"/", true}, {"/me/mail", true}, {"//b.example", false},
	    {"/a?b", false}, {"/a:b", false}, {"/\\b", false}, {"a", false},
	    {"", false}, {"https://b.example/", false}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    address_is_path(cases[i].text), cases[i].is_path);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_path_of_ours_leads_nowhere_else),
    cmocka_unit_test(values_are_made_fit_for_an_address),
    cmocka_unit_test(what_does_not_fit_is_told),
};

UNIT_MAIN(tests)
