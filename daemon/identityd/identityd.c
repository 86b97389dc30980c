/*
 * identityd - the one that holds the keys and writes the directory.
 *
 * Rights: the directory as cn=identityd,ou=services; the key rings; the outbox
 * (to put). It parses nothing but wire frames, opens no network connection but
 * to its directory, and answers at four sockets, each in a directory of its
 * own group:
 *
 *   front/front.sock    portal-front, for browsers
 *   self/self.sock      anybody on this server
 *   ctl/ctl.sock        root and group portal-it
 *   mailer/mailer.sock  portal-mailer
 *
 * Workers share the limits, the head of the audit chain, the keys that sign and
 * which directory is away; a ticker asks for the latter, re-promises letters,
 * sweeps ended contracts, writes the chain's head to the log and publishes the
 * keys.
 */
#include "act.h"
#include "base/almanac.h"
#include "base/clock.h"
#include "base/daemon.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "seal/keyfile.h"
#include "ops_table.h"
#include "probe.h"
#include "shared.h"
#include "tick.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	QUESTION_MS = 2000,
	UID_MAX_CONNECTIONS = 8, /* of one stranger at self.sock */
	TICK_MS = 100,
	CHORES_MS = 10000,
	PASSWORD_FILE_MAX = 256,
};

static void
say(struct core *core, enum reply reply, struct serve_answer *answer)
{
	const struct reply_text *words = reply_text(reply);
	const char *contact =
	    core->is_english ? core->conf->contact_en : core->conf->contact_zh;
	char sentence[CORE_SAY_SIZE], asked[256] = "";

	if (contact[0] != '\0')
		(void)text_print(asked, sizeof(asked),
		    core->is_english ? ", then %s" : "，最後洽%s", contact);
	(void)text_print(sentence, sizeof(sentence),
	    core->is_english ? words->en : words->zh, asked);
	if (core->say[0] != '\0')
		(void)text_copy(sentence, sizeof(sentence), core->say);
	if (words->rc != RC_OK) {
		serve_fail(answer, words->rc, words->name, sentence);
		return;
	}
	wire_put_text(&answer->out, F_REASON, words->name);
	wire_put_text(&answer->out, F_TEXT, sentence);
}

/* Somebody we know tried what they may not: that is worth an entry. What
 * strangers try is not, or any of them could fill the directory. */
static void
audit_refusal(struct core *core, const struct actor *actor,
    const struct serve_question *question, enum reply reply)
{
	const char *account = wire_text(&question->in, F_ACCOUNT);
	struct err err;

	if (!actor->is_person && !(actor->roles & ROLE_IT))
		return;
	if (reply != REPLY_NOT_ALLOWED && reply != REPLY_OTHER_SCHOOL &&
	    reply != REPLY_NOT_ON_COLLEAGUES && reply != REPLY_NOT_ON_YOURSELF)
		return;
	if (core_audit(core, actor, op_rule(question->op)->name,
		account != NULL ? account : "", actor->person.school, "",
		reply_text(reply)->name, &err) != RC_OK)
		log_error("refusal not audited: %s", err.text);
}

/* Where a reason must be given, a blank is none. */
static bool
lacks_reason(const struct serve_question *question)
{
	const char *why = wire_text(&question->in, F_WHY);

	return op_needs(question->op, F_WHY) && why[strspn(why, " ")] == '\0';
}

static enum reply
answer_op(struct core *core, const struct serve_question *question,
    struct serve_answer *answer)
{
	core_op *op = ops_table_find(question->op);
	struct actor actor;
	struct err err;
	enum reply reply;

	if (core_refresh(core, &err) != RC_OK)
		return core_fail("keys", RC_FAULT, &err);
	reply = actor_identify(core, question, &actor);
	if (reply == REPLY_OK && op == NULL)
		reply = REPLY_NOT_ALLOWED;
	if (reply == REPLY_OK && lacks_reason(question))
		reply = act_say(core, REPLY_BAD_FIELD, "why");
	if (reply == REPLY_OK)
		reply = op(core, &actor, question, answer);
	audit_refusal(core, &actor, question, reply);
	log_info("op=%s actor=\"%s\" reply=%s", op_rule(question->op)->name,
	    actor.name, reply_text(reply)->name);
	return reply;
}

