#include "book_step.h"
#include <string.h>
#include "base/text.h"
#include "cover.h"
#include "filing.h"

/* -------------------------------------------------------------- decisions */

static bool
is_for_principal(const struct book *book, const struct request *r)
{
	const struct rule *rule = rules_any(book->rules,
	    book_posting(book, span_first_day(r->spans[0]))->kind, r->type);

	return (rule != NULL && rule->goes_to_principal) ||
	    request_charged(book, r) >= book->settings->principal_minutes;
}

static struct approval_case
case_of(const struct book *book, const struct request *r)
{
	struct approval_case c = {.directory = &book->people,
	    .applicant = book->id,
	    .is_for_principal = is_for_principal(book, r),
	    .now = book->now};

	memcpy(c.signed_by, r->signed_by, sizeof(c.signed_by));
	memcpy(c.is_done, r->is_done, sizeof(c.is_done));
	return c;
}

bool
book_turn(const struct book *book, const struct request *r,
    struct approval_turn *turn)
{
	struct approval_case c = case_of(book, r);

	return r->state == REQUEST_AWAITING_STEP && approval_next(&c, turn);
}

size_t
book_chain(const struct book *book, const struct request *r,
    struct approval_turn turns[STEPS])
{
	struct approval_case c = case_of(book, r);
	size_t count = 0;

	while (count < STEPS && approval_next(&c, &turns[count])) {
		const struct approval_turn *turn = &turns[count++];

		c.is_done[turn->step] = true;
		(void)text_copy(c.signed_by[turn->step],
		    sizeof(c.signed_by[turn->step]), turn->who);
	}
	return count;
}

static enum refusal
agree_or_not(struct book *book, struct request *r, const char *by,
    enum request_move move)
{
	(void)book;
	if (r->state != REQUEST_AWAITING_DEPUTY)
		return REFUSAL_WRONG_STATE;
	if (strcmp(by, r->deputy) != 0)
		return REFUSAL_NOT_YOUR_TURN;
	return request_move(&r->state, move);
}

/* Hours of a request that is over go back, and later ones may move up. */
static void
give_back(struct book *book, struct request *r, enum ledger_kind kind)
{
	book_enter_all(book, r, kind);
	r->charge_count = r->cover_count = 0;
	(void)book_lay_out(book, false, false);
}

static bool
is_absent(const struct book *book, const struct request *r, const char *who)
{
	for (size_t i = 0; i < r->span_count; i++)
		if (approval_is_absent(&book->people, who, r->spans[i]))
			return true;
	return false;
}

enum refusal
book_agree(struct book *book, struct request *r, const char *by)
{
	if (r->state == REQUEST_AWAITING_DEPUTY && strcmp(by, r->deputy) == 0 &&
	    is_absent(book, r, by))
		return REFUSAL_DEPUTY_ABSENT;
	return agree_or_not(book, r, by, MOVE_AGREE);
}

enum refusal
book_decline(struct book *book, struct request *r, const char *by)
{
	enum refusal no = agree_or_not(book, r, by, MOVE_DECLINE);

	if (no == REFUSAL_NONE)
		give_back(book, r, LEDGER_RELEASE);
	return no;
}

static void subtract(struct request *r, struct span cut);

static bool
is_personnel(const struct book *book, const char *by)
{
	return by != NULL &&
	    approval_has_role(&book->people, by, APPROVAL_PERSONNEL) &&
	    strcmp(by, book->id) != 0;
}

/* ----------------------------------------------------- duty handed over */

/* Still to come, and a deputy has agreed. */
bool
book_has_duty(const struct book *book, const struct request *r)
{
	return (r->deputy[0] != '\0' || r->has_lost_deputy) &&
	    request_is_live(r->state) && r->state != REQUEST_AWAITING_DEPUTY &&
	    r->spans[r->span_count - 1].to > book->now;
}

