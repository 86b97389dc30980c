/*
 * leave-calc - the leave rules at a prompt; leave-calc.1 is its manual.
 *
 * Rights: reads the rule folder and a scenario; opens nothing else, sends
 *         nothing, needs no privilege. All questions are answered by the pure
 *         files of leaved/.
 */
#include <err.h>
#include <getopt.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/almanac.h"
#include "base/text.h"
#include "leaved/entitlement.h"
#include "leaved/rulefolder.h"
#include "answer.h"
#include "scenario.h"

enum { EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_CONF = 3, CLOSURES_MAX = 64 };
enum { TAKEN_MAX = 64, LIST_SIZE = 256 };

#ifndef LEAVE_CONF_DIR
#define LEAVE_CONF_DIR "/etc/portal/leave"
#endif

struct taken {
	int day, minutes;
};

/* What the options said. */
struct asked {
	const char *conf, *schedule, *calendar, *from, *to, *rule_set, *type;
	const char *hired, *on, *known_on, *posted_from, *posted_until;
	const char *year, *prior_months;
	const char *admin_post[SERVICE_POSTS_MAX];
	const char *closures[CLOSURES_MAX];
	const char *taken[TAKEN_MAX];
	size_t post_count, closure_count, taken_count;
	bool explain, check;
	char **words;
	int word_count;
};

static struct rules rules;
static struct calendar calendar;
static struct faults faults;

static int
usage(const char *why)
{
	warnx("%s; see leave-calc(1)", why);
	return EXIT_USAGE;
}

static int
refuse(enum refusal refusal)
{
	json_t *answer = json_object();

	answer_set(answer, "error", json_string(refusal_name(refusal)));
	answer_print(answer);
	return EXIT_REFUSED;
}

/* ------------------------------------------------------ the rule folder */

/* Beside the program in a source tree (build/…/leave-calc), or installed. */
static const char *
find_folder(const struct asked *asked)
{
	static char path[PATH_MAX];
	char self[PATH_MAX];
	const char *env = getenv("LEAVE_CONF");
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *dir = self;

	if (asked->conf != NULL || env != NULL)
		return asked->conf != NULL ? asked->conf : env;
	if (len <= 0)
		return LEAVE_CONF_DIR;
	self[len] = '\0';
	for (int up = 0; up < 6; up++) {
		dir = dirname(dir);
		if (text_print(
			path, sizeof(path), "%s/conf/leave/rules", dir) &&
		    access(path, R_OK) == 0) {
			(void)text_print(
			    path, sizeof(path), "%s/conf/leave", dir);
			return path;
		}
	}
	return LEAVE_CONF_DIR;
}

static int
load_rules(const struct asked *asked)
{
	struct err err;

	if (rulefolder_load(&rules, NULL, find_folder(asked), &faults, &err) ==
	    RC_OK)
		return EXIT_SUCCESS;
	(void)fputs(faults.text, stderr);
	warnx("%s", err.text);
	return EXIT_CONF;
}

/* "TW2026", "TW2025,TW2026"; NULL: every calendar there is. */
static int
load_calendars(const struct asked *asked, enum refusal *no)
{
	char list[LIST_SIZE], *save = NULL;
	struct err err;
	enum rc rc = RC_OK;

	if (asked->calendar == NULL)
		return answer_load_all(
		    &rules, &calendar, find_folder(asked), &faults);
	if (!text_copy(list, sizeof(list), asked->calendar))
		return usage("--calendar is too long");
	for (char *name = strtok_r(list, ",", &save);
	     name != NULL && rc == RC_OK; name = strtok_r(NULL, ",", &save))
		rc = rulefolder_load_calendar(
		    &calendar, find_folder(asked), name, &faults, &err);
	if (rc == RC_OK)
		return EXIT_SUCCESS;
	if (rc == RC_ABSENT) {
		*no = REFUSAL_CALENDAR_MISSING;
		return EXIT_REFUSED;
	}
	(void)fputs(faults.text, stderr);
	warnx("%s", err.text);
	return EXIT_CONF;
}

