/*
 * Is it well: whether directory, settings, keys and what else there has to be
 * are as designed.
 */
#include "ops_table.h"
#include "publish.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* One thing that must be so: RC_OK, or what is wrong in a sentence. */
typedef enum rc check(struct core *core, struct err *err);

static enum rc
check_directory(struct core *core, struct err *err)
{
	char who[PERSON_DN_SIZE], dn[FILTER_DN_SIZE];
	enum rc rc = dir_whoami(core->dir, who, sizeof(who), err);

	if (rc == RC_OK)
		rc = filter_dn(dn, sizeof(dn), core->conf->base_dn, err,
		    "cn=identityd,ou=services");
	if (rc != RC_OK || strncmp(who, "dn:", 3) != 0 ||
	    strcasecmp(who + 3, dn) != 0)
		return rc != RC_OK
		    ? rc
		    : err_set(err, RC_FAULT,
			  "the directory takes us for %.128s", who);
	return rc;
}

/* The values that the design stands on, as the default policy has them. */
static enum rc
check_policy(struct core *core, struct err *err)
{
	static const struct {
		const char *attr, *value;
	} wanted[] = {
	    {"pwdSafeModify", "FALSE"},
	    {"pwdMinAge", "0"},
	    {"pwdMaxFailure", "5"},
	    {"pwdLockout", "TRUE"},
	    {"pwdLockoutDuration", "900"},
	    {"pwdInHistory", "3"},
	    {"pwdCheckQuality", "2"},
	};
	char dn[FILTER_DN_SIZE];
	struct dir_entry *entry;
	enum rc rc = filter_dn(
	    dn, sizeof(dn), core->conf->base_dn, err, "cn=default,ou=policies");

	if (rc == RC_OK)
		rc = dir_get(core->dir, dn, NULL, &entry, err);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		const char *value = dir_value(entry, wanted[i].attr);

		if (value == NULL && strcmp(wanted[i].value, "0") == 0)
			continue;
		if (value == NULL || strcasecmp(value, wanted[i].value) != 0)
			rc = err_set(err, RC_FAULT, "%s is %s, should be %s",
			    wanted[i].attr, value != NULL ? value : "not set",
			    wanted[i].value);
	}
	dir_entry_free(entry);
	return rc;
}

static enum rc
check_rings(struct core *core, struct err *err)
{
	enum rc rc = core_refresh(core, err);

	for (int i = 0; rc == RC_OK && i < CORE_RING_COUNT; i++)
		if (keyring_newest(core->ring[i]) == NULL)
			rc = err_set(err, RC_FAULT, "ring %s has no key",
			    core_ring_name((enum core_ring)i));
	return rc;
}

static enum rc
check_audit(struct core *core, struct err *err)
{
	char head[AUDIT_HEAD_SIZE];
	enum rc rc = audit_head(
	    core->audit, core->dir, core->ring[RING_AUDIT], head, err);

	return rc == RC_OK ? audit_check_head(core->audit, core->dir,
				 core->ring[RING_AUDIT], head, err)
			   : rc;
}

/* Can we sign, and everybody check it? */
static enum rc
check_sign_on(struct core *core, struct err *err)
{
	struct rsa_public pub;
	json_t *set;
	enum rc rc =
	    signing_get(core->signing, core->now_s, &core->signer, err);

	if (rc == RC_OK)
		rc = publish_load(core, &set, err);
	if (rc != RC_OK)
		return rc;
	rc = jwk_find(set, core->signer.kid, &pub, err);
	json_decref(set);
	return rc == RC_OK ? RC_OK : err_context(err, rc, "ou=apps");
}

static enum rc
check_outbox(struct core *core, struct err *err)
{
	int count;

	return outbox_count(&core->outbox, OUTBOX_DUE, &count, err);
}

/* So many of identityd_conf_other() from the `first`. */
static enum rc
check_others(struct core *core, size_t first, size_t count, struct err *err)
{
	for (size_t i = first; i < first + count; i++) {
		struct dir *dir = core_dir_at(core, 1 + i);
		int64_t id = 0;
		enum rc rc = dir != NULL
		    ? dir_probe(dir, err)
		    : err_set(err, RC_FAULT, "no connection");

		if (rc == RC_OK)
			continue;
		(void)identityd_conf_other(core->conf, i, &id);
		return err_context(err, rc, "server %lld", (long long)id);
	}
	return RC_OK;
}

static enum rc
check_homes(struct core *core, struct err *err)
{
	return check_others(core, 0, core->conf->homes.count, err);
}

static enum rc
check_replicas(struct core *core, struct err *err)
{
	return check_others(
	    core, core->conf->homes.count, core->conf->replicas.count, err);
}

enum reply
check_all(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	static const struct {
		const char *name;
		check *run;
	} checks[] = {
	    {"directory", check_directory},
	    {"policy", check_policy},
	    {"keys", check_rings},
	    {"audit", check_audit},
	    {"sign-on", check_sign_on},
	    {"outbox", check_outbox},
	    {"homes", check_homes},
	    {"replicas", check_replicas},
	};

	(void)actor;
	(void)question;
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		struct err err = {""};
		enum rc rc = checks[i].run(core, &err);

		wire_row_begin(&answer->out);
		wire_put_text(&answer->out, F_NAME, checks[i].name);
		wire_put_text(&answer->out, F_RESULT, rc_name(rc));
		if (rc != RC_OK)
			wire_put_text(&answer->out, F_DETAIL, err.text);
		wire_row_end(&answer->out);
	}
	return REPLY_OK;
}
