#include "dir/filter.h"
#include "unit.h"

static void
a_value_cannot_change_the_filter(void **state)
{
	static const struct {
		const char *value;
		const char *filter;
	} cases[] = {
	    {"chen.ml", "(uid=chen.ml)"},
	    {"*", "(uid=\\2a)"},
	    {")(uid=*", "(uid=\\29\\28uid=\\2a)"},
	    {"a\\b", "(uid=a\\5cb)"},
	    {"\xe9\x99\xb3", "(uid=\\e9\\99\\b3)"},
	    {"\xff\x01", "(uid=\\ff\\01)"},
	    {"", "(uid=)"},
	};
	char filter[FILTER_SIZE];
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_rc(RC_OK,
		    filter_print(filter, sizeof(filter), &err, "(uid=%s)",
			cases[i].value),
		    &err);
		assert_string_equal(filter, cases[i].filter);
	}
}

static void
bytes_may_hold_anything(void **state)
{
	char filter[FILTER_SIZE];
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    filter_print(filter, sizeof(filter), &err,
		"(&(entryUUID=%.*s)(x=100%%))", 3, "\0a\xff"),
	    &err);
	assert_string_equal(filter, "(&(entryUUID=\\00a\\ff)(x=100%))");
}

static void
what_does_not_fit_is_refused_and_leaves_nothing(void **state)
{
	char filter[8] = "before";
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    filter_print(filter, sizeof(filter), &err, "(a=%s)", "bcd"), &err);
	assert_string_equal(filter, "(a=bcd)");
	assert_rc(RC_INPUT,
	    filter_print(filter, sizeof(filter), &err, "(a=%s)", "bcde"), &err);
	assert_string_equal(filter, "");
	assert_rc(RC_INPUT,
	    filter_print(filter, sizeof(filter), &err, "(a=%s)", "b*"), &err);
	assert_string_equal(filter, "");
}

static void
a_value_cannot_change_the_name(void **state)
{
	static const struct {
		const char *value;
		const char *name;
	} cases[] = {
	    {"chen.ml", "uid=chen.ml,dc=x"},
	    {"a,dc=y", "uid=a\\2cdc\\3dy,dc=x"},
	    {" a ", "uid=\\20a\\20,dc=x"},
	    {"a b", "uid=a b,dc=x"},
	    {" ", "uid=\\20,dc=x"},
	    {"#a#", "uid=\\23a#,dc=x"},
	    {"a+b\"c<d>e;f\\", "uid=a\\2bb\\22c\\3cd\\3ee\\3bf\\5c,dc=x"},
	    {"\xe9\x99\xb3", "uid=\xe9\x99\xb3,dc=x"},
	    {"a\nb", "uid=a\\0ab,dc=x"},
	};
	char name[FILTER_DN_SIZE];
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_rc(RC_OK,
		    filter_dn(name, sizeof(name), "dc=x", &err, "uid=%s",
			cases[i].value),
		    &err);
		assert_string_equal(name, cases[i].name);
	}
	assert_rc(RC_INPUT,
	    filter_dn(name, 10, "dc=example", &err, "uid=%s", "a"), &err);
	assert_string_equal(name, "");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_value_cannot_change_the_filter),
    cmocka_unit_test(bytes_may_hold_anything),
    cmocka_unit_test(what_does_not_fit_is_refused_and_leaves_nothing),
    cmocka_unit_test(a_value_cannot_change_the_name),
};

UNIT_MAIN(tests)