/* ---------------------------------------------------------------- hours */

static struct taken taken[TAKEN_MAX];
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
		char text[LIST_SIZE], *equals;
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
read_closures(const struct asked *asked, struct closure closures[CLOSURES_MAX])
{
	for (size_t i = 0; i < asked->closure_count; i++) {
		char text[LIST_SIZE], *slash;
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

static int
read_known(const char *text, int *day)
{
	struct err err;

	*day = INT32_MAX;
	return text == NULL || almanac_parse(text, day, &err) == RC_OK;
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
	rule = rules_find(&rules, w->kind, asked->type, day, w->known, &no);
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
		return refuse(no);
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

static int
question_hours(const struct asked *asked)
{
	struct closure closures[CLOSURES_MAX];
	struct worktime w = {.calendar = &calendar,
	    .closures = closures,
	    .closure_count = asked->closure_count,
	    .schedule = asked->schedule,
	    .kind = STAFF_CIVIL};
	enum year_kind kind = YEAR_CALENDAR;
	struct span span;
	enum refusal no = REFUSAL_NONE;
	int code;

	if (asked->schedule == NULL || asked->from == NULL || asked->to == NULL)
		return usage("hours needs --schedule, --from and --to");
	if (asked->rule_set != NULL) {
		w.kind = staff_kind_find(asked->rule_set);
		if (w.kind == STAFF_KINDS)
			return usage("no such rule set");
		kind = year_kind_of(w.kind);
	}
	if (!read_taken(asked))
		return usage("--taken is DAY=HOURS");
	code = load_rules(asked);
	if (code == EXIT_SUCCESS)
		code = load_calendars(asked, &no);
	if (no != REFUSAL_NONE)
		return refuse(no);
	if (code != EXIT_SUCCESS)
		return code;
	w.schedules = rules.schedules;
	w.schedule_count = rules.schedule_count;
	if (!read_known(asked->known_on, &w.known))
		return refuse(REFUSAL_BAD_DATE);
	no = answer_read_span(asked->from, asked->to, &span);
	if (no == REFUSAL_NONE)
		no = read_closures(asked, closures);
	if (no != REFUSAL_NONE)
		return refuse(no);
	if (worktime_schedule(&w, span_first_day(span)) == NULL)
		return usage("no such schedule on that day");
	return answer_hours_question(asked, &w, span, kind);
}

/* ---------------------------------------------------------- entitlement */

/* DATE or FROM/UNTIL, both days included; empty ends are open. */
static bool
read_post(const char *text, struct day_range *range)
{
	char from[LIST_SIZE], *until;
	struct err err;

	range->until = almanac_day(ALMANAC_YEAR_MAX, 12, 31);
	if (!text_copy(from, sizeof(from), text))
		return false;
	until = strchr(from, '/');
	if (until != NULL && strchr(until + 1, '/') == NULL) {
		*until++ = '\0';
		if (*until != '\0' &&
		    almanac_parse(until, &range->until, &err) != RC_OK)
			return false;
	}
	return almanac_parse(from, &range->from, &err) == RC_OK;
}

static bool
read_day_or(const char *text, int fallback, int *day)
{
	struct err err;

	*day = fallback;
	return text == NULL || almanac_parse(text, day, &err) == RC_OK;
}

static enum refusal
read_service(const struct asked *asked, struct service *service)
{
	int last = almanac_day(ALMANAC_YEAR_MAX, 12, 31);
	int64_t months = 0;

	memset(service, 0, sizeof(*service));
	if (!read_day_or(asked->hired, 0, &service->hired) ||
	    !read_day_or(
		asked->posted_from, service->hired, &service->posted.from) ||
	    !read_day_or(asked->posted_until, last, &service->posted.until))
		return REFUSAL_BAD_DATE;
	if (asked->prior_months != NULL &&
	    !text_number(asked->prior_months, 0, 600, &months))
		return REFUSAL_BAD_DATE;
	service->prior_months = (int)months;
	for (size_t i = 0; i < asked->post_count; i++)
		if (!read_post(asked->admin_post[i], &service->posts[i]))
			return REFUSAL_BAD_DATE;
	service->post_count = asked->post_count;
	return REFUSAL_NONE;
}

static int
question_entitlement(const struct asked *asked)
{
	struct service service;
	enum staff_kind kind;
	enum refusal no;
	int64_t year;
	int known, code;

	if (asked->rule_set == NULL || asked->hired == NULL ||
	    asked->year == NULL)
		return usage("entitlement needs --rule-set, --hired, --year");
	kind = staff_kind_find(asked->rule_set);
	if (kind == STAFF_KINDS)
		return usage("no such rule set");
	if (!text_number(asked->year, 1, ALMANAC_YEAR_MAX - 1, &year))
		return usage("--year is a number");
	code = load_rules(asked);
	if (code != EXIT_SUCCESS)
		return code;
	no = read_service(asked, &service);
	if (no != REFUSAL_NONE || !read_known(asked->known_on, &known))
		return refuse(REFUSAL_BAD_DATE);
	return answer_entitlement(
	    &rules, kind, &service, (int)year, known, asked->type);
}

/* --------------------------------------------------- date, lunar, rules */

static int
question_date(const struct asked *asked)
{
	json_t *list = json_array();

	if (asked->word_count == 0)
		return usage("date needs a date");
	for (int i = 0; i < asked->word_count; i++) {
		json_t *one = answer_date(asked->words[i]);

		if (one == NULL) {
			json_decref(list);
			return refuse(REFUSAL_BAD_DATE);
		}
		(void)json_array_append_new(list, one);
	}
	answer_print(list);
	return EXIT_SUCCESS;
}

static int
question_lunar(const struct asked *asked)
{
	json_t *list = json_array();

	if (asked->word_count == 0)
		return usage("lunar needs a date");
	for (int i = 0; i < asked->word_count; i++) {
		char text[ALMANAC_TEXT_SIZE];
		struct almanac_lunar lunar;
		struct err err;
		int day;

		if (almanac_parse(asked->words[i], &day, &err) != RC_OK ||
		    almanac_lunar(day, &lunar, &err) != RC_OK) {
			json_decref(list);
			return refuse(REFUSAL_BAD_DATE);
		}
		(void)json_array_append_new(
		    list, json_string(almanac_print_lunar(&lunar, text)));
	}
	answer_print(list);
	return EXIT_SUCCESS;
}

static int
question_rules(const struct asked *asked)
{
	enum staff_kind kind = STAFF_KINDS;
	struct err err;
	int on, known, code;

	if (asked->on == NULL)
		return usage("rules needs --on");
	if (asked->rule_set != NULL) {
		kind = staff_kind_find(asked->rule_set);
		if (kind == STAFF_KINDS)
			return usage("no such rule set");
	}
	code = load_rules(asked);
	if (code != EXIT_SUCCESS)
		return code;
	if (almanac_parse(asked->on, &on, &err) != RC_OK ||
	    !read_known(asked->known_on, &known))
		return refuse(REFUSAL_BAD_DATE);
	return answer_rules(&rules, kind, asked->type, on, known);
}

static int
question_scenario(const struct asked *asked)
{
	int worst = EXIT_SUCCESS;

	if (asked->word_count == 0)
		return usage("scenario needs a file");
	for (int i = 0; i < asked->word_count; i++) {
		int code = scenario_run(asked->words[i], find_folder(asked),
		    asked->check ? i + 1 : 0);

		worst = code > worst ? code : worst;
	}
	if (asked->check)
		(void)printf("1..%d\n", asked->word_count);
	return worst;
}

static int
question_check(const struct asked *asked)
{
	int code =
	    answer_load_all(&rules, &calendar, find_folder(asked), &faults);

	if (code == EXIT_SUCCESS)
		answer_print(answer_counts(&rules, &calendar));
	return code;
}

/* -------------------------------------------------------------- options */

static const struct {
	const char *name;
	int (*answer)(const struct asked *asked);
} questions[] = {
    {"hours", question_hours},
    {"entitlement", question_entitlement},
    {"date", question_date},
    {"lunar", question_lunar},
    {"rules", question_rules},
    {"scenario", question_scenario},
    {"check", question_check},
};

#define ASKED(member) offsetof(struct asked, member)

/* One text each; a list has its count and its room. */
static const struct {
	const char *name;
	size_t offset, count_offset, room;
} options[] = {
    {"conf", ASKED(conf), 0, 0},
    {"schedule", ASKED(schedule), 0, 0},
    {"calendar", ASKED(calendar), 0, 0},
    {"from", ASKED(from), 0, 0},
    {"to", ASKED(to), 0, 0},
    {"rule-set", ASKED(rule_set), 0, 0},
    {"type", ASKED(type), 0, 0},
    {"hired", ASKED(hired), 0, 0},
    {"on", ASKED(on), 0, 0},
    {"known-on", ASKED(known_on), 0, 0},
    {"posted-from", ASKED(posted_from), 0, 0},
    {"posted-until", ASKED(posted_until), 0, 0},
    {"year", ASKED(year), 0, 0},
    {"prior-months", ASKED(prior_months), 0, 0},
    {"admin-post", ASKED(admin_post), ASKED(post_count), SERVICE_POSTS_MAX},
    {"closure", ASKED(closures), ASKED(closure_count), CLOSURES_MAX},
    {"taken", ASKED(taken), ASKED(taken_count), TAKEN_MAX},
};

enum { OPTIONS = sizeof(options) / sizeof(options[0]) };

static bool
put_option(struct asked *asked, int index, const char *value)
{
	char *base = (char *)asked;
	size_t *count;

	if (options[index].room == 0) {
		*(const char **)(base + options[index].offset) = value;
		return true;
	}
	count = (size_t *)(base + options[index].count_offset);
	if (*count == options[index].room)
		return false;
	((const char **)(base + options[index].offset))[(*count)++] = value;
	return true;
}

static bool
read_options(int argc, char **argv, struct asked *asked)
{
	struct option longs[OPTIONS + 3] = {0};
	int got, index;

	for (index = 0; index < OPTIONS; index++)
		longs[index] = (struct option){
		    options[index].name, required_argument, NULL, 'o'};
	longs[index++] = (struct option){"explain", no_argument, NULL, 'e'};
	longs[index] = (struct option){"check", no_argument, NULL, 'c'};
	while ((got = getopt_long(argc, argv, "", longs, &index)) != -1) {
		if (got == 'o') {
			if (!put_option(asked, index, optarg))
				return false;
		} else if (got == 'e') {
			asked->explain = true;
		} else if (got == 'c') {
			asked->check = true;
		} else {
			return false;
		}
	}
	asked->words = argv + optind;
	asked->word_count = argc - optind;
	return true;
}

int
main(int argc, char **argv)
{
	struct asked asked = {0};
	int code = EXIT_USAGE;
	size_t i = 0;

	while (argc > 1 && i < sizeof(questions) / sizeof(questions[0]) &&
	    strcmp(argv[1], questions[i].name) != 0)
		i++;
	if (argc < 2 || i == sizeof(questions) / sizeof(questions[0]))
		return usage("hours, entitlement, date, lunar, rules, "
			     "scenario or check is expected");
	if (read_options(argc - 1, argv + 1, &asked))
		code = questions[i].answer(&asked);
	else
		(void)usage("bad option");
	rules_wipe(&rules);
	calendar_wipe(&calendar);
	return code;
}
