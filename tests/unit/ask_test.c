/* ask_kept(): one connection, many questions, each with its own answer. */
#include "base/ask.h"
#include "base/clock.h"
#include "served.h"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int kept = -1;
static char text_of_answer[128];

static enum rc
ask_at(const char *path, const char *what, struct err *err)
{
	static uint8_t question_bytes[FRAME_SIZE], answer_bytes[WIRE_MAX];
	const struct ask_door door = {path, getuid(), false, DEADLINE_MS};
	struct wire_out question;
	struct wire_in answer;
	const char *text;
	enum rc rc;

	wire_begin(&question, question_bytes, sizeof(question_bytes), OP_RULES);
	wire_put_text(&question, F_LANG, what);
	rc = ask_kept(&door, &kept, &question, &answer, answer_bytes,
	    sizeof(answer_bytes), err);
	text = wire_text(&answer, F_TEXT);
	(void)snprintf(text_of_answer, sizeof(text_of_answer), "%s",
	    text != NULL ? text : "");
	return rc;
}

/* The answer is this question's. */
static void
says(const char *path, const char *what)
{
	struct err err;

	assert_rc(RC_OK, ask_at(path, what, &err), &err);
	assert_string_equal(text_of_answer, what);
}

/* Which connection is it? 0: none */
static ino_t
which(void)
{
	struct stat status;

	return kept >= 0 && fstat(kept, &status) == 0 ? status.st_ino : 0;
}

static int
hang_up(void **state)
{
	if (kept >= 0)
		(void)close(kept);
	kept = -1;
	return served_teardown(state);
}

static void
a_connection_serves_for_many_questions(void **state)
{
	struct err err;
	ino_t first;

	(void)state;
	start_server(2);
	says(kept_path, "en");
	first = which();
	assert_int_not_equal(first, 0);
	for (int i = 0; i < 100; i++)
		says(kept_path, i % 2 == 0 ? "zh" : "en");
	assert_rc(RC_EXISTS, ask_at(kept_path, "fail", &err), &err);
	says(kept_path, "en");
	assert_int_equal(which(), first);
}

static void
a_connection_may_be_silent_longer_than_a_question(void **state)
{
	ino_t first;

	(void)state;
	start_server(1);
	says(kept_path, "en");
	first = which();
	(void)poll(NULL, 0, QUESTION_MS + 300);
	says(kept_path, "en");
	assert_int_equal(which(), first);
}

static void
a_door_that_keeps_nobody_is_dialled_each_time(void **state)
{
	(void)state;
	start_server(1);
	says(self_path, "en");
	says(self_path, "zh");
	says(self_path, "en");
}

static void
a_server_that_was_restarted_is_dialled_anew(void **state)
{
	ino_t first;

	(void)state;
	start_server(1);
	says(kept_path, "en");
	first = which();
	assert_int_equal(stop_server(), 0);
	start_server(1);
	says(kept_path, "zh");
	assert_int_not_equal(which(), first);
}

static void
a_worker_that_dies_ends_the_connection_and_the_next_one_answers(void **state)
{
	struct err err;

	(void)state;
	start_server(1);
	for (int i = 0; i < 2; i++) {
		says(kept_path, "en");
		assert_rc(RC_OFFLINE, ask_at(kept_path, "die", &err), &err);
		says(kept_path, "zh");
	}
}

/* The acceptor hears of the death sooner or later than the next question. */
static void
nobody_hears_the_answer_to_another_question(void **state)
{
	(void)state;
	start_server(1);
	for (int i = 0; i < 3; i++) {
		says(kept_path, "make");
		assert_int_equal(unlink(made_path), 0);
		says(kept_path, "zh");
		says(kept_path, "en");
	}
}

static void
a_parked_answer_comes_over_a_connection_too(void **state)
{
	(void)state;
	start_server(1);
	says(kept_path, "en");
	says(kept_path, "park");
	says(kept_path, "zh");
}

static void
two_questions_at_once_are_none(void **state)
{
	uint8_t frames[2 * FRAME_SIZE];
	size_t len = question_frame("en", frames);
	int fd;

	(void)state;
	start_server(1);
	len += question_frame("zh", frames + len);
	fd = connect_to(kept_path);
	assert_int_equal(write(fd, frames, len), len);
	assert_int_equal(answer_class(fd), RC_INPUT);
	(void)close(fd);
}

