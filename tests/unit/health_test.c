#include "dir/dir.h"
#include "dir/dial.h"
#include "unit.h"

#include <openldap.h>
#include <signal.h>
#include <unistd.h>

enum { WORKERS = 4, TIMEOUT_MS = 5000, RETRY_MS = 10000, JITTERED_MS = 12500 };

/* A server that takes connections and says nothing, or one answer; and what
 * time it is. */
static struct {
	int64_t now_ms;
	int dials;
	int answers;             /* so many of the next are answered */
	int far;                 /* its end of the last one */
	void (*meanwhile)(void); /* while somebody waits for it */
} frozen;
static struct dir_health health;
static struct dir *workers[WORKERS];

int64_t __wrap_clock_mono_ms(void);
enum rc __wrap_dial_open(struct dial *dial, struct dial_server *server,
    const char *ca_file, int timeout_ms, struct err *err);

int64_t
__wrap_clock_mono_ms(void)
{
	return frozen.now_ms;
}

/* Its answer to the first question, that nothing was found, lies there. */
static enum rc
be_dialled(struct dial *dial)
{
	static const unsigned char answer[] = {
	    0x30, 12, 0x02, 1, 1, 0x65, 7, 0x0a, 1, 0, 0x04, 0, 0x04, 0};
	int ends[2];

	frozen.answers--;
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	assert_int_equal(
	    write(ends[1], answer, sizeof(answer)), sizeof(answer));
	dial->fd = ends[0];
	assert_int_equal(
	    ldap_init_fd(dup(ends[0]), LDAP_PROTO_TCP, NULL, &dial->ld),
	    LDAP_SUCCESS);
	frozen.far = ends[1];
	return RC_OK;
}

enum rc
__wrap_dial_open(struct dial *dial, struct dial_server *server,
    const char *ca_file, int timeout_ms, struct err *err)
{
	void (*meanwhile)(void) = frozen.meanwhile;

	(void)server;
	(void)ca_file;
	dial->trust = DIR_TRUST_OK;
	frozen.dials++;
	if (frozen.answers > 0)
		return be_dialled(dial);
	frozen.meanwhile = NULL;
	if (meanwhile != NULL)
		meanwhile();
	frozen.now_ms += timeout_ms;
	return err_set(err, RC_OFFLINE, "no answer");
}

static void
open_workers(struct dir_health *shared)
{
	static const char *uris[] = {"ldap://frozen", NULL};
	const struct dir_conf conf = {.uris = uris,
	    .ca_file = "/nowhere",
	    .timeout_ms = TIMEOUT_MS,
	    .backoff_min_ms = RETRY_MS,
	    .backoff_max_ms = RETRY_MS,
	    .health = shared};
	struct err err;

	health = (struct dir_health){0};
	frozen.now_ms = 1000000;
	frozen.dials = frozen.answers = 0;
	frozen.meanwhile = NULL;
	for (int i = 0; i < WORKERS; i++)
		assert_rc(RC_OK, dir_open(&conf, &workers[i], &err), &err);
}

static int
close_workers(void **state)
{
	(void)state;
	for (int i = 0; i < WORKERS; i++)
		dir_close(workers[i]);
	return 0;
}

/* How long a worker waits to hear that nobody answers. */
static int64_t
wait_of(int worker)
{
	int64_t start_ms = frozen.now_ms;
	struct dir_entry *entry;
	struct err err;

	assert_rc(RC_OFFLINE,
	    dir_get(workers[worker], "dc=example", NULL, &entry, &err), &err);
	return frozen.now_ms - start_ms;
}

static void
what_one_finds_away_costs_the_others_nothing(void **state)
{
	(void)state;
	open_workers(&health);
	assert_int_equal(wait_of(0), TIMEOUT_MS);
	for (int i = 0; i < WORKERS; i++)
		assert_int_equal(wait_of(i), 0);
	assert_int_equal(frozen.dials, 1);
}

static void
who_shares_nothing_finds_it_out_alone(void **state)
{
	(void)state;
	open_workers(NULL);
	for (int i = 0; i < WORKERS; i++)
		assert_int_equal(wait_of(i), TIMEOUT_MS);
	assert_int_equal(frozen.dials, WORKERS);
}

static void
another_asks(void)
{
	assert_int_equal(wait_of(1), 0);
}

static void
when_it_may_be_tried_again_one_tries(void **state)
{
	(void)state;
	open_workers(&health);
	(void)wait_of(0);
	for (int turn = 2; turn < 5; turn++) {
		frozen.now_ms += JITTERED_MS;
		frozen.meanwhile = another_asks;
		assert_int_equal(wait_of(0), TIMEOUT_MS);
		assert_int_equal(wait_of(2), 0);
		assert_int_equal(frozen.dials, turn);
	}
}

/* As whoever tried has left it: dead in the middle. */
static void
who_dies_while_trying_is_followed_by_the_next(void **state)
{
	(void)state;
	open_workers(&health);
	health.retry_at_ms[0] = frozen.now_ms + TIMEOUT_MS;
	assert_int_equal(wait_of(1), 0);
	frozen.now_ms += TIMEOUT_MS;
	assert_int_equal(wait_of(1), TIMEOUT_MS);
	assert_int_equal(wait_of(2), 0);
}

static void
another_is_answered(void)
{
	health.heard_at_ms[0] = frozen.now_ms + TIMEOUT_MS - 1;
}

static void
a_server_that_answers_others_is_not_away_but_slow(void **state)
{
	(void)state;
	open_workers(&health);
	frozen.meanwhile = another_is_answered;
	assert_int_equal(wait_of(0), TIMEOUT_MS);
	assert_int_equal(health.retry_at_ms[0], 0);
	assert_int_equal(wait_of(1), TIMEOUT_MS);
	assert_true(health.retry_at_ms[0] > frozen.now_ms);
	assert_int_equal(wait_of(2), 0);
}

static void
is_answered(int worker)
{
	struct dir_entry *entry;
	struct err err;

	assert_rc(RC_ABSENT,
	    dir_get(workers[worker], "dc=example", NULL, &entry, &err), &err);
}

/* Worker 0 has one that looks alive and takes nothing more. */
static void
who_tries_over_a_dead_connection_tries_again_at_once(void **state)
{
	int dead;

	(void)state;
	assert_true(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
	open_workers(&health);
	frozen.answers = 1;
	is_answered(0);
	assert_int_equal(shutdown(frozen.far, SHUT_RD), 0);
	assert_int_equal(wait_of(1), TIMEOUT_MS);
	assert_true(health.retry_at_ms[0] > frozen.now_ms);
	frozen.now_ms += JITTERED_MS;
	dead = frozen.far;
	frozen.answers = 1;
	is_answered(0);
	assert_int_equal(frozen.dials, 3);
	assert_int_equal(health.retry_at_ms[0], 0);
	(void)close(dead);
	(void)close(frozen.far);
}

#define WORKING(test) cmocka_unit_test_teardown(test, close_workers)

static const struct CMUnitTest tests[] = {
    WORKING(what_one_finds_away_costs_the_others_nothing),
    WORKING(who_shares_nothing_finds_it_out_alone),
    WORKING(when_it_may_be_tried_again_one_tries),
    WORKING(who_dies_while_trying_is_followed_by_the_next),
    WORKING(a_server_that_answers_others_is_not_away_but_slow),
    WORKING(who_tries_over_a_dead_connection_tries_again_at_once),
};

UNIT_MAIN(tests)
