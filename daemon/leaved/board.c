/*
 * The board of 教學組: lessons that are missed, and who sees to them.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "cover.h"
#include "leave_ops.h"
#include "listing.h"

#include <string.h>

enum { FAR_DAYS = 366 };

/* ---------------------------------------------------------------- the list */

#define LISTED                                                               \
	"SELECT CAST(c.day * 1440 + c.from_minute AS TEXT) || '/' ||"        \
	" c.request || '/' || CAST(c.n AS TEXT), c.request, c.n, p.account," \
	" p.name, c.day, c.from_minute, c.to_minute, c.name, c.way,"         \
	" COALESCE(w.account, c.who), c.funding, c.version, r.state,"        \
	" COALESCE(l.account, '')"                                           \
	" FROM cover c JOIN request r ON r.id = c.request"                   \
	" JOIN person p ON p.uuid = r.person"                                \
	" LEFT JOIN person w ON w.uuid = c.who"                              \
	" LEFT JOIN person l ON l.uuid = c.lost"                             \
	" WHERE c.day >= ? AND c.day <= ? AND "
#define PAGED                                                       \
	" AND CAST(c.day * 1440 + c.from_minute AS TEXT) || '/' ||" \
	" c.request || '/' || CAST(c.n AS TEXT) > ?"                \
	" ORDER BY 1" LISTING_LIMIT

static const struct kind {
	const char *word;
	bool is_of_person;
	const char *statement;
} kinds[] = {
    {"open", false, LISTED "r.school = ? AND c.way = ''" PAGED},
    {"all", false, LISTED "r.school = ?" PAGED},
    {"mine", true, LISTED "c.who = ?" PAGED},
};

static void
put_moment(struct wire_out *out, enum field field, int64_t day, int64_t minute)
{
	char text[32];

	wire_put_text(out, field,
	    seen_moment(day * MINUTES_PER_CIVIL_DAY + minute, text));
}

static enum rc
take_row(void *context, const struct sql_row *row, struct err *err)
{
	struct listing *listing = context;
	struct wire_out *out = listing->out;

	(void)err;
	if (!listing_begin(listing))
		return RC_OK;
	wire_put_text(out, F_REQUEST, sql_row_text(row, 1));
	wire_put_number(out, F_SEQ, sql_row_number(row, 2));
	wire_put_shown(out, F_ACCOUNT, sql_row_text(row, 3));
	wire_put_shown(out, F_NAME, sql_row_text(row, 4));
	put_moment(
	    out, F_STARTS, sql_row_number(row, 5), sql_row_number(row, 6));
	put_moment(out, F_ENDS, sql_row_number(row, 5), sql_row_number(row, 7));
	wire_put_shown(out, F_TITLE, sql_row_text(row, 8));
	wire_put_text(out, F_ACTION, sql_row_text(row, 9));
	wire_put_shown(out, F_TARGET, sql_row_text(row, 10));
	wire_put_shown(out, F_DETAIL, sql_row_text(row, 11));
	wire_put_number(out, F_VERSION, sql_row_number(row, 12));
	wire_put_text(out, F_STATE, sql_row_text(row, 13));
	wire_put_shown(out, F_VALUE, sql_row_text(row, 14));
	listing_end(listing, row);
	return RC_OK;
}

static enum verdict
read_days(const struct office *office, const struct wire_in *in, int *from,
    int *until)
{
	const char *first = wire_text(in, F_FROM),
		   *last = wire_text(in, F_UNTIL);
	struct err err;

	*from = (int)(office->now / MINUTES_PER_CIVIL_DAY);
	if (first != NULL && almanac_parse(first, from, &err) != RC_OK)
		return (enum verdict)REFUSAL_BAD_DATE;
	*until = *from + FAR_DAYS;
	if (last != NULL && almanac_parse(last, until, &err) != RC_OK)
		return (enum verdict)REFUSAL_BAD_DATE;
	return VERDICT_OK;
}

