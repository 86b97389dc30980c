#include <string.h>
#include "answer.h"
#include "base/almanac.h"
#include "leaved/book_step.h"
#include "leaved/book_year.h"
#include "leaved/overtime.h"
#include "play.h"

/* False when a day among the facts is no date: a refusal, not a fault. */
static bool
read_facts(struct fields *f, const json_t *object, struct facts *facts)
{
	struct {
		const char *key;
		int *day;
	} days[] = {
	    {"registered", &facts->registered},
	    {"birth", &facts->birth},
	    {"death", &facts->death},
	    {"miscarriage", &facts->miscarriage},
	    {"injury", &facts->injury},
	};
	int weeks;

	facts_init(facts);
	if (object == NULL)
		return true;
	fields_allow(f, object,
	    "registered birth death miscarriage injury weeks relation part "
	    "event letter destination extended");
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		const char *text = fields_text(f, object, days[i].key, false);
		struct err err;

		if (text != NULL &&
		    almanac_parse(text, days[i].day, &err) != RC_OK)
			return false;
	}
	weeks = fields_amount(f, object, "weeks", 1);
	facts->weeks = weeks == INT32_MIN ? -1 : weeks;
	fields_copy(f, object, "relation", facts->relation,
	    sizeof(facts->relation), false);
	fields_copy(f, object, "part", facts->part, sizeof(facts->part), false);
	if (facts->part[0] != '\0' && strcmp(facts->part, "birth") != 0 &&
	    strcmp(facts->part, "checkup") != 0)
		fields_fault(f, "part", "birth or checkup");
	fields_copy(
	    f, object, "event", facts->event, sizeof(facts->event), false);
	fields_copy(
	    f, object, "letter", facts->letter, sizeof(facts->letter), false);
	fields_copy(f, object, "destination", facts->destination,
	    sizeof(facts->destination), false);
	facts->is_extended = fields_bool(f, object, "extended", false);
	return true;
}

enum refusal
play_file(struct play *p)
{
	struct book *book = &p->stage->book;
	struct filing filing = {.id = play_text(p, "id", NULL),
	    .type = play_text(p, "type", NULL),
	    .deputy = play_maybe(p, "deputy"),
	    .by = play_maybe(p, "by")};
	enum refusal no = play_span(p, &filing.span);

	if (!read_facts(
		p->f, fields_object(p->f, p->event, "facts"), &filing.facts))
		return REFUSAL_BAD_DATE;
	if (strcmp(filing.type, BOOK_ABSENTEEISM) == 0)
		return REFUSAL_UNKNOWN_TYPE;
	if (no == REFUSAL_NONE)
		no = book_file(book, &filing, &p->request);
	if (no == REFUSAL_NONE && !p->request->is_report &&
	    fields_bool(p->f, p->event, "approved", false))
		no = book_approve_all(book, p->request);
	return no;
}

enum refusal
play_submit(struct play *p)
{
	enum refusal no = play_find(p);

	return no != REFUSAL_NONE ? no
				  : book_resubmit(&p->stage->book, p->request,
					play_maybe(p, "deputy"));
}

/* "" when it is nobody's. */
static const char *
first_personnel(const struct book *book)
{
	for (size_t i = 0; i < book->people.count; i++)
		if ((book->people.people[i].roles & 1U << APPROVAL_PERSONNEL) !=
		    0)
			return book->people.people[i].id;
	return "";
}

/* Without "by" it is whoever's turn it is. */
static enum refusal
decide(struct play *p,
    enum refusal (*verb)(struct book *, struct request *, const char *))
{
	struct book *book = &p->stage->book;
	struct approval_turn turn = {.who = ""};
	enum refusal no = play_find(p);
	const char *by = play_maybe(p, "by");

	if (no != REFUSAL_NONE)
		return no;
	if (by == NULL && p->request->state == REQUEST_AWAITING_DEPUTY)
		by = p->request->deputy;
	else if (by == NULL && p->request->state == REQUEST_CANCEL_REQUESTED)
		by = first_personnel(book);
	else if (by == NULL && book_turn(book, p->request, &turn))
		by = turn.who;
	return verb(book, p->request, by == NULL ? "" : by);
}

enum refusal
play_agree(struct play *p)
{
	return decide(p, book_agree);
}

enum refusal
play_decline(struct play *p)
{
	return decide(p, book_decline);
}

