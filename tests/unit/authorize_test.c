/* Requests of clients, and what becomes of each. */
#include "identityd/authorize.h"

#include "identityd/scope.h"

#include "unit.h"

#define ROWS(list) (sizeof(list) / sizeof((list)[0]))

#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

enum { NOW_S = 1800000000, CHANGES_MAX = 5 };

/* A good request for a code, and one for a posted ID token. */
static const struct change {
	enum field field;
	const char *text;
} code_request[] = {{F_RESPONSE_TYPE, "code"}, {F_SCOPE, "openid profile"},
    {F_OPENID_STATE, "s"}, {F_NONCE, "n"}, {F_CHALLENGE, CHALLENGE},
    {F_CHALLENGE_METHOD, "S256"}},
  token_request[] = {{F_RESPONSE_TYPE, "id_token"},
      {F_RESPONSE_MODE, "form_post"}, {F_SCOPE, "openid"}, {F_NONCE, "n"},
      {F_OPENID_STATE, "s"}};

/* What differs from one of them; NULL takes the parameter away. */
static const struct request_case {
	const char *what;
	bool is_token;
	enum client_kind kind;
	struct change change[CHANGES_MAX];
	enum authorize_fault fault;
} request_cases[] = {
    {"a code", false, CLIENT_CONFIDENTIAL, {{0}}, AUTHORIZE_OK},
    {"a code for a public client", false, CLIENT_PUBLIC, {{0}}, AUTHORIZE_OK},
    {"no nonce and no state", false, CLIENT_PUBLIC,
	{{F_NONCE, NULL}, {F_OPENID_STATE, NULL}}, AUTHORIZE_OK},
    {"a code by post", false, CLIENT_PUBLIC, {{F_RESPONSE_MODE, "form_post"}},
	AUTHORIZE_OK},
    {"a mode said", false, CLIENT_PUBLIC, {{F_RESPONSE_MODE, "query"}},
	AUTHORIZE_OK},
    {"a fragment", false, CLIENT_PUBLIC, {{F_RESPONSE_MODE, "fragment"}},
	AUTHORIZE_MODE},
    {"no type", false, CLIENT_PUBLIC, {{F_RESPONSE_TYPE, NULL}},
	AUTHORIZE_NO_TYPE},
    {"an empty type", false, CLIENT_PUBLIC, {{F_RESPONSE_TYPE, ""}},
	AUTHORIZE_NO_TYPE},
    {"a token", false, CLIENT_FIRST_PARTY, {{F_RESPONSE_TYPE, "token"}},
	AUTHORIZE_TYPE},
    {"a hybrid", false, CLIENT_FIRST_PARTY,
	{{F_RESPONSE_TYPE, "code id_token"}}, AUTHORIZE_TYPE},
    {"no openid", false, CLIENT_PUBLIC, {{F_SCOPE, "profile"}},
	AUTHORIZE_SCOPE},
    {"no scope", false, CLIENT_PUBLIC, {{F_SCOPE, NULL}}, AUTHORIZE_SCOPE},
    {"a scope we do not know", false, CLIENT_PUBLIC,
	{{F_SCOPE, "openid offline_access"}}, AUTHORIZE_OK},
    {"no challenge", false, CLIENT_CONFIDENTIAL, {{F_CHALLENGE, NULL}},
	AUTHORIZE_NO_CHALLENGE},
    {"a plain challenge", false, CLIENT_PUBLIC, {{F_CHALLENGE_METHOD, "plain"}},
	AUTHORIZE_CHALLENGE_METHOD},
    {"no method, which is plain", false, CLIENT_PUBLIC,
	{{F_CHALLENGE_METHOD, NULL}}, AUTHORIZE_CHALLENGE_METHOD},
    {"a short challenge", false, CLIENT_PUBLIC, {{F_CHALLENGE, "E9Mel"}},
	AUTHORIZE_CHALLENGE},
    {"none alone", false, CLIENT_PUBLIC, {{F_PROMPT, "none"}}, AUTHORIZE_OK},
    {"none with another", false, CLIENT_PUBLIC, {{F_PROMPT, "none login"}},
	AUTHORIZE_PROMPT},
    {"several prompts", false, CLIENT_PUBLIC,
	{{F_PROMPT, "login consent select_account"}}, AUTHORIZE_OK},
    {"an unknown prompt", false, CLIENT_PUBLIC, {{F_PROMPT, "create"}},
	AUTHORIZE_PROMPT},
    {"an age", false, CLIENT_PUBLIC, {{F_MAX_AGE, "10000"}}, AUTHORIZE_OK},
    {"an age of nothing", false, CLIENT_PUBLIC, {{F_MAX_AGE, "0"}},
	AUTHORIZE_OK},
    {"an age below nothing", false, CLIENT_PUBLIC, {{F_MAX_AGE, "-1"}},
	AUTHORIZE_MAX_AGE},
    {"an age in words", false, CLIENT_PUBLIC, {{F_MAX_AGE, "1h"}},
	AUTHORIZE_MAX_AGE},
    {"an age past all", false, CLIENT_PUBLIC,
	{{F_MAX_AGE, "99999999999999999999"}}, AUTHORIZE_MAX_AGE},
    {"a request object", false, CLIENT_PUBLIC, {{F_UNSUPPORTED, "request"}},
	AUTHORIZE_REQUEST},
    {"a request by address", false, CLIENT_PUBLIC,
	{{F_UNSUPPORTED, "request_uri"}}, AUTHORIZE_REQUEST_URI},
    {"a registration", false, CLIENT_PUBLIC, {{F_UNSUPPORTED, "registration"}},
	AUTHORIZE_REGISTRATION},
    {"something twice", false, CLIENT_PUBLIC, {{F_UNSUPPORTED, "scope"}},
	AUTHORIZE_PARAMETER},
    {"an ID token", true, CLIENT_FIRST_PARTY, {{0}}, AUTHORIZE_OK},
    {"an ID token for others", true, CLIENT_CONFIDENTIAL, {{0}},
	AUTHORIZE_TYPE_OF_CLIENT},
    {"an ID token for a public client", true, CLIENT_PUBLIC, {{0}},
	AUTHORIZE_TYPE_OF_CLIENT},
    {"an ID token in a URL", true, CLIENT_FIRST_PARTY,
	{{F_RESPONSE_MODE, "query"}}, AUTHORIZE_NEEDS_POST},
    {"an ID token in a fragment, the default", true, CLIENT_FIRST_PARTY,
	{{F_RESPONSE_MODE, NULL}}, AUTHORIZE_NEEDS_POST},
    {"an ID token without nonce", true, CLIENT_FIRST_PARTY, {{F_NONCE, NULL}},
	AUTHORIZE_NO_NONCE},
    {"an ID token with an empty nonce", true, CLIENT_FIRST_PARTY,
	{{F_NONCE, ""}}, AUTHORIZE_NO_NONCE},
};

