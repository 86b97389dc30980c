#include "worker.h"

#include "clock.h"
#include "log.h"
#include "relay.h"
#include "secret.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

static uint8_t question_bytes[WIRE_MAX], answer_bytes[WIRE_MAX];

static void
count(const struct serve_conf *conf, const struct serve_question *question,
    enum rc rc)
{
	if (conf->tally != NULL)
		tally_add(conf->tally, question->op, rc,
		    clock_mono_ms() - question->asked_ms);
}

static void
answer_question(const struct serve_conf *conf, const struct relay_head *head,
    size_t len, struct serve_answer *answer)
{
	struct serve_question question = {
	    .door = (enum door)head->door,
	    .uid = head->uid,
	    .gid = head->gid,
	    .pid = head->pid,
	    .asked_ms = head->asked_ms,
	};
	struct wire_in check;
	struct err err;
	enum rc rc;

	if (wire_parse_question(&question.in, question_bytes, len, &err) !=
	    RC_OK) {
		serve_fail(answer, RC_INPUT, "malformed", err.text);
		return;
	}
	question.op = (enum op)question.in.kind;
	if (!(op_rule(question.op)->doors & head->door)) {
		serve_fail(answer, RC_DENIED, "wrong_door",
		    "this operation is not offered here");
		return;
	}
	conf->handle(conf->ctx, &question, answer);
	rc = wire_end(&answer->out, &err);
	if (rc == RC_OK)
		rc = wire_parse_answer(
		    &check, question.op, answer_bytes, answer->out.len, &err);
	count(conf, &question, rc == RC_OK ? (enum rc)check.kind : RC_FAULT);
	if (rc == RC_OK)
		return;
	log_error("answer to %s is not valid: %s", op_rule(question.op)->name,
	    err.text);
	serve_fail(answer, RC_FAULT, "answer_not_valid", err.text);
}

/* What is due goes straight to the asker, whose empty socket has room for any
 * answer, before anybody else is woken. What must wait is the acceptor's. */
static bool
give(int fd, int asker_fd, struct relay_head *head, const struct wire_out *out)
{
	head->is_answer = head->due_ms > clock_mono_ms();
	if (head->is_answer)
		return relay_send(fd, head, out->at, out->len, -1);
	(void)!send(asker_fd, out->at, out->len, MSG_NOSIGNAL | MSG_DONTWAIT);
	return true;
}

static enum rc
start(const struct serve_conf *conf, struct err *err)
{
	return conf->start != NULL ? conf->start(conf->ctx, err) : RC_OK;
}

int
worker_run(const struct serve_conf *conf, int fd)
{
	struct relay_head head;
	struct err err;
	int asker_fd;
	size_t len;

	if (start(conf, &err) != RC_OK) {
		log_error("worker cannot start: %s", err.text);
		return EX_SOFTWARE;
	}
	while (relay_receive(fd, &head, question_bytes, &len, &asker_fd)) {
		struct serve_answer answer = {0};
		bool is_sent;

		wire_begin(
		    &answer.out, answer_bytes, sizeof(answer_bytes), RC_OK);
		answer_question(conf, &head, len, &answer);
		(void)wire_end(&answer.out, &err);
		secret_wipe(question_bytes, len);
		head.due_ms = answer.due_ms;
		is_sent = give(fd, asker_fd, &head, &answer.out);
		(void)close(asker_fd);
		secret_wipe(answer_bytes, answer.out.len);
		if (conf->after != NULL)
			conf->after(conf->ctx);
		head.is_answer = false;
		if (!is_sent || !relay_send(fd, &head, NULL, 0, -1))
			return 0;
	}
	return 0;
}

/* A tick is never cut by SIGTERM; the pause between two is. */
int
worker_tick(const struct serve_conf *conf, pid_t parent)
{
	struct timespec pause = {
	    conf->tick_ms / 1000, conf->tick_ms % 1000 * 1000000L};
	sigset_t blocked, unblocked;
	struct err err;

	(void)sigemptyset(&blocked);
	(void)sigaddset(&blocked, SIGTERM);
	(void)sigprocmask(SIG_BLOCK, &blocked, &unblocked);
	(void)signal(SIGTERM, SIG_DFL);
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (start(conf, &err) != RC_OK) {
		log_error("ticker cannot start: %s", err.text);
		return EX_SOFTWARE;
	}
	while (getppid() == parent) {
		conf->tick(conf->ctx);
		(void)ppoll(NULL, 0, &pause, &unblocked);
	}
	return 0;
}
