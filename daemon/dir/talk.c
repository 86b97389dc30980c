#include "talk.h"

#include "base/clock.h"
#include "base/text.h"
#include "entry.h"

#include <string.h>

enum {
	JITTER = 4,      /* a quarter more or less, so that nobody marches */
	PAUSE_MS = 1000, /* with a server that is slow to answer this one */
};

/* ------------------------------------------------------------- classes */

enum rc
talk_rc(int code)
{
	static const struct {
		int code;
		enum rc rc;
	} classes[] = {
	    {LDAP_SUCCESS, RC_OK},
	    {LDAP_TIMELIMIT_EXCEEDED, RC_BUSY},
	    {LDAP_SIZELIMIT_EXCEEDED, RC_BUSY},
	    {LDAP_ADMINLIMIT_EXCEEDED, RC_BUSY},
	    {LDAP_NO_SUCH_ATTRIBUTE, RC_ABSENT},
	    {LDAP_UNDEFINED_TYPE, RC_INPUT},
	    {LDAP_CONSTRAINT_VIOLATION, RC_INPUT},
	    {LDAP_TYPE_OR_VALUE_EXISTS, RC_EXISTS},
	    {LDAP_INVALID_SYNTAX, RC_INPUT},
	    {LDAP_NO_SUCH_OBJECT, RC_ABSENT},
	    {LDAP_INVALID_DN_SYNTAX, RC_INPUT},
	    {LDAP_INAPPROPRIATE_AUTH, RC_DENIED},
	    {LDAP_INVALID_CREDENTIALS, RC_DENIED},
	    {LDAP_INSUFFICIENT_ACCESS, RC_DENIED},
	    {LDAP_BUSY, RC_OFFLINE},
	    {LDAP_UNAVAILABLE, RC_OFFLINE},
	    {LDAP_UNWILLING_TO_PERFORM, RC_DENIED},
	    {LDAP_NAMING_VIOLATION, RC_INPUT},
	    {LDAP_OBJECT_CLASS_VIOLATION, RC_INPUT},
	    {LDAP_NOT_ALLOWED_ON_NONLEAF, RC_DENIED},
	    {LDAP_NOT_ALLOWED_ON_RDN, RC_INPUT},
	    {LDAP_ALREADY_EXISTS, RC_EXISTS},
	    {LDAP_NO_OBJECT_CLASS_MODS, RC_INPUT},
	    {LDAP_ASSERTION_FAILED, RC_EXISTS},
	    {LDAP_SERVER_DOWN, RC_OFFLINE},
	    {LDAP_TIMEOUT, RC_OFFLINE},
	    {LDAP_CONNECT_ERROR, RC_OFFLINE},
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (classes[i].code == code)
			return classes[i].rc;
	}
	return RC_FAULT;
}

static enum dir_policy
policy_of(LDAPPasswordPolicyError code)
{
	static const enum dir_policy policies[] = {
	    [PP_passwordExpired] = DIR_POLICY_EXPIRED,
	    [PP_accountLocked] = DIR_POLICY_LOCKED,
	    [PP_changeAfterReset] = DIR_POLICY_MUST_CHANGE,
	    [PP_passwordModNotAllowed] = DIR_POLICY_MAY_NOT_CHANGE,
	    [PP_mustSupplyOldPassword] = DIR_POLICY_OLD_MISSING,
	    [PP_insufficientPasswordQuality] = DIR_POLICY_QUALITY,
	    [PP_passwordTooShort] = DIR_POLICY_TOO_SHORT,
	    [PP_passwordTooYoung] = DIR_POLICY_TOO_YOUNG,
	    [PP_passwordInHistory] = DIR_POLICY_IN_HISTORY,
	};

	if ((size_t)code >= sizeof(policies) / sizeof(policies[0]))
		return DIR_POLICY_NONE;
	return policies[code];
}

/* -------------------------------------------------------------- servers */

static int
jittered(int ms)
{
	int64_t now_ms = clock_mono_ms();

	return ms + (int)(now_ms % (ms / JITTER + 1));
}

