/*
 * Opening balances: what people bring along, from a table of personnel's.
 *
 * `granted` opens a lot of its own, `used` takes away from the year's. Both are
 * entered once: the same line again changes nothing, another amount is refused.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "intake.h"
#include "leave_ops.h"
#include "plan.h"

#include <string.h>

enum {
	OPENING_ACCOUNT,
	OPENING_TYPE,
	OPENING_GRANTED,
	OPENING_USED,
	OPENING_UNTIL,
	OPENING_COLUMNS
};
enum { HOURS_MAX = 365 * 8, WORD_MAX = 24 };

static const struct column columns[OPENING_COLUMNS] = {
    [OPENING_ACCOUNT] = {"帳號", "account", 64, true},
    [OPENING_TYPE] = {"假別", "type", RULE_TYPE_SIZE - 1, true},
    [OPENING_GRANTED] = {"帶入時數", "granted", WORD_MAX, false},
    [OPENING_USED] = {"已用時數", "used", WORD_MAX, false},
    [OPENING_UNTIL] = {"可用至", "until", WORD_MAX, false},
};

#define OPENING_NOTE "期初"

struct opening {
	struct intake intake;
	const char *school;
	char account[FOLDER_TEXT_SIZE]; /* whose folder is open */
};

/* --------------------------------------------------------------- a person */

static void
fail(struct opening *o, enum verdict verdict)
{
	o->intake.verdict = verdict;
}

static void
save_person(struct opening *o)
{
	struct office *office = o->intake.office;
	enum verdict verdict;

	if (o->account[0] == '\0' || o->intake.verdict != VERDICT_OK)
		return;
	office->folder.note = OPENING_NOTE;
	verdict = office_save(office, OP_LEAVE_OPENING, office->folder.account,
	    OPENING_NOTE, "opened");
	o->account[0] = '\0';
	if (verdict != VERDICT_OK)
		fail(o, verdict);
}

/* Lines of one person mostly stand together. */
static bool
open_person(struct opening *o, const struct columns_row *row)
{
	struct office *office = o->intake.office;
	const char *account = row->value[OPENING_ACCOUNT];
	char uuid[BOOK_ID_SIZE];
	enum verdict verdict;

	if (strcmp(o->account, account) == 0)
		return true;
	save_person(o);
	if (o->intake.verdict != VERDICT_OK)
		return false;
	verdict = office_find(office, account, uuid);
	if (verdict == VERDICT_OK)
		verdict = office_folder(office, uuid, false);
	if (verdict == VERDICT_NO_PERSON ||
	    (verdict == VERDICT_OK &&
		strcmp(office->folder.school, o->school) != 0)) {
		intake_refuse(&o->intake, row->line, "貴校沒有這個帳號",
		    "nobody of the school has this account", account);
		return false;
	}
	if (verdict != VERDICT_OK) {
		fail(o, verdict);
		return false;
	}
	if (office_may(office, OP_LEAVE_OPENING,
		office_standing(office, NULL)) != VERDICT_OK) {
		intake_refuse(&o->intake, row->line, "自己的要由別人帶入",
		    "one's own is entered by somebody else", account);
		return false;
	}
	(void)text_copy(o->account, sizeof(o->account), account);
	return true;
}

/* ----------------------------------------------------------------- a line */

static bool
read_hours(
    struct opening *o, const struct columns_row *row, int column, int *minutes)
{
	const char *text = row->value[column];
	int64_t hours = 0;

	*minutes = 0;
	if (text[0] == '\0')
		return true;
	if (!text_number(text, 0, HOURS_MAX, &hours)) {
		intake_refuse(&o->intake, row->line, "時數要是整數",
		    "hours are a whole number", text);
		return false;
	}
	*minutes = (int)hours * MINUTES_PER_HOUR;
	return true;
}

static bool
read_until(struct opening *o, const struct columns_row *row,
    const struct rule *rule, struct ledger_lot *lot)
{
	const struct book *book = &o->intake.office->folder.book;
	const char *text = row->value[OPENING_UNTIL];
	struct err err;

	lot->usable_until = rule->per == RULE_PER_LOT
	    ? almanac_add_months(
		  book_today(book), book->settings->rest_months) -
		1
	    : year_last_day(lot->year_kind, lot->year);
	if (text[0] == '\0')
		return true;
	if (almanac_parse(text, &lot->usable_until, &err) != RC_OK ||
	    lot->usable_until < book_today(book)) {
		intake_refuse(&o->intake, row->line,
		    "可用至不是日期，或已經過了", "until is no day, or is past",
		    text);
		return false;
	}
	return true;
}

