#include "core.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "seal/keyfile.h"
#include "national_id.h"
#include "probe.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	AUDIT_TEXT_SIZE = 513, /* of a target, the longest */
	ANSWER_MS = 5000,      /* of a directory that hashes, perhaps in turn */
	/* A worker tries no sooner what is away, when it has not come back for
	 * the ticker meanwhile: probe.h. */
	RETRY_MS = 60000,
};
_Static_assert((int)RETRY_MS > CORE_DIRS_MAX * (int)PROBE_MS,
    "the ticker comes to each of them before");

static const char *const ring_names[CORE_RING_COUNT] = {
    [RING_ID] = "id",
    [RING_CODE] = "code",
    [RING_SESSION] = "session",
    [RING_AUDIT] = "audit",
    [RING_SIGN] = "sign",
};

/* Kinds of school that have no accounts. */
static const char *const kinds_without[] = {"nonprofit_kindergarten",
    "quasi_public_kindergarten", "private_kindergarten"};

const char *
core_ring_name(enum core_ring ring)
{
	return ring_names[ring];
}

int
core_ring_of(const char *name)
{
	for (int i = 0; i < CORE_RING_COUNT; i++)
		if (strcmp(ring_names[i], name) == 0)
			return i;
	return -1;
}

void
core_ring_path(const struct core *core, enum core_ring ring, char path[512])
{
	(void)text_print(
	    path, 512, "%s/%s", core->conf->key_dir, ring_names[ring]);
}

enum rc
core_refresh(struct core *core, struct err *err)
{
	for (int i = 0; i < CORE_RING_COUNT; i++) {
		struct keyring *fresh;
		struct stat st;
		char path[512];
		enum rc rc;

		core_ring_path(core, (enum core_ring)i, path);
		if (stat(path, &st) != 0)
			return err_set(err, RC_FAULT, "%s: %m", path);
		if (core->ring[i] != NULL &&
		    memcmp(&st.st_mtim, &core->ring_changed[i],
			sizeof(st.st_mtim)) == 0)
			continue;
		rc = keyfile_load(path, ring_names[i], &fresh, err);
		if (rc != RC_OK)
			return rc;
		keyring_free(core->ring[i]);
		core->ring[i] = fresh;
		core->ring_changed[i] = st.st_mtim;
	}
	return RC_OK;
}

/* NULL: there is none */
static const char *
uri_at(const struct core *core, size_t at)
{
	int64_t id;

	return at == 0 ? core->conf->ldap_uri
		       : identityd_conf_other(core->conf, at - 1, &id);
}

static enum rc
open_dir(struct core *core, size_t at, bool as_person, int timeout_ms,
    struct dir **out, struct err *err)
{
	const char *const uris[] = {uri_at(core, at), NULL};
	struct dir_conf conf = {.uris = uris, .timeout_ms = timeout_ms};

	if (core->health != NULL) {
		conf.health = &core->health[at];
		conf.backoff_min_ms = conf.backoff_max_ms = RETRY_MS;
	}
	if (core->conf->ca_file[0] != '\0')
		conf.ca_file = core->conf->ca_file;
	if (!as_person && core->conf->bind_dn[0] != '\0') {
		conf.bind_dn = core->conf->bind_dn;
		conf.password = core->password;
	}
	return dir_open(&conf, out, err);
}

enum rc
core_open(struct core *core, struct err *err)
{
	enum rc rc = open_dir(core, 0, false, ANSWER_MS, &core->dir, err);

	if (rc == RC_OK)
		rc = open_dir(core, 0, true, ANSWER_MS, &core->person_dir, err);
	if (rc == RC_OK)
		rc = outbox_open(&core->outbox, core->conf->outbox_dir, false,
		    clock_now_s(), err);
	return rc == RC_OK ? core_refresh(core, err) : rc;
}

enum rc
core_dial(struct core *core, size_t at, int timeout_ms, struct dir **out,
    struct err *err)
{
	*out = NULL;
	return uri_at(core, at) != NULL
	    ? open_dir(core, at, false, timeout_ms, out, err)
	    : err_set(err, RC_ABSENT, "no further directory");
}

