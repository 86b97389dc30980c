#include "crew.h"

#include "clock.h"
#include "log.h"
#include "secret.h"
#include "worker.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void
crew_init(struct crew *crew, const struct serve_conf *conf,
    struct askers *askers, const int *listeners)
{
	*crew = (struct crew){
	    .conf = conf, .askers = askers, .listeners = listeners};
	for (int i = 0; i < CREW_MAX; i++)
		crew->workers[i].fd = -1;
}

static void
close_in_child(const struct crew *crew)
{
	for (size_t i = 0; i < crew->conf->door_count; i++)
		(void)close(crew->listeners[i]);
	for (size_t i = 0; i < crew->askers->used; i++)
		if (crew->askers->at[i].state != ASKER_FREE)
			(void)close(crew->askers->at[i].fd);
	for (int i = 0; i < crew->conf->worker_count; i++)
		if (crew->workers[i].fd >= 0)
			(void)close(crew->workers[i].fd);
}

/* The terminal's Ctrl-C and a SIGTERM to the whole group are for the acceptor:
 * it lets its workers finish, and they end when their socket closes. */
static void
child_signals(void)
{
	sigset_t none;

	(void)signal(SIGTERM, SIG_IGN);
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGCHLD, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool
child_is_due(const struct child *child, int64_t now_ms)
{
	return child->pid == 0 && now_ms >= child->born_ms + child->delay_ms;
}

/* A short life makes the next birth wait longer. As fork(): 0 in the child. */
static pid_t
child_bear(struct child *child, int64_t now_ms)
{
	int delay_ms = 2 * child->delay_ms;
	pid_t pid;

	if (delay_ms < CREW_RESPAWN_MS ||
	    now_ms - child->born_ms > 2 * CREW_RESPAWN_MAX)
		delay_ms = CREW_RESPAWN_MS;
	if (delay_ms > CREW_RESPAWN_MAX)
		delay_ms = CREW_RESPAWN_MAX;
	child->born_ms = now_ms;
	child->delay_ms = delay_ms;
	pid = fork();
	if (pid < 0)
		log_error("fork: %m");
	child->pid = pid > 0 ? pid : 0;
	return pid;
}

static void
worker_bear(struct crew *crew, struct worker *worker, int64_t now_ms)
{
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
		worker->child.born_ms = now_ms;
		log_error("socketpair: %m");
		return;
	}
	pid = child_bear(&worker->child, now_ms);
	if (pid == 0) {
		close_in_child(crew);
		(void)close(pair[0]);
		child_signals();
		_exit(worker_run(crew->conf, pair[1]));
	}
	(void)close(pair[1]);
	if (pid > 0)
		worker->fd = pair[0];
	else
		(void)close(pair[0]);
}

static void
ticker_bear(struct crew *crew, int64_t now_ms)
{
	pid_t parent = getpid();

	if (child_bear(&crew->ticker, now_ms) != 0)
		return;
	close_in_child(crew);
	child_signals();
	_exit(worker_tick(crew->conf, parent));
}

void
crew_watch(struct crew *crew, int64_t now_ms)
{
	for (int i = 0; i < crew->conf->worker_count; i++) {
		struct worker *worker = &crew->workers[i];

		if (child_is_due(&worker->child, now_ms))
			worker_bear(crew, worker, now_ms);
		else if (worker->is_busy &&
		    now_ms - worker->since_ms > CREW_WORK_MS)
			(void)kill(worker->child.pid, SIGKILL);
	}
	if (crew->conf->tick != NULL && child_is_due(&crew->ticker, now_ms))
		ticker_bear(crew, now_ms);
}

/* What it said before it died still counts. */
static void
worker_dead(struct crew *crew, int index)
{
	struct worker *worker = &crew->workers[index];
	struct pollfd said = {.fd = worker->fd, .events = POLLIN};

	while (worker->asker != NULL && poll(&said, 1, 0) > 0 &&
	    (said.revents & POLLIN) != 0)
		if (!crew_hear(crew, index))
			break;
	if (worker->asker != NULL)
		asker_refuse(worker->asker, RC_FAULT, "worker_died",
		    "the worker ended; please try again");
	if (worker->fd >= 0)
		(void)close(worker->fd);
	worker->fd = -1;
	worker->asker = NULL;
	worker->is_busy = false;
	worker->child.pid = 0;
}

void
crew_reap(struct crew *crew, bool is_stopping)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (!is_stopping)
			log_warn("process ended pid=%d status=%#x", (int)pid,
			    (unsigned)status);
		if (pid == crew->ticker.pid)
			crew->ticker.pid = 0;
		for (int i = 0; i < crew->conf->worker_count; i++)
			if (crew->workers[i].child.pid == pid)
				worker_dead(crew, i);
	}
}

void
crew_dispatch(struct crew *crew, int64_t now_ms)
{
	for (int i = 0; i < crew->conf->worker_count; i++) {
		struct worker *worker = &crew->workers[i];
		struct asker *asker;

		if (worker->child.pid == 0 || worker->is_busy)
			continue;
		asker = askers_next(crew->askers);
		if (asker == NULL)
			return;
		if (!relay_send(
			worker->fd, &asker->head, asker->buf, asker->len))
			continue; /* dying: crew_reap() will see it */
		asker_taken(asker);
		worker->asker = asker;
		worker->is_busy = true;
		worker->since_ms = now_ms;
	}
}

bool
crew_hear(struct crew *crew, int index)
{
	static uint8_t frame[WIRE_MAX];
	struct worker *worker = &crew->workers[index];
	struct relay_head head;
	size_t len;

	if (!relay_receive(worker->fd, &head, frame, &len))
		return false;
	if (len == 0) {
		worker->is_busy = false;
		return true;
	}
	assert(worker->asker != NULL);
	asker_answer(worker->asker, frame, len, head.due_ms);
	secret_wipe(frame, len);
	worker->asker = NULL;
	return true;
}

bool
crew_is_busy(const struct crew *crew)
{
	for (int i = 0; i < crew->conf->worker_count; i++)
		if (crew->workers[i].is_busy)
			return true;
	return false;
}

static void
crew_signal(const struct crew *crew, int signo)
{
	for (int i = 0; i < crew->conf->worker_count; i++)
		if (crew->workers[i].child.pid > 0)
			(void)kill(crew->workers[i].child.pid, signo);
	if (crew->ticker.pid > 0)
		(void)kill(crew->ticker.pid, signo);
}

static bool
crew_is_gone(const struct crew *crew)
{
	for (int i = 0; i < crew->conf->worker_count; i++)
		if (crew->workers[i].child.pid > 0)
			return false;
	return crew->ticker.pid == 0;
}

void
crew_end(struct crew *crew, const sigset_t *unblocked)
{
	static const struct timespec moment = {0, 100000000L};
	int64_t end_ms = clock_mono_ms() + CREW_END_MS;

	for (int i = 0; i < crew->conf->worker_count; i++) {
		if (crew->workers[i].fd >= 0)
			(void)close(crew->workers[i].fd);
		crew->workers[i].fd = -1;
		crew->workers[i].asker = NULL;
	}
	crew_signal(crew, SIGTERM); /* the ticker's; workers ignore it */
	for (crew_reap(crew, true); !crew_is_gone(crew);
	     crew_reap(crew, true)) {
		if (clock_mono_ms() >= end_ms)
			crew_signal(crew, SIGKILL);
		(void)ppoll(NULL, 0, &moment, unblocked); /* or SIGCHLD */
	}
}
