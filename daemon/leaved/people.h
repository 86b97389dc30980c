/*
 * people.h - who is where since when, as the directory tells.
 *
 * Shape:  people_follow() asks for what has changed since it last asked, once
 *         for people and once for schools, units and roles, and puts both into
 *         the tables in one transaction each: all of an answer or nothing.
 *         Somebody who is posted elsewhere, or otherwise, gets a further dated
 *         posting; whoever is gone from the directory stays in the tables, as
 *         `gone`. Everything hangs on the entryUUID: names may change.
 * Units:  a posting starts on the day that the directory names, or today.
 * Errors: as dir.h and sql.h; RC_EXISTS: this server knows less than it has
 *         told, and who asks is patient. Nothing has been changed then.
 * Source: RFC 4533; DESIGN 7.
 */
#ifndef LEAVED_PEOPLE_H
#define LEAVED_PEOPLE_H

#include "db/sql.h"
#include "dir/sync.h"

enum people_branch { BRANCH_PLACES, BRANCH_PEOPLE, BRANCHES };

/* What an entry says, as texts; NULL where it does not. */
enum people_attr {
	ATTR_DN,
	ATTR_UID,
	ATTR_CN,
	ATTR_MAIL,
	ATTR_STATE,
	ATTR_KIND,
	ATTR_UNIT_DN,
	ATTR_POST,
	ATTR_SCHEDULE,
	ATTR_FROM,
	ATTR_UNTIL,
	ATTR_HIRED,
	ATTR_CHANGED,
	ATTR_SIGN_OUTS,
	ATTR_CODE,
	ATTR_SCHOOL_KIND,
	ATTR_TITLE,
	ATTR_HEAD,
	ATTRS
};

enum { PEOPLE_HOLDERS_MAX = 64 };

struct arrival {
	enum sync_event event;
	char uuid[37];
	char *text[ATTRS];
	char *holders[PEOPLE_HOLDERS_MAX]; /* of a role */
	size_t holder_count;
};

struct arrivals {
	struct arrival *at;
	size_t count, room;
	char cookie[SYNC_COOKIE_SIZE];
	bool is_complete;
};

struct people_count {
	int changed, gone, posted;
};

struct people_source {
	const char *base_dn;
	/* A server that knows less than it has told may catch up; otherwise it
	 * was restored, and is heard from the beginning. */
	bool is_patient;
};

/* Both branches; `count` says what was different. */
enum rc people_follow(struct sql *sql, struct dir *dir,
    const struct people_source *source, int today, struct people_count *count,
    struct err *err);

/* Asks: the arrivals since `cookie`, which the caller wipes in any case. */
enum rc people_hear(struct dir *dir, const char *base_dn,
    enum people_branch branch, const char *cookie, struct arrivals *arrivals,
    struct err *err);
void arrivals_wipe(struct arrivals *arrivals);

/* Writes them, within the caller's transaction. */
enum rc people_put(struct sql *sql, enum people_branch branch,
    const struct arrivals *arrivals, int today, struct people_count *count,
    struct err *err);

#endif
