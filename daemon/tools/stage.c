#include "stage.h"
#include <stdio.h>
#include <string.h>
#include "answer.h"
#include "base/almanac.h"
#include "base/text.h"
#include "leaved/rulefolder.h"

/* ---------------------------------------------------------------- people */

static bool
read_span(struct fields *f, const json_t *object, struct span *span)
{
	const char *from = fields_text(f, object, "from", true);
	const char *to = fields_text(f, object, "to", true);

	if (from == NULL || to == NULL)
		return false;
	if (answer_read_span(from, to, span) == REFUSAL_NONE)
		return true;
	fields_fault(f, "from", "no span of time");
	return false;
}

static void
read_ids(struct fields *f, const json_t *object, const char *key,
    char ids[][APPROVAL_ID_SIZE], size_t max, size_t *count)
{
	const json_t *list = fields_list(f, object, key);
	size_t i;
	json_t *one;

	if (list == NULL)
		return;
	*count = 0;
	json_array_foreach(list, i, one)
	{
		if (!json_is_string(one) || *count == max ||
		    !text_copy(
			ids[*count], APPROVAL_ID_SIZE, json_string_value(one)))
			fields_fault(f, key, "a short list of names");
		else
			(*count)++;
	}
}

static void
read_roles(struct fields *f, const json_t *object, struct approver *one)
{
	const json_t *list = fields_list(f, object, "roles");
	size_t i;
	json_t *value;

	if (list == NULL)
		return;
	one->roles = 0;
	json_array_foreach(list, i, value)
	{
		const char *name = json_string_value(value);
		enum approval_role role =
		    name == NULL ? APPROVAL_ROLES : approval_role_find(name);

		if (role == APPROVAL_ROLES)
			fields_fault(f, "roles", "unknown role");
		else
			one->roles |= 1U << role;
	}
}

static void
read_absences(struct fields *f, const json_t *object, struct approver *one)
{
	const json_t *list = fields_list(f, object, "absent");
	size_t i;
	json_t *value;

	if (list == NULL)
		return;
	one->absence_count = 0;
	json_array_foreach(list, i, value)
	{
		if (one->absence_count == APPROVAL_ABSENCES_MAX)
			fields_fault(f, "absent", "too many");
		else if (read_span(
			     f, value, &one->absences[one->absence_count]))
			one->absence_count++;
	}
}

static void
read_person_of_directory(
    struct stage *stage, const json_t *object, struct fields *f)
{
	struct approval_people *people = &stage->book.people;
	const char *id = fields_text(f, object, "id", true);
	struct approver *one = NULL;

	fields_allow(f, object, "id roles absent disabled deputies");
	if (id == NULL)
		return;
	for (size_t i = 0; i < people->count; i++)
		if (strcmp(people->people[i].id, id) == 0)
			one = &people->people[i];
	if (one == NULL && people->count == APPROVAL_PEOPLE_MAX) {
		fields_fault(f, "id", "too many people");
		return;
	}
	if (one == NULL) {
		one = &people->people[people->count++];
		memset(one, 0, sizeof(*one));
		(void)text_copy(one->id, sizeof(one->id), id);
	}
	read_roles(f, object, one);
	read_absences(f, object, one);
	one->is_disabled = fields_bool(f, object, "disabled", one->is_disabled);
	read_ids(f, object, "deputies", one->deputies, APPROVAL_DEPUTIES_MAX,
	    &one->deputy_count);
}

void
stage_read_people(struct stage *stage, const json_t *list, struct fields *f)
{
	size_t i;
	json_t *one;

	json_array_foreach(list, i, one)
	{
		read_person_of_directory(stage, one, f);
	}
}

/* --------------------------------------------------------------- calendars */

static void
put_mark(struct calendar *calendar, struct calendar_day mark, enum rc *rc,
    struct err *err)
{
	enum rc one = calendar_add(calendar, &mark, err);

	if (one != RC_OK)
		*rc = one;
}

/* "2026-09-02", or {"from": …, "until": …} with both days included. */
static void
read_marks(struct calendar *calendar, const json_t *list, const char *key,
    struct calendar_day mark, struct fields *f, enum rc *rc, struct err *err)
{
	size_t i;
	json_t *value;

