/*
 * labd.c - the daemon of a lab machine: asks the directory, so that the modules
 * inside other people's programs need not.
 *
 * Rights: its socket, which anybody on the machine may open; the machine's own
 *         directory password, which reads POSIX attributes of its schools and
 *         nothing else; no write to the directory, no root. Where check codes
 *         are taken, portal-passwd as a child that reads nothing of ours.
 * Shape:  base/serve's acceptor and workers, each with two warm connections;
 *         one more process follows the directory's names and looks after
 * servers that do not answer. Health is shared: who meets an outage first tells
 *         all.
 */
#include "base/clock.h"
#include "base/daemon.h"
#include "base/foreman.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/serve.h"
#include "base/text.h"
#include "follow.h"
#include "lab_auth.h"
#include "lab_claim.h"
#include "lab_offline.h"
#include "lab_report.h"
#include "lab_person.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum {
	QUESTION_MS = 1000,
	TICK_MS = 1000,
	PENDING_ACCOUNT_SIZE = 256,
	SWEEP_MS = 60000,
	PROBE_MS = 800, /* one server's answer; together well below 2 s */
};

/* A login that is answered and not yet kept or forgotten. */
struct pending {
	bool is_some;
	enum rc said;
	char account[PENDING_ACCOUNT_SIZE];
	char password[SECRET_PASSWORD_MAX + 1];
};

struct labd { /* the settings first: see labd_of() */
	struct labd_conf conf;
	struct lab_shared *shared;
	struct tally *tally;
	struct lab lab;
	struct dir *probe;
	struct follow follow;
	bool is_following;
	struct pending pending;
	int64_t sweep_ms;
};

static enum rc
start(void *ctx, struct err *err)
{
	struct labd *labd = ctx;

	enum rc rc = RC_OK;

	if (labd->conf.offline)
		rc = offline_open(
		    &(struct offline){.dir = labd->conf.state_dir}, err);
	return rc != RC_OK
	    ? rc
	    : lab_open(&labd->lab, &labd->conf, &labd->shared->health, err);
}

/* ------------------------------------------------------------- answers */

static const char *
or_none(const char *text)
{
	return text == NULL ? "" : text;
}

/* One line a login, whatever came of it. */
static void
tell(const struct serve_question *question, const struct lab_answer *answer,
    enum rc rc, const struct err *err)
{
	int priority = rc == RC_OK ? LOG_INFO
	    : rc == RC_FAULT       ? LOG_ERR
				   : LOG_NOTICE;

	log_line(priority,
	    "%s account=%s result=%s reason=%s service=%s tty=%s rhost=%s "
	    "uid=%u ms=%lld%s%s",
	    op_rule(question->op)->name, wire_text(&question->in, F_ACCOUNT),
	    rc_name(rc), lab_reason_name(answer->reason),
	    or_none(wire_text(&question->in, F_SERVICE)),
	    or_none(wire_text(&question->in, F_TTY)),
	    or_none(wire_text(&question->in, F_RHOST)), (unsigned)question->uid,
	    (long long)(clock_mono_ms() - question->asked_ms),
	    rc == RC_OK ? "" : ": ", rc == RC_OK ? "" : err->text);
}

/* The words are the module's, but a judge's; the sentence for the log stays
 * here. */
static void
say(struct serve_answer *answer, enum rc rc, const struct lab_answer *lab)
{
	if (rc != RC_OK) {
		serve_fail(answer, rc, lab_reason_name(lab->reason), lab->text);
		return;
	}
	wire_put_text(&answer->out, F_REASON, lab_reason_name(lab->reason));
	wire_put_number(&answer->out, F_UID_NUMBER, lab->uid_number);
	if (lab->expires_in_s >= 0)
		wire_put_number(&answer->out, F_EXPIRES, lab->expires_in_s);
}