static void
mark_down(struct dir *dir, int server)
{
	int backoff_ms = atomic_load(&dir->health->backoff_ms[server]);

	backoff_ms =
	    backoff_ms == 0 ? dir->conf.backoff_min_ms : 2 * backoff_ms;
	if (backoff_ms > dir->conf.backoff_max_ms)
		backoff_ms = dir->conf.backoff_max_ms;
	atomic_store(&dir->health->backoff_ms[server], backoff_ms);
	atomic_store(&dir->health->retry_at_ms[server],
	    clock_mono_ms() + jittered(backoff_ms));
}

static void
mark_up(struct dir *dir, int server)
{
	atomic_store(&dir->health->backoff_ms[server], 0);
	atomic_store(&dir->health->retry_at_ms[server], 0);
}

/* It has answered somebody while this question waited. Of one who waits and no
 * other it may be that the last answer came just before. */
static bool
was_heard_lately(const struct dir *dir, int server)
{
	return clock_mono_ms() -
	    atomic_load(&dir->health->heard_at_ms[server]) <
	    dir->conf.timeout_ms * 3 / 4;
}

/* No answer in time: from a sick server, or from a busy one to us alone, which
 * another may relieve. */
static void
mark_late(struct dir *dir, int server)
{
	if (!was_heard_lately(dir, server))
		mark_down(dir, server);
	else if (dir->server_count > 1)
		dir->pass_until_ms[server] = clock_mono_ms() + PAUSE_MS;
}

/* The question was not answered in time, and there is nobody else to ask. */
static bool
is_too_late(const struct dir *dir)
{
	return dir->code == LDAP_TIMEOUT && dir->server_count == 1;
}

/* An answer is the best probe; what a new connection's first says is judged
 * by talk_connect(). */
static void
mark_heard(struct dir *dir)
{
	atomic_store(&dir->health->heard_at_ms[dir->current], clock_mono_ms());
	if (!dir->is_fresh &&
	    atomic_load(&dir->health->retry_at_ms[dir->current]) != 0)
		mark_up(dir, dir->current);
}

/* Of those who share its health one tries a server that was away; the others
 * go on without it meanwhile. */
static bool
may_try(struct dir *dir, int server, int64_t now_ms)
{
	_Atomic int64_t *at = &dir->health->retry_at_ms[server];
	int64_t retry_at_ms = atomic_load(at);

	if (retry_at_ms > now_ms || dir->pass_until_ms[server] > now_ms)
		return false;
	/* Of two who would try, the second may find it back by then. */
	return retry_at_ms == 0 ||
	    atomic_compare_exchange_strong(
		at, &retry_at_ms, now_ms + dir->conf.timeout_ms) ||
	    retry_at_ms == 0;
}

/* It was not tried after all: a connection was dead that was thought alive. */
static void
give_back(struct dir *dir, int server)
{
	_Atomic int64_t *at = &dir->health->retry_at_ms[server];

	if (atomic_load(at) != 0)
		atomic_store(at, clock_mono_ms());
}

void
talk_hang_up(struct dir *dir, bool is_broken)
{
	if (dir->current >= 0)
		dial_close(dir->dial, is_broken);
	dir->current = -1;
	dir->is_person = false;
	dir->is_watching = false;
}

/* We lost the server in the middle of a question. A connection that was idle
 * before may just have been closed; a fresh one tells of a sick server. */
static enum rc
lose(struct dir *dir, int code, struct err *err)
{
	int server = dir->current;

	dir->code = code;
	if (code == LDAP_TIMEOUT)
		mark_late(dir, server);
	else if (code != LDAP_SERVER_DOWN || dir->is_fresh)
		mark_down(dir, server);
	else
		give_back(dir, server);
	talk_hang_up(dir, true);
	return err_set(err, RC_OFFLINE, "%s: %s", dir->servers[server].uri,
	    code == LDAP_TIMEOUT ? "no answer in time" : ldap_err2string(code));
}

/* -------------------------------------------------------------- answers */

