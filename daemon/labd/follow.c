#include "follow.h"

#include "base/text.h"
#include "dir/dn.h"
#include "lab_entry.h"
#include "lab_local.h"

#include <string.h>
#include <unistd.h>

enum {
	HOUR_MS = 3600 * 1000,
	DAY_MS = 24 * HOUR_MS,
	AWAY_MS = 2000, /* between turns while the directory is away */
};

/* What becomes a delta. */
struct collect {
	const struct labd_conf *conf;
	struct state_delta delta;
	char *buf; /* LAB_ENTRY_SIZE */
	char cookie[STATE_COOKIE_SIZE];
};

/* A little different for each machine and each time. */
static int64_t
jittered(int64_t ms, int64_t now_ms)
{
	uint64_t mixed = (uint64_t)now_ms * 2654435761u + (uint64_t)getpid();

	return ms - ms / 10 + (int64_t)(mixed % (uint64_t)(ms / 5 + 1));
}

static enum rc
take_event(void *context, enum sync_event event,
    const uint8_t uuid[SYNC_UUID_SIZE], const struct dir_entry *entry,
    struct err *err)
{
	struct collect *collect = context;
	size_t len = 0;

	(void)err;
	if (event == SYNC_ENTRY) {
		len = lab_entry_print(
		    collect->conf, collect->delta.kind, entry, collect->buf);
		if (len == 0)
			event = SYNC_GONE;
	}
	state_delta_put(&collect->delta, event, uuid, collect->buf, len);
	return RC_OK;
}

/* -------------------------------------------------------------- a turn */

static int64_t
full_ms(const struct labd_conf *conf)
{
	if (conf->full_s > 0)
		return conf->full_s * 1000;
	return conf->sync == LABD_SEARCH ? HOUR_MS : DAY_MS;
}

/* The one on disk, if it is for what is asked today. */
static void
recall_cookie(struct follow *follow, enum state_kind kind)
{
	char mark[SOURCE_MARK_SIZE], cookie[STATE_COOKIE_SIZE];
	char *mine = follow->cookies[kind];

	source_mark(follow->conf, kind, mark);
	state_cookie(&follow->state, kind, cookie);
	*mine = '\0';
	if (strncmp(cookie, mark, strlen(mark)) == 0)
		(void)text_copy(mine, SYNC_COOKIE_SIZE, cookie + strlen(mark));
}

static bool
keep_cookie(struct follow *follow, struct collect *collect)
{
	enum state_kind kind = collect->delta.kind;
	char mark[SOURCE_MARK_SIZE];

	source_mark(follow->conf, kind, mark);
	collect->delta.cookie = collect->cookie;
	return text_print(collect->cookie, sizeof(collect->cookie), "%s%s",
	    mark, follow->cookies[kind]);
}

/* A server that knows less than we do is passed over. If all of them do, or if
 * one answers but refuses what we ask for, everything is asked for: whatever is
 * wrong with the cookie, that heals it. */
static enum rc
ask(struct follow *follow, struct collect *collect, struct err *err)
{
	char *cookie = follow->cookies[collect->delta.kind];
	enum rc rc = source_ask(
	    &follow->source, &collect->delta, cookie, take_event, collect, err);

	while (rc == RC_EXISTS && dir_pass(follow->source.dir)) {
		state_delta_wipe(&collect->delta);
		rc = source_ask(&follow->source, &collect->delta, cookie,
		    take_event, collect, err);
	}
	if (rc != RC_OK && rc != RC_OFFLINE && rc != RC_BUSY &&
	    *cookie != '\0') {
		state_delta_wipe(&collect->delta);
		*cookie = '\0';
		rc = source_ask(&follow->source, &collect->delta, cookie,
		    take_event, collect, err);
	}
	if (rc == RC_OK && !keep_cookie(follow, collect))
		return err_set(err, RC_FAULT, "the cookie is too long");
	return rc;
}