	json_array_foreach(list, i, value)
	{
		int from, until;
		struct err bad;

		if (json_is_string(value)) {
			if (almanac_parse(json_string_value(value), &from,
				&bad) != RC_OK) {
				fields_fault(f, key, "not a date");
				continue;
			}
			until = from;
		} else if (!fields_day(f, value, "from", &from) ||
		    !fields_day(f, value, "until", &until) ||
		    until - from > 366) {
			fields_fault(f, key, "dates are expected");
			continue;
		}
		for (mark.day = from; mark.day <= until; mark.day++)
			put_mark(calendar, mark, rc, err);
	}
}

static uint8_t
read_kinds(struct fields *f, const json_t *object)
{
	const json_t *list = fields_list(f, object, "kinds");
	unsigned kinds = 0;
	size_t i;
	json_t *value;

	if (list == NULL)
		return STAFF_ALL;
	json_array_foreach(list, i, value)
	{
		const char *name = json_string_value(value);
		enum staff_kind kind =
		    name == NULL ? STAFF_KINDS : staff_kind_find(name);

		if (kind == STAFF_KINDS)
			fields_fault(f, "kinds", "unknown staff kind");
		else
			kinds |= 1U << kind;
	}
	return (uint8_t)kinds;
}

static void
read_years(struct calendar *calendar, const json_t *list, int published,
    struct fields *f)
{
	size_t i;
	json_t *value;

	json_array_foreach(list, i, value)
	{
		json_int_t year = json_integer_value(value);
		struct err err;

		if (year < ALMANAC_YEAR_MIN || year > ALMANAC_YEAR_MAX ||
		    calendar_cover(calendar, (int)year, published, &err) !=
			RC_OK)
			fields_fault(f, "years", "years such as 2026");
	}
}

/* All of a revision or, when it contradicts, nothing of it. */
enum rc
stage_read_calendar(struct stage *stage, const json_t *object, int published,
    struct fields *f, struct err *err)
{
	static const char *const marks[MARKS] = {
	    [MARK_OFF] = "off",
	    [MARK_WORK] = "work",
	    [MARK_BREAK] = "break",
	    [MARK_RETURN] = "return",
	};
	struct calendar_day mark = {
	    .published = published, .level = LEVEL_SCHOOL};
	const char *level = fields_text(f, object, "level", false);
	const json_t *years = fields_list(f, object, "years");
	struct calendar trial = {0};
	enum rc rc = calendar_merge(&trial, &stage->calendar, err);

	(void)fields_day(f, object, "published", &mark.published);
	mark.kinds = read_kinds(f, object);
	if (level != NULL)
		mark.level = (uint8_t)calendar_level_find(level);
	if (mark.level == LEVELS)
		fields_fault(f, "level", "national, city or school");
	if (years != NULL)
		read_years(&trial, years, mark.published, f);
	for (mark.mark = 0; mark.mark < MARKS && rc == RC_OK; mark.mark++) {
		const json_t *list = fields_list(f, object, marks[mark.mark]);

		if (list != NULL)
			read_marks(
			    &trial, list, marks[mark.mark], mark, f, &rc, err);
	}
	if (rc != RC_OK) {
		calendar_wipe(&trial);
		return rc;
	}
	calendar_wipe(&stage->calendar);
	stage->calendar = trial;
	return RC_OK;
}

static void
read_calendars(struct stage *stage, const json_t *list, struct fields *f)
{
	static struct faults faults;
	size_t i;
	json_t *one;
	struct err err;

	json_array_foreach(list, i, one)
	{
		enum rc rc;

		memset(&faults, 0, sizeof(faults));
		if (json_is_string(one)) {
			rc = rulefolder_load_calendar(&stage->calendar,
			    stage->folder, json_string_value(one), &faults,
			    &err);
		} else {
			fields_allow(f, one,
			    "level published years off work break return "
			    "kinds");
			rc =
			    stage_read_calendar(stage, one, INT32_MIN, f, &err);
		}
		if (rc != RC_OK)
			fields_fault(f, "calendars", err.text);
	}
}

/* ---------------------------------------------------------------- person */