bool
book_needs_deputy(const struct book *book, const struct request *r)
{
	return r->has_lost_deputy && r->offered[0] == '\0' &&
	    book_has_duty(book, r);
}

bool
book_may_offer(const struct book *book, const struct request *r, const char *by)
{
	return (by[0] != '\0' && strcmp(by, r->deputy) == 0) ||
	    is_personnel(book, by) ||
	    (r->has_lost_deputy && strcmp(by, book->id) == 0);
}

enum refusal
book_lose_deputy(struct book *book, struct request *r)
{
	bool is_asked = r->state == REQUEST_AWAITING_DEPUTY;

	if (is_asked)
		(void)book_decline(book, r, r->deputy);
	else if (!book_has_duty(book, r))
		return REFUSAL_WRONG_STATE;
	memset(r->deputy, 0, sizeof(r->deputy));
	r->has_lost_deputy = !is_asked;
	return REFUSAL_NONE;
}

enum refusal
book_offer(struct book *book, struct request *r, const char *by, const char *to)
{
	if (!book_has_duty(book, r))
		return REFUSAL_WRONG_STATE;
	if (!book_may_offer(book, r, by))
		return REFUSAL_NOT_YOUR_TURN;
	if (strcmp(to, book->id) == 0)
		return REFUSAL_DEPUTY_IS_APPLICANT;
	if (strcmp(to, r->deputy) == 0 || is_absent(book, r, to))
		return REFUSAL_DEPUTY_ABSENT;
	(void)text_copy(r->offered, sizeof(r->offered), to);
	(void)text_copy(r->offered_by, sizeof(r->offered_by), by);
	return REFUSAL_NONE;
}

enum refusal
book_take_over(struct book *book, struct request *r, const char *by)
{
	if (!book_has_duty(book, r) || r->offered[0] == '\0')
		return REFUSAL_WRONG_STATE;
	if (strcmp(by, r->offered) != 0)
		return REFUSAL_NOT_YOUR_TURN;
	if (is_absent(book, r, by))
		return REFUSAL_DEPUTY_ABSENT;
	memcpy(r->deputy, r->offered, sizeof(r->deputy));
	memset(r->offered, 0, sizeof(r->offered));
	r->has_lost_deputy = false;
	return REFUSAL_NONE;
}

enum refusal
book_keep_duty(struct book *book, struct request *r, const char *by)
{
	if (r->offered[0] == '\0')
		return REFUSAL_WRONG_STATE;
	if (strcmp(by, r->offered) != 0 && !book_may_offer(book, r, by))
		return REFUSAL_NOT_YOUR_TURN;
	memset(r->offered, 0, sizeof(r->offered));
	return REFUSAL_NONE;
}

static bool
touches_closed(const struct book *book, const struct request *r)
{
	return book_is_closed(book, span_first_day(r->spans[0])) ||
	    book_is_closed(book, span_last_day(r->spans[r->span_count - 1]));
}

/* The charges of the rest, laid out anew: never more than before. */
static enum refusal
cancel_now(struct book *book, struct request *r, struct span cut)
{
	struct request rest = *r;
	bool is_closed = touches_closed(book, r);
	enum request_move move;

	subtract(&rest, cut);
	move = rest.span_count == 0 ? MOVE_CANCEL : MOVE_CANCEL_PART;
	if (request_move(&r->state, move) != REFUSAL_NONE)
		return REFUSAL_WRONG_STATE;
	if (move == MOVE_CANCEL) {
		book_enter_all(book, r, LEDGER_REFUND);
		r->charge_count = r->cover_count = 0;
	} else {
		memcpy(r->spans, rest.spans, sizeof(r->spans));
		r->span_count = rest.span_count;
		cover_list(book, r);
	}
	(void)book_lay_out(book, is_closed, false);
	r->is_paper_needed =
	    request_is_live(r->state) && filing_needs_paper(book, r);
	return REFUSAL_NONE;
}

