#include "dir/school.h"

#include "unit.h"

static void
the_first_name_of_a_dn_is_read_unescaped(void **state)
{
	static const struct {
		const char *dn, *attr, *value;
	} cases[] = {
	    {"ou=Office,o=1,ou=units,dc=x", "ou", "Office"},
	    {"OU=Office,o=1", "ou", "Office"},
	    {"ou=教務處,o=1", "ou", "教務處"},
	    {"ou=\\e6\\95\\99,o=1", "ou", "教"},
	    {"ou=A\\2cB,o=1", "ou", "A,B"},
	    {"ou=A\\,B,o=1", "ou", "A,B"},
	    {"ou=A\\\\,o=1", "ou", "A\\"},
	    {"uid=wang", "uid", "wang"},
	    {"uid=wang+cn=x,ou=people", "uid", "wang"},
	};
	char value[32];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(school_rdn(
		    cases[i].dn, cases[i].attr, value, sizeof(value)));
		assert_string_equal(value, cases[i].value);
	}
}

static void
another_attribute_or_too_long_a_name_is_none(void **state)
{
	static const struct {
		const char *dn, *attr;
		size_t size;
	} cases[] = {
	    {"o=1,ou=units", "ou", 32},
	    {"ou", "ou", 32},
	    {"", "ou", 32},
	    {"oux=Office", "ou", 32},
	    {"ou=Office,o=1", "ou", 6},
	};
	char value[32];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_false(school_rdn(
		    cases[i].dn, cases[i].attr, value, cases[i].size));
		assert_string_equal(value, "");
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_first_name_of_a_dn_is_read_unescaped),
    cmocka_unit_test(another_attribute_or_too_long_a_name_is_none),
};

UNIT_MAIN(tests)