void
stage_read_posts(struct service *service, const json_t *value, struct fields *f)
{
	size_t i;
	json_t *one;

	service->post_count = 0;
	if (json_is_true(value)) {
		service->posts[service->post_count++] = (struct day_range){
		    INT32_MIN / 2, almanac_day(ALMANAC_YEAR_MAX, 12, 31)};
		return;
	}
	if (json_is_false(value))
		return;
	if (!json_is_array(value)) {
		fields_fault(f, "admin_post", "true, false or a list");
		return;
	}
	json_array_foreach(value, i, one)
	{
		struct day_range range = {
		    0, almanac_day(ALMANAC_YEAR_MAX, 12, 31)};

		fields_allow(f, one, "from until");
		if (service->post_count == SERVICE_POSTS_MAX ||
		    !fields_day(f, one, "from", &range.from))
			fields_fault(f, "admin_post", "\"from\" is expected");
		else
			service->posts[service->post_count++] = range;
		if (service->post_count > 0)
			(void)fields_day(f, one, "until",
			    &service->posts[service->post_count - 1].until);
	}
}

static int
read_clock(struct fields *f, const json_t *object, const char *key)
{
	const char *text = fields_text(f, object, key, true);
	int hour = 0, minute = 0;

	if (text == NULL || sscanf(text, "%2d:%2d", &hour, &minute) != 2 ||
	    hour < 0 || hour > 24 || minute < 0 || minute > 59)
		fields_fault(f, key, "a time such as 09:00");
	return hour * MINUTES_PER_HOUR + minute;
}

static void
read_lessons(struct book *book, const json_t *list, struct fields *f)
{
	size_t i;
	json_t *one;

	json_array_foreach(list, i, one)
	{
		struct lesson *lesson = &book->lessons[book->lesson_count];
		json_int_t weekday =
		    json_integer_value(json_object_get(one, "weekday"));

		fields_allow(f, one, "weekday from to name");
		if (book->lesson_count == BOOK_LESSONS_MAX || weekday < 1 ||
		    weekday > 7) {
			fields_fault(f, "lessons", "weekday is 1 to 7");
			continue;
		}
		lesson->weekday = (int)weekday % 7;
		lesson->first = INT32_MIN;
		lesson->last = INT32_MAX;
		lesson->from = read_clock(f, one, "from");
		lesson->to = read_clock(f, one, "to");
		fields_copy(
		    f, one, "name", lesson->name, sizeof(lesson->name), true);
		book->lesson_count++;
	}
}

static void
read_person(struct stage *stage, const json_t *person, struct fields *f)
{
	struct book *book = &stage->book;
	struct posting *posting = &book->postings[0];
	struct service *service = &book->service;
	const char *kind = fields_text(f, person, "rule_set", true);
	const json_t *lessons = fields_list(f, person, "lessons");
	const json_t *posts = json_object_get(person, "admin_post");
	int prior = fields_amount(f, person, "prior_months", 1);

	fields_allow(f, person,
	    "id name rule_set schedule school hired prior_months posted_from "
	    "posted_until admin_post deputies lessons");
	(void)text_copy(book->id, sizeof(book->id), "applicant");
	fields_copy(f, person, "id", book->id, sizeof(book->id), false);
	(void)text_copy(posting->schedule, sizeof(posting->schedule), "ADM");
	fields_copy(f, person, "schedule", posting->schedule,
	    sizeof(posting->schedule), false);
	fields_copy(f, person, "school", posting->school,
	    sizeof(posting->school), false);
	posting->kind = kind == NULL ? STAFF_KINDS : staff_kind_find(kind);
	if (posting->kind == STAFF_KINDS) {
		fields_fault(f, "rule_set", "unknown rule set");
		posting->kind = STAFF_CIVIL;
	}
	posting->from = INT32_MIN;
	book->posting_count = 1;
	service->hired = almanac_day(2000, 1, 1);
	(void)fields_day(f, person, "hired", &service->hired);
	service->prior_months = prior == INT32_MIN ? 0 : prior;
	service->posted.from = service->hired;
	(void)fields_day(f, person, "posted_from", &service->posted.from);
	(void)fields_day(f, person, "posted_until", &service->posted.until);
	if (posts != NULL)
		stage_read_posts(service, posts, f);
	read_ids(f, person, "deputies", book->deputies, APPROVAL_DEPUTIES_MAX,
	    &book->deputy_count);
	if (lessons != NULL)
		read_lessons(book, lessons, f);
}

