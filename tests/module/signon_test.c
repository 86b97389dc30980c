/* Sign-on at the doors of an identityd with all its workers; and what else is
 * done there ends it at once. tests/module/signon.sh starts them. */
#include "town.h"

#include "../unit/unit.h"
#include "base/text.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#define BACK      "https://phone.example/cb"
#define VERIFIER  "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

enum { ASKERS = 16, READY_TRIES = 600, READY_MS = 50, TOKEN_SIZE = 1025 };

/* A client, and the daemon with its first key derived and published. */
static void
make_client(void)
{
	static bool is_made;

	if (is_made)
		return;
	is_made = true;
	town_expect("ok", TOWN_ROOT, OP_APP_PUT, F_APP, "phone", F_URL,
	    "https://phone.example/", F_CLIENT_KIND, "public", F_REDIRECT, BACK,
	    F_NONE);
	for (int i = 0; i < READY_TRIES; i++) {
		const struct town_answer *answer =
		    town_ask(TOWN_NOBODY, OP_OPENID_KEYS, F_NONE);

		if (strstr(wire_text(&answer->in, F_JSON), "\"kid\"") != NULL)
			return;
		(void)poll(NULL, 0, READY_MS);
	}
	fail_msg("no key was published");
}

static void
sign_on(const char *session, char code[TOKEN_SIZE])
{
	const struct town_answer *answer = town_ask(TOWN_NOBODY,
	    OP_OPENID_AUTHORIZE, F_CLIENT, "phone", F_REDIRECT, BACK,
	    F_RESPONSE_TYPE, "code", F_SCOPE, "openid", F_CHALLENGE, CHALLENGE,
	    F_CHALLENGE_METHOD, "S256", F_SESSION, session, F_NONE);
	const char *at, *location;

	assert_string_equal(answer->reason, "ok");
	location = wire_text(&answer->in, F_LOCATION);
	at = strstr(location, "code=");
	assert_non_null(at);
	assert_true(text_print(
	    code, TOKEN_SIZE, "%.*s", (int)strcspn(at + 5, "&"), at + 5));
}

static const struct town_answer *
exchange(const char *code)
{
	return town_ask(TOWN_NOBODY, OP_OPENID_TOKEN, F_GRANT_TYPE,
	    "authorization_code", F_GRANT, code, F_REDIRECT, BACK, F_VERIFIER,
	    VERIFIER, F_CLIENT, "phone", F_NONE);
}

static void
userinfo_is(const char *reason, const char *token)
{
	town_expect(
	    reason, TOWN_NOBODY, OP_OPENID_USERINFO, F_TOKEN, token, F_NONE);
}

static void
of_sixteen_askers_at_the_door_one_wins(void **state)
{
	char session[TOKEN_SIZE], code[TOKEN_SIZE], byte;
	int go[2], won = 0, refused = 0, status;

	(void)state;
	make_client();
	(void)text_copy(session, sizeof(session), town_sign_in("tina"));
	sign_on(session, code);
	assert_int_equal(pipe(go), 0);
	for (int i = 0; i < ASKERS; i++)
		if (fork() == 0) {
			const struct town_answer *answer;

			(void)close(go[1]);
			(void)!read(go[0], &byte, 1); /* until it is closed */
			answer = exchange(code);
			_exit(answer->rc == RC_OK ? 0
				: strcmp(answer->reason, "invalid_grant") == 0
				? 1
				: 2);
		}
	(void)close(go[0]);
	(void)close(go[1]);
	for (int i = 0; i < ASKERS; i++) {
		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status));
		won += WEXITSTATUS(status) == 0;
		refused += WEXITSTATUS(status) == 1;
	}
	assert_int_equal(won, 1);
	assert_int_equal(refused, ASKERS - 1);
}

/* ------------------------------------------------------ what ends a sign-on */

static void
sign_out_all(const char *session)
{
	town_expect(
	    "ok", TOWN_NOBODY, OP_SIGN_OUT_ALL, F_SESSION, session, F_NONE);
}

static void
suspend(const char *session)
{
	(void)session;
	town_expect("ok", TOWN_IT, OP_PERSON_SUSPEND, F_ACCOUNT, "tina", F_WHY,
	    "test", F_NONE);
}

static void
restore(void)
{
	town_expect("ok", TOWN_IT, OP_PERSON_RESTORE, F_ACCOUNT, "tina", F_WHY,
	    "test", F_NONE);
}

static void
change_password(const char *session)
{
	town_expect("ok", TOWN_NOBODY, OP_CHANGE, F_PASSWORD_OLD,
	    "Blue-Harbor-77", F_PASSWORD, "Green-Harbor-88", F_SESSION, session,
	    F_NONE);
}

static const struct {
	const char *what;
	void (*run)(const char *session);
	void (*undo)(void); /* or NULL */
} ends[] = {
    {"a sign-out everywhere", sign_out_all, NULL},
    {"a suspension", suspend, restore},
    {"a change of the password", change_password, NULL},
};

static void
what_ends_sessions_ends_codes_and_tokens_at_once(void **state)
{
	(void)state;
	make_client();
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char session[TOKEN_SIZE], code[TOKEN_SIZE], token[TOKEN_SIZE];
		const struct town_answer *answer;

		(void)text_copy(session, sizeof(session), town_sign_in("tina"));
		sign_on(session, code);
		answer = exchange(code);
		assert_string_equal(answer->reason, "ok");
		(void)text_copy(
		    token, sizeof(token), wire_text(&answer->in, F_TOKEN));
		sign_on(session, code);
		userinfo_is("ok", token);
		ends[i].run(session);
		userinfo_is("invalid_token", token);
		if (strcmp(exchange(code)->reason, "invalid_grant") != 0)
			fail_msg("the code after %s", ends[i].what);
		if (ends[i].undo == NULL)
			continue;
		ends[i].undo();
		userinfo_is("invalid_token", token); /* dead is dead */
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(of_sixteen_askers_at_the_door_one_wins),
    cmocka_unit_test(what_ends_sessions_ends_codes_and_tokens_at_once),
};

UNIT_MAIN_IN(tests, town_open, NULL)
