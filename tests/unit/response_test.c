#include "identityd/response.h"

#include "unit.h"

#include <stdlib.h>

#define ROWS(list) (sizeof(list) / sizeof((list)[0]))

static const struct {
	const char *redirect, *state, *url;
} cases[] = {
    {"https://a.example", "s", "https://a.example?code=c&state=s"},
    {"https://a.example/cb", NULL, "https://a.example/cb?code=c"},
    {"https://a.example/cb?x=1", "s",
	"https://a.example/cb?x=1&code=c&state=s"},
    {"https://a.example/cb?", "", "https://a.example/cb?&code=c&state="},
    {"https://a.example/cb", "a b&c=d#e%f+\"\r\n",
	"https://a.example/cb?code=c&state="
	"a%20b%26c%3Dd%23e%25f%2B%22%0D%0A"},
    {"https://a.example/cb", "\xe5\xb8\xab-._~",
	"https://a.example/cb?code=c&state=%E5%B8%AB-._~"},
};

static void
a_url_keeps_its_own_query_and_gets_the_parameters_encoded(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		struct response response = {.redirect = cases[i].redirect};
		char url[RESPONSE_URL_SIZE];

		response_add(&response, "code", "c");
		response_add(&response, "state", cases[i].state);
		assert_true(response_print(&response, url));
		assert_string_equal(url, cases[i].url);
	}
}

static void
what_does_not_fit_is_said_so(void **state)
{
	struct response response = {.redirect = "https://a.example/cb"};
	char url[RESPONSE_URL_SIZE], long_text[RESPONSE_URL_SIZE] = "";

	(void)state;
	memset(long_text, '%', RESPONSE_URL_SIZE / 3);
	response_add(&response, "state", long_text);
	assert_false(response_print(&response, url));
	memset(long_text, 'a', RESPONSE_URL_SIZE - 1);
	assert_false(response_print(&response, url));
	long_text[RESPONSE_URL_SIZE - 1 -
	    strlen("https://a.example/cb?state=")] = '\0';
	assert_true(response_print(&response, url));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_url_keeps_its_own_query_and_gets_the_parameters_encoded),
    cmocka_unit_test(what_does_not_fit_is_said_so),
};

UNIT_MAIN(tests)
