/*
 * Looking: at a request, at lists of them, at balances and the lines behind
 * every number.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "book_step.h"
#include "book_year.h"
#include "facts.h"
#include "leave_ops.h"
#include "listing.h"

#include <string.h>

enum {
	ROW_ROOM = 1200, /* bytes of the longest row */
	TURNS_MAX = 400, /* pending requests that a school may have */
};

/* --------------------------------------------------------------- a request */

static enum rc
take_reason(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)text_copy(context, FACTS_SIZE, sql_row_text(row, 0));
	return RC_OK;
}

static void
put_signatures(
    struct office *office, const struct request *r, struct wire_out *out)
{
	char text[FACTS_SIZE] = "", who[FOLDER_TEXT_SIZE];
	size_t len = 0;

	for (enum approval_step step = 0; step < STEPS; step++) {
		if (!r->is_done[step])
			continue;
		office_account(office, r->signed_by[step], who);
		(void)text_print(text + len, sizeof(text) - len, "%s%s %s",
		    len > 0 ? ", " : "", approval_step_name(step), who);
		len += strlen(text + len);
		office_account(office, r->instead_of[step], who);
		if (who[0] != '\0')
			(void)text_print(
			    text + len, sizeof(text) - len, " 代 %s", who);
		len += strlen(text + len);
	}
	wire_put_shown(out, F_DETAIL, text);
}

enum verdict
look_request(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	char facts[FACTS_SIZE], why[FACTS_SIZE] = "";
	struct request *r = NULL;
	struct err err;
	enum verdict verdict =
	    office_request(office, wire_text(&question->in, F_REQUEST), &r);

	if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_LOAD, office_standing(office, r));
	if (verdict != VERDICT_OK)
		return verdict;
	seen_put_outcome(office, r, NULL, &answer->out);
	way_put(office, r, &answer->out);
	wire_put_shown(&answer->out, F_FACTS, facts_print(&r->facts, facts));
	put_signatures(office, r, &answer->out);
	if (sql_each(office->sql, "SELECT why FROM request WHERE id = ?",
		(struct sql_visit){take_reason, why}, &err,
		SQL_VALUES(sql_text(r->id))) == RC_OK)
		wire_put_shown(&answer->out, F_WHY, why);
	seen_put_cover(office, r, &answer->out);
	return VERDICT_OK;
}

/* -------------------------------------------------------------------- lists */

/* Who may see which list; `away` is what every colleague sees. */
static const struct kind {
	const char *word;
	bool is_of_person, is_whole;
	unsigned standings;
	const char *statement;
} kinds[] = {
#define LISTED                                                           \
	"SELECT r.id, p.account, p.name, r.type, r.first_at, r.last_at," \
	" r.state, r.charged, COALESCE(d.account, ''), r.version"        \
	" FROM request r JOIN person p ON p.uuid = r.person"             \
	" LEFT JOIN person d ON d.uuid = r.deputy WHERE "
#define PAGED_BY " AND r.id > ? ORDER BY r.id" LISTING_LIMIT
    {"mine", true, true, STANDING_SELF | STANDING_PERSONNEL | STANDING_IT,
	LISTED "r.person = ? AND (? = '' OR r.state = ?)" PAGED_BY},
    {"deputy", true, true, STANDING_SELF | STANDING_PERSONNEL | STANDING_IT,
	LISTED "r.deputy = ? AND (? = '' OR r.state = ?)" PAGED_BY},
    {"school", false, true, STANDING_PERSONNEL | STANDING_IT,
	LISTED "r.school = ? AND (? = '' OR r.state = ?)" PAGED_BY},
    {"away", false, false,
	STANDING_COLLEAGUE | STANDING_PERSONNEL | STANDING_IT,
	LISTED "r.school = ? AND (? = '' OR r.state = ?)"
	       " AND EXISTS (SELECT 1 FROM span s WHERE s.request = r.id"
	       " AND s.is_live = 1)" PAGED_BY},
};

struct page {
	struct listing listing;
	const struct kind *kind;
};

