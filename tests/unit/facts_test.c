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
		char text[FACTS_SIZE], value[AMISS_VALUE_SIZE];

		assert_int_equal(
		    facts_parse(&facts, cases[i].text, value), AMISS_NONE);
		assert_string_equal(
		    facts_print(&facts, text), cases[i].printed);
	}
}

static void
what_cannot_be_read_is_named(void **state)
{
	static const struct {
		const char *text;
		enum amiss amiss;
		const char *value;
	} cases[] = {
	    {"birth", AMISS_FACT_SHAPE, "birth"},
	    {"brith=2026-09-01", AMISS_FACT_NAME, "brith=2026-09-01"},
	    {"birth=2026-13-01", AMISS_FACT_VALUE, "birth=2026-13-01"},
	    {"weeks=46", AMISS_FACT_VALUE, "weeks=46"},
	    {"weeks=-1", AMISS_FACT_VALUE, "weeks=-1"},
	    {"relation=", AMISS_FACT_VALUE, "relation="},
	    {"extended=yes", AMISS_FACT_VALUE, "extended=yes"},
	    {"weeks=1;weeks=2", AMISS_FACT_TWICE, "weeks=2"},
	    {"letter=0123456789012345678901234567890123456789012345678",
		AMISS_FACT_VALUE,
		"letter=0123456789012345678901234567890123456789012345678"},
	    {"letter=0123456789012345678901234567890123456789012345678"
	     "0123456789012345678901234567890123456789012345678",
		AMISS_LONG, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct facts facts;
		char value[AMISS_VALUE_SIZE];

		assert_int_equal(
		    facts_parse(&facts, cases[i].text, value), cases[i].amiss);
		assert_string_equal(value, cases[i].value);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_read_is_printed_in_one_order),
    cmocka_unit_test(what_cannot_be_read_is_named),
};

UNIT_MAIN(tests)
