#include "dir/dn.h"
#include "unit.h"

static void
spellings_of_one_name_become_one(void **state)
{
	static const struct {
		const char *dn;
		const char *normal;
	} cases[] = {
	    {"uid=anna,ou=people,dc=x", "uid=anna,ou=people,dc=x"},
	    {"UID=Anna, OU=People , dc=X", "uid=anna,ou=people,dc=x"},
	    {"cn=Li\\2C Ming,dc=x", "cn=li\\2c ming,dc=x"},
	    {"cn=Li\\, Ming,dc=x", "cn=li\\2c ming,dc=x"},
	    {"cn=\\e9\\99\\b3,dc=x", "cn=\\e9\\99\\b3,dc=x"},
	    {"cn=\xe9\x99\xb3,dc=x", "cn=\\e9\\99\\b3,dc=x"},
	    {"cn=a+uid=b,dc=x", "cn=a+uid=b,dc=x"},
	    {"UID=B + CN=A,dc=x", "cn=a+uid=b,dc=x"},
	};
	char normal[DN_SIZE];
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_rc(RC_OK,
		    dn_normal(normal, sizeof(normal), cases[i].dn, &err), &err);
		assert_string_equal(normal, cases[i].normal);
	}
}

static void
what_is_no_name_is_refused(void **state)
{
	static const char *const cases[] = {
	    "", "anna", "uid=a,,dc=x", "=a", "uid=#+cn=a,dc=x"};
	char normal[DN_SIZE];
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_rc(RC_INPUT,
		    dn_normal(normal, sizeof(normal), cases[i], &err), &err);
	assert_rc(RC_INPUT, dn_normal(normal, 8, "uid=anna,dc=x", &err), &err);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(spellings_of_one_name_become_one),
    cmocka_unit_test(what_is_no_name_is_refused),
};

UNIT_MAIN(tests)
