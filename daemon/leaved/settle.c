/*
 * Personnel adjust an amount.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "leave_ops.h"
#include "plan.h"

#include <stdlib.h>
#include <string.h>

enum { ADJUST_MAX = 365 * MINUTES_PER_WORK_DAY };

/* What is added is a lot of its own: the year's lot follows the rules, which
 * may change. */
static int
open_added(struct book *book, const struct rule *rule, int day)
{
	struct ledger_lot lot = {.pay = rule->pay,
	    .year_kind = year_kind_of(book_posting(book, day)->kind)};
	int found;

	lot.year = year_number(lot.year_kind, day);
	lot.usable_from = year_first_day(lot.year_kind, lot.year);
	lot.usable_until = rule->per == RULE_PER_LOT
	    ? almanac_add_months(day, book->settings->rest_months) - 1
	    : year_last_day(lot.year_kind, lot.year);
	(void)text_copy(lot.type, sizeof(lot.type), rule->type);
	(void)text_print(lot.label, sizeof(lot.label), "%.40s(調整)/%d",
	    rule->type, lot.year);
	found = ledger_find(&book->ledger, lot.label);
	if (found < 0 &&
	    ledger_open(&book->ledger, &lot, &found, &book->fault) != RC_OK)
		book->is_broken = true;
	return found;
}

/* What is taken away expires; no more than there is. */
static enum verdict
adjust(struct office *office, const char *type, int minutes, int day, int *lot)
{
	struct book *book = &office->folder.book;
	const struct rule *rule =
	    rules_any(book->rules, book_posting(book, day)->kind, type);

	if (rule == NULL)
		return (enum verdict)REFUSAL_UNKNOWN_TYPE;
	if (book_is_closed(book, day) && !office->caller.is_personnel)
		return (enum verdict)REFUSAL_YEAR_CLOSED;
	*lot = minutes > 0 ? open_added(book, rule, day)
			   : plan_year_lot(book, rule->type, day);
	if (*lot < 0)
		return office_bad(office, F_TYPE, AMISS_NO_LOT, rule->type);
	if (minutes < 0 &&
	    ledger_available(&book->ledger.lots[*lot]) < -minutes)
		return (enum verdict)REFUSAL_ENTITLEMENT_EXHAUSTED;
	book_enter(book, NULL, minutes > 0 ? LEDGER_GRANT : LEDGER_EXPIRE, *lot,
	    abs(minutes));
	(void)book_lay_out(book, office->caller.is_personnel, false);
	return VERDICT_OK;
}

static enum verdict
read_day(struct office *office, const struct wire_in *in, int *day)
{
	const struct book *book = &office->folder.book;
	enum year_kind kind;
	int64_t number;

	*day = book_today(book);
	if (!wire_has(in, F_YEAR))
		return VERDICT_OK;
	kind = year_kind_of(book_posting(book, *day)->kind);
	number = wire_number(in, F_YEAR, 0);
	if (number < 1 || number > ALMANAC_YEAR_MAX)
		return office_bad(office, F_YEAR, AMISS_RANGE, NULL);
	*day = year_first_day(kind, (int)number);
	return VERDICT_OK;
}

static void
put_lot(const struct ledger_lot *lot, const char *result, struct wire_out *out)
{
	wire_put_text(out, F_LOT, lot->label);
	wire_put_number(out, F_GRANTED, lot->granted - lot->expired);
	wire_put_number(out, F_AVAILABLE, ledger_available(lot));
	wire_put_text(out, F_RESULT, result);
}

static enum verdict
adjust_now(
    struct office *office, const struct wire_in *in, struct wire_out *out)
{
	const char *why = wire_text(in, F_WHY), *key = wire_text(in, F_KEY);
	int64_t minutes = wire_number(in, F_MINUTES, 0);
	int day, lot = -1;
	enum verdict verdict = read_day(office, in, &day);

	if (minutes == 0 || minutes % MINUTES_PER_HOUR != 0 ||
	    minutes > ADJUST_MAX || minutes < -ADJUST_MAX)
		return office_bad(office, F_MINUTES, AMISS_WHOLE_HOURS, NULL);
	if (verdict == VERDICT_OK)
		verdict = adjust(
		    office, wire_text(in, F_TYPE), (int)minutes, day, &lot);
	office->folder.note = why;
	if (verdict == VERDICT_OK)
		verdict = office_save(office, OP_LEAVE_ADJUST,
		    office->folder.account, why, "adjusted");
	if (verdict == VERDICT_OK)
		verdict = office_remember(office, key, OP_LEAVE_ADJUST, "-");
	if (verdict == VERDICT_OK)
		put_lot(&office->folder.book.ledger.lots[lot], "adjusted", out);
	return verdict;
}

enum verdict
settle_adjust(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	const char *why = wire_text(in, F_WHY);
	char uuid[BOOK_ID_SIZE], before[BOOK_ID_SIZE];
	enum verdict verdict =
	    office_find(office, wire_text(in, F_ACCOUNT), uuid);

	if (verdict == VERDICT_OK)
		verdict = office_folder(office, uuid, false);
	if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_ADJUST, office_standing(office, NULL));
	if (verdict == VERDICT_OK)
		verdict = office_repeated(office, wire_text(in, F_KEY), before);
	if (verdict != VERDICT_OK)
		return verdict;
	if (why[strspn(why, " ")] == '\0')
		return office_bad(office, F_WHY, AMISS_MISSING, NULL);
	if (before[0] != '\0') {
		wire_put_text(&answer->out, F_RESULT, "same");
		return VERDICT_OK;
	}
	return adjust_now(office, in, &answer->out);
}
