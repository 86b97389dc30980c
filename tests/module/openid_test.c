/* Sign-on to other services, from the request to the claims, on a real slapd.
 * tests/module/openid.sh starts it. */
#include "identityd/asked.h"
#include "olga.h"

#include "../unit/unit.h"
#include "base/text.h"

#include <sys/wait.h>
#include <unistd.h>

#define ROWS(list) (sizeof(list) / sizeof((list)[0]))

static void
a_code_becomes_tokens_and_a_token_claims(void **state)
{
	struct core *core = olga_stage();
	char code[GRANT_TEXT_SIZE], token[GRANT_TEXT_SIZE];
	const struct stage_answer *answer;
	struct person olga;
	json_t *claims;

	(void)state;
	stage_load(core, "olga", &olga);
	olga_sign_on(core, 60, code);
	answer = olga_exchange(core, code);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_string_equal(wire_text(&answer->in, F_SCOPE),
	    "openid profile email school kind groups leave");
	claims = olga_claims(core, wire_text(&answer->in, F_ID_TOKEN), "n&1");
	assert_string_equal(
	    json_string_value(json_object_get(claims, "sub")), olga.uuid);
	assert_int_equal(
	    json_integer_value(json_object_get(claims, "auth_time")),
	    core->now_s - 60);
	assert_null(json_object_get(claims, "name")); /* userinfo's */
	assert_null(json_object_get(claims, "sign_outs"));
	assert_non_null(json_object_get(claims, "at_hash"));
	json_decref(claims);
	(void)text_copy(token, sizeof(token), wire_text(&answer->in, F_TOKEN));
	answer = olga_userinfo(core, token);
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
	/* What the leave service holds its own session against. */
	assert_string_equal(wire_text(&answer->in, F_SCOPE),
	    "openid profile email school kind groups leave");
	assert_int_equal(
	    json_integer_value(json_object_get(claims, "password_changed_at")),
	    olga.changed_s);
	assert_non_null(json_object_get(claims, "sign_outs"));
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
	struct core *core = olga_stage();

	(void)state;
	for (size_t i = 0; i < ROWS(ends); i++) {
		char token[GRANT_TEXT_SIZE], code[GRANT_TEXT_SIZE];

		olga_token(core, token);
		olga_sign_on(core, 60, code);
		assert_int_equal(olga_userinfo(core, token)->reply, REPLY_OK);
		stage_modify(core, "olga", ends[i].attr, ends[i].value);
		if (olga_userinfo(core, token)->reply != REPLY_INVALID_TOKEN)
			fail_msg("the token after %s", ends[i].what);
		if (olga_exchange(core, code)->reply != REPLY_INVALID_GRANT)
			fail_msg("the code after %s", ends[i].what);
		if (ends[i].back != NULL)
			stage_modify(core, "olga", ends[i].attr, ends[i].back);
	}
}

/* ------------------------------------------------------- what a code is for */

