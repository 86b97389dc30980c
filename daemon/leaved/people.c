#include "people.h"

#include "base/almanac.h"
#include "base/clock.h"
#include "base/text.h"
#include "book.h"
#include "dir/person.h"

#include <stdlib.h>
#include <string.h>

enum { FOR_EVER = 1000000 };

static const char *const names[BRANCHES] = {
    [BRANCH_PLACES] = "places",
    [BRANCH_PEOPLE] = "people",
};

/* A branch being written. */
struct writing {
	struct sql *sql;
	int today;
	struct people_count *count;
	struct err *err;
};

static const char *
text_of(const struct arrival *arrival, enum people_attr attr)
{
	return arrival->text[attr] == NULL ? "" : arrival->text[attr];
}

static int
day_of(const struct arrival *arrival, enum people_attr attr, int otherwise)
{
	int64_t at_s;

	return clock_parse_generalized(text_of(arrival, attr), &at_s)
	    ? almanac_today(at_s)
	    : otherwise;
}

/* --------------------------------------------------------------- postings */

/* Who works in the office keeps its hours, also a teacher with a post. */
static const char *
schedule_of(const struct arrival *arrival)
{
	const char *given = text_of(arrival, ATTR_SCHEDULE);
	enum staff_kind kind = staff_kind_find(text_of(arrival, ATTR_KIND));

	if (given[0] != '\0')
		return given;
	return kind == STAFF_CIVIL || kind == STAFF_LSA ||
		text_of(arrival, ATTR_POST)[0] != '\0'
	    ? "ADM"
	    : "TCH";
}

struct last {
	bool is_there, is_same;
	int from;
	const struct arrival *arrival;
	const char *school;
};

static enum rc
take_last(void *context, const struct sql_row *row, struct err *err)
{
	struct last *last = context;
	const struct arrival *a = last->arrival;
	const char *const now[] = {text_of(a, ATTR_KIND), schedule_of(a),
	    last->school, text_of(a, ATTR_UNIT_DN), text_of(a, ATTR_POST)};

	(void)err;
	last->is_there = last->is_same = true;
	last->from = (int)sql_row_number(row, 0);
	for (int i = 0; i < 5; i++)
		if (strcmp(sql_row_text(row, i + 1), now[i]) != 0)
			last->is_same = false;
	return RC_OK;
}

/* The first posting began when the directory says, or with the service; a
 * further one when it says so too, unless that lies in the past posting. */
static int
first_day(const struct writing *w, const struct last *last)
{
	int from = day_of(last->arrival, ATTR_FROM, BOOK_NO_DAY);

	if (!last->is_there && from == BOOK_NO_DAY)
		return day_of(last->arrival, ATTR_HIRED, w->today);
	if (!last->is_there || (from != BOOK_NO_DAY && from > last->from))
		return from;
	return w->today > last->from ? w->today : last->from;
}

static enum rc
put_posting(
    struct writing *w, const struct arrival *arrival, const char *school)
{
	struct last last = {.arrival = arrival, .school = school};
	enum rc rc = sql_each(w->sql,
	    "SELECT from_day, kind, schedule, school, unit_dn, admin_post"
	    " FROM posting WHERE person = ? ORDER BY from_day DESC LIMIT 1",
	    (struct sql_visit){take_last, &last}, w->err,
	    SQL_VALUES(sql_text(arrival->uuid)));

	if (rc != RC_OK || last.is_same)
		return rc;
	w->count->posted++;
	return sql_change(w->sql,
	    "INSERT INTO posting (person, from_day, kind, schedule, school,"
	    " unit_dn, admin_post) VALUES (?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (person, from_day) DO UPDATE SET"
	    " kind = excluded.kind, schedule = excluded.schedule,"
	    " school = excluded.school, unit_dn = excluded.unit_dn,"
	    " admin_post = excluded.admin_post",
	    NULL, w->err,
	    SQL_VALUES(sql_text(arrival->uuid), sql_number(first_day(w, &last)),
		sql_text(text_of(arrival, ATTR_KIND)),
		sql_text(schedule_of(arrival)), sql_text(school),
		sql_text(text_of(arrival, ATTR_UNIT_DN)),
		sql_text(text_of(arrival, ATTR_POST))));
}

/* ----------------------------------------------------------------- people */

/* What was learnt of somebody who has changed is learnt anew. What can only
 * grow and has shrunk is a backup's: which of the sessions had ended by now
 * nobody knows. */