static enum verdict
list(struct office *office, const struct wire_in *in, const struct kind *kind,
    struct wire_out *out)
{
	struct listing listing = {.out = out};
	const char *cursor = wire_text(in, F_CURSOR);
	const char *key = wire_text(in, F_SCHOOL);
	struct err err;
	int from, until;
	enum rc rc;
	enum verdict verdict = read_days(office, in, &from, &until);

	if (key == NULL)
		key = office->caller.school;
	if (kind->is_of_person)
		key = office->caller.uuid;
	else if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_BOARD, office_standing_at(office, key));
	if (verdict != VERDICT_OK)
		return verdict;
	rc = sql_each(office->sql, kind->statement,
	    (struct sql_visit){take_row, &listing}, &err,
	    SQL_VALUES(sql_number(from), sql_number(until), sql_text(key),
		sql_text(cursor == NULL ? "" : cursor)));
	if (rc != RC_OK)
		return office_fail("board", rc, &err);
	listing_put_cursor(&listing);
	return VERDICT_OK;
}

/* Everybody may ask what they themselves see to. */
enum verdict
board_list(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const char *word = wire_text(&question->in, F_KIND);

	word = word == NULL ? "open" : word;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].word, word) == 0)
			return list(
			    office, &question->in, &kinds[i], &answer->out);
	return office_bad(office, F_KIND, AMISS_UNKNOWN, word);
}

/* -------------------------------------------------------------- arranging */

/* Not out of service by then, nor away. */
static enum verdict
check_there(struct office *office, const char *uuid, const struct cover *c)
{
	int64_t midnight = (int64_t)c->day * MINUTES_PER_CIVIL_DAY, away = 0;
	struct err err;
	enum rc rc = sql_get_number(office->sql,
	    "SELECT (SELECT count(*) FROM span WHERE person = ? AND is_live = 1"
	    " AND to_at > ? AND from_at < ?) + (SELECT count(*) FROM person"
	    " WHERE uuid = ? AND posted_until < ?)",
	    &away, &err,
	    SQL_VALUES(sql_text(uuid), sql_number(midnight + c->from),
		sql_number(midnight + c->to), sql_text(uuid),
		sql_number(c->day)));

	if (rc != RC_OK)
		return office_fail("there", rc, &err);
	return away == 0 ? VERDICT_OK : VERDICT_COVER_BUSY;
}

/* Neither teaching, nor seeing to another class then. */
static enum verdict
check_free(
    struct office *office, const char *uuid, const struct request *r, size_t n)
{
	const struct cover *c = &r->cover[n];
	int64_t busy = 0;
	struct err err;
	enum rc rc = sql_get_number(office->sql,
	    "SELECT (SELECT count(*) FROM cover"
	    " WHERE who = ? AND day = ? AND to_minute > ? AND from_minute < ?"
	    " AND NOT (request = ? AND n = ?)) + (SELECT count(*) FROM lesson l"
	    " JOIN period p ON p.school = l.school AND p.name = l.period"
	    " WHERE l.person = ? AND l.weekday = ? AND l.from_day <= ?"
	    " AND l.until_day >= ? AND p.to_minute > ? AND p.from_minute < ?)",
	    &busy, &err,
	    SQL_VALUES(sql_text(uuid), sql_number(c->day), sql_number(c->from),
		sql_number(c->to), sql_text(r->id), sql_number((int64_t)n),
		sql_text(uuid), sql_number(almanac_weekday(c->day)),
		sql_number(c->day), sql_number(c->day), sql_number(c->from),
		sql_number(c->to)));

	if (rc != RC_OK)
		return office_fail("free", rc, &err);
	return busy == 0 ? VERDICT_OK : VERDICT_COVER_BUSY;
}

/* A colleague by account, or somebody from outside by name. */
static enum verdict
read_who(struct office *office, const struct wire_in *in,
    const struct cover_way *way, char who[BOOK_ID_SIZE])
{
	const char *account = wire_given(in, F_TARGET);
	const char *name = wire_given(in, F_NAME);
	enum verdict verdict;

	who[0] = '\0';
	if (!way->needs_who)
		return account == NULL && name == NULL
		    ? VERDICT_OK
		    : office_bad(office, F_TARGET, AMISS_FOR_NOBODY, NULL);
	if (account == NULL)
		return name != NULL && text_copy(who, BOOK_ID_SIZE, name)
		    ? VERDICT_OK
		    : office_bad(office, F_TARGET, AMISS_MISSING, NULL);
	verdict = stand_in_find(office, F_TARGET, account, who);
	if (verdict == VERDICT_OK && strcmp(who, office->folder.uuid) == 0)
		verdict = VERDICT_COVER_BUSY;
	return verdict;
}

