#include "plan.h"
#include <stdio.h>
#include <string.h>
#include "base/almanac.h"
#include "base/text.h"

enum { DEPTH_MAX = 6, FAR_FUTURE = 1000000 };

static const struct rule *
rule_on(const struct book *book, const char *type, int day, enum refusal *no)
{
	return rules_find(book->rules, book_posting(book, day)->kind, type, day,
	    book->learnt, no);
}

/* ----------------------------------------------------------------- lots */

static int
open_lot(struct book *book, const struct ledger_lot *lot, int minutes)
{
	struct ledger_entry grant = {.at = book->now,
	    .kind = LEDGER_GRANT,
	    .request = LEDGER_NO_REQUEST,
	    .minutes = minutes};

	if (book->ledger.lot_count >= PLAN_LOTS_MAX) {
		(void)err_set(&book->fault, RC_FAULT, "too many lots");
		book->is_broken = true;
		return 0;
	}
	if (ledger_open(&book->ledger, lot, &grant.lot, &book->fault) !=
		RC_OK ||
	    (minutes > 0 &&
		ledger_put(&book->ledger, grant, &book->fault) != RC_OK))
		book->is_broken = true;
	return grant.lot;
}

int
plan_open_lot(struct book *book, const char *type, const char *tail, int day,
    struct ledger_lot traits)
{
	enum year_kind kind = year_kind_of(book_posting(book, day)->kind);
	int found;

	traits.year_kind = kind;
	traits.year = year_number(kind, day);
	traits.usable_from = year_first_day(kind, traits.year);
	traits.usable_until = year_last_day(kind, traits.year);
	traits.is_unlimited = true;
	(void)text_copy(traits.type, sizeof(traits.type), type);
	(void)text_print(traits.label, sizeof(traits.label), "%s%s/%d", type,
	    tail, traits.year);
	found = ledger_find(&book->ledger, traits.label);
	return found >= 0 ? found : open_lot(book, &traits, 0);
}

int
plan_amount(const struct book *book, const struct ledger_lot *lot)
{
	enum staff_kind kind;
	enum refusal no;
	const struct rule *rule;
	int day = book_today(book); /* as posted now, within that year */

	if (day > lot->usable_until)
		day = lot->usable_until;
	if (day < lot->usable_from)
		day = lot->usable_from;
	kind = book_posting(book, day)->kind;
	if (year_kind_of(kind) != lot->year_kind)
		kind = book_posting(book, lot->usable_from)->kind;
	rule = rules_find(
	    book->rules, kind, lot->type, lot->usable_until, book->learnt, &no);
	if (rule == NULL) /* a type that ends within the year */
		rule = rules_find(
		    book->rules, kind, lot->type, day, book->learnt, &no);
	if (rule == NULL ||
	    entitlement_is_too_short(&book->rules->sets[kind], &book->service))
		return 0;
	if (rule->is_set_by_school)
		return book->settings->sub_mind_days;
	return entitlement_of_year(
	    rule, &book->service, lot->year, lot->year_kind);
}

int
plan_year_lot(struct book *book, const char *type, int day)
{
	enum refusal no;
	const struct rule *rule = rule_on(book, type, day, &no);
	struct ledger_lot lot = {.is_year_grant = true};
	int found;

	if (rule == NULL || rule->per != RULE_PER_YEAR)
		return -1;
	lot.pay = rule->pay;
	lot.year_kind = year_kind_of(book_posting(book, day)->kind);
	lot.year = year_number(lot.year_kind, day);
	lot.usable_from = year_first_day(lot.year_kind, lot.year);
	lot.usable_until = year_last_day(lot.year_kind, lot.year);
	(void)text_copy(lot.type, sizeof(lot.type), rule->type);
	(void)text_print(
	    lot.label, sizeof(lot.label), "%s/%d", rule->type, lot.year);
	found = ledger_find(&book->ledger, lot.label);
	return found >= 0 ? found
			  : open_lot(book, &lot, plan_amount(book, &lot));
}

