#include "line.h"
#include <stdio.h>
#include <string.h>
#include "base/almanac.h"
#include "leaved/book_step.h"
#include "leaved/plan.h"

enum { LINE_ROWS_MAX = 256 };

static const char *const pays[] = {
    [PAY_FULL] = "full", [PAY_HALF] = "half", [PAY_NONE] = "none"};

/* ---------------------------------------------------------------- charges */

/* One item per lot, in the order in which the lots were first drawn on. */
static json_t *
charges_of(const struct book *book, const struct request *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->charge_count; i++) {
		const struct charge *c = &r->charges[i];
		const struct ledger_lot *lot = &book->ledger.lots[c->lot];
		int minutes = 0;
		bool is_first = true;
		json_t *one;

		for (size_t k = 0; k < r->charge_count; k++) {
			if (r->charges[k].lot != c->lot ||
			    r->charges[k].is_inside != c->is_inside)
				continue;
			is_first = is_first && k >= i;
			minutes += r->charges[k].minutes;
		}
		if (!is_first)
			continue;
		one = json_object();
		answer_set(one, "type", json_string(lot->type));
		answer_set(one, "year",
		    lot->year == 0 ? json_null() : json_integer(lot->year));
		answer_set(one, "lot", json_string(lot->label));
		answer_set(one, "minutes", json_integer(minutes));
		answer_set(one, "hours", answer_hours(minutes));
		answer_set(one, "pay", json_string(pays[lot->pay]));
		answer_set(one, "pay_cut", json_boolean(lot->is_pay_cut));
		answer_set(one, "inside", json_boolean(c->is_inside));
		(void)json_array_append_new(list, one);
	}
	return list;
}

static json_t *
next_of(const struct book *book, const struct request *r)
{
	struct approval_turn turn;
	json_t *next;

	if (r->state == REQUEST_AWAITING_DEPUTY) {
		next = json_object();
		answer_set(next, "step", json_string("deputy"));
		answer_set(next, "who", json_string(r->deputy));
		return next;
	}
	if (r->state == REQUEST_CANCEL_REQUESTED) {
		next = json_object();
		answer_set(next, "step", json_string("personnel"));
		return next;
	}
	if (!book_turn(book, r, &turn))
		return json_null();
	next = json_object();
	answer_set(next, "step", json_string(approval_step_name(turn.step)));
	answer_set(next, "who", json_string(turn.who));
	if (turn.instead_of[0] != '\0')
		answer_set(next, "instead_of", json_string(turn.instead_of));
	return next;
}

/* "X 代 Y" for a step that X signed instead of Y. */
static json_t *
signed_of(const struct request *r)
{
	json_t *list = json_array();

	for (enum approval_step step = 0; step < STEPS; step++) {
		char text[2 * APPROVAL_ID_SIZE + 8];
		bool is_for = r->instead_of[step][0] != '\0';

		if (!r->is_done[step])
			continue;
		(void)snprintf(text, sizeof(text), "%s%s%s", r->signed_by[step],
		    is_for ? " 代 " : "", r->instead_of[step]);
		(void)json_array_append_new(list, json_string(text));
	}
	return list;
}

static json_t *
cover_of(const struct request *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->cover_count; i++) {
		const struct cover *c = &r->cover[i];
		json_t *one = json_object();

		answer_set(one, "day", answer_day(c->day));
		answer_set(one, "name", json_string(c->name));
		answer_set(one, "way",
		    c->way[0] == '\0' ? json_null() : json_string(c->way));
		if (c->who[0] != '\0')
			answer_set(one, "who", json_string(c->who));
		if (c->funding[0] != '\0')
			answer_set(one, "funding", json_string(c->funding));
		(void)json_array_append_new(list, one);
	}
	return list;
}

void
line_request(json_t *line, const struct book *book, const struct request *r)
{
	int charged = request_charged(book, r);

	answer_set(line, "state", json_string(request_state_name(r->state)));
	answer_set(line, "type", json_string(r->type));
	answer_set(line, "minutes",
	    json_integer(request_is_live(r->state) ? r->minutes : 0));
	answer_set(line, "hours", answer_hours(charged));
	answer_set(line, "display", answer_display(charged));
	answer_set(line, "charges", charges_of(book, r));
	answer_set(
	    line, "pay_cut_hours", answer_hours(request_pay_cut(book, r)));
	answer_set(line, "paper", json_boolean(r->is_paper_needed));
	answer_set(line, "late", json_boolean(r->is_late));
	answer_set(line, "mainland_warning",
	    json_boolean(strcmp(r->facts.destination, "mainland") == 0));
	answer_set(line, "next", next_of(book, r));
	answer_set(line, "signed", signed_of(r));
	answer_set(line, "cover", cover_of(r));
}

