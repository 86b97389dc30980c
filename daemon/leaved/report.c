/*
 * Reports for personnel: who is away, what was taken by kind and by person,
 * 曠職, and what is left.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "book_year.h"
#include "leave_ops.h"
#include "listing.h"

#include <string.h>

enum { ROW_ROOM = 900 };

/* ------------------------------------------------------ out of the tables */

/* Columns: a key, account, name, type, minutes, count, first and last moment.
 * Charges inside another type's amount count there already. */
#define TAKEN                                                                  \
	" FROM charge c JOIN request r ON r.id = c.request"                    \
	" JOIN person p ON p.uuid = r.person"                                  \
	" WHERE r.school = ? AND c.day >= ? AND c.day <= ? AND c.is_inside = " \
	"0"                                                                    \
	" AND r.state IN ('approved', 'taken', 'partly_cancelled',"            \
	" 'cancel_requested')"

static const struct kind {
	const char *word, *statement;
} kinds[] = {
    {"types",
	"SELECT r.type, '', '', r.type, SUM(c.minutes),"
	" COUNT(DISTINCT r.person), 0, 0" TAKEN
	" AND r.type > ? GROUP BY r.type ORDER BY 1" LISTING_LIMIT},
    {"people",
	"SELECT p.account || '/' || r.type, p.account, p.name, r.type,"
	" SUM(c.minutes), COUNT(DISTINCT r.id), 0, 0" TAKEN
	" AND p.account || '/' || r.type > ?"
	" GROUP BY p.account, p.name, r.type ORDER BY 1" LISTING_LIMIT},
    {"absent",
	"SELECT p.account || '/' || r.type, p.account, p.name, r.type,"
	" SUM(c.minutes), COUNT(DISTINCT r.id), 0, 0" TAKEN
	" AND r.type = '" BOOK_ABSENTEEISM "'"
	" AND p.account || '/' || r.type > ?"
	" GROUP BY p.account, p.name, r.type ORDER BY 1" LISTING_LIMIT},
    {"away",
	"SELECT r.id, p.account, p.name, r.type, r.charged, 1, r.first_at,"
	" r.last_at FROM request r JOIN person p ON p.uuid = r.person"
	" WHERE r.school = ? AND EXISTS (SELECT 1 FROM span s"
	" WHERE s.request = r.id AND s.is_live = 1 AND s.to_at > ? * 1440"
	" AND s.from_at < (? + 1) * 1440) AND r.id > ?"
	" ORDER BY 1" LISTING_LIMIT},
};

static enum rc
take_row(void *context, const struct sql_row *row, struct err *err)
{
	struct listing *listing = context;
	struct wire_out *out = listing->out;
	char text[32];

	(void)err;
	if (!listing_begin(listing))
		return RC_OK;
	wire_put_shown(out, F_ACCOUNT, sql_row_text(row, 1));
	wire_put_shown(out, F_NAME, sql_row_text(row, 2));
	wire_put_text(out, F_TYPE, sql_row_text(row, 3));
	wire_put_number(out, F_MINUTES, sql_row_number(row, 4));
	wire_put_number(out, F_COUNT, sql_row_number(row, 5));
	if (sql_row_number(row, 6) != 0) {
		wire_put_text(
		    out, F_STARTS, seen_moment(sql_row_number(row, 6), text));
		wire_put_text(
		    out, F_ENDS, seen_moment(sql_row_number(row, 7), text));
	}
	listing_end(listing, row);
	return RC_OK;
}

struct scope {
	const char *school, *cursor;
	int from, until;
};

static enum verdict
list(struct office *office, const struct kind *kind, const struct scope *scope,
    struct wire_out *out)
{
	struct listing listing = {.out = out};
	struct err err;
	enum rc rc = sql_each(office->sql, kind->statement,
	    (struct sql_visit){take_row, &listing}, &err,
	    SQL_VALUES(sql_text(scope->school), sql_number(scope->from),
		sql_number(scope->until), sql_text(scope->cursor)));

	if (rc != RC_OK)
		return office_fail("report", rc, &err);
	listing_put_cursor(&listing);
	return VERDICT_OK;
}

