#include "filing.h"
#include <string.h>
#include "base/almanac.h"
#include "base/text.h"

struct check {
	struct book *book;
	struct request *request;
	struct plan *plan;
	const struct rule *rule; /* on the first day; NULL for 曠職 */
	enum staff_kind kind;
	int first, last;
	bool by_personnel;
};

static struct span
whole(const struct request *r)
{
	return (struct span){r->spans[0].from, r->spans[r->span_count - 1].to};
}

/* ------------------------------------------------- before it is measured */

static enum refusal
ends_after_it_starts(struct check *c)
{
	struct span span = whole(c->request);

	return span.to > span.from ? REFUSAL_NONE : REFUSAL_END_NOT_AFTER_START;
}

static enum refusal
is_a_type_of_theirs(struct check *c)
{
	enum refusal no = REFUSAL_NONE;
	const struct rule *any =
	    rules_any(c->book->rules, c->kind, c->request->type);
	const struct ruleset *set = &c->book->rules->sets[c->kind];

	if (strcmp(c->request->type, BOOK_ABSENTEEISM) == 0)
		return REFUSAL_NONE;
	if (any == NULL) {
		(void)rules_find(c->book->rules, c->kind, c->request->type,
		    c->first, INT32_MAX, &no);
		return no;
	}
	(void)text_copy(c->request->type, sizeof(c->request->type), any->type);
	if (any->is_set_by_school && c->book->settings->sub_mind_days == 0)
		return REFUSAL_NOT_ELIGIBLE;
	return entitlement_is_too_short(set, &c->book->service)
	    ? REFUSAL_NOT_ELIGIBLE
	    : REFUSAL_NONE;
}

static bool
holds_post(const struct check *c)
{
	enum year_kind kind = year_kind_of(c->kind);
	int number = year_number(kind, c->first);
	struct day_range year = {
	    year_first_day(kind, number), year_last_day(kind, number)};

	for (size_t i = 0; i < c->book->service.post_count; i++)
		if (entitlement_months(c->book->service.posts[i], year) > 0)
			return true;
	return false;
}

static enum refusal
has_the_post_for_it(struct check *c)
{
	const struct rule *rule =
	    rules_any(c->book->rules, c->kind, c->request->type);

	if (rule == NULL)
		return REFUSAL_NONE;
	if (rule->needs_admin_post && !holds_post(c))
		return REFUSAL_NOT_ELIGIBLE;
	return rule->is_report && holds_post(c) ? REFUSAL_NOT_ELIGIBLE
						: REFUSAL_NONE;
}

/* On every one of its days, as far as the law is issued by now. */
static enum refusal
is_in_force(struct check *c)
{
	enum refusal no = REFUSAL_NONE;

	if (strcmp(c->request->type, BOOK_ABSENTEEISM) == 0)
		return REFUSAL_NONE;
	c->rule = rules_find(c->book->rules, c->kind, c->request->type,
	    c->first, c->book->learnt, &no);
	if (c->rule != NULL)
		(void)rules_find(c->book->rules, c->kind, c->request->type,
		    c->last, c->book->learnt, &no);
	return no;
}

static enum refusal
touches_no_closed_year(struct check *c)
{
	if (!c->by_personnel &&
	    (book_is_closed(c->book, c->first) ||
		book_is_closed(c->book, c->last)))
		return REFUSAL_YEAR_CLOSED;
	return REFUSAL_NONE;
}

static int
required_fact(const struct facts *facts, const char *name)
{
	if (strcmp(name, "registered") == 0)
		return facts->registered;
	if (strcmp(name, "birth") == 0)
		return facts->birth;
	if (strcmp(name, "death") == 0)
		return facts->death;
	if (strcmp(name, "miscarriage") == 0)
		return facts->miscarriage;
	return facts->injury;
}

static enum refusal
tells_its_facts(struct check *c)
{
	const struct rule *rule = c->rule;
	const struct facts *facts = &c->request->facts;

	if (rule == NULL)
		return REFUSAL_NONE;
	if (rule->fact[0] != '\0' &&
	    required_fact(facts, rule->fact) == BOOK_NO_DAY)
		return REFUSAL_FACT_MISSING;
	if (rule->by == RULE_BY_WEEKS && facts->weeks < 0)
		return REFUSAL_FACT_MISSING;
	if (rule->by == RULE_BY_RELATION &&
	    entitlement_of_relation(rule, facts->relation) == 0)
		return facts->relation[0] == '\0' ? REFUSAL_FACT_MISSING
						  : REFUSAL_NOT_ELIGIBLE;
	return REFUSAL_NONE;
}

/* -------------------------------------------------------------- measured */