static enum rc
put_person(struct writing *w, const struct arrival *arrival)
{
	char school_dn[PERSON_DN_SIZE], school[BOOK_ID_SIZE];
	int from = day_of(arrival, ATTR_FROM, -FOR_EVER);
	int64_t changed_s, sign_outs;
	enum rc rc;

	if (!person_school_of(text_of(arrival, ATTR_UNIT_DN), school_dn, school,
		sizeof(school)))
		school[0] = '\0';
	if (!clock_parse_generalized(
		text_of(arrival, ATTR_CHANGED), &changed_s))
		changed_s = 0;
	if (!text_number(
		text_of(arrival, ATTR_SIGN_OUTS), 0, INT64_MAX, &sign_outs))
		sign_outs = 0;
	rc = sql_change(w->sql,
	    "INSERT INTO person (uuid, dn, account, name, mail, state, school,"
	    " unit_dn, admin_post, hired, posted_from, posted_until,"
	    " changed_s, sign_outs, sessions_from_s)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (uuid) DO UPDATE SET dn = excluded.dn,"
	    " account = excluded.account, name = excluded.name,"
	    " mail = excluded.mail, state = excluded.state,"
	    " school = excluded.school, unit_dn = excluded.unit_dn,"
	    " admin_post = excluded.admin_post, hired = excluded.hired,"
	    " posted_from = excluded.posted_from,"
	    " posted_until = excluded.posted_until,"
	    " changed_s = excluded.changed_s, sign_outs = excluded.sign_outs,"
	    " sessions_from_s = CASE WHEN excluded.changed_s < person.changed_s"
	    " OR excluded.sign_outs < person.sign_outs"
	    " THEN excluded.sessions_from_s ELSE person.sessions_from_s END,"
	    " learnt = -1000000",
	    NULL, w->err,
	    SQL_VALUES(sql_text(arrival->uuid),
		sql_text(text_of(arrival, ATTR_DN)),
		sql_text(text_of(arrival, ATTR_UID)),
		sql_text(text_of(arrival, ATTR_CN)),
		sql_text(text_of(arrival, ATTR_MAIL)),
		sql_text(text_of(arrival, ATTR_STATE)), sql_text(school),
		sql_text(text_of(arrival, ATTR_UNIT_DN)),
		sql_text(text_of(arrival, ATTR_POST)),
		sql_number(day_of(
		    arrival, ATTR_HIRED, from == -FOR_EVER ? w->today : from)),
		sql_number(from),
		sql_number(day_of(arrival, ATTR_UNTIL,
		    almanac_day(ALMANAC_YEAR_MAX, 12, 31))),
		sql_number(changed_s), sql_number(sign_outs),
		sql_number(clock_now_s())));
	return rc == RC_OK && school[0] != '\0'
	    ? put_posting(w, arrival, school)
	    : rc;
}

/* Of what is gone, slapd also names what never was of this branch. */
static enum rc
drop_as(struct writing *w, const char *statement, const char *uuid)
{
	int64_t gone = 0;
	enum rc rc = sql_change(
	    w->sql, statement, &gone, w->err, SQL_VALUES(sql_text(uuid)));

	w->count->gone += (int)gone;
	return rc;
}

static enum rc
drop_person(struct writing *w, const char *uuid)
{
	return drop_as(w,
	    "UPDATE person SET state = 'gone'"
	    " WHERE uuid = ? AND state <> 'gone'",
	    uuid);
}

/* ----------------------------------------------------------------- places */

static enum rc
put_holder(struct writing *w, const char *uuid, const char *person_dn)
{
	return sql_change(w->sql,
	    "INSERT INTO holder (place, person_dn) VALUES (?, ?)"
	    " ON CONFLICT DO NOTHING",
	    NULL, w->err, SQL_VALUES(sql_text(uuid), sql_text(person_dn)));
}

static enum rc
drop_holders(struct writing *w, const char *uuid)
{
	return sql_change(w->sql, "DELETE FROM holder WHERE place = ?", NULL,
	    w->err, SQL_VALUES(sql_text(uuid)));
}

static const char *
place_kind(const struct arrival *arrival)
{
	if (arrival->text[ATTR_CODE] != NULL)
		return "school";
	return arrival->text[ATTR_CN] != NULL ? "role" : "unit";
}