/* 特休: the grant that is usable on the day. */
static void
open_service_lot(struct book *book, const struct rule *rule, int day)
{
	struct grant grants[ENTITLEMENT_GRANTS_MAX];
	struct day_range range = {almanac_add_months(day, -12), day};
	size_t count = entitlement_grants(rule, &book->service, range, grants);

	for (size_t i = 0; i < count; i++) {
		struct ledger_lot lot = {.pay = rule->pay,
		    .usable_from = grants[i].usable_from,
		    .usable_until = grants[i].usable_until};
		char text[ALMANAC_TEXT_SIZE];

		if (grants[i].usable_until < day)
			continue;
		lot.year_kind = YEAR_CALENDAR;
		lot.year = year_number(YEAR_CALENDAR, lot.usable_from);
		(void)text_copy(lot.type, sizeof(lot.type), rule->type);
		(void)text_print(lot.label, sizeof(lot.label), "%s/%s",
		    rule->type, almanac_print(lot.usable_from, text));
		if (ledger_find(&book->ledger, lot.label) < 0)
			(void)open_lot(book, &lot, grants[i].minutes);
	}
}

static int
fact_day(const struct facts *facts, const char *name)
{
	const struct {
		const char *name;
		int day;
	} days[] = {
	    {"registered", facts->registered},
	    {"birth", facts->birth},
	    {"death", facts->death},
	    {"miscarriage", facts->miscarriage},
	    {"injury", facts->injury},
	};

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (strcmp(days[i].name, name) == 0)
			return days[i].day;
	return BOOK_NO_DAY;
}

static int
event_amount(const struct rule *rule, const struct facts *facts)
{
	if (rule->by == RULE_BY_WEEKS)
		return entitlement_of_weeks(rule, facts->weeks);
	if (rule->by == RULE_BY_RELATION)
		return entitlement_of_relation(rule, facts->relation);
	return rule->minutes;
}

static int
open_event_lot(struct plan *plan, const struct rule *rule)
{
	const struct facts *facts = &plan->request->facts;
	int day = fact_day(facts, rule->fact);
	struct ledger_lot lot = {.pay = rule->pay,
	    .usable_from = -FAR_FUTURE,
	    .usable_until = FAR_FUTURE};
	char text[ALMANAC_TEXT_SIZE];
	int found;

	(void)text_copy(lot.type, sizeof(lot.type), rule->type);
	(void)text_print(lot.label, sizeof(lot.label), "%s/%.40s%s%.20s",
	    rule->type,
	    facts->event[0] != '\0' ? facts->event : almanac_print(day, text),
	    rule->by == RULE_BY_RELATION ? "/" : "",
	    rule->by == RULE_BY_RELATION ? facts->relation : "");
	found = ledger_find(&plan->book->ledger, lot.label);
	return found >= 0
	    ? found
	    : open_lot(plan->book, &lot, event_amount(rule, facts));
}

/* The last day charged to a type by another live request. */
static int
last_charged(const struct plan *plan, const char *type, int before)
{
	const struct book *book = plan->book;
	int last = BOOK_NO_DAY;

	for (size_t i = 0; i < book->request_count; i++) {
		const struct request *r = book->requests[i];

		if (r == plan->request || !request_is_live(r->state) ||
		    strcmp(r->type, type) != 0)
			continue;
		for (size_t c = 0; c < r->charge_count; c++)
			if (r->charges[c].day < before &&
			    r->charges[c].day > last)
				last = r->charges[c].day;
	}
	return last;
}

/* 延長病假: the period that began with the first day, or a new one when that
 * is over or work went on long enough in between. */