enum refusal
play_approve(struct play *p)
{
	enum refusal no;

	if (!fields_bool(p->f, p->event, "final", false))
		return decide(p, book_approve);
	no = play_find(p);
	return no != REFUSAL_NONE
	    ? no
	    : book_approve_all(&p->stage->book, p->request);
}

enum refusal
play_return(struct play *p)
{
	return decide(p, book_return);
}

enum refusal
play_reject(struct play *p)
{
	return decide(p, book_reject);
}

enum refusal
play_withdraw(struct play *p)
{
	enum refusal no = play_find(p);

	return no != REFUSAL_NONE
	    ? no
	    : book_withdraw(&p->stage->book, p->request, play_maybe(p, "by"));
}

enum refusal
play_cancel(struct play *p)
{
	struct span cut;
	enum refusal no = play_find(p);

	if (no != REFUSAL_NONE)
		return no;
	cut.from = p->request->spans[0].from;
	cut.to = p->request->spans[p->request->span_count - 1].to;
	if (json_object_get(p->event, "from") != NULL ||
	    json_object_get(p->event, "to") != NULL)
		no = play_span(p, &cut);
	return no != REFUSAL_NONE
	    ? no
	    : book_cancel(&p->stage->book, p->request, cut,
		  play_text(p, "by", first_personnel(&p->stage->book)));
}

enum refusal
play_overtime(struct play *p)
{
	const char *as = play_text(p, "as", "rest");
	struct overtime o = {.is_paid = strcmp(as, "pay") == 0};
	enum refusal no = play_span(p, &o.span);

	if (!o.is_paid && strcmp(as, "rest") != 0)
		fields_fault(p->f, "as", "rest or pay");

	if (no == REFUSAL_NONE)
		no = overtime_put(&p->stage->book, &o);
	if (no != REFUSAL_NONE)
		return no;
	answer_set(p->line, "paid_hours", answer_hours(o.paid));
	answer_set(p->line, "rest_hours", answer_hours(o.rest));
	return REFUSAL_NONE;
}

enum refusal
play_absence(struct play *p)
{
	struct span span;
	int total = 0;
	struct book *book = &p->stage->book;
	enum refusal no = play_span(p, &span);

	if (no == REFUSAL_NONE)
		no = book_absent(
		    book, play_text(p, "id", NULL), span, &p->request);
	for (size_t i = 0; i < book->request_count; i++)
		if (strcmp(book->requests[i]->type, BOOK_ABSENTEEISM) == 0)
			total += request_charged(book, book->requests[i]);
	answer_set(p->line, "absence_total", answer_display(total));
	return no;
}

enum refusal
play_duty(struct play *p)
{
	struct book *book = &p->stage->book;
	struct duty *duty = &book->duties[book->duty_count];
	enum refusal no;

	if (book->duty_count == BOOK_DUTIES_MAX)
		return REFUSAL_WRONG_STATE;
	memset(duty, 0, sizeof(*duty));
	no = play_span(p, &duty->span);
	fields_copy(
	    p->f, p->event, "for", duty->person, sizeof(duty->person), true);
	if (no == REFUSAL_NONE)
		book->duty_count++;
	return no;
}

enum refusal
play_handover(struct play *p)
{
	struct book *book = &p->stage->book;
	const char *person = play_text(p, "for", NULL);
	enum refusal no = REFUSAL_UNKNOWN_REQUEST;

	for (size_t i = 0; i < book->duty_count; i++)
		if (!book->duties[i].is_over &&
		    strcmp(book->duties[i].person, person) == 0) {
			book->duties[i].is_over = true;
			no = REFUSAL_NONE;
		}
	return no;
}

enum refusal
play_cover(struct play *p)
{
	struct cover cover = {.day = BOOK_NO_DAY};
	enum refusal no = play_find(p);

	(void)fields_day(p->f, p->event, "day", &cover.day);
	fields_copy(
	    p->f, p->event, "name", cover.name, sizeof(cover.name), false);
	fields_copy(p->f, p->event, "who", cover.who, sizeof(cover.who), false);
	fields_copy(p->f, p->event, "funding", cover.funding,
	    sizeof(cover.funding), false);
	fields_copy(p->f, p->event, "way", cover.way, sizeof(cover.way), true);
	return no != REFUSAL_NONE
	    ? no
	    : book_cover(&p->stage->book, p->request, &cover);
}