static enum rc
put_place(struct writing *w, const struct arrival *arrival)
{
	const char *dn = text_of(arrival, ATTR_DN);
	char school_dn[PERSON_DN_SIZE], school[BOOK_ID_SIZE];
	enum rc rc;

	if (!person_school_of(dn, school_dn, school, sizeof(school)))
		school_dn[0] = school[0] = '\0';
	rc = sql_change(w->sql,
	    "INSERT INTO place (uuid, kind, dn, school_dn, code, name, detail)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (uuid) DO UPDATE SET dn = excluded.dn,"
	    " school_dn = excluded.school_dn, code = excluded.code,"
	    " name = excluded.name, detail = excluded.detail",
	    NULL, w->err,
	    SQL_VALUES(sql_text(arrival->uuid), sql_text(place_kind(arrival)),
		sql_text(dn), sql_text(school_dn), sql_text(school),
		sql_text(arrival->text[ATTR_CN] != NULL
			? text_of(arrival, ATTR_CN)
			: text_of(arrival, ATTR_TITLE)),
		sql_text(text_of(arrival, ATTR_SCHOOL_KIND))));
	if (rc == RC_OK)
		rc = drop_holders(w, arrival->uuid);
	if (rc == RC_OK && arrival->text[ATTR_HEAD] != NULL)
		rc = put_holder(w, arrival->uuid, text_of(arrival, ATTR_HEAD));
	for (size_t i = 0; rc == RC_OK && i < arrival->holder_count; i++)
		if (arrival->holders[i] != NULL)
			rc = put_holder(w, arrival->uuid, arrival->holders[i]);
	return rc;
}

static enum rc
drop_place(struct writing *w, const char *uuid)
{
	return drop_as(w, "DELETE FROM place WHERE uuid = ?", uuid);
}

/* ------------------------------------------------------------- a branch */

static const struct {
	enum rc (*put)(struct writing *w, const struct arrival *arrival);
	enum rc (*drop)(struct writing *w, const char *uuid);
	const char *all;
} writers[BRANCHES] = {
    [BRANCH_PLACES] = {put_place, drop_place,
	"SELECT uuid FROM place ORDER BY uuid"},
    [BRANCH_PEOPLE] = {put_person, drop_person,
	"SELECT uuid FROM person WHERE state <> 'gone' ORDER BY uuid"},
};

static int
by_uuid(const void *a, const void *b)
{
	return strcmp(((const struct arrival *)a)->uuid,
	    ((const struct arrival *)b)->uuid);
}

/* After an answer that is complete: whoever it does not mention is gone. */
struct absent {
	const struct arrival *sorted;
	size_t count;
	char (*uuids)[37];
	size_t found, room;
};

static enum rc
take_absent(void *context, const struct sql_row *row, struct err *err)
{
	struct absent *absent = context;
	struct arrival key = {.event = SYNC_PRESENT};

	(void)text_copy(key.uuid, sizeof(key.uuid), sql_row_text(row, 0));
	if (absent->count > 0 &&
	    bsearch(&key, absent->sorted, absent->count, sizeof(key),
		by_uuid) != NULL)
		return RC_OK;
	if (absent->found == absent->room) {
		size_t room = absent->room == 0 ? 64 : absent->room * 2;
		void *more =
		    reallocarray(absent->uuids, room, sizeof(*absent->uuids));

		if (more == NULL)
			return err_set(err, RC_FAULT, "no memory for people");
		absent->uuids = more;
		absent->room = room;
	}
	(void)text_copy(
	    absent->uuids[absent->found++], sizeof(key.uuid), key.uuid);
	return RC_OK;
}

static enum rc
drop_absent(struct writing *w, enum people_branch branch,
    const struct arrivals *arrivals)
{
	struct absent absent = {arrivals->at, arrivals->count, NULL, 0, 0};
	enum rc rc;

	if (arrivals->count > 0)
		qsort(arrivals->at, arrivals->count, sizeof(arrivals->at[0]),
		    by_uuid);
	rc = sql_each(w->sql, writers[branch].all,
	    (struct sql_visit){take_absent, &absent}, w->err, SQL_NOTHING);
	for (size_t i = 0; rc == RC_OK && i < absent.found; i++)
		rc = writers[branch].drop(w, absent.uuids[i]);
	free(absent.uuids);
	return rc;
}