static const struct bid_case {
	const char *what;
	struct olga_change change[2];
	enum reply reply;
} bid_cases[] = {
    {"no grant type", {{F_GRANT_TYPE, NULL}}, REPLY_INVALID_REQUEST},
    {"another grant type", {{F_GRANT_TYPE, "client_credentials"}},
	REPLY_UNSUPPORTED_GRANT_TYPE},
    {"a password grant", {{F_GRANT_TYPE, "password"}},
	REPLY_UNSUPPORTED_GRANT_TYPE},
    {"no code", {{F_GRANT, NULL}}, REPLY_INVALID_REQUEST},
    {"no verifier: a downgrade", {{F_VERIFIER, NULL}}, REPLY_INVALID_REQUEST},
    {"an empty verifier", {{F_VERIFIER, ""}}, REPLY_INVALID_REQUEST},
    {"no redirect URI", {{F_REDIRECT, NULL}}, REPLY_INVALID_REQUEST},
    {"a parameter twice", {{F_UNSUPPORTED, "code"}}, REPLY_INVALID_REQUEST},
    {"another verifier", {{F_VERIFIER, OLGA_VERIFIER "x"}},
	REPLY_INVALID_GRANT},
    {"the challenge for a verifier", {{F_VERIFIER, OLGA_CHALLENGE}},
	REPLY_INVALID_GRANT},
    {"another redirect URI of the client", {{F_REDIRECT, OLGA_BACK "?a=b"}},
	REPLY_INVALID_GRANT},
    {"a code of nobody", {{F_GRANT, "x"}}, REPLY_INVALID_GRANT},
    {"another client, proved",
	{{F_CLIENT, "books"}, {F_SECRET, olga_secret[1]}}, REPLY_INVALID_GRANT},
    {"a public client that needs no proof",
	{{F_CLIENT, "phone"}, {F_SECRET, NULL}}, REPLY_INVALID_GRANT},
    {"a public client with a secret", {{F_CLIENT, "phone"}},
	REPLY_INVALID_CLIENT},
    {"another client's secret", {{F_SECRET, olga_secret[1]}},
	REPLY_INVALID_CLIENT},
    {"no secret", {{F_SECRET, NULL}}, REPLY_INVALID_CLIENT},
    {"an empty secret", {{F_SECRET, ""}}, REPLY_INVALID_CLIENT},
    {"no client", {{F_CLIENT, NULL}}, REPLY_INVALID_CLIENT},
    {"an unknown client", {{F_CLIENT, "nobody"}}, REPLY_INVALID_CLIENT},
    {"the client in capitals", {{F_CLIENT, "LEAVE"}}, REPLY_INVALID_CLIENT},
    {"a filter for a client", {{F_CLIENT, "*"}}, REPLY_INVALID_CLIENT},
    {"a name for a client", {{F_CLIENT, "leave,ou=apps"}},
	REPLY_INVALID_CLIENT},
    {"what it was made for, after all that", {{F_NONE, NULL}}, REPLY_OK},
};

/* One code through all of them: none uses it up but who may. */
static void
a_code_is_good_for_what_it_was_made_for_and_nothing_else(void **state)
{
	struct core *core = olga_stage();
	char code[GRANT_TEXT_SIZE];
	const struct olga_change request[] = {
	    {F_GRANT_TYPE, "authorization_code"}, {F_GRANT, code},
	    {F_REDIRECT, OLGA_BACK}, {F_VERIFIER, OLGA_VERIFIER},
	    {F_CLIENT, "leave"}, {F_SECRET, olga_secret[0]}, {F_NONE, NULL}};

	(void)state;
	olga_sign_on(core, 60, code);
	for (size_t i = 0; i < ROWS(bid_cases); i++) {
		enum reply reply = olga_ask_changed(core, &olga_stranger,
		    OP_OPENID_TOKEN, openid_token, request, bid_cases[i].change)
				       ->reply;

		if (reply != bid_cases[i].reply)
			fail_msg("%s: %s", bid_cases[i].what,
			    reply_text(reply)->name);
	}
}

static void
a_code_tried_again_ends_what_it_gave(void **state)
{
	struct core *core = olga_stage();
	char code[GRANT_TEXT_SIZE], token[GRANT_TEXT_SIZE];

	(void)state;
	olga_sign_on(core, 60, code);
	(void)text_copy(token, sizeof(token),
	    wire_text(&olga_exchange(core, code)->in, F_TOKEN));
	assert_int_equal(olga_userinfo(core, token)->reply, REPLY_OK);
	assert_int_equal(olga_exchange(core, code)->reply, REPLY_INVALID_GRANT);
	assert_int_equal(
	    olga_userinfo(core, token)->reply, REPLY_INVALID_TOKEN);
	assert_int_equal(olga_exchange(core, code)->reply, REPLY_INVALID_GRANT);
}

