#include "answer.h"
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/almanac.h"
#include "base/text.h"
#include "leaved/rulefolder.h"

enum { TEXT_SIZE = 128, COMPACT_YEAR_MAX = 1000 };

void
answer_set(json_t *object, const char *key, json_t *value)
{
	if (value == NULL || json_object_set_new(object, key, value) != 0)
		errx(EXIT_FAILURE, "no memory for %s", key);
}

void
answer_print(json_t *answer)
{
	if (json_dumpf(answer, stdout, JSON_COMPACT) != 0 ||
	    fputc('\n', stdout) == EOF || fflush(stdout) != 0)
		err(EXIT_FAILURE, "stdout");
	json_decref(answer);
}

json_t *
answer_hours(int minutes)
{
	if (minutes % MINUTES_PER_HOUR == 0)
		return json_integer(minutes / MINUTES_PER_HOUR);
	return json_real((double)minutes / MINUTES_PER_HOUR);
}

json_t *
answer_display(int minutes)
{
	char text[TEXT_SIZE], tail[TEXT_SIZE] = "";
	int rest = minutes % MINUTES_PER_HOUR;

	if (rest != 0)
		(void)text_print(tail, sizeof(tail), "%d分", rest);
	(void)text_print(text, sizeof(text), "%d日%d小時%s",
	    minutes / MINUTES_PER_WORK_DAY,
	    minutes % MINUTES_PER_WORK_DAY / MINUTES_PER_HOUR, tail);
	return json_string(text);
}

json_t *
answer_day(int day)
{
	char text[ALMANAC_TEXT_SIZE];

	return json_string(almanac_print(day, text));
}

enum refusal
answer_read_instant(const char *text, bool is_end, int64_t *minute)
{
	char date[TEXT_SIZE], *clock;
	int hour, rest, used = 0, day;
	struct err err;

	if (!text_copy(date, sizeof(date), text))
		return REFUSAL_BAD_DATE;
	text_narrow(date);
	text_trim(date);
	clock = strpbrk(date, "T ");
	if (clock != NULL && strchr(clock, ':') == NULL)
		clock = NULL;
	if (clock != NULL)
		*clock++ = '\0';
	if (almanac_parse(date, &day, &err) != RC_OK)
		return REFUSAL_BAD_DATE;
	*minute =
	    (int64_t)(day + (clock == NULL && is_end)) * MINUTES_PER_CIVIL_DAY;
	if (clock == NULL)
		return REFUSAL_NONE;
	if (sscanf(clock, "%2d:%2d%n", &hour, &rest, &used) != 2 ||
	    (clock[used] != '\0' && strcmp(clock + used, ":00") != 0) ||
	    hour < 0 || rest < 0 || rest > 59 || hour * 60 + rest > 1440)
		return REFUSAL_BAD_DATE;
	*minute += hour * MINUTES_PER_HOUR + rest;
	return REFUSAL_NONE;
}

enum refusal
answer_read_span(const char *from, const char *to, struct span *span)
{
	enum refusal no = answer_read_instant(from, false, &span->from);

	if (no == REFUSAL_NONE)
		no = answer_read_instant(to, true, &span->to);
	if (no == REFUSAL_NONE && span->to <= span->from)
		no = REFUSAL_END_NOT_AFTER_START;
	return no;
}

json_t *
answer_date(const char *text)
{
	char print[ALMANAC_TEXT_SIZE];
	struct almanac_lunar lunar;
	struct err err;
	json_t *one;
	int day;

	if (almanac_parse(text, &day, &err) != RC_OK)
		return NULL;
	one = json_object();
	answer_set(one, "date", answer_day(day));
	answer_set(one, "roc", json_string(almanac_print_roc(day, print)));
	answer_set(
	    one, "compact", json_string(almanac_print_compact(day, print)));
	answer_set(
	    one, "slashed", json_string(almanac_print_slashed(day, print)));
	answer_set(one, "weekday", json_string(almanac_weekday_name(day)));
	answer_set(
	    one, "academic_year", json_integer(almanac_academic_year(day)));
	if (almanac_lunar(day, &lunar, &err) == RC_OK)
		answer_set(one, "lunar",
		    json_string(almanac_print_lunar(&lunar, print)));
	return one;
}

int
answer_load_all(struct rules *rules, struct calendar *calendar,
    const char *folder, struct faults *faults)
{
	struct err err;

	rules_wipe(rules);
	if (rulefolder_load(rules, calendar, folder, faults, &err) == RC_OK)
		return EXIT_SUCCESS;
	(void)fputs(faults->text, stderr);
	warnx("%s", err.text);
	return ANSWER_CONF;
}

