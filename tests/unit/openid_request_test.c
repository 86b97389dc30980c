#include "portal/openid_request.h"
#include "unit.h"

static enum rc
parse(struct form *form, const char *address, char bytes[OPENID_REQUEST_SIZE])
{
	struct err err;

	(void)snprintf(bytes, OPENID_REQUEST_SIZE, "%s", address);
	return openid_request_parse(form, bytes, &err);
}

static void
a_request_is_printed_as_it_was_understood(void **state)
{
	static const struct {
		const char *given, *printed;
	} cases[] = {
	    {OPENID_AUTHORIZE "?", OPENID_AUTHORIZE},
	    {OPENID_AUTHORIZE "?scope=openid+email&client_id=a",
		OPENID_AUTHORIZE "?client_id=a&scope=openid%20email"},
	    {OPENID_AUTHORIZE "?state=+x%26+", /* to the byte */
		OPENID_AUTHORIZE "?state=%20x%26%20"},
	    {OPENID_AUTHORIZE "?nonce=&client_id=a", /* empty is not sent */
		OPENID_AUTHORIZE "?client_id=a"},
	    {OPENID_AUTHORIZE "?redirect_uri=https%3A%2F%2Fa.example%2F%3Fb",
		OPENID_AUTHORIZE
		"?redirect_uri=https%3A%2F%2Fa.example%2F%3Fb"},
	    {OPENID_AUTHORIZE "?asked=17&prompt=login",
		OPENID_AUTHORIZE "?prompt=login&asked=17"},
	};
	static char bytes[OPENID_REQUEST_SIZE], again[OPENID_REQUEST_SIZE],
	    address[OPENID_REQUEST_SIZE], once_more[OPENID_REQUEST_SIZE];
	struct form form;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(&form, cases[i].given, bytes), RC_OK);
		assert_true(openid_request_print(&form, "", address));
		assert_string_equal(address, cases[i].printed);
		/* What we printed ourselves says the same. */
		if (strchr(address, '?') == NULL)
			continue;
		assert_int_equal(parse(&form, address, again), RC_OK);
		assert_true(openid_request_print(&form, "", once_more));
		assert_string_equal(once_more, address);
	}
}

static void
when_it_was_asked_for_comes_with_it(void **state)
{
	char bytes[OPENID_REQUEST_SIZE], address[OPENID_REQUEST_SIZE];
	struct form form;

	(void)state;
	assert_int_equal(
	    parse(&form, OPENID_AUTHORIZE "?prompt=login", bytes), RC_OK);
	assert_true(openid_request_print(&form, "c2VhbGVk", address));
	assert_string_equal(
	    address, OPENID_AUTHORIZE "?prompt=login&asked=c2VhbGVk");
}

static void
what_is_no_request_is_refused(void **state)
{
	static const char *const cases[] = {
	    "",
	    "/",
	    "/openid/authorize",
	    OPENID_AUTHORIZE "?colour=red", /* none that we print */
	    "/openid/authorizex?client_id=a",
	    "https://evil.example/openid/authorize?client_id=a",
	    OPENID_AUTHORIZE "?client_id=a&client_id=a",
	    OPENID_AUTHORIZE "?client_id=a&client%5Fid=b",
	    OPENID_AUTHORIZE "?state=a%0D%0ASet-Cookie:x",
	    OPENID_AUTHORIZE "?state=%FF",
	    OPENID_AUTHORIZE "?state",
	    OPENID_AUTHORIZE "?max_age=123456789012345678901234567890123",
	};
	char bytes[OPENID_REQUEST_SIZE];
	struct form form;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(parse(&form, cases[i], bytes), RC_INPUT);
}

static void
one_that_is_too_long_is_not_carried(void **state)
{
	char long_value[2049], address[OPENID_REQUEST_SIZE];
	char given[OPENID_REQUEST_SIZE], bytes[OPENID_REQUEST_SIZE];
	struct form form;

	(void)state;
	memset(long_value, '%', sizeof(long_value) - 1);
	long_value[sizeof(long_value) - 1] = '\0';
	(void)snprintf(
	    given, sizeof(given), "%s?client_id=a", OPENID_AUTHORIZE);
	assert_int_equal(parse(&form, given, bytes), RC_OK);
	form.values[1] = long_value; /* redirect_uri, escaped three times it */
	assert_false(openid_request_print(&form, "", address));
}

static void
it_is_asked_with_the_catalogues_fields(void **state)
{
	char bytes[OPENID_REQUEST_SIZE];
	unsigned char question[4096];
	struct wire_out out;
	struct wire_in in;
	struct form form;
	struct err err;

	(void)state;
	assert_int_equal(
	    parse(&form,
		OPENID_AUTHORIZE "?client_id=a&state=s&request=x&request_uri=y"
				 "&ui_locales=en&max_age=-1&asked=17",
		bytes),
	    RC_OK);
	wire_begin(&out, question, sizeof(question), OP_OPENID_AUTHORIZE);
	openid_request_put(&form, &out);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(
	    RC_OK, wire_parse_question(&in, question, out.len, &err), &err);
	assert_string_equal(wire_text(&in, F_CLIENT), "a");
	assert_string_equal(wire_text(&in, F_OPENID_STATE), "s");
	assert_string_equal(wire_text(&in, F_UNSUPPORTED), "request");
	assert_string_equal(wire_text(&in, F_MAX_AGE), "-1");
	assert_string_equal(wire_text(&in, F_HASH), "17");
	assert_false(wire_has(&in, F_NONCE));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_request_is_printed_as_it_was_understood),
    cmocka_unit_test(when_it_was_asked_for_comes_with_it),
    cmocka_unit_test(what_is_no_request_is_refused),
    cmocka_unit_test(one_that_is_too_long_is_not_carried),
    cmocka_unit_test(it_is_asked_with_the_catalogues_fields),
};

UNIT_MAIN(tests)
