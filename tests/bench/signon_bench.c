/*
 * signon_bench.c - what one sign-on costs identityd, step by step.
 *
 * usage: signon_bench TIMES PROCESSES	"STEP MICROSECONDS" a line, TIMES of
 * each
 *					but "derive"; then "all N", N whole
 *					sign-ons a second by PROCESSES at once
 *
 * Asks as the dispatcher does, in the directory that SLAPD_LDAPI and STAGE_DIR
 * (stage.h) say. signon.sh makes it.
 */
#include "../module/olga.h"

#include "../unit/unit.h"
#include "base/text.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { DERIVES = 5, TIMES_MAX = 1000000, PROCESSES_MAX = 64 };

static double
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void
tell(const char *step, double start_us)
{
	printf("%s %.3f\n", step, now_us() - start_us);
}

static void
derive(void)
{
	for (int i = 0; i < DERIVES; i++) {
		unsigned char seed[RSA_SEED_LEN] = {(unsigned char)(i + 1)};
		double start_us = now_us();
		struct rsa_key *key;
		struct err err;

		assert_rc(RC_OK, rsa_derive(seed, &key, &err), &err);
		tell("derive", start_us);
		rsa_free(key);
	}
}

static void
sign(struct core *core)
{
	unsigned char signature[RSA_SIGNATURE_MAX];
	double start_us = now_us();
	struct err err;
	size_t len;

	assert_rc(RC_OK,
	    rsa_sign(core->signer.key, "hello", 5, signature, &len, &err),
	    &err);
	tell("sign", start_us);
}

static void
sign_on(struct core *core)
{
	char code[GRANT_TEXT_SIZE], token[GRANT_TEXT_SIZE];
	const struct stage_answer *answer;
	double start_us = now_us();

	core->now_s += GRANT_TOKEN_LIFE_S; /* as often as people do */
	olga_sign_on(core, 60, code);
	tell("authorize", start_us);
	start_us = now_us();
	answer = olga_exchange(core, code);
	tell("token", start_us);
	assert_int_equal(answer->reply, REPLY_OK);
	(void)text_copy(token, sizeof(token), wire_text(&answer->in, F_TOKEN));
	start_us = now_us();
	assert_int_equal(olga_userinfo(core, token)->reply, REPLY_OK);
	tell("userinfo", start_us);
}

/* One of several; says nothing. */
static void
one_of_many(int times)
{
	char code[GRANT_TEXT_SIZE];
	struct core *core = stage_fork();

	for (int i = 0; i < times; i++) {
		core->now_s += GRANT_TOKEN_LIFE_S;
		olga_sign_on(core, 60, code);
		if (olga_exchange(core, code)->reply != REPLY_OK)
			_exit(1);
	}
	_exit(0);
}

static void
at_once(int times, int processes)
{
	double start_us = now_us();
	int status;

	(void)fflush(stdout);
	for (int i = 0; i < processes; i++)
		if (fork() == 0)
			one_of_many(times);
	for (int i = 0; i < processes; i++) {
		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	printf("all %.1f\n", 1e6 * times * processes / (now_us() - start_us));
}

int
main(int argc, char **argv)
{
	int64_t times, processes;
	struct core *core;

	if (argc != 3 || !text_number(argv[1], 1, TIMES_MAX, &times) ||
	    !text_number(argv[2], 1, PROCESSES_MAX, &processes)) {
		fprintf(stderr, "usage: signon_bench TIMES PROCESSES\n");
		return 2;
	}
	derive();
	core = olga_stage();
	for (int i = 0; i < times; i++) {
		sign_on(core);
		sign(core);
	}
	at_once((int)times, (int)processes);
	return 0;
}
