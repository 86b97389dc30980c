#include "follow.h"

#include "base/text.h"
#include "dir/dn.h"
#include "lab_local.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	DAY_MS = 24 * 3600 * 1000,
	AWAY_MS = 2000,    /* between turns while the directory is away */
	ANSWER_MS = 60000, /* a server without our last answer in its log looks
			      at every entry anew, in silence */
	GROUP_SIZE = 4 << 20, /* bytes of the largest group's record */
};

/* What becomes a delta. */
struct collect {
	const struct labd_conf *conf;
	struct state_delta delta;
	char *buf; /* GROUP_SIZE */
};

/* A little different for each machine and each time. */
static int64_t
jittered(int64_t ms, int64_t now_ms)
{
	uint64_t mixed = (uint64_t)now_ms * 2654435761u + (uint64_t)getpid();

	return ms - ms / 10 + (int64_t)(mixed % (uint64_t)(ms / 5 + 1));
}

/* ------------------------------------------------------ entry -> record */

static const char *
text_of(const struct dir_entry *entry, const char *attr, const char *fallback)
{
	const char *text = *attr == '\0' ? NULL : dir_value(entry, attr);

	return text == NULL ? fallback : text;
}

static bool
number_of(const struct dir_entry *entry, const char *attr, uint32_t *number)
{
	int64_t wide;

	if (!text_number(text_of(entry, attr, ""), 0, UINT32_MAX, &wide))
		return false;
	*number = (uint32_t)wide;
	return true;
}

/* The length, 0 for an entry that is no person to us. */
static size_t
person_record(const struct collect *collect, const struct dir_entry *entry)
{
	const struct labd_conf *conf = collect->conf;
	struct state_person person = {
	    .dn = dir_dn(entry),
	    .state = text_of(entry, conf->state_attribute, ""),
	    .changed = text_of(entry, "pwdChangedTime", ""),
	};

	person.names.name = text_of(entry, conf->name_attribute, "");
	person.names.gecos = "";
	if (conf->full_names)
		person.names.gecos =
		    text_of(entry, "gecos", text_of(entry, "cn", ""));
	person.names.home = text_of(entry, "homeDirectory", "");
	person.names.shell = text_of(entry, "loginShell", conf->shell);
	if (!number_of(entry, "uidNumber", &person.names.uid) ||
	    !number_of(entry, "gidNumber", &person.names.gid))
		return 0;
	return state_person_print(collect->buf, GROUP_SIZE, &person);
}

/* Appends the values of one attribute of members. */
static bool
put_members(const struct dir_entry *entry, const char *attr, char letter,
    char *members, size_t *len)
{
	const char *value;

	for (size_t i = 0; i < dir_count(entry, attr); i++) {
		value = dir_value_at(entry, attr, i);
		if (value == NULL)
			continue;
		if (!text_print(members + *len, GROUP_SIZE - *len, "%c%s",
			letter, value))
			return false;
		*len += strlen(value) + 2;
	}
	return true;
}

static size_t
group_record(const struct collect *collect, const struct dir_entry *entry)
{
	struct state_group group = {
	    .name = text_of(entry, "cn", ""),
	    .dn = dir_dn(entry),
	};
	char *members;
	size_t len = 0;

	if (!number_of(entry, "gidNumber", &group.gid))
		return 0;
	members = table_grow(NULL, GROUP_SIZE, 1);
	if (put_members(entry, "memberUid", STATE_BY_NAME, members, &len) &&
	    put_members(entry, "member", STATE_BY_DN, members, &len) &&
	    put_members(entry, "uniqueMember", STATE_BY_DN, members, &len)) {
		group.members = members;
		group.members_len = len;
		len = state_group_print(collect->buf, GROUP_SIZE, &group);
	} else {
		len = 0;
	}
	free(members);
	return len;
}

static enum rc
take_event(void *context, enum sync_event event,
    const uint8_t uuid[SYNC_UUID_SIZE], const struct dir_entry *entry,
    struct err *err)
{
	static size_t (*const records[STATE_KINDS])(
	    const struct collect *, const struct dir_entry *) = {
	    [STATE_PERSON] = person_record,
	    [STATE_GROUP] = group_record,
	};
	struct collect *collect = context;
	size_t len = 0;

	(void)err;
	if (event == SYNC_ENTRY) {
		len = records[collect->delta.kind](collect, entry);
		if (len == 0)
			event = SYNC_GONE;
	}
	state_delta_put(&collect->delta, event, uuid, collect->buf, len);
	return RC_OK;
}

/* ------------------------------------------------------------- polling */

