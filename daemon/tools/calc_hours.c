#include <string.h>
#include "answer.h"
#include "base/almanac.h"
#include "base/text.h"
#include "calc.h"

struct taken {
	int day, minutes;
};

static struct taken taken[CALC_TAKEN_MAX];
static size_t taken_count;

static int
left_on(void *context, int day)
{
	int left = MINUTES_PER_WORK_DAY;

	(void)context;
	for (size_t i = 0; i < taken_count; i++)
		if (taken[i].day == day)
			left -= taken[i].minutes;
	return left < 0 ? 0 : left;
}

/* 2026-09-02=5: five hours of that day are charged already. */
static bool
read_taken(const struct asked *asked)
{
	for (size_t i = 0; i < asked->taken_count; i++) {
		char text[CALC_LIST_SIZE], *equals;
		int64_t hours;
		struct err err;

		if (!text_copy(text, sizeof(text), asked->taken[i]))
			return false;
		equals = strchr(text, '=');
		if (equals == NULL)
			return false;
		*equals = '\0';
		if (almanac_parse(text, &taken[i].day, &err) != RC_OK ||
		    !text_number(equals + 1, 0, 8, &hours))
			return false;
		taken[i].minutes = (int)hours * MINUTES_PER_HOUR;
		taken_count = i + 1;
	}
	return true;
}

/* FROM/TO */
static enum refusal
read_closures(
    const struct asked *asked, struct closure closures[CALC_CLOSURES_MAX])
{
	for (size_t i = 0; i < asked->closure_count; i++) {
		char text[CALC_LIST_SIZE], *slash;
		enum refusal no;

		if (!text_copy(text, sizeof(text), asked->closures[i]))
			return REFUSAL_BAD_DATE;
		slash = strchr(text, '/');
		if (slash == NULL)
			return REFUSAL_BAD_DATE;
		*slash = '\0';
		closures[i].published = INT32_MIN;
		no = answer_read_span(text, slash + 1, &closures[i].span);
		if (no != REFUSAL_NONE)
			return no;
	}
	return REFUSAL_NONE;
}

/* How the type counts: its rule on the first day, hours when none is named. */
static enum refusal
count_of(const struct asked *asked, const struct worktime *w, int day,
    enum worktime_count *count, bool *keeps_closure)
{
	enum refusal no = REFUSAL_NONE;
	const struct rule *rule;

	*count = COUNT_HOURS;
	*keeps_closure = false;
	if (asked->type == NULL)
		return REFUSAL_NONE;
	rule =
	    rules_find(&calc_rules, w->kind, asked->type, day, w->known, &no);
	if (rule == NULL)
		return no;
	*count = rule->count;
	*keeps_closure = rule->keeps_closure;
	return REFUSAL_NONE;
}

static void
explain_hours(json_t *answer, const struct worktime *w, struct span span,
    enum year_kind kind, const struct worktime_days *days)
{
	json_t *list = json_array();
	char text[ALMANAC_TEXT_SIZE];

	for (size_t i = 0; i < days->count; i++) {
		json_t *one = json_object();

		answer_set(one, "day",
		    json_string(almanac_print(days->at[i].day, text)));
		answer_set(one, "year",
		    json_integer(year_number(kind, days->at[i].day)));
		answer_set(one, "minutes", json_integer(days->at[i].minutes));
		answer_set(one, "hours", answer_hours(days->at[i].charged));
		(void)json_array_append_new(list, one);
	}
	answer_set(answer, "days", list);
	answer_set(
	    answer, "duty_minutes", json_integer(worktime_duty(w, &span, 1)));
}

static int
answer_hours_question(const struct asked *asked, const struct worktime *w,
    struct span span, enum year_kind kind)
{
	static struct worktime_days days;
	struct worktime open = *w;
	enum worktime_count count;
	bool keeps_closure;
	int minutes = 0, charged;
	json_t *answer;
	enum refusal no =
	    count_of(asked, w, span_first_day(span), &count, &keeps_closure);

	if (keeps_closure)
		open.closure_count = 0;
	if (no == REFUSAL_NONE)
		no = worktime_measure(&open, &span, 1, count, &days);
	if (no != REFUSAL_NONE)
		return calc_refuse(no);
	charged = worktime_round(&days, kind, left_on, NULL);
	for (size_t i = 0; i < days.count; i++)
		minutes += days.at[i].minutes;
	answer = json_object();
	answer_set(answer, "minutes", json_integer(minutes));
	answer_set(answer, "hours", answer_hours(charged));
	answer_set(answer, "display", answer_display(charged));
	if (asked->explain)
		explain_hours(answer, &open, span, kind, &days);
	answer_print(answer);
	return EXIT_SUCCESS;
}

int
calc_hours(const struct asked *asked)
{
	struct closure closures[CALC_CLOSURES_MAX];
	struct worktime w = {.calendar = &calc_calendar,
	    .closures = closures,
	    .closure_count = asked->closure_count,
	    .schedule = asked->schedule,
	    .kind = STAFF_CIVIL};
	enum year_kind kind = YEAR_CALENDAR;
	struct span span;
	enum refusal no = REFUSAL_NONE;
	int code;

	if (asked->schedule == NULL || asked->from == NULL || asked->to == NULL)
		return calc_usage("hours needs --schedule, --from and --to");
	if (asked->rule_set != NULL) {
		w.kind = staff_kind_find(asked->rule_set);
		if (w.kind == STAFF_KINDS)
			return calc_usage("no such rule set");
		kind = year_kind_of(w.kind);
	}
	if (!read_taken(asked))
		return calc_usage("--taken is DAY=HOURS");
	code = calc_load_rules(asked);
	if (code == EXIT_SUCCESS)
		code = calc_load_calendars(asked, &no);
	if (no != REFUSAL_NONE)
		return calc_refuse(no);
	if (code != EXIT_SUCCESS)
		return code;
	w.schedules = calc_rules.schedules;
	w.schedule_count = calc_rules.schedule_count;
	if (!calc_read_known(asked->known_on, &w.known))
		return calc_refuse(REFUSAL_BAD_DATE);
	no = answer_read_span(asked->from, asked->to, &span);
	if (no == REFUSAL_NONE)
		no = read_closures(asked, closures);
	if (no != REFUSAL_NONE)
		return calc_refuse(no);
	if (worktime_schedule(&w, span_first_day(span)) == NULL)
		return calc_usage("no such schedule on that day");
	return answer_hours_question(asked, &w, span, kind);
}