static enum rc
take_row(void *context, const struct sql_row *row, struct err *err)
{
	struct page *page = context;
	struct wire_out *out = page->listing.out;
	char text[32];

	(void)err;
	if (!listing_begin(&page->listing))
		return RC_OK;
	wire_put_shown(out, F_ACCOUNT, sql_row_text(row, 1));
	wire_put_shown(out, F_NAME, sql_row_text(row, 2));
	wire_put_text(out, F_STARTS, seen_moment(sql_row_number(row, 4), text));
	wire_put_text(out, F_ENDS, seen_moment(sql_row_number(row, 5), text));
	if (page->kind->is_whole) {
		wire_put_text(out, F_REQUEST, sql_row_text(row, 0));
		wire_put_text(out, F_TYPE, sql_row_text(row, 3));
		wire_put_text(out, F_STATE, sql_row_text(row, 6));
		wire_put_number(out, F_MINUTES, sql_row_number(row, 7));
		wire_put_shown(out, F_DEPUTY, sql_row_text(row, 8));
		wire_put_number(out, F_VERSION, sql_row_number(row, 9));
	}
	listing_end(&page->listing, row);
	return RC_OK;
}

/* Whose list it is: a person's, or a school's. */
static enum verdict
list_key(struct office *office, const struct wire_in *in,
    const struct kind *kind, char key[BOOK_ID_SIZE])
{
	const char *school = wire_text(in, F_SCHOOL);
	unsigned standing;
	enum verdict verdict = VERDICT_OK;

	if (kind->is_of_person) {
		verdict = office_find(office, wire_text(in, F_ACCOUNT), key);
		if (verdict == VERDICT_OK)
			verdict = office_folder(office, key, false);
		standing = office_standing(office, NULL);
	} else {
		(void)text_copy(key, BOOK_ID_SIZE,
		    school == NULL ? office->caller.school : school);
		standing = office_standing_at(office, key);
	}
	if (verdict != VERDICT_OK)
		return verdict;
	return (kind->standings & standing) != 0
	    ? office_may(office, OP_LEAVE_LIST, standing)
	    : VERDICT_NOT_ALLOWED;
}

static enum verdict
list(struct office *office, const struct wire_in *in, const struct kind *kind,
    struct wire_out *out)
{
	const char *state = wire_text(in, F_STATE);
	const char *cursor = wire_text(in, F_CURSOR);
	struct page page = {.listing = {.out = out}, .kind = kind};
	char key[BOOK_ID_SIZE];
	struct err err;
	enum rc rc;
	enum verdict verdict = list_key(office, in, kind, key);

	if (verdict != VERDICT_OK)
		return verdict;
	state = state == NULL ? "" : state;
	rc = sql_each(office->sql, kind->statement,
	    (struct sql_visit){take_row, &page}, &err,
	    SQL_VALUES(sql_text(key), sql_text(state), sql_text(state),
		sql_text(cursor == NULL ? "" : cursor)));
	if (rc != RC_OK)
		return office_fail("list", rc, &err);
	listing_put_cursor(&page.listing);
	return VERDICT_OK;
}

/* ------------------------------------------------------------- whose turn */

struct turns {
	char ids[TURNS_MAX][BOOK_ID_SIZE];
	size_t count;
};

static enum rc
take_turn(void *context, const struct sql_row *row, struct err *err)
{
	struct turns *turns = context;

	(void)err;
	if (turns->count < TURNS_MAX)
		(void)text_copy(turns->ids[turns->count++], BOOK_ID_SIZE,
		    sql_row_text(row, 0));
	return RC_OK;
}

