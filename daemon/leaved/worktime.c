#include "worktime.h"
#include <string.h>
#include "base/almanac.h"

bool
span_overlaps(struct span a, struct span b)
{
	return a.from < b.to && b.from < a.to;
}

static int
day_of(int64_t minute)
{
	return (int)(minute / MINUTES_PER_CIVIL_DAY -
	    (minute % MINUTES_PER_CIVIL_DAY < 0));
}

int
span_first_day(struct span span)
{
	return day_of(span.from);
}

int
span_last_day(struct span span)
{
	return day_of(span.to - 1);
}

enum year_kind
year_kind_of(enum staff_kind kind)
{
	static const enum year_kind kinds[STAFF_KINDS] = {
	    [STAFF_TEACHER] = YEAR_ACADEMIC,
	    [STAFF_CIVIL] = YEAR_CALENDAR,
	    [STAFF_SUB] = YEAR_ACADEMIC,
	    [STAFF_LSA] = YEAR_CALENDAR,
	    [STAFF_COVER] = YEAR_ACADEMIC,
	};

	return kinds[kind];
}

int
year_number(enum year_kind kind, int day)
{
	return kind == YEAR_ACADEMIC ? almanac_academic_year(day)
				     : almanac_date(day).year;
}

int
year_first_day(enum year_kind kind, int number)
{
	return kind == YEAR_ACADEMIC ? almanac_academic_start(number)
				     : almanac_day(number, 1, 1);
}

int
year_last_day(enum year_kind kind, int number)
{
	return year_first_day(kind, number + 1) - 1;
}

const struct schedule *
worktime_schedule(const struct worktime *w, int day)
{
	const struct schedule *best = NULL;

	for (size_t i = 0; i < w->schedule_count; i++) {
		const struct schedule *s = &w->schedules[i];

		if (strcmp(s->name, w->schedule) == 0 && s->valid_from <= day &&
		    s->issued <= w->known &&
		    (best == NULL || s->valid_from > best->valid_from ||
			(s->valid_from == best->valid_from &&
			    s->issued > best->issued)))
			best = s;
	}
	return best;
}

/* Closures may overlap one another: counts the part of `span` up to the next
 * closure, then goes on from that closure's end. */
static int64_t
outside_closures(const struct worktime *w, struct span span)
{
	int64_t minutes = 0;

	while (span.from < span.to) {
		struct span next = {span.to, span.to};

		for (size_t i = 0; i < w->closure_count; i++) {
			const struct closure *c = &w->closures[i];

			if (c->published <= w->known &&
			    span_overlaps(c->span, span) &&
			    c->span.from < next.from)
				next = c->span;
		}
		if (next.from > span.from)
			minutes += next.from - span.from;
		span.from = next.to > span.from ? next.to : span.to;
	}
	return minutes;
}

static int
minutes_of_day(const struct worktime *w, int day, struct span span,
    bool is_duty, bool gives_back)
{
	const struct schedule *schedule = worktime_schedule(w, day);
	int64_t midnight = (int64_t)day * MINUTES_PER_CIVIL_DAY, minutes = 0;

	for (size_t i = 0; schedule != NULL && i < schedule->count; i++) {
		const struct session *session = &schedule->sessions[i];
		struct span part = {
		    midnight + session->from, midnight + session->to};

		if (session->is_duty != is_duty)
			continue;
		part.from = part.from > span.from ? part.from : span.from;
		part.to = part.to < span.to ? part.to : span.to;
		if (part.to <= part.from)
			continue;
		minutes += gives_back ? outside_closures(w, part)
				      : part.to - part.from;
	}
	return (int)minutes;
}

/* What one day of a span weighs. */
static int
weigh(const struct worktime *w, int day, struct span span,
    enum worktime_count mode)
{
	if (mode == COUNT_DAYS)
		return MINUTES_PER_WORK_DAY;
	if (!calendar_is_worked(w->calendar, day, w->kind, w->known))
		return 0;
	if (mode == COUNT_HOURS)
		return minutes_of_day(w, day, span, false, true);
	return minutes_of_day(w, day, span, false, false) > 0
	    ? MINUTES_PER_WORK_DAY
	    : 0;
}

