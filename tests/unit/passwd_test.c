/*
 * portal-passwd at a real terminal, against a server of a few lines: main() is
 * called in a child on a pseudo-terminal, ask() is ours and writes down what
 * was asked.
 */
int portal_passwd_main(int argc, char **argv);

#define main portal_passwd_main
#include "tools/portal-passwd.c"
#undef main

#include "unit.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>

enum { WAIT_MS = 10000 };

/* ------------------------------------------------------------ the server */

static char asked_path[] = "/tmp/passwd_test.XXXXXX";

enum rc __wrap_ask(const struct ask_door *door, struct wire_out *question,
    struct wire_in *answer, void *buf, size_t size, struct err *err);
enum rc __wrap_query_door(
    struct ask_door *door, const char *path, struct err *err);

enum rc
__wrap_query_door(struct ask_door *door, const char *path, struct err *err)
{
	(void)err;
	*door = (struct ask_door){.path = path};
	return RC_OK;
}

/* Appends "op field=value;field=value;" to the file. */
static void
write_down(const struct wire_in *in)
{
	FILE *file = fopen(asked_path, "a");

	if (file == NULL)
		abort();
	(void)fprintf(file, "%s ", op_rule(in->kind)->name);
	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		if (wire_has(in, (enum field)field) && field != F_LANG)
			(void)fprintf(file, "%s=%s;", field_rule(field)->name,
			    wire_text(in, (enum field)field));
	(void)fputc('\n', file);
	(void)fclose(file);
}

/* "short" breaks a rule; the code 0000 is wrong; all else is fine. */
static enum rc
judge(struct wire_out *out, const struct wire_in *in)
{
	const char *password = wire_text(in, F_PASSWORD);
	const char *code = wire_text(in, F_CODE);

	if (in->kind == OP_RULES) {
		wire_put_text(out, F_TEXT, "THE RULES");
		return RC_OK;
	}
	if (code != NULL && strcmp(code, "0000") == 0) {
		wire_put_text(out, F_REASON, "wrong_code");
		wire_put_text(out, F_TEXT, "WRONG CODE");
		return RC_DENIED;
	}
	if (password != NULL && strcmp(password, "short") == 0) {
		wire_put_text(out, F_REASON, "password_refused");
		wire_put_text(out, F_TEXT, "TOO SHORT");
		return RC_INPUT;
	}
	if (in->kind == OP_REDEEM)
		wire_put_text(out, F_ACCOUNT, "wang.daming");
	if (in->kind == OP_FORGOT)
		wire_put_text(out, F_TEXT, "LETTER SENT");
	return RC_OK;
}

enum rc
__wrap_ask(const struct ask_door *door, struct wire_out *question,
    struct wire_in *answer, void *buf, size_t size, struct err *err)
{
	struct wire_out out;
	struct wire_in in;
	const char *text;
	enum rc rc;

	(void)door;
	*answer = (struct wire_in){0};
	if (wire_end(question, err) != RC_OK ||
	    wire_parse_question(&in, question->at, question->len, err) != RC_OK)
		return RC_FAULT;
	text = wire_text(&in, F_CODE);
	if (text != NULL && strcmp(text, "none") == 0)
		return err_set(err, RC_OFFLINE, "NOBODY THERE");
	write_down(&in);
	wire_begin(&out, buf, size, RC_OK);
	rc = judge(&out, &in);
	out.at[5] = (uint8_t)rc;
	if (wire_end(&out, err) != RC_OK ||
	    wire_parse_answer(answer, (enum op)in.kind, buf, out.len, err) !=
		RC_OK)
		return RC_FAULT;
	text = wire_text(answer, F_TEXT);
	return rc == RC_OK ? rc : err_set(err, rc, "%s", text);
}

/* ---------------------------------------------------------- the terminal */

/* What to wait for, whether it must not echo then, and what to type. */
struct step {
	const char *prompt;
	bool is_quiet;
	const char *typed;
};

struct seat {
	int master;
	pid_t pid;
	char screen[8192];
	size_t len, read_to; /* what the last prompts have used up */
};

static void
seat_open(struct seat *seat, const char *verb)
{
	memset(seat, 0, sizeof(*seat));
	assert_int_equal(truncate(asked_path, 0), 0);
	seat->pid = forkpty(&seat->master, NULL, NULL, NULL);
	assert_return_code(seat->pid, 0);
	if (seat->pid == 0) {
		char program[] = "portal-passwd", word[16];
		char *argv[] = {program, word, NULL};

		(void)snprintf(word, sizeof(word), "%s", verb);
		optind = 0;
		exit(portal_passwd_main(2, argv));
	}
}

