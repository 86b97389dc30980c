/*
 * Who of a unit is away when, for colleagues: neither type nor reason. The same
 * as a feed, at an address that nobody guesses and that its owner takes back.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "feed.h"
#include "leave_ops.h"
#include "listing.h"

#include <sodium.h>
#include <string.h>

enum {
	TOKEN_LEN = 32,
	TOKEN_SIZE = TOKEN_LEN * 2 + 1,
	FEED_SIZE = 56000, /* of one feed: about 250 events */
	FEED_PAST_DAYS = 31,
	FEED_NEXT_DAYS = 366,
	UID_SIZE = 100,
};

/* ----------------------------------------------------------------- agenda */

static enum rc
take_away(void *context, const struct sql_row *row, struct err *err)
{
	struct listing *listing = context;
	struct wire_out *out = listing->out;
	char text[32];

	(void)err;
	if (!listing_begin(listing))
		return RC_OK;
	wire_put_shown(out, F_ACCOUNT, sql_row_text(row, 1));
	wire_put_shown(out, F_NAME, sql_row_text(row, 2));
	wire_put_text(out, F_STARTS, seen_moment(sql_row_number(row, 3), text));
	wire_put_text(out, F_ENDS, seen_moment(sql_row_number(row, 4), text));
	listing_end(listing, row);
	return RC_OK;
}

static bool
read_days(const struct wire_in *in, struct span *span)
{
	int from, until;
	struct err err;

	if (almanac_parse(wire_text(in, F_FROM), &from, &err) != RC_OK ||
	    almanac_parse(wire_text(in, F_UNTIL), &until, &err) != RC_OK ||
	    until < from || until - from >= AWAY_DAYS_MAX)
		return false;
	span->from = (int64_t)from * MINUTES_PER_CIVIL_DAY;
	span->to = (int64_t)(until + 1) * MINUTES_PER_CIVIL_DAY;
	return true;
}

/* The unit that somebody is in, "" with none. */
static enum rc
take_unit(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)text_copy(context, FOLDER_DN_SIZE, sql_row_text(row, 0));
	return RC_OK;
}

static enum verdict
unit_of(struct office *office, const char *uuid, char unit[FOLDER_DN_SIZE])
{
	struct err err;
	enum rc rc;

	unit[0] = '\0';
	rc = sql_each(office->sql, "SELECT unit_dn FROM person WHERE uuid = ?",
	    (struct sql_visit){take_unit, unit}, &err,
	    SQL_VALUES(sql_text(uuid)));
	return rc == RC_OK ? VERDICT_OK : office_fail("unit", rc, &err);
}

/* One's own unit, or with the kind "school" all of it. */
enum verdict
agenda_list(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	const char *kind = wire_text(in, F_KIND);
	const char *school = wire_text(in, F_SCHOOL);
	const char *cursor = wire_text(in, F_CURSOR);
	struct listing listing = {.out = &answer->out};
	bool is_of_unit = kind == NULL || strcmp(kind, "unit") == 0;
	char unit[FOLDER_DN_SIZE] = "";
	struct span span = {0, 0};
	struct err err;
	enum verdict verdict;
	enum rc rc;

	school = school == NULL ? office->caller.school : school;
	verdict = office_may(
	    office, OP_LEAVE_AGENDA, office_standing_at(office, school));
	if (verdict == VERDICT_OK && !read_days(in, &span))
		verdict = office_bad(office, F_UNTIL, AMISS_DAYS_93, NULL);
	if (verdict == VERDICT_OK && !is_of_unit && strcmp(kind, "school") != 0)
		verdict = office_bad(office, F_KIND, AMISS_UNKNOWN, kind);
	if (verdict == VERDICT_OK && is_of_unit)
		verdict = unit_of(office, office->caller.uuid, unit);
	if (verdict != VERDICT_OK)
		return verdict;
	rc = sql_each(office->sql,
	    "SELECT s.request || '.' || s.n, p.account, p.name, s.from_at,"
	    " s.to_at FROM span s JOIN person p ON p.uuid = s.person"
	    " WHERE p.school = ? AND (? = '' OR p.unit_dn = ?)"
	    " AND s.is_live = 1 AND s.to_at > ? AND s.from_at < ?"
	    " AND s.request || '.' || s.n > ? ORDER BY 1" LISTING_LIMIT,
	    (struct sql_visit){take_away, &listing}, &err,
	    SQL_VALUES(sql_text(school), sql_text(unit), sql_text(unit),
		sql_number(span.from), sql_number(span.to),
		sql_text(cursor == NULL ? "" : cursor)));
	if (rc != RC_OK)
		return office_fail("agenda", rc, &err);
	listing_put_cursor(&listing);
	return VERDICT_OK;
}