json_t *
answer_counts(const struct rules *rules, const struct calendar *calendar)
{
	json_t *answer = json_object(), *sets = json_object();

	for (enum staff_kind kind = 0; kind < STAFF_KINDS; kind++)
		answer_set(sets, staff_kind_name(kind),
		    json_integer((json_int_t)rules->sets[kind].count));
	answer_set(answer, "rules", sets);
	answer_set(answer, "schedules",
	    json_integer((json_int_t)rules->schedule_count));
	answer_set(answer, "calendar_years",
	    json_integer((json_int_t)calendar->year_count));
	answer_set(answer, "calendar_days",
	    json_integer((json_int_t)calendar->day_count));
	return answer;
}

/* ---------------------------------------------------------- entitlement */

static const char *const per_names[] = {
    [RULE_PER_NONE] = "none",
    [RULE_PER_YEAR] = "year",
    [RULE_PER_EVENT] = "event",
    [RULE_PER_PERIOD] = "period",
    [RULE_PER_SERVICE] = "service",
    [RULE_PER_LOT] = "lot",
};

static const char *const pay_names[] = {
    [PAY_FULL] = "full", [PAY_HALF] = "half", [PAY_NONE] = "none"};

static json_t *
steps_of(const struct rule *rule)
{
	json_t *list = json_array();

	for (size_t i = 0; i < rule->step_count; i++) {
		const struct rule_step *step = &rule->steps[i];
		json_t *one = json_object(), *names = json_array();

		for (size_t n = 0; n < step->name_count; n++)
			(void)json_array_append_new(
			    names, json_string(step->names[n]));
		if (step->name_count > 0)
			answer_set(one, "relations", json_incref(names));
		else
			answer_set(one,
			    rule->by == RULE_BY_WEEKS ? "weeks" : "months",
			    json_integer(step->key));
		json_decref(names);
		answer_set(one, "hours", answer_hours(step->minutes));
		(void)json_array_append_new(list, one);
	}
	return list;
}

static json_t *
grants_of(const struct rule *rule, const struct service *service,
    struct day_range year)
{
	struct grant grants[ENTITLEMENT_GRANTS_MAX];
	size_t count = entitlement_grants(rule, service, year, grants);
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *one = json_object();

		answer_set(one, "hours", answer_hours(grants[i].minutes));
		answer_set(
		    one, "usable_from", answer_day(grants[i].usable_from));
		answer_set(
		    one, "usable_until", answer_day(grants[i].usable_until));
		(void)json_array_append_new(list, one);
	}
	return list;
}

static int
amount_of(const struct rules *rules, const struct rule *rule,
    const struct service *service, int year, enum year_kind kind)
{
	if (rule->is_set_by_school)
		return rules->settings.sub_mind_days;
	if (rule->per == RULE_PER_YEAR || rule->per == RULE_PER_SERVICE)
		return entitlement_of_year(rule, service, year, kind);
	return rule->minutes;
}

static json_t *
entitled(const struct rules *rules, const struct rule *rule,
    const struct service *service, int year, enum year_kind kind)
{
	struct day_range range = {
	    year_first_day(kind, year), year_last_day(kind, year)};
	int minutes = amount_of(rules, rule, service, year, kind);
	json_t *one = json_object();

	answer_set(one, "per", json_string(per_names[rule->per]));
	if (rule->per != RULE_PER_NONE && rule->per != RULE_PER_LOT &&
	    (rule->by == RULE_BY_NOTHING || rule->by == RULE_BY_SERVICE)) {
		answer_set(one, "days",
		    minutes % MINUTES_PER_WORK_DAY == 0
			? json_integer(minutes / MINUTES_PER_WORK_DAY)
			: json_real((double)minutes / MINUTES_PER_WORK_DAY));
		answer_set(one, "hours", answer_hours(minutes));
		answer_set(one, "display", answer_display(minutes));
	}
	if (rule->by == RULE_BY_WEEKS || rule->by == RULE_BY_RELATION)
		answer_set(one, "steps", steps_of(rule));
	if (rule->per == RULE_PER_SERVICE)
		answer_set(one, "grants", grants_of(rule, service, range));
	if (rule->inside[0] != '\0')
		answer_set(one, "inside", json_string(rule->inside));
	if (rule->over[0] != '\0')
		answer_set(one, "over", json_string(rule->over));
	if (rule->from > range.from)
		answer_set(one, "from", answer_day(rule->from));
	answer_set(one, "pay", json_string(pay_names[rule->pay]));
	answer_set(one, "unit", json_string(rule->is_by_day ? "day" : "hour"));
	answer_set(one, "law", json_string(rule->law));
	return one;
}