static bool
is_for(const struct office *office, const struct request *r)
{
	const struct book *book = &office->folder.book;
	const char *self = office->caller.uuid;
	unsigned standing = office_standing(office, r);

	if (book_has_duty(book, r) && strcmp(r->offered, self) == 0)
		return true;
	if (book_needs_deputy(book, r) && book_may_offer(book, r, self))
		return true;
	switch (r->state) {
	case REQUEST_AWAITING_DEPUTY:
		return (standing & STANDING_DEPUTY) != 0;
	case REQUEST_CANCEL_REQUESTED:
		return (standing & STANDING_PERSONNEL) != 0;
	case REQUEST_AWAITING_STEP:
		return (standing & STANDING_APPROVER) != 0 &&
		    (standing & STANDING_SELF) == 0;
	case REQUEST_DRAFT:
	case REQUEST_APPROVED:
	case REQUEST_TAKEN:
	case REQUEST_REJECTED:
	case REQUEST_WITHDRAWN:
	case REQUEST_CANCELLED:
	case REQUEST_PARTLY_CANCELLED:
	case REQUEST_STATES:
		return false;
	}
	return false;
}

/* The chain follows the directory of the moment: each is asked anew. */
static enum verdict
list_turns(
    struct office *office, const struct wire_in *in, struct wire_out *out)
{
	static struct turns turns; /* one thread, and big */
	const char *school = wire_text(in, F_SCHOOL);
	struct err err;
	enum rc rc;

	if (office->caller.uuid[0] == '\0')
		return VERDICT_NOT_ALLOWED;
	if (school == NULL)
		school = office->caller.school;
	turns.count = 0;
	rc = sql_each(office->sql,
	    "SELECT id FROM request WHERE school = ? AND state IN"
	    " ('awaiting_deputy', 'awaiting_step', 'cancel_requested')"
	    " OR offered = ? AND offered <> '' AND last_at > ?"
	    " OR flags & 8 <> 0 AND school = ? AND last_at > ?"
	    " OR flags & 8 <> 0 AND person = ? AND last_at > ?"
	    " ORDER BY first_at LIMIT 400",
	    (struct sql_visit){take_turn, &turns}, &err,
	    SQL_VALUES(sql_text(school), sql_text(office->caller.uuid),
		sql_number(office->now), sql_text(school),
		sql_number(office->now), sql_text(office->caller.uuid),
		sql_number(office->now)));
	if (rc != RC_OK)
		return office_fail("turns", rc, &err);
	for (size_t i = 0; i < turns.count && wire_has_room(out, ROW_ROOM);
	     i++) {
		struct request *r;
		enum verdict verdict = office_request(office, turns.ids[i], &r);

		if (verdict != VERDICT_OK)
			return verdict;
		if (!is_for(office, r))
			continue;
		wire_row_begin(out);
		seen_put(office, r, true, out);
		way_put_marks(office, r, out);
		wire_row_end(out);
	}
	return VERDICT_OK;
}

enum verdict
look_list(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const char *word = wire_text(&question->in, F_KIND);

	if (word == NULL)
		word = "mine";
	if (strcmp(word, "turn") == 0)
		return list_turns(office, &question->in, &answer->out);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].word, word) == 0)
			return list(
			    office, &question->in, &kinds[i], &answer->out);
	return office_bad(office, F_KIND, AMISS_UNKNOWN, word);
}

/* ----------------------------------------------------------------- balances */

static void
put_lot(const struct ledger_lot *lot, struct wire_out *out)
{
	int left = lot->is_unlimited ? 0 : ledger_available(lot);
	char text[ALMANAC_TEXT_SIZE];

	wire_row_begin(out);
	wire_put_text(out, F_TYPE, lot->type);
	wire_put_text(out, F_LOT, lot->label);
	if (!lot->is_unlimited) {
		wire_put_number(out, F_GRANTED, lot->granted - lot->expired);
		wire_put_number(out, F_AVAILABLE, left);
		wire_put_text(out, F_TEXT, seen_amount(left, text));
	}
	wire_put_number(out, F_USED, lot->used);
	wire_put_number(out, F_PENDING, lot->pending);
	if (lot->year != 0) {
		wire_put_text(
		    out, F_FROM, almanac_print(lot->usable_from, text));
		wire_put_text(
		    out, F_UNTIL, almanac_print(lot->usable_until, text));
	}
	wire_row_end(out);
}

