#include "chain.h"

#include "base/text.h"

#include <string.h>

struct filling {
	struct folder *folder;
	const struct chain_posts *posts;
	unsigned roles; /* that the rows of this question give */
	struct err *err;
};

/* The person's place in the directory of approvers; NULL when it is full. */
static struct approver *
place_of(struct folder *folder, const char *uuid)
{
	struct approval_people *people = &folder->book.people;
	struct approver *one;

	for (size_t i = 0; i < people->count; i++)
		if (strcmp(people->people[i].id, uuid) == 0)
			return &people->people[i];
	if (people->count == APPROVAL_PEOPLE_MAX)
		return NULL;
	one = &people->people[people->count++];
	memset(one, 0, sizeof(*one));
	(void)text_copy(one->id, sizeof(one->id), uuid);
	return one;
}

struct chain_words
chain_words(const struct conf_list *set, const char *const otherwise[1])
{
	return set->count > 0
	    ? (struct chain_words){(const char *const *)set->items, set->count}
	    : (struct chain_words){otherwise, 1};
}

bool
chain_ends_with(const char *text, struct chain_words endings)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < endings.count; i++) {
		size_t end = strlen(endings.words[i]);

		if (end > 0 && len >= end &&
		    strcmp(text + len - end, endings.words[i]) == 0)
			return true;
	}
	return false;
}

/* uuid, state, admin_post */
static struct approver *
take(struct filling *f, const struct sql_row *row, unsigned roles)
{
	struct approver *one = place_of(f->folder, sql_row_text(row, 0));

	if (one == NULL)
		return NULL;
	one->roles |= roles;
	one->is_disabled = strcmp(sql_row_text(row, 1), "active") != 0;
	return one;
}

static enum rc
take_holder(void *context, const struct sql_row *row, struct err *err)
{
	struct filling *f = context;

	(void)err;
	(void)take(f, row, f->roles);
	return RC_OK;
}

static enum rc
take_head(void *context, const struct sql_row *row, struct err *err)
{
	struct filling *f = context;
	bool is_director =
	    chain_ends_with(sql_row_text(row, 2), f->posts->directors);

	(void)err;
	(void)take(f, row,
	    1U << (is_director ? APPROVAL_DIRECTOR : APPROVAL_UNIT_HEAD));
	return RC_OK;
}

/* uuid, state, admin_post, unit_dn of everybody with a post there. */
static enum rc
take_post(void *context, const struct sql_row *row, struct err *err)
{
	struct filling *f = context;
	const char *post = sql_row_text(row, 2);

	(void)err;
	if (chain_ends_with(post, f->posts->principals))
		(void)take(f, row, 1U << APPROVAL_PRINCIPAL);
	else if (strcmp(sql_row_text(row, 3), f->folder->unit_dn) == 0 &&
	    chain_ends_with(post, f->posts->directors))
		(void)take(f, row, 1U << APPROVAL_DIRECTOR);
	return RC_OK;
}

/* The order of the table is the order in which the first holder is taken. */
static enum rc
load_roles(struct filling *f, struct sql *sql)
{
	struct folder *folder = f->folder;
	enum rc rc = sql_each(sql,
	    "SELECT p.uuid, p.state, p.admin_post FROM place pl"
	    " JOIN holder h ON h.place = pl.uuid"
	    " JOIN person p ON p.dn = h.person_dn"
	    " WHERE pl.dn = ? AND pl.kind = 'unit' ORDER BY p.account",
	    (struct sql_visit){take_head, f}, f->err,
	    SQL_VALUES(sql_text(folder->unit_dn)));

	if (rc == RC_OK)
		rc = sql_each(sql,
		    "SELECT uuid, state, admin_post, unit_dn FROM person"
		    " WHERE school = ? AND admin_post <> ''"
		    " AND state <> 'gone' ORDER BY account",
		    (struct sql_visit){take_post, f}, f->err,
		    SQL_VALUES(sql_text(folder->school)));
	f->roles = 1U << APPROVAL_PERSONNEL;
	if (rc == RC_OK)
		rc = sql_each(sql,
		    "SELECT p.uuid, p.state, p.admin_post FROM place pl"
		    " JOIN holder h ON h.place = pl.uuid"
		    " JOIN person p ON p.dn = h.person_dn"
		    " WHERE pl.code = ? AND pl.kind = 'role'"
		    " AND pl.name = 'personnel' ORDER BY p.account",
		    (struct sql_visit){take_holder, f}, f->err,
		    SQL_VALUES(sql_text(folder->school)));
	f->roles = 1U << APPROVAL_BUREAU;
	if (rc == RC_OK)
		rc = sql_each(sql,
		    "SELECT p.uuid, p.state, p.admin_post FROM place b"
		    " JOIN place pl ON pl.school_dn = b.dn"
		    " JOIN holder h ON h.place = pl.uuid"
		    " JOIN person p ON p.dn = h.person_dn"
		    " WHERE b.kind = 'school' AND b.detail = 'bureau'"
		    " AND pl.kind = 'role' AND pl.name = 'personnel'"
		    " ORDER BY p.account",
		    (struct sql_visit){take_holder, f}, f->err, SQL_NOTHING);
	return rc;
}