static enum refusal
add_day(struct worktime_days *days, int day, int minutes)
{
	struct worktime_day *last =
	    days->count == 0 ? NULL : &days->at[days->count - 1];

	if (minutes == 0)
		return REFUSAL_NONE;
	if (last != NULL && last->day == day) {
		last->minutes += minutes;
		if (last->minutes > MINUTES_PER_WORK_DAY)
			last->minutes = MINUTES_PER_WORK_DAY;
		return REFUSAL_NONE;
	}
	if (days->count == WORKTIME_DAYS_MAX)
		return REFUSAL_ENTITLEMENT_EXHAUSTED;
	days->at[days->count++] = (struct worktime_day){
	    .day = day,
	    .minutes =
		minutes > MINUTES_PER_WORK_DAY ? MINUTES_PER_WORK_DAY : minutes,
	};
	return REFUSAL_NONE;
}

static enum refusal
measure_span(const struct worktime *w, struct span span,
    enum worktime_count mode, struct worktime_days *days)
{
	int last = span_last_day(span);

	if (last - span_first_day(span) > WORKTIME_DAYS_MAX)
		return REFUSAL_ENTITLEMENT_EXHAUSTED;
	for (int day = span_first_day(span); day <= last; day++) {
		enum refusal no;

		if (mode != COUNT_DAYS &&
		    !calendar_has_year(
			w->calendar, almanac_date(day).year, w->known))
			return REFUSAL_CALENDAR_MISSING;
		no = add_day(days, day, weigh(w, day, span, mode));
		if (no != REFUSAL_NONE)
			return no;
	}
	return REFUSAL_NONE;
}

enum refusal
worktime_measure(const struct worktime *w, const struct span *spans,
    size_t count, enum worktime_count mode, struct worktime_days *days)
{
	days->count = 0;
	for (size_t i = 0; i < count; i++)
		if (spans[i].to <= spans[i].from)
			return REFUSAL_END_NOT_AFTER_START;
	for (size_t i = 0; i < count; i++) {
		enum refusal no = measure_span(w, spans[i], mode, days);

		if (no != REFUSAL_NONE)
			return no;
	}
	return days->count == 0 ? REFUSAL_NO_WORKING_TIME : REFUSAL_NONE;
}

static int
hours_up(int minutes)
{
	return (minutes + MINUTES_PER_HOUR - 1) / MINUTES_PER_HOUR *
	    MINUTES_PER_HOUR;
}

int
worktime_round(struct worktime_days *days, enum year_kind kind,
    int (*left)(void *context, int day), void *context)
{
	int total = 0, minutes = 0, year = INT32_MIN;

	for (size_t i = 0; i < days->count; i++) {
		struct worktime_day *d = &days->at[i];
		int room =
		    left == NULL ? MINUTES_PER_WORK_DAY : left(context, d->day);
		int before;

		if (year_number(kind, d->day) != year) {
			year = year_number(kind, d->day);
			minutes = 0;
		}
		before = hours_up(minutes);
		minutes += d->minutes;
		d->charged = hours_up(minutes) - before;
		if (d->charged > room)
			d->charged = room < 0 ? 0 : room;
		total += d->charged;
	}
	return total;
}

int
worktime_duty(const struct worktime *w, const struct span *spans, size_t count)
{
	int minutes = 0;

	for (size_t i = 0; i < count; i++)
		for (int day = span_first_day(spans[i]);
		     day <= span_last_day(spans[i]); day++)
			if (calendar_is_worked(
				w->calendar, day, w->kind, w->known))
				minutes += minutes_of_day(
				    w, day, spans[i], true, true);
	return minutes;
}

bool
worktime_is_worked(const struct worktime *w, struct span span)
{
	int last = span_last_day(span);

	for (int day = span_first_day(span); day <= last; day++)
		if (calendar_is_worked(w->calendar, day, w->kind, w->known) &&
		    minutes_of_day(w, day, span, false, false) > 0)
			return true;
	return false;
}