static bool
is_shown(const struct ledger_lot *lot, struct day_range range)
{
	if (lot->is_unlimited && lot->used == 0 && lot->pending == 0)
		return false;
	if (!lot->is_unlimited && lot->granted == 0)
		return false;
	return lot->usable_until >= range.from &&
	    lot->usable_from <= range.until;
}

enum verdict
look_balance(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct book *book = &office->folder.book;
	enum verdict verdict = office_person(
	    office, OP_LEAVE_BALANCE, wire_text(&question->in, F_ACCOUNT));
	struct day_range range;
	enum year_kind kind;
	int64_t number;

	if (verdict != VERDICT_OK)
		return verdict;
	range.from = book_today(book);
	kind = year_kind_of(book_posting(book, range.from)->kind);
	number =
	    wire_number(&question->in, F_YEAR, year_number(kind, range.from));
	if (number < 1 || number > ALMANAC_YEAR_MAX)
		return office_bad(office, F_YEAR, AMISS_RANGE, NULL);
	range = (struct day_range){year_first_day(kind, (int)number),
	    year_last_day(kind, (int)number)};
	book_open_year(book, range.until);
	for (size_t i = 0; i < book->ledger.lot_count &&
	     wire_has_room(&answer->out, ROW_ROOM);
	     i++)
		if (is_shown(&book->ledger.lots[i], range))
			put_lot(&book->ledger.lots[i], &answer->out);
	return VERDICT_OK;
}

/* ------------------------------------------------------------------- lines */

static enum rc
take_line(void *context, const struct sql_row *row, struct err *err)
{
	struct listing *lines = context;
	struct wire_out *out = lines->out;
	char text[32];

	(void)err;
	if (!listing_begin(lines))
		return RC_OK;
	wire_put_number(out, F_SEQ, sql_row_number(row, 0));
	wire_put_text(out, F_STARTS, seen_moment(sql_row_number(row, 1), text));
	wire_put_text(out, F_ACTION, sql_row_text(row, 2));
	wire_put_text(out, F_REQUEST, sql_row_text(row, 3));
	wire_put_number(out, F_MINUTES, sql_row_number(row, 4));
	wire_put_shown(out, F_WHY, sql_row_text(row, 5));
	listing_end(lines, row);
	return RC_OK;
}

static void
put_law(const struct book *book, const char *label, struct wire_out *out)
{
	int lot = ledger_find(&book->ledger, label);
	const struct rule *rule = lot < 0
	    ? NULL
	    : rules_any(book->rules, book_posting(book, book_today(book))->kind,
		  book->ledger.lots[lot].type);

	if (rule != NULL)
		wire_put_shown(out, F_DETAIL, rule->law);
}

enum verdict
look_lines(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	const char *cursor = wire_text(in, F_CURSOR);
	struct listing lines = {.out = &answer->out};
	int64_t after = 0;
	struct err err;
	enum rc rc;
	enum verdict verdict =
	    office_person(office, OP_LEAVE_LINES, wire_text(in, F_ACCOUNT));

	if (verdict != VERDICT_OK)
		return verdict;
	if (cursor != NULL && !text_number(cursor, 0, INT64_MAX, &after))
		return office_bad(office, F_CURSOR, AMISS_UNKNOWN, NULL);
	rc = sql_each(office->sql,
	    "SELECT e.seq, e.at, e.kind, e.request, e.minutes, e.why"
	    " FROM entry e JOIN lot l ON l.person = e.person AND l.n = e.lot"
	    " WHERE e.person = ? AND l.label = ? AND e.seq > ?"
	    " ORDER BY e.seq" LISTING_LIMIT,
	    (struct sql_visit){take_line, &lines}, &err,
	    SQL_VALUES(sql_text(office->folder.uuid),
		sql_text(wire_text(in, F_LOT)), sql_number(after)));
	if (rc != RC_OK)
		return office_fail("lines", rc, &err);
	put_law(&office->folder.book, wire_text(in, F_LOT), &answer->out);
	listing_put_cursor(&lines);
	return VERDICT_OK;
}
