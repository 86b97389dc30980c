#include "worker.h"

#include "clock.h"
#include "log.h"
#include "relay.h"
#include "secret.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <unistd.h>

static uint8_t question_bytes[WIRE_MAX], answer_bytes[WIRE_MAX];

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
	struct err err;

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
	if (wire_end(&answer->out, &err) != RC_OK)
		serve_fail(answer, RC_FAULT, "answer_too_long", err.text);
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
	size_t len;

	if (start(conf, &err) != RC_OK) {
		log_error("worker cannot start: %s", err.text);
		return EX_SOFTWARE;
	}
	while (relay_receive(fd, &head, question_bytes, &len)) {
		struct serve_answer answer = {0};

		wire_begin(
		    &answer.out, answer_bytes, sizeof(answer_bytes), RC_OK);
		answer_question(conf, &head, len, &answer);
		(void)wire_end(&answer.out, &err);
		secret_wipe(question_bytes, len);
		head.due_ms = answer.due_ms;
		if (!relay_send(fd, &head, answer_bytes, answer.out.len))
			return 0;
		secret_wipe(answer_bytes, answer.out.len);
		if (conf->after != NULL)
			conf->after(conf->ctx);
		if (!relay_send(fd, &head, NULL, 0))
			return 0;
	}
	return 0;
}

int
worker_tick(const struct serve_conf *conf, pid_t parent)
{
	struct err err;

	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (start(conf, &err) != RC_OK) {
		log_error("ticker cannot start: %s", err.text);
		(void)poll(NULL, 0, conf->tick_ms);
		return EX_SOFTWARE;
	}
	while (getppid() == parent) {
		conf->tick(conf->ctx);
		(void)poll(NULL, 0, conf->tick_ms);
	}
	return 0;
}
