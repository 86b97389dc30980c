#include "identityd/client_uri.h"

#include "base/text.h"
#include "unit.h"

#define ROWS(list) (sizeof(list) / sizeof((list)[0]))

static const struct {
	const char *uri, *origin; /* NULL: it is not good */
} cases[] = {
    {"https://a.example", "https://a.example"},
    {"https://a.example/", "https://a.example"},
    {"https://a.example:8443/cb?x=1&y=%20", "https://a.example:8443"},
    {"https://a.example?x=1", "https://a.example"},
    {"https://[2001:db8::1]:443/cb", "https://[2001:db8::1]:443"},
    {"https://a.example:65535/cb", "https://a.example:65535"},
    {"http://localhost/cb", "http://localhost"},
    {"http://localhost:7777/cb", "http://localhost:7777"},
    {"http://other.localhost:7777/cb", "http://other.localhost:7777"},
    {"http://127.0.0.1:7777/cb", "http://127.0.0.1:7777"},
    {"http://[::1]:7777/cb", "http://[::1]:7777"},
    /* not encrypted, or no web address at all */
    {"http://a.example/cb", NULL},
    {"http://localhost.example/cb", NULL},
    {"http://xlocalhost/cb", NULL},
    {"http://.localhost.evil/cb", NULL},
    {"http://127.0.0.1.evil.example/cb", NULL},
    {"HTTPS://a.example/cb", NULL},
    {"javascript:alert(1)", NULL},
    {"data:text/html,x", NULL},
    {"com.example.app:/cb", NULL},
    {"//a.example/cb", NULL},
    {"/cb", NULL},
    {"", NULL},
    /* more than one host, or none */
    {"https://", NULL},
    {"https:///cb", NULL},
    {"https://user@a.example/cb", NULL},
    {"https://a.example@evil.example/cb", NULL},
    {"https://a.example:pw@evil.example/cb", NULL},
    {"https://a.example\\@evil.example/cb", NULL},
    {"https://a.example:/cb", NULL},
    {"https://a.example:123456/cb", NULL},
    {"https://a.example:0/cb", NULL},
    {"https://a.example:65536/cb", NULL},
    {"https://a.example:8x/cb", NULL},
    {"https://[::1/cb", NULL},
    {"https://[]/cb", NULL},
    {"https://[:::]/cb", NULL},
    {"https://[1.2.3.4]/cb", NULL},
    {"https://[0000:0000:0000:0000:0000:0000:0000:0000:0000:1]/cb", NULL},
    {"https://a_b.example/cb", NULL},
    {"https://\xe5\xad\xb8\xe6\xa0\xa1.example/cb", NULL},
    /* what nobody registers, and what would end a header or an attribute */
    {"https://*.example/cb", NULL},
    {"https://a.example/*", NULL},
    {"https://a.example/cb#x", NULL},
    {"https://a.example/cb#", NULL},
    {"https://a.example/c b", NULL},
    {"https://a.example/cb\n", NULL},
    {"https://a.example/cb\r\nSet-Cookie: x", NULL},
    {"https://a.example/\"onload", NULL},
    {"https://a.example/'x", NULL},
    {"https://a.example/<x>", NULL},
};

static void
an_address_is_https_or_loopback_and_says_one_host(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		bool is_good = client_uri_is_good(cases[i].uri);
		char origin[CLIENT_ORIGIN_SIZE];

		if (is_good != (cases[i].origin != NULL))
			fail_msg("\"%s\"", cases[i].uri);
		if (!is_good)
			continue;
		assert_true(
		    client_uri_origin(cases[i].uri, origin, sizeof(origin)));
		assert_string_equal(origin, cases[i].origin);
		assert_false(client_uri_origin(
		    cases[i].uri, origin, strlen(cases[i].origin)));
	}
}

static void
the_longest_origin_has_its_place(void **state)
{
	char host[254 + 1], uri[300], origin[CLIENT_ORIGIN_SIZE];

	(void)state;
	memset(host, 'a', sizeof(host));
	assert_true(
	    text_print(uri, sizeof(uri), "https://%.253s:65535/cb", host));
	assert_true(client_uri_is_good(uri));
	assert_true(client_uri_origin(uri, origin, sizeof(origin)));
	assert_int_equal(strlen(origin), CLIENT_ORIGIN_SIZE - 1);
	assert_true(text_print(uri, sizeof(uri), "https://%.254s/cb", host));
	assert_false(client_uri_is_good(uri));
}

static void
an_address_has_1024_bytes_at_most(void **state)
{
	char uri[1100] = "https://a.example/";

	(void)state;
	memset(uri + 18, 'a', 1024 - 18);
	assert_true(client_uri_is_good(uri));
	uri[1024] = 'a';
	assert_false(client_uri_is_good(uri));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_address_is_https_or_loopback_and_says_one_host),
    cmocka_unit_test(the_longest_origin_has_its_place),
    cmocka_unit_test(an_address_has_1024_bytes_at_most),
};

UNIT_MAIN(tests)