/* ---------------------------------------------------------- what is left */

/* Lots that are usable on the last of the days. */
static void
put_left(struct office *office, int day, struct wire_out *out)
{
	struct book *book = &office->folder.book;
	char text[ALMANAC_TEXT_SIZE];

	book_open_year(book, day);
	for (size_t i = 0; i < book->ledger.lot_count; i++) {
		const struct ledger_lot *lot = &book->ledger.lots[i];

		if (lot->is_unlimited || ledger_available(lot) == 0 ||
		    lot->usable_from > day || lot->usable_until < day ||
		    !wire_has_room(out, ROW_ROOM))
			continue;
		wire_row_begin(out);
		wire_put_shown(out, F_ACCOUNT, office->folder.account);
		wire_put_shown(out, F_NAME, office->folder.name);
		wire_put_text(out, F_TYPE, lot->type);
		wire_put_text(out, F_LOT, lot->label);
		wire_put_number(out, F_MINUTES, ledger_available(lot));
		wire_put_text(
		    out, F_UNTIL, almanac_print(lot->usable_until, text));
		wire_row_end(out);
	}
}

static enum verdict
list_unused(
    struct office *office, const struct scope *scope, struct wire_out *out)
{
	struct listing_people people = {.count = 0};
	enum verdict verdict = VERDICT_OK;
	struct err err;
	enum rc rc;

	rc = sql_each(office->sql,
	    "SELECT uuid, account FROM person WHERE school = ? AND account > ?"
	    " AND state <> 'gone' ORDER BY account" LISTING_PEOPLE_LIMIT,
	    (struct sql_visit){listing_take_person, &people}, &err,
	    SQL_VALUES(sql_text(scope->school), sql_text(scope->cursor)));
	if (rc != RC_OK)
		return office_fail("report", rc, &err);
	for (size_t i = 0; verdict == VERDICT_OK && i < people.count; i++) {
		verdict = office_folder(office, people.uuids[i], false);
		if (verdict == VERDICT_OK)
			put_left(office, scope->until, out);
		else if (verdict == VERDICT_NO_PERSON)
			verdict = VERDICT_OK; /* was never posted */
	}
	if (people.is_more)
		wire_put_shown(out, F_CURSOR, people.last);
	return verdict;
}

/* This year until now, unless the question says otherwise; who is away: today
 * alone. */
static enum verdict
read_scope(struct office *office, const struct wire_in *in, struct scope *scope,
    bool is_today)
{
	const char *from = wire_text(in, F_FROM),
		   *until = wire_text(in, F_UNTIL);
	struct err err;

	scope->school = wire_text(in, F_SCHOOL);
	if (scope->school == NULL)
		scope->school = office->caller.school;
	scope->cursor = wire_text(in, F_CURSOR);
	if (scope->cursor == NULL)
		scope->cursor = "";
	scope->until = (int)(office->now / MINUTES_PER_CIVIL_DAY);
	scope->from = is_today ? scope->until
			       : year_first_day(YEAR_CALENDAR,
				     year_number(YEAR_CALENDAR, scope->until));
	if ((from != NULL &&
		almanac_parse(from, &scope->from, &err) != RC_OK) ||
	    (until != NULL &&
		almanac_parse(until, &scope->until, &err) != RC_OK))
		return (enum verdict)REFUSAL_BAD_DATE;
	return scope->until >= scope->from
	    ? VERDICT_OK
	    : (enum verdict)REFUSAL_END_NOT_AFTER_START;
}

enum verdict
report_list(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const char *word = wire_text(&question->in, F_KIND);
	struct scope scope;
	enum verdict verdict = read_scope(
	    office, &question->in, &scope, strcmp(word, "away") == 0);

	if (verdict == VERDICT_OK)
		verdict = office_may(office, OP_LEAVE_REPORT,
		    office_standing_at(office, scope.school));
	if (verdict != VERDICT_OK)
		return verdict;
	if (strcmp(word, "unused") == 0)
		return list_unused(office, &scope, &answer->out);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].word, word) == 0)
			return list(office, &kinds[i], &scope, &answer->out);
	return office_bad(office, F_KIND, AMISS_UNKNOWN, word);
}
