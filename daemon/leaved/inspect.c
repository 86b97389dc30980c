/*
 * For whoever must know that all is well: lists to keep, everything counted
 * anew, and a look at each part.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "leave_ops.h"
#include "listing.h"
#include "tables.h"

#include "db/migration.h"

#include <string.h>

enum { ROW_ROOM = 2000 };

/* ------------------------------------------------------------------ export */

static enum rc
take_row(void *context, const struct sql_row *row, struct err *err)
{
	static const struct {
		enum field field;
		int column;
	} texts[] = {
	    {F_REQUEST, 0},
	    {F_ACCOUNT, 1},
	    {F_NAME, 2},
	    {F_TYPE, 3},
	    {F_STATE, 6},
	    {F_DEPUTY, 8},
	    {F_WHY, 9},
	    {F_FACTS, 10},
	};
	struct listing *listing = context;
	struct wire_out *out = listing->out;
	char text[32];

	(void)err;
	if (!listing_begin(listing))
		return RC_OK;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		wire_put_shown(
		    out, texts[i].field, sql_row_text(row, texts[i].column));
	wire_put_text(out, F_STARTS, seen_moment(sql_row_number(row, 4), text));
	wire_put_text(out, F_ENDS, seen_moment(sql_row_number(row, 5), text));
	wire_put_number(out, F_MINUTES, sql_row_number(row, 7));
	listing_end(listing, row);
	return RC_OK;
}

static bool
read_range(const struct wire_in *in, struct span *span)
{
	const char *from = wire_text(in, F_FROM),
		   *until = wire_text(in, F_UNTIL);

	*span = (struct span){0, INT64_MAX};
	return (from == NULL || seen_parse_moment(from, false, &span->from)) &&
	    (until == NULL || seen_parse_moment(until, true, &span->to));
}

enum verdict
inspect_export(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	const char *school = wire_text(in, F_SCHOOL);
	const char *cursor = wire_text(in, F_CURSOR);
	struct listing listing = {.out = &answer->out};
	struct span span;
	struct err err;
	enum rc rc;
	enum verdict verdict = office_may(
	    office, OP_LEAVE_EXPORT, office_standing_at(office, school));

	if (verdict != VERDICT_OK)
		return verdict;
	if (!read_range(in, &span))
		return (enum verdict)REFUSAL_BAD_DATE;
	rc = sql_each(office->sql,
	    "SELECT r.id, p.account, p.name, r.type, r.first_at, r.last_at,"
	    " r.state, r.charged, COALESCE(d.account, ''), r.why, r.facts"
	    " FROM request r JOIN person p ON p.uuid = r.person"
	    " LEFT JOIN person d ON d.uuid = r.deputy WHERE r.school = ?"
	    " AND r.last_at > ? AND r.first_at < ? AND r.id > ?"
	    " ORDER BY r.id" LISTING_LIMIT,
	    (struct sql_visit){take_row, &listing}, &err,
	    SQL_VALUES(sql_text(school), sql_number(span.from),
		sql_number(span.to), sql_text(cursor == NULL ? "" : cursor)));
	if (rc != RC_OK)
		return office_fail("export", rc, &err);
	listing_put_cursor(&listing);
	return VERDICT_OK;
}

/* ----------------------------------------------------------------- recount */

static void
put_fault(struct office *office, const char *text, struct wire_out *out)
{
	if (!wire_has_room(out, ROW_ROOM))
		return;
	wire_row_begin(out);
	wire_put_shown(out, F_ACCOUNT, office->folder.account);
	wire_put_shown(out, F_DETAIL, text);
	wire_row_end(out);
}

/* As it is in the tables: nothing is learnt first. */
static enum verdict
recount(struct office *office, const char *uuid, struct wire_out *out)
{
	struct folder *folder = &office->folder;
	struct err err = {""};
	enum rc rc;
	enum verdict verdict = office_folder(office, uuid, false);

	if (verdict == VERDICT_NO_PERSON)
		return VERDICT_OK; /* was never posted */
	if (verdict != VERDICT_OK)
		return verdict;
	if (folder->book.ledger.entry_count > 0)
		return VERDICT_OK; /* today's learning is not written yet */
	rc = folder_load_entries(folder, office->sql, &err);
	if (rc == RC_OK)
		rc = book_recount(&folder->book, &err);
	if (rc != RC_OK)
		put_fault(office, err.text, out);
	return VERDICT_OK;
}