/* Asks, and keeps the answer. */
static enum rc
follow_kind(struct follow *follow, enum state_kind kind, struct err *err)
{
	/* Not from the heap, which wipes, and so touches, all of it. */
	static char buf[LAB_ENTRY_SIZE];
	const char *dir = follow->conf->state_dir;
	struct collect collect = {
	    .conf = follow->conf, .delta = {.kind = kind}, .buf = buf};
	bool is_changed = false;
	enum rc rc;

	rc = ask(follow, &collect, err);
	if (rc == RC_OK)
		rc = state_apply(
		    &follow->state, dir, &collect.delta, &is_changed, err);
	if (rc != RC_OK) { /* what was told is lost: ask for it again */
		recall_cookie(follow, kind);
		source_restart(&follow->source);
	}
	state_delta_wipe(&collect.delta);
	if (rc != RC_OK || !is_changed)
		return rc;
	follow->is_built = false;
	return state_open(&follow->state, dir, err);
}

static enum rc
build(struct follow *follow, struct err *err)
{
	const struct names_plan plan = {
	    .dir = follow->conf->state_dir,
	    .id_min = follow->conf->uid_min,
	    .users_gid = follow->conf->users_gid,
	    .shadow_gid = (gid_t)follow->conf->shadow_group,
	    .is_listed = follow->conf->enumerate,
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

	*follow =
	    (struct follow){.conf = conf, .source = {.conf = conf, .dir = dir}};
	follow->full_ms = now_ms + jittered(full_ms(conf), now_ms);
	if (state_open(&follow->state, conf->state_dir, &err) != RC_OK)
		return;
	if (state_check(&follow->state, &err) != RC_OK) {
		state_drop(&follow->state, conf->state_dir);
		return;
	}
	for (int kind = 0; kind < STATE_KINDS; kind++)
		recall_cookie(follow, (enum state_kind)kind);
}

void
follow_close(struct follow *follow)
{
	state_close(&follow->state);
}

static void
forget_cookies(struct follow *follow)
{
	memset(follow->cookies, 0, sizeof(follow->cookies));
	source_restart(&follow->source);
}

void
follow_flush(struct follow *follow)
{
	forget_cookies(follow);
	follow->is_built = false;
	follow->next_ms = 0;
}

/* Does the server answer at all? That is told soon; the rest may take its
 * time. A search that stays would never tell. */
static enum rc
begin_turn(struct follow *follow, int64_t now_ms, struct err *err)
{
	char name[DN_SIZE];

	if (now_ms >= follow->full_ms) {
		forget_cookies(follow);
		follow->full_ms =
		    now_ms + jittered(full_ms(follow->conf), now_ms);
	}
	return dir_whoami(follow->source.dir, name, sizeof(name), err);
}

static void
end_turn(struct follow *follow, int64_t now_ms, enum rc rc)
{
	follow->turns += rc == RC_OK;
	follow->next_ms = now_ms +
	    (rc == RC_OK ? jittered(follow->conf->poll_s * 1000, now_ms)
			 : AWAY_MS);
}

enum rc
follow_turn(
    struct follow *follow, int64_t now_ms, bool *is_changed, struct err *err)
{
	bool is_due = now_ms >= follow->next_ms;
	enum rc rc = RC_OK;

	*is_changed = false;
	if (!is_due && !source_is_telling(&follow->source))
		return RC_OK;
	if (is_due)
		rc = begin_turn(follow, now_ms, err);
	for (int kind = 0; rc == RC_OK && kind < STATE_KINDS; kind++)
		rc = follow_kind(follow, (enum state_kind)kind, err);
	if (!follow->is_built && follow->state.inode != 0) {
		*is_changed = build(follow, err) == RC_OK;
		if (!*is_changed)
			rc = RC_FAULT;
	}
	if (is_due || rc != RC_OK)
		end_turn(follow, now_ms, rc);
	return rc;
}