/* -------------------------------------------------------------- settings */

#define SETTING(member) offsetof(struct rule_settings, member)

static const struct {
	const char *name;
	size_t offset;
	int unit;
} settings[] = {
    {"principal_hours", SETTING(principal_minutes), MINUTES_PER_HOUR},
    {"overtime_paid_workday_hours", SETTING(overtime_paid_workday),
	MINUTES_PER_HOUR},
    {"overtime_paid_day_off_hours", SETTING(overtime_paid_day_off),
	MINUTES_PER_HOUR},
    {"overtime_paid_month_hours", SETTING(overtime_paid_month),
	MINUTES_PER_HOUR},
    {"overtime_day_hours", SETTING(overtime_day), MINUTES_PER_HOUR},
    {"overtime_month_hours", SETTING(overtime_month), MINUTES_PER_HOUR},
    {"rest_months", SETTING(rest_months), 1},
    {"sub_mind_days", SETTING(sub_mind_days), MINUTES_PER_WORK_DAY},
};

static void
read_settings(struct stage *stage, const json_t *object, struct fields *f)
{
	struct rule_settings *s = &stage->rules.settings;

	fields_allow(f, object,
	    "principal_hours cover_blocks_final overtime_paid_workday_hours "
	    "overtime_paid_day_off_hours overtime_paid_month_hours "
	    "overtime_day_hours overtime_month_hours rest_months "
	    "sub_mind_days");
	s->cover_blocks_final =
	    fields_bool(f, object, "cover_blocks_final", s->cover_blocks_final);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		int amount = fields_amount(
		    f, object, settings[i].name, settings[i].unit);

		if (amount != INT32_MIN)
			*(int *)((char *)s + settings[i].offset) = amount;
	}
}

/* ------------------------------------------------------------------ stage */

/* A list that only tells who is away leaves the default directory in place. */
static bool
names_roles(const json_t *people)
{
	size_t i;
	json_t *one;

	json_array_foreach(people, i, one)
	{
		if (json_array_size(json_object_get(one, "roles")) > 0)
			return true;
	}
	return false;
}

static void
read_all(struct stage *stage, const json_t *root, struct fields *f)
{
	const json_t *person = fields_object(f, root, "person");
	const json_t *people = fields_list(f, root, "people");
	const json_t *calendars = fields_list(f, root, "calendars");
	const json_t *chosen = fields_object(f, root, "settings");

	fields_allow(f, root, "why person people calendars settings events");
	(void)text_copy(f->place, sizeof(f->place), "person");
	if (person == NULL)
		fields_fault(f, "", "is missing");
	else
		read_person(stage, person, f);
	(void)text_copy(f->place, sizeof(f->place), "people");
	if (people != NULL) {
		if (names_roles(people))
			stage->book.people.count = 0;
		stage_read_people(stage, people, f);
	}
	(void)text_copy(f->place, sizeof(f->place), "calendars");
	if (calendars != NULL)
		read_calendars(stage, calendars, f);
	(void)text_copy(f->place, sizeof(f->place), "settings");
	if (chosen != NULL)
		read_settings(stage, chosen, f);
	f->place[0] = '\0';
}

enum rc
stage_open(struct stage *stage, const json_t *root, const char *folder,
    struct fields *f, struct err *err)
{
	static struct faults faults;
	bool has_own = json_object_get(root, "calendars") != NULL;
	enum rc rc;

	memset(stage, 0, sizeof(*stage));
	memset(&faults, 0, sizeof(faults));
	if (!text_copy(stage->folder, sizeof(stage->folder), folder))
		return err_set(err, RC_INPUT, "path too long");
	rc = rulefolder_load(&stage->rules, has_own ? NULL : &stage->calendar,
	    folder, &faults, err);
	if (rc != RC_OK) {
		(void)fputs(faults.text, stderr);
		return rc == RC_INPUT ? RC_FAULT : rc;
	}
	book_init(&stage->book, &stage->rules, &stage->calendar);
	read_all(stage, root, f);
	return f->faults == 0 ? RC_OK
			      : err_set(err, RC_INPUT, "%u faults", f->faults);
}

void
stage_close(struct stage *stage)
{
	book_wipe(&stage->book);
	rules_wipe(&stage->rules);
	calendar_wipe(&stage->calendar);
}
