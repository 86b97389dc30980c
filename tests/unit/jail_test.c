/* What is left to a process that has locked itself in. Each try is a child. */
#include "base/jail.h"
#include "base/jail_calls.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NO_LANDLOCK = 77 };

/* The errno of what `attempt` did in a child, 0 when it worked; the negative
 * number of the signal that ended it. */
static int
in_child(int (*attempt)(void))
{
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(attempt());
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static int
jailed(void)
{
	struct err err;
	enum rc rc;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return errno;
	rc = jail_files(&err);
	return rc == RC_OK ? 0 : rc == RC_ABSENT ? NO_LANDLOCK : EPROTO;
}

static int
open_a_file(void)
{
	int failed = jailed();

	if (failed != 0)
		return failed;
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0 ? errno : 0;
}

static int
make_a_file(void)
{
	int failed = jailed();

	if (failed != 0)
		return failed;
	return open("/tmp/jail", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) < 0
	    ? errno
	    : 0;
}

static int
list_a_folder(void)
{
	int failed = jailed();

	if (failed != 0)
		return failed;
	return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) < 0 ? errno : 0;
}

static int
read_an_open_one(void)
{
	int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	char byte;
	int failed = jailed();

	if (failed != 0)
		return failed;
	return read(fd, &byte, 1) == 1 ? 0 : errno;
}

static void
no_path_can_be_opened_but_what_is_open_stays(void **state)
{
	static const struct {
		int (*attempt)(void);
		int expected;
	} cases[] = {{open_a_file, EACCES}, {make_a_file, EACCES},
	    {list_a_folder, EACCES}, {read_an_open_one, 0}};

	(void)state;
	if (in_child(jailed) == NO_LANDLOCK)
		skip();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(in_child(cases[i].attempt), cases[i].expected);
}

/* ------------------------------------------------- its own memory */

enum {
	CORE_FILE = 1 << 0,
	LOOKS = 1 << 1,
	PRIVILEGES = 1 << 2,
	MASK = 1 << 3,
	PIPES = 1 << 4,
};

/* What this process has given up. */
static int
given_up(void)
{
	struct sigaction pipes;
	struct rlimit core;

	(void)getrlimit(RLIMIT_CORE, &core);
	(void)sigaction(SIGPIPE, NULL, &pipes);
	return (core.rlim_max == 0 ? CORE_FILE : 0) |
	    (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? LOOKS : 0) |
	    (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? PRIVILEGES : 0) |
	    (umask(022) == 077 ? MASK : 0) |
	    (pipes.sa_handler == SIG_IGN ? PIPES : 0);
}

/* The limit may be whoever's that started the test. */
static int
as_it_was(void)
{
	(void)umask(022);
	(void)signal(SIGPIPE, SIG_DFL);
	return given_up() & ~CORE_FILE;
}

static int
without_memory(void)
{
	struct err err;

	(void)as_it_was();
	return jail_memory(&err) == RC_OK ? given_up() : -1;
}

static int
without_anything(void)
{
	struct err err;

	(void)as_it_was();
	return jail_process(&err) == RC_OK ? given_up() : -1;
}

static void
a_tool_gives_up_its_memory_and_a_daemon_more(void **state)
{
	(void)state;
	assert_int_equal(in_child(as_it_was), 0);
	assert_int_equal(in_child(without_memory), CORE_FILE | LOOKS);
	assert_int_equal(in_child(without_anything),
	    CORE_FILE | LOOKS | PRIVILEGES | MASK | PIPES);
}

/* ------------------------------------------- but what a list names */

static int
reading_only(void)
{
	static const char *const paths[] = {"/usr", "/lib", "/lib64", "/bin",
	    "/etc/passwd", "/etc/ld.so.cache", "/proc/self", "/nowhere"};
	struct err err;
	enum rc rc;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return errno;
	rc = jail_reading(paths, sizeof(paths) / sizeof(paths[0]), &err);
	return rc == RC_OK ? 0 : rc == RC_ABSENT ? NO_LANDLOCK : EPROTO;
}

static int
open_jailed(const char *path, int flags)
{
	int failed = reading_only();

	if (failed != 0)
		return failed;
	return open(path, flags | O_CLOEXEC) < 0 ? errno : 0;
}

static int
open_a_listed_file(void)
{
	return open_jailed("/etc/passwd", O_RDONLY);
}

static int
list_a_listed_folder(void)
{
	return open_jailed("/usr", O_RDONLY | O_DIRECTORY);
}

static int
write_a_listed_file(void)
{
	return open_jailed("/proc/self/comm", O_WRONLY);
}

static int
open_another_file(void)
{
	return open_jailed("/etc/group", O_RDONLY);
}

static int
run_a_listed_program(void)
{
	char name[] = "true";
	char *const args[] = {name, NULL}, *const none[] = {NULL};
	int failed = reading_only();

	return failed != 0 ? failed : execve("/bin/true", args, none);
}

static int
connect_to_a_port(void)
{
	const struct sockaddr_in nobody = {.sin_family = AF_INET,
	    .sin_port = htons(1),
	    .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int failed = reading_only();
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (failed != 0)
		return failed;
	return connect(fd, (const struct sockaddr *)&nobody, sizeof(nobody)) < 0
	    ? errno
	    : 0;
}

static void
what_a_list_names_can_be_read_and_run_and_nothing_else(void **state)
{
	static const struct {
		int (*attempt)(void);
		int expected;
	} cases[] = {{open_a_listed_file, 0}, {list_a_listed_folder, 0},
	    {write_a_listed_file, EACCES}, {open_another_file, EACCES},
	    {run_a_listed_program, 0}, {connect_to_a_port, ECONNREFUSED}};

	(void)state;
	if (in_child(reading_only) == NO_LANDLOCK)
		skip();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(in_child(cases[i].attempt), cases[i].expected);
}

/* ------------------------------------------------------------- calls */

static const struct jail_call calls[] = {
    {SYS_exit_group, 0, 0, 0},
    {SYS_socket, 0, 1, AF_UNIX},
    {SYS_openat, EACCES, 0, 0},
};

static int
filtered(void)
{
	struct err err;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return errno;
	return jail_calls(calls, sizeof(calls) / sizeof(calls[0]), &err) ==
		RC_OK
	    ? 0
	    : EPROTO;
}

static int
make_a_unix_socket(void)
{
	int failed = filtered();

	if (failed != 0)
		return failed;
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) < 0 ? errno : 0;
}

static int
make_a_network_socket(void)
{
	int failed = filtered();

	if (failed != 0)
		return failed;
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) < 0 ? errno : 0;
}

static int
open_refused(void)
{
	int failed = filtered();

	if (failed != 0)
		return failed;
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0 ? errno : 0;
}

static int
run_a_program(void)
{
	char *const none[] = {NULL};
	int failed = filtered();

	if (failed != 0)
		return failed;
	return execve("/bin/true", none, none);
}

static void
only_calls_of_the_table_are_made(void **state)
{
	static const struct {
		int (*attempt)(void);
		int expected;
	} cases[] = {{make_a_unix_socket, 0}, {make_a_network_socket, -SIGSYS},
	    {open_refused, EACCES}, {run_a_program, -SIGSYS}};

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip();
#endif
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(in_child(cases[i].attempt), cases[i].expected);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_tool_gives_up_its_memory_and_a_daemon_more),
    cmocka_unit_test(no_path_can_be_opened_but_what_is_open_stays),
    cmocka_unit_test(what_a_list_names_can_be_read_and_run_and_nothing_else),
    cmocka_unit_test(only_calls_of_the_table_are_made),
};

UNIT_MAIN(tests)
