/* Where a sign-on is sent, whom it finds there, and signing out, on a real
 * slapd. tests/module/openid_authorize.sh starts it. */
#include "identityd/asked.h"
#include "olga.h"

#include "../unit/unit.h"
#include "base/text.h"

#define ROWS(list) (sizeof(list) / sizeof((list)[0]))

/* ------------------------------------------------------ where one is sent */

static const struct olga_change code_request[] = {{F_CLIENT, "leave"},
    {F_REDIRECT, OLGA_BACK}, {F_RESPONSE_TYPE, "code"}, {F_SCOPE, "openid"},
    {F_OPENID_STATE, "s"}, {F_CHALLENGE, OLGA_CHALLENGE},
    {F_CHALLENGE_METHOD, "S256"}, {F_NONE, NULL}};

static const struct {
	const char *what;
	struct olga_change change[2];
	enum reply reply;
} redirect_cases[] = {
    {"no client", {{F_CLIENT, NULL}}, REPLY_OPENID_CLIENT},
    {"an unknown client", {{F_CLIENT, "nobody"}}, REPLY_OPENID_CLIENT},
    {"a link that is no client", {{F_CLIENT, "link"}}, REPLY_OPENID_CLIENT},
    {"no address", {{F_REDIRECT, NULL}}, REPLY_OPENID_REDIRECT},
    {"another client's", {{F_REDIRECT, "https://books.example/cb"}},
	REPLY_OPENID_REDIRECT},
    {"more path", {{F_REDIRECT, OLGA_BACK "/x"}}, REPLY_OPENID_REDIRECT},
    {"less path", {{F_REDIRECT, "https://leave.example/"}},
	REPLY_OPENID_REDIRECT},
    {"a query more", {{F_REDIRECT, OLGA_BACK "?"}}, REPLY_OPENID_REDIRECT},
    {"a fragment", {{F_REDIRECT, OLGA_BACK "#"}}, REPLY_OPENID_REDIRECT},
    {"capitals", {{F_REDIRECT, "https://Leave.example/back"}},
	REPLY_OPENID_REDIRECT},
    {"a port", {{F_REDIRECT, "https://leave.example:443/back"}},
	REPLY_OPENID_REDIRECT},
    {"a user", {{F_REDIRECT, "https://leave.example@evil.example/back"}},
	REPLY_OPENID_REDIRECT},
    {"escaped", {{F_REDIRECT, "https://leave.example/%62ack"}},
	REPLY_OPENID_REDIRECT},
    {"up and down", {{F_REDIRECT, "https://leave.example/x/../back"}},
	REPLY_OPENID_REDIRECT},
    {"http", {{F_REDIRECT, "http://leave.example/back"}},
	REPLY_OPENID_REDIRECT},
    {"a blank", {{F_REDIRECT, OLGA_BACK " "}}, REPLY_OPENID_REDIRECT},
    {"both of them", {{F_REDIRECT, OLGA_BACK " " OLGA_BACK "?a=b"}},
	REPLY_OPENID_REDIRECT},
    {"one that IT registered by LDAP, and must not be one",
	{{F_CLIENT, "badly"}, {F_REDIRECT, "http://evil.example/"}},
	REPLY_OPENID_REDIRECT},
    {"its own", {{F_REDIRECT, OLGA_BACK "?a=b"}}, REPLY_OK},
};

static void
nobody_is_sent_to_an_address_that_is_not_registered(void **state)
{
	struct core *core = olga_stage();
	const struct dir_change badly[] = {
	    {DIR_ADD, "objectClass", "portalApp", 0},
	    {DIR_ADD, "cn", "badly", 0},
	    {DIR_ADD, "portalAppClient", "public", 0},
	    {DIR_ADD, "portalAppRedirect", "http://evil.example/", 0}};
	struct actor olga;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    dir_add(core->dir, "cn=badly,ou=apps,dc=example,dc=edu", badly,
		ROWS(badly), &err),
	    &err);
	assert_int_equal(
	    stage_ask_as(core, &olga_it, OP_APP_PUT, app_put, F_APP, "link",
		F_URL, "https://link.example/", F_NONE)
		->reply,
	    REPLY_OK);
	stage_actor(core, "olga", 60, &olga);
	for (size_t i = 0; i < ROWS(redirect_cases); i++) {
		const struct stage_answer *answer = olga_ask_changed(core,
		    &olga, OP_OPENID_AUTHORIZE, openid_authorize, code_request,
		    redirect_cases[i].change);
		const char *to = wire_text(&answer->in, F_LOCATION);

		if (answer->reply != redirect_cases[i].reply ||
		    (to != NULL) != (answer->reply == REPLY_OK))
			fail_msg("%s: %s", redirect_cases[i].what,
			    reply_text(answer->reply)->name);
	}
}

