#include "cover.h"

#include "base/almanac.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const struct cover_way ways[] = {
    {"代課", true, true},
    {"調課", true, true},
    {"代導", true, true},
    {"併班", true, false},
    {"自習", false, false},
    {"不處理", false, false},
};

const struct cover_way *
cover_way_find(const char *word)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(ways[i].word, word) == 0)
			return &ways[i];
	return NULL;
}

/* Grown by powers of two: the room is the count rounded up. */
struct cover *
cover_add(struct request *r)
{
	size_t count = r->cover_count;
	struct cover *cover = r->cover;

	if (count == BOOK_COVER_MAX)
		return NULL;
	if ((count & (count - 1)) == 0) {
		cover = reallocarray(
		    cover, count == 0 ? 1 : count * 2, sizeof(*cover));
		if (cover == NULL)
			return NULL;
		r->cover = cover;
	}
	memset(&cover[count], 0, sizeof(*cover));
	return &cover[r->cover_count++];
}

struct missing {
	struct book *book;
	struct request *r;
	int day;
};

static void
add(struct missing *m, int from, int to, const char *name)
{
	struct cover *cover = cover_add(m->r);

	if (cover == NULL) {
		(void)err_set(
		    &m->book->fault, RC_FAULT, "too many lessons to cover");
		m->book->is_broken = true;
		return;
	}
	cover->day = m->day;
	cover->from = from;
	cover->to = to;
	cover->version = 1;
	(void)text_copy(cover->name, sizeof(cover->name), name);
}

/* The school is open then, and the request's person is not there. */
static bool
is_missed(const struct missing *m, int from, int to)
{
	const struct book *book = m->book;
	int64_t midnight = (int64_t)m->day * MINUTES_PER_CIVIL_DAY;
	const struct span lesson = {midnight + from, midnight + to};

	for (size_t i = 0; i < book->closure_count; i++)
		if (book->closures[i].published <= book->learnt &&
		    book->closures[i].span.from <= lesson.from &&
		    book->closures[i].span.to >= lesson.to)
			return false;
	for (size_t i = 0; i < m->r->span_count; i++)
		if (span_overlaps(m->r->spans[i], lesson))
			return true;
	return false;
}

static void
list_duties(struct missing *m, const struct schedule *s)
{
	for (size_t i = 0; s != NULL && i < s->count; i++)
		if (s->sessions[i].is_duty &&
		    is_missed(m, s->sessions[i].from, s->sessions[i].to))
			add(m, s->sessions[i].from, s->sessions[i].to,
			    "早自習");
}

static void
list_lessons(struct missing *m)
{
	for (size_t i = 0; i < m->book->lesson_count; i++) {
		const struct lesson *l = &m->book->lessons[i];

		if (l->weekday == almanac_weekday(m->day) &&
		    m->day >= l->first && m->day <= l->last &&
		    is_missed(m, l->from, l->to))
			add(m, l->from, l->to, l->name);
	}
}

const struct cover *
cover_find(const struct cover *list, size_t count, const struct cover *lesson)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].day == lesson->day &&
		    list[i].from == lesson->from &&
		    strcmp(list[i].name, lesson->name) == 0)
			return &list[i];
	return NULL;
}

bool
cover_has(const struct request *r, const char *who)
{
	for (size_t i = 0; i < r->cover_count; i++)
		if (strcmp(r->cover[i].who, who) == 0)
			return true;
	return false;
}

void
cover_lose(struct cover *c)
{
	memcpy(c->lost, c->who, sizeof(c->lost));
	memset(c->who, 0, sizeof(c->who));
	memset(c->way, 0, sizeof(c->way));
	memset(c->funding, 0, sizeof(c->funding));
	c->version++;
}

/* What was arranged before, for the same lesson. */
static void
keep_arranged(struct request *r, const struct cover *old, size_t count)
{
	for (size_t i = 0; i < r->cover_count; i++) {
		const struct cover *kept = cover_find(old, count, &r->cover[i]);

		if (kept != NULL)
			r->cover[i] = *kept;
	}
}

void
cover_list(struct book *book, struct request *r)
{
	struct span all = {r->spans[0].from, r->spans[r->span_count - 1].to};
	struct worktime w = book_worktime(book, span_first_day(all));
	struct missing m = {book, r, span_first_day(all)};
	struct cover *old = r->cover;
	size_t count = r->cover_count;

	r->cover = NULL;
	r->cover_count = 0;
	for (; m.day <= span_last_day(all); m.day++) {
		if (!calendar_is_worked(w.calendar, m.day, w.kind, w.known))
			continue;
		list_duties(&m, worktime_schedule(&w, m.day));
		list_lessons(&m);
	}
	keep_arranged(r, old, count);
	free(old);
}

void
cover_list_all(struct book *book)
{
	for (size_t i = 0; i < book->request_count; i++) {
		struct request *r = book->requests[i];

		if (request_is_live(r->state) && !r->is_report &&
		    r->spans[r->span_count - 1].to > book->now)
			cover_list(book, r);
	}
}

bool
cover_is_open(const struct request *r)
{
	for (size_t i = 0; i < r->cover_count; i++)
		if (r->cover[i].way[0] == '\0')
			return true;
	return false;
}
