#include "web/credential.h"
#include "unit.h"

static void
basic_names_a_client_and_its_secret(void **state)
{
	static const struct {
		const char *header, *client, *secret;
	} cases[] = {
	    {"Basic Y2xpZW50OnNlY3JldA==", "client", "secret"},
	    {"basic Y2xpZW50OnNlY3JldA==", "client", "secret"},
	    {"Basic Y2xpZW50Og==", "client", ""},     /* client: */
	    {"Basic YSUzQWI6YyUyRmQ=", "a:b", "c/d"}, /* a%3Ab:c%2Fd */
	    {"Basic YTpiOmM=", "a", "b:c"},           /* a:b:c */
	    {"Basic YStiOmMrZA==", "a b", "c d"},     /* a+b:c+d */
	};
	struct credential credential;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_rc(RC_OK,
		    credential_basic(&credential, cases[i].header, &err), &err);
		assert_string_equal(credential.client, cases[i].client);
		assert_string_equal(credential.secret, cases[i].secret);
	}
}

static void
what_is_no_basic_is_refused(void **state)
{
	static const struct {
		const char *header;
		enum rc rc;
	} cases[] = {
	    {"", RC_ABSENT},
	    {"Basic", RC_INPUT},
	    {"Basic ", RC_INPUT},
	    {"Basic  Y2xpZW50OnNlY3JldA==", RC_INPUT}, /* two blanks */
	    {"Basic Y2xpZW50OnNlY3JldA", RC_INPUT},    /* cut */
	    {"Basic Y2xpZW50OnNlY3JldA== ", RC_INPUT},
	    {"Basic Y2xpZW50OnNlY3JldA==,Bearer x", RC_INPUT},
	    {"Basic Y2xpZW50", RC_INPUT},     /* client */
	    {"Basic OnNlY3JldA==", RC_INPUT}, /* :secret */
	    {"Basic YTpiAGM=", RC_INPUT},     /* a:b NUL c */
	    {"Basic YTpiJmM9ZA==", RC_INPUT}, /* a:b&c=d */
	    {"Basic YTolWlo=", RC_INPUT},     /* a:%ZZ */
	    {"Basic YTolMEE=", RC_INPUT},     /* a:%0A */
	    {"Bearer Y2xpZW50OnNlY3JldA==", RC_INPUT},
	    {"Digest username=\"a\"", RC_INPUT},
	};
	struct credential credential;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_rc(cases[i].rc,
		    credential_basic(&credential, cases[i].header, &err), &err);
		assert_string_equal(credential.secret, "");
	}
}

static void
bearer_is_one_token(void **state)
{
	static const struct {
		const char *header;
		enum rc rc;
		const char *token;
	} cases[] = {
	    {"Bearer abc-._~+/", RC_OK, "abc-._~+/"},
	    {"bearer abc==", RC_OK, "abc=="},
	    {"", RC_ABSENT, ""},
	    {"Bearer", RC_INPUT, ""},
	    {"Bearer ", RC_INPUT, ""},
	    {"Bearer =", RC_INPUT, ""},
	    {"Bearer a b", RC_INPUT, ""},
	    {"Bearer a=b", RC_INPUT, ""},
	    {"Bearer  a", RC_INPUT, ""},
	    {"Bearer a,b", RC_INPUT, ""},
	    {"Basic abc", RC_INPUT, ""},
	    {"Bearerabc", RC_INPUT, ""},
	};
	char token[CREDENTIAL_TOKEN_SIZE], header[CREDENTIAL_TOKEN_SIZE + 16];
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_rc(cases[i].rc,
		    credential_bearer(token, cases[i].header, &err), &err);
		assert_string_equal(token, cases[i].token);
	}
	(void)snprintf(
	    header, sizeof(header), "Bearer %0*d", CREDENTIAL_TOKEN_SIZE, 0);
	assert_rc(RC_INPUT, credential_bearer(token, header, &err), &err);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(basic_names_a_client_and_its_secret),
    cmocka_unit_test(what_is_no_basic_is_refused),
    cmocka_unit_test(bearer_is_one_token),
};

UNIT_MAIN(tests)
