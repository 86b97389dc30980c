#include "book.h"
#include <stdlib.h>
#include <string.h>
#include "base/almanac.h"
#include "base/text.h"
#include "cover.h"
#include "filing.h"

void
facts_init(struct facts *facts)
{
	memset(facts, 0, sizeof(*facts));
	facts->registered = facts->birth = facts->death = BOOK_NO_DAY;
	facts->miscarriage = facts->injury = BOOK_NO_DAY;
	facts->weeks = -1;
}

void
book_init(struct book *book, const struct rules *rules,
    const struct calendar *calendar)
{
	memset(book, 0, sizeof(*book));
	book->rules = rules;
	book->settings = rules == NULL ? NULL : &rules->settings;
	book->calendar = calendar;
	book->learnt = INT32_MIN;
	book->service.posted.until = almanac_day(ALMANAC_YEAR_MAX, 12, 31);
	approval_default(&book->people);
}

void
book_wipe(struct book *book)
{
	for (size_t i = 0; i < book->request_count; i++) {
		free(book->requests[i]->charges);
		free(book->requests[i]->cover);
		free(book->requests[i]);
	}
	free(book->requests);
	free(book->days);
	free(book->months);
	ledger_wipe(&book->ledger);
	memset(book, 0, sizeof(*book));
}

int
book_today(const struct book *book)
{
	return (int)(book->now / MINUTES_PER_CIVIL_DAY);
}

const struct posting *
book_posting(const struct book *book, int day)
{
	const struct posting *best = &book->postings[0];

	for (size_t i = 1; i < book->posting_count; i++)
		if (book->postings[i].from <= day &&
		    book->postings[i].from >= best->from)
			best = &book->postings[i];
	return best;
}

struct worktime
book_worktime(const struct book *book, int day)
{
	const struct posting *posting = book_posting(book, day);

	return (struct worktime){.schedules = book->rules->schedules,
	    .schedule_count = book->rules->schedule_count,
	    .schedule = posting->schedule,
	    .calendar = book->calendar,
	    .closures = book->closures,
	    .closure_count = book->closure_count,
	    .kind = posting->kind,
	    .known = book->learnt};
}

bool
book_is_closed(const struct book *book, int day)
{
	enum year_kind kind = year_kind_of(book_posting(book, day)->kind);

	for (size_t i = 0; i < book->closed_count; i++)
		if (book->closed[i].kind == kind &&
		    book->closed[i].number == year_number(kind, day))
			return true;
	return false;
}

struct request *
book_find(const struct book *book, const char *id)
{
	for (size_t i = 0; i < book->request_count; i++)
		if (strcmp(book->requests[i]->id, id) == 0)
			return book->requests[i];
	return NULL;
}

int
request_charged(const struct book *book, const struct request *r)
{
	int minutes = 0;

	(void)book;
	for (size_t i = 0; i < r->charge_count; i++)
		if (!r->charges[i].is_inside)
			minutes += r->charges[i].minutes;
	return minutes;
}

int
request_pay_cut(const struct book *book, const struct request *r)
{
	int minutes = 0;

	for (size_t i = 0; i < r->charge_count; i++)
		if (book->ledger.lots[r->charges[i].lot].is_pay_cut)
			minutes += r->charges[i].minutes;
	return minutes;
}

/* ---------------------------------------------------------- the entries */

static int
number_of(const struct book *book, const struct request *r)
{
	for (size_t i = 0; i < book->request_count; i++)
		if (book->requests[i] == r)
			return (int)i;
	return LEDGER_NO_REQUEST;
}

void
book_enter(struct book *book, const struct request *r, enum ledger_kind kind,
    int lot, int minutes)
{
	struct ledger_entry entry = {.at = book->now,
	    .kind = kind,
	    .lot = lot,
	    .request = r == NULL ? LEDGER_NO_REQUEST : number_of(book, r),
	    .minutes = minutes};

	if (minutes != 0 &&
	    ledger_put(&book->ledger, entry, &book->fault) != RC_OK)
		book->is_broken = true;
}