/* It was arranged by somebody else in the meantime, unless the asker has seen
 * that. */
static enum verdict
check_version(const struct wire_in *in, const struct cover *c)
{
	if (wire_has(in, F_VERSION))
		return wire_number(in, F_VERSION, 0) == c->version
		    ? VERDICT_OK
		    : VERDICT_CHANGED_MEANWHILE;
	return c->way[0] == '\0' ? VERDICT_OK : VERDICT_CHANGED_MEANWHILE;
}

static enum verdict
arrange(struct office *office, const struct wire_in *in, struct request *r,
    size_t n)
{
	static const struct cover_way reopened = {"", false, false};
	const char *word = wire_text(in, F_ACTION);
	const struct cover_way *way =
	    strcmp(word, "open") == 0 ? &reopened : cover_way_find(word);
	const char *funding = wire_text(in, F_DETAIL);
	struct cover *c = &r->cover[n];
	char who[BOOK_ID_SIZE];
	enum verdict verdict = check_version(in, c);

	if (verdict == VERDICT_OK && way == NULL)
		verdict = office_bad(office, F_ACTION, AMISS_UNKNOWN, word);
	if (verdict == VERDICT_OK)
		verdict = read_who(office, in, way, who);
	if (verdict == VERDICT_OK && wire_given(in, F_TARGET) != NULL)
		verdict = check_there(office, who, c);
	if (verdict == VERDICT_OK && way->must_be_free &&
	    wire_given(in, F_TARGET) != NULL)
		verdict = check_free(office, who, r, n);
	if (verdict != VERDICT_OK)
		return verdict;
	if (!text_copy(
		c->funding, sizeof(c->funding), funding == NULL ? "" : funding))
		return office_bad(office, F_DETAIL, AMISS_LONG, NULL);
	(void)text_copy(c->way, sizeof(c->way), way->word);
	(void)text_copy(c->who, sizeof(c->who), who);
	memset(c->lost, 0, sizeof(c->lost));
	c->version++;
	return VERDICT_OK;
}

static void
put_item(const struct request *r, size_t n, struct wire_out *out)
{
	const struct cover *c = &r->cover[n];

	wire_put_text(out, F_REQUEST, r->id);
	wire_put_number(out, F_SEQ, (int64_t)n);
	put_moment(out, F_STARTS, c->day, c->from);
	put_moment(out, F_ENDS, c->day, c->to);
	wire_put_shown(out, F_TITLE, c->name);
	wire_put_text(out, F_ACTION, c->way);
	wire_put_number(out, F_VERSION, c->version);
	wire_put_text(out, F_RESULT, c->way[0] == '\0' ? "open" : "arranged");
}

enum verdict
board_cover(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	int64_t n = wire_number(in, F_SEQ, -1);
	struct request *r = NULL;
	enum verdict verdict =
	    office_request(office, wire_text(in, F_REQUEST), &r);

	if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_COVER, office_standing(office, NULL));
	if (verdict != VERDICT_OK)
		return verdict;
	if (!request_is_live(r->state))
		return (enum verdict)REFUSAL_WRONG_STATE;
	if (n < 0 || (size_t)n >= r->cover_count)
		return office_bad(office, F_SEQ, AMISS_UNKNOWN, NULL);
	verdict = arrange(office, in, r, (size_t)n);
	if (verdict == VERDICT_OK)
		verdict = office_save(office, OP_LEAVE_COVER, r->id,
		    wire_text(in, F_WHY), wire_text(in, F_ACTION));
	if (verdict == VERDICT_OK)
		put_item(r, (size_t)n, &answer->out);
	return verdict;
}