/* --------------------------------------------------------- a feed's address */

/* Only the hash is kept: who reads the tables cannot read the feeds. */
static void
hash_token(const char *token, char hash[TOKEN_SIZE])
{
	unsigned char bytes[TOKEN_LEN];

	(void)crypto_generichash(bytes, sizeof(bytes),
	    (const unsigned char *)token, strlen(token), NULL, 0);
	(void)text_hex(hash, TOKEN_SIZE, bytes, sizeof(bytes));
}

static enum verdict
drop_feed(struct office *office)
{
	struct err err;
	enum rc rc =
	    sql_change(office->sql, "DELETE FROM feed WHERE person = ?", NULL,
		&err, SQL_VALUES(sql_text(office->caller.uuid)));

	return rc == RC_OK ? VERDICT_OK : office_fail("feed", rc, &err);
}

/* The old address is none from now on. */
static enum verdict
make_feed(struct office *office, struct wire_out *out)
{
	unsigned char bytes[TOKEN_LEN];
	char token[TOKEN_SIZE], hash[TOKEN_SIZE];
	struct err err;
	enum rc rc;
	enum verdict verdict = drop_feed(office);

	if (verdict != VERDICT_OK)
		return verdict;
	randombytes_buf(bytes, sizeof(bytes));
	(void)text_hex(token, sizeof(token), bytes, sizeof(bytes));
	hash_token(token, hash);
	rc = sql_change(office->sql,
	    "INSERT INTO feed (person, hash, made_s) VALUES (?, ?, ?)", NULL,
	    &err,
	    SQL_VALUES(sql_text(office->caller.uuid), sql_text(hash),
		sql_number(office->now_s)));
	if (rc != RC_OK)
		return office_fail("feed", rc, &err);
	wire_put_text(out, F_SECRET, token);
	return VERDICT_OK;
}

enum verdict
agenda_feed(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	bool is_change = wire_has(in, F_WANTED);
	bool is_wanted = wire_number(in, F_WANTED, 0) != 0;
	int64_t made_s = 0;
	struct err err;
	enum verdict verdict = office->caller.uuid[0] == '\0'
	    ? VERDICT_NOT_ALLOWED
	    : office_person(office, OP_LEAVE_FEED, NULL);

	if (verdict == VERDICT_OK && is_change)
		verdict = is_wanted ? make_feed(office, &answer->out)
				    : drop_feed(office);
	if (verdict == VERDICT_OK && is_change)
		verdict = office_note(office, OP_LEAVE_FEED,
		    office->caller.account, office->caller.school, NULL,
		    is_wanted ? "made" : "revoked");
	if (verdict != VERDICT_OK)
		return verdict;
	if (sql_get_number(office->sql,
		"SELECT COALESCE(MAX(made_s), 0) FROM feed WHERE person = ?",
		&made_s, &err,
		SQL_VALUES(sql_text(office->caller.uuid))) != RC_OK)
		return office_fail("feed", RC_FAULT, &err);
	wire_put_text(&answer->out, F_RESULT, made_s != 0 ? "there" : "none");
	if (made_s != 0)
		wire_put_number(&answer->out, F_TIME, made_s);
	return VERDICT_OK;
}

/* ------------------------------------------------------------- the feed */

