/* Sign-on to other services, from the request to the claims, on a real slapd.
 * tests/module/openid.sh starts it. */
#include "stage.h"

#include "../unit/unit.h"
#include "base/text.h"
#include "identityd/openid.h"
#include "identityd/publish.h"

#include <sys/wait.h>
#include <unistd.h>

#define ROWS(list) (sizeof(list) / sizeof((list)[0]))

#define BACK "https://leave.example/back"
/* RFC 7636, appendix B. */
#define VERIFIER  "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

static const struct actor it = {.roles = ROLE_IT, .name = "uid 0"};
static char secret[2][CLIENT_SECRET_SIZE]; /* of leave and books */

/* One slapd, one core, three clients and a person for all tests. */
static struct core *
stage(void)
{
	static struct core *core;
	const struct stage_answer *answer;
	struct err err;

	if (core != NULL)
		return core;
	core = stage_core();
	assert_rc(RC_OK, publish_run(core, &err), &err);
	stage_person(core, "olga", 901, STAGE_SCHOOL, "active");
	stage_modify(core, "olga", "portalStaffKind", "TEACHER");
	answer = stage_ask_as(core, &it, OP_APP_PUT, app_put, F_APP, "leave",
	    F_URL, "https://leave.example/", F_NAME, "差勤", F_CLIENT_KIND,
	    "first_party", F_REDIRECT, BACK " " BACK "?a=b", F_LOGOUT,
	    "https://leave.example/bye", F_SCOPE,
	    "profile email school kind groups", F_NONE);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_true(text_copy(
	    secret[0], sizeof(secret[0]), wire_text(&answer->in, F_SECRET)));
	answer = stage_ask_as(core, &it, OP_APP_PUT, app_put, F_APP, "books",
	    F_URL, "https://books.example/", F_CLIENT_KIND, "confidential",
	    F_REDIRECT, "https://books.example/cb", F_SCOPE, "profile", F_NONE);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_true(text_copy(
	    secret[1], sizeof(secret[1]), wire_text(&answer->in, F_SECRET)));
	answer = stage_ask_as(core, &it, OP_APP_PUT, app_put, F_APP, "phone",
	    F_URL, "https://phone.example/", F_CLIENT_KIND, "public",
	    F_REDIRECT, "http://127.0.0.1:7777/cb", F_NONE);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_false(wire_has(&answer->in, F_SECRET));
	return core;
}

/* A parameter of a URL's query, decoded as far as our own values need it. */
static bool
parameter(const char *url, const char *name, char *value, size_t size)
{
	char mark[64];
	const char *at;
	size_t used = 0;

	value[0] = '\0';
	for (at = strchr(url, '?'); at != NULL; at = strchr(at + 1, '&')) {
		(void)snprintf(mark, sizeof(mark), "%s=", name);
		if (strncmp(at + 1, mark, strlen(mark)) == 0)
			break;
	}
	if (at == NULL)
		return false;
	for (at += 1 + strlen(mark); *at != '\0' && *at != '&'; at++) {
		unsigned byte = (unsigned char)*at;

		if (*at == '%') {
			assert_int_equal(sscanf(at + 1, "%2x", &byte), 1);
			at += 2;
		}
		assert_true(used + 1 < size);
		value[used++] = (char)byte;
	}
	value[used] = '\0';
	return true;
}

/* Olga, who signed in `ago_s` ago, signs on to leave; the code. */
static void
sign_on(struct core *core, int64_t ago_s, char code[GRANT_TEXT_SIZE])
{
	const struct stage_answer *answer;
	struct actor olga;

	stage_actor(core, "olga", ago_s, &olga);
	answer =
	    stage_ask_as(core, &olga, OP_OPENID_AUTHORIZE, openid_authorize,
		F_CLIENT, "leave", F_REDIRECT, BACK, F_RESPONSE_TYPE, "code",
		F_SCOPE, "openid profile email school kind groups",
		F_OPENID_STATE, "s/1 ", F_NONCE, "n&1", F_CHALLENGE, CHALLENGE,
		F_CHALLENGE_METHOD, "S256", F_NONE);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_true(parameter(
	    wire_text(&answer->in, F_LOCATION), "code", code, GRANT_TEXT_SIZE));
}

static const struct stage_answer *
exchange(struct core *core, const char *code)
{
	return stage_ask(core, OP_OPENID_TOKEN, openid_token, F_GRANT_TYPE,
	    "authorization_code", F_GRANT, code, F_REDIRECT, BACK, F_VERIFIER,
	    VERIFIER, F_CLIENT, "leave", F_SECRET, secret[0], F_NONE);
}