/* Another host's: it is made as if we were that one. */
static void
a_code_of_a_home_that_is_away_waits_and_a_token_does_not(void **state)
{
	static char line[] = "3 ldapi://%2Fnowhere", *dead[] = {line};
	struct core *core = olga_stage();
	const struct identityd_conf *kept = core->conf;
	struct identityd_conf conf = *kept;
	char code[GRANT_TEXT_SIZE], token[GRANT_TEXT_SIZE];

	(void)state;
	core->conf = &conf;
	conf.homes = (struct conf_list){.items = dead, .count = 1};
	for (int home = 2; home <= 3; home++) {
		conf.home = home;
		olga_sign_on(core, 60, code);
		conf.home = kept->home;
		assert_int_equal(
		    olga_exchange(core, code)->reply, REPLY_OPENID_HOME_AWAY);
		conf.home = home; /* it is back */
		(void)text_copy(token, sizeof(token),
		    wire_text(&olga_exchange(core, code)->in, F_TOKEN));
		conf.home = kept->home;
		assert_int_equal(olga_userinfo(core, token)->reply, REPLY_OK);
		conf.home = home;
		assert_int_equal(
		    olga_exchange(core, code)->reply, REPLY_INVALID_GRANT);
		conf.home = kept->home;
		assert_int_equal(
		    olga_userinfo(core, token)->reply, REPLY_INVALID_TOKEN);
	}
	core->conf = kept;
}

static size_t
spent_count(struct core *core)
{
	static const char *const attrs[] = {"portalGrantSpent", NULL};
	struct dir_entry *entry;
	struct person olga;
	struct err err;
	size_t count;

	stage_load(core, "olga", &olga);
	assert_rc(
	    RC_OK, dir_get(core->dir, olga.dn, attrs, &entry, &err), &err);
	count = dir_count(entry, attrs[0]);
	dir_entry_free(entry);
	return count;
}

static void
what_nobody_can_bring_any_more_is_forgotten(void **state)
{
	struct core *core = olga_stage();
	char token[GRANT_TEXT_SIZE];
	int64_t now_s = core->now_s;

	(void)state;
	for (int i = 0; i < 12; i++)
		olga_token(core, token);
	assert_true(spent_count(core) >= 12);
	core->now_s += 10 * (GRANT_CODE_LIFE_S + GRANT_TOKEN_LIFE_S);
	for (int i = 0; i < 4; i++)
		olga_token(core, token);
	assert_int_equal(spent_count(core), 4);
	core->now_s = now_s;
}

static void
codes_and_tokens_end_in_time(void **state)
{
	struct core *core = olga_stage();
	char code[GRANT_TEXT_SIZE], token[GRANT_TEXT_SIZE];
	int64_t now_s = core->now_s;

	(void)state;
	olga_token(core, token);
	olga_sign_on(core, 60, code);
	core->now_s = now_s + GRANT_CODE_LIFE_S;
	assert_int_equal(olga_exchange(core, code)->reply, REPLY_INVALID_GRANT);
	core->now_s = now_s + GRANT_TOKEN_LIFE_S - 1;
	assert_int_equal(olga_userinfo(core, token)->reply, REPLY_OK);
	core->now_s = now_s + GRANT_TOKEN_LIFE_S;
	assert_int_equal(
	    olga_userinfo(core, token)->reply, REPLY_INVALID_TOKEN);
	core->now_s = now_s;
	assert_int_equal(olga_userinfo(core, code)->reply, REPLY_INVALID_TOKEN);
	assert_int_equal(olga_userinfo(core, "")->reply, REPLY_INVALID_TOKEN);
}

enum { ASKERS = 16 };