/* Reads what the screen gets; false when the program has ended. */
static bool
seat_read(struct seat *seat)
{
	struct pollfd poll_fd = {.fd = seat->master, .events = POLLIN};
	ssize_t got;

	if (poll(&poll_fd, 1, WAIT_MS) != 1)
		fail_msg("nothing in %d ms after: %s", WAIT_MS, seat->screen);
	got = read(seat->master, seat->screen + seat->len,
	    sizeof(seat->screen) - 1 - seat->len);
	if (got > 0)
		seat->len += (size_t)got;
	return got > 0;
}

static void
seat_type(struct seat *seat, const struct step *step)
{
	struct termios now;
	char *found;

	while ((found = strstr(seat->screen + seat->read_to, step->prompt)) ==
	    NULL)
		if (!seat_read(seat))
			fail_msg("ended before '%s': %s", step->prompt,
			    seat->screen);
	seat->read_to = (size_t)(found - seat->screen) + strlen(step->prompt);
	assert_int_equal(tcgetattr(seat->master, &now), 0);
	assert_int_equal((now.c_lflag & ECHO) == 0, step->is_quiet);
	assert_int_equal(write(seat->master, step->typed, strlen(step->typed)),
	    strlen(step->typed));
}

/* The exit code, -1 for a signal. */
static int
seat_close(struct seat *seat)
{
	int status;

	while (seat_read(seat))
		;
	assert_int_equal(waitpid(seat->pid, &status, 0), seat->pid);
	assert_int_equal(close(seat->master), 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
run_at_terminal(struct seat *seat, const char *verb, const struct step *steps)
{
	seat_open(seat, verb);
	for (; steps->prompt != NULL; steps++)
		seat_type(seat, steps);
	return seat_close(seat);
}

static void
assert_asked(const char *expected)
{
	char asked[2048];
	FILE *file = fopen(asked_path, "r");

	assert_non_null(file);
	asked[fread(asked, 1, sizeof(asked) - 1, file)] = '\0';
	assert_int_equal(fclose(file), 0);
	assert_string_equal(asked, expected);
}

/* -------------------------------------------------------------- the tests */

static void
forgot_asks_two_things_and_prints_the_answer(void **state)
{
	static const struct step steps[] = {
	    {"National ID: ", false, "A123456789\n"},
	    {"Mail address: ", false, "wang@example.edu\n"},
	    {NULL},
	};
	struct seat seat;

	(void)state;
	assert_int_equal(run_at_terminal(&seat, "forgot", steps), 0);
	assert_asked("forgot national_id=A123456789;mail=wang@example.edu;\n");
	assert_non_null(strstr(seat.screen, "LETTER SENT"));
}

static void
reset_shows_the_rules_first_and_which_one_failed(void **state)
{
	static const struct step steps[] = {
	    {"National ID: ", false, "A123456789\n"},
	    {"Check code: ", false, "1234 5678 9012\n"},
	    {"THE RULES\r\nNew password: ", true, "short\n"},
	    {"New password again: ", true, "short\n"},
	    {"TOO SHORT\r\nNew password: ", true, "a long one\n"},
	    {"New password again: ", true, "a long one\n"},
	    {NULL},
	};
	struct seat seat;

	(void)state;
	assert_int_equal(run_at_terminal(&seat, "reset", steps), 0);
	assert_asked("rules \n"
		     "redeem national_id=A123456789;code=1234 5678 9012;"
		     "password=short;\n"
		     "redeem national_id=A123456789;code=1234 5678 9012;"
		     "password=a long one;\n");
	assert_non_null(strstr(seat.screen, "Sign in as wang.daming."));
	assert_null(strstr(seat.screen, "a long one"));
}

static void
two_passwords_that_differ_are_not_sent(void **state)
{
	static const struct step steps[] = {
	    {"Account: ", false, "wang\n"},
	    {"Present password: ", true, "old one\n"},
	    {"New password: ", true, "a long one\n"},
	    {"New password again: ", true, "a longer one\n"},
	    {"differ\r\nNew password: ", true, "a long one\n"},
	    {"New password again: ", true, "a long one\n"},
	    {NULL},
	};
	struct seat seat;

	(void)state;
	assert_int_equal(run_at_terminal(&seat, "change", steps), 0);
	assert_asked("rules \nchange account=wang;password=a long one;"
		     "password_old=old one;\n");
}

static void
a_wrong_code_is_not_asked_for_again(void **state)
{
	static const struct step steps[] = {
	    {"National ID: ", false, "A123456789\n"},
	    {"Check code: ", false, "0000\n"},
	    {"New password: ", true, "a long one\n"},
	    {"New password again: ", true, "a long one\n"},
	    {NULL},
	};
	struct seat seat;

	(void)state;
	assert_int_equal(run_at_terminal(&seat, "reset", steps), 77);
	assert_non_null(strstr(seat.screen, "portal-passwd: WRONG CODE"));
}

static void
three_refused_passwords_are_enough(void **state)
{
	static const struct step steps[] = {
	    {"Account: ", false, "wang\n"},
	    {"Present password: ", true, "old one\n"},
	    {"New password: ", true, "\n"},
	    {"New password: ", true, "\n"},
	    {"New password: ", true, "\n"},
	    {NULL},
	};
	struct seat seat;

	(void)state;
	assert_int_equal(run_at_terminal(&seat, "change", steps), 65);
	assert_asked("rules \n");
}

static void
an_interrupted_terminal_echoes_again(void **state)
{
	static const struct step to_the_password[] = {
	    {"Account: ", false, "wang\n"},
	    {"Present password: ", true, "\003"},
	};
	struct termios now;
	struct seat seat;
	char path[64];
	int slave;

	(void)state;
	seat_open(&seat, "change");
	seat_type(&seat, &to_the_password[0]);
	/* kept open, or the terminal is gone with its last program */
	assert_int_equal(ptsname_r(seat.master, path, sizeof(path)), 0);
	slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_return_code(slave, 0);
	seat_type(&seat, &to_the_password[1]);
	assert_int_equal(waitpid(seat.pid, NULL, 0), seat.pid);
	assert_int_equal(tcgetattr(slave, &now), 0);
	assert_true((now.c_lflag & ECHO) != 0);
	assert_int_equal(close(slave), 0);
	assert_int_equal(close(seat.master), 0);
	assert_asked("");
}

/* A program writes lines, on standard input or on another descriptor. */
static int
run_with_lines(const char *lines, bool is_other_fd)
{
	int ends[2], status;
	pid_t pid;

	assert_int_equal(truncate(asked_path, 0), 0);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], lines, strlen(lines)), strlen(lines));
	assert_int_equal(close(ends[1]), 0);
	(void)fflush(stdout);
	pid = fork();
	assert_return_code(pid, 0);
	if (pid == 0) {
		char program[] = "portal-passwd", reset[] = "reset";
		char fd_option[] = "--fd", fd[12];
		char *argv[] = {program, reset, fd_option, fd, NULL};
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);

		(void)snprintf(fd, sizeof(fd), "%d", ends[0]);
		(void)dup2(is_other_fd ? null : ends[0], STDIN_FILENO);
		(void)dup2(null, STDOUT_FILENO);
		(void)dup2(null, STDERR_FILENO);
		optind = 0;
		exit(portal_passwd_main(is_other_fd ? 4 : 2, argv));
	}
	assert_int_equal(close(ends[0]), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
a_program_writes_a_line_each(void **state)
{
	static const char lines[] = "A123456789\n123456789012\na long one\n";
	static const char asked[] = "redeem national_id=A123456789;"
				    "code=123456789012;password=a long one;\n";

	(void)state;
	assert_int_equal(run_with_lines(lines, false), 0);
	assert_asked(asked);
	assert_int_equal(run_with_lines(lines, true), 0);
	assert_asked(asked);
}

static void
lines_that_are_none_are_never_sent(void **state)
{
	static const struct {
		const char *lines;
		int code;
	} cases[] = {
	    {"", 1},
	    {"A123456789\n", 1},
	    {"A123456789\n123456789012\n\n", 65},
	    {"A123456789\n123456789012\na\tb\n", 65},
	    {"A123456789\n123456789012\n\xff\xfe\n", 65},
	    {"A123456789A123456789A123456789A123456789A123456789A123456789"
	     "A123456789\n123456789012\na long one\n",
		65},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    run_with_lines(cases[i].lines, false), cases[i].code);
		assert_asked("");
	}
}