static void
note_caps(struct check *c)
{
	struct request *r = c->request;
	const struct book *book = c->book;

	r->caps[0].day = c->first;
	r->caps[1].day = c->last;
	r->cap_count = c->first == c->last ? 1 : 2;
	for (size_t i = 0; i < r->cap_count; i++)
		r->caps[i].charged = MINUTES_PER_WORK_DAY;
	for (size_t i = 0; i < book->request_count; i++) {
		const struct request *other = book->requests[i];

		if (other == r || !request_is_live(other->state))
			continue;
		for (size_t n = 0; n < other->charge_count; n++)
			for (size_t k = 0; k < r->cap_count; k++)
				if (!other->charges[n].is_inside &&
				    r->caps[k].day == other->charges[n].day)
					r->caps[k].charged -=
					    other->charges[n].minutes;
	}
	for (size_t k = 0; k < r->cap_count; k++)
		if (r->caps[k].charged < 0)
			r->caps[k].charged = 0;
}

static enum refusal
has_working_time(struct check *c)
{
	struct worktime w = book_worktime(c->book, c->first);
	enum worktime_count count =
	    c->rule == NULL ? COUNT_HOURS : c->rule->count;

	if (c->rule != NULL && c->rule->keeps_closure)
		w.closure_count = 0;
	if (c->rule != NULL && c->rule->is_report)
		return REFUSAL_NONE;
	return worktime_measure(&w, c->request->spans, c->request->span_count,
	    count, &c->plan->days);
}

static enum refusal
overlaps_no_other(struct check *c)
{
	const struct book *book = c->book;

	for (size_t i = 0; i < book->request_count; i++) {
		const struct request *other = book->requests[i];

		if (other == c->request || !request_is_live(other->state))
			continue;
		for (size_t a = 0; a < other->span_count; a++)
			for (size_t b = 0; b < c->request->span_count; b++)
				if (span_overlaps(
					other->spans[a], c->request->spans[b]))
					return REFUSAL_OVERLAP;
	}
	return REFUSAL_NONE;
}

/* A report needs no deputy; otherwise the named one, or the first there. */
static enum refusal
has_a_deputy(struct check *c)
{
	struct request *r = c->request;
	const struct book *book = c->book;
	struct span span = whole(r);

	if ((c->rule != NULL && c->rule->is_report) || c->rule == NULL)
		return REFUSAL_NONE;
	if (r->deputy[0] != '\0') {
		if (strcmp(r->deputy, book->id) == 0)
			return REFUSAL_DEPUTY_IS_APPLICANT;
		return approval_is_absent(&book->people, r->deputy, span)
		    ? REFUSAL_DEPUTY_ABSENT
		    : REFUSAL_NONE;
	}
	for (size_t i = 0; i < book->deputy_count; i++) {
		const char *id = book->deputies[i];

		if (strcmp(id, book->id) == 0 ||
		    approval_is_absent(&book->people, id, span))
			continue;
		(void)text_copy(r->deputy, sizeof(r->deputy), id);
		return REFUSAL_NONE;
	}
	return book->deputy_count == 0 ? REFUSAL_NONE : REFUSAL_DEPUTY_ABSENT;
}

static enum refusal
has_no_deputy_duty(struct check *c)
{
	for (size_t i = 0; i < c->book->duty_count; i++)
		if (!c->book->duties[i].is_over &&
		    span_overlaps(c->book->duties[i].span, whole(c->request)))
			return REFUSAL_TRANSFER_DEPUTY_DUTY_FIRST;
	return REFUSAL_NONE;
}

/* ------------------------------------------------------------- windows */

/* 陪產假: everything of that birth, and the birth, within so many days. */
static bool
lies_around(const struct check *c, int fact)
{
	int from = c->first < fact ? c->first : fact;
	int until = c->last > fact ? c->last : fact;

	for (size_t i = 0; i < c->book->request_count; i++) {
		const struct request *other = c->book->requests[i];
		struct span span = whole(other);

		if (other == c->request || !request_is_live(other->state) ||
		    strcmp(other->type, c->request->type) != 0 ||
		    strcmp(other->facts.part, "checkup") == 0 ||
		    other->facts.birth != fact)
			continue;
		if (span_first_day(span) < from)
			from = span_first_day(span);
		if (span_last_day(span) > until)
			until = span_last_day(span);
	}
	return until - from + 1 <= c->rule->around_days;
}

/* A report of travel: break days only, and nobody is called back on them. */
static enum refusal
lies_in_breaks(const struct check *c)
{
	for (int day = c->first; day <= c->last; day++)
		if (calendar_is_worked(
			c->book->calendar, day, c->kind, c->book->learnt) &&
		    !calendar_is_break(
			c->book->calendar, day, c->kind, c->book->learnt))
			return REFUSAL_OUTSIDE_WINDOW;
	return REFUSAL_NONE;
}