/* Every charge of a request, one kind of entry. */
void
book_enter_all(
    struct book *book, const struct request *r, enum ledger_kind kind)
{
	for (size_t i = 0; i < r->charge_count; i++)
		book_enter(
		    book, r, kind, r->charges[i].lot, r->charges[i].minutes);
}

static void
set_charges(struct book *book, struct request *r, const struct plan *plan)
{
	struct charge *charges = calloc(plan->count + 1, sizeof(*charges));

	if (charges == NULL) {
		(void)err_set(&book->fault, RC_FAULT, "no memory for charges");
		book->is_broken = true;
		return;
	}
	memcpy(charges, plan->charges, plan->count * sizeof(*charges));
	free(r->charges);
	r->charges = charges;
	r->charge_count = plan->count;
	r->minutes = plan->minutes;
}

/* ---------------------------------------------------------- laying out anew */

static bool
has_same_charges(const struct request *r, const struct plan *plan)
{
	if (r->charge_count != plan->count)
		return false;
	for (size_t i = 0; i < plan->count; i++) {
		const struct charge *a = &r->charges[i];
		const struct charge *b = &plan->charges[i];

		if (a->lot != b->lot || a->day != b->day ||
		    a->minutes != b->minutes || a->is_inside != b->is_inside)
			return false;
	}
	return true;
}

/* Minutes a request has on each lot: `sign` adds or takes away. */
static void
add_up(int sums[PLAN_LOTS_MAX], const struct charge *charges, size_t count,
    int sign)
{
	for (size_t i = 0; i < count; i++)
		sums[charges[i].lot] += sign * charges[i].minutes;
}

static void
note_change(
    struct book *book, const struct request *r, int before, int cut_before)
{
	int after = request_charged(book, r), cut = request_pay_cut(book, r);

	if (before == after && cut_before == cut)
		return; /* the same hours, from other lots or of other minutes
			 */
	if (book->change_count < BOOK_CHANGES_MAX)
		book->changes[book->change_count++] = (struct change){
		    number_of(book, r), before, after, cut_before, cut};
}

/* Gives back what requests no longer need, before anything is taken. */
static void
enter_diffs(
    struct book *book, const struct request *r, const int *diff, bool is_taking)
{
	bool is_pending = request_is_pending(r->state);

	for (size_t lot = 0; lot < book->ledger.lot_count; lot++) {
		if (diff[lot] < 0 && !is_taking)
			book_enter(book, r,
			    is_pending ? LEDGER_RELEASE : LEDGER_REFUND,
			    (int)lot, -diff[lot]);
		if (diff[lot] <= 0 || !is_taking)
			continue;
		book_enter(book, r, LEDGER_RESERVE, (int)lot, diff[lot]);
		if (!is_pending)
			book_enter(
			    book, r, LEDGER_CONSUME, (int)lot, diff[lot]);
	}
}

static void
adjust_grants(struct book *book, bool by_personnel)
{
	for (size_t i = 0; i < book->ledger.lot_count; i++) {
		struct ledger_lot *lot = &book->ledger.lots[i];

		if (!lot->is_year_grant ||
		    (!by_personnel && book_is_closed(book, lot->usable_until)))
			continue;
		book_enter(book, NULL, LEDGER_ADJUST, (int)i,
		    plan_amount(book, lot) - lot->granted);
	}
}

/* Lays out all live requests in the order of filing. With `is_trial` nothing
 * is written; the answer is whether all charges would stay. */
