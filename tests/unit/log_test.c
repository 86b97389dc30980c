#include "base/log.h"
#include "unit.h"

#include <fcntl.h>
#include <unistd.h>

/* What `log_info("%s", value)` writes to stderr, its head left out. */
static void
logged(const char *value, char *out, size_t size)
{
	int pipe_fds[2], kept;
	ssize_t len;
	char *body;

	assert_int_equal(pipe2(pipe_fds, O_CLOEXEC), 0);
	kept = dup(STDERR_FILENO);
	assert_int_not_equal(dup2(pipe_fds[1], STDERR_FILENO), -1);
	log_info("%s", value);
	assert_int_not_equal(dup2(kept, STDERR_FILENO), -1);
	(void)close(kept);
	(void)close(pipe_fds[1]);
	len = read(pipe_fds[0], out, size - 1);
	(void)close(pipe_fds[0]);
	assert_true(len > 0);
	out[len] = '\0';
	assert_memory_equal(out, "<6>log_test[", 12);
	body = strstr(out, "]: ");
	assert_non_null(body);
	memmove(out, body + 3, strlen(body + 3) + 1);
}

static void
no_value_can_forge_a_line(void **state)
{
	static const char *const cases[][2] = {
	    {"plain key=值", "plain key=值\n"},
	    {"a\nb\r\tc", "a\\x0ab\\x0d\\x09c\n"},
	    {"\x1b[2J\x7f", "\\x1b[2J\\x7f\n"},
	    {"\xc2\x9b"
	     "31m",
		"\\xc2\\x9b31m\n"},
	    {"\xff王\xe7\x8e", "\\xff王\\xe7\\x8e\n"},
	};
	char out[2 * LOG_LINE_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		logged(cases[i][0], out, sizeof(out));
		assert_string_equal(out, cases[i][1]);
	}
}

static void
a_line_that_is_too_long_is_cut_and_ends(void **state)
{
	char value[2 * LOG_LINE_SIZE], out[4 * LOG_LINE_SIZE];

	(void)state;
	memset(value, '\n', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	logged(value, out, sizeof(out));
	assert_true(strlen(out) <= LOG_LINE_SIZE);
	assert_true(strlen(out) > LOG_LINE_SIZE - 8);
	assert_int_equal(out[strlen(out) - 1], '\n');
	assert_ptr_equal(strchr(out, '\n'), out + strlen(out) - 1);
}

static void
debug_lines_come_only_when_asked_for(void **state)
{
	char out[64] = "";
	int pipe_fds[2], kept = dup(STDERR_FILENO);
	ssize_t len;

	(void)state;
	assert_int_equal(pipe2(pipe_fds, O_CLOEXEC), 0);
	assert_int_not_equal(dup2(pipe_fds[1], STDERR_FILENO), -1);
	log_debug("hidden");
	log_open("log_test", true, true);
	log_debug("shown");
	log_open("log_test", true, false);
	assert_int_not_equal(dup2(kept, STDERR_FILENO), -1);
	(void)close(kept);
	(void)close(pipe_fds[1]);
	len = read(pipe_fds[0], out, sizeof(out) - 1);
	(void)close(pipe_fds[0]);
	assert_true(len > 0);
	assert_null(strstr(out, "hidden"));
	assert_non_null(strstr(out, "shown"));
}

static int
setup(void **state)
{
	(void)state;
	log_open("log_test", true, false);
	return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(no_value_can_forge_a_line, setup),
    cmocka_unit_test_setup(a_line_that_is_too_long_is_cut_and_ends, setup),
    cmocka_unit_test_setup(debug_lines_come_only_when_asked_for, setup),
};

UNIT_MAIN(tests)
