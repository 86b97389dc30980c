/*
 * leaved - the one that writes leave.
 *
 * Rights: its database and its outbox; the directory as cn=leaved,ou=services,
 * to read; the rules in rules_dir, to read; the key of leave-front's sessions.
 * Whose a session of the portal is, it asks identityd.
 * It parses nothing but wire frames and answers at four sockets, each in a
 * directory of its own group:
 *
 *   front/front.sock  leave-front, for browsers
 *   self/self.sock    anybody on this server, with a session
 *   ctl/ctl.sock      root and group portal-it
 *   mailer/mailer.sock  the portal-mailer of its outbox
 *
 * A ticker follows the directory, settles what falls away with whoever has
 * gone, and puts letters into the outbox; workers answer. Every act is one
 * transaction with its entry in the audit.
 */
#include "base/almanac.h"
#include "base/clock.h"
#include "base/daemon.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "caller.h"
#include "db/migration.h"
#include "fallen.h"
#include "leave_ops.h"
#include "issuer.h"
#include "mailbag.h"
#include "papers.h"
#include "people.h"
#include "sign_on.h"
#include "tables.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	QUESTION_MS = 2000,
	DOORS = 4,
	UID_MAX_CONNECTIONS = 8, /* of one stranger at self.sock */
	PASSWORD_SIZE = 256,
	SECOND_MS = 1000,
};

/* One process's. */
struct leaved {
	struct office office;
	char *password;  /* of bind_dn */
	struct dir *dir; /* the ticker's, and so is this */
	struct outbox outbox;
	bool has_outbox;
	struct fallen fallen;
};

/* ---------------------------------------------------------------- questions */

static void
say(struct office *office, enum verdict verdict, struct serve_answer *answer)
{
	const struct verdict_text *words = verdict_text(verdict);
	char sentence[FIELD_TEXT_MAX];

	(void)text_print(sentence, sizeof(sentence),
	    office->is_english ? words->en : words->zh, office->say);
	serve_fail(answer, words->rc, words->name, sentence);
}

static void
handle(void *context, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct office *office = &((struct leaved *)context)->office;
	const char *lang = wire_text(&question->in, F_LANG);
	enum verdict verdict;

	office_begin(office, clock_now_s());
	office->is_english = lang != NULL && strcmp(lang, "en") == 0;
	verdict = caller_identify(office, question);
	if (verdict == VERDICT_OK)
		verdict = leave_ops_answer(office, question, answer);
	log_info("op=%s actor=\"%s\" reply=%s", op_rule(question->op)->name,
	    office->caller.uuid[0] != '\0' ? office->caller.account
		: office->caller.is_it     ? "it"
					   : "",
	    verdict_text(verdict)->name);
	if (verdict != VERDICT_OK)
		say(office, verdict, answer);
	else if (office->session[0] != '\0')
		wire_put_text(&answer->out, F_SESSION, office->session);
	secret_wipe(office->session, sizeof(office->session));
}

static enum rc
start(void *context, struct err *err)
{
	return office_open(&((struct leaved *)context)->office, err);
}

/* ---------------------------------------------------------------- directory */

static enum rc
open_directory(struct leaved *leaved, struct err *err)
{
	const struct leaved_conf *conf = leaved->office.conf;
	static const char *uris[2];
	struct dir_conf dir_conf = {.uris = uris,
	    .ca_file = conf->ca_file[0] != '\0' ? conf->ca_file : NULL,
	    .bind_dn = conf->bind_dn,
	    .password = leaved->password};

	uris[0] = conf->ldap_uri;
	return dir_open(&dir_conf, &leaved->dir, err);
}

/* The directory is away: what is known stays, and office_is_stale() tells. One
 * that knows less than it has told is taken for one that lags behind until
 * then, and after that for one that was restored. */
static bool
follow_directory(struct leaved *leaved)
{
	struct office *office = &leaved->office;
	const struct people_source source = {
	    office->conf->base_dn, !office_is_stale(office)};
	struct people_count count;
	struct err err;
	enum rc rc = RC_OK;

	if (leaved->dir == NULL)
		rc = open_directory(leaved, &err);
	if (rc == RC_OK)
		rc = people_follow(office->sql, leaved->dir, &source,
		    almanac_today(office->now_s), &count, &err);
	if (rc == RC_OK && office->ring != NULL)
		rc = issuer_follow(
		    office->sql, leaved->dir, office->conf->base_dn, &err);
	if (rc != RC_OK) {
		log_warn("directory: %s", err.text);
		return false;
	}
	atomic_store(&office->state->heard_s, clock_now_s());
	if (count.changed > 0 || count.gone > 0)
		log_info("directory: changed=%d posted=%d gone=%d",
		    count.changed, count.posted, count.gone);
	return true;
}

/* What cannot be handed over now stays in the tables. */
static void
send_letters(struct leaved *leaved)
{
	struct office *office = &leaved->office;
	const char *path = office->conf->outbox_dir;
	struct err err;
	enum rc rc = RC_OK;

	if (path[0] == '\0')
		return;
	if (!leaved->has_outbox) {
		rc = outbox_open(
		    &leaved->outbox, path, false, office->now_s, &err);
		leaved->has_outbox = rc == RC_OK;
	}
	if (rc == RC_OK)
		rc = mailbag_remind(office, &err);
	if (rc == RC_OK)
		rc = mailbag_hand_over(office, &leaved->outbox, &err);
	if (rc != RC_OK)
		log_warn("letters: %s", err.text);
}