bool
book_lay_out(struct book *book, bool by_personnel, bool is_trial)
{
	static struct plan plan; /* one thread, and big */
	size_t count = book->request_count;
	int *diffs = calloc(count + 1, sizeof(int) * PLAN_LOTS_MAX);
	bool is_same = true;

	if (diffs == NULL) {
		(void)err_set(&book->fault, RC_FAULT, "no memory for a plan");
		book->is_broken = true;
		return false;
	}
	plan.book = book;
	plan.is_anew = true;
	plan.by_personnel = by_personnel;
	memset(plan.taken, 0, sizeof(plan.taken));
	for (size_t i = 0; i < count; i++) {
		struct request *r = book->requests[i];
		int *diff = diffs + i * PLAN_LOTS_MAX;
		int before, cut;

		if (!request_is_live(r->state) || r->is_report)
			continue;
		(void)plan_make(&plan, r);
		if (has_same_charges(r, &plan) && r->minutes == plan.minutes)
			continue;
		is_same = false;
		if (is_trial)
			continue;
		before = request_charged(book, r);
		cut = request_pay_cut(book, r);
		add_up(diff, plan.charges, plan.count, 1);
		add_up(diff, r->charges, r->charge_count, -1);
		set_charges(book, r, &plan);
		note_change(book, r, before, cut);
	}
	for (int is_taking = 0; is_taking < 2 && !is_trial; is_taking++)
		for (size_t i = 0; i < count; i++)
			enter_diffs(book, book->requests[i],
			    diffs + i * PLAN_LOTS_MAX, is_taking == 1);
	free(diffs);
	return is_same;
}

void
book_learn(struct book *book, bool by_personnel)
{
	book->learnt = book_today(book);
	adjust_grants(book, by_personnel);
	(void)book_lay_out(book, by_personnel, false);
}

void
book_tick(struct book *book, int64_t now)
{
	book->now = now;
	book->change_count = 0;
	for (size_t i = 0; i < book->request_count; i++) {
		struct request *r = book->requests[i];

		if (r->state == REQUEST_APPROVED &&
		    r->spans[r->span_count - 1].to <= now)
			(void)request_move(&r->state, MOVE_TAKE);
	}
	if (book_today(book) != book->learnt)
		book_learn(book, false);
}

/* ---------------------------------------------------------------- filing */

static enum refusal
keep_request(struct book *book, struct request *r)
{
	if (book->request_count == book->request_room) {
		size_t room =
		    book->request_room == 0 ? 16 : book->request_room * 2;
		void *more = reallocarray(
		    book->requests, room, sizeof(book->requests[0]));

		if (more == NULL || room > BOOK_REQUESTS_MAX) {
			(void)err_set(
			    &book->fault, RC_FAULT, "too many requests");
			book->is_broken = true;
			return REFUSAL_WRONG_STATE;
		}
		book->requests = more;
		book->request_room = room;
	}
	book->requests[book->request_count++] = r;
	return REFUSAL_NONE;
}

static bool
is_report(const struct book *book, const struct request *r)
{
	const struct rule *rule = rules_any(book->rules,
	    book_posting(book, span_first_day(r->spans[0]))->kind, r->type);

	return rule != NULL && rule->is_report;
}

/* What draft, resubmitted and new requests have in common. */
static enum refusal
submit(struct book *book, struct request *r, const char *by)
{
	static struct plan plan; /* one thread, and big */
	enum refusal no = filing_check(book, r, by, &plan);

	if (no != REFUSAL_NONE)
		return no;
	if (book->is_broken)
		return REFUSAL_WRONG_STATE;
	r->is_report = is_report(book, r);
	r->filed_at = book->now;
	r->is_late = r->spans[0].from <= book->now;
	memset(r->is_done, 0, sizeof(r->is_done));
	memset(r->signed_by, 0, sizeof(r->signed_by));
	memset(r->instead_of, 0, sizeof(r->instead_of));
	memset(r->offered, 0, sizeof(r->offered));
	set_charges(book, r, &plan);
	if (!r->is_report)
		cover_list(book, r);
	return request_move(&r->state,
	    r->is_report               ? MOVE_REPORT
		: r->deputy[0] != '\0' ? MOVE_SUBMIT
				       : MOVE_SUBMIT_ALONE);
}

enum refusal
book_file(
    struct book *book, const struct filing *filing, struct request **request)
{
	struct request *r;
	enum refusal no = REFUSAL_NONE;

