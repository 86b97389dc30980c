/*
 * Send, redeem, sign on and publish, killed before each of their calls in turn:
 * the k-th write, fsync, rename or question to the directory ends the process,
 * for k = 1, 2 … until one run completes. tests/module/kill.sh starts the
 * slapd.
 */
#include "olga.h"

#include "../unit/unit.h"
#include "base/clock.h"
#include "identityd/publish.h"
#include "identityd/tick.h"

#include <ldap.h>
#include <poll.h>
#include <unistd.h>

enum {
	CALLS_MAX = 400,
	LATER_S = 60,
	SETTLE_MS = 50,
	SETTLES_MAX = 40,
};

MORTAL(ssize_t, write, (int fd, const void *buf, size_t len), (fd, buf, len))
MORTAL(int, fsync, (int fd), (fd))
MORTAL(int, renameat, (int from, const char *a, int to, const char *b),
    (from, a, to, b))
MORTAL(int, ldap_search_ext,
    (LDAP * ld, const char *base, int scope, const char *filter, char **attrs,
	int only, LDAPControl **server, LDAPControl **client,
	struct timeval *limit, int size, int *id),
    (ld, base, scope, filter, attrs, only, server, client, limit, size, id))
MORTAL(int, ldap_modify_ext,
    (LDAP * ld, const char *dn, LDAPMod **mods, LDAPControl **server,
	LDAPControl **client, int *id),
    (ld, dn, mods, server, client, id))
MORTAL(int, ldap_add_ext,
    (LDAP * ld, const char *dn, LDAPMod **mods, LDAPControl **server,
	LDAPControl **client, int *id),
    (ld, dn, mods, server, client, id))
MORTAL(int, ldap_result,
    (LDAP * ld, int id, int all, struct timeval *limit, LDAPMessage **result),
    (ld, id, all, limit, result))

static void
account_of(char account[16], const char *prefix, int k)
{
	(void)snprintf(account, 16, "%s%d", prefix, k);
}

/* A dead process's last change may still be on its way through slapd: the
 * entry as it is once it has stood still for SETTLE_MS. */
static void
load_settled(struct core *core, const char *account, struct person *person)
{
	struct person before;

	stage_load(core, account, person);
	for (int i = 0; i < SETTLES_MAX; i++) {
		before = *person;
		(void)poll(NULL, 0, SETTLE_MS);
		stage_load(core, account, person);
		if (memcmp(&before, person, sizeof(before)) == 0)
			return;
	}
	fail_msg("%s never stood still", account);
}

static bool
has_letter(struct core *core, const struct person *person)
{
	struct outbox_who *list;
	struct err err;
	size_t count;
	bool has;

	assert_rc(
	    RC_OK, outbox_load_whos(&core->outbox, &list, &count, &err), &err);
	has = outbox_has_who(list, count, person->uuid);
	free(list);
	return has;
}

static void
send_job(struct core *core, const char *mail)
{
	int number = (int)strtol(mail + 1, NULL, 10);

	(void)stage_forgot(core, number, mail);
	core_put_letters(core);
}

/* A letter only with a nonce; a nonce without letter gets one at a later tick,
 * exactly one; and asking again simply works. */
static void
a_letter_killed_anywhere_is_sent_once_and_never_without_its_nonce(void **state)
{
	struct core *core = stage_core();
	bool done = false;

	(void)state;
	for (int k = 1; !done; k++) {
		char account[16], mail[64];
		struct person person;
		int letters;

		assert_true(k < CALLS_MAX);
		account_of(account, "s", k);
		(void)snprintf(
		    mail, sizeof(mail), "%s@school.example", account);
		stage_person(core, account, k, STAGE_SCHOOL, "new");
		letters = stage_letters(core);
		done = stage_completes(send_job, mail, k);
		load_settled(core, account, &person);
		if (has_letter(core, &person))
			assert_true(person.code.is_there);
		if (done)
			assert_true(has_letter(core, &person));
		core->now_s += LATER_S;
		tick_run(core);
		tick_run(core);
		assert_int_equal(
		    stage_letters(core), letters + person.code.is_there);
		assert_int_equal(
		    has_letter(core, &person), person.code.is_there);
		core->now_s -= LATER_S;
		send_job(core, mail);
		stage_load(core, account, &person);
		assert_true(person.code.is_there);
		assert_true(has_letter(core, &person));
	}
}

struct redeem_case {
	int number;
	char code[CODE_SIZE];
};

static struct redeem_case redeem_case;

static enum reply
redeem(struct core *core)
{
	return stage_redeem(
	    core, redeem_case.number, redeem_case.code, stage_password);
}

static void
redeem_job(struct core *core, const char *arg)
{
	(void)arg;
	(void)redeem(core);
	core_put_letters(core);
}

static void
count_entries_of(struct core *core, const char *account, int *count)
{
	static const char *const attrs[] = {"portalAuditResult", NULL};
	char filter[FILTER_SIZE];
	const struct dir_query query = {.base = "ou=audit,dc=example,dc=edu",
	    .scope = DIR_ONE,
	    .filter = filter,
	    .attrs = attrs,
	    .size_max = 1};
	struct dir_entry *entry;
	struct err err;
	enum rc rc;

	(void)snprintf(filter, sizeof(filter),
	    "(&(portalAuditTarget=%s)(portalAuditResult=begun))", account);
	rc = dir_find(core->dir, &query, &entry, &err);
	*count = rc == RC_OK;
	if (rc == RC_OK)
		dir_entry_free(entry);
	else
		assert_rc(RC_ABSENT, rc, &err);
}