static const char *
changed(const struct request_case *row, const struct change *parameter)
{
	for (int i = 0; i < CHANGES_MAX; i++)
		if (row->change[i].field == parameter->field)
			return row->change[i].text;
	return parameter->text;
}

static bool
is_of(enum field field, const struct change *request, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (request[i].field == field)
			return true;
	return false;
}

/* The request of a row as the front would put it. */
static void
print(
    const struct request_case *row, uint8_t bytes[WIRE_MAX], struct wire_in *in)
{
	const struct change *request =
	    row->is_token ? token_request : code_request;
	size_t count = row->is_token ? ROWS(token_request) : ROWS(code_request);
	struct wire_out out;
	struct err err;

	wire_begin(&out, bytes, WIRE_MAX, OP_OPENID_AUTHORIZE);
	for (size_t i = 0; i < count; i++) {
		const char *text = changed(row, &request[i]);

		if (text != NULL)
			wire_put_text(&out, request[i].field, text);
	}
	for (int i = 0; i < CHANGES_MAX; i++)
		if (row->change[i].text != NULL &&
		    !is_of(row->change[i].field, request, count))
			wire_put_text(
			    &out, row->change[i].field, row->change[i].text);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK, wire_parse_question(in, bytes, out.len, &err), &err);
}

static void
a_request_is_taken_or_its_fault_named(void **state)
{
	static uint8_t bytes[WIRE_MAX];
	struct authorize request;
	struct wire_in in;

	(void)state;
	for (size_t i = 0; i < ROWS(request_cases); i++) {
		const struct request_case *row = &request_cases[i];
		const struct client client = {
		    .kind = row->kind, .scopes = SCOPE_OPENID | SCOPE_PROFILE};
		enum authorize_fault fault;

		print(row, bytes, &in);
		fault = authorize_parse(&request, &in, &client);
		if (fault != row->fault)
			fail_msg("%s: %s", row->what,
			    authorize_fault(fault)->description);
	}
}