static void
tick(void *context)
{
	struct leaved *leaved = context;
	struct office *office = &leaved->office;
	struct err err;

	office_begin(office, clock_now_s());
	if (office->sql == NULL && office_open(office, &err) != RC_OK) {
		log_warn("tick: %s", err.text);
		return;
	}
	if (follow_directory(leaved) &&
	    fallen_round(office, &leaved->fallen, &err) != RC_OK)
		log_warn("fallen: %s", err.text);
	send_letters(leaved);
	if (papers_tidy(office, &err) != RC_OK)
		log_warn("papers: %s", err.text);
	if (sql_tend(office->sql, &err) != RC_OK)
		log_warn("%s", err.text);
}

/* -------------------------------------------------------------------- start */

static enum rc
read_password(struct leaved *leaved, struct err *err)
{
	SECRET(text, PASSWORD_SIZE);
	const char *path = leaved->office.conf->password_file;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len;

	if (fd < 0)
		return err_set(err, RC_FAULT, "%s: %m", path);
	len = read(fd, text, PASSWORD_SIZE - 1);
	(void)close(fd);
	if (len <= 0)
		return err_set(err, RC_FAULT, "%s: empty", path);
	text[strcspn(text, "\r\n")] = '\0';
	leaved->password = strdup(text);
	return leaved->password != NULL ? RC_OK
					: err_set(err, RC_FAULT, "no memory");
}

/* The one place that makes a database, or brings one up to our version. */
static enum rc
make_tables(const struct leaved_conf *conf, struct err *err)
{
	const struct sql_conf sql_conf = {
	    conf->database, conf->plugin, (int)conf->wait_ms, true};
	int count = migration_count(leaved_sql), from = 0;
	struct sql *sql;
	enum rc rc = sql_open(&sql_conf, &sql, err);

	if (rc != RC_OK)
		return rc;
	rc = migration_run(sql, leaved_sql, count, &from, err);
	sql_close(sql);
	if (rc == RC_OK && from < count)
		log_info("tables: version %d is now %d", from, count);
	return rc == RC_OK ? RC_OK : err_context(err, rc, "tables");
}

static enum rc
make_folders(
    const struct leaved_conf *conf, char paths[DOORS][128], struct err *err)
{
	static const char *const names[DOORS] = {
	    "front", "self", "ctl", "mailer"};

	for (size_t i = 0; i < DOORS; i++) {
		(void)text_print(
		    paths[i], 128, "%s/%s", conf->run_dir, names[i]);
		if (mkdir(paths[i], 0755) != 0 && errno != EEXIST)
			return err_set(err, RC_FAULT, "%s: %m", paths[i]);
		if (chmod(paths[i], 0755) != 0)
			return err_set(err, RC_FAULT, "%s: %m", paths[i]);
		(void)text_print(paths[i], 128, "%s/%s/%s.sock", conf->run_dir,
		    names[i], names[i]);
	}
	return RC_OK;
}

static enum rc
serve_doors(struct leaved *leaved, struct err *err)
{
	const struct leaved_conf *conf = leaved->office.conf;
	char paths[DOORS][128];
	const struct serve_door doors[] = {
	    {paths[0], 0660, (gid_t)conf->front_gid, DOOR_FRONT,
		(uid_t)conf->front_uid, 512, true},
	    {paths[1], 0666, (gid_t)-1, DOOR_SELF, (uid_t)-1,
		UID_MAX_CONNECTIONS},
	    {paths[2], 0660, (gid_t)conf->it_gid, DOOR_CTL, (uid_t)-1, 64},
	    {paths[3], 0660, (gid_t)conf->mailer_gid, DOOR_MAILER,
		(uid_t)conf->mailer_uid, 8},
	};
	const struct serve_conf serve_conf = {
	    .doors = doors,
	    .door_count = DOORS,
	    .worker_count = (int)conf->workers,
	    .question_ms = QUESTION_MS,
	    .tally = leaved->office.tally,
	    .start = start,
	    .handle = handle,
	    .tick = tick,
	    .tick_ms = (int)conf->sync_s * SECOND_MS,
	    .ctx = leaved,
	};
	enum rc rc = make_folders(conf, paths, err);

	return rc == RC_OK ? serve(&serve_conf, err) : rc;
}

static enum rc
load(void *settings, const char *path, FILE *faults, struct err *err)
{
	return leaved_conf_load(settings, path, faults, err);
}

static enum rc
run(void *settings, struct err *err)
{
	static struct leaved leaved;
	void *shared = mmap(NULL, sizeof(struct office_state),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	enum rc rc;

	leaved.office.conf = settings;
	leaved.office.state = shared;
	leaved.office.tally =
	    tally_new(DOOR_FRONT | DOOR_SELF | DOOR_CTL | DOOR_MAILER);
	if (shared == MAP_FAILED || leaved.office.tally == NULL ||
	    sodium_init() < 0)
		return err_set(err, RC_FAULT, "no shared memory");
	rc = read_password(&leaved, err);
	if (rc == RC_OK)
		rc = make_tables(leaved.office.conf, err);
	if (rc == RC_OK)
		rc = sign_on_make(
		    leaved.office.conf, almanac_today(clock_now_s()), err);
	return rc == RC_OK ? serve_doors(&leaved, err) : rc;
}

int
main(int argc, char **argv)
{
	static struct leaved_conf conf;
	const struct daemon daemon = {.name = "leaved",
	    .config = "/etc/portal/leaved.conf",
	    .keys = leaved_keys,
	    .key_count = leaved_key_count,
	    .settings = &conf,
	    .load = load,
	    .run = run};

	return daemon_main(argc, argv, &daemon);
}