static enum refusal
decide_cancel(struct book *book, struct request *r, const char *by)
{
	if (!is_personnel(book, by))
		return REFUSAL_NOT_YOUR_TURN;
	return cancel_now(book, r, r->cut);
}

static void
sign(struct request *r, const struct approval_turn *turn)
{
	r->is_done[turn->step] = true;
	(void)text_copy(r->signed_by[turn->step],
	    sizeof(r->signed_by[turn->step]), turn->who);
	(void)text_copy(r->instead_of[turn->step],
	    sizeof(r->instead_of[turn->step]), turn->instead_of);
}

enum refusal
book_approve(struct book *book, struct request *r, const char *by)
{
	struct approval_case c;
	struct approval_turn turn, next;

	if (r->state == REQUEST_CANCEL_REQUESTED)
		return decide_cancel(book, r, by);
	if (r->state == REQUEST_AWAITING_DEPUTY)
		return REFUSAL_NOT_YOUR_TURN;
	if (r->state != REQUEST_AWAITING_STEP)
		return REFUSAL_WRONG_STATE;
	if (!book_turn(book, r, &turn) || strcmp(turn.who, by) != 0)
		return REFUSAL_NOT_YOUR_TURN;
	if (turn.step == STEP_FINAL && book->settings->cover_blocks_final &&
	    cover_is_open(r))
		return REFUSAL_COVER_OPEN;
	sign(r, &turn);
	c = case_of(book, r);
	if (approval_next(&c, &next))
		return request_move(&r->state, MOVE_APPROVE);
	(void)request_move(&r->state, MOVE_APPROVE_FINAL);
	book_enter_all(book, r, LEDGER_CONSUME);
	return REFUSAL_NONE;
}

enum refusal
book_approve_all(struct book *book, struct request *r)
{
	enum refusal no = REFUSAL_NONE;
	struct approval_turn turn;

	if (r->state == REQUEST_AWAITING_DEPUTY)
		no = book_agree(book, r, r->deputy);
	if (no == REFUSAL_NONE && r->state != REQUEST_AWAITING_STEP)
		return REFUSAL_WRONG_STATE;
	while (no == REFUSAL_NONE && book_turn(book, r, &turn))
		no = book_approve(book, r, turn.who);
	return no;
}

enum refusal
book_return(struct book *book, struct request *r, const char *by)
{
	struct approval_turn turn;

	if (r->state != REQUEST_AWAITING_STEP)
		return REFUSAL_WRONG_STATE;
	if (!book_turn(book, r, &turn) || strcmp(turn.who, by) != 0)
		return REFUSAL_NOT_YOUR_TURN;
	(void)request_move(&r->state, MOVE_RETURN);
	give_back(book, r, LEDGER_RELEASE);
	return REFUSAL_NONE;
}

static bool
is_refusable(const struct book *book, const struct request *r)
{
	int day = span_first_day(r->spans[0]);
	enum refusal no;
	const struct rule *rule = rules_find(book->rules,
	    book_posting(book, day)->kind, r->type, day, book->learnt, &no);

	return rule == NULL || rule->is_refusable;
}

enum refusal
book_reject(struct book *book, struct request *r, const char *by)
{
	struct approval_turn turn;

	if (r->state == REQUEST_CANCEL_REQUESTED) {
		if (!is_personnel(book, by))
			return REFUSAL_NOT_YOUR_TURN;
		return request_move(&r->state, MOVE_KEEP);
	}
	if (r->state != REQUEST_AWAITING_STEP)
		return REFUSAL_WRONG_STATE;
	if (!book_turn(book, r, &turn) || strcmp(turn.who, by) != 0)
		return REFUSAL_NOT_YOUR_TURN;
	if (!is_refusable(book, r))
		return REFUSAL_TYPE_NOT_REFUSABLE;
	(void)request_move(&r->state, MOVE_REJECT);
	give_back(book, r, LEDGER_RELEASE);
	return REFUSAL_NONE;
}