static void
a_fault_goes_back_with_the_state_and_who_says_so(void **state)
{
	static const struct olga_change change[2] = {
	    {F_CHALLENGE_METHOD, "plain"}};
	struct core *core = olga_stage();
	const char *to = wire_text(
	    &olga_ask_changed(core, &olga_stranger, OP_OPENID_AUTHORIZE,
		openid_authorize, code_request, change)
		 ->in,
	    F_LOCATION);
	char value[256];

	(void)state;
	assert_non_null(to);
	assert_int_equal(strncmp(to, OLGA_BACK "?", strlen(OLGA_BACK) + 1), 0);
	assert_true(olga_parameter(to, "error", value, sizeof(value)));
	assert_string_equal(value, "invalid_request");
	assert_true(olga_parameter(to, "state", value, sizeof(value)));
	assert_string_equal(value, "s");
	assert_true(olga_parameter(to, "iss", value, sizeof(value)));
	assert_string_equal(value, core->conf->issuer);
	assert_false(olga_parameter(to, "code", value, sizeof(value)));
}

/* The form's input of that name. */
static const char *
input(const struct wire_in *in, const char *name)
{
	for (size_t i = 0; i < in->row_count; i++) {
		struct wire_in row;

		wire_row(in, i, &row);
		if (strcmp(wire_text(&row, F_NAME), name) == 0)
			return wire_text(&row, F_VALUE);
	}
	return NULL;
}

static void
a_first_party_client_is_posted_an_id_token_with_the_claims(void **state)
{
	struct core *core = olga_stage();
	const struct stage_answer *answer;
	struct actor olga;
	json_t *claims;

	(void)state;
	stage_modify(core, "olga", "userPassword", stage_password);
	stage_modify(core, "olga", "portalSignOutCount", "7");
	stage_actor(core, "olga", 60, &olga);
	answer = stage_ask_as(core, &olga, OP_OPENID_AUTHORIZE,
	    openid_authorize, F_CLIENT, "leave", F_REDIRECT, OLGA_BACK,
	    F_RESPONSE_TYPE, "id_token", F_RESPONSE_MODE, "form_post", F_SCOPE,
	    "openid profile school", F_OPENID_STATE, "s", F_NONCE, "n", F_NONE);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_false(wire_has(&answer->in, F_LOCATION));
	assert_string_equal(wire_text(&answer->in, F_REDIRECT), OLGA_BACK);
	assert_string_equal(input(&answer->in, "state"), "s");
	assert_string_equal(
	    wire_text(&answer->in, F_ORIGIN), "https://leave.example");
	assert_string_equal(input(&answer->in, "iss"), core->conf->issuer);
	claims = olga_claims(core, input(&answer->in, "id_token"), "n");
	assert_string_equal(
	    json_string_value(json_object_get(claims, "preferred_username")),
	    "olga");
	assert_string_equal(
	    json_string_value(json_object_get(claims, "school_code")),
	    "014501");
	assert_null(json_object_get(claims, "email"));
	/* What the session hangs on: more is said to no other client. */
	assert_int_equal(
	    json_integer_value(json_object_get(claims, "password_changed_at")),
	    olga.person.changed_s);
	assert_true(olga.person.changed_s > 0);
	assert_int_equal(
	    json_integer_value(json_object_get(claims, "sign_outs")),
	    olga.person.sign_out_count);
	json_decref(claims);
}

/* ------------------------------------------------------------- who is there */