/* A number below 1000 is an academic year, whatever the rule set. */
static int
year_of_kind(enum year_kind kind, int year)
{
	if (kind == YEAR_ACADEMIC && year > COMPACT_YEAR_MAX)
		return year - ALMANAC_ROC_OFFSET;
	if (kind == YEAR_CALENDAR && year <= COMPACT_YEAR_MAX)
		return year + ALMANAC_ROC_OFFSET;
	return year;
}

int
answer_entitlement(const struct rules *rules, enum staff_kind kind,
    const struct service *service, int asked_year, int known, const char *type)
{
	enum year_kind years = year_kind_of(kind);
	int year = year_of_kind(years, asked_year);
	int last = year_last_day(years, year);
	json_t *answer = json_object(), *types = json_object();
	const struct ruleset *set = &rules->sets[kind];
	enum refusal no = REFUSAL_NONE;

	answer_set(answer, "rule_set", json_string(staff_kind_name(kind)));
	answer_set(answer, "year", json_integer(year));
	answer_set(answer, "from", answer_day(year_first_day(years, year)));
	answer_set(answer, "until", answer_day(last));
	for (size_t i = 0; i < set->count; i++) {
		const struct rule *rule = rules_find(
		    rules, kind, set->rows[i].type, last, known, &no);

		if (rule != &set->rows[i] ||
		    (type != NULL && !rule_is_called(rule, type)) ||
		    (rule->is_set_by_school &&
			rules->settings.sub_mind_days == 0) ||
		    entitlement_is_too_short(set, service))
			continue;
		answer_set(types, rule->type,
		    entitled(rules, rule, service, year, years));
	}
	answer_set(answer, "types", types);
	if (type != NULL && json_object_size(types) == 0) {
		json_decref(answer);
		answer = json_object();
		if (rules_find(rules, kind, type, last, known, &no) != NULL)
			no = REFUSAL_NOT_ELIGIBLE;
		answer_set(answer, "error", json_string(refusal_name(no)));
		answer_print(answer);
		return ANSWER_REFUSED;
	}
	answer_print(answer);
	return EXIT_SUCCESS;
}

/* ---------------------------------------------------------------- rules */

static json_t *
rule_of(const struct rule *rule)
{
	json_t *one = json_object();

	answer_set(one, "type", json_string(rule->type));
	answer_set(one, "law", json_string(rule->law));
	answer_set(one, "issued", answer_day(rule->issued));
	answer_set(one, "from", answer_day(rule->from));
	answer_set(one, "per", json_string(per_names[rule->per]));
	answer_set(one, "hours", answer_hours(rule->minutes));
	if (rule->step_count > 0)
		answer_set(one, "steps", steps_of(rule));
	if (rule->inside[0] != '\0')
		answer_set(one, "inside", json_string(rule->inside));
	if (rule->over[0] != '\0')
		answer_set(one, "over", json_string(rule->over));
	answer_set(one, "pay", json_string(pay_names[rule->pay]));
	answer_set(one, "unit", json_string(rule->is_by_day ? "day" : "hour"));
	answer_set(one, "refusable", json_boolean(rule->is_refusable));
	return one;
}

static json_t *
rules_of(const struct rules *rules, enum staff_kind kind, const char *type,
    int on, int known)
{
	const struct ruleset *set = &rules->sets[kind];
	json_t *list = json_array();
	enum refusal no;

	for (size_t i = 0; i < set->count; i++) {
		const struct rule *rule =
		    rules_find(rules, kind, set->rows[i].type, on, known, &no);

		if (rule == &set->rows[i] &&
		    (type == NULL || rule_is_called(rule, type)))
			(void)json_array_append_new(list, rule_of(rule));
	}
	return list;
}

int
answer_rules(const struct rules *rules, enum staff_kind only, const char *type,
    int on, int known)
{
	json_t *answer = json_object();
	size_t found = 0;
	enum refusal no = REFUSAL_UNKNOWN_TYPE;

	for (enum staff_kind kind = 0; kind < STAFF_KINDS; kind++) {
		json_t *list;
		enum refusal why = REFUSAL_UNKNOWN_TYPE;

		if (only != STAFF_KINDS && kind != only)
			continue;
		list = rules_of(rules, kind, type, on, known);
		if (type != NULL)
			(void)rules_find(rules, kind, type, on, known, &why);
		if (why == REFUSAL_TYPE_NOT_IN_FORCE || only == kind)
			no = why;
		found += json_array_size(list);
		if (json_array_size(list) > 0)
			answer_set(answer, staff_kind_name(kind), list);
		else
			json_decref(list);
	}
	if (type != NULL && found == 0) {
		json_decref(answer);
		answer = json_object();
		answer_set(answer, "error", json_string(refusal_name(no)));
		answer_print(answer);
		return ANSWER_REFUSED;
	}
	answer_print(answer);
	return EXIT_SUCCESS;
}