static int
open_period_lot(struct plan *plan, const struct rule *rule, int day)
{
	struct book *book = plan->book;
	struct ledger_lot lot = {.pay = rule->pay, .usable_from = day};
	char text[ALMANAC_TEXT_SIZE];
	int best = -1;

	for (size_t i = 0; i < book->ledger.lot_count; i++) {
		const struct ledger_lot *l = &book->ledger.lots[i];

		if (strcmp(l->type, rule->type) == 0 && !l->is_unlimited &&
		    l->usable_from <= day && day <= l->usable_until &&
		    (best < 0 ||
			l->usable_from > book->ledger.lots[best].usable_from))
			best = (int)i;
	}
	if (best >= 0 && !plan->is_anew) {
		int last = last_charged(plan, rule->type, day);

		if (last != BOOK_NO_DAY &&
		    almanac_add_months(last + 1, rule->restart_months) <= day)
			best = -1;
	}
	if (best >= 0)
		return best;
	lot.usable_until = almanac_add_months(day, rule->period_months) - 1;
	(void)text_copy(lot.type, sizeof(lot.type), rule->type);
	(void)text_print(lot.label, sizeof(lot.label), "%s/%s", rule->type,
	    almanac_print(day, text));
	return open_lot(book, &lot, rule->minutes);
}

/* Makes sure that the lots the rule grants on that day exist. For an event or
 * a period only that lot may be drawn on; it is answered, -1 otherwise. */
static int
open_lots(struct plan *plan, const struct rule *rule, int day)
{
	switch (rule->per) {
	case RULE_PER_YEAR:
		(void)plan_year_lot(plan->book, rule->type, day);
		return -1;
	case RULE_PER_SERVICE:
		open_service_lot(plan->book, rule, day);
		return -1;
	case RULE_PER_EVENT:
		return open_event_lot(plan, rule);
	case RULE_PER_PERIOD:
		return open_period_lot(plan, rule, day);
	case RULE_PER_NONE:
		return plan_open_lot(plan->book, rule->type, "", day,
		    (struct ledger_lot){.pay = rule->pay});
	case RULE_PER_LOT:
		return -1;
	}
	return -1;
}

/* -------------------------------------------------------------- drawing */

static int
room_of(const struct plan *plan, int lot)
{
	const struct ledger_lot *l = &plan->book->ledger.lots[lot];
	int room = l->granted - l->expired - plan->taken[lot];

	return l->is_unlimited ? FAR_FUTURE : room < 0 ? 0 : room;
}

static void
put(struct plan *plan, int lot, int day, int minutes, bool is_inside)
{
	struct charge *last =
	    plan->count == 0 ? NULL : &plan->charges[plan->count - 1];

	if (minutes == 0)
		return;
	plan->taken[lot] += minutes;
	if (last != NULL && last->lot == lot && last->day == day &&
	    last->is_inside == is_inside) {
		last->minutes += minutes;
		return;
	}
	if (plan->count == PLAN_CHARGES_MAX) {
		(void)err_set(&plan->book->fault, RC_FAULT, "plan too long");
		plan->book->is_broken = true;
		return;
	}
	plan->charges[plan->count++] =
	    (struct charge){lot, day, minutes, is_inside};
}

/* After a change of staff kind a day may lie in two years of different kinds;
 * the posting of that day decides. */
static bool
is_alive(const struct book *book, const struct ledger_lot *lot, int day)
{
	return !lot->is_unlimited && lot->usable_from <= day &&
	    day <= lot->usable_until &&
	    (lot->year == 0 ||
		lot->year_kind == year_kind_of(book_posting(book, day)->kind));
}

/* Draws from the lots of a type that are alive, the earliest expiry first,
 * among equals the oldest. Returns what is left. */
static int
draw_alive(
    struct plan *plan, const char *type, int day, int minutes, bool is_inside)
{
	while (minutes > 0) {
		const struct ledger *ledger = &plan->book->ledger;
		int best = -1, part;

		for (size_t i = 0; i < ledger->lot_count; i++) {
			const struct ledger_lot *l = &ledger->lots[i];

			if (strcmp(l->type, type) == 0 &&
			    is_alive(plan->book, l, day) &&
			    room_of(plan, (int)i) > 0 &&
			    (best < 0 ||
				l->usable_until <
				    ledger->lots[best].usable_until))
				best = (int)i;
		}
		if (best < 0)
			break;
		part = room_of(plan, best) < minutes ? room_of(plan, best)
						     : minutes;
		put(plan, best, day, part, is_inside);
		minutes -= part;
	}
	return minutes;
}

