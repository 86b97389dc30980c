/* pair_bench.c - two hosts of the portal, asked at once: what is good once is
 * good once, as TAP. tests/bench/pair.sh starts them and sets PAIR_RUN_A and
 * PAIR_RUN_B; people crowd1 ... of tests/crowd.sh are there, and a public
 * client "race". */
#include "../module/town.h"
#include "crowd.h"

#include "../unit/unit.h"
#include "base/text.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	ASKERS = 16,
	ROUNDS = 200,
	SIGN_ONS = 40,
	GRANT_SIZE = 2048,
	AWAIT_MS = 20000,
	STEP_MS = 5,
};

/* RFC 7636, appendix B. */
#define VERIFIER  "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define BACK      "https://race.example/back"

/* What an asker's end says. */
enum outcome { WON, REFUSED, BROKEN };

struct race {
	int number; /* of the person */
	int winner[ROUNDS + 1];
	char code[GRANT_SIZE], token[GRANT_SIZE];
};
static struct race *race;

static void
go_to(int host)
{
	const char *run = getenv(host % 2 == 0 ? "PAIR_RUN_A" : "PAIR_RUN_B");

	assert_non_null(run);
	assert_int_equal(setenv("TOWN_RUN", run, 1), 0);
}

static const char *
password_of(int asker)
{
	static char password[32];

	(void)snprintf(
	    password, sizeof(password), "Blue-Harbor-%d", 70 + asker);
	return password;
}

static enum outcome
outcome_of(const struct town_answer *answer)
{
	if (answer->rc == RC_OK)
		return WON;
	return answer->rc == RC_FAULT || answer->rc == RC_OFFLINE ? BROKEN
								  : REFUSED;
}

/* Half of them at each host, all at one moment. */
static void run(enum outcome (*ask_as)(int asker))
{
	int go[2], status, won = 0;
	char byte;

	assert_int_equal(pipe(go), 0);
	for (int i = 0; i < ASKERS; i++)
		if (fork() == 0) {
			go_to(i);
			(void)close(go[1]);
			(void)!read(go[0], &byte, 1); /* until it is closed */
			_exit((int)ask_as(i));
		}
	(void)close(go[0]);
	(void)close(go[1]);
	for (int i = 0; i < ASKERS; i++) {
		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status));
		assert_int_not_equal(WEXITSTATUS(status), BROKEN);
		won += WEXITSTATUS(status) == WON;
	}
	assert_int_equal(won, 1);
}

/* ------------------------------------------------------------- check codes */

static void
read_code(int host)
{
	go_to(host);
	for (int ms = 0; ms < AWAIT_MS; ms += STEP_MS) {
		const struct town_answer *answer =
		    town_ask(TOWN_ROOT, OP_CODE_SHOW, F_ACCOUNT,
			crowd_account(race->number), F_WHY, "race", F_NONE);

		if (answer->rc == RC_OK) {
			(void)text_copy(race->code, sizeof(race->code),
			    wire_text(&answer->in, F_CODE));
			return;
		}
		(void)poll(NULL, 0, STEP_MS);
	}
	fail_msg("host %d never had the code of %s", host,
	    crowd_account(race->number));
}

static enum outcome
redeem(int asker)
{
	enum outcome outcome = outcome_of(town_ask(TOWN_NOBODY, OP_REDEEM,
	    F_NATIONAL_ID, town_id(race->number), F_CODE, race->code,
	    F_PASSWORD, password_of(asker), F_NONE));

	if (outcome == WON)
		race->winner[race->number] = asker;
	return outcome;
}

/* With the winner's password, which nobody else's has replaced. */
static const struct town_answer *
sign_in(int host)
{
	go_to(host);
	return town_ask(TOWN_NOBODY, OP_SIGN_IN, F_ACCOUNT,
	    crowd_account(race->number), F_PASSWORD,
	    password_of(race->winner[race->number]), F_NONE);
}

