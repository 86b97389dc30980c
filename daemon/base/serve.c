#include "serve.h"

#include "clock.h"
#include "log.h"
#include "relay.h"
#include "secret.h"
#include "text.h"
#include "worker.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	CONNS_MAX = 1024, /* open connections at all doors together */
	DOORS_MAX = 4,    /* identityd has the most */
	WORKERS_MAX = 64, /* more than that is a typing error */
	WRITE_MS = 2000,  /* an asker must take its answer in this time */
	WORK_MS = 60000,  /* a worker that takes longer is killed */
	DRAIN_MS = 5000,  /* for what is in flight when we are told to stop */
	RESPAWN_MS = 200, /* between two births of the same worker */
	IDLE_POLL_MS = 1000, /* nothing due: look at children and time anyway */
};

enum conn_state {
	CONN_FREE,
	CONN_READING,
	CONN_QUEUED,
	CONN_WORKING,
	CONN_PARKED,
	CONN_WRITING
};

struct conn {
	enum conn_state state;
	int fd;
	struct relay_head head;
	uint8_t *buf; /* WIRE_MAX bytes: the question, then the answer */
	size_t len, done;
	int64_t until_ms; /* deadline of READING and WRITING, due of PARKED */
	uint64_t turn;    /* order of QUEUED */
};

struct worker {
	pid_t pid;
	int fd;
	bool is_busy; /* until it says that it is free, after its answer */
	int slot;     /* the connection that waits for its answer, or -1 */
	int64_t born_ms, since_ms;
};

struct server {
	const struct serve_conf *conf;
	int listeners[DOORS_MAX];
	struct conn conns[CONNS_MAX];
	struct worker workers[WORKERS_MAX];
	pid_t ticker;
	uint64_t turns;
	int64_t stop_ms; /* 0 until told to stop */
};

static volatile sig_atomic_t told_to_stop;

static void
on_stop(int signo)
{
	(void)signo;
	told_to_stop = 1;
}

static void
on_child(int signo)
{
	(void)signo; /* ends ppoll(); children are reaped there */
}

static enum rc
listen_at(const struct serve_door *door, int *out, struct err *err)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd;

	if (!text_copy(address.sun_path, sizeof(address.sun_path), door->path))
		return err_set(err, RC_FAULT, "%s: path too long", door->path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_set(err, RC_FAULT, "socket: %m");
	(void)unlink(door->path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    chown(door->path, (uid_t)-1, door->group) != 0 ||
	    chmod(door->path, door->mode) != 0 || listen(fd, 1024) != 0) {
		(void)close(fd);
		return err_set(err, RC_FAULT, "%s: %m", door->path);
	}
	*out = fd;
	return RC_OK;
}

static void
conn_close(struct conn *conn)
{
	if (conn->state == CONN_FREE)
		return;
	(void)close(conn->fd);
	secret_wipe(conn->buf, conn->len);
	free(conn->buf);
	*conn = (struct conn){.state = CONN_FREE, .fd = -1};
}

/* The answer in conn->buf is to be written from `due_ms` on. */
static void
conn_park(struct conn *conn, size_t len, int64_t due_ms)
{
	conn->len = len;
	conn->done = 0;
	conn->state = CONN_PARKED;
	conn->until_ms = due_ms;
}

static void
conn_refuse(struct conn *conn, enum rc rc, const char *reason, const char *text)
{
	struct serve_answer answer = {
	    .out = {.at = conn->buf, .size = WIRE_MAX}};
	struct err err;

	serve_fail(&answer, rc, reason, text);
	(void)wire_end(&answer.out, &err);
	conn_park(conn, answer.out.len, 0);
}