enum verdict
inspect_recount(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct listing_people people = {.count = 0};
	const char *school = wire_text(&question->in, F_SCHOOL);
	const char *cursor = wire_text(&question->in, F_CURSOR);
	struct err err;
	enum rc rc;
	enum verdict verdict = office_may(
	    office, OP_LEAVE_RECOUNT, office_standing_at(office, school));

	if (verdict != VERDICT_OK)
		return verdict;
	rc = sql_each(office->sql,
	    "SELECT uuid, account FROM person WHERE school = ?"
	    " AND account > ? ORDER BY account" LISTING_PEOPLE_LIMIT,
	    (struct sql_visit){listing_take_person, &people}, &err,
	    SQL_VALUES(
		sql_text(school), sql_text(cursor == NULL ? "" : cursor)));
	if (rc != RC_OK)
		return office_fail("recount", rc, &err);
	for (size_t i = 0; verdict == VERDICT_OK && i < people.count; i++)
		verdict = recount(office, people.uuids[i], &answer->out);
	if (verdict != VERDICT_OK)
		return verdict;
	wire_put_number(&answer->out, F_COUNT, (int64_t)people.count);
	if (people.is_more)
		wire_put_shown(&answer->out, F_CURSOR, people.last);
	return VERDICT_OK;
}

/* ------------------------------------------------------------------- check */

typedef enum rc check(struct office *office, struct err *err);

static enum rc
check_database(struct office *office, struct err *err)
{
	int64_t version;
	enum rc rc = sql_get_number(office->sql,
	    "SELECT MAX(version) FROM migration", &version, err, SQL_NOTHING);

	if (rc != RC_OK)
		return rc;
	(void)err_set(err, RC_OK, "%s, version %lld", sql_name(office->sql),
	    (long long)version);
	return version == migration_count(leaved_sql) ? RC_OK : RC_FAULT;
}

static enum rc
check_directory(struct office *office, struct err *err)
{
	int64_t people,
	    ago = office->now_s - atomic_load(&office->state->heard_s);
	enum rc rc = sql_get_number(office->sql,
	    "SELECT count(*) FROM person WHERE state <> 'gone'", &people, err,
	    SQL_NOTHING);

	if (rc != RC_OK)
		return rc;
	(void)err_set(err, RC_OK, "%lld people, heard %lld s ago",
	    (long long)people, (long long)ago);
	return office_is_stale(office) ? RC_OFFLINE : RC_OK;
}

static enum rc
check_calendar(struct office *office, struct err *err)
{
	int today = (int)(office->now / MINUTES_PER_CIVIL_DAY);
	int year = almanac_date(today).year;

	return calendar_has_year(&office->national, year, today)
	    ? err_set(err, RC_OK, "%d is published", year)
	    : err_set(err, RC_ABSENT, "%d is not published", year);
}

static enum rc
check_audit(struct office *office, struct err *err)
{
	char head[AUDIT_HASH_SIZE];
	int64_t count;
	enum rc rc = diary_check(office->sql, &count, head, err);

	return rc == RC_OK ? err_set(err, RC_OK, "%lld entries, head %.16s",
				 (long long)count, head)
			   : rc;
}

enum verdict
inspect_check(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	static const struct {
		const char *name;
		check *run;
	} checks[] = {
	    {"database", check_database},
	    {"directory", check_directory},
	    {"calendar", check_calendar},
	    {"audit", check_audit},
	};
	enum verdict verdict =
	    office_may(office, OP_LEAVE_CHECK, office_standing_at(office, ""));

	(void)question;
	for (size_t i = 0;
	     verdict == VERDICT_OK && i < sizeof(checks) / sizeof(checks[0]);
	     i++) {
		struct err err = {""};
		enum rc rc = checks[i].run(office, &err);

		wire_row_begin(&answer->out);
		wire_put_text(&answer->out, F_NAME, checks[i].name);
		wire_put_text(&answer->out, F_RESULT, rc_name(rc));
		wire_put_shown(&answer->out, F_DETAIL, err.text);
		wire_row_end(&answer->out);
	}
	return verdict;
}