static void
a_fault_is_answered_in_the_mode_and_state_asked_for(void **state)
{
	static const struct request_case row = {"by post", false, CLIENT_PUBLIC,
	    {{F_RESPONSE_MODE, "form_post"}, {F_UNSUPPORTED, "request"}},
	    AUTHORIZE_REQUEST};
	static uint8_t bytes[WIRE_MAX];
	const struct client client = {.kind = CLIENT_PUBLIC};
	struct authorize request;
	struct wire_in in;

	(void)state;
	print(&row, bytes, &in);
	assert_int_equal(
	    authorize_parse(&request, &in, &client), AUTHORIZE_REQUEST);
	assert_true(request.is_form_post);
	assert_string_equal(request.state, "s");
}

static void
a_client_gets_no_scope_that_it_may_not_have(void **state)
{
	static const struct request_case row = {"all", false, CLIENT_PUBLIC,
	    {{F_SCOPE, "openid profile email groups"}}, AUTHORIZE_OK};
	static uint8_t bytes[WIRE_MAX];
	const struct client client = {
	    .kind = CLIENT_PUBLIC, .scopes = SCOPE_OPENID | SCOPE_EMAIL};
	struct authorize request;
	struct wire_in in;

	(void)state;
	print(&row, bytes, &in);
	assert_int_equal(authorize_parse(&request, &in, &client), AUTHORIZE_OK);
	assert_int_equal(request.scopes, SCOPE_OPENID | SCOPE_EMAIL);
}

/* Every error is one of RFC 6749 or OpenID Connect, its words of RFC 6749's
 * alphabet. */
static void
faults_are_said_in_the_words_of_the_standards(void **state)
{
	static const char known[] =
	    " invalid_request unauthorized_client unsupported_response_type "
	    "invalid_scope login_required interaction_required "
	    "request_not_supported request_uri_not_supported "
	    "registration_not_supported ";

	(void)state;
	for (int i = AUTHORIZE_OK + 1; i < AUTHORIZE_FAULT_COUNT; i++) {
		const struct authorize_fault_text *text =
		    authorize_fault((enum authorize_fault)i);
		char word[64];

		(void)snprintf(word, sizeof(word), " %s ", text->error);
		if (strstr(known, word) == NULL)
			fail_msg("%s", text->error);
		assert_true(text->description[0] != '\0');
		for (const char *at = text->description; *at != '\0'; at++)
			if (*at < 0x20 || *at > 0x7e || *at == '"' ||
			    *at == '\\')
				fail_msg("%s", text->description);
	}
}

#define NOBODY                                   \
	{                                        \
		.now_s = NOW_S, .since_s = NOW_S \
	}
/* Somebody who signed in so long ago, of a request that came so long ago. */
#define SOMEBODY(ago_s, since_ago_s)                                       \
	.is_person = true, .now_s = NOW_S, .signed_in_s = NOW_S - (ago_s), \
	.since_s = NOW_S - (since_ago_s)