static void
who_has_not_signed_in_is_shown_the_service_and_comes_back(void **state)
{
	static const struct olga_change login[2] = {{F_PROMPT, "login"}};
	struct core *core = olga_stage();
	const struct stage_answer *answer;
	struct actor olga;
	char asked[ASKED_SIZE];

	(void)state;
	answer = olga_ask_changed(core, &olga_stranger, OP_OPENID_AUTHORIZE,
	    openid_authorize, code_request, (struct olga_change[2]){{F_NONE}});
	assert_int_equal(answer->reply, REPLY_OPENID_SIGN_IN);
	assert_string_equal(wire_text(&answer->in, F_APP), "leave");
	assert_string_equal(wire_text(&answer->in, F_NAME), "差勤");
	assert_string_equal(
	    wire_text(&answer->in, F_ORIGIN), "https://leave.example");

	/* She signed in before, which is not what prompt=login asks for. */
	stage_actor(core, "olga", 60, &olga);
	answer = olga_ask_changed(core, &olga, OP_OPENID_AUTHORIZE,
	    openid_authorize, code_request, login);
	assert_int_equal(answer->reply, REPLY_OPENID_SIGN_IN);
	assert_true(
	    text_copy(asked, sizeof(asked), wire_text(&answer->in, F_HASH)));
	/* And now since it asked, some typing later. */
	core->now_s += 60;
	stage_actor(core, "olga", 9, &olga);
	answer = olga_ask_changed(core, &olga, OP_OPENID_AUTHORIZE,
	    openid_authorize, code_request,
	    (struct olga_change[2]){{F_PROMPT, "login"}, {F_HASH, asked}});
	assert_int_equal(answer->reply, REPLY_OK);
	assert_true(wire_has(&answer->in, F_LOCATION));
	/* A time that somebody made up is none. */
	answer = olga_ask_changed(core, &olga, OP_OPENID_AUTHORIZE,
	    openid_authorize, code_request,
	    (struct olga_change[2]){{F_PROMPT, "login"}, {F_HASH, "0"}});
	assert_int_equal(answer->reply, REPLY_OPENID_SIGN_IN);
}

static void
who_must_change_the_password_does_so_first(void **state)
{
	struct core *core = olga_stage();
	char error[64];
	struct actor olga;

	(void)state;
	stage_actor(core, "olga", 60, &olga);
	olga.person.must_change = true;
	assert_int_equal(
	    olga_ask_changed(core, &olga, OP_OPENID_AUTHORIZE, openid_authorize,
		code_request, (struct olga_change[2]){{F_NONE}})
		->reply,
	    REPLY_OPENID_MUST_CHANGE);
	assert_true(olga_parameter(
	    wire_text(&olga_ask_changed(core, &olga, OP_OPENID_AUTHORIZE,
			  openid_authorize, code_request,
			  (struct olga_change[2]){{F_PROMPT, "none"}})
			   ->in,
		F_LOCATION),
	    "error", error, sizeof(error)));
	assert_string_equal(error, "interaction_required");
}

static void
a_hint_must_name_who_is_there(void **state)
{
	struct core *core = olga_stage();
	char code[GRANT_TEXT_SIZE], hint[JWT_SIZE], error[64];
	struct olga_change change[2] = {
	    {F_PROMPT, "none"}, {F_ID_TOKEN_HINT, hint}};
	struct actor olga, oscar;

	(void)state;
	stage_person(core, "oscar", 902, STAGE_SCHOOL, "active");
	olga_sign_on(core, 60, code);
	(void)text_copy(hint, sizeof(hint),
	    wire_text(&olga_exchange(core, code)->in, F_ID_TOKEN));
	stage_actor(core, "olga", 60, &olga);
	stage_actor(core, "oscar", 60, &oscar);
	assert_null(
	    strstr(wire_text(&olga_ask_changed(core, &olga, OP_OPENID_AUTHORIZE,
				 openid_authorize, code_request, change)
				  ->in,
		       F_LOCATION),
		"error="));
	assert_true(olga_parameter(
	    wire_text(&olga_ask_changed(core, &oscar, OP_OPENID_AUTHORIZE,
			  openid_authorize, code_request, change)
			   ->in,
		F_LOCATION),
	    "error", error, sizeof(error)));
	assert_string_equal(error, "login_required");
	hint[40]++; /* no longer ours: it names nobody */
	assert_true(olga_parameter(
	    wire_text(&olga_ask_changed(core, &olga, OP_OPENID_AUTHORIZE,
			  openid_authorize, code_request, change)
			   ->in,
		F_LOCATION),
	    "error", error, sizeof(error)));
	assert_string_equal(error, "login_required");
}

static void
a_sign_on_is_among_the_persons_events_with_the_services_name(void **state)
{
	struct core *core = olga_stage();
	char code[GRANT_TEXT_SIZE];
	const struct stage_answer *answer;
	struct actor olga;
	bool is_there = false;

	(void)state;
	olga_sign_on(core, 60, code);
	stage_actor(core, "olga", 60, &olga);
	answer = stage_ask_as(
	    core, &olga, OP_EVENT_LIST, event_list, F_SESSION, "x", F_NONE);
	assert_int_equal(answer->reply, REPLY_OK);
	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		is_there |= strcmp(wire_text(&row, F_ACTION), "sign_on") == 0 &&
		    strcmp(wire_text(&row, F_ACTOR), "差勤") == 0 &&
		    wire_number(&row, F_TIME, 0) == core->now_s;
	}
	assert_true(is_there);
}