enum refusal
book_withdraw(struct book *book, struct request *r, const char *by)
{
	bool held = request_is_pending(r->state);
	enum refusal no;

	if (by != NULL && strcmp(by, book->id) != 0)
		return REFUSAL_NOT_YOUR_TURN;
	no = request_move(&r->state, MOVE_WITHDRAW);
	if (no == REFUSAL_NONE && held)
		give_back(book, r, LEDGER_RELEASE);
	return no;
}

/* -------------------------------------------------------------- cancelling */

static void
put_part(struct request *r, int64_t from, int64_t to)
{
	if (to > from && r->span_count < BOOK_SPANS_MAX)
		r->spans[r->span_count++] = (struct span){from, to};
}

/* What is left of the spans without `cut`. */
static void
subtract(struct request *r, struct span cut)
{
	struct span old[BOOK_SPANS_MAX];
	size_t count = r->span_count;

	memcpy(old, r->spans, sizeof(old));
	r->span_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (!span_overlaps(old[i], cut)) {
			put_part(r, old[i].from, old[i].to);
			continue;
		}
		put_part(r, old[i].from,
		    cut.from < old[i].to ? cut.from : old[i].to);
		put_part(
		    r, cut.to > old[i].from ? cut.to : old[i].from, old[i].to);
	}
}

/* A rest without working time is nothing. */
static struct span
widen(const struct book *book, const struct request *r, struct span cut)
{
	static struct worktime_days days;
	struct request rest = *r;
	int first = span_first_day(r->spans[0]);
	struct worktime w = book_worktime(book, first);
	enum refusal no;
	const struct rule *rule =
	    rules_find(book->rules, w.kind, r->type, first, book->learnt, &no);

	subtract(&rest, cut);
	if (rest.span_count > 0 &&
	    worktime_measure(&w, rest.spans, rest.span_count,
		rule == NULL ? COUNT_HOURS : rule->count,
		&days) == REFUSAL_NONE)
		return cut;
	return (struct span){r->spans[0].from, r->spans[r->span_count - 1].to};
}

enum refusal
book_cancel(
    struct book *book, struct request *r, struct span cut, const char *by)
{
	bool by_personnel = is_personnel(book, by), touches = false;

	if (!request_is_decided(r->state))
		return REFUSAL_WRONG_STATE;
	if (!by_personnel && by != NULL && strcmp(by, book->id) != 0)
		return REFUSAL_NOT_YOUR_TURN;
	if (cut.to <= cut.from)
		return REFUSAL_END_NOT_AFTER_START;
	for (size_t i = 0; i < r->span_count; i++)
		touches |= span_overlaps(r->spans[i], cut);
	if (!touches)
		return REFUSAL_NO_WORKING_TIME;
	if (!by_personnel && touches_closed(book, r))
		return REFUSAL_YEAR_CLOSED;
	cut = widen(book, r, cut);
	if (by_personnel)
		return cancel_now(book, r, cut);
	r->cut = cut;
	return request_move(&r->state, MOVE_ASK_CANCEL);
}

enum refusal
book_cover(struct book *book, struct request *r, const struct cover *cover)
{
	(void)book;
	for (size_t i = 0; i < r->cover_count; i++) {
		struct cover *c = &r->cover[i];

		if (c->way[0] != '\0' ||
		    (cover->day != BOOK_NO_DAY && cover->day != c->day) ||
		    (cover->name[0] != '\0' &&
			strcmp(cover->name, c->name) != 0))
			continue;
		memcpy(c->way, cover->way, sizeof(c->way));
		memcpy(c->who, cover->who, sizeof(c->who));
		memcpy(c->funding, cover->funding, sizeof(c->funding));
		c->version++;
		return REFUSAL_NONE;
	}
	return REFUSAL_UNKNOWN_REQUEST;
}
