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

/* One question and its answer on one connection. */
struct exchange {
	int fd;
	int64_t end_ms;
	uint8_t *buf; /* for the answer */
	size_t size, len;
	bool is_unread; /* the server closed without having read it all */
};

static enum rc
send_all(
    struct exchange *exchange, const struct wire_out *question, struct err *err)
{
	for (size_t sent = 0; sent < question->len;) {
		ssize_t count = send(exchange->fd, question->at + sent,
		    question->len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
		enum rc rc;

		if (count >= 0) {
			sent += (size_t)count;
			continue;
		}
		if (errno == EINTR)
			continue;
		exchange->is_unread = errno == EPIPE || errno == ECONNRESET;
		if (exchange->is_unread)
			return RC_OK; /* an answer may say why */
		if (errno != EAGAIN)
			return err_set(err, RC_OFFLINE, "send: %m");
		rc = wait_for(exchange->fd, POLLOUT, exchange->end_ms, err);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* Mostly all of it comes at once. */
static enum rc
receive_answer(struct exchange *exchange, struct err *err)
{
	size_t want = WIRE_HEAD; /* at least; then what it says itself */

	while (exchange->len < want) {
		enum rc rc =
		    wait_for(exchange->fd, POLLIN, exchange->end_ms, err);
		ssize_t count;

		if (rc != RC_OK)
			return rc;
		count = recv(exchange->fd, exchange->buf + exchange->len,
		    exchange->size - exchange->len, MSG_DONTWAIT);
		if (count == 0)
			return err_set(err, RC_OFFLINE, "closed unanswered");
		if (count < 0 && errno == ECONNRESET)
			exchange->is_unread = exchange->len == 0;
		if (count < 0 && errno != EINTR && errno != EAGAIN)
			return err_set(err, RC_OFFLINE, "receive: %m");
		if (count > 0)
			exchange->len += (size_t)count;
		if (exchange->len >= 4)
			want = wire_length(exchange->buf);
		if (want < WIRE_HEAD || want > exchange->size)
			return err_set(
			    err, RC_FAULT, "answer has a wrong length");
	}
	return RC_OK;
}

/* The answer's class, and its sentence when it is not RC_OK. */
static enum rc
take_answer(
    struct wire_in *answer, enum op op, const uint8_t *buf, struct err *err)
{
	const char *text;

	if (wire_parse_answer(answer, op, buf, wire_length(buf), err) != RC_OK)
		return err_context(err, RC_FAULT, "malformed answer");
	text = wire_text(answer, F_TEXT);
	if (text == NULL)
		text = wire_text(answer, F_REASON);
	if (answer->kind != RC_OK)
		return err_set(err, (enum rc)answer->kind, "%s",
		    text != NULL ? text : rc_name((enum rc)answer->kind));
	return RC_OK;
}

static enum rc
dial(struct exchange *exchange, const struct ask_door *door, struct err *err)
{
	exchange->fd =
	    socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (exchange->fd < 0)
		return err_set(err, RC_FAULT, "socket: %m");
	return connect_until(exchange->fd, door, exchange->end_ms, err);
}

static void
hang_up(struct exchange *exchange)
{
	if (exchange->fd >= 0)
		(void)close(exchange->fd);
	exchange->fd = -1;
}

/* Still open, and nothing has been said that nobody asked for? */
static bool
is_silent(int fd)
{
	char byte;

	return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
	    errno == EAGAIN;
}

/* On the connection that is there, or on a new one. */
static enum rc
converse(struct exchange *exchange, const struct ask_door *door,
    const struct wire_out *question, struct err *err)
{
	enum rc rc = exchange->fd < 0 ? dial(exchange, door, err) : RC_OK;

	exchange->len = 0;
	exchange->is_unread = false;
	if (rc == RC_OK)
		rc = send_all(exchange, question, err);
	if (rc == RC_OK)
		rc = receive_answer(exchange, err);
	if (rc != RC_OK)
		hang_up(exchange);
	return rc;
}

enum rc
ask_kept(const struct ask_door *door, int *kept, struct wire_out *question,
    struct wire_in *answer, void *buf, size_t size, struct err *err)
{
	struct exchange exchange = {.fd = *kept,
	    .end_ms = clock_mono_ms() + door->deadline_ms,
	    .buf = buf,
	    .size = size};
	enum rc rc = wire_end(question, err);
	bool was_kept;

	*answer = (struct wire_in){0};
	if (rc != RC_OK)
		return rc;
	*kept = -1;
	if (exchange.fd >= 0 && !is_silent(exchange.fd))
		hang_up(&exchange);
	do {
		was_kept = exchange.fd >= 0;
		rc = converse(&exchange, door, question, err);
	} while (rc != RC_OK && was_kept && exchange.is_unread);
	if (rc != RC_OK)
		return rc;
	/* A worker that died after its answer makes the acceptor say so, too,
	 * at a door that keeps nobody: what is behind the answer ends it. */
	if (exchange.is_unread || exchange.len > wire_length(buf))
		hang_up(&exchange);
	*kept = exchange.fd;
	return take_answer(answer,
	    (enum op)(question->at[4] << 8 | question->at[5]), buf, err);
}

enum rc
ask(const struct ask_door *door, struct wire_out *question,
    struct wire_in *answer, void *buf, size_t size, struct err *err)
{
	int kept = -1;
	enum rc rc = ask_kept(door, &kept, question, answer, buf, size, err);

	if (kept >= 0)
		(void)close(kept);
	return rc;
}