static const struct stage_answer *
userinfo(struct core *core, const char *token)
{
	return stage_ask(
	    core, OP_OPENID_USERINFO, openid_userinfo, F_TOKEN, token, F_NONE);
}

static void
access_token(struct core *core, char token[GRANT_TEXT_SIZE])
{
	char code[GRANT_TEXT_SIZE];
	const struct stage_answer *answer;

	sign_on(core, 60, code);
	answer = exchange(core, code);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_true(
	    text_copy(token, GRANT_TEXT_SIZE, wire_text(&answer->in, F_TOKEN)));
}

/* The claims of an ID token, checked as a client checks them. */
static json_t *
checked(struct core *core, const char *id_token, const char *nonce)
{
	const struct jwt_want want = {.issuer = core->conf->issuer,
	    .audience = "leave",
	    .nonce = nonce,
	    .now_s = core->now_s};
	json_t *set, *claims;
	struct err err;

	assert_rc(RC_OK, publish_load(core, &set, &err), &err);
	assert_rc(RC_OK, jwt_verify(id_token, set, &want, &claims, &err), &err);
	json_decref(set);
	return claims;
}

static void
a_code_becomes_tokens_and_a_token_claims(void **state)
{
	struct core *core = stage();
	char code[GRANT_TEXT_SIZE], token[GRANT_TEXT_SIZE];
	const struct stage_answer *answer;
	struct person olga;
	json_t *claims;

	(void)state;
	stage_load(core, "olga", &olga);
	sign_on(core, 60, code);
	answer = exchange(core, code);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_string_equal(wire_text(&answer->in, F_SCOPE),
	    "openid profile email school kind groups");
	claims = checked(core, wire_text(&answer->in, F_ID_TOKEN), "n&1");
	assert_string_equal(
	    json_string_value(json_object_get(claims, "sub")), olga.uuid);
	assert_int_equal(
	    json_integer_value(json_object_get(claims, "auth_time")),
	    core->now_s - 60);
	assert_null(json_object_get(claims, "name")); /* userinfo's */
	assert_non_null(json_object_get(claims, "at_hash"));
	json_decref(claims);
	(void)text_copy(token, sizeof(token), wire_text(&answer->in, F_TOKEN));
	answer = userinfo(core, token);
	assert_int_equal(answer->reply, REPLY_OK);
	claims = json_loads(wire_text(&answer->in, F_JSON), 0, NULL);
	assert_string_equal(
	    json_string_value(json_object_get(claims, "sub")), olga.uuid);
	assert_string_equal(
	    json_string_value(json_object_get(claims, "staff_kind")),
	    "TEACHER");
	assert_string_equal(
	    json_string_value(json_object_get(claims, "school_code")),
	    "014501");
	assert_null(strstr(wire_text(&answer->in, F_JSON), "{1}"));
	json_decref(claims);
}

/* What ends a session ends what came from it, at once. */
static const struct {
	const char *what, *attr, *value, *back;
} ends[] = {
    {"a reset", "userPassword", stage_password, NULL},
    {"a suspension", "portalState", "suspended", "active"},
    {"a sign-out everywhere", "portalSignOutCount", "7", NULL},
    {"a departure", "portalState", "left", "active"},
};

static void
what_ends_sessions_ends_codes_and_tokens_at_once(void **state)
{
	struct core *core = stage();

	(void)state;
	for (size_t i = 0; i < ROWS(ends); i++) {
		char token[GRANT_TEXT_SIZE], code[GRANT_TEXT_SIZE];

		access_token(core, token);
		sign_on(core, 60, code);
		assert_int_equal(userinfo(core, token)->reply, REPLY_OK);
		stage_modify(core, "olga", ends[i].attr, ends[i].value);
		if (userinfo(core, token)->reply != REPLY_INVALID_TOKEN)
			fail_msg("the token after %s", ends[i].what);
		if (exchange(core, code)->reply != REPLY_INVALID_GRANT)
			fail_msg("the code after %s", ends[i].what);
		if (ends[i].back != NULL)
			stage_modify(core, "olga", ends[i].attr, ends[i].back);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_code_becomes_tokens_and_a_token_claims),
    cmocka_unit_test(what_ends_sessions_ends_codes_and_tokens_at_once),
};

UNIT_MAIN(tests)