static void
handle(void *context, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct core *core = context;
	const char *lang = wire_text(&question->in, F_LANG);
	enum reply reply;

	core->now_s = clock_now_s();
	core->is_english = lang != NULL && strcmp(lang, "en") == 0;
	core->say[0] = '\0';
	core->letter_count = 0;
	reply = answer_op(core, question, answer);
	if (reply != REPLY_OK)
		say(core, reply, answer);
}

static void
after(void *context)
{
	core_put_letters(context);
}

static enum rc
start(void *context, struct err *err)
{
	return core_open(context, err);
}

static void
tick(void *context)
{
	static int64_t asked_ms, chores_at_ms; /* the ticker's own */
	struct core *core = context;

	if (probe_is_due(core, asked_ms)) {
		probe_run(core);
		asked_ms = clock_mono_ms();
	}
	core->now_s = clock_now_s();
	if (clock_mono_ms() < chores_at_ms)
		return;
	chores_at_ms = clock_mono_ms() + CHORES_MS;
	tick_run(core);
	core_put_letters(core);
}

/* The password of bind_dn, when there is one: on the first line of its file. */
static enum rc
read_password(struct core *core, struct err *err)
{
	SECRET(text, PASSWORD_FILE_MAX);
	const char *path = core->conf->password_file;
	ssize_t len;
	int fd;

	if (core->conf->bind_dn[0] == '\0')
		return RC_OK;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(err, RC_FAULT, "%s: %m", path);
	len = read(fd, text, PASSWORD_FILE_MAX - 1);
	(void)close(fd);
	if (len <= 0)
		return err_set(err, RC_FAULT, "%s: empty", path);
	text[strcspn(text, "\r\n")] = '\0';
	core->password = strdup(text);
	return core->password != NULL ? RC_OK
				      : err_set(err, RC_FAULT, "no memory");
}

static enum rc
refuse_first(void *context, const struct dir_entry *entry, struct err *err)
{
	const struct core *core = context;

	return err_set(err, RC_FAULT,
	    "%s has no key rings, but %s was entered with some: bring them "
	    "back from their copy",
	    core->conf->key_dir, dir_dn(entry));
}

/* With new rings nobody would be found who was entered with others. */
static enum rc
check_first(struct core *core, struct err *err)
{
	static const char *const attrs[] = {"1.1", NULL};
	char base[FILTER_DN_SIZE];
	const struct dir_query query = {.base = base,
	    .scope = DIR_ONE,
	    .filter = "(portalNationalIdIndex=*)",
	    .attrs = attrs};
	struct dir *dir = NULL;
	enum rc rc = filter_dn(
	    base, sizeof(base), core->conf->base_dn, err, "ou=people");

	if (rc == RC_OK)
		rc = core_dial(core, 0, 0, &dir, err);
	if (rc == RC_OK)
		rc = dir_search(dir, &query, refuse_first, core, err);
	dir_close(dir);
	/* Nothing there: another provider that has not caught up. */
	if (rc == RC_ABSENT)
		rc = RC_OFFLINE;
	return rc == RC_OK ? rc : err_context(err, rc, "first start");
}

/* What the ring "sign" has signed is dead in ten minutes, so that it may be
 * lost, or come with a newer identityd; the others may not. */
static enum rc
make_rings(struct core *core, struct err *err)
{
	const char *names[CORE_RING_COUNT], *dir = core->conf->key_dir;
	int today = almanac_today(clock_now_s());
	size_t count = 0;
	enum rc rc = RC_OK;

	for (int i = 0; i < CORE_RING_COUNT; i++)
		if (i != RING_SIGN)
			names[count++] = core_ring_name((enum core_ring)i);
	if (keyfile_is_first(dir, names, count))
		rc = check_first(core, err);
	if (rc == RC_OK)
		rc = keyfile_make_first(dir, names, count, today, err);
	return rc == RC_OK
	    ? keyfile_make(dir, core_ring_name(RING_SIGN), today, err)
	    : rc;
}

