#include "book_year.h"
#include <string.h>
#include "base/text.h"
#include "plan.h"

enum refusal
book_absent(
    struct book *book, const char *id, struct span span, struct request **r)
{
	struct filing filing = {
	    .id = id, .type = BOOK_ABSENTEEISM, .span = span};
	enum refusal no;

	facts_init(&filing.facts);
	no = book_file(book, &filing, r);
	if (no != REFUSAL_NONE)
		return no;
	(*r)->state = REQUEST_APPROVED;
	book_enter_all(book, *r, LEDGER_CONSUME);
	return REFUSAL_NONE;
}

void
book_open_year(struct book *book, int day)
{
	const struct ruleset *set =
	    &book->rules->sets[book_posting(book, day)->kind];

	for (size_t i = 0; i < set->count; i++)
		if (set->rows[i].per == RULE_PER_YEAR)
			(void)plan_year_lot(book, set->rows[i].type, day);
}

enum refusal
book_close_year(struct book *book, int number)
{
	enum year_kind kind = number < 1000 ? YEAR_ACADEMIC : YEAR_CALENDAR;

	for (size_t i = 0; i < book->closed_count; i++)
		if (book->closed[i].kind == kind &&
		    book->closed[i].number == number)
			return REFUSAL_YEAR_CLOSED;
	if (book->closed_count == BOOK_CLOSED_MAX)
		return REFUSAL_WRONG_STATE;
	book_open_year(book, year_last_day(kind, number));
	book->closed[book->closed_count++] = (struct closed_year){kind, number};
	for (size_t i = 0; i < book->ledger.lot_count; i++) {
		const struct ledger_lot *lot = &book->ledger.lots[i];

		if (lot->is_year_grant && lot->year_kind == kind &&
		    lot->year == number)
			book_enter(book, NULL, LEDGER_EXPIRE, (int)i,
			    ledger_available(lot));
	}
	return REFUSAL_NONE;
}

static bool
is_carried(const struct book *book, const char *type, int number)
{
	int last = year_last_day(
	    number < 1000 ? YEAR_ACADEMIC : YEAR_CALENDAR, number);
	enum refusal no;
	const struct rule *rule = rules_find(book->rules,
	    book_posting(book, last)->kind, type, last, book_today(book), &no);

	return rule != NULL && rule->is_carried;
}

enum refusal
book_carry(struct book *book, const char *type, int number, int minutes)
{
	char label[LEDGER_LABEL_SIZE];
	int from;
	struct ledger_lot lot;

	if (!is_carried(book, type, number))
		return REFUSAL_NOT_ELIGIBLE;
	(void)text_print(label, sizeof(label), "%s/%d", type, number);
	from = ledger_find(&book->ledger, label);
	if (from < 0 || minutes > book->ledger.lots[from].expired)
		return REFUSAL_ENTITLEMENT_EXHAUSTED;
	lot = book->ledger.lots[from];
	lot.is_year_grant = false;
	lot.year = number + 1;
	lot.usable_from = year_first_day(lot.year_kind, number + 1);
	lot.usable_until = year_last_day(lot.year_kind, number + 1);
	(void)text_print(
	    lot.label, sizeof(lot.label), "%.40s(保留)/%d", type, number + 1);
	if (ledger_find(&book->ledger, lot.label) >= 0)
		return REFUSAL_WRONG_STATE;
	if (ledger_open(&book->ledger, &lot, &from, &book->fault) != RC_OK)
		return REFUSAL_WRONG_STATE;
	book_enter(book, NULL, LEDGER_GRANT, from, minutes);
	return REFUSAL_NONE;
}