/* --------------------------------------------------- deputies, absences */

static enum rc
take_deputy(void *context, const struct sql_row *row, struct err *err)
{
	struct approver *one = context;

	(void)err;
	if (one->deputy_count < APPROVAL_DEPUTIES_MAX)
		(void)text_copy(one->deputies[one->deputy_count++],
		    APPROVAL_ID_SIZE, sql_row_text(row, 0));
	return RC_OK;
}

static enum rc
take_absence(void *context, const struct sql_row *row, struct err *err)
{
	struct approver *one = context;

	(void)err;
	if (one->absence_count < APPROVAL_ABSENCES_MAX)
		one->absences[one->absence_count++] = (struct span){
		    sql_row_number(row, 0), sql_row_number(row, 1)};
	return RC_OK;
}

static enum rc
load_absences(
    struct sql *sql, struct approver *one, int64_t since, struct err *err)
{
	return sql_each(sql,
	    "SELECT from_at, to_at FROM span WHERE person = ? AND is_live = 1"
	    " AND to_at > ? ORDER BY from_at LIMIT 12",
	    (struct sql_visit){take_absence, one}, err,
	    SQL_VALUES(sql_text(one->id), sql_number(since)));
}

enum rc
chain_add(struct folder *folder, struct sql *sql, const char *uuid,
    int64_t since, struct err *err)
{
	size_t count = folder->book.people.count;
	struct filling f = {.folder = folder};
	enum rc rc;

	if (place_of(folder, uuid) == NULL)
		return err_set(err, RC_FAULT, "too many approvers");
	if (folder->book.people.count == count)
		return RC_OK; /* known already */
	folder->book.people.people[count].is_disabled = true;
	rc = sql_each(sql,
	    "SELECT uuid, state, admin_post FROM person WHERE uuid = ?",
	    (struct sql_visit){take_holder, &f}, err,
	    SQL_VALUES(sql_text(uuid)));
	return rc == RC_OK
	    ? load_absences(sql, &folder->book.people.people[count], since, err)
	    : rc;
}

/* Deputies' own deputies do not stand in. */
static enum rc
load_stand_ins(
    struct folder *folder, struct sql *sql, int64_t since, struct err *err)
{
	struct approval_people *people = &folder->book.people;
	size_t count = people->count;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		struct approver *one = &people->people[i];

		rc = load_absences(sql, one, since, err);
		if (rc == RC_OK)
			rc = sql_each(sql,
			    "SELECT deputy FROM deputy WHERE person = ?"
			    " ORDER BY n",
			    (struct sql_visit){take_deputy, one}, err,
			    SQL_VALUES(sql_text(one->id)));
		for (size_t d = 0; rc == RC_OK && d < one->deputy_count; d++)
			rc = chain_add(
			    folder, sql, one->deputies[d], since, err);
	}
	for (size_t d = 0; rc == RC_OK && d < folder->book.deputy_count; d++)
		rc = chain_add(
		    folder, sql, folder->book.deputies[d], since, err);
	return rc;
}

static enum rc
take_duty(void *context, const struct sql_row *row, struct err *err)
{
	struct book *book = &((struct folder *)context)->book;
	struct duty *duty;

	(void)err;
	if (book->duty_count == BOOK_DUTIES_MAX)
		return RC_OK;
	duty = &book->duties[book->duty_count++];
	memset(duty, 0, sizeof(*duty));
	(void)text_copy(
	    duty->person, sizeof(duty->person), sql_row_text(row, 0));
	duty->span =
	    (struct span){sql_row_number(row, 1), sql_row_number(row, 2)};
	return RC_OK;
}

enum rc
chain_load(struct folder *folder, struct sql *sql,
    const struct chain_posts *posts, int64_t since, struct err *err)
{
	struct filling f = {.folder = folder, .posts = posts, .err = err};
	enum rc rc = load_roles(&f, sql);

	if (rc == RC_OK)
		rc = load_stand_ins(folder, sql, since, err);
	if (rc == RC_OK)
		rc = sql_each(sql,
		    "SELECT r.person, s.from_at, s.to_at FROM request r"
		    " JOIN span s ON s.request = r.id WHERE r.deputy = ?"
		    " AND r.last_at > ? AND s.is_live = 1"
		    " AND r.state <> 'awaiting_deputy'"
		    " ORDER BY s.from_at LIMIT 24",
		    (struct sql_visit){take_duty, folder}, err,
		    SQL_VALUES(sql_text(folder->uuid), sql_number(since)));
	return rc;
}
