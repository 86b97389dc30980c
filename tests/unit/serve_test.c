/* Real processes: a server is forked, and asked over its sockets. */
#include "base/ask.h"
#include "base/clock.h"
#include "base/secret.h"
#include "served.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static char text_of_answer[128];

static enum rc
ask_at(const char *path, const char *what, int deadline_ms, struct err *err)
{
	static uint8_t question_bytes[256], answer_bytes[WIRE_MAX];
	const struct ask_door door = {path, getuid(), false, deadline_ms};
	struct wire_out question;
	struct wire_in answer;
	enum rc rc;

	wire_begin(&question, question_bytes, sizeof(question_bytes), OP_RULES);
	wire_put_text(&question, F_LANG, what);
	rc = ask(
	    &door, &question, &answer, answer_bytes, sizeof(answer_bytes), err);
	(void)snprintf(text_of_answer, sizeof(text_of_answer), "%s",
	    wire_text(&answer, F_TEXT) != NULL ? wire_text(&answer, F_TEXT)
					       : "");
	return rc;
}

static void
one_question_gets_one_answer(void **state)
{
	struct err err;

	(void)state;
	start_server(2);
	for (int i = 0; i < 100; i++)
		assert_rc(
		    RC_OK, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
	assert_string_equal(text_of_answer, "en");
	assert_rc(
	    RC_EXISTS, ask_at(self_path, "fail", DEADLINE_MS, &err), &err);
	assert_string_equal(err.text, "there is one");
}

static void
an_answer_outside_the_catalogue_never_leaves(void **state)
{
	struct err err;

	(void)state;
	start_server(1);
	assert_rc(
	    RC_FAULT, ask_at(self_path, "wrong", DEADLINE_MS, &err), &err);
	assert_non_null(strstr(err.text, "not allowed here"));
}

static void
idle_connections_stop_nobody(void **state)
{
	int idle[UID_MAX - 1];
	int64_t start_ms;
	struct err err;

	(void)state;
	start_server(2);
	for (int i = 0; i < UID_MAX - 1; i++)
		idle[i] = connect_to(self_path);
	start_ms = clock_mono_ms();
	for (int i = 0; i < 20; i++)
		assert_rc(
		    RC_OK, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
	assert_true(clock_mono_ms() - start_ms < QUESTION_MS);
	for (int i = 0; i < UID_MAX - 1; i++) {
		assert_int_equal(answer_class(idle[i]), -1);
		(void)close(idle[i]);
	}
	assert_true(clock_mono_ms() - start_ms >= QUESTION_MS - 500);
}

static void
a_uid_has_a_cap_at_each_door(void **state)
{
	int first, second;
	struct err err;

	(void)state;
	start_server(1);
	first = connect_to(ctl_path);
	second = connect_to(ctl_path);
	assert_rc(RC_BUSY, ask_at(ctl_path, "en", DEADLINE_MS, &err), &err);
	assert_string_equal(err.text, "too many connections of this user");
	assert_rc(RC_OK, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
	(void)close(first);
	(void)close(second);
	assert_rc(RC_OK, ask_at(ctl_path, "en", DEADLINE_MS, &err), &err);
}

static void
a_malformed_frame_is_refused_at_once(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} cases[] = {
	    {"\0\0\0\0", 4}, {"\xff\xff\xff\xff", 4},
	    {"\0\0\0\2\xff\xff", 6}, /* no such op */
	    {"\0\0\0\2\0\0", 6},
	    {"\0\0\0\5\0\2\xff\0\0", 9}, /* no such field */
	    {"\0\0\0\2\0\2more", 10},    /* bytes after the question */
	};
	struct err err;

	(void)state;
	start_server(1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int fd = connect_to(self_path);

		assert_int_equal(
		    write(fd, cases[i].bytes, cases[i].len), cases[i].len);
		if (answer_class(fd) != RC_INPUT)
			fail_msg("case %zu", i);
		(void)close(fd);
	}
	assert_rc(RC_OK, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
}

static void
an_operation_is_answered_only_at_its_doors(void **state)
{
	uint8_t question_bytes[64], answer_bytes[512];
	const struct ask_door door = {self_path, 0, true, DEADLINE_MS};
	struct wire_out question;
	struct wire_in answer;
	struct err err;

	(void)state;
	start_server(1);
	wire_begin(&question, question_bytes, sizeof(question_bytes), OP_STATS);
	assert_rc(RC_DENIED,
	    ask(&door, &question, &answer, answer_bytes, sizeof(answer_bytes),
		&err),
	    &err);
}

static void
a_slow_asker_is_heard_until_its_deadline(void **state)
{
	uint8_t frame[64];
	size_t len = question_frame("en", frame);
	struct err err;
	int fd;

	(void)state;
	start_server(1);
	fd = connect_to(self_path);
	for (size_t i = 0; i < len; i++) {
		assert_int_equal(write(fd, frame + i, 1), 1);
		assert_rc(
		    RC_OK, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
	}
	assert_int_equal(answer_class(fd), RC_OK);
	(void)close(fd);
	fd = connect_to(self_path);
	assert_int_equal(write(fd, frame, len - 1), len - 1);
	assert_int_equal(answer_class(fd), -1);
	(void)close(fd);
}

static void
a_dead_workers_asker_is_told_and_it_is_replaced(void **state)
{
	struct err err;

	(void)state;
	start_server(1);
	for (int i = 0; i < 2; i++) {
		assert_rc(RC_FAULT, ask_at(self_path, "die", DEADLINE_MS, &err),
		    &err);
		assert_string_equal(
		    err.text, "the worker ended; please try again");
		assert_rc(
		    RC_OK, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
	}
}

static void
an_answer_given_before_dying_counts(void **state)
{
	struct err err;

	(void)state;
	start_server(1);
	for (int i = 0; i < 2; i++) {
		assert_rc(
		    RC_OK, ask_at(self_path, "make", DEADLINE_MS, &err), &err);
		assert_int_equal(unlink(made_path), 0);
		assert_rc(
		    RC_OK, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
	}
}

static void
a_parked_answer_leaves_when_due_while_others_pass(void **state)
{
	uint8_t frame[64];
	size_t len = question_frame("park", frame);
	int64_t start_ms, end_ms;
	struct err err;
	int fds[10];

	(void)state;
	start_server(1);
	start_ms = clock_mono_ms();
	for (int i = 0; i < 10; i++) {
		fds[i] = connect_to(self_path);
		assert_int_equal(write(fds[i], frame, len), len);
	}
	assert_rc(RC_OK, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
	end_ms = clock_mono_ms();
	assert_true(end_ms - start_ms < PARK_MS);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(answer_class(fds[i]), RC_OK);
		(void)close(fds[i]);
	}
	assert_true(clock_mono_ms() - start_ms >= PARK_MS);
	assert_true(clock_mono_ms() - start_ms < DEADLINE_MS);
}

static void
nobody_works_for_an_asker_that_hung_up(void **state)
{
	uint8_t slow[64], make[64];
	size_t slow_len = question_frame("slow", slow);
	size_t make_len = question_frame("make", make);
	struct err err;
	int working, gone;

	(void)state;
	start_server(1);
	working = connect_to(self_path);
	assert_int_equal(write(working, slow, slow_len), slow_len);
	/* Answered only when the slow one is at work or done. */
	gone = connect_to(self_path);
	assert_int_equal(write(gone, make, make_len), make_len);
	(void)close(gone);
	assert_int_equal(answer_class(working), RC_OK);
	assert_rc(RC_OK, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
	assert_int_equal(access(made_path, F_OK), -1);
	(void)close(working);
}

static void
the_asker_gives_up_at_its_deadline(void **state)
{
	struct err err;

	(void)state;
	start_server(1);
	assert_rc(RC_OFFLINE, ask_at(self_path, "slow", 100, &err), &err);
	assert_string_equal(err.text, "no answer in time");
}

static void
no_server_is_offline_and_a_wrong_one_is_refused(void **state)
{
	uint8_t question_bytes[64], answer_bytes[512];
	const struct ask_door door = {
	    self_path, getuid() + 1, false, DEADLINE_MS};
	struct wire_out question;
	struct wire_in answer;
	struct err err;

	(void)state;
	assert_rc(RC_OFFLINE, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
	start_server(1);
	wire_begin(&question, question_bytes, sizeof(question_bytes), OP_RULES);
	assert_rc(RC_FAULT,
	    ask(&door, &question, &answer, answer_bytes, sizeof(answer_bytes),
		&err),
	    &err);
	assert_non_null(strstr(err.text, "server has uid"));
}

static void
sigterm_lets_what_is_in_flight_finish(void **state)
{
	uint8_t slow[64];
	size_t len = question_frame("slow", slow);
	struct pollfd none = {.events = POLLIN};
	int64_t start_ms;
	int working, idle;

	(void)state;
	start_server(1);
	idle = connect_to(self_path);
	working = connect_to(self_path);
	assert_int_equal(write(working, slow, len), len);
	none.fd = working; /* the question is at the worker by then */
	assert_int_equal(poll(&none, 1, 100), 0);
	start_ms = clock_mono_ms();
	(void)kill(server, SIGTERM);
	assert_int_equal(answer_class(working), RC_OK);
	assert_int_equal(answer_class(idle), -1);
	assert_int_equal(stop_server(), 0);
	assert_true(clock_mono_ms() - start_ms < 2000);
	assert_int_equal(access(self_path, F_OK), -1);
	(void)close(working);
	(void)close(idle);
}

/* Comes, says nothing and goes, as often as it can. */
static pid_t
start_flood(void)
{
	pid_t pid = fork();

	assert_int_not_equal(pid, -1);
	while (pid == 0 && is_listening(self_path))
		;
	if (pid == 0)
		_exit(0);
	return pid;
}

static void
sigterm_is_heard_in_a_flood(void **state)
{
	enum { FLOODS = 8 };
	pid_t floods[FLOODS];

	(void)state;
	start_server(2);
	for (int i = 0; i < FLOODS; i++)
		floods[i] = start_flood();
	assert_int_equal(stop_server(), 0);
	for (int i = 0; i < FLOODS; i++) {
		(void)kill(floods[i], SIGKILL);
		(void)waitpid(floods[i], NULL, 0);
	}
}

static enum rc
serve_here(const char *path, struct err *err)
{
	const struct serve_door doors[] = {
	    {path, 0600, (gid_t)-1, DOOR_SELF, (uid_t)-1, UID_MAX}};
	const struct serve_conf conf = {.doors = doors,
	    .door_count = 1,
	    .worker_count = 1,
	    .question_ms = QUESTION_MS,
	    .handle = served_handle};

	return serve(&conf, err);
}

static void
a_served_socket_is_not_taken_and_a_file_not_deleted(void **state)
{
	struct err err;
	int fd;

	(void)state;
	start_server(1);
	assert_rc(RC_EXISTS, serve_here(self_path, &err), &err);
	assert_rc(RC_OK, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
	fd = open(made_path, O_CREAT | O_CLOEXEC | O_WRONLY, 0600);
	(void)close(fd);
	assert_rc(RC_EXISTS, serve_here(made_path, &err), &err);
	assert_int_equal(unlink(made_path), 0);
}

static void
a_socket_left_behind_is_replaced(void **state)
{
	struct err err;
	int status;

	(void)state;
	start_server(1);
	(void)kill(server, SIGKILL);
	assert_int_equal(waitpid(server, &status, 0), server);
	assert_int_equal(access(self_path, F_OK), 0);
	/* What it had just forked holds the sockets a moment longer. */
	await_listening(self_path, false);
	await_listening(ctl_path, false);
	start_server(1);
	assert_rc(RC_OK, ask_at(self_path, "en", DEADLINE_MS, &err), &err);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, served_setup, served_teardown)

static const struct CMUnitTest tests[] = {
    TEST(one_question_gets_one_answer),
    TEST(an_answer_outside_the_catalogue_never_leaves),
    TEST(idle_connections_stop_nobody),
    TEST(a_uid_has_a_cap_at_each_door),
    TEST(a_malformed_frame_is_refused_at_once),
    TEST(an_operation_is_answered_only_at_its_doors),
    TEST(a_slow_asker_is_heard_until_its_deadline),
    TEST(a_dead_workers_asker_is_told_and_it_is_replaced),
    TEST(an_answer_given_before_dying_counts),
    TEST(a_parked_answer_leaves_when_due_while_others_pass),
    TEST(nobody_works_for_an_asker_that_hung_up),
    TEST(the_asker_gives_up_at_its_deadline),
    TEST(no_server_is_offline_and_a_wrong_one_is_refused),
    TEST(sigterm_lets_what_is_in_flight_finish),
    TEST(sigterm_is_heard_in_a_flood),
    TEST(a_served_socket_is_not_taken_and_a_file_not_deleted),
    TEST(a_socket_left_behind_is_replaced),
};

UNIT_MAIN(tests)
