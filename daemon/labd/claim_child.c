#include "claim_child.h"

#include "base/clock.h"
#include "base/jail.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NO_START = 127, NUMBER_SIZE = 16 };

/* ----------------------------------------------------------- the child */

/* What a program needs that looks up a host and speaks TLS with it. */
static enum rc
lock_in(const struct labd_conf *conf, struct err *err)
{
	const char *const paths[] = {conf->claim_program, conf->portal_conf,
	    conf->portal.ca_file, "/usr", "/lib", "/lib64", "/bin",
	    "/etc/ld.so.cache", "/etc/ssl", "/etc/gnutls", "/etc/hosts",
	    "/etc/host.conf", "/etc/nsswitch.conf", "/etc/resolv.conf",
	    "/etc/gai.conf", "/etc/services", "/etc/localtime", "/dev/null",
	    "/dev/urandom", "/proc/self"};
	enum rc rc = jail_reading(paths, sizeof(paths) / sizeof(paths[0]), err);

	return rc == RC_ABSENT ? RC_OK : rc; /* an older kernel */
}

__attribute__((noreturn)) static void
become(const struct labd_conf *conf, const char *lang, pid_t parent, int fd)
{
	char name[] = "portal-passwd", config[] = "--config", ask[] = "--ask";
	char zh[] = "LC_ALL=zh_TW.UTF-8", en[] = "LC_ALL=C";
	char number[NUMBER_SIZE];
	char *args[] = {name, config, conf->portal_conf, ask, number, NULL};
	char *env[] = {strcmp(lang, "zh-TW") == 0 ? zh : en, NULL};
	struct err err;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent &&
	    lock_in(conf, &err) == RC_OK && fcntl(fd, F_SETFD, 0) == 0 &&
	    text_print(number, sizeof(number), "%d", fd))
		(void)execve(conf->claim_program, args, env);
	_exit(NO_START);
}

/* ------------------------------------------------------------- the ask */

static enum rc
receive(int fd, void *buf, size_t *len, int64_t end_ms, struct err *err)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	int64_t left_ms;
	ssize_t count;

	do {
		left_ms = end_ms - clock_mono_ms();
		if (left_ms <= 0)
			return err_set(err, RC_OFFLINE, "no answer in time");
		count = poll(&poll_fd, 1, (int)left_ms);
	} while (count == 0 || (count < 0 && errno == EINTR));
	count = recv(fd, buf, WIRE_MAX, MSG_DONTWAIT);
	if (count <= 0)
		return err_set(err, RC_FAULT, "portal-passwd ended unanswered");
	*len = (size_t)count;
	return RC_OK;
}

static enum rc
exchange(int fd, const struct wire_out *question, struct wire_in *answer,
    void *buf, struct err *err)
{
	int64_t end_ms = clock_mono_ms() + CLAIM_CHILD_MS;
	size_t len = 0;
	enum rc rc;

	if (send(fd, question->at, question->len, MSG_NOSIGNAL) !=
	    (ssize_t)question->len)
		return err_set(err, RC_FAULT, "portal-passwd: %m");
	rc = receive(fd, buf, &len, end_ms, err);
	if (rc == RC_OK &&
	    wire_parse_answer(answer, OP_REDEEM, buf, len, err) != RC_OK)
		return err_context(err, RC_FAULT, "portal-passwd");
	return rc;
}

enum rc
claim_child_ask(const struct labd_conf *conf, const char *lang,
    struct wire_out *question, struct wire_in *answer, void *buf,
    struct err *err)
{
	pid_t parent = getpid(), child;
	enum rc rc = wire_end(question, err);
	int pair[2];

	*answer = (struct wire_in){0};
	if (rc != RC_OK)
		return rc;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return err_set(err, RC_FAULT, "socketpair: %m");
	child = fork();
	if (child == 0)
		become(conf, lang, parent, pair[1]);
	(void)close(pair[1]);
	rc = child < 0 ? err_set(err, RC_FAULT, "fork: %m")
		       : exchange(pair[0], question, answer, buf, err);
	(void)close(pair[0]);
	if (child > 0) {
		(void)kill(child, SIGKILL); /* it has said all it has to */
		(void)waitpid(child, NULL, 0);
	}
	return rc;
}
