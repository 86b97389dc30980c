#include "calendar.h"
#include <stdlib.h>
#include <string.h>
#include "base/almanac.h"

static const char *const kind_names[STAFF_KINDS] = {
    [STAFF_TEACHER] = "TEACHER",
    [STAFF_CIVIL] = "CIVIL",
    [STAFF_SUB] = "SUB",
    [STAFF_LSA] = "LSA",
    [STAFF_COVER] = "COVER",
};

const char *
staff_kind_name(enum staff_kind kind)
{
	return kind < STAFF_KINDS ? kind_names[kind] : "?";
}

enum staff_kind
staff_kind_find(const char *name)
{
	enum staff_kind kind = 0;

	while (kind < STAFF_KINDS && strcmp(kind_names[kind], name) != 0)
		kind++;
	return kind;
}

enum calendar_level
calendar_level_find(const char *name)
{
	static const char *const names[LEVELS] = {"national", "city", "school"};
	enum calendar_level level = 0;

	while (level < LEVELS && strcmp(names[level], name) != 0)
		level++;
	return level;
}

enum calendar_mark
calendar_mark_find(const char *name)
{
	static const char *const names[MARKS] = {
	    [MARK_OFF] = "off",
	    [MARK_WORK] = "work",
	    [MARK_BREAK] = "break",
	    [MARK_RETURN] = "return",
	};
	enum calendar_mark mark = 0;

	while (mark < MARKS && strcmp(names[mark], name) != 0)
		mark++;
	return mark;
}

static int
compare_days(const struct calendar_day *a, const struct calendar_day *b)
{
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->level != b->level)
		return a->level < b->level ? -1 : 1;
	return a->published < b->published ? -1 : a->published > b->published;
}

/* The first mark that does not stand before `key`. */
static size_t
lower_bound(const struct calendar *calendar, const struct calendar_day *key)
{
	size_t low = 0, high = calendar->day_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (compare_days(&calendar->days[mid], key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool
says_worked(uint8_t mark)
{
	return mark == MARK_OFF || mark == MARK_WORK;
}

static enum rc
make_room(struct calendar *calendar, struct err *err)
{
	size_t room = calendar->day_room == 0 ? 64 : calendar->day_room * 2;
	struct calendar_day *days;

	if (calendar->day_count < calendar->day_room)
		return RC_OK;
	if (calendar->day_count >= CALENDAR_MARKS_MAX)
		return err_set(err, RC_INPUT, "more than %d marked days",
		    CALENDAR_MARKS_MAX);
	days = reallocarray(calendar->days, room, sizeof(*days));
	if (days == NULL)
		return err_set(err, RC_FAULT, "no memory for a calendar");
	calendar->days = days;
	calendar->day_room = room;
	return RC_OK;
}

enum rc
calendar_add(
    struct calendar *calendar, const struct calendar_day *mark, struct err *err)
{
	size_t at = lower_bound(calendar, mark);
	enum rc rc;

	for (size_t i = at; i < calendar->day_count &&
	     compare_days(&calendar->days[i], mark) == 0;
	     i++) {
		const struct calendar_day *there = &calendar->days[i];

		if (there->mark == mark->mark && there->kinds == mark->kinds)
			return RC_OK;
		if ((there->kinds & mark->kinds) != 0 &&
		    there->mark != mark->mark && says_worked(there->mark) &&
		    says_worked(mark->mark)) {
			char text[ALMANAC_TEXT_SIZE];

			return err_set(err, RC_EXISTS,
			    "conflicting revisions of %s",
			    almanac_print(mark->day, text));
		}
	}
	rc = make_room(calendar, err);
	if (rc != RC_OK)
		return rc;
	memmove(&calendar->days[at + 1], &calendar->days[at],
	    (calendar->day_count - at) * sizeof(*mark));
	calendar->days[at] = *mark;
	calendar->day_count++;
	return RC_OK;
}

enum amiss
calendar_amiss(enum rc rc)
{
	return rc == RC_EXISTS ? AMISS_CONFLICT : AMISS_CALENDAR_FULL;
}

enum rc
calendar_cover(
    struct calendar *calendar, int year, int published, struct err *err)
{
	for (size_t i = 0; i < calendar->year_count; i++) {
		if (calendar->years[i].year != year)
			continue;
		if (published < calendar->years[i].published)
			calendar->years[i].published = published;
		return RC_OK;
	}
	if (calendar->year_count == CALENDAR_YEARS_MAX)
		return err_set(err, RC_INPUT, "more than %d calendar years",
		    CALENDAR_YEARS_MAX);
	calendar->years[calendar->year_count++] =
	    (struct calendar_year){year, published};
	return RC_OK;
}

enum rc
calendar_merge(
    struct calendar *calendar, const struct calendar *from, struct err *err)
{
	for (size_t i = 0; i < from->year_count; i++) {
		enum rc rc = calendar_cover(calendar, from->years[i].year,
		    from->years[i].published, err);

		if (rc != RC_OK)
			return rc;
	}
	for (size_t i = 0; i < from->day_count; i++) {
		enum rc rc = calendar_add(calendar, &from->days[i], err);

		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

bool
calendar_has_year(const struct calendar *calendar, int year, int known)
{
	for (size_t i = 0; i < calendar->year_count; i++)
		if (calendar->years[i].year == year)
			return calendar->years[i].published <= known;
	return false;
}

bool
calendar_is_worked(
    const struct calendar *calendar, int day, enum staff_kind kind, int known)
{
	struct calendar_day key = {.day = day, .published = INT32_MIN};
	int weekday = almanac_weekday(day);
	bool is_worked = weekday != 0 && weekday != 6;

	/* Ordered by level and publication: the last that counts wins. */
	for (size_t i = lower_bound(calendar, &key);
	     i < calendar->day_count && calendar->days[i].day == day; i++) {
		const struct calendar_day *mark = &calendar->days[i];

		if (mark->published <= known &&
		    (mark->kinds & 1 << kind) != 0 && says_worked(mark->mark))
			is_worked = mark->mark == MARK_WORK;
	}
	return is_worked;
}

bool
calendar_is_break(
    const struct calendar *calendar, int day, enum staff_kind kind, int known)
{
	struct calendar_day key = {.day = day, .published = INT32_MIN};
	bool is_break = false, is_return = false;

	for (size_t i = lower_bound(calendar, &key);
	     i < calendar->day_count && calendar->days[i].day == day; i++) {
		const struct calendar_day *mark = &calendar->days[i];

		if (mark->published > known || (mark->kinds & 1 << kind) == 0)
			continue;
		is_break |= mark->mark == MARK_BREAK;
		is_return |= mark->mark == MARK_RETURN;
	}
	return is_break && !is_return;
}

void
calendar_wipe(struct calendar *calendar)
{
	free(calendar->days);
	memset(calendar, 0, sizeof(*calendar));
}