static void
the_longest_password_passes_and_one_byte_more_does_not(void **state)
{
	char password[SECRET_PASSWORD_MAX + 2], lines[2 * sizeof(password)];

	(void)state;
	memset(password, 'p', sizeof(password));
	password[SECRET_PASSWORD_MAX] = '\0';
	(void)snprintf(lines, sizeof(lines), "A123456789\n1\n%s\n", password);
	assert_int_equal(run_with_lines(lines, false), 0);
	(void)snprintf(lines, sizeof(lines), "A123456789\n1\n%sp\n", password);
	assert_int_equal(run_with_lines(lines, false), 65);
	assert_asked("");
}

/* -------------------------------------------------- for another program */

/* Sends the question to portal-passwd --ask; the length of its answer. */
static size_t
relay_question(
    struct wire_out *question, uint8_t answer[WIRE_MAX], int *exit_code)
{
	char program[] = "portal-passwd", option[] = "--ask", number[16];
	char *argv[] = {program, option, number, NULL};
	int pair[2], status;
	struct err err;
	ssize_t len;
	pid_t pid;

	assert_int_equal(truncate(asked_path, 0), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	assert_int_equal(wire_end(question, &err), RC_OK);
	pid = fork();
	assert_return_code(pid, 0);
	if (pid == 0) {
		(void)close(pair[0]);
		(void)snprintf(number, sizeof(number), "%d", pair[1]);
		optind = 0;
		exit(portal_passwd_main(3, argv));
	}
	(void)close(pair[1]);
	assert_int_equal(
	    send(pair[0], question->at, question->len, 0), question->len);
	len = recv(pair[0], answer, WIRE_MAX, 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	(void)close(pair[0]);
	*exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	return len > 0 ? (size_t)len : 0;
}

static void
a_program_has_a_reset_asked_over_a_descriptor(void **state)
{
	static const struct {
		const char *code, *password;
		enum rc rc;
		const char *reason, *text, *account;
	} cases[] = {
	    {"1", "a long one", RC_OK, NULL, NULL, "wang.daming"},
	    {"0000", "a long one", RC_DENIED, "wrong_code", "WRONG CODE", NULL},
	    {"1", "short", RC_INPUT, "password_refused", "TOO SHORT", NULL},
	    {"none", "a long one", RC_OFFLINE, "portal",
		"identityd did not answer properly: NOBODY THERE", NULL},
	};
	static uint8_t question[WIRE_MAX], answer[WIRE_MAX];
	struct wire_out out;
	struct wire_in in;
	struct err err;
	int code;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len;

		wire_begin(&out, question, sizeof(question), OP_REDEEM);
		wire_put_text(&out, F_NATIONAL_ID, "A123456789");
		wire_put_text(&out, F_CODE, cases[i].code);
		wire_put_text(&out, F_PASSWORD, cases[i].password);
		len = relay_question(&out, answer, &code);
		assert_int_equal(code, 0);
		assert_int_equal(
		    wire_parse_answer(&in, OP_REDEEM, answer, len, &err),
		    RC_OK);
		assert_int_equal(in.kind, cases[i].rc);
		for (int j = 0; j < 3; j++) {
			const enum field field[] = {
			    F_REASON, F_TEXT, F_ACCOUNT};
			const char *wanted[] = {
			    cases[i].reason, cases[i].text, cases[i].account};

			assert_int_equal(
			    wire_has(&in, field[j]), wanted[j] != NULL);
			if (wanted[j] != NULL)
				assert_string_equal(
				    wire_text(&in, field[j]), wanted[j]);
		}
	}
}

static void
a_program_has_nothing_else_asked(void **state)
{
	static uint8_t question[WIRE_MAX], answer[WIRE_MAX];
	struct wire_out out;
	int code;

	(void)state;
	wire_begin(&out, question, sizeof(question), OP_CHANGE);
	wire_put_text(&out, F_ACCOUNT, "wang.daming");
	wire_put_text(&out, F_PASSWORD_OLD, "an old one");
	wire_put_text(&out, F_PASSWORD, "a long one");
	assert_int_equal(relay_question(&out, answer, &code), 0);
	assert_int_equal(code, 65);
	assert_asked("");
	wire_begin(&out, question, sizeof(question), OP_REDEEM);
	assert_int_equal(relay_question(&out, answer, &code), 0);
	assert_int_equal(code, 65);
	assert_asked("");
}

static int
file_make(void **state)
{
	int fd = mkstemp(asked_path);

	(void)state;
	return fd >= 0 && close(fd) == 0 && setenv("LC_ALL", "C", 1) == 0 ? 0
									  : -1;
}

static int
file_remove(void **state)
{
	(void)state;
	return unlink(asked_path);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(forgot_asks_two_things_and_prints_the_answer),
    cmocka_unit_test(reset_shows_the_rules_first_and_which_one_failed),
    cmocka_unit_test(two_passwords_that_differ_are_not_sent),
    cmocka_unit_test(a_wrong_code_is_not_asked_for_again),
    cmocka_unit_test(three_refused_passwords_are_enough),
    cmocka_unit_test(an_interrupted_terminal_echoes_again),
    cmocka_unit_test(a_program_writes_a_line_each),
    cmocka_unit_test(lines_that_are_none_are_never_sent),
    cmocka_unit_test(the_longest_password_passes_and_one_byte_more_does_not),
    cmocka_unit_test(a_program_has_a_reset_asked_over_a_descriptor),
    cmocka_unit_test(a_program_has_nothing_else_asked),
};

UNIT_MAIN_IN(tests, file_make, file_remove)
