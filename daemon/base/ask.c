#include "ask.h"

#include "clock.h"
#include "text.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Waits for `events` until `end_ms`; RC_OFFLINE when that passes. */
static enum rc
wait_for(int fd, short events, int64_t end_ms, struct err *err)
{
	for (;;) {
		struct pollfd poll_fd = {.fd = fd, .events = events};
		int64_t left_ms = end_ms - clock_mono_ms();
		int count;

		if (left_ms <= 0)
			return err_set(err, RC_OFFLINE, "no answer in time");
		count = poll(&poll_fd, 1, (int)left_ms);
		if (count > 0)
			return RC_OK;
		if (count < 0 && errno != EINTR)
			return err_set(err, RC_FAULT, "poll: %m");
	}
}

static enum rc
check_server(int fd, const struct ask_door *door, struct err *err)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	if (door->any_server)
		return RC_OK;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0)
		return err_set(err, RC_FAULT, "%s: peer: %m", door->path);
	if (peer.uid != door->server_uid)
		return err_set(err, RC_FAULT, "%s: server has uid %ld, not %ld",
		    door->path, (long)peer.uid, (long)door->server_uid);
	return RC_OK;
}

/* A full backlog says EAGAIN on a unix socket: wait a little, try again. */
static enum rc
connect_until(
    int fd, const struct ask_door *door, int64_t end_ms, struct err *err)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (!text_copy(address.sun_path, sizeof(address.sun_path), door->path))
		return err_set(err, RC_FAULT, "%s: path too long", door->path);
	while (connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0) {
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN)
			return err_set(err, RC_OFFLINE, "%s: %m", door->path);
		if (clock_mono_ms() >= end_ms)
			return err_set(err, RC_OFFLINE, "%s: busy", door->path);
		(void)poll(NULL, 0, 5);
	}
	return check_server(fd, door, err);
}

static enum rc
send_all(
    int fd, const struct wire_out *question, int64_t end_ms, struct err *err)
{
	for (size_t sent = 0; sent < question->len;) {
		ssize_t count = send(fd, question->at + sent,
		    question->len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
		enum rc rc;

		if (count >= 0) {
			sent += (size_t)count;
			continue;
		}
		if (errno == EINTR)
			continue;
		if (errno == EPIPE || errno == ECONNRESET)
			return RC_OK; /* refused unread: the answer says why */
		if (errno != EAGAIN)
			return err_set(err, RC_OFFLINE, "send: %m");
		rc = wait_for(fd, POLLOUT, end_ms, err);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* Mostly all of it comes at once. */
static enum rc
receive_answer(int fd, uint8_t *buf, size_t size, size_t *len, int64_t end_ms,
    struct err *err)
{
	size_t want = WIRE_HEAD; /* at least; then what it says itself */

	for (*len = 0; *len < want;) {
		enum rc rc = wait_for(fd, POLLIN, end_ms, err);
		ssize_t count;

		if (rc != RC_OK)
			return rc;
		count = recv(fd, buf + *len, size - *len, MSG_DONTWAIT);
		if (count == 0)
			return err_set(err, RC_OFFLINE, "closed unanswered");
		if (count < 0 && errno != EINTR && errno != EAGAIN)
			return err_set(err, RC_OFFLINE, "receive: %m");
		if (count > 0)
			*len += (size_t)count;
		if (*len >= 4)
			want = wire_length(buf);
		if (want < WIRE_HEAD || want > size)
			return err_set(
			    err, RC_FAULT, "answer has a wrong length");
	}
	/* A worker that died after its answer makes the acceptor say so, too. */
	*len = want;
	return RC_OK;
}

/* The answer's class, and its sentence when it is not RC_OK. */
static enum rc
take_answer(struct wire_in *answer, enum op op, const uint8_t *buf, size_t len,
    struct err *err)
{
	const char *text;

	if (wire_parse_answer(answer, op, buf, len, err) != RC_OK)
		return err_context(err, RC_FAULT, "malformed answer");
	text = wire_text(answer, F_TEXT);
	if (text == NULL)
		text = wire_text(answer, F_REASON);
	if (answer->kind != RC_OK)
		return err_set(err, (enum rc)answer->kind, "%s",
		    text != NULL ? text : rc_name((enum rc)answer->kind));
	return RC_OK;
}

enum rc
ask(const struct ask_door *door, struct wire_out *question,
    struct wire_in *answer, void *buf, size_t size, struct err *err)
{
	int64_t end_ms = clock_mono_ms() + door->deadline_ms;
	size_t len = 0;
	enum op op;
	enum rc rc;
	int fd;

	*answer = (struct wire_in){0};
	rc = wire_end(question, err);
	if (rc != RC_OK)
		return rc;
	op = (enum op)(question->at[4] << 8 | question->at[5]);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_set(err, RC_FAULT, "socket: %m");
	rc = connect_until(fd, door, end_ms, err);
	if (rc == RC_OK)
		rc = send_all(fd, question, end_ms, err);
	if (rc == RC_OK)
		rc = receive_answer(fd, buf, size, &len, end_ms, err);
	(void)close(fd);
	return rc == RC_OK ? take_answer(answer, op, buf, len, err) : rc;
}