/* Of a password that was set: nothing else is known of it. */
static void
say_done(struct serve_answer *answer, enum rc rc, const struct lab_answer *lab)
{
	if (rc != RC_OK)
		say(answer, rc, lab);
	else
		wire_put_text(&answer->out, F_REASON, lab_reason_name(LAB_OK));
}

static void
remember(struct pending *pending, const struct serve_question *question,
    enum rc said)
{
	pending->is_some = text_copy(pending->account, sizeof(pending->account),
			       wire_text(&question->in, F_ACCOUNT)) &&
	    text_copy(pending->password, sizeof(pending->password),
		wire_text(&question->in, F_PASSWORD));
	pending->said = said;
}

/* The asker has its answer: what takes a hash is done now. */
static void
after(void *ctx)
{
	struct labd *labd = ctx;
	struct pending *pending = &labd->pending;
	struct err err;

	if (pending->is_some &&
	    lab_offline_after(&labd->lab, pending->account, pending->password,
		pending->said, &err) == RC_FAULT)
		log_warn("offline account=%s: %s", pending->account, err.text);
	secret_wipe(pending, sizeof(*pending));
}

static void
on_auth(struct labd *labd, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct lab_answer lab;
	struct err err = {""};
	enum rc rc;

	rc = lab_auth(&labd->lab, wire_text(&question->in, F_ACCOUNT),
	    wire_text(&question->in, F_PASSWORD), &lab, &err);
	tell(question, &lab, rc, &err);
	if (labd->conf.offline && lab.reason != LAB_AWAY &&
	    lab.reason != LAB_HOURS)
		remember(&labd->pending, question, rc);
	say(answer, rc, &lab);
	if (rc == RC_OK && lab.grace_count >= 0)
		wire_put_number(&answer->out, F_TRIES, lab.grace_count);
}

static void
on_account(struct labd *labd, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct lab_answer lab;
	struct err err = {""};
	enum rc rc;

	rc = lab_account(
	    &labd->lab, wire_text(&question->in, F_ACCOUNT), &lab, &err);
	if (rc != RC_OK && rc != RC_ABSENT)
		tell(question, &lab, rc, &err);
	say(answer, rc, &lab);
	if (labd->conf.portal.url != NULL)
		wire_put_text(&answer->out, F_URL, labd->conf.portal.url);
}

static void
on_passwd(struct labd *labd, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct lab_change change = {
	    wire_text(&question->in, F_ACCOUNT),
	    wire_text(&question->in, F_PASSWORD_OLD),
	    wire_text(&question->in, F_PASSWORD),
	};
	struct lab_answer lab;
	struct err err = {""};
	enum rc rc = lab_passwd(&labd->lab, &change, &lab, &err);

	tell(question, &lab, rc, &err);
	say_done(answer, rc, &lab);
}

/* Root, and labd's own user. */
static bool
is_admin(const struct serve_question *question, struct serve_answer *answer)
{
	if (question->uid == 0 || question->uid == geteuid())
		return true;
	serve_fail(answer, RC_DENIED, "root_only", "");
	return false;
}

/* Only programs that log people in ask this; others have portal-passwd. */
static void
on_claim(struct labd *labd, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct lab_claim claim = {
	    .account = wire_text(&question->in, F_ACCOUNT),
	    .national_id = wire_text(&question->in, F_NATIONAL_ID),
	    .code = wire_text(&question->in, F_CODE),
	    .password = wire_text(&question->in, F_PASSWORD),
	    .lang = or_none(wire_text(&question->in, F_LANG)),
	};
	struct lab_answer lab;
	struct err err = {""};
	enum rc rc;

	if (!is_admin(question, answer))
		return;
	rc = lab_claim(
	    &labd->lab, &claim, &labd->shared->claim_until_ms, &lab, &err);
	tell(question, &lab, rc, &err);
	say_done(answer, rc, &lab);
}

static void
on_hello(struct labd *labd, const struct serve_question *question,
    struct serve_answer *answer)
{
	(void)labd;
	(void)question;
	wire_put_text(&answer->out, F_TEXT, "labd");
}

