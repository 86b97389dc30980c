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

/* In one journey; the order is that in which the first holder is taken. */
static enum rc
load_roles(struct filling *f, struct sql *sql, int64_t since)
{
	struct folder *folder = f->folder;
	struct filling personnel = *f, bureau = *f;
	const struct sql_value unit = sql_text(folder->unit_dn);
	const struct sql_value school = sql_text(folder->school);
	const struct sql_value self[] = {
	    sql_text(folder->uuid), sql_number(since)};
	const struct sql_query queries[] = {
	    {"SELECT p.uuid, p.state, p.admin_post FROM place pl"
	     " JOIN holder h ON h.place = pl.uuid"
	     " JOIN person p ON p.dn = h.person_dn"
	     " WHERE pl.dn = ? AND pl.kind = 'unit' ORDER BY p.account",
		{take_head, f}, &unit, 1},
	    {"SELECT uuid, state, admin_post, unit_dn FROM person"
	     " WHERE school = ? AND admin_post <> ''"
	     " AND state <> 'gone' ORDER BY account",
		{take_post, f}, &school, 1},
	    {"SELECT p.uuid, p.state, p.admin_post FROM place pl"
	     " JOIN holder h ON h.place = pl.uuid"
	     " JOIN person p ON p.dn = h.person_dn"
	     " WHERE pl.code = ? AND pl.kind = 'role'"
	     " AND pl.name = 'personnel' ORDER BY p.account",
		{take_holder, &personnel}, &school, 1},
	    {"SELECT p.uuid, p.state, p.admin_post FROM place b"
	     " JOIN place pl ON pl.school_dn = b.dn"
	     " JOIN holder h ON h.place = pl.uuid"
	     " JOIN person p ON p.dn = h.person_dn"
	     " WHERE b.kind = 'school' AND b.detail = 'bureau'"
	     " AND pl.kind = 'role' AND pl.name = 'personnel'"
	     " ORDER BY p.account",
		{take_holder, &bureau}, NULL, 0},
	    {"SELECT r.person, s.from_at, s.to_at FROM request r"
	     " JOIN span s ON s.request = r.id WHERE r.deputy = ?"
	     " AND r.last_at > ? AND s.is_live = 1"
	     " AND r.state <> 'awaiting_deputy'"
	     " ORDER BY s.from_at LIMIT 24",
		{take_duty, folder}, self, 2},
	};

	personnel.roles = 1U << APPROVAL_PERSONNEL;
	bureau.roles = 1U << APPROVAL_BUREAU;
	return sql_each_of(
	    sql, queries, sizeof(queries) / sizeof(queries[0]), f->err);
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

/* Whoever is at another school can stand in only where the applicant still has
 * leave to come. */
#define OF_DEPUTY                                                         \
	"SELECT uuid, CASE WHEN school = ? OR school IN"                  \
	" (SELECT r.school FROM request r WHERE r.person = ?"             \
	" AND r.last_at > ?) THEN state ELSE 'elsewhere' END, admin_post" \
	" FROM person WHERE uuid = ?"
enum { SCHOOL, APPLICANT, FROM, ONE, SINCE, KEYS }; /* what is asked by */

/* When those from `first` on are away; and of approvers their deputies, of
 * deputies who they are. */
static enum rc
load_people(struct folder *folder, struct sql *sql, size_t first, int64_t since,
    bool are_approvers, struct err *err)
{
	struct approval_people *people = &folder->book.people;
	struct filling f = {.folder = folder};
	struct sql_value keys[APPROVAL_PEOPLE_MAX][KEYS];
	struct sql_query queries[2 * APPROVAL_PEOPLE_MAX];
	size_t count = 0;

	for (size_t i = first; i < people->count; i++) {
		struct approver *one = &people->people[i];

		keys[i][SCHOOL] = sql_text(folder->school);
		keys[i][APPLICANT] = sql_text(folder->uuid);
		keys[i][FROM] = sql_number(since);
		keys[i][ONE] = sql_text(one->id);
		keys[i][SINCE] = sql_number(since);
		queries[count++] = (struct sql_query){
		    "SELECT from_at, to_at FROM span WHERE person = ?"
		    " AND is_live = 1 AND to_at > ? ORDER BY from_at LIMIT 12",
		    {take_absence, one}, &keys[i][ONE], 2};
		queries[count++] = are_approvers
		    ? (struct sql_query){"SELECT deputy FROM deputy"
					 " WHERE person = ? ORDER BY n",
			  {take_deputy, one}, &keys[i][ONE], 1}
		    : (struct sql_query){
			  OF_DEPUTY, {take_holder, &f}, &keys[i][SCHOOL], 4};
	}
	return sql_each_of(sql, queries, count, err);
}

/* Unknown until the tables say otherwise. */
static enum rc
add_deputy(struct folder *folder, const char *uuid, struct err *err)
{
	size_t count = folder->book.people.count;

	if (place_of(folder, uuid) == NULL)
		return err_set(err, RC_FAULT, "too many approvers");
	if (folder->book.people.count > count)
		folder->book.people.people[count].is_disabled = true;
	return RC_OK;
}

enum rc
chain_add(struct folder *folder, struct sql *sql, const char *uuid,
    int64_t since, struct err *err)
{
	size_t count = folder->book.people.count;
	enum rc rc = add_deputy(folder, uuid, err);

	return rc == RC_OK ? load_people(folder, sql, count, since, false, err)
			   : rc;
}

/* Deputies' own deputies do not stand in. */
static enum rc
load_stand_ins(
    struct folder *folder, struct sql *sql, int64_t since, struct err *err)
{
	struct book *book = &folder->book;
	size_t count = book->people.count;
	enum rc rc = load_people(folder, sql, 0, since, true, err);

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		const struct approver *one = &book->people.people[i];

		for (size_t d = 0; rc == RC_OK && d < one->deputy_count; d++)
			rc = add_deputy(folder, one->deputies[d], err);
	}
	for (size_t d = 0; rc == RC_OK && d < book->deputy_count; d++)
		rc = add_deputy(folder, book->deputies[d], err);
	return rc == RC_OK ? load_people(folder, sql, count, since, false, err)
			   : rc;
}

enum rc
chain_load(struct folder *folder, struct sql *sql,
    const struct chain_posts *posts, int64_t since, struct err *err)
{
	struct filling f = {.folder = folder, .posts = posts, .err = err};
	enum rc rc = load_roles(&f, sql, since);

	return rc == RC_OK ? load_stand_ins(folder, sql, since, err) : rc;
}