struct dir *
core_dir_at(struct core *core, size_t at)
{
	struct dir **dir;
	struct err err;

	if (at == 0)
		return core->dir;
	if (uri_at(core, at) == NULL)
		return NULL;
	dir = &core->other_dir[at - 1];
	if (*dir == NULL &&
	    open_dir(core, at, false, ANSWER_MS, dir, &err) != RC_OK)
		log_error("%s: %s", uri_at(core, at), err.text);
	return *dir;
}

struct dir *
core_home(struct core *core, int64_t home)
{
	int64_t id;

	if (home == core->conf->home)
		return core->dir;
	for (size_t i = 0; i < core->conf->homes.count; i++)
		if (identityd_conf_other(core->conf, i, &id) != NULL &&
		    id == home)
			return core_dir_at(core, 1 + i);
	return NULL;
}

bool
core_is_away(const struct core *core, size_t at)
{
	return core->health != NULL &&
	    atomic_load(&core->health[at].retry_at_ms[0]) != 0;
}

bool
core_is_home_away(const struct core *core)
{
	for (size_t i = 0; i < core->conf->homes.count; i++)
		if (core_is_away(core, 1 + i))
			return true;
	return false;
}

enum reply
core_fail(const char *what, enum rc rc, const struct err *err)
{
	if (rc == RC_FAULT || rc == RC_OFFLINE)
		log_error("%s: %s", what, err->text);
	return reply_of_rc(rc);
}

/* "(|(portalNationalIdIndex={2}...)(portalNationalIdIndex={1}...))" */
static enum rc
id_filter(const struct keyring *ring, const char *canonical, char *filter,
    size_t size, struct err *err)
{
	size_t used = 0;

	filter[0] = '\0';
	for (size_t i = 0; i < ring->count; i++) {
		char index[NATIONAL_ID_INDEX_SIZE], one[256];
		const struct keyring_key *key = &ring->keys[i];

		if (key->state == KEYRING_RETIRED)
			continue;
		national_id_index(key->key, key->kid, canonical, index);
		if (filter_print(one, sizeof(one), err,
			"(portalNationalIdIndex=%s)", index) != RC_OK ||
		    used + strlen(one) + 4 > size)
			return err_set(err, RC_FAULT, "too many live ID keys");
		used += (size_t)snprintf(filter + used, size - used, "%s%s",
		    used == 0 ? "(|" : "", one);
	}
	if (used == 0)
		return err_set(err, RC_FAULT, "no live ID key");
	(void)snprintf(filter + used, size - used, ")");
	return RC_OK;
}

enum rc
core_find_by_id(struct core *core, const char *typed, struct person *person,
    struct err *err)
{
	SECRET(canonical, NATIONAL_ID_SIZE);
	char filter[16384];
	enum national_id_fault fault =
	    national_id_parse(typed, strlen(typed), canonical);
	enum rc rc;

	*person = (struct person){0};
	/* A wrong check digit is personnel's affair: they may have insisted. */
	if (fault != NATIONAL_ID_OK && fault != NATIONAL_ID_CHECKSUM)
		return err_set(err, RC_INPUT, "national ID: %s",
		    national_id_fault_name(fault));
	rc = id_filter(
	    core->ring[RING_ID], canonical, filter, sizeof(filter), err);
	return rc == RC_OK
	    ? person_find(core->dir, core->conf->base_dn, filter, person, err)
	    : rc;
}

enum reply
core_find_person(struct core *core, const char *account, struct person *person)
{
	struct err err;
	enum rc rc = person_by_account(
	    core->dir, core->conf->base_dn, account, person, &err);

	if (rc == RC_ABSENT)
		return REPLY_NO_PERSON;
	return rc == RC_OK ? REPLY_OK : core_fail("person", rc, &err);
}

static enum rc
count_one(void *context, const struct dir_entry *entry, struct err *err)
{
	(void)entry;
	(void)err;
	++*(int64_t *)context;
	return RC_OK;
}

enum rc
core_count_people(
    struct core *core, const char *filter, int64_t *count, struct err *err)
{
	static const char *const attrs[] = {"1.1", NULL};
	char base[FILTER_DN_SIZE];
	const struct dir_query query = {
	    .base = base, .scope = DIR_ONE, .filter = filter, .attrs = attrs};
	enum rc rc = filter_dn(
	    base, sizeof(base), core->conf->base_dn, err, "ou=people");

