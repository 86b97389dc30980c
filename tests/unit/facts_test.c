#include "leaved/facts.h"
#include "base/almanac.h"
#include "unit.h"

static void
what_is_read_is_printed_in_one_order(void **state)
{
	static const struct {
		const char *text, *printed;
	} cases[] = {
	    {"", ""},
	    {"birth=2026-09-01;part=checkup", "birth=2026-09-01;part=checkup"},
	    {" part=birth ; birth=1150901 ;", "birth=2026-09-01;part=birth"},
	    {"relation=父母;death=115/9/7", "death=2026-09-07;relation=父母"},
	    {"weeks=0", "weeks=0"},
	    {"letter=北市教人字第1號", "letter=北市教人字第1號"},
	    {"extended=1;registered=2026-01-02;event=a=b",
		"registered=2026-01-02;event=a=b;extended=1"},
	    {"extended=0", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct facts facts;
		char text[FACTS_SIZE];
		struct err err;

		assert_rc(
		    RC_OK, facts_parse(&facts, cases[i].text, &err), &err);
		assert_string_equal(
		    facts_print(&facts, text), cases[i].printed);
	}
}

static void
what_cannot_be_read_is_named(void **state)
{
	static const struct {
		const char *text, *named;
	} cases[] = {
	    {"birth", "'birth' is not NAME=VALUE"},
	    {"brith=2026-09-01", "no 'brith' is known"},
	    {"birth=2026-13-01", "birth cannot be '2026-13-01'"},
	    {"weeks=46", "weeks cannot be '46'"},
	    {"weeks=-1", "weeks cannot be '-1'"},
	    {"relation=", "relation cannot be ''"},
	    {"extended=yes", "extended cannot be 'yes'"},
	    {"weeks=1;weeks=2", "weeks twice"},
	    {"letter=0123456789012345678901234567890123456789012345678",
		"letter cannot be"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct facts facts;
		struct err err;

		assert_rc(
		    RC_INPUT, facts_parse(&facts, cases[i].text, &err), &err);
		assert_non_null(strstr(err.text, cases[i].named));
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_read_is_printed_in_one_order),
    cmocka_unit_test(what_cannot_be_read_is_named),
};

UNIT_MAIN(tests)