static const struct {
	const char *what;
	unsigned prompt;
	int64_t max_age_s;
	struct authorize_facts facts;
	enum authorize_verdict verdict;
	enum authorize_fault fault;
} decisions[] = {
    {"nobody", 0, -1, NOBODY, AUTHORIZE_SIGN_IN, AUTHORIZE_LOGIN_REQUIRED},
    {"nobody, and no page", PROMPT_NONE, -1, NOBODY, AUTHORIZE_REFUSE,
	AUTHORIZE_LOGIN_REQUIRED},
    {"somebody", 0, -1, {SOMEBODY(7000, 0)}, AUTHORIZE_GIVE, AUTHORIZE_OK},
    {"somebody, and no page", PROMPT_NONE, -1, {SOMEBODY(7000, 0)},
	AUTHORIZE_GIVE, AUTHORIZE_OK},
    {"consent is IT's", PROMPT_CONSENT, -1, {SOMEBODY(7000, 0)}, AUTHORIZE_GIVE,
	AUTHORIZE_OK},
    {"once more", PROMPT_LOGIN, -1, {SOMEBODY(7000, 0)}, AUTHORIZE_SIGN_IN,
	AUTHORIZE_LOGIN_REQUIRED},
    {"once more, and has", PROMPT_LOGIN, -1, {SOMEBODY(5, 9)}, AUTHORIZE_GIVE,
	AUTHORIZE_OK},
    {"once more, and has in the same second", PROMPT_LOGIN, -1,
	{SOMEBODY(9, 9)}, AUTHORIZE_GIVE, AUTHORIZE_OK},
    {"once more, but before it asked", PROMPT_LOGIN, -1, {SOMEBODY(10, 9)},
	AUTHORIZE_SIGN_IN, AUTHORIZE_LOGIN_REQUIRED},
    {"another account", PROMPT_SELECT, -1, {SOMEBODY(7000, 0)},
	AUTHORIZE_SIGN_IN, AUTHORIZE_LOGIN_REQUIRED},
    {"young enough", 0, 10000, {SOMEBODY(10000, 0)}, AUTHORIZE_GIVE,
	AUTHORIZE_OK},
    {"too old", 0, 10000, {SOMEBODY(10001, 0)}, AUTHORIZE_SIGN_IN,
	AUTHORIZE_LOGIN_REQUIRED},
    {"too old, and no page", PROMPT_NONE, 1, {SOMEBODY(2, 0)}, AUTHORIZE_REFUSE,
	AUTHORIZE_LOGIN_REQUIRED},
    {"an age of nothing is a sign-in", 0, 0, {SOMEBODY(1, 0)},
	AUTHORIZE_SIGN_IN, AUTHORIZE_LOGIN_REQUIRED},
    {"an age of nothing, asked in the second of the sign-in", 0, 0,
	{SOMEBODY(0, -1)}, AUTHORIZE_SIGN_IN, AUTHORIZE_LOGIN_REQUIRED},
    {"once more, asked in the second of the sign-in", PROMPT_LOGIN, -1,
	{SOMEBODY(0, -1)}, AUTHORIZE_SIGN_IN, AUTHORIZE_LOGIN_REQUIRED},
    {"an age of one, and slow typing", 0, 1, {SOMEBODY(5, 60)}, AUTHORIZE_GIVE,
	AUTHORIZE_OK},
    {"the one hinted", PROMPT_NONE, -1,
	{SOMEBODY(60, 0), .has_hint = true, .is_hinted = true}, AUTHORIZE_GIVE,
	AUTHORIZE_OK},
    {"another than hinted", 0, -1, {SOMEBODY(60, 0), .has_hint = true},
	AUTHORIZE_SIGN_IN, AUTHORIZE_LOGIN_REQUIRED},
    {"another than hinted, and no page", PROMPT_NONE, -1,
	{SOMEBODY(60, 0), .has_hint = true}, AUTHORIZE_REFUSE,
	AUTHORIZE_LOGIN_REQUIRED},
    {"another than hinted has signed in", 0, -1,
	{SOMEBODY(5, 9), .has_hint = true}, AUTHORIZE_REFUSE,
	AUTHORIZE_OTHER_PERSON},
    {"a password to change", 0, -1, {SOMEBODY(60, 0), .must_change = true},
	AUTHORIZE_CHANGE, AUTHORIZE_INTERACTION_REQUIRED},
    {"a password to change, and no page", PROMPT_NONE, -1,
	{SOMEBODY(60, 0), .must_change = true}, AUTHORIZE_REFUSE,
	AUTHORIZE_INTERACTION_REQUIRED},
    {"sign in before the change", PROMPT_LOGIN, -1,
	{SOMEBODY(60, 0), .must_change = true}, AUTHORIZE_SIGN_IN,
	AUTHORIZE_LOGIN_REQUIRED},
};

static void
who_is_there_decides_what_happens(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(decisions); i++) {
		const struct authorize request = {.prompt = decisions[i].prompt,
		    .max_age_s = decisions[i].max_age_s};
		enum authorize_fault fault;
		enum authorize_verdict verdict =
		    authorize_decide(&request, &decisions[i].facts, &fault);

		if (verdict != decisions[i].verdict ||
		    fault != decisions[i].fault)
			fail_msg("%s: verdict %d, %s", decisions[i].what,
			    verdict, authorize_fault(fault)->description);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_request_is_taken_or_its_fault_named),
    cmocka_unit_test(a_fault_is_answered_in_the_mode_and_state_asked_for),
    cmocka_unit_test(a_client_gets_no_scope_that_it_may_not_have),
    cmocka_unit_test(faults_are_said_in_the_words_of_the_standards),
    cmocka_unit_test(who_is_there_decides_what_happens),
};

UNIT_MAIN(tests)
