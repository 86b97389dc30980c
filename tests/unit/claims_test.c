/* What is said of somebody, by scope; and what never is. */
#include "identityd/claims.h"

#include "identityd/scope.h"

#include "unit.h"

#define ROWS(list) (sizeof(list) / sizeof((list)[0]))

static const struct person olga = {
    .uuid = "0a0b0c0d-0102-0304-0506-0708090a0b0c",
    .csn = "20260902110000.123456Z#000000#001#000000",
    .account = "olga.wang",
    .name = "王 \"大\"明",
    .mail = {"olga@school.example", "olga@home.example"},
    .mail_count = 2,
    .id_index = "{1}c2VjcmV0",
    .kind = "TEACHER",
    .admin_post = "組長",
    .openid = "https://openid.example/olga.wang",
    .unit_dn = "ou=教務處\\2C 一,o=014501,ou=units,dc=example",
    .school_dn = "o=014501,ou=units,dc=example",
    .school = "014501",
    .uid_number = 12345,
    .changed_s = 1700000000,
    .letter_mail = "olga@home.example",
};

#define SUB "\"sub\":\"0a0b0c0d-0102-0304-0506-0708090a0b0c\""

static const struct {
	unsigned scopes;
	const char *json;
} cases[] = {
    {SCOPE_OPENID, "{" SUB "}"},
    {0, "{" SUB "}"},
    {SCOPE_OPENID | SCOPE_PROFILE,
	"{" SUB ",\"name\":\"王 \\\"大\\\"明\","
	"\"preferred_username\":\"olga.wang\","
	"\"profile\":\"https://openid.example/olga.wang\","
	"\"locale\":\"zh-TW\",\"zoneinfo\":\"Asia/Taipei\","
	"\"updated_at\":1788346800}"},
    {SCOPE_EMAIL,
	"{" SUB ",\"email\":\"olga@school.example\",\"email_verified\":true}"},
    {SCOPE_SCHOOL,
	"{" SUB ",\"school_code\":\"014501\",\"school_name\":\"和平國小\","
	"\"unit\":\"教務處, 一\",\"admin_post\":\"組長\"}"},
    {SCOPE_KIND, "{" SUB ",\"staff_kind\":\"TEACHER\"}"},
    {SCOPE_GROUPS, "{" SUB ",\"groups\":[\"teachers\",\"it\"]}"},
    {SCOPE_LEAVE, "{" SUB "}"},
};

static void
each_scope_says_its_claims_and_no_other(void **state)
{
	struct claims_of of = {.person = &olga,
	    .school_name = "和平國小",
	    .groups = {"teachers", "it"},
	    .group_count = 2};

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		json_t *got = claims_print(&of, cases[i].scopes);
		json_t *want = json_loads(cases[i].json, 0, NULL);
		char *text = claims_text(got);

		assert_non_null(want);
		if (!json_equal(got, want))
			fail_msg("scopes %u: %s", cases[i].scopes, text);
		free(text);
		json_decref(got);
		json_decref(want);
	}
}

static void
what_somebody_does_not_have_is_left_out(void **state)
{
	const struct person bare = {
	    .uuid = "0a0b0c0d-0102-0304-0506-0708090a0b0c", .account = "bare"};
	const struct claims_of of = {.person = &bare};
	json_t *got = claims_print(&of, SCOPE_ALL);
	json_t *want = json_loads("{" SUB ",\"preferred_username\":\"bare\","
				  "\"locale\":\"zh-TW\","
				  "\"zoneinfo\":\"Asia/Taipei\",\"groups\":[]}",
	    0, NULL);

	(void)state;
	assert_true(json_equal(got, want));
	json_decref(got);
	json_decref(want);
}

static void
nothing_of_the_national_id_numbers_or_second_address_is_said(void **state)
{
	const struct claims_of of = {.person = &olga};
	json_t *got = claims_print(&of, SCOPE_ALL);
	char *text = claims_text(got);

	(void)state;
	assert_null(strstr(text, "c2VjcmV0"));
	assert_null(strstr(text, "home.example"));
	assert_null(strstr(text, "12345"));
	assert_null(strstr(text, "1700000000"));
	free(text);
	json_decref(got);
}

/* Others write the directory, too. */
static void
odd_bytes_spoil_nothing(void **state)
{
	struct person odd = olga;
	const struct claims_of of = {.person = &odd};
	json_t *got;
	char *text;

	(void)state;
	(void)snprintf(odd.name, sizeof(odd.name), "a\x01\x7f\xff\xc2\x80z");
	got = claims_print(&of, SCOPE_ALL);
	text = claims_text(got);
	assert_non_null(text);
	assert_non_null(strstr(text, "\"name\":\"a\\uFFFD"));
	for (const char *at = text; *at != '\0'; at++)
		assert_in_range(*at, 0x20, 0x7e);
	free(text);
	json_decref(got);
}

static void
scopes_are_words_in_any_order(void **state)
{
	static const struct {
		const char *text;
		unsigned scopes, known;
		const char *printed;
	} words[] = {
	    {"", 0, 0, ""},
	    {"openid", SCOPE_OPENID, SCOPE_OPENID, "openid"},
	    {" groups  openid ", SCOPE_OPENID | SCOPE_GROUPS,
		SCOPE_OPENID | SCOPE_GROUPS, "openid groups"},
	    {"openid openid", SCOPE_OPENID, SCOPE_OPENID, "openid"},
	    {"openid address", SCOPE_OPENID, 0, "openid"},
	    {"OpenID open openids", 0, 0, ""},
	    {"openid profile email school kind groups leave", SCOPE_ALL,
		SCOPE_ALL, "openid profile email school kind groups leave"},
	};
	char text[SCOPE_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ROWS(words); i++) {
		assert_int_equal(scope_parse(words[i].text), words[i].scopes);
		assert_int_equal(
		    scope_parse_known(words[i].text), words[i].known);
		assert_string_equal(
		    scope_print(words[i].scopes, text), words[i].printed);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_scope_says_its_claims_and_no_other),
    cmocka_unit_test(what_somebody_does_not_have_is_left_out),
    cmocka_unit_test(
	nothing_of_the_national_id_numbers_or_second_address_is_said),
    cmocka_unit_test(odd_bytes_spoil_nothing),
    cmocka_unit_test(scopes_are_words_in_any_order),
};

UNIT_MAIN(tests)