static int
draw_lot(struct plan *plan, int lot, int day, int minutes, bool is_inside)
{
	int part = room_of(plan, lot) < minutes ? room_of(plan, lot) : minutes;

	put(plan, lot, day, part, is_inside);
	return minutes - part;
}

/* What was drawn from a lot goes on being drawn from it. */
static int
draw_own(struct plan *plan, int day, int minutes)
{
	for (size_t i = 0; i < plan->request->charge_count; i++) {
		const struct charge *c = &plan->request->charges[i];
		int part = c->minutes < minutes ? c->minutes : minutes;

		if (c->day != day || c->is_inside ||
		    plan->book->ledger.lots[c->lot].is_shortfall)
			continue;
		if (part > room_of(plan, c->lot))
			part = room_of(plan, c->lot);
		put(plan, c->lot, day, part, false);
		minutes -= part;
	}
	return minutes;
}

static enum refusal draw(
    struct plan *plan, const char *type, int day, int minutes, int depth);

static enum refusal
draw_over(
    struct plan *plan, const struct rule *rule, int day, int minutes, int depth)
{
	bool is_inside = depth < 0;
	int lot;

	if (minutes == 0)
		return REFUSAL_NONE;
	if (strcmp(rule->over, RULE_PAY_CUT) == 0) {
		lot = plan_open_lot(plan->book, rule->type,
		    "(" RULE_PAY_CUT ")", day,
		    (struct ledger_lot){.is_pay_cut = true, .pay = PAY_NONE});
		put(plan, lot, day, minutes, is_inside);
		return REFUSAL_NONE;
	}
	if (rule->over[0] != '\0' && depth >= 0 && depth < DEPTH_MAX)
		return draw(plan, rule->over, day, minutes, depth + 1);
	if (!plan->is_anew)
		return REFUSAL_ENTITLEMENT_EXHAUSTED;
	if (is_inside)
		return REFUSAL_NONE;
	lot = plan_open_lot(plan->book, rule->type, "(不足)", day,
	    (struct ledger_lot){.is_shortfall = true, .pay = PAY_NONE});
	put(plan, lot, day, minutes, false);
	return REFUSAL_NONE;
}

/* A type inside another uses up both amounts; beyond the outer one, pay is cut
 * or it is refused, as the outer rule says. */
static enum refusal
draw_outer(struct plan *plan, const struct rule *rule, int day, int minutes)
{
	enum refusal no;
	const struct rule *outer = rule_on(plan->book, rule->inside, day, &no);
	int left;

	if (outer == NULL)
		return plan->is_anew ? REFUSAL_NONE : no;
	(void)plan_year_lot(plan->book, outer->type, day);
	left = draw_alive(plan, outer->type, day, minutes, true);
	return draw_over(plan, outer, day, left, -1);
}

static enum refusal
draw(struct plan *plan, const char *type, int day, int minutes, int depth)
{
	enum refusal no = REFUSAL_NONE;
	const struct rule *rule = rule_on(plan->book, type, day, &no);
	int lot, all = minutes;

	if (rule == NULL && strcmp(type, BOOK_ABSENTEEISM) == 0) {
		lot = plan_open_lot(plan->book, type, "", day,
		    (struct ledger_lot){.pay = PAY_NONE});
		put(plan, lot, day, minutes, false);
		return REFUSAL_NONE;
	}
	if (rule == NULL && plan->is_anew) {
		lot = plan_open_lot(plan->book, type, "(不足)", day,
		    (struct ledger_lot){.is_shortfall = true, .pay = PAY_NONE});
		put(plan, lot, day, minutes, false);
		return REFUSAL_NONE;
	}
	if (rule == NULL)
		return no;
	if (plan->is_anew && depth == 0 && rule->over[0] == '\0' &&
	    rule->inside[0] == '\0')
		minutes = draw_own(plan, day, minutes);
	lot = open_lots(plan, rule, day);
	minutes = lot >= 0 ? draw_lot(plan, lot, day, minutes, false)
			   : draw_alive(plan, rule->type, day, minutes, false);
	no = draw_over(plan, rule, day, minutes, depth);
	if (no == REFUSAL_NONE && rule->inside[0] != '\0')
		no = draw_outer(plan, rule, day, all);
	return no;
}