static void
of_sixteen_askers_with_one_code_one_wins(void **state)
{
	struct core *core = olga_stage();
	char code[GRANT_TEXT_SIZE], byte;
	int go[2], won = 0, status;

	(void)state;
	olga_sign_on(core, 60, code);
	assert_int_equal(pipe(go), 0);
	for (int i = 0; i < ASKERS; i++)
		if (fork() == 0) {
			struct core *own = stage_fork();

			(void)close(go[1]);
			(void)!read(go[0], &byte, 1); /* until it is closed */
			_exit(olga_exchange(own, code)->reply == REPLY_OK ? 0
									  : 1);
		}
	(void)close(go[0]);
	(void)close(go[1]);
	for (int i = 0; i < ASKERS; i++) {
		assert_true(wait(&status) > 0);
		won += WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	assert_int_equal(won, 1);
}

static void
a_token_of_a_client_that_is_gone_is_none(void **state)
{
	struct core *core = olga_stage();
	char token[GRANT_TEXT_SIZE];

	(void)state;
	olga_token(core, token);
	assert_int_equal(
	    stage_ask_as(core, &olga_it, OP_APP_PUT, app_put, F_APP, "leave",
		F_URL, "https://leave.example/", F_SCOPE, "profile", F_NONE)
		->reply,
	    REPLY_OK);
	assert_null(strstr(
	    wire_text(&olga_userinfo(core, token)->in, F_JSON), "email"));
	assert_null(strstr(
	    wire_text(&olga_userinfo(core, token)->in, F_JSON), "sign_outs"));
	assert_string_equal(wire_text(&olga_userinfo(core, token)->in, F_SCOPE),
	    "openid profile");
	assert_int_equal(
	    stage_ask_as(core, &olga_it, OP_APP_PUT, app_put, F_APP, "leave",
		F_URL, "https://leave.example/", F_CLIENT_KIND, "", F_NONE)
		->reply,
	    REPLY_OK);
	assert_int_equal(
	    olga_userinfo(core, token)->reply, REPLY_INVALID_TOKEN);
	assert_int_equal(
	    stage_ask_as(core, &olga_it, OP_APP_PUT, app_put, F_APP, "leave",
		F_URL, "https://leave.example/", F_CLIENT_KIND, "first_party",
		F_SCOPE, "profile email school kind groups leave", F_NONE)
		->reply,
	    REPLY_OK);
}

static void
a_new_secret_ends_the_old_one(void **state)
{
	struct core *core = olga_stage();
	char code[GRANT_TEXT_SIZE];
	const struct stage_answer *answer = stage_ask_as(
	    core, &olga_it, OP_APP_SECRET, app_secret, F_APP, "leave", F_NONE);
	char fresh[CLIENT_SECRET_SIZE];

	(void)state;
	assert_int_equal(answer->reply, REPLY_OK);
	(void)text_copy(fresh, sizeof(fresh), wire_text(&answer->in, F_SECRET));
	olga_sign_on(core, 60, code);
	assert_int_equal(
	    olga_exchange(core, code)->reply, REPLY_INVALID_CLIENT);
	(void)text_copy(olga_secret[0], sizeof(olga_secret[0]), fresh);
	assert_int_equal(olga_exchange(core, code)->reply, REPLY_OK);
	assert_int_equal(stage_ask_as(core, &olga_it, OP_APP_SECRET, app_secret,
			     F_APP, "phone", F_NONE)
			     ->reply,
	    REPLY_ABSENT);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_code_becomes_tokens_and_a_token_claims),
    cmocka_unit_test(what_ends_sessions_ends_codes_and_tokens_at_once),
    cmocka_unit_test(a_code_is_good_for_what_it_was_made_for_and_nothing_else),
    cmocka_unit_test(a_code_tried_again_ends_what_it_gave),
    cmocka_unit_test(a_code_of_a_home_that_is_away_waits_and_a_token_does_not),
    cmocka_unit_test(what_nobody_can_bring_any_more_is_forgotten),
    cmocka_unit_test(codes_and_tokens_end_in_time),
    cmocka_unit_test(of_sixteen_askers_with_one_code_one_wins),
    cmocka_unit_test(a_token_of_a_client_that_is_gone_is_none),
    cmocka_unit_test(a_new_secret_ends_the_old_one),
};

UNIT_MAIN(tests)
