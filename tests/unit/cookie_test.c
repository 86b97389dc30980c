#include "web/cookie.h"
#include "unit.h"

static void
one_cookie_is_found_among_others(void **state)
{
	static const struct {
		const char *header;
		enum rc rc;
		const char *value;
	} cases[] = {
	    {"a=1", RC_OK, "1"}, {"b=2; a=1; c=3", RC_OK, "1"},
	    {"b=2;a=1 ;c=3", RC_OK, "1"}, {"a=x=y", RC_OK, "x=y"},
	    {"a=", RC_OK, ""}, {"", RC_ABSENT, ""},
	    {"aa=1; ba=2", RC_ABSENT, ""}, {"A=1", RC_ABSENT, ""},
	    {"a", RC_ABSENT, ""}, {"a=1; a=2", RC_INPUT, ""},
	    {"a=1; a=1", RC_INPUT, ""}, {"a=\"1\"", RC_INPUT, ""},
	    {"a=1 2", RC_INPUT, ""}, {"a=1\\2", RC_INPUT, ""},
	    {"a=\x01", RC_INPUT, ""}, {"a=1234567", RC_OK, "1234567"},
	    {"a=12345678", RC_INPUT, ""}, /* no room */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char value[8] = "old";
		struct err err;

		assert_rc(cases[i].rc,
		    cookie_get(
			cases[i].header, "a", value, sizeof(value), &err),
		    &err);
		assert_string_equal(value, cases[i].value);
	}
}

static enum rc
print(char *text, size_t size, const char *name, const char *value,
    int max_age_s, struct err *err)
{
	return cookie_print(
	    text, size, &(struct cookie){name, value, max_age_s, false}, err);
}

static void
another_site_s_form_brings_only_a_cookie_made_for_that(void **state)
{
	const struct cookie cookie = {"__Host-a", "1", 600, true};
	char text[COOKIE_SIZE];
	struct err err;

	(void)state;
	assert_rc(RC_OK, cookie_print(text, sizeof(text), &cookie, &err), &err);
	assert_string_equal(text,
	    "__Host-a=1; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=600");
}

static void
a_cookie_is_bound_to_this_host_and_closed_to_scripts(void **state)
{
	char text[COOKIE_SIZE];
	struct err err;

	(void)state;
	assert_rc(
	    RC_OK, print(text, sizeof(text), "__Host-a", "1", 0, &err), &err);
	assert_string_equal(
	    text, "__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Lax");
	assert_rc(
	    RC_OK, print(text, sizeof(text), "__Host-a", "", -1, &err), &err);
	assert_string_equal(text,
	    "__Host-a=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
	assert_rc(
	    RC_OK, print(text, sizeof(text), "__Host-a", "1", 60, &err), &err);
	assert_non_null(strstr(text, "; Max-Age=60"));
}

static void
a_value_cannot_start_an_attribute_or_a_header(void **state)
{
	static const char *const values[] = {
	    "1; Domain=x", "1\r\nSet-Cookie: b=2", "1 2", "\"1\"", "王"};
	char text[COOKIE_SIZE];
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		assert_rc(RC_INPUT,
		    print(text, sizeof(text), "a", values[i], 0, &err), &err);
		assert_string_equal(text, "");
	}
	assert_rc(RC_INPUT, print(text, 8, "a", "1", 0, &err), &err);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(one_cookie_is_found_among_others),
    cmocka_unit_test(another_site_s_form_brings_only_a_cookie_made_for_that),
    cmocka_unit_test(a_cookie_is_bound_to_this_host_and_closed_to_scripts),
    cmocka_unit_test(a_value_cannot_start_an_attribute_or_a_header),
};

UNIT_MAIN(tests)