/* -------------------------------------------------------------- signing out */

enum who { NOBODY, OLGA, OSCAR };

static const struct {
	const char *what;
	bool has_hint, is_pressed; /* the button */
	const char *client, *redirect;
	enum who who; /* has signed in; the hint is Olga's */
	enum reply reply;
	const char *location;
	bool has_ended;
} end_cases[] = {
    {"with a hint of hers", true, false, "", "", OLGA, REPLY_OK, "", true},
    {"and back", true, false, "", "https://leave.example/bye", OLGA, REPLY_OK,
	"https://leave.example/bye?state=s%20", true},
    {"without a hint she is asked", false, false, "leave",
	"https://leave.example/bye", OLGA, REPLY_OPENID_END_ASK, "", false},
    {"and says yes", false, true, "leave", "https://leave.example/bye", OLGA,
	REPLY_OK, "https://leave.example/bye?state=s%20", true},
    {"with nothing she is asked", false, false, "", "", OLGA,
	REPLY_OPENID_END_ASK, "", false},
    {"with another's hint he is asked", true, false, "", "", OSCAR,
	REPLY_OPENID_END_ASK, "", false},
    {"nobody goes back at once", false, false, "leave",
	"https://leave.example/bye", NOBODY, REPLY_OK,
	"https://leave.example/bye?state=s%20", false},
    {"an address that is not registered", true, true, "", OLGA_BACK, OLGA,
	REPLY_OPENID_REDIRECT, "", false},
    {"an address of no client", false, true, "", "https://leave.example/bye",
	OLGA, REPLY_OPENID_CLIENT, "", false},
    {"another client than the hint's", true, true, "books", "", OLGA,
	REPLY_OPENID_CLIENT, "", false},
    {"an unknown client", false, true, "nobody", "", OLGA, REPLY_OPENID_CLIENT,
	"", false},
};

static void
nobody_is_signed_out_by_a_page_elsewhere(void **state)
{
	struct core *core = olga_stage();
	char code[GRANT_TEXT_SIZE], hint[JWT_SIZE];

	(void)state;
	olga_sign_on(core, 60, code);
	(void)text_copy(hint, sizeof(hint),
	    wire_text(&olga_exchange(core, code)->in, F_ID_TOKEN));
	for (size_t i = 0; i < ROWS(end_cases); i++) {
		struct actor actor = olga_stranger;
		const struct stage_answer *answer;
		const char *location;
		struct person after;

		if (end_cases[i].who != NOBODY)
			stage_actor(core,
			    end_cases[i].who == OLGA ? "olga" : "oscar", 60,
			    &actor);
		answer = stage_ask_as(core, &actor, OP_OPENID_END, openid_end,
		    F_WANTED, end_cases[i].is_pressed ? "1" : "0",
		    F_ID_TOKEN_HINT, end_cases[i].has_hint ? hint : "",
		    F_CLIENT, end_cases[i].client, F_REDIRECT,
		    end_cases[i].redirect, F_OPENID_STATE, "s ", F_NONE);
		location = wire_text(&answer->in, F_LOCATION);
		if (answer->reply != end_cases[i].reply ||
		    strcmp(location != NULL ? location : "",
			end_cases[i].location) != 0)
			fail_msg("%s: %s to %s", end_cases[i].what,
			    reply_text(answer->reply)->name, location);
		if (end_cases[i].who == NOBODY)
			continue;
		stage_load(core, actor.person.account, &after);
		assert_int_equal(session_is_of(&actor.session, &after),
		    !end_cases[i].has_ended);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(nobody_is_sent_to_an_address_that_is_not_registered),
    cmocka_unit_test(a_fault_goes_back_with_the_state_and_who_says_so),
    cmocka_unit_test(
	a_first_party_client_is_posted_an_id_token_with_the_claims),
    cmocka_unit_test(who_has_not_signed_in_is_shown_the_service_and_comes_back),
    cmocka_unit_test(who_must_change_the_password_does_so_first),
    cmocka_unit_test(a_hint_must_name_who_is_there),
    cmocka_unit_test(
	a_sign_on_is_among_the_persons_events_with_the_services_name),
    cmocka_unit_test(nobody_is_signed_out_by_a_page_elsewhere),
};

UNIT_MAIN(tests)