	*request = NULL;
	if (book->is_broken)
		return REFUSAL_WRONG_STATE;
	if (book_find(book, filing->id) != NULL)
		return REFUSAL_DUPLICATE_ID;
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		return REFUSAL_WRONG_STATE;
	r->span_count = 1;
	r->spans[0] = filing->span;
	r->facts = filing->facts;
	if (!text_copy(r->id, sizeof(r->id), filing->id) ||
	    !text_copy(r->type, sizeof(r->type), filing->type))
		no = REFUSAL_UNKNOWN_TYPE;
	if (filing->deputy != NULL)
		(void)text_copy(r->deputy, sizeof(r->deputy), filing->deputy);
	if (no == REFUSAL_NONE)
		no = submit(book, r, filing->by);
	if (no == REFUSAL_NONE)
		no = keep_request(book, r);
	if (no != REFUSAL_NONE) {
		free(r->charges);
		free(r->cover);
		free(r);
		return no;
	}
	book_enter_all(book, r, LEDGER_RESERVE);
	r->is_paper_needed = filing_needs_paper(book, r);
	*request = r;
	return REFUSAL_NONE;
}

/* A resubmitted request is the latest again in the order of filing. */
static void
move_to_end(struct book *book, struct request *r)
{
	/* Ledger entries name requests by number, so the draft keeps its place
	 * when it is the last; otherwise the numbers of the others shift. */
	size_t at = (size_t)number_of(book, r);

	for (size_t e = 0; e < book->ledger.entry_count; e++) {
		int *number = &book->ledger.entries[e].request;

		if (*number == (int)at)
			*number = (int)book->request_count - 1;
		else if (*number > (int)at)
			(*number)--;
	}
	memmove(&book->requests[at], &book->requests[at + 1],
	    (book->request_count - at - 1) * sizeof(book->requests[0]));
	book->requests[book->request_count - 1] = r;
}

enum refusal
book_resubmit(struct book *book, struct request *r, const char *deputy)
{
	enum refusal no;

	if (r->state != REQUEST_DRAFT)
		return REFUSAL_WRONG_STATE;
	if (deputy != NULL)
		(void)text_copy(r->deputy, sizeof(r->deputy), deputy);
	no = submit(book, r, NULL);
	if (no != REFUSAL_NONE)
		return no;
	r->has_lost_deputy = false;
	move_to_end(book, r);
	book_enter_all(book, r, LEDGER_RESERVE);
	r->is_paper_needed = filing_needs_paper(book, r);
	return REFUSAL_NONE;
}

enum refusal
book_add_closure(struct book *book, const struct closure *closure)
{
	if (closure->span.to <= closure->span.from)
		return REFUSAL_END_NOT_AFTER_START;
	if (book->closure_count == BOOK_CLOSURES_MAX)
		return REFUSAL_WRONG_STATE;
	book->closures[book->closure_count++] = *closure;
	return REFUSAL_NONE;
}

/* --------------------------------------------------------------- recount */

enum rc
book_recount(struct book *book, struct err *err)
{
	enum rc rc;

	if (book->is_broken) {
		*err = book->fault;
		return RC_FAULT;
	}
	rc = ledger_recount(&book->ledger, err);
	if (rc != RC_OK)
		return rc;
	for (size_t lot = 0; lot < book->ledger.lot_count; lot++) {
		const struct ledger_lot *l = &book->ledger.lots[lot];
		int held = 0;

		for (size_t i = 0; i < book->request_count; i++)
			for (size_t k = 0;
			     request_is_live(book->requests[i]->state) &&
			     k < book->requests[i]->charge_count;
			     k++)
				if (book->requests[i]->charges[k].lot ==
				    (int)lot)
					held += book->requests[i]
						    ->charges[k]
						    .minutes;
		if (held != l->pending + l->used)
			return err_set(err, RC_FAULT,
			    "%s: requests hold %d, the ledger %d", l->label,
			    held, l->pending + l->used);
	}
	if (!book_lay_out(book, false, true))
		return err_set(
		    err, RC_FAULT, "laid out from scratch, charges differ");
	return RC_OK;
}