static void
on_status(struct labd *labd, const struct serve_question *question,
    struct serve_answer *answer)
{
	(void)question;
	lab_report_status(&labd->lab, labd->shared, &answer->out);
}

static void
on_metrics(struct labd *labd, const struct serve_question *question,
    struct serve_answer *answer)
{
	(void)question; /* labd's few operations fit one page */
	lab_report_metrics(&labd->lab, labd->shared, &answer->out);
	(void)tally_put(labd->tally, 0, &answer->out);
}

static void
on_why(struct labd *labd, const struct serve_question *question,
    struct serve_answer *answer)
{
	if (is_admin(question, answer))
		lab_report_why(&labd->lab, wire_text(&question->in, F_ACCOUNT),
		    &answer->out);
}

/* One account: its kept password. All: the names are asked for anew. */
static void
on_flush(struct labd *labd, const struct serve_question *question,
    struct serve_answer *answer)
{
	const char *account = wire_text(&question->in, F_ACCOUNT);
	struct lab_person person;
	struct err err;

	if (!is_admin(question, answer))
		return;
	if (account == NULL)
		atomic_store(&labd->shared->is_flush_wanted, true);
	else if (!lab_person_recall(&labd->lab, account, &person))
		serve_fail(answer, RC_ABSENT, "unknown", "");
	else if (offline_drop(&labd->lab.store, person.uid, &err) != RC_OK)
		serve_fail(answer, RC_FAULT, "fault", err.text);
}

static void
handle(void *ctx, const struct serve_question *question,
    struct serve_answer *answer)
{
	static void (*const handlers[OP_COUNT])(struct labd *,
	    const struct serve_question *, struct serve_answer *) = {
	    [OP_HELLO] = on_hello,
	    [OP_METRICS] = on_metrics,
	    [OP_LAB_AUTH] = on_auth,
	    [OP_LAB_ACCOUNT] = on_account,
	    [OP_LAB_PASSWD] = on_passwd,
	    [OP_LAB_CLAIM] = on_claim,
	    [OP_LAB_STATUS] = on_status,
	    [OP_LAB_WHY] = on_why,
	    [OP_LAB_FLUSH] = on_flush,
	};

	if (handlers[question->op] == NULL)
		serve_fail(answer, RC_DENIED, "no_such_op", "");
	else
		handlers[question->op](ctx, question, answer);
}

/* ------------------------------------------- the process beside workers */

static bool
is_any_down(const struct labd *labd)
{
	for (size_t i = 0; i < labd->conf.servers.count; i++) {
		if (atomic_load(&labd->shared->health.retry_at_ms[i]) != 0)
			return true;
	}
	return false;
}

/* Only outages need it: a login's own answer is the best probe. */
static void
probe(struct labd *labd)
{
	struct dir_conf conf = lab_dir_conf(&labd->conf, &labd->shared->health);
	struct err err;

	if (!is_any_down(labd))
		return;
	conf.timeout_ms = PROBE_MS;
	if (labd->probe == NULL && dir_open(&conf, &labd->probe, &err) != RC_OK)
		log_error("prober: %s", err.text);
	else if (dir_probe(labd->probe, &err) == RC_OK)
		log_info("directory answers");
	else
		log_debug("directory is away: %s", err.text);
}

/* True when somebody or something has changed. */
static bool
follow(struct labd *labd)
{
	const struct names_count *count = &labd->follow.count;
	int64_t now_ms = clock_mono_ms();
	size_t turns = labd->follow.turns;
	bool is_changed;
	struct err err;

	if (!labd->is_following)
		follow_open(
		    &labd->follow, &labd->conf, labd->lab.names, now_ms);
	labd->is_following = true;
	if (atomic_exchange(&labd->shared->is_flush_wanted, false))
		follow_flush(&labd->follow);
	if (follow_turn(&labd->follow, now_ms, &is_changed, &err) != RC_OK)
		log_warn("names: %s", err.text);
	else if (labd->follow.turns != turns)
		log_debug("names turn=%zu", labd->follow.turns);
	if (labd->follow.turns != turns)
		atomic_store(&labd->shared->polled_s, clock_now_s());
	if (is_changed)
		log_info("names people=%zu groups=%zu left_out=%zu",
		    count->people, count->groups, count->left_out);
	atomic_store(&labd->shared->people, (int64_t)count->people);
	atomic_store(&labd->shared->groups, (int64_t)count->groups);
	atomic_store(&labd->shared->left_out, (int64_t)count->left_out);
	return is_changed;
}