static enum refusal
lies_in_its_window(struct check *c)
{
	const struct rule *rule = c->rule;
	const struct facts *facts = &c->request->facts;
	int fact, limit;

	if (rule != NULL && rule->is_report)
		return lies_in_breaks(c);
	if (rule == NULL || !rule->has_window)
		return REFUSAL_NONE;
	fact = required_fact(facts, rule->fact);
	if (c->first < fact - rule->before_days)
		return REFUSAL_OUTSIDE_WINDOW;
	if (rule->around_days > 0 && strcmp(facts->part, "checkup") != 0)
		return lies_around(c, fact) ? REFUSAL_NONE
					    : REFUSAL_OUTSIDE_WINDOW;
	limit = fact + rule->after_days;
	if (rule->after_months > 0)
		limit = almanac_add_months(fact,
		    facts->is_extended && rule->extended_months > 0
			? rule->extended_months
			: rule->after_months);
	return c->last <= limit ? REFUSAL_NONE : REFUSAL_OUTSIDE_WINDOW;
}

/* ------------------------------------------------- with the plan in hand */

static enum refusal
is_planned(struct check *c)
{
	const struct ledger *ledger = &c->book->ledger;

	if (c->rule != NULL && c->rule->is_report) {
		c->plan->count = 0;
		c->plan->minutes = 0;
		return REFUSAL_NONE;
	}
	c->plan->is_anew = false;
	for (size_t i = 0; i < PLAN_LOTS_MAX; i++)
		c->plan->taken[i] = i < ledger->lot_count
		    ? ledger->lots[i].pending + ledger->lots[i].used
		    : 0;
	return plan_make(c->plan, c->request);
}

/* The amounts are looked at last, but the plan is needed for the others. */
static enum refusal
stays_below_the_month(struct check *c)
{
	int limit = c->rule == NULL ? 0 : c->rule->month_minutes;
	struct worktime_days *days = &c->plan->days;

	for (size_t i = 0; limit > 0 && i < days->count; i++) {
		struct almanac_date month = almanac_date(days->at[i].day);
		int from = almanac_day(month.year, month.month, 1);
		int until = almanac_add_months(from, 1), sum = 0;

		for (size_t n = 0; n < days->count; n++)
			if (days->at[n].day >= from && days->at[n].day < until)
				sum += days->at[n].charged;
		for (size_t n = 0; n < c->book->request_count; n++) {
			const struct request *r = c->book->requests[n];

			if (r == c->request || !request_is_live(r->state) ||
			    strcmp(r->type, c->request->type) != 0)
				continue;
			for (size_t k = 0; k < r->charge_count; k++)
				if (r->charges[k].day >= from &&
				    r->charges[k].day < until &&
				    !r->charges[k].is_inside)
					sum += r->charges[k].minutes;
		}
		if (sum > limit)
			return REFUSAL_MONTHLY_LIMIT;
	}
	return REFUSAL_NONE;
}

static int
share_left(void *context, int day)
{
	const struct request *r = context;

	for (size_t i = 0; i < r->cap_count; i++)
		if (r->caps[i].day == day)
			return r->caps[i].charged;
	return MINUTES_PER_WORK_DAY;
}

static enum refusal
is_long_enough(struct check *c)
{
	int total = worktime_round(
	    &c->plan->days, year_kind_of(c->kind), share_left, c->request);

	return c->rule != NULL && total < c->rule->least_minutes
	    ? REFUSAL_MINIMUM_HALF_DAY
	    : REFUSAL_NONE;
}

/* 延長病假: only when 病假, 事假 and 休假 are used up on its first day. */
static enum refusal
comes_after_others(struct check *c)
{
	for (size_t i = 0; c->rule != NULL && i < c->rule->after_count; i++)
		if (plan_available(c->book, c->rule->after[i], c->first) > 0)
			return REFUSAL_NOT_ELIGIBLE;
	return REFUSAL_NONE;
}

static bool
is_same_event(const struct check *c, const struct request *other)
{
	return other != c->request && request_is_live(other->state) &&
	    strcmp(other->type, c->request->type) == 0 &&
	    required_fact(&other->facts, c->rule->fact) ==
	    required_fact(&c->request->facts, c->rule->fact);
}

/* 娩假 before the birth: so many days in all. */
static enum refusal
is_not_too_early(struct check *c)
{
	int fact, sum = 0;

	if (c->rule == NULL || c->rule->early_minutes < 0)
		return REFUSAL_NONE;
	fact = required_fact(&c->request->facts, c->rule->fact);
	for (size_t i = 0; i < c->plan->days.count; i++)
		if (c->plan->days.at[i].day < fact)
			sum += c->plan->days.at[i].charged;
	for (size_t i = 0; i < c->book->request_count; i++) {
		const struct request *r = c->book->requests[i];

		if (!is_same_event(c, r))
			continue;
		for (size_t k = 0; k < r->charge_count; k++)
			if (r->charges[k].day < fact)
				sum += r->charges[k].minutes;
	}
	return sum > c->rule->early_minutes ? REFUSAL_OUTSIDE_WINDOW
					    : REFUSAL_NONE;
}

