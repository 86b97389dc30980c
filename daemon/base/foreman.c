#include "foreman.h"

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
foreman_init(struct foreman *foreman, const struct serve_conf *conf,
    struct askers *askers, const int *listeners)
{
	*foreman = (struct foreman){
	    .conf = conf, .askers = askers, .listeners = listeners};
	for (int i = 0; i < FOREMAN_MAX; i++)
		foreman->workers[i].fd = -1;
}

static void
close_in_child(const struct foreman *foreman)
{
	for (size_t i = 0; i < foreman->conf->door_count; i++)
		(void)close(foreman->listeners[i]);
	for (size_t i = 0; i < foreman->askers->used; i++)
		if (foreman->askers->at[i].state != ASKER_FREE)
			(void)close(foreman->askers->at[i].fd);
	for (int i = 0; i < foreman->conf->worker_count; i++)
		if (foreman->workers[i].fd >= 0)
			(void)close(foreman->workers[i].fd);
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

	if (delay_ms < FOREMAN_RESPAWN_MS ||
	    now_ms - child->born_ms > 2 * FOREMAN_RESPAWN_MAX)
		delay_ms = FOREMAN_RESPAWN_MS;
	if (delay_ms > FOREMAN_RESPAWN_MAX)
		delay_ms = FOREMAN_RESPAWN_MAX;
	child->born_ms = now_ms;
	child->delay_ms = delay_ms;
	pid = fork();
	if (pid < 0)
		log_error("fork: %m");
	child->pid = pid > 0 ? pid : 0;
	return pid;
}

static void
worker_bear(struct foreman *foreman, struct worker *worker, int64_t now_ms)
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
		close_in_child(foreman);
		(void)close(pair[0]);
		child_signals();
		_exit(worker_run(foreman->conf, pair[1]));
	}
	(void)close(pair[1]);
	if (pid > 0)
		worker->fd = pair[0];
	else
		(void)close(pair[0]);
}

static void
ticker_bear(struct foreman *foreman, int64_t now_ms)
{
	pid_t parent = getpid();

	if (child_bear(&foreman->ticker, now_ms) != 0)
		return;
	close_in_child(foreman);
	child_signals();
	_exit(worker_tick(foreman->conf, parent));
}

void
foreman_watch(struct foreman *foreman, int64_t now_ms)
{
	for (int i = 0; i < foreman->conf->worker_count; i++) {
		struct worker *worker = &foreman->workers[i];

		if (child_is_due(&worker->child, now_ms))
			worker_bear(foreman, worker, now_ms);
		else if (worker->is_busy &&
		    now_ms - worker->since_ms > FOREMAN_WORK_MS)
			(void)kill(worker->child.pid, SIGKILL);
	}
	if (foreman->conf->tick != NULL &&
	    child_is_due(&foreman->ticker, now_ms))
		ticker_bear(foreman, now_ms);
}

/* What it said before it died still counts. */
static void
worker_dead(struct foreman *foreman, int index)
{
	struct worker *worker = &foreman->workers[index];
	struct pollfd said = {.fd = worker->fd, .events = POLLIN};

	while (worker->asker != NULL && poll(&said, 1, 0) > 0 &&
	    (said.revents & POLLIN) != 0)
		if (!foreman_hear(foreman, index))
			break;
	if (worker->asker != NULL)
		asker_bereave(worker->asker);
	if (worker->fd >= 0)
		(void)close(worker->fd);
	worker->fd = -1;
	worker->asker = NULL;
	worker->is_busy = false;
	worker->child.pid = 0;
}

void
foreman_reap(struct foreman *foreman, bool is_stopping)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (!is_stopping)
			log_warn("process ended pid=%d status=%#x", (int)pid,
			    (unsigned)status);
		if (pid == foreman->ticker.pid)
			foreman->ticker.pid = 0;
		for (int i = 0; i < foreman->conf->worker_count; i++)
			if (foreman->workers[i].child.pid == pid)
				worker_dead(foreman, i);
	}
}

void
foreman_dispatch(struct foreman *foreman, int64_t now_ms)
{
	for (int i = 0; i < foreman->conf->worker_count; i++) {
		struct worker *worker = &foreman->workers[i];
		struct asker *asker;

		if (worker->child.pid == 0 || worker->is_busy)
			continue;
		asker = askers_next(foreman->askers);
		if (asker == NULL)
			return;
		if (!relay_send(worker->fd, &asker->head, asker->buf,
			asker->len, asker->fd))
			continue; /* dying: foreman_reap() will see it */
		asker_taken(asker);
		worker->asker = asker;
		worker->is_busy = true;
		worker->since_ms = now_ms;
	}
}

bool
foreman_hear(struct foreman *foreman, int index)
{
	static uint8_t frame[WIRE_MAX];
	struct worker *worker = &foreman->workers[index];
	struct relay_head head;
	size_t len;
	int none;

	if (!relay_receive(worker->fd, &head, frame, &len, &none))
		return false;
	if (head.is_answer) {
		assert(worker->asker != NULL);
		asker_answer(worker->asker, frame, len, head.due_ms);
		secret_wipe(frame, len);
	} else {
		worker->is_busy = false;
		if (worker->asker != NULL)
			asker_answered(foreman->askers, worker->asker);
	}
	worker->asker = NULL;
	return true;
}

bool
foreman_is_busy(const struct foreman *foreman)
{
	for (int i = 0; i < foreman->conf->worker_count; i++)
		if (foreman->workers[i].is_busy)
			return true;
	return false;
}

static void
foreman_signal(const struct foreman *foreman, int signo)
{
	for (int i = 0; i < foreman->conf->worker_count; i++)
		if (foreman->workers[i].child.pid > 0)
			(void)kill(foreman->workers[i].child.pid, signo);
	if (foreman->ticker.pid > 0)
		(void)kill(foreman->ticker.pid, signo);
}

static bool
foreman_is_gone(const struct foreman *foreman)
{
	for (int i = 0; i < foreman->conf->worker_count; i++)
		if (foreman->workers[i].child.pid > 0)
			return false;
	return foreman->ticker.pid == 0;
}

void
foreman_end(struct foreman *foreman, const sigset_t *unblocked)
{
	static const struct timespec moment = {0, 100000000L};
	int64_t end_ms = clock_mono_ms() + FOREMAN_END_MS;

	for (int i = 0; i < foreman->conf->worker_count; i++) {
		if (foreman->workers[i].fd >= 0)
			(void)close(foreman->workers[i].fd);
		foreman->workers[i].fd = -1;
		foreman->workers[i].asker = NULL;
	}
	foreman_signal(foreman, SIGTERM); /* the ticker's; workers ignore it */
	for (foreman_reap(foreman, true); !foreman_is_gone(foreman);
	     foreman_reap(foreman, true)) {
		if (clock_mono_ms() >= end_ms)
			foreman_signal(foreman, SIGKILL);
		(void)ppoll(NULL, 0, &moment, unblocked); /* or SIGCHLD */
	}
}