/* What the workers share. */
static enum rc
make_shared(struct core *core, struct err *err)
{
	core->limit = limit_new();
	core->audit = audit_new(core->conf->home, core->conf->base_dn);
	core->tally =
	    tally_new(DOOR_FRONT | DOOR_SELF | DOOR_CTL | DOOR_MAILER);
	core->signing = signing_new();
	core->health = shared_pages(CORE_DIRS_MAX * sizeof(*core->health));
	return core->limit != NULL && core->audit != NULL &&
		core->tally != NULL && core->signing != NULL &&
		core->health != NULL
	    ? RC_OK
	    : err_set(err, RC_FAULT, "no shared memory");
}

static enum rc
serve_doors(struct core *core, struct err *err)
{
	const struct identityd_conf *conf = core->conf;
	const gid_t keep = (gid_t)-1;
	char paths[4][128];
	const struct serve_door doors[] = {
	    {paths[0], 0660, (gid_t)conf->front_gid, DOOR_FRONT,
		(uid_t)conf->front_uid, 512, true},
	    {paths[1], 0666, keep, DOOR_SELF, (uid_t)-1, UID_MAX_CONNECTIONS},
	    {paths[2], 0660, (gid_t)conf->it_gid, DOOR_CTL, (uid_t)-1, 64},
	    {paths[3], 0660, (gid_t)conf->mailer_gid, DOOR_MAILER,
		(uid_t)conf->mailer_uid, 16},
	};
	static const char *const names[] = {"front", "self", "ctl", "mailer"};
	const struct serve_conf serve_conf = {
	    .doors = doors,
	    .door_count = sizeof(doors) / sizeof(doors[0]),
	    .worker_count = (int)conf->workers,
	    .question_ms = QUESTION_MS,
	    .tally = core->tally,
	    .start = start,
	    .handle = handle,
	    .after = after,
	    .tick = tick,
	    .tick_ms = TICK_MS,
	    .ctx = core,
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		(void)text_print(paths[i], sizeof(paths[i]), "%s/%s",
		    conf->run_dir, names[i]);
		if (mkdir(paths[i], 0755) != 0 && errno != EEXIST)
			return err_set(err, RC_FAULT, "%s: %m", paths[i]);
		if (chmod(paths[i], 0755) != 0)
			return err_set(err, RC_FAULT, "%s: %m", paths[i]);
		(void)text_print(paths[i], sizeof(paths[i]), "%s/%s/%s.sock",
		    conf->run_dir, names[i], names[i]);
	}
	log_info("started home=%lld", (long long)conf->home);
	return serve(&serve_conf, err);
}

static enum rc
load(void *settings, const char *path, FILE *faults, struct err *err)
{
	return identityd_conf_load(settings, path, faults, err);
}

static enum rc
run(void *settings, struct err *err)
{
	static struct core core;
	enum rc rc;

	core.conf = settings;
	if (sodium_init() < 0)
		return err_set(err, RC_FAULT, "libsodium: no start");
	rc = read_password(&core, err);
	if (rc == RC_OK)
		rc = make_rings(&core, err);
	if (rc == RC_OK)
		rc = make_shared(&core, err);
	return rc == RC_OK ? serve_doors(&core, err) : rc;
}

int
main(int argc, char **argv)
{
	static struct identityd_conf conf;
	const struct daemon daemon = {.name = "identityd",
	    .config = "/etc/portal/identityd.conf",
	    .keys = identityd_keys,
	    .key_count = identityd_key_count,
	    .settings = &conf,
	    .load = load,
	    .run = run};

	return daemon_main(argc, argv, &daemon);
}