/* One piece: a further request must join the last without a counted day
 * between; what was left of the first piece is gone otherwise. */
static enum refusal
is_one_piece(struct check *c)
{
	int after, fact;

	if (c->rule == NULL || !c->rule->is_one_piece)
		return REFUSAL_NONE;
	fact = required_fact(&c->request->facts, c->rule->fact);
	after = c->rule->early_minutes >= 0 ? fact : BOOK_NO_DAY;
	if (c->last < after)
		return REFUSAL_NONE;
	for (size_t i = 0; i < c->book->request_count; i++) {
		const struct request *r = c->book->requests[i];
		struct worktime w = book_worktime(c->book, c->first);
		struct span gap = {whole(r).to, whole(c->request).from};

		if (!is_same_event(c, r) || span_last_day(whole(r)) < after)
			continue;
		if (gap.to < gap.from)
			return REFUSAL_ENTITLEMENT_EXHAUSTED;
		if (c->rule->count == COUNT_DAYS
			? span_first_day(gap) != c->first
			: gap.to > gap.from && worktime_is_worked(&w, gap))
			return REFUSAL_ENTITLEMENT_EXHAUSTED;
	}
	return REFUSAL_NONE;
}

/* The order that leave-calc(1) documents. */
static enum refusal (*const checks[])(struct check *) = {
    ends_after_it_starts,
    is_a_type_of_theirs,
    has_the_post_for_it,
    is_in_force,
    touches_no_closed_year,
    tells_its_facts,
    has_working_time,
    overlaps_no_other,
    has_a_deputy,
    has_no_deputy_duty,
    lies_in_its_window,
    is_long_enough,
    stays_below_the_month,
    is_not_too_early,
    comes_after_others,
    is_one_piece,
    is_planned,
};

enum refusal
filing_check(struct book *book, struct request *request, const char *by,
    struct plan *plan)
{
	struct check c = {.book = book, .request = request, .plan = plan};
	enum refusal no = REFUSAL_NONE;

	c.first = span_first_day(request->spans[0]);
	c.last = span_last_day(whole(request));
	if (c.last < c.first)
		return REFUSAL_END_NOT_AFTER_START;
	c.kind = book_posting(book, c.first)->kind;
	c.by_personnel = by != NULL &&
	    approval_has_role(&book->people, by, APPROVAL_PERSONNEL);
	plan->book = book;
	plan->by_personnel = c.by_personnel;
	plan->days.count = 0;
	note_caps(&c);
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		no = checks[i](&c);
		if (no != REFUSAL_NONE)
			break;
	}
	return no;
}

/* --------------------------------------------------------------- papers */

static bool
joins(const struct book *book, const struct request *a, const struct request *b)
{
	struct span gap = {whole(a).to, whole(b).from};
	struct worktime w = book_worktime(book, span_first_day(whole(a)));

	if (gap.to < gap.from)
		gap = (struct span){whole(b).to, whole(a).from};
	if (gap.to <= gap.from)
		return true;
	if (span_last_day(gap) - span_first_day(gap) > 31)
		return false;
	return !worktime_is_worked(&w, gap);
}

/* Days in one run are added up, however many requests they came in. */
static int
run_minutes(const struct book *book, const struct request *request)
{
	const struct request *run[64] = {request};
	size_t count = 1;
	int minutes = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < book->request_count && count < 64; n++) {
			const struct request *other = book->requests[n];
			size_t k = 0;

			while (k < count && run[k] != other)
				k++;
			if (k == count && request_is_live(other->state) &&
			    strcmp(other->type, request->type) == 0 &&
			    joins(book, run[i], other))
				run[count++] = other;
		}
	for (size_t i = 0; i < count; i++)
		minutes += request_charged(book, run[i]);
	return minutes;
}

enum rule_paper
filing_paper(const struct book *book, const struct request *request)
{
	int day = span_first_day(request->spans[0]);
	enum refusal no;
	const struct rule *rule =
	    rules_find(book->rules, book_posting(book, day)->kind,
		request->type, day, book->learnt, &no);

	if (rule == NULL ||
	    (rule->paper == PAPER_BIRTH &&
		strcmp(request->facts.part, "checkup") == 0) ||
	    (rule->paper == PAPER_FROM &&
		run_minutes(book, request) < rule->paper_minutes))
		return PAPER_NONE;
	return rule->paper;
}

bool
filing_needs_paper(const struct book *book, const struct request *request)
{
	return filing_paper(book, request) != PAPER_NONE;
}