/* A lot for each day until which it is usable. */
static void
grant(struct opening *o, const struct columns_row *row, const struct rule *rule,
    int minutes)
{
	struct book *book = &o->intake.office->folder.book;
	int day = book_today(book), found;
	char until[ALMANAC_TEXT_SIZE];
	struct ledger_lot lot = {.pay = rule->pay,
	    .year_kind = year_kind_of(book_posting(book, day)->kind)};

	lot.year = year_number(lot.year_kind, day);
	lot.usable_from = year_first_day(lot.year_kind, lot.year);
	if (!read_until(o, row, rule, &lot))
		return;
	(void)text_copy(lot.type, sizeof(lot.type), rule->type);
	(void)text_print(lot.label, sizeof(lot.label),
	    "%.40s(" OPENING_NOTE ")/%s", rule->type,
	    almanac_print(lot.usable_until, until));
	found = ledger_find(&book->ledger, lot.label);
	if (found >= 0 && book->ledger.lots[found].granted != minutes) {
		intake_refuse(&o->intake, row->line,
		    "期初時數先前已帶入，金額不同；請用調整",
		    "another opening amount is there already: adjust it",
		    lot.label);
		return;
	}
	if (found >= 0)
		return;
	if (ledger_open(&book->ledger, &lot, &found, &book->fault) != RC_OK)
		book->is_broken = true;
	else
		book_enter(book, NULL, LEDGER_GRANT, found, minutes);
	o->intake.taken++;
}

/* What an earlier table took away from that lot. */
static bool
find_taken(struct opening *o, const struct ledger_lot *lot, int64_t *minutes)
{
	struct office *office = o->intake.office;
	struct err err;
	enum rc rc = sql_get_number(office->sql,
	    "SELECT COALESCE(SUM(e.minutes), 0) FROM entry e JOIN lot l"
	    " ON l.person = e.person AND l.n = e.lot WHERE e.person = ?"
	    " AND l.label = ? AND e.kind = 'expire' AND e.why = ?",
	    minutes, &err,
	    SQL_VALUES(sql_text(office->folder.uuid), sql_text(lot->label),
		sql_text(OPENING_NOTE)));

	if (rc != RC_OK)
		fail(o, office_fail("opening", rc, &err));
	return rc == RC_OK;
}

static void
take_away(struct opening *o, const struct columns_row *row,
    const struct rule *rule, int minutes)
{
	struct book *book = &o->intake.office->folder.book;
	int lot = plan_year_lot(book, rule->type, book_today(book));
	int64_t before = 0;

	if (lot < 0) {
		intake_refuse(&o->intake, row->line,
		    "這個假別沒有年度額度，不能填已用時數",
		    "this type has no amount of a year to use", rule->type);
		return;
	}
	if (!find_taken(o, &book->ledger.lots[lot], &before) ||
	    before == minutes)
		return;
	if (before != 0)
		intake_refuse(&o->intake, row->line,
		    "已用時數先前已帶入，金額不同；請用調整",
		    "another used amount is there already: adjust it",
		    rule->type);
	else if (ledger_available(&book->ledger.lots[lot]) < minutes)
		intake_refuse(&o->intake, row->line, "超過剩餘時數",
		    "it is more than there is", row->value[OPENING_USED]);
	else {
		book_enter(book, NULL, LEDGER_EXPIRE, lot, minutes);
		o->intake.taken++;
	}
}

static void
take_row(void *context, const struct columns_row *row)
{
	struct opening *o = context;
	const struct book *book = &o->intake.office->folder.book;
	const struct rule *rule;
	int granted, used;

	if (o->intake.verdict != VERDICT_OK || !open_person(o, row))
		return;
	rule =
	    rules_any(book->rules, book_posting(book, book_today(book))->kind,
		row->value[OPENING_TYPE]);
	if (rule == NULL) {
		intake_refuse(&o->intake, row->line, "此人沒有這個假別",
		    "this person has no leave of that type",
		    row->value[OPENING_TYPE]);
		return;
	}
	if (!read_hours(o, row, OPENING_GRANTED, &granted) ||
	    !read_hours(o, row, OPENING_USED, &used))
		return;
	if (granted == 0 && used == 0)
		intake_refuse(&o->intake, row->line, "帶入與已用時數都是空白",
		    "neither granted nor used is given", NULL);
	if (granted > 0)
		grant(o, row, rule, granted);
	if (used > 0)
		take_away(o, row, rule, used);
}

enum verdict
opening_take(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	struct opening o = {.intake = {.office = office, .out = &answer->out},
	    .school = wire_text(in, F_SCHOOL)};
	const struct columns_sink sink = {&o, take_row, intake_fault};
	struct err err;
	enum verdict verdict;

	if (o.school == NULL)
		o.school = office->caller.school;
	verdict = office_may(
	    office, OP_LEAVE_OPENING, office_standing_at(office, o.school));
	if (verdict != VERDICT_OK)
		return verdict;
	(void)columns_read(
	    wire_text(in, F_TABLE), columns, OPENING_COLUMNS, &sink, &err);
	save_person(&o);
	if (o.intake.verdict == VERDICT_OK)
		o.intake.verdict = office_note(office, OP_LEAVE_OPENING,
		    o.school, o.school, NULL, "imported");
	return intake_end(&o.intake, wire_number(in, F_PLAN, 0) != 0);
}