static void
a_question_begun_on_a_connection_has_its_deadline(void **state)
{
	uint8_t frame[FRAME_SIZE];
	size_t len = question_frame("en", frame);

	(void)state;
	start_server(1);
	says(kept_path, "en");
	assert_int_equal(write(kept, frame, len - 1), len - 1);
	assert_int_equal(answer_class(kept), -1);
}

static void
a_server_that_stops_waits_for_no_connection(void **state)
{
	struct err err;
	int64_t start_ms;

	(void)state;
	start_server(1);
	says(kept_path, "en");
	start_ms = clock_mono_ms();
	assert_int_equal(stop_server(), 0);
	assert_true(clock_mono_ms() - start_ms < 2000);
	assert_rc(RC_OFFLINE, ask_at(kept_path, "en", &err), &err);
	assert_int_equal(which(), 0);
}

/* ------------------------------------- a server that closes where it should
 * not: it answers one question, then meets the second one like this. */

enum meeting { LEAVES_IT_UNREAD, READS_IT };

static void
answer_one(int fd)
{
	uint8_t frame[FRAME_SIZE];
	struct wire_out out;
	struct err err;

	if (read(fd, frame, sizeof(frame)) <= 0)
		_exit(1);
	wire_begin(&out, frame, sizeof(frame), RC_OK);
	wire_put_text(&out, F_TEXT, "fake");
	if (wire_end(&out, &err) != RC_OK ||
	    write(fd, frame, out.len) != (ssize_t)out.len)
		_exit(1);
}

static void
be_fake(int listener, enum meeting meeting)
{
	struct pollfd question = {
	    .fd = accept(listener, NULL, NULL), .events = POLLIN};
	char byte[FRAME_SIZE];
	int second;

	answer_one(question.fd);
	(void)poll(&question, 1, DEADLINE_MS);
	if (meeting == READS_IT)
		(void)!read(question.fd, byte, sizeof(byte));
	(void)close(question.fd);
	second = accept(listener, NULL, NULL);
	answer_one(second);
	_exit(0);
}

static void
start_fake(enum meeting meeting)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)snprintf(
	    address.sun_path, sizeof(address.sun_path), "%s", kept_path);
	assert_int_equal(
	    bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(listener, 4), 0);
	server = fork();
	assert_int_not_equal(server, -1);
	if (server == 0)
		be_fake(listener, meeting);
	(void)close(listener);
}

static void
a_question_nobody_read_is_asked_once_more(void **state)
{
	struct err err;

	(void)state;
	start_fake(LEAVES_IT_UNREAD);
	assert_rc(RC_OK, ask_at(kept_path, "en", &err), &err);
	assert_rc(RC_OK, ask_at(kept_path, "en", &err), &err);
	assert_string_equal(text_of_answer, "fake");
}

static void
a_question_that_was_read_is_never_asked_twice(void **state)
{
	struct err err;

	(void)state;
	start_fake(READS_IT);
	assert_rc(RC_OK, ask_at(kept_path, "en", &err), &err);
	assert_rc(RC_OFFLINE, ask_at(kept_path, "en", &err), &err);
	assert_string_equal(err.text, "closed unanswered");
	assert_int_equal(which(), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, served_setup, hang_up)

static const struct CMUnitTest tests[] = {
    TEST(a_connection_serves_for_many_questions),
    TEST(a_connection_may_be_silent_longer_than_a_question),
    TEST(a_door_that_keeps_nobody_is_dialled_each_time),
    TEST(a_server_that_was_restarted_is_dialled_anew),
    TEST(a_worker_that_dies_ends_the_connection_and_the_next_one_answers),
    TEST(nobody_hears_the_answer_to_another_question),
    TEST(a_parked_answer_comes_over_a_connection_too),
    TEST(two_questions_at_once_are_none),
    TEST(a_question_begun_on_a_connection_has_its_deadline),
    TEST(a_server_that_stops_waits_for_no_connection),
    TEST(a_question_nobody_read_is_asked_once_more),
    TEST(a_question_that_was_read_is_never_asked_twice),
};

UNIT_MAIN(tests)
