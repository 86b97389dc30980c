#include "occasion.h"

#include "book_step.h"

#include <string.h>

/* What whom it is for is told of a state that has come; not of those that they
 * make themselves. */
static const enum letter_kind told[REQUEST_STATES] = {
    [REQUEST_DRAFT] = LETTER_LEAVE_RETURNED,
    [REQUEST_APPROVED] = LETTER_LEAVE_APPROVED,
    [REQUEST_REJECTED] = LETTER_LEAVE_REJECTED,
    [REQUEST_CANCELLED] = LETTER_LEAVE_CANCELLED,
    [REQUEST_PARTLY_CANCELLED] = LETTER_LEAVE_CANCELLED,
};

struct occasions {
	struct occasion *list;
	size_t count;
};

static void
add(struct occasions *o, enum letter_kind kind, const char *who)
{
	if (o->count < OCCASIONS_MAX && (who == NULL || who[0] != '\0'))
		o->list[o->count++] = (struct occasion){kind, who};
}

static int
signatures(const struct request *r)
{
	int count = 0;

	for (int step = 0; step < STEPS; step++)
		count += r->is_done[step];
	return count;
}

bool
occasion_moves_on(const struct request *before, const struct request *r)
{
	return before->state != r->state ||
	    signatures(before) != signatures(r) ||
	    strcmp(before->deputy, r->deputy) != 0;
}

/* A wish to cancel is for any of personnel. */
static void
add_personnel(struct occasions *o, const struct book *book)
{
	for (size_t i = 0; i < book->people.count; i++) {
		const struct approver *one = &book->people.people[i];

		if ((one->roles & 1U << APPROVAL_PERSONNEL) != 0 &&
		    !one->is_disabled && strcmp(one->id, book->id) != 0)
			add(o, LETTER_LEAVE_TURN, one->id);
	}
}

static void
add_deciders(struct occasions *o, const struct book *book,
    const struct request *before, const struct request *r)
{
	bool is_new = before == NULL || before->state != r->state;
	struct approval_turn turn;

	if (r->state == REQUEST_AWAITING_DEPUTY && is_new)
		add(o, LETTER_LEAVE_DEPUTY, r->deputy);
	if (r->state == REQUEST_CANCEL_REQUESTED && is_new)
		add_personnel(o, book);
	if (r->state != REQUEST_AWAITING_STEP ||
	    (!is_new && signatures(before) == signatures(r)) ||
	    !book_turn(book, r, &turn))
		return;
	for (size_t i = 0; i < book->people.count; i++)
		if (strcmp(book->people.people[i].id, turn.who) == 0)
			add(o, LETTER_LEAVE_TURN, book->people.people[i].id);
}

static bool
is_charged_otherwise(const struct kept *kept, const struct request *r)
{
	const struct request *before = &kept->before;

	if (!request_is_live(r->state) ||
	    before->charge_count != r->charge_count)
		return request_is_live(r->state);
	return r->charge_count > 0 &&
	    memcmp(before->charges, r->charges,
		r->charge_count * sizeof(*r->charges)) != 0;
}

static void
add_applicant(struct occasions *o, const struct book *book,
    const struct kept *kept, const struct request *r)
{
	if (kept == NULL || kept->before.state == r->state) {
		if (kept != NULL && is_charged_otherwise(kept, r))
			add(o, LETTER_LEAVE_RECALCULATED, book->id);
		return;
	}
	if (kept->before.state == REQUEST_CANCEL_REQUESTED &&
	    r->state == REQUEST_APPROVED)
		add(o, LETTER_LEAVE_KEPT, book->id);
	else if (told[r->state] != LETTER_NONE)
		add(o, told[r->state], book->id);
}

static size_t
open_covers(const struct request *r)
{
	size_t count = 0;

	for (size_t i = 0; request_is_live(r->state) && i < r->cover_count; i++)
		count += r->cover[i].way[0] == '\0';
	return count;
}

size_t
occasion_list(const struct book *book, const struct kept *kept,
    const struct request *r, struct occasion list[OCCASIONS_MAX])
{
	const struct request *before = kept == NULL ? NULL : &kept->before;
	struct occasions o = {list, 0};

	add_deciders(&o, book, before, r);
	add_applicant(&o, book, kept, r);
	if (open_covers(r) > (before == NULL ? 0 : open_covers(before)))
		add(&o, LETTER_LEAVE_LESSONS, NULL);
	return o.count;
}

enum letter_kind
occasion_reminder(enum letter_kind kind)
{
	static const enum letter_kind reminders[LETTER_KIND_COUNT] = {
	    [LETTER_LEAVE_DEPUTY] = LETTER_LEAVE_REMINDER,
	    [LETTER_LEAVE_TURN] = LETTER_LEAVE_REMINDER,
	    [LETTER_LEAVE_OVERTIME] = LETTER_LEAVE_OVERTIME_REMINDER,
	};

	return reminders[kind];
}
