#include "base/ask.h"
#include "base/meter.h"
#include "base/tally.h"
#include "base/teller.h"
#include "unit.h"

#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { SEEN, HELD, THREADS = 8, EACH = 10000, DEADLINE_MS = 5000 };

static const struct meter_rule rules[] = {
    [SEEN] = {"http_requests", "status=\"2xx\""},
    [HELD] = {"connections", ""},
};
static struct meter meter;
static char path[108];
static struct teller *teller;

static void
put(void *ctx, struct wire_out *out)
{
	meter_put(ctx, out);
}

static int
setup(void **state)
{
	const struct teller_conf conf = {path, put, &meter};

	(void)state;
	meter_init(&meter, rules, sizeof(rules) / sizeof(rules[0]));
	(void)snprintf(path, sizeof(path), "%s/teller.%d.sock",
	    getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp", getpid());
	teller = teller_open(&conf);
	teller_start(teller);
	return teller == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	teller_close(teller);
	return access(path, F_OK) == 0;
}

static int
connect_to_teller(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, path, sizeof(path));
	assert_int_equal(
	    connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

/* As a tool asks; the answer's class. */
static enum rc
ask_it(enum op op, struct wire_in *in, uint8_t *bytes, struct err *err)
{
	const struct ask_door door = {
	    .path = path, .server_uid = geteuid(), .deadline_ms = DEADLINE_MS};
	uint8_t question[256];
	struct wire_out out;

	wire_begin(&out, question, sizeof(question), (uint16_t)op);
	return ask(&door, &out, in, bytes, WIRE_MAX, err);
}

/* The value that is told; -1: no such row. */
static int64_t
told(const char *name)
{
	static uint8_t bytes[WIRE_MAX];
	struct wire_in in, row;
	struct err err;

	assert_rc(RC_OK, ask_it(OP_METRICS, &in, bytes, &err), &err);
	for (size_t i = 0; i < in.row_count; i++) {
		wire_row(&in, i, &row);
		if (strcmp(wire_text(&row, F_NAME), name) == 0)
			return wire_number(&row, F_COUNT, -1);
	}
	return -1;
}

static void *
add_each(void *ctx)
{
	for (int i = 0; i < EACH; i++)
		meter_add(ctx, SEEN, 1);
	return NULL;
}

static void
what_many_threads_count_is_told_whole(void **state)
{
	pthread_t threads[THREADS];

	(void)state;
	assert_int_equal(told("http_requests"), 0);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, add_each, &meter), 0);
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(threads[i], NULL);
	assert_int_equal(told("http_requests"), THREADS * EACH);
}

static void
what_was_set_last_is_told(void **state)
{
	(void)state;
	meter_set(&meter, HELD, 7);
	meter_set(&meter, HELD, 3);
	assert_int_equal(told("connections"), 3);
}

static void
anybody_may_connect(void **state)
{
	struct stat status;

	(void)state;
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0666);
}

static void
no_other_question_is_answered(void **state)
{
	static uint8_t bytes[WIRE_MAX];
	struct wire_in in;
	struct err err;

	(void)state;
	assert_int_equal(ask_it(OP_STATS, &in, bytes, &err), RC_DENIED);
	assert_string_equal(wire_text(&in, F_REASON), "wrong_door");
}

static void
who_says_nothing_keeps_nobody_waiting(void **state)
{
	int silent = connect_to_teller();

	(void)state;
	assert_int_equal(told("connections"), 0);
	assert_int_equal(close(silent), 0);
}

static void
nobody_holds_more_than_a_few_connections(void **state)
{
	int fds[TELLER_UID_MAX + 1];
	uint8_t bytes[512];
	ssize_t len;

	(void)state;
	for (int i = 0; i <= TELLER_UID_MAX; i++)
		fds[i] = connect_to_teller();
	len = recv(fds[TELLER_UID_MAX], bytes, sizeof(bytes), 0);
	assert_true(len > WIRE_HEAD);
	assert_int_equal(bytes[4] << 8 | bytes[5], RC_BUSY);
	for (int i = 0; i <= TELLER_UID_MAX; i++)
		(void)close(fds[i]);
	/* They are gone when one more is heard. */
	assert_true(told("connections") >= 0);
}

static void
nonsense_is_refused_and_the_next_one_answered(void **state)
{
	static const uint8_t nonsense[] = {0, 0, 0, 2, 0xff, 0xff};
	int fd = connect_to_teller();
	uint8_t bytes[512];

	(void)state;
	assert_int_equal(
	    send(fd, nonsense, sizeof(nonsense), 0), sizeof(nonsense));
	assert_true(recv(fd, bytes, sizeof(bytes), 0) > WIRE_HEAD);
	assert_int_equal(bytes[4] << 8 | bytes[5], RC_INPUT);
	(void)close(fd);
	assert_int_equal(told("connections"), 0);
}

static void
a_socket_that_cannot_be_made_stops_nobody(void **state)
{
	const struct teller_conf conf = {"/nowhere/at/all.sock", put, &meter};
	struct teller *none = teller_open(&conf);

	(void)state;
	assert_null(none);
	teller_start(none);
	teller_close(none);
}

#define TOLD(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static const struct CMUnitTest tests[] = {
    TOLD(what_many_threads_count_is_told_whole),
    TOLD(what_was_set_last_is_told),
    TOLD(anybody_may_connect),
    TOLD(no_other_question_is_answered),
    TOLD(who_says_nothing_keeps_nobody_waiting),
    TOLD(nobody_holds_more_than_a_few_connections),
    TOLD(nonsense_is_refused_and_the_next_one_answered),
    cmocka_unit_test(a_socket_that_cannot_be_made_stops_nobody),
};

UNIT_MAIN(tests)