struct reader {
	char uuid[BOOK_ID_SIZE], school[BOOK_ID_SIZE], unit[FOLDER_DN_SIZE];
};

static enum rc
take_reader(void *context, const struct sql_row *row, struct err *err)
{
	struct reader *reader = context;

	(void)err;
	(void)text_copy(
	    reader->uuid, sizeof(reader->uuid), sql_row_text(row, 0));
	(void)text_copy(
	    reader->school, sizeof(reader->school), sql_row_text(row, 1));
	(void)text_copy(
	    reader->unit, sizeof(reader->unit), sql_row_text(row, 2));
	return RC_OK;
}

struct filling {
	struct feed feed;
	int64_t now_s;
};

static enum rc
take_event(void *context, const struct sql_row *row, struct err *err)
{
	struct filling *filling = context;
	const char *state = sql_row_text(row, 4);
	char uid[UID_SIZE], summary[FOLDER_TEXT_SIZE + 16];
	const struct feed_event event = {.uid = uid,
	    .summary = summary,
	    .span = {sql_row_number(row, 2), sql_row_number(row, 3)},
	    .stamp_s = filling->now_s,
	    .is_sure = strncmp(state, "awaiting", 8) != 0};

	(void)err;
	(void)text_print(uid, sizeof(uid), "%s@leaved", sql_row_text(row, 0));
	(void)text_print(
	    summary, sizeof(summary), "%s 不在", sql_row_text(row, 1));
	(void)feed_add(&filling->feed, &event);
	return RC_OK;
}

static enum verdict
fill_feed(struct office *office, const struct reader *reader, char *bytes)
{
	struct filling filling = {.now_s = office->now_s};
	struct err err;
	enum rc rc;

	(void)feed_begin(&filling.feed, bytes, FEED_SIZE, "單位差假");
	rc = sql_each(office->sql,
	    "SELECT s.request || '.' || s.n, p.name, s.from_at, s.to_at,"
	    " r.state FROM span s JOIN person p ON p.uuid = s.person"
	    " JOIN request r ON r.id = s.request"
	    " WHERE p.school = ? AND p.unit_dn = ? AND s.is_live = 1"
	    " AND s.to_at > ? AND s.from_at < ? ORDER BY s.from_at, 1",
	    (struct sql_visit){take_event, &filling}, &err,
	    SQL_VALUES(sql_text(reader->school), sql_text(reader->unit),
		sql_number(office->now -
		    (int64_t)FEED_PAST_DAYS * MINUTES_PER_CIVIL_DAY),
		sql_number(office->now +
		    (int64_t)FEED_NEXT_DAYS * MINUTES_PER_CIVIL_DAY)));
	feed_end(&filling.feed);
	return rc == RC_OK ? VERDICT_OK : office_fail("feed", rc, &err);
}

/* Whoever has the address; as long as its owner is in service. */
enum verdict
agenda_read(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	static char bytes[FEED_SIZE]; /* one thread, and big */
	struct reader reader = {.uuid = ""};
	char hash[TOKEN_SIZE];
	struct err err;
	enum rc rc;
	enum verdict verdict = office_may(
	    office, OP_LEAVE_FEED_READ, office_standing_at(office, ""));

	if (verdict != VERDICT_OK)
		return verdict;
	hash_token(wire_text(&question->in, F_SECRET), hash);
	rc = sql_each(office->sql,
	    "SELECT p.uuid, p.school, p.unit_dn FROM feed f"
	    " JOIN person p ON p.uuid = f.person"
	    " WHERE f.hash = ? AND p.state = 'active'",
	    (struct sql_visit){take_reader, &reader}, &err,
	    SQL_VALUES(sql_text(hash)));
	if (rc != RC_OK)
		return office_fail("feed", rc, &err);
	if (reader.uuid[0] == '\0')
		return VERDICT_NO_FILE;
	verdict = fill_feed(office, &reader, bytes);
	if (verdict == VERDICT_OK)
		wire_put_text(&answer->out, F_TABLE, bytes);
	return verdict;
}