static void
conn_write(struct conn *conn)
{
	ssize_t count = send(conn->fd, conn->buf + conn->done,
	    conn->len - conn->done, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (count < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (count > 0)
		conn->done += (size_t)count;
	if (count < 0 || conn->done == conn->len)
		conn_close(conn);
}

static void
conn_unpark(struct conn *conn, int64_t now_ms)
{
	if (conn->until_ms > now_ms)
		return;
	conn->state = CONN_WRITING;
	conn->until_ms = now_ms + WRITE_MS;
	conn_write(conn);
}

static void
conn_read(struct server *server, struct conn *conn)
{
	size_t want = conn->len < 4 ? 4 : wire_length(conn->buf);
	ssize_t count = recv(
	    conn->fd, conn->buf + conn->len, want - conn->len, MSG_DONTWAIT);

	if (count < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (count <= 0) {
		conn_close(conn);
		return;
	}
	conn->len += (size_t)count;
	if (conn->len < 4)
		return;
	want = wire_length(conn->buf);
	if (want == 0) {
		conn_refuse(conn, RC_INPUT, "malformed", "malformed question");
		return;
	}
	if (conn->len == want) {
		conn->state = CONN_QUEUED;
		conn->turn = server->turns++;
		conn->head.asked_ms = clock_mono_ms();
	}
}

static int
count_of_uid(const struct server *server, uid_t uid, unsigned door)
{
	int count = 0;

	for (int i = 0; i < CONNS_MAX; i++)
		count += server->conns[i].state != CONN_FREE &&
		    server->conns[i].head.uid == uid &&
		    server->conns[i].head.door == door;
	return count;
}

/* Half of all connections at most belong to one door, so that strangers at an
 * open door never shut out the others. */
static struct conn *
conn_new(struct server *server, unsigned door)
{
	struct conn *free_conn = NULL;
	int count = 0;

	for (int i = 0; i < CONNS_MAX; i++) {
		struct conn *conn = &server->conns[i];

		if (conn->state == CONN_FREE)
			free_conn = conn;
		else
			count += conn->head.door == door;
	}
	if (free_conn == NULL ||
	    (server->conf->door_count > 1 && count >= CONNS_MAX / 2))
		return NULL;
	free_conn->buf = malloc(WIRE_MAX);
	if (free_conn->buf == NULL)
		return NULL;
	free_conn->head.slot = (uint32_t)(free_conn - server->conns);
	return free_conn;
}

static void
accept_one(struct server *server, size_t index)
{
	const struct serve_door *door = &server->conf->doors[index];
	struct ucred peer = {.uid = (uid_t)-1};
	socklen_t len = sizeof(peer);
	struct conn *conn;
	int fd = accept4(
	    server->listeners[index], NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0)
		return;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0 ||
	    (conn = conn_new(server, door->door)) == NULL) {
		(void)close(fd);
		return;
	}
	conn->fd = fd;
	conn->state = CONN_READING;
	conn->until_ms = clock_mono_ms() + server->conf->question_ms;
	conn->head.uid = peer.uid;
	conn->head.gid = peer.gid;
	conn->head.pid = peer.pid;
	conn->head.door = door->door;
	if (door->only_uid != (uid_t)-1 && peer.uid != door->only_uid &&
	    peer.uid != 0)
		conn_refuse(conn, RC_DENIED, "wrong_uid",
		    "this socket serves another user");
	else if (count_of_uid(server, peer.uid, door->door) > door->uid_max)
		conn_refuse(conn, RC_BUSY, "too_many_connections",
		    "too many connections of this user");
}

static void
close_in_child(const struct server *server)
{
	for (size_t i = 0; i < server->conf->door_count; i++)
		(void)close(server->listeners[i]);
	for (int i = 0; i < CONNS_MAX; i++)
		if (server->conns[i].state != CONN_FREE)
			(void)close(server->conns[i].fd);
	for (int i = 0; i < server->conf->worker_count; i++)
		if (server->workers[i].fd >= 0)
			(void)close(server->workers[i].fd);
}

static void
reset_signals(void)
{
	sigset_t none;

	(void)signal(SIGTERM, SIG_DFL);
	(void)signal(SIGINT, SIG_IGN); /* the terminal's Ctrl-C is for us */
	(void)signal(SIGCHLD, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
worker_born(struct server *server, struct worker *worker, int64_t now_ms)
{
	int pair[2];

	worker->born_ms = now_ms;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
		log_error("worker: socketpair: %m");
		return;
	}
	worker->pid = fork();
	if (worker->pid == 0) {
		close_in_child(server);
		(void)close(pair[0]);
		reset_signals();
		_exit(worker_run(server->conf, pair[1]));
	}
	(void)close(pair[1]);
	if (worker->pid < 0) {
		log_error("worker: fork: %m");
		(void)close(pair[0]);
		return;
	}
	worker->fd = pair[0];
	worker->slot = -1;
}

static void
ticker_born(struct server *server)
{
	if (server->conf->tick == NULL)
		return;
	server->ticker = fork();
	if (server->ticker != 0)
		return;
	close_in_child(server);
	reset_signals();
	_exit(worker_tick(server->conf, getppid()));
}

/* Its asker hears that; the worker is born anew by worker_watch(). */
static void
worker_dead(struct server *server, struct worker *worker)
{
	if (worker->slot >= 0)
		conn_refuse(&server->conns[worker->slot], RC_FAULT,
		    "worker_died", "the worker ended; please try again");
	if (worker->fd >= 0)
		(void)close(worker->fd);
	worker->fd = -1;
	worker->slot = -1;
	worker->is_busy = false;
	worker->pid = 0;
}

static void
reap(struct server *server)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (server->stop_ms == 0)
			log_warn("process %d ended, status=%#x", (int)pid,
			    (unsigned)status);
		if (pid == server->ticker)
			server->ticker = 0;
		for (int i = 0; i < server->conf->worker_count; i++)
			if (server->workers[i].pid == pid)
				worker_dead(server, &server->workers[i]);
	}
}

static void
worker_watch(struct server *server, int64_t now_ms)
{
	for (int i = 0; i < server->conf->worker_count; i++) {
		struct worker *worker = &server->workers[i];

		if (worker->pid <= 0 && now_ms - worker->born_ms >= RESPAWN_MS)
			worker_born(server, worker, now_ms);
		else if (worker->is_busy && now_ms - worker->since_ms > WORK_MS)
			(void)kill(worker->pid, SIGKILL);
	}
	if (server->conf->tick != NULL && server->ticker == 0)
		ticker_born(server);
}

static struct conn *
next_in_turn(struct server *server)
{
	struct conn *next = NULL;

	for (int i = 0; i < CONNS_MAX; i++) {
		struct conn *conn = &server->conns[i];

		if (conn->state == CONN_QUEUED &&
		    (next == NULL || conn->turn < next->turn))
			next = conn;
	}
	return next;
}

static void
dispatch(struct server *server, int64_t now_ms)
{
	for (int i = 0; i < server->conf->worker_count; i++) {
		struct worker *worker = &server->workers[i];
		struct conn *conn;

		if (worker->pid <= 0 || worker->is_busy)
			continue;
		conn = next_in_turn(server);
		if (conn == NULL)
			return;
		if (!relay_send(worker->fd, &conn->head, conn->buf, conn->len))
			continue; /* dying: reap() will see it */
		secret_wipe(conn->buf, conn->len);
		conn->state = CONN_WORKING;
		worker->slot = (int)conn->head.slot;
		worker->is_busy = true;
		worker->since_ms = now_ms;
	}
}

/* An answer, or the news that the worker is free again (no frame). */
static void
worker_says(struct server *server, struct worker *worker)
{
	static uint8_t frame[WIRE_MAX];
	struct relay_head head;
	struct conn *conn;
	size_t len;

	if (!relay_receive(worker->fd, &head, frame, &len))
		return; /* dead: reap() */
	if (len == 0) {
		worker->is_busy = false;
		return;
	}
	assert(worker->slot >= 0 && head.slot == (uint32_t)worker->slot);
	conn = &server->conns[worker->slot];
	worker->slot = -1;
	memcpy(conn->buf, frame, len);
	secret_wipe(frame, len);
	conn_park(conn, len, head.due_ms);
}

static void
expire(struct server *server, int64_t now_ms)
{
	for (int i = 0; i < CONNS_MAX; i++) {
		struct conn *conn = &server->conns[i];

		if (conn->state == CONN_PARKED)
			conn_unpark(conn, now_ms);
		else if ((conn->state == CONN_READING ||
			     conn->state == CONN_WRITING) &&
		    conn->until_ms <= now_ms)
			conn_close(conn);
	}
}

static int
wait_ms(const struct server *server, int64_t now_ms)
{
	int64_t next_ms = now_ms + IDLE_POLL_MS;

	for (int i = 0; i < CONNS_MAX; i++) {
		const struct conn *conn = &server->conns[i];

		if ((conn->state == CONN_PARKED ||
			conn->state == CONN_READING ||
			conn->state == CONN_WRITING) &&
		    conn->until_ms < next_ms)
			next_ms = conn->until_ms;
	}
	return next_ms > now_ms ? (int)(next_ms - now_ms) : 0;
}

enum { POLL_MAX = DOORS_MAX + WORKERS_MAX + CONNS_MAX };

struct polled {
	struct pollfd fds[POLL_MAX];
	int conn[CONNS_MAX]; /* slot of each fd after doors and workers */
	nfds_t count;
};

static void
polled_fill(struct polled *polled, const struct server *server)
{
	nfds_t count = 0, conns = 0;

	for (size_t i = 0; i < server->conf->door_count; i++)
		polled->fds[count++] = (struct pollfd){
		    server->stop_ms == 0 ? server->listeners[i] : -1, POLLIN,
		    0};
	for (int i = 0; i < server->conf->worker_count; i++)
		polled->fds[count++] =
		    (struct pollfd){server->workers[i].fd, POLLIN, 0};
	for (int i = 0; i < CONNS_MAX; i++) {
		const struct conn *conn = &server->conns[i];

		if (conn->state != CONN_READING && conn->state != CONN_WRITING)
			continue;
		polled->conn[conns++] = i;
		polled->fds[count++] = (struct pollfd){conn->fd,
		    conn->state == CONN_READING ? POLLIN : POLLOUT, 0};
	}
	polled->count = count;
}

/* Answers first, then what arrives, then who is new. */
static void
polled_act(const struct polled *polled, struct server *server)
{
	const struct pollfd *doors = polled->fds;
	const struct pollfd *workers = doors + server->conf->door_count;
	const struct pollfd *conns = workers + server->conf->worker_count;
	nfds_t conn_count = polled->count - (nfds_t)(conns - doors);

	for (int i = 0; i < server->conf->worker_count; i++)
		if (workers[i].revents != 0)
			worker_says(server, &server->workers[i]);
	for (nfds_t i = 0; i < conn_count; i++) {
		struct conn *conn = &server->conns[polled->conn[i]];

		if (conns[i].revents != 0 && conn->state == CONN_READING)
			conn_read(server, conn);
		else if (conns[i].revents != 0 && conn->state == CONN_WRITING)
			conn_write(conn);
	}
	for (size_t i = 0; i < server->conf->door_count; i++)
		if (doors[i].revents != 0)
			accept_one(server, i);
}

static bool
is_busy(const struct server *server)
{
	for (int i = 0; i < CONNS_MAX; i++)
		if (server->conns[i].state > CONN_READING)
			return true;
	for (int i = 0; i < server->conf->worker_count; i++)
		if (server->workers[i].is_busy)
			return true;
	return false;
}

static void
loop(struct server *server, const sigset_t *unblocked)
{
	static struct polled polled;

	for (;;) {
		int64_t now_ms = clock_mono_ms();
		int wait = wait_ms(server, now_ms);
		struct timespec limit = {wait / 1000, wait % 1000 * 1000000L};

		if (told_to_stop && server->stop_ms == 0)
			server->stop_ms = now_ms;
		if (server->stop_ms != 0 &&
		    (!is_busy(server) || now_ms > server->stop_ms + DRAIN_MS))
			return;
		polled_fill(&polled, server);
		if (ppoll(polled.fds, polled.count, &limit, unblocked) > 0)
			polled_act(&polled, server);
		now_ms = clock_mono_ms();
		reap(server);
		if (server->stop_ms == 0)
			worker_watch(server, now_ms);
		dispatch(server, now_ms);
		expire(server, now_ms);
	}
}

static void
stop(struct server *server)
{
	for (size_t i = 0; i < server->conf->door_count; i++) {
		(void)close(server->listeners[i]);
		(void)unlink(server->conf->doors[i].path);
	}
	for (int i = 0; i < CONNS_MAX; i++)
		conn_close(&server->conns[i]);
	for (int i = 0; i < server->conf->worker_count; i++)
		if (server->workers[i].pid > 0) {
			(void)close(server->workers[i].fd);
			(void)kill(server->workers[i].pid, SIGTERM);
		}
	if (server->ticker > 0)
		(void)kill(server->ticker, SIGTERM);
	while (wait(NULL) > 0 || errno == EINTR)
		;
	free(server);
}

static struct server *
server_new(const struct serve_conf *conf)
{
	struct server *server = calloc(1, sizeof(*server));

	if (server == NULL)
		return NULL;
	server->conf = conf;
	for (int i = 0; i < WORKERS_MAX; i++)
		server->workers[i].fd = server->workers[i].slot = -1;
	for (int i = 0; i < CONNS_MAX; i++)
		server->conns[i].fd = -1;
	return server;
}

static void
catch_signals(sigset_t *unblocked)
{
	struct sigaction action = {.sa_handler = on_stop};
	sigset_t blocked;

	(void)sigemptyset(&action.sa_mask);
	(void)sigemptyset(&blocked);
	(void)sigaddset(&blocked, SIGTERM);
	(void)sigaddset(&blocked, SIGINT);
	(void)sigaddset(&blocked, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &blocked, unblocked);
	(void)sigaction(SIGTERM, &action, NULL);
	(void)sigaction(SIGINT, &action, NULL);
	action.sa_handler = on_child;
	(void)sigaction(SIGCHLD, &action, NULL);
}

enum rc
serve(const struct serve_conf *conf, int ready_fd, struct err *err)
{
	struct server *server = server_new(conf);
	sigset_t unblocked;

	assert(conf->door_count <= DOORS_MAX);
	assert(conf->worker_count >= 1 && conf->worker_count <= WORKERS_MAX);
	if (server == NULL)
		return err_set(err, RC_FAULT, "out of memory");
	catch_signals(&unblocked);
	for (size_t i = 0; i < conf->door_count; i++) {
		enum rc rc =
		    listen_at(&conf->doors[i], &server->listeners[i], err);

		if (rc != RC_OK) {
			free(server);
			return rc;
		}
	}
	worker_watch(server, clock_mono_ms() + RESPAWN_MS);
	if (ready_fd >= 0) {
		(void)!write(ready_fd, "", 1);
		(void)close(ready_fd);
	}
	loop(server, &unblocked);
	stop(server);
	return RC_OK;
}

void
serve_fail(struct serve_answer *answer, enum rc rc, const char *reason,
    const char *text)
{
	wire_begin(
	    &answer->out, answer->out.at, answer->out.size, (uint16_t)rc);
	wire_put_text(&answer->out, F_REASON, reason);
	wire_put_text(&answer->out, F_TEXT, text);
}