/* Until that host knows of the password. */
static void
await_active(int host)
{
	go_to(host);
	for (int ms = 0; ms < AWAIT_MS; ms += STEP_MS) {
		const struct town_answer *answer =
		    town_ask(TOWN_ROOT, OP_PERSON_LOAD, F_ACCOUNT,
			crowd_account(race->number), F_NONE);

		if (answer->rc == RC_OK &&
		    strcmp(wire_text(&answer->in, F_STATE), "active") == 0)
			return;
		(void)poll(NULL, 0, STEP_MS);
	}
	fail_msg("host %d never heard of %s's password", host,
	    crowd_account(race->number));
}

static void
of_sixteen_at_two_hosts_with_one_check_code_one_wins_in_each_of_200_rounds(
    void **state)
{
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		race->number = 1 + round;
		go_to(round);
		town_expect("ok", TOWN_ROOT, OP_CODE_ISSUE, F_ACCOUNT,
		    crowd_account(race->number), F_WHY, "race", F_NONE);
		read_code(0);
		read_code(1);
		run(redeem);
		for (int host = 0; host < 2; host++) {
			await_active(host);
			assert_int_equal(sign_in(host)->rc, RC_OK);
		}
	}
}

/* ---------------------------------------------------------------- sign-on */

static void
sign_on(int host)
{
	const struct town_answer *answer;
	char session[GRANT_SIZE];
	const char *code;

	answer = sign_in(host);
	assert_int_equal(answer->rc, RC_OK);
	assert_true(text_copy(
	    session, sizeof(session), wire_text(&answer->in, F_SESSION)));
	answer = town_ask(TOWN_NOBODY, OP_OPENID_AUTHORIZE, F_SESSION, session,
	    F_CLIENT, "race", F_REDIRECT, BACK, F_RESPONSE_TYPE, "code",
	    F_SCOPE, "openid", F_CHALLENGE, CHALLENGE, F_CHALLENGE_METHOD,
	    "S256", F_NONE);
	assert_int_equal(answer->rc, RC_OK);
	code = strstr(wire_text(&answer->in, F_LOCATION), "code=");
	assert_non_null(code);
	code += strlen("code=");
	assert_true(text_print(race->code, sizeof(race->code), "%.*s",
	    (int)strcspn(code, "&"), code));
}

static enum outcome
exchange(int asker)
{
	const struct town_answer *answer =
	    town_ask(TOWN_NOBODY, OP_OPENID_TOKEN, F_GRANT_TYPE,
		"authorization_code", F_GRANT, race->code, F_REDIRECT, BACK,
		F_VERIFIER, VERIFIER, F_CLIENT, "race", F_NONE);

	(void)asker;
	if (answer->rc == RC_OK)
		(void)text_copy(race->token, sizeof(race->token),
		    wire_text(&answer->in, F_TOKEN));
	return outcome_of(answer);
}

static const char *
userinfo(int host)
{
	go_to(host);
	return town_ask(
	    TOWN_NOBODY, OP_OPENID_USERINFO, F_TOKEN, race->token, F_NONE)
	    ->reason;
}

static void
a_sign_on_begun_at_one_host_ends_at_the_other(void **state)
{
	(void)state;
	for (int host = 0; host < SIGN_ONS; host++) {
		sign_on(host);
		go_to(host + 1);
		assert_int_equal(exchange(0), WON);
		assert_string_equal(userinfo(host), "ok");
		assert_string_equal(userinfo(host + 1), "ok");
	}
}

static void
of_sixteen_at_two_hosts_with_one_sign_on_code_one_wins_and_loses_it(
    void **state)
{
	(void)state;
	for (int round = 0; round < SIGN_ONS; round++) {
		sign_on(round);
		run(exchange);
		assert_string_equal(userinfo(round), "invalid_token");
		assert_string_equal(userinfo(round + 1), "invalid_token");
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(
	of_sixteen_at_two_hosts_with_one_check_code_one_wins_in_each_of_200_rounds),
    cmocka_unit_test(a_sign_on_begun_at_one_host_ends_at_the_other),
    cmocka_unit_test(
	of_sixteen_at_two_hosts_with_one_sign_on_code_one_wins_and_loses_it),
};

static int
begin(void **state)
{
	(void)state;
	race = crowd_shared(sizeof(*race));
	return 0;
}

UNIT_MAIN_IN(tests, begin, NULL)
