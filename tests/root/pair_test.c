/* pair_test.c - two hosts of the portal, asked at once: what is good once is
 * good once, as TAP. tests/pair_once.sh starts it and sets PAIR_RUN_A and
 * PAIR_RUN_B; people of tests/crowd.sh are there, and a public client "race".
 *
 * PAIR_ROUNDS at most, each for a person of its own, from crowdFIRST of
 * PAIR_FIRST on. With PAIR_BROKEN, "a" or "b", the provider of that host is
 * away meanwhile, and back: codes are the other's, which is never away, and the
 * race for them goes on until the file PAIR_STOP is there. */
#include "../bench/crowd.h"
#include "../module/town.h"

#include "../unit/unit.h"
#include "base/text.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	ASKERS = 16,
	PEOPLE_MAX = 1000,
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
	int winner[PEOPLE_MAX + 1];
	char code[GRANT_SIZE], token[GRANT_SIZE];
};
static struct race *race;

static int
setting(const char *name, int64_t max)
{
	const char *text = getenv(name);
	int64_t number = 0;

	assert_non_null(text);
	assert_true(text_number(text, 1, max, &number));
	return (int)number;
}

static bool
is_broken(int host)
{
	const char *broken = getenv("PAIR_BROKEN");

	return broken != NULL && broken[0] == "ab"[host % 2];
}

static bool
is_over(void)
{
	const char *stop = getenv("PAIR_STOP");

	return stop != NULL && access(stop, F_OK) == 0;
}

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
outcome_of(const struct town_answer *answer, int host)
{
	if (answer->rc == RC_OK)
		return WON;
	if (answer->rc == RC_FAULT ||
	    (answer->rc == RC_OFFLINE && !is_broken(host)))
		return BROKEN;
	return REFUSED;
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
	enum outcome outcome =
	    outcome_of(town_ask(TOWN_NOBODY, OP_REDEEM, F_NATIONAL_ID,
			   town_id(race->number), F_CODE, race->code,
			   F_PASSWORD, password_of(asker), F_NONE),
		asker);

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

/* The winner's password, and nobody else's, at every host that is there. */
static void
check_winner(void)
{
	for (int host = 0; host < 2; host++)
		if (!is_broken(host)) {
			await_active(host);
			assert_int_equal(sign_in(host)->rc, RC_OK);
		}
}

static void
of_sixteen_at_two_hosts_with_one_check_code_one_wins(void **state)
{
	int rounds = setting("PAIR_ROUNDS", PEOPLE_MAX);
	int first = setting("PAIR_FIRST", PEOPLE_MAX - rounds + 1), round;

	(void)state;
	for (round = 0; round < rounds && !is_over(); round++) {
		race->number = first + round;
		go_to(is_broken(round) ? round + 1 : round);
		town_expect("ok", TOWN_ROOT, OP_CODE_ISSUE, F_ACCOUNT,
		    crowd_account(race->number), F_WHY, "race", F_NONE);
		for (int host = 0; host < 2; host++)
			if (!is_broken(host))
				read_code(host);
		run(redeem);
		check_winner();
	}
	assert_true(round > 0);
	printf("# %d rounds\n", round);
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

	if (answer->rc == RC_OK)
		(void)text_copy(race->token, sizeof(race->token),
		    wire_text(&answer->in, F_TOKEN));
	return outcome_of(answer, asker);
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

static const struct CMUnitTest whole[] = {
    cmocka_unit_test(of_sixteen_at_two_hosts_with_one_check_code_one_wins),
    cmocka_unit_test(a_sign_on_begun_at_one_host_ends_at_the_other),
    cmocka_unit_test(
	of_sixteen_at_two_hosts_with_one_sign_on_code_one_wins_and_loses_it),
};

static const struct CMUnitTest broken[] = {
    cmocka_unit_test(of_sixteen_at_two_hosts_with_one_check_code_one_wins),
};

int
main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	race = crowd_shared(sizeof(*race));
	return getenv("PAIR_BROKEN") == NULL
	    ? cmocka_run_group_tests(whole, NULL, NULL)
	    : cmocka_run_group_tests(broken, NULL, NULL);
}