static enum rc
put_cookie(struct writing *w, enum people_branch branch, const char *cookie)
{
	return sql_change(w->sql,
	    "INSERT INTO branch (name, cookie, heard_s) VALUES (?, ?, ?)"
	    " ON CONFLICT (name) DO UPDATE SET cookie = excluded.cookie,"
	    " heard_s = excluded.heard_s",
	    NULL, w->err,
	    SQL_VALUES(sql_text(names[branch]), sql_text(cookie),
		sql_number(clock_now_s())));
}

enum rc
people_put(struct sql *sql, enum people_branch branch,
    const struct arrivals *arrivals, int today, struct people_count *count,
    struct err *err)
{
	struct writing w = {sql, today, count, err};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < arrivals->count; i++) {
		const struct arrival *arrival = &arrivals->at[i];

		if (arrival->event == SYNC_PRESENT)
			continue;
		if (arrival->event == SYNC_GONE) {
			rc = writers[branch].drop(&w, arrival->uuid);
			continue;
		}
		rc = writers[branch].put(&w, arrival);
		count->changed++;
	}
	if (rc == RC_OK && arrivals->is_complete)
		rc = drop_absent(&w, branch, arrivals);
	return rc == RC_OK ? put_cookie(&w, branch, arrivals->cookie) : rc;
}

/* --------------------------------------------------------------- both ends */

static enum rc
take_cookie(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)text_copy(context, SYNC_COOKIE_SIZE, sql_row_text(row, 0));
	return RC_OK;
}

static enum rc
load_cookie(struct sql *sql, enum people_branch branch,
    char cookie[SYNC_COOKIE_SIZE], struct err *err)
{
	enum rc rc = sql_begin(sql, SQL_READ, err);

	cookie[0] = '\0';
	if (rc != RC_OK)
		return rc;
	rc = sql_each(sql, "SELECT cookie FROM branch WHERE name = ?",
	    (struct sql_visit){take_cookie, cookie}, err,
	    SQL_VALUES(sql_text(names[branch])));
	sql_rollback(sql);
	return rc;
}

static enum rc
write_branch(struct sql *sql, enum people_branch branch,
    const struct arrivals *arrivals, int today, struct people_count *count,
    struct err *err)
{
	enum rc rc = sql_begin(sql, SQL_WRITE, err);

	if (rc != RC_OK)
		return rc;
	rc = people_put(sql, branch, arrivals, today, count, err);
	if (rc == RC_OK)
		return sql_commit(sql, err);
	sql_rollback(sql);
	return rc;
}

/* What has changed since the cookie. Whoever does not know the cookie is heard
 * from the beginning, and who knows less than it when nobody waits for that. */
static enum rc
hear(struct dir *dir, const struct people_source *source,
    enum people_branch branch, const char *cookie, struct arrivals *arrivals,
    struct err *err)
{
	enum rc rc =
	    people_hear(dir, source->base_dn, branch, cookie, arrivals, err);

	if (cookie[0] == '\0' ||
	    (rc != RC_INPUT && (rc != RC_EXISTS || source->is_patient)))
		return rc;
	arrivals_wipe(arrivals);
	return people_hear(dir, source->base_dn, branch, "", arrivals, err);
}

/* An unchanged directory costs no write. */
static enum rc
follow(struct sql *sql, struct dir *dir, const struct people_source *source,
    enum people_branch branch, int today, struct people_count *count,
    struct err *err)
{
	char cookie[SYNC_COOKIE_SIZE];
	struct arrivals arrivals;
	enum rc rc = load_cookie(sql, branch, cookie, err);

	if (rc != RC_OK)
		return rc;
	rc = hear(dir, source, branch, cookie, &arrivals, err);
	if (rc == RC_OK && strcmp(cookie, arrivals.cookie) != 0)
		rc = write_branch(sql, branch, &arrivals, today, count, err);
	arrivals_wipe(&arrivals);
	return rc == RC_OK ? RC_OK : err_context(err, rc, "%s", names[branch]);
}

enum rc
people_follow(struct sql *sql, struct dir *dir,
    const struct people_source *source, int today, struct people_count *count,
    struct err *err)
{
	enum rc rc = RC_OK;

	memset(count, 0, sizeof(*count));
	for (enum people_branch b = 0; rc == RC_OK && b < BRANCHES; b++)
		rc = follow(sql, dir, source, b, today, count, err);
	return rc;
}