/* ----------------------------------------------------------- one request */

static int
left_on(void *context, int day)
{
	const struct request *r = context;

	for (size_t i = 0; i < r->cap_count; i++)
		if (r->caps[i].day == day)
			return r->caps[i].charged;
	return MINUTES_PER_WORK_DAY;
}

/* How the type counts on the request's first day. */
static void
traits_of(const struct plan *plan, int day, enum worktime_count *count,
    bool *keeps_closure)
{
	enum refusal no;
	const struct rule *rule =
	    rule_on(plan->book, plan->request->type, day, &no);

	if (rule == NULL)
		rule = rules_any(plan->book->rules,
		    book_posting(plan->book, day)->kind, plan->request->type);
	*count = rule == NULL ? COUNT_HOURS : rule->count;
	*keeps_closure = rule != NULL && rule->keeps_closure;
}

static void
keep_day(struct plan *plan, int day)
{
	for (size_t i = 0; i < plan->request->charge_count; i++) {
		const struct charge *c = &plan->request->charges[i];

		if (c->day == day)
			put(plan, c->lot, day, c->minutes, c->is_inside);
	}
}

/* Days of closed years stay as they are, measured anew or not. */
static bool
is_kept(const struct plan *plan, int day)
{
	return plan->is_anew && !plan->by_personnel &&
	    book_is_closed(plan->book, day);
}

static void
keep_closed(struct plan *plan)
{
	int last = BOOK_NO_DAY;

	for (size_t i = 0; i < plan->request->charge_count; i++) {
		int day = plan->request->charges[i].day;

		if (day != last && is_kept(plan, day))
			keep_day(plan, day);
		last = day;
	}
}

enum refusal
plan_make(struct plan *plan, const struct request *request)
{
	int first = span_first_day(request->spans[0]);
	struct worktime w = book_worktime(plan->book, first);
	enum worktime_count count;
	bool keeps_closure;
	enum refusal no;

	plan->request = request;
	plan->count = 0;
	plan->minutes = 0;
	traits_of(plan, first, &count, &keeps_closure);
	if (keeps_closure)
		w.closure_count = 0;
	no = worktime_measure(
	    &w, request->spans, request->span_count, count, &plan->days);
	if (no != REFUSAL_NONE && !plan->is_anew)
		return no;
	if (plan->is_anew)
		keep_closed(plan);
	(void)worktime_round(&plan->days, year_kind_of(w.kind), left_on,
	    (void *)(uintptr_t)request);
	for (size_t i = 0; i < plan->days.count; i++) {
		const struct worktime_day *d = &plan->days.at[i];

		plan->minutes += d->minutes;
		if (is_kept(plan, d->day))
			continue;
		no = draw(plan, request->type, d->day, d->charged, 0);
		if (no != REFUSAL_NONE)
			return no;
	}
	return REFUSAL_NONE;
}

int
plan_available(struct book *book, const char *type, int day)
{
	int available = 0;
	enum refusal no;
	const struct rule *rule = rule_on(book, type, day, &no);

	if (rule != NULL && rule->per == RULE_PER_SERVICE)
		open_service_lot(book, rule, day);
	else
		(void)plan_year_lot(book, type, day);
	for (size_t i = 0; i < book->ledger.lot_count; i++) {
		const struct ledger_lot *l = &book->ledger.lots[i];

		if (strcmp(l->type, type) == 0 && is_alive(book, l, day))
			available += ledger_available(l);
	}
	return available;
}