static void
sweep(struct labd *labd, bool is_changed)
{
	int64_t now_ms = clock_mono_ms();
	struct err err;

	if (!labd->conf.offline || (!is_changed && now_ms < labd->sweep_ms))
		return;
	labd->sweep_ms = now_ms + SWEEP_MS;
	if (lab_offline_sweep(&labd->lab, &err) == RC_FAULT)
		log_warn("offline: %s", err.text);
}

static void
tick(void *ctx)
{
	struct labd *labd = ctx;

	probe(labd);
	sweep(labd, follow(labd));
}

/* -------------------------------------------------------------- main */

/* The settings are the first member: what daemon_main() knows of it. */
static struct labd *
labd_of(void *settings)
{
	return settings;
}

static enum rc
load(void *settings, const char *path, FILE *faults, struct err *err)
{
	struct labd *labd = labd_of(settings);
	enum rc rc = labd_conf_load(path, &labd->conf, faults, err);

	if (rc == RC_OK && setenv("TZ", labd->conf.zone, 1) != 0)
		rc = err_set(err, RC_FAULT, "out of memory");
	tzset();
	return rc;
}

/* What a worker needs can be had: certificates, the machine's password. */
static enum rc
check(void *settings, struct err *err)
{
	struct labd *labd = labd_of(settings);
	enum rc rc = lab_open(&labd->lab, &labd->conf, NULL, err);

	lab_close(&labd->lab);
	return rc;
}

/* A claim takes one for seconds: logins keep theirs. */
static int
worker_count(const struct labd_conf *conf)
{
	int count = (int)conf->workers + (conf->claim ? 1 : 0);

	return count > FOREMAN_MAX ? FOREMAN_MAX : count;
}

static enum rc
serve_door(struct labd *labd, struct err *err)
{
	const struct serve_door door = {
	    .path = labd->conf.socket,
	    .mode = 0666,
	    .group = (gid_t)-1,
	    .door = DOOR_LAB,
	    .only_uid = (uid_t)-1,
	    .uid_max = (int)labd->conf.connections_per_user,
	};
	const struct serve_conf serve_conf = {
	    .doors = &door,
	    .door_count = 1,
	    .worker_count = worker_count(&labd->conf),
	    .question_ms = QUESTION_MS,
	    .tally = labd->tally,
	    .start = start,
	    .handle = handle,
	    .after = after,
	    .tick = tick,
	    .tick_ms = TICK_MS,
	    .ctx = labd,
	};

	log_info("serving socket=%s", labd->conf.socket);
	return serve(&serve_conf, err);
}

static enum rc
run(void *settings, struct err *err)
{
	struct labd *labd = labd_of(settings);

	labd->shared = mmap(NULL, sizeof(*labd->shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	labd->tally = tally_new(DOOR_LAB);
	if (labd->shared == MAP_FAILED || labd->tally == NULL)
		return err_set(err, RC_FAULT, "mmap: %m");
	return serve_door(labd, err);
}

int
main(int argc, char **argv)
{
	static struct labd labd;
	const struct daemon daemon = {.name = "labd",
	    .config = "/etc/portal/labd.conf",
	    .keys = labd_conf_keys,
	    .key_count = labd_conf_key_count,
	    .settings = &labd,
	    .load = load,
	    .check = check,
	    .run = run};
	int code = daemon_main(argc, argv, &daemon);

	labd_conf_wipe(&labd.conf);
	return code;
}
