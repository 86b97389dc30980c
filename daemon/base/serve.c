#include "serve.h"

#include "clock.h"
#include "foreman.h"
#include "listener.h"
#include "log.h"
#include "ready.h"
#include "secret.h"
#include "text.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	DOORS_MAX = 4,    /* identityd has the most */
	ACCEPTS_MAX = 16, /* at one door before the others have their turn */
	DEAF_MS = 100,    /* without descriptors or memory: accept later */
	DRAIN_MS = 5000,  /* for what is in flight when told to stop */
	IDLE_MS = 1000,   /* nothing due: look at children and time anyway */
	LOOK_MS = 50,     /* in a flood: look at signals and children */
	DESCRIPTORS_OWN = 64, /* log, doors, and what the program has open */
};

struct server {
	const struct serve_conf *conf;
	int listeners[DOORS_MAX];
	struct askers askers;
	struct foreman foreman;
	int64_t deaf_until_ms;
	int64_t stop_ms; /* 0 until told to stop */
	int64_t look_ms;
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
	(void)signo; /* ends ppoll(); foreman_reap() does the rest */
}

/* Half of all connections at most belong to one of several doors, so that
 * strangers at an open door never shut out the others. NULL: turned away. */
static struct asker *
welcome(struct server *server, const struct serve_door *door, int fd)
{
	struct askers *askers = &server->askers;
	int max = (int)askers->max / (server->conf->door_count > 1 ? 2 : 1);
	struct relay_head head = {.door = door->door};
	struct asker *asker = NULL;
	struct ucred peer;
	socklen_t len = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0) {
		(void)close(fd);
		return NULL;
	}
	head.uid = peer.uid;
	head.gid = peer.gid;
	head.pid = peer.pid;
	if (door->only_uid != (uid_t)-1 && peer.uid != door->only_uid &&
	    peer.uid != 0)
		asker_turn_away(fd, RC_DENIED, "wrong_uid",
		    "this socket serves another user");
	else if (askers_fill(askers, door->door, peer.uid, door->uid_max))
		asker_turn_away(fd, RC_BUSY, "too_many_connections",
		    "too many connections of this user");
	else if (askers_fill(askers, door->door, (uid_t)-1, max) ||
	    (asker = askers_add(askers, fd, &head, door->is_kept)) == NULL)
		asker_turn_away(fd, RC_BUSY, "too_many_connections",
		    "too many connections");
	return asker;
}

/* All who are there first: meanwhile most of them have asked. */
static void
accept_some(struct server *server, size_t index)
{
	uint32_t slots[ACCEPTS_MAX];
	size_t count = 0;
	int fd = 0;

	for (int i = 0; i < ACCEPTS_MAX && fd >= 0; i++) {
		struct asker *asker = NULL;

		fd = accept4(server->listeners[index], NULL, NULL,
		    SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd >= 0)
			asker =
			    welcome(server, &server->conf->doors[index], fd);
		if (asker != NULL)
			slots[count++] = asker->head.slot;
	}
	if (fd < 0 && errno != EAGAIN && errno != EINTR &&
	    errno != ECONNABORTED)
		server->deaf_until_ms = clock_mono_ms() + DEAF_MS;
	for (size_t i = 0; i < count; i++)
		asker_act(&server->askers, slots[i]);
}

enum { POLL_MAX = DOORS_MAX + FOREMAN_MAX + ASKERS_MAX };

struct polled {
	struct pollfd fds[POLL_MAX]; /* doors, workers, askers */
	uint32_t slots[ASKERS_MAX];
	nfds_t asker_count;
};

static nfds_t
polled_fill(struct polled *polled, const struct server *server, int64_t now_ms)
{
	const struct serve_conf *conf = server->conf;
	bool is_open = server->stop_ms == 0 && now_ms >= server->deaf_until_ms;
	nfds_t count = 0;

	for (size_t i = 0; i < conf->door_count; i++)
		polled->fds[count++] = (struct pollfd){
		    is_open ? server->listeners[i] : -1, POLLIN, 0};
	for (int i = 0; i < conf->worker_count; i++)
		polled->fds[count++] =
		    (struct pollfd){server->foreman.workers[i].fd, POLLIN, 0};
	polled->asker_count =
	    askers_poll(&server->askers, polled->fds + count, polled->slots);
	return count + polled->asker_count;
}

/* Answers first, then what arrives, then who is new; and at once to work with
 * it, whatever else there is to look after. */
static void
polled_act(const struct polled *polled, struct server *server)
{
	const struct pollfd *doors = polled->fds;
	const struct pollfd *workers = doors + server->conf->door_count;
	const struct pollfd *askers = workers + server->conf->worker_count;

	for (int i = 0; i < server->conf->worker_count; i++)
		if (workers[i].revents != 0 &&
		    !foreman_hear(&server->foreman, i))
			server->look_ms = 0; /* it is dead */
	for (nfds_t i = 0; i < polled->asker_count; i++)
		if (askers[i].revents != 0)
			asker_act(&server->askers, polled->slots[i]);
	for (size_t i = 0; i < server->conf->door_count; i++)
		if (doors[i].revents != 0)
			accept_some(server, i);
	foreman_dispatch(&server->foreman, clock_mono_ms());
}