json_t *
line_changes(const struct book *book)
{
	json_t *list = json_array();

	for (size_t i = 0; i < book->change_count; i++) {
		const struct change *c = &book->changes[i];
		const struct request *r = book->requests[c->request];
		json_t *one = json_object();

		answer_set(one, "id", json_string(r->id));
		answer_set(one, "hours_before", answer_hours(c->before));
		answer_set(one, "hours_after", answer_hours(c->after));
		answer_set(
		    one, "pay_cut_hours_before", answer_hours(c->cut_before));
		answer_set(
		    one, "pay_cut_hours_after", answer_hours(c->cut_after));
		(void)json_array_append_new(list, one);
	}
	return list;
}

/* --------------------------------------------------------------- balances */

struct row {
	const struct ledger_lot *lot; /* the first of type and year */
	int granted, used, pending, available, lapsed, expired, cut, shortfall;
	bool has_limit;
};

/* 補休 is one row; events and periods are a row a lot. */
static bool
is_same_row(const struct ledger_lot *a, const struct ledger_lot *b)
{
	if (strcmp(a->type, b->type) != 0)
		return false;
	return a->year == b->year &&
	    (a->year != 0 || strcmp(a->type, BOOK_REST) == 0 ||
		strcmp(a->label, b->label) == 0);
}

static void
add_lot(struct row *row, const struct ledger_lot *lot, int today)
{
	bool is_rest = strcmp(lot->type, BOOK_REST) == 0;
	bool is_alive = !is_rest || lot->usable_until >= today;

	row->used += lot->used;
	row->pending += lot->pending;
	if (lot->is_pay_cut)
		row->cut += lot->used + lot->pending;
	if (lot->is_shortfall)
		row->shortfall += lot->used + lot->pending;
	if (lot->is_unlimited)
		return;
	row->has_limit = true;
	row->granted += lot->granted;
	row->expired += lot->expired;
	if (is_alive)
		row->available += ledger_available(lot);
	else
		row->lapsed += ledger_available(lot);
}

static json_t *
print_row(const struct row *row)
{
	json_t *one = json_object();

	answer_set(one, "type", json_string(row->lot->type));
	answer_set(one, "year",
	    row->lot->year == 0 ? json_null() : json_integer(row->lot->year));
	if (row->lot->year == 0 && strcmp(row->lot->type, BOOK_REST) != 0)
		answer_set(one, "lot", json_string(row->lot->label));
	answer_set(one, "granted_hours",
	    row->has_limit ? answer_hours(row->granted) : json_null());
	answer_set(one, "used_hours", answer_hours(row->used));
	answer_set(one, "pending_hours", answer_hours(row->pending));
	answer_set(one, "available_hours",
	    row->has_limit ? answer_hours(row->available) : json_null());
	answer_set(one, "display",
	    row->has_limit ? answer_display(row->available)
			   : answer_display(row->used + row->pending));
	if (row->cut > 0)
		answer_set(one, "pay_cut_hours", answer_hours(row->cut));
	if (row->expired > 0)
		answer_set(one, "expired_hours", answer_hours(row->expired));
	if (row->lapsed > 0)
		answer_set(one, "lapsed_hours", answer_hours(row->lapsed));
	if (row->shortfall > 0)
		answer_set(
		    one, "shortfall_hours", answer_hours(row->shortfall));
	return one;
}

static void
open_year(struct book *book)
{
	int today = book_today(book);
	const struct ruleset *set =
	    &book->rules->sets[book_posting(book, today)->kind];

	for (size_t i = 0; i < set->count; i++) {
		const struct rule *rule = &set->rows[i];

		if (rule->per == RULE_PER_YEAR &&
		    !(rule->minutes == 0 && rule->over[0] != '\0'))
			(void)plan_year_lot(book, rule->type, today);
		else if (rule->per == RULE_PER_SERVICE)
			(void)plan_available(book, rule->type, today);
	}
}

json_t *
line_balances(struct book *book)
{
	static struct row rows[LINE_ROWS_MAX]; /* one thread */
	size_t count = 0;
	json_t *list = json_array();

	open_year(book);
	for (size_t i = 0; i < book->ledger.lot_count; i++) {
		const struct ledger_lot *lot = &book->ledger.lots[i];
		size_t k = 0;

		while (k < count && !is_same_row(rows[k].lot, lot))
			k++;
		if (k == LINE_ROWS_MAX)
			break;
		if (k == count)
			rows[count++] = (struct row){.lot = lot};
		add_lot(&rows[k], lot, book_today(book));
	}
	for (size_t k = 0; k < count; k++)
		(void)json_array_append_new(list, print_row(&rows[k]));
	return list;
}