static enum rc
take_controls(struct dir *dir, LDAPControl **controls, struct err *err)
{
	LDAPPasswordPolicyError policy = PP_noError;
	ber_int_t expires_in_s = -1, grace_count = -1;
	LDAPControl *control;

	control = ldap_control_find(
	    LDAP_CONTROL_PASSWORDPOLICYRESPONSE, controls, NULL);
	if (control != NULL &&
	    ldap_parse_passwordpolicy_control(dir->dial->ld, control,
		&expires_in_s, &grace_count, &policy) == LDAP_SUCCESS)
		dir->policy = policy_of(policy);
	dir->bound = (struct dir_bound){dir->policy, grace_count, expires_in_s};
	control = ldap_control_find(LDAP_CONTROL_POST_READ, controls, NULL);
	if (control == NULL)
		return RC_OK;
	dir->after = entry_new();
	if (dir->after == NULL ||
	    !entry_read_control(dir->after, &control->ldctl_value))
		return err_set(err, RC_FAULT, "cannot read the entry back");
	return RC_OK;
}

static enum rc
take_answer(struct dir *dir, LDAPMessage *message, struct err *err)
{
	LDAPControl **controls = NULL;
	char *said = NULL;
	int parsed;
	enum rc rc;

	parsed = ldap_parse_result(dir->dial->ld, message, &dir->code, NULL,
	    &said, NULL, &controls, false);
	if (parsed != LDAP_SUCCESS)
		return lose(dir, LDAP_SERVER_DOWN, err);
	(void)text_print(dir->said, sizeof(dir->said), "%.*s",
	    TALK_SAID_SIZE - 1, said == NULL ? "" : said);
	rc = take_controls(dir, controls, err);
	ldap_controls_free(controls);
	ldap_memfree(said);
	if (rc != RC_OK || dir->code == LDAP_SUCCESS)
		return rc;
	if (talk_rc(dir->code) == RC_OFFLINE)
		return lose(dir, dir->code, err);
	return err_set(err, talk_rc(dir->code), "%s%s%s",
	    ldap_err2string(dir->code), *dir->said == '\0' ? "" : ": ",
	    dir->said);
}

/* `got` is what ldap_result() returned, but 0. */
static enum rc
take_kind(struct dir *dir, int got, LDAPMessage *message, struct err *err)
{
	if (got < 0)
		return lose(dir,
		    clock_mono_ms() >= dir->dial->deadline_ms
			? LDAP_TIMEOUT
			: LDAP_SERVER_DOWN,
		    err);
	mark_heard(dir);
	if (got == LDAP_RES_SEARCH_ENTRY || got == LDAP_RES_SEARCH_REFERENCE ||
	    got == LDAP_RES_INTERMEDIATE)
		return RC_OK;
	return take_answer(dir, message, err);
}

enum rc
talk_take(
    struct dir *dir, int sent, int id, LDAPMessage **message, struct err *err)
{
	int64_t left_ms = dir->dial->deadline_ms - clock_mono_ms();
	struct timeval left = {0};
	int got;

	*message = NULL;
	if (sent == LDAP_SERVER_DOWN)
		return lose(dir, sent, err);
	if (sent != LDAP_SUCCESS)
		return err_set(err, talk_rc(dir->code = sent), "%s",
		    ldap_err2string(sent));
	if (left_ms > 0) {
		left.tv_sec = left_ms / 1000;
		left.tv_usec = left_ms % 1000 * 1000;
	}
	got = ldap_result(dir->dial->ld, id, LDAP_MSG_ONE, &left, message);
	return got == 0 ? lose(dir, LDAP_TIMEOUT, err)
			: take_kind(dir, got, *message, err);
}

enum rc
talk_hear(struct dir *dir, int id, LDAPMessage **message, struct err *err)
{
	struct timeval now = {0};
	int got;

	*message = NULL;
	/* What has begun to come may take that long to come wholly. */
	dir->dial->deadline_ms = clock_mono_ms() + dir->conf.timeout_ms;
	got = ldap_result(dir->dial->ld, id, LDAP_MSG_ONE, &now, message);
	return got == 0 ? RC_OK : take_kind(dir, got, *message, err);
}

enum rc
talk_finish(struct dir *dir, int sent, int id, struct err *err)
{
	LDAPMessage *message;
	enum rc rc = talk_take(dir, sent, id, &message, err);

	ldap_msgfree(message);
	return rc;
}

/* ------------------------------------------------------------ connecting */

/* Says who we are. EXTERNAL's credential is empty but there: NULL would be
 * taken as "ask me". */