static void
check_redeemed(struct core *core, const char *account, bool done)
{
	struct person person;
	int entries;
	bool spent;

	load_settled(core, account, &person);
	spent = !person.code.is_there;
	assert_int_equal(stage_logs_in(core, account, stage_password), spent);
	assert_int_equal(person.state, spent ? PERSON_ACTIVE : PERSON_NEW);
	count_entries_of(core, account, &entries);
	if (spent)
		assert_int_equal(entries, 1);
	if (done)
		assert_true(spent);
	assert_int_equal(redeem(core), spent ? REPLY_ALREADY_SET : REPLY_OK);
	stage_load(core, account, &person);
	assert_true(stage_logs_in(core, account, stage_password));
}

/* The code is spent if and only if the password is set, and whoever tries
 * again is told the truth. */
static void
a_redemption_killed_anywhere_is_whole_or_not_there(void **state)
{
	struct core *core = stage_core();
	bool done = false;

	(void)state;
	for (int k = 1; !done; k++) {
		char account[16];

		assert_true(k < CALLS_MAX);
		account_of(account, "r", k);
		redeem_case.number = 1000 + k;
		stage_person(
		    core, account, redeem_case.number, STAGE_SCHOOL, "new");
		stage_issue(core, account, redeem_case.code);
		done = stage_completes(redeem_job, NULL, k);
		check_redeemed(core, account, done);
	}
}

/* ------------------------------------------------------------------ sign-on */

static void
exchange_job(struct core *core, const char *code)
{
	(void)olga_exchange(core, code);
}

/* Who died before the answer got no tokens; after an answer nobody gets any. */
static void
a_code_whose_taker_is_killed_anywhere_gives_tokens_once_at_most(void **state)
{
	struct core *core = olga_stage();
	bool done = false;

	(void)state;
	for (int k = 1; !done; k++) {
		char code[GRANT_TEXT_SIZE];
		enum reply reply;

		assert_true(k < CALLS_MAX);
		olga_sign_on(core, 60, code);
		done = stage_completes(exchange_job, code, k);
		reply = olga_exchange(core, code)->reply;
		if (done)
			assert_int_equal(reply, REPLY_INVALID_GRANT);
		else
			assert_true(
			    reply == REPLY_OK || reply == REPLY_INVALID_GRANT);
		assert_int_equal(
		    olga_exchange(core, code)->reply, REPLY_INVALID_GRANT);
	}
}

static const char apps_dn[] = "ou=apps,dc=example,dc=edu";

static void
empty_key_set(struct core *core)
{
	const struct dir_change change = {
	    DIR_REPLACE, "portalAppKeys", NULL, 0};
	const struct dir_edit edit = {
	    .dn = apps_dn, .changes = &change, .count = 1};
	struct err err;

	assert_rc(RC_OK, dir_modify(core->dir, &edit, NULL, &err), &err);
}

static void
publish_job(struct core *core, const char *arg)
{
	struct err err;

	(void)arg;
	(void)publish_run(core, &err);
}

static void
keys_whose_publisher_is_killed_anywhere_are_published_by_the_next(void **state)
{
	struct core *core = olga_stage();
	bool done = false;

	(void)state;
	for (int k = 1; !done; k++) {
		struct err err;
		json_t *set;

		assert_true(k < CALLS_MAX);
		empty_key_set(core);
		done = stage_completes(publish_job, NULL, k);
		assert_rc(RC_OK, publish_run(core, &err), &err);
		assert_rc(RC_OK, publish_load(core, &set, &err), &err);
		assert_int_equal(
		    json_array_size(json_object_get(set, "keys")), 1);
		json_decref(set);
	}
}

static void
the_audit_chain_has_no_gap_after_all_that(void **state)
{
	struct core *core = stage_core();
	char head[AUDIT_HEAD_SIZE], previous[AUDIT_HASH_SIZE] = AUDIT_GENESIS;
	long long last = 0;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    audit_head(
		core->audit, core->dir, core->ring[RING_AUDIT], head, &err),
	    &err);
	assert_int_equal(sscanf(head, "1-%lld-", &last), 1);
	assert_true(last > 10);
	for (long long seq = 1; seq <= last; seq++) {
		struct dir_entry *entry;
		char dn[128];

		(void)snprintf(dn, sizeof(dn),
		    "cn=1-%lld,ou=audit,dc=example,dc=edu", seq);
		assert_rc(
		    RC_OK, dir_get(core->dir, dn, NULL, &entry, &err), &err);
		assert_string_equal(
		    dir_value(entry, "portalAuditPrev"), previous);
		(void)snprintf(previous, sizeof(previous), "%s",
		    dir_value(entry, "portalAuditHash"));
		dir_entry_free(entry);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(
	a_letter_killed_anywhere_is_sent_once_and_never_without_its_nonce),
    cmocka_unit_test(a_redemption_killed_anywhere_is_whole_or_not_there),
    cmocka_unit_test(
	a_code_whose_taker_is_killed_anywhere_gives_tokens_once_at_most),
    cmocka_unit_test(
	keys_whose_publisher_is_killed_anywhere_are_published_by_the_next),
    cmocka_unit_test(the_audit_chain_has_no_gap_after_all_that),
};

UNIT_MAIN(tests)