static enum rc
poll_kind(struct follow *follow, enum state_kind kind, struct collect *collect,
    struct err *err)
{
	const struct labd_conf *conf = follow->conf;
	const char *person_attrs[] = {conf->name_attribute, "uidNumber",
	    "gidNumber", "homeDirectory", "loginShell", "pwdChangedTime",
	    *conf->state_attribute == '\0' ? "uid" : conf->state_attribute,
	    conf->full_names ? "gecos" : NULL, "cn", NULL};
	static const char *const group_attrs[] = {
	    "cn", "gidNumber", "memberUid", "member", "uniqueMember", NULL};
	const struct sync_query queries[STATE_KINDS] = {
	    [STATE_PERSON] = {conf->base, conf->people_filter, person_attrs},
	    [STATE_GROUP] = {conf->groups_base, conf->groups_filter,
		group_attrs},
	};
	struct sync_query query = queries[kind];
	enum rc rc;

	query.timeout_ms = ANSWER_MS;
	collect->delta.kind = kind;
	rc = sync_poll(follow->dir, &query, follow->cookies[kind], take_event,
	    collect, &collect->delta.is_complete, err);
	collect->delta.cookie = follow->cookies[kind];
	return rc;
}

/* Asks, and keeps the answer. */
static enum rc
follow_kind(struct follow *follow, enum state_kind kind, bool *is_changed,
    struct err *err)
{
	const char *dir = follow->conf->state_dir;
	struct collect collect = {
	    .conf = follow->conf, .buf = table_grow(NULL, GROUP_SIZE, 1)};
	enum rc rc;

	rc = poll_kind(follow, kind, &collect, err);
	if (rc == RC_EXISTS) { /* a server that knows less than we do */
		state_delta_wipe(&collect.delta);
		follow->cookies[kind][0] = '\0';
		rc = poll_kind(follow, kind, &collect, err);
	}
	if (rc == RC_OK)
		rc = state_apply(
		    &follow->state, dir, &collect.delta, is_changed, err);
	if (rc != RC_OK) /* what was told is lost: ask for it again */
		state_cookie(&follow->state, kind, follow->cookies[kind]);
	state_delta_wipe(&collect.delta);
	free(collect.buf);
	return rc;
}

static enum rc
build(struct follow *follow, struct err *err)
{
	const struct names_plan plan = {
	    .dir = follow->conf->state_dir,
	    .id_min = follow->conf->uid_min,
	    .passwd = LAB_LOCAL_PASSWD,
	    .group = LAB_LOCAL_GROUP,
	};
	enum rc rc = state_open(&follow->state, follow->conf->state_dir, err);

	if (rc == RC_OK)
		rc = names_file_build(
		    &plan, &follow->state, &follow->count, err);
	follow->is_built = rc == RC_OK;
	return rc;
}

void
follow_open(struct follow *follow, const struct labd_conf *conf,
    struct dir *dir, int64_t now_ms)
{
	struct err err;

	*follow = (struct follow){.conf = conf, .dir = dir};
	follow->full_ms = now_ms + jittered(DAY_MS, now_ms);
	if (state_open(&follow->state, conf->state_dir, &err) != RC_OK)
		return;
	if (state_check(&follow->state, &err) != RC_OK) {
		state_drop(&follow->state, conf->state_dir);
		return;
	}
	for (int kind = 0; kind < STATE_KINDS; kind++)
		state_cookie(&follow->state, (enum state_kind)kind,
		    follow->cookies[kind]);
}

void
follow_close(struct follow *follow)
{
	state_close(&follow->state);
}

void
follow_flush(struct follow *follow)
{
	memset(follow->cookies, 0, sizeof(follow->cookies));
	follow->is_built = false;
	follow->next_ms = 0;
}

/* Does it answer at all? That is told soon; the rest may take its time. */
static enum rc
check_server(struct follow *follow, struct err *err)
{
	char name[DN_SIZE];

	return dir_whoami(follow->dir, name, sizeof(name), err);
}

enum rc
follow_turn(
    struct follow *follow, int64_t now_ms, bool *is_changed, struct err *err)
{
	enum rc rc = RC_OK;

	*is_changed = false;
	if (now_ms < follow->next_ms)
		return RC_OK;
	if (now_ms >= follow->full_ms) {
		memset(follow->cookies, 0, sizeof(follow->cookies));
		follow->full_ms = now_ms + jittered(DAY_MS, now_ms);
	}
	rc = check_server(follow, err);
	for (int kind = 0; rc == RC_OK && kind < STATE_KINDS; kind++) {
		bool is_kind_changed = false;

		rc = follow_kind(
		    follow, (enum state_kind)kind, &is_kind_changed, err);
		if (is_kind_changed && rc == RC_OK) {
			follow->is_built = false;
			rc = state_open(
			    &follow->state, follow->conf->state_dir, err);
		}
	}
	follow->turns += rc == RC_OK;
	if (!follow->is_built && follow->state.inode != 0) {
		*is_changed = build(follow, err) == RC_OK;
		if (!*is_changed)
			rc = RC_FAULT;
	}
	follow->next_ms = now_ms +
	    (rc == RC_OK ? jittered(follow->conf->poll_s * 1000, now_ms)
			 : AWAY_MS);
	return rc;
}