static enum rc
identify(struct dir *dir, const struct dial_server *server, struct err *err)
{
	struct berval credential = {0, (char[]){""}};
	const char *dn = dir->conf.bind_dn;
	int sent, id = 0;

	if (dn == NULL && !server->is_local)
		return RC_OK;
	if (dn != NULL)
		ber_str2bv(dir->conf.password, 0, 0, &credential);
	sent = ldap_sasl_bind(dir->dial->ld, dn,
	    dn == NULL ? "EXTERNAL" : LDAP_SASL_SIMPLE, &credential, NULL, NULL,
	    &id);
	return talk_finish(dir, sent, id, err);
}

enum rc
talk_connect(struct dir *dir, int server, struct err *err)
{
	struct dial *old_dial = dir->dial;
	struct dial *dial = &dir->dials[old_dial == &dir->dials[0]];
	int64_t start_ms = clock_mono_ms();
	int old = dir->current;
	enum rc rc;

	rc = dial_open(dial, &dir->servers[server], dir->conf.ca_file,
	    dir->conf.timeout_ms, err);
	atomic_store(&dir->health->trust[server], dial->trust);
	if (rc != RC_OK) {
		if (clock_mono_ms() - start_ms >= dir->conf.timeout_ms)
			mark_late(dir, server);
		else
			mark_down(dir, server);
		return RC_OFFLINE;
	}
	dir->dial = dial;
	dir->current = server;
	dir->is_fresh = true;
	rc = identify(dir, &dir->servers[server], err);
	if (rc == RC_OK) {
		if (old >= 0)
			dial_close(old_dial, false);
		dir->is_person = false;
		dir->is_watching = false;
		dir->connection++;
		mark_up(dir, server);
		return RC_OK;
	}
	if (rc != RC_OFFLINE)
		atomic_store(&dir->health->trust[server], DIR_TRUST_REFUSED);
	if (dir->current >= 0) {
		dial_close(dial, true);
		mark_down(dir, server);
	}
	dir->dial = old_dial;
	dir->current = old;
	return err_context(err, RC_OFFLINE, "%s refuses this host's own bind",
	    dir->servers[server].uri);
}

/* The first server, in the order of the configuration, that may be tried: so
 * the way back to the primary is the same as the way away from it. */
static enum rc
get_ready(struct dir *dir, struct err *err)
{
	int64_t now_ms = clock_mono_ms();

	bool is_person = dir->is_person;

	if (dir->current >= 0 && !dir->is_watching && dial_is_stale(dir->dial))
		talk_hang_up(dir, true);
	if (is_person)
		return dir->current >= 0 ? RC_OK
					 : err_set(err, RC_OFFLINE,
					       "the server has closed "
					       "the person's connection");
	(void)err_set(err, RC_OFFLINE, "no directory server answers");
	for (int i = 0; i < dir->server_count; i++) {
		if (may_try(dir, i, now_ms) &&
		    (i == dir->current || talk_connect(dir, i, err) == RC_OK))
			return RC_OK;
	}
	return RC_OFFLINE;
}

static void
forget_last(struct dir *dir)
{
	dir->code = LDAP_SUCCESS;
	dir->policy = DIR_POLICY_NONE;
	dir->said[0] = '\0';
	dir->bound = (struct dir_bound){DIR_POLICY_NONE, -1, -1};
	dir_entry_free(dir->after);
	dir->after = NULL;
	dir->is_spent = false;
}

enum rc
talk_ask(struct dir *dir, enum talk_repeat repeat, talk_asker *asker,
    void *question, struct err *err)
{
	bool is_person = dir->is_person;
	enum rc rc = RC_OFFLINE;

	for (int i = 0; i <= dir->server_count; i++) {
		if ((rc = get_ready(dir, err)) != RC_OK) {
			forget_last(dir);
			dir->code = LDAP_SERVER_DOWN;
			return rc;
		}
		forget_last(dir);
		dir->dial->deadline_ms = clock_mono_ms() + dir->conf.timeout_ms;
		rc = asker(dir, question, err);
		dir->is_fresh = false;
		if (rc != RC_OFFLINE || repeat == TALK_ONCE || is_person ||
		    dir->is_spent || is_too_late(dir))
			return rc;
	}
	return rc;
}
