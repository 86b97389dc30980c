#include "occasion.h"

#include "book_step.h"
#include "cover.h"

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
	if (who != NULL && who[0] == '\0')
		return;
	for (size_t i = 0; i < o->count; i++)
		if (o->list[i].kind == kind && o->list[i].who != NULL &&
		    who != NULL && strcmp(o->list[i].who, who) == 0)
			return;
	if (o->count < OCCASIONS_MAX)
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
	return before->state != r->state || signatures(before) != signatures(r);
}

bool
occasion_offers(const struct request *before, const struct request *r)
{
	return before == NULL || strcmp(before->offered, r->offered) != 0;
}

/* Any of them may act. */
static void
add_personnel(
    struct occasions *o, const struct book *book, enum letter_kind kind)
{
	for (size_t i = 0; i < book->people.count; i++) {
		const struct approver *one = &book->people.people[i];

		if ((one->roles & 1U << APPROVAL_PERSONNEL) != 0 &&
		    !one->is_disabled && strcmp(one->id, book->id) != 0)
			add(o, kind, one->id);
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
		add_personnel(o, book, LETTER_LEAVE_TURN);
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

/* ------------------------------------------------------------------- duty */

/* Who has agreed and is not needed; a draft may come back to them. */
static bool
is_duty_over(const struct book *book, const struct request *before,
    const struct request *r)
{
	if (before->deputy[0] == '\0' || !book_has_duty(book, before))
		return false;
	return strcmp(before->deputy, r->deputy) != 0 ||
	    (!request_is_live(r->state) && r->state != REQUEST_DRAFT);
}

/* It was offered, is not any more, and still is whose it was. */
static bool
is_offer_over(const struct book *book, const struct request *before,
    const struct request *r)
{
	return before->offered[0] != '\0' && r->offered[0] == '\0' &&
	    r->deputy[0] != '\0' && book_has_duty(book, r) &&
	    strcmp(before->deputy, r->deputy) == 0;
}

/* The deputy is lost, or whoever was asked instead will not do it. */
static bool
is_deputy_lost(const struct book *book, const struct request *before,
    const struct request *r)
{
	if (before != NULL && r->has_lost_deputy && !before->has_lost_deputy)
		return true;
	return book_needs_deputy(book, r) &&
	    (before == NULL || !book_needs_deputy(book, before));
}

static void
add_for_duty(struct occasions *o, const struct book *book,
    const struct request *before, const struct request *r)
{
	if (book_has_duty(book, r) && occasion_offers(before, r))
		add(o, LETTER_LEAVE_DEPUTY, r->offered);
	if (is_deputy_lost(book, before, r)) {
		add(o, LETTER_LEAVE_DEPUTY_LOST, book->id);
		add_personnel(o, book, LETTER_LEAVE_DEPUTY_LOST);
	}
	if (before == NULL)
		return;
	if (is_duty_over(book, before, r))
		add(o, LETTER_LEAVE_DUTY_OVER, before->deputy);
	if (is_offer_over(book, before, r))
		add(o, LETTER_LEAVE_OFFER_OVER,
		    before->offered_by[0] != '\0' ? before->offered_by
						  : before->deputy);
}

/* ---------------------------------------------------------------- lessons */

static bool
is_to_come(const struct book *book, const struct cover *c)
{
	return (int64_t)c->day * MINUTES_PER_CIVIL_DAY + c->to > book->now;
}

static size_t
open_covers(const struct book *book, const struct request *r)
{
	size_t count = 0;

	for (size_t i = 0; request_is_live(r->state) && i < r->cover_count; i++)
		count += r->cover[i].way[0] == '\0' &&
		    is_to_come(book, &r->cover[i]);
	return count;
}

/* Open now, and arranged before. */
static size_t
lost_covers(const struct book *book, const struct request *before,
    const struct request *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->cover_count; i++) {
		const struct cover *c = &r->cover[i];
		const struct cover *old =
		    cover_find(before->cover, before->cover_count, c);

		count += c->way[0] == '\0' && old != NULL &&
		    old->way[0] != '\0' && is_to_come(book, c);
	}
	return count;
}

/* Whoever sees to a lesson of `list` that they do not see to in `other`. */
static void
add_takers(struct occasions *o, const struct book *book, enum letter_kind kind,
    const struct request *list, const struct request *other)
{
	for (size_t i = 0; i < list->cover_count; i++) {
		const struct cover *c = &list->cover[i];
		const struct cover *same =
		    cover_find(other->cover, other->cover_count, c);

		if (is_to_come(book, c) &&
		    (same == NULL || strcmp(same->who, c->who) != 0))
			add(o, kind, c->who);
	}
}

static void
add_for_lessons(struct occasions *o, const struct book *book,
    const struct request *before, const struct request *r)
{
	static const struct request none;
	size_t lost;

	before = before == NULL ? &none : before;
	lost = lost_covers(book, before, r);
	if (open_covers(book, r) > open_covers(book, before) + lost)
		add(o, LETTER_LEAVE_LESSONS, NULL);
	if (lost > 0) {
		add(o, LETTER_LEAVE_UNCOVERED, NULL);
		add(o, LETTER_LEAVE_COVER_LOST, book->id);
	}
	add_takers(o, book, LETTER_LEAVE_LESSON, r, before);
	add_takers(o, book, LETTER_LEAVE_LESSON_OVER, before, r);
}

size_t
occasion_list(const struct book *book, const struct kept *kept,
    const struct request *r, struct occasion list[OCCASIONS_MAX])
{
	const struct request *before = kept == NULL ? NULL : &kept->before;
	struct occasions o = {list, 0};

	add_deciders(&o, book, before, r);
	add_applicant(&o, book, kept, r);
	add_for_duty(&o, book, before, r);
	add_for_lessons(&o, book, before, r);
	return o.count;
}

enum letter_kind
occasion_reminder(enum letter_kind kind)
{
	static const enum letter_kind reminders[LETTER_KIND_COUNT] = {
	    [LETTER_LEAVE_DEPUTY] = LETTER_LEAVE_REMINDER,
	    [LETTER_LEAVE_TURN] = LETTER_LEAVE_REMINDER,
	    [LETTER_LEAVE_DEPUTY_LOST] = LETTER_LEAVE_DEPUTY_LOST_REMINDER,
	    [LETTER_LEAVE_OVERTIME] = LETTER_LEAVE_OVERTIME_REMINDER,
	};

	return reminders[kind];
}