static struct timespec
wait_time(const struct server *server, int64_t now_ms)
{
	int64_t until_ms = askers_until_ms(&server->askers, now_ms + IDLE_MS);

	if (server->deaf_until_ms > now_ms && server->deaf_until_ms < until_ms)
		until_ms = server->deaf_until_ms;
	if (until_ms < now_ms)
		until_ms = now_ms;
	return (struct timespec){
	    (until_ms - now_ms) / 1000, (until_ms - now_ms) % 1000 * 1000000L};
}

static bool
is_drained(const struct server *server, int64_t now_ms)
{
	return now_ms > server->stop_ms + DRAIN_MS ||
	    (!askers_in_flight(&server->askers) &&
		!foreman_is_busy(&server->foreman));
}

/* ppoll() lets a signal in only when it finds nothing to do, in a flood never:
 * then the clock has us look. Three system calls that no question waits for. */
static void
look_around(struct server *server, int64_t now_ms)
{
	sigset_t pending;

	server->look_ms = now_ms + LOOK_MS;
	if (sigpending(&pending) == 0 &&
	    (sigismember(&pending, SIGTERM) == 1 ||
		sigismember(&pending, SIGINT) == 1))
		told_to_stop = 1;
	foreman_reap(&server->foreman, server->stop_ms != 0);
}

static void
loop(struct server *server, const sigset_t *unblocked)
{
	static struct polled polled;

	for (;;) {
		int64_t now_ms = clock_mono_ms();
		struct timespec limit = wait_time(server, now_ms);
		nfds_t count;
		int ready;

		if (server->stop_ms == 0 && told_to_stop) {
			server->stop_ms = now_ms;
			askers_part(&server->askers);
		}
		if (server->stop_ms != 0 && is_drained(server, now_ms))
			return;
		count = polled_fill(&polled, server, now_ms);
		ready = ppoll(polled.fds, count, &limit, unblocked);
		if (ready > 0)
			polled_act(&polled, server);
		now_ms = clock_mono_ms();
		if (ready <= 0 || now_ms >= server->look_ms)
			look_around(server, now_ms);
		if (server->stop_ms == 0)
			foreman_watch(&server->foreman, now_ms);
		foreman_dispatch(&server->foreman, now_ms);
		askers_expire(&server->askers, now_ms);
	}
}

/* As many as descriptors allow; the soft limit is often 1,024. */
static size_t
askers_limit(void)
{
	const rlim_t wish = DESCRIPTORS_OWN + FOREMAN_MAX + ASKERS_MAX;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return ASKERS_MAX / 2;
	if (limit.rlim_cur < wish) {
		limit.rlim_cur = wish < limit.rlim_max ? wish : limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	if (limit.rlim_cur >= wish)
		return ASKERS_MAX;
	if (limit.rlim_cur < 2 * (DESCRIPTORS_OWN + FOREMAN_MAX))
		return DESCRIPTORS_OWN;
	return (size_t)limit.rlim_cur - DESCRIPTORS_OWN - FOREMAN_MAX;
}

static struct server *
server_new(const struct serve_conf *conf)
{
	struct server *server = calloc(1, sizeof(*server));

	if (server == NULL)
		return NULL;
	server->conf = conf;
	server->askers.max = askers_limit();
	server->askers.question_ms = conf->question_ms;
	for (size_t i = 0; i < DOORS_MAX; i++)
		server->listeners[i] = -1;
	foreman_init(
	    &server->foreman, conf, &server->askers, server->listeners);
	return server;
}

static void
server_free(struct server *server)
{
	for (size_t i = 0; i < server->conf->door_count; i++) {
		if (server->listeners[i] < 0)
			continue;
		(void)close(server->listeners[i]);
		(void)unlink(server->conf->doors[i].path);
	}
	askers_close(&server->askers);
	free(server);
}

static void
catch_signals(sigset_t *unblocked)
{
	struct sigaction action = {.sa_handler = on_stop};
	sigset_t blocked;

	told_to_stop = 0;
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

static enum rc
open_doors(struct server *server, struct err *err)
{
	for (size_t i = 0; i < server->conf->door_count; i++) {
		const struct serve_door *door = &server->conf->doors[i];
		const struct listener listener = {
		    door->path, door->mode, door->group};
		enum rc rc =
		    listener_open(&listener, &server->listeners[i], err);

		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

enum rc
serve(const struct serve_conf *conf, struct err *err)
{
	struct server *server = server_new(conf);
	sigset_t unblocked;
	enum rc rc;

	assert(conf->door_count <= DOORS_MAX);
	assert(conf->worker_count >= 1 && conf->worker_count <= FOREMAN_MAX);
	if (server == NULL)
		return err_set(err, RC_FAULT, "out of memory");
	catch_signals(&unblocked);
	rc = open_doors(server, err);
	if (rc == RC_OK) {
		foreman_watch(&server->foreman, clock_mono_ms());
		ready_tell();
		loop(server, &unblocked);
		foreman_end(&server->foreman, &unblocked);
	}
	server_free(server);
	(void)sigprocmask(SIG_SETMASK, &unblocked, NULL);
	return rc;
}

void
serve_fail(struct serve_answer *answer, enum rc rc, const char *reason,
    const char *text)
{
	secret_wipe(answer->out.at, answer->out.len);
	wire_fail(
	    &answer->out, answer->out.at, answer->out.size, rc, reason, text);
}
