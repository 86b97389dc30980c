/* The server of served.h, and what asks it. */
#include "served.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

char self_path[96], kept_path[96], ctl_path[96], made_path[96];
pid_t server;
static char dir[64];

/* What the handler does is in the question's LANG. */
void
served_handle(void *ctx, const struct serve_question *question,
    struct serve_answer *answer)
{
	const char *what = wire_text(&question->in, F_LANG);
	int fd;

	(void)ctx;
	if (what == NULL)
		return;
	if (strcmp(what, "die") == 0)
		_exit(9);
	if (strcmp(what, "slow") == 0)
		(void)poll(NULL, 0, 300);
	if (strcmp(what, "park") == 0)
		answer->due_ms = question->asked_ms + PARK_MS;
	if (strcmp(what, "make") == 0) {
		fd = open(made_path, O_CREAT | O_CLOEXEC | O_WRONLY, 0600);
		(void)close(fd);
	}
	if (strcmp(what, "fail") == 0) {
		wire_put_text(&answer->out, F_TEXT, "forgotten");
		serve_fail(answer, RC_EXISTS, "exists", "there is one");
		return;
	}
	if (strcmp(what, "wrong") == 0) {
		wire_put_text(&answer->out, F_PASSWORD, "x");
		return;
	}
	wire_put_text(&answer->out, F_TEXT, what);
}

static void
after(void *ctx)
{
	(void)ctx;
	if (access(made_path, F_OK) == 0)
		_exit(0); /* a worker that dies once its answer has gone */
}

static void
serve_forever(int workers)
{
	const struct serve_door doors[] = {
	    {self_path, 0600, (gid_t)-1, DOOR_SELF, (uid_t)-1, UID_MAX},
	    {kept_path, 0600, (gid_t)-1, DOOR_FRONT, (uid_t)-1, UID_MAX, true},
	    {ctl_path, 0600, (gid_t)-1, DOOR_CTL, (uid_t)-1, 2},
	};
	const struct serve_conf conf = {
	    .doors = doors,
	    .door_count = sizeof(doors) / sizeof(doors[0]),
	    .worker_count = workers,
	    .question_ms = QUESTION_MS,
	    .handle = served_handle,
	    .after = after,
	};
	struct err err;

	_exit(serve(&conf, &err) == RC_OK ? 0 : 1);
}

bool
is_listening(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), failed;

	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	failed = connect(fd, (struct sockaddr *)&address, sizeof(address));
	(void)close(fd);
	return failed == 0;
}

void
await_listening(const char *path, bool wanted)
{
	for (int i = 0; i < 1000 && is_listening(path) != wanted; i++)
		(void)poll(NULL, 0, 5);
	if (is_listening(path) != wanted)
		fail_msg(
		    "%s listens at %s", wanted ? "nobody" : "somebody", path);
}

void
start_server(int workers)
{
	server = fork();
	assert_int_not_equal(server, -1);
	if (server == 0) {
		/* Its warnings are expected. */
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(1);
		serve_forever(workers);
	}
	await_listening(ctl_path, true); /* the last to be opened */
}

int
stop_server(void)
{
	int status;

	if (server <= 0)
		return -1;
	(void)kill(server, SIGTERM);
	assert_int_equal(waitpid(server, &status, 0), server);
	server = 0;
	return status;
}

int
served_setup(void **state)
{
	(void)state;
	(void)snprintf(dir, sizeof(dir), "/tmp/serve_test.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	(void)snprintf(self_path, sizeof(self_path), "%s/self.sock", dir);
	(void)snprintf(ctl_path, sizeof(ctl_path), "%s/ctl.sock", dir);
	(void)snprintf(kept_path, sizeof(kept_path), "%s/kept.sock", dir);
	(void)snprintf(made_path, sizeof(made_path), "%s/made", dir);
	return 0;
}

int
served_teardown(void **state)
{
	(void)state;
	(void)stop_server();
	(void)unlink(made_path);
	(void)unlink(self_path);
	(void)unlink(kept_path);
	(void)unlink(ctl_path);
	return rmdir(dir);
}

int
connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	assert_int_not_equal(fd, -1);
	assert_int_equal(
	    connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

size_t
question_frame(const char *what, uint8_t frame[FRAME_SIZE])
{
	struct wire_out out;
	struct err err;

	wire_begin(&out, frame, FRAME_SIZE, OP_RULES);
	wire_put_text(&out, F_LANG, what);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	return out.len;
}

int
answer_class(int fd)
{
	static uint8_t frame[WIRE_MAX];
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	struct wire_in in;
	struct err err;
	size_t len = 0;
	ssize_t count;

	do {
		assert_int_equal(poll(&poll_fd, 1, DEADLINE_MS), 1);
		count = read(fd, frame + len, sizeof(frame) - len);
		len += count > 0 ? (size_t)count : 0;
	} while (count > 0);
	if (len == 0)
		return -1;
	assert_rc(
	    RC_OK, wire_parse_answer(&in, OP_RULES, frame, len, &err), &err);
	return in.kind;
}
