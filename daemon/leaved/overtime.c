#include "overtime.h"
#include <stdlib.h>
#include <string.h>
#include "base/almanac.h"
#include "base/text.h"

static struct overtime_sum *
sum_of(struct book *book, struct overtime_sum **sums, size_t *count, int key)
{
	struct overtime_sum *more;

	for (size_t i = 0; i < *count; i++)
		if ((*sums)[i].key == key)
			return &(*sums)[i];
	more = reallocarray(*sums, *count + 1, sizeof(*more));
	if (more == NULL) {
		(void)err_set(&book->fault, RC_FAULT, "no memory");
		book->is_broken = true;
		return NULL;
	}
	*sums = more;
	more[*count] = (struct overtime_sum){key, 0, 0};
	return &more[(*count)++];
}

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

/* Whole hours only, but what is left over adds up within the month; workers
 * under the Labour Standards Act are credited by the minute. */
static int
credit_of(enum staff_kind kind, int month_before, int minutes)
{
	if (kind == STAFF_LSA)
		return minutes;
	return ((month_before + minutes) / MINUTES_PER_HOUR -
		   month_before / MINUTES_PER_HOUR) *
	    MINUTES_PER_HOUR;
}

static void
open_rest(struct book *book, int day, int minutes)
{
	struct ledger_lot lot = {.usable_from = day,
	    .usable_until =
		almanac_add_months(day, book->settings->rest_months)};
	char text[ALMANAC_TEXT_SIZE];
	int number;

	(void)text_copy(lot.type, sizeof(lot.type), BOOK_REST);
	(void)text_print(lot.label, sizeof(lot.label), "%s/%s", BOOK_REST,
	    almanac_print(day, text));
	number = ledger_find(&book->ledger, lot.label);
	if (number < 0 &&
	    ledger_open(&book->ledger, &lot, &number, &book->fault) != RC_OK) {
		book->is_broken = true;
		return;
	}
	book_enter(book, NULL, LEDGER_GRANT, number, minutes);
}

/* Overtime lies outside the sessions of worked days. */
static int
outside_sessions(struct worktime *w, struct span span)
{
	static struct worktime_days days;
	enum refusal no = worktime_measure(w, &span, 1, COUNT_HOURS, &days);

	if (no != REFUSAL_NONE && no != REFUSAL_NO_WORKING_TIME)
		return -(int)no;
	return days.count == 0 ? (int)(span.to - span.from) : 0;
}

enum refusal
overtime_put(struct book *book, struct overtime *o)
{
	const struct rule_settings *s = book->settings;
	int day = span_first_day(o->span), minutes, credit, paid, base;
	struct almanac_date date = almanac_date(day);
	struct worktime w = book_worktime(book, day);
	struct overtime_sum *of_day, *of_month;
	bool is_worked;

	o->paid = o->rest = 0;
	if (o->span.to <= o->span.from)
		return REFUSAL_END_NOT_AFTER_START;
	if (w.kind == STAFF_COVER)
		return REFUSAL_NOT_ELIGIBLE;
	w.closure_count = 0;
	if (!calendar_has_year(book->calendar, date.year, book->learnt))
		return REFUSAL_CALENDAR_MISSING;
	if (o->span.to - o->span.from > MINUTES_PER_CIVIL_DAY)
		return REFUSAL_OVERTIME_LIMIT;
	minutes = outside_sessions(&w, o->span);
	if (minutes <= 0)
		return minutes == 0 ? REFUSAL_OVERLAP
				    : (enum refusal)(-minutes);
	is_worked = calendar_is_worked(w.calendar, day, w.kind, w.known);
	base = is_worked ? MINUTES_PER_WORK_DAY : 0;
	of_day = sum_of(book, &book->days, &book->day_count, day);
	of_month = sum_of(book, &book->months, &book->month_count,
	    date.year * 12 + date.month);
	if (of_day == NULL || of_month == NULL)
		return REFUSAL_WRONG_STATE;
	if (base + of_day->minutes + minutes > s->overtime_day ||
	    of_month->minutes + minutes > s->overtime_month)
		return REFUSAL_OVERTIME_LIMIT;
	credit = credit_of(w.kind, of_month->minutes, minutes);
	paid = !o->is_paid
	    ? 0
	    : smaller(credit,
		  smaller((is_worked ? s->overtime_paid_workday
				     : s->overtime_paid_day_off) -
			  of_day->paid,
		      s->overtime_paid_month - of_month->paid));
	of_day->minutes += minutes;
	of_month->minutes += minutes;
	of_day->paid += paid;
	of_month->paid += paid;
	o->paid = paid;
	o->rest = credit - paid;
	if (o->rest > 0)
		open_rest(book, day, o->rest);
	return REFUSAL_NONE;
}