	*count = 0;
	return rc == RC_OK
	    ? dir_search(core->dir, &query, count_one, count, err)
	    : rc;
}

bool
core_kind_has_accounts(const char *kind)
{
	for (size_t i = 0; i < sizeof(kinds_without) / sizeof(char *); i++)
		if (strcmp(kind, kinds_without[i]) == 0)
			return false;
	return true;
}

enum rc
core_check_school(struct core *core, const char *school_dn,
    struct school *school, struct err *err)
{
	char decoy[FILTER_DN_SIZE];
	struct dir_entry *entry;
	const char *kind;
	enum rc rc = filter_dn(
	    decoy, sizeof(decoy), core->conf->base_dn, err, "ou=units");

	*school = (struct school){0};
	if (rc == RC_OK)
		rc =
		    dir_get(core->dir, school_dn[0] != '\0' ? school_dn : decoy,
			school_attrs, &entry, err);
	if (rc != RC_OK)
		return rc;
	if (school_read(school, entry, err) != RC_OK)
		*school = (struct school){0};
	kind = dir_value(entry, "portalSchoolKind");
	if (kind != NULL && !core_kind_has_accounts(kind))
		rc = err_set(err, RC_DENIED, "no accounts for %s", kind);
	dir_entry_free(entry);
	return rc;
}

/* As a list will show it: who verifies the chain has nothing but lists. */
static const char *
shown(char dst[AUDIT_TEXT_SIZE], enum field field, const char *text)
{
	size_t max = field_rule(field)->max;

	assert(max < AUDIT_TEXT_SIZE);
	(void)text_show(dst, max + 1, text, false);
	return dst;
}

enum rc
core_audit(struct core *core, const struct actor *actor, const char *action,
    const char *target, const char *school, const char *reason,
    const char *result, struct err *err)
{
	char target_shown[AUDIT_TEXT_SIZE], school_shown[AUDIT_TEXT_SIZE];
	char reason_shown[AUDIT_TEXT_SIZE];
	const struct audit_entry entry = {
	    .time_s = core->now_s,
	    .actor = actor->name,
	    .action = action,
	    .target = shown(target_shown, F_TARGET, target),
	    .school = shown(school_shown, F_SCHOOL, school),
	    .reason = shown(reason_shown, F_WHY, reason != NULL ? reason : ""),
	    .result = result,
	};

	return audit_add(core->audit, core->dir, &entry, err);
}

static struct promise
promise_of(const struct core *core, enum letter_kind kind, const char *uuid,
    const char *to)
{
	struct promise promise = {.kind = kind, .created_s = core->now_s};

	if (letter_kind_needs(kind) & LETTER_NEEDS_AT)
		promise.at_s = core->now_s;
	(void)text_copy(promise.who, sizeof(promise.who), uuid);
	(void)text_copy(promise.to, sizeof(promise.to), to != NULL ? to : "");
	return promise;
}

enum rc
core_put_letter(struct core *core, enum letter_kind kind, const char *uuid,
    const char *to, struct err *err)
{
	struct promise promise = promise_of(core, kind, uuid, to);

	return outbox_put(&core->outbox, &promise, core->now_s, err);
}

void
core_promise(
    struct core *core, enum letter_kind kind, const char *uuid, const char *to)
{
	if (core->letter_count < CORE_LETTERS_MAX)
		core->letters[core->letter_count++] =
		    promise_of(core, kind, uuid, to);
}

void
core_put_letters(struct core *core)
{
	for (size_t i = 0; i < core->letter_count; i++) {
		struct promise *promise = &core->letters[i];
		struct err err;

		/* A code's letter is not lost: the entry says "queued", and
		 * the next tick finds no letter and promises it again. */
		if (outbox_put(&core->outbox, promise, core->now_s, &err) !=
		    RC_OK)
			log_error("letter %s for %s: %s",
			    letter_kind_name(promise->kind), promise->who,
			    err.text);
	}
	core->letter_count = 0;
}
