#include "rulefile.h"
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "record.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* -------------------------------------------------------------- rules */

#define STEP(member) offsetof(struct rule_step, member)

static const struct record_key step_keys[] = {
    {"months", KEY_NUMBER, STEP(key)},
    {"years", KEY_NUMBER, STEP(key)}, /* turned into months */
    {"weeks", KEY_NUMBER, STEP(key)},
    {"relations", KEY_TEXTS, STEP(names), RULE_FACT_SIZE, STEP(name_count),
	RULE_NAMES_MAX},
    {"days", KEY_DAYS, STEP(minutes), .is_required = true},
};

static void
read_steps(
    const struct record_reader *r, const config_setting_t *s, void *record)
{
	struct rule *rule = record;
	size_t count = (size_t)config_setting_length(s);

	if (!config_setting_is_list(s) || count > RULE_STEPS_MAX) {
		record_fault(r, s, "a list of at most 32 steps is expected");
		return;
	}
	for (size_t i = 0; i < count; i++) {
		config_setting_t *step =
		    config_setting_get_elem(s, (unsigned)i);

		record_read(
		    r, step, step_keys, COUNT(step_keys), &rule->steps[i]);
		if (config_setting_is_group(step) &&
		    config_setting_get_member(step, "years") != NULL)
			rule->steps[i].key *= 12;
		if (i > 0 && rule->steps[i].name_count == 0 &&
		    rule->steps[i].key <= rule->steps[i - 1].key)
			record_fault(r, step, "steps must rise");
	}
	rule->step_count = count;
}

static const char *const units[] = {"hour", "day", NULL};
static const char *const counts[] = {"hours", "workdays", "days", NULL};
static const char *const pers[] = {
    "none", "year", "event", "period", "service", "lot", NULL};
static const char *const bys[] = {
    "nothing", "service", "weeks", "relation", NULL};
static const char *const pays[] = {"full", "half", "none", NULL};
static const char *const papers[] = {
    "none", "always", "from", "birth", "letter", NULL};

#define RULE(member) offsetof(struct rule, member)
#define TEXTS(list)                                                          \
	RULE(list), sizeof(((struct rule *)0)->list[0]), RULE(list##_count), \
	    sizeof(((struct rule *)0)->list) /                               \
	    sizeof(((struct rule *)0)->list[0])

static const struct record_key rule_keys[] = {
    {"type", KEY_TEXT, RULE(type), RULE_TYPE_SIZE, .is_required = true},
    {"also", KEY_TEXTS, TEXTS(also)},
    {"law", KEY_TEXT, RULE(law), RULE_LAW_SIZE, .is_required = true},
    {"issued", KEY_DATE, RULE(issued), .is_required = true},
    {"from", KEY_DATE, RULE(from), .is_required = true},
    {"until", KEY_DATE, RULE(until)},
    {"unit", KEY_EITHER, RULE(is_by_day), .words = units},
    {"count", KEY_ENUM, RULE(count), .words = counts},
    {"per", KEY_ENUM, RULE(per), .words = pers, .is_required = true},
    {"by", KEY_ENUM, RULE(by), .words = bys},
    {"days", KEY_DAYS, RULE(minutes)},
    {"steps", KEY_OWN, .read = read_steps},
    {"pro_rata", KEY_BOOL, RULE(is_pro_rata)},
    {"needs_admin_post", KEY_BOOL, RULE(needs_admin_post)},
    {"shares_first_year", KEY_BOOL, RULE(shares_first_year)},
    {"set_by_school", KEY_BOOL, RULE(is_set_by_school)},
    {"carried", KEY_BOOL, RULE(is_carried)},
    {"floor_days", KEY_DAYS, RULE(floor_minutes)},
    {"inside", KEY_TEXT, RULE(inside), RULE_TYPE_SIZE},
    {"over", KEY_TEXT, RULE(over), RULE_TYPE_SIZE},
    {"pay", KEY_ENUM, RULE(pay), .words = pays},
    {"month_days", KEY_DAYS, RULE(month_minutes)},
    {"least_hours", KEY_HOURS, RULE(least_minutes)},
    {"after", KEY_TEXTS, TEXTS(after)},
    {"period_months", KEY_NUMBER, RULE(period_months)},
    {"restart_months", KEY_NUMBER, RULE(restart_months)},
    {"fact", KEY_TEXT, RULE(fact), RULE_FACT_SIZE},
    {"window", KEY_BOOL, RULE(has_window)},
    {"before_days", KEY_NUMBER, RULE(before_days)},
    {"after_days", KEY_NUMBER, RULE(after_days)},
    {"after_months", KEY_NUMBER, RULE(after_months)},
    {"extended_months", KEY_NUMBER, RULE(extended_months)},
    {"around_days", KEY_NUMBER, RULE(around_days)},
    {"early_days", KEY_DAYS, RULE(early_minutes)},
    {"one_piece", KEY_BOOL, RULE(is_one_piece)},
    {"paper", KEY_ENUM, RULE(paper), .words = papers},
    {"paper_days", KEY_DAYS, RULE(paper_minutes)},
    {"refusable", KEY_BOOL, RULE(is_refusable)},
    {"keeps_closure", KEY_BOOL, RULE(keeps_closure)},
    {"to_principal", KEY_BOOL, RULE(goes_to_principal)},
    {"report", KEY_BOOL, RULE(is_report)},
};

/* ---------------------------------------------------------- schedules */

static bool
read_time(const char **p, int *minute)
{
	int hour, rest, used = 0;

	if (sscanf(*p, "%2d:%2d%n", &hour, &rest, &used) != 2 || hour < 0 ||
	    hour > 24 || rest < 0 || rest > 59 || hour * 60 + rest > 1440)
		return false;
	*minute = hour * 60 + rest;
	*p += used;
	return true;
}

static void
read_times(const struct record_reader *r, const config_setting_t *s,
    bool is_duty, struct schedule *schedule)
{
	int count = config_setting_length(s);

	for (int i = 0; i < count; i++) {
		const char *p = config_setting_get_string_elem(s, i);
		struct session session = {.is_duty = is_duty};

		if (schedule->count == SCHEDULE_SESSIONS_MAX) {
			record_fault(r, s, "too many sessions");
			return;
		}
		if (p == NULL || !read_time(&p, &session.from) || *p++ != '-' ||
		    !read_time(&p, &session.to) || *p != '\0' ||
		    session.to <= session.from) {
			record_fault(r, s, "sessions such as \"07:30-12:00\"");
			return;
		}
		schedule->sessions[schedule->count++] = session;
	}
}

static void
read_sessions(
    const struct record_reader *r, const config_setting_t *s, void *record)
{
	read_times(r, s, false, record);
}

static void
read_duty(
    const struct record_reader *r, const config_setting_t *s, void *record)
{
	read_times(r, s, true, record);
}

#define SCHEDULE(member) offsetof(struct schedule, member)

static const struct record_key schedule_keys[] = {
    {"name", KEY_TEXT, SCHEDULE(name), SCHEDULE_NAME_SIZE, .is_required = true},
    {"issued", KEY_DATE, SCHEDULE(issued), .is_required = true},
    {"from", KEY_DATE, SCHEDULE(valid_from), .is_required = true},
    {"sessions", KEY_OWN, .read = read_sessions, .is_required = true},
    {"duty", KEY_OWN, .read = read_duty},
};

/* ----------------------------------------------------------- settings */

#define SETTING(member) offsetof(struct rule_settings, member)

static const struct record_key settings_keys[] = {
    {"principal_hours", KEY_HOURS, SETTING(principal_minutes)},
    {"cover_blocks_final", KEY_BOOL, SETTING(cover_blocks_final)},
    {"overtime_paid_workday_hours", KEY_HOURS, SETTING(overtime_paid_workday)},
    {"overtime_paid_day_off_hours", KEY_HOURS, SETTING(overtime_paid_day_off)},
    {"overtime_paid_month_hours", KEY_HOURS, SETTING(overtime_paid_month)},
    {"overtime_day_hours", KEY_HOURS, SETTING(overtime_day)},
    {"overtime_month_hours", KEY_HOURS, SETTING(overtime_month)},
    {"rest_months", KEY_NUMBER, SETTING(rest_months)},
    {"sub_mind_days", KEY_DAYS, SETTING(sub_mind_days)},
    {"paper_days", KEY_NUMBER, SETTING(paper_days)},
    {"forgotten_month", KEY_NUMBER, SETTING(forgotten_month)},
};

static void
check_rule(const struct record_reader *r, const config_setting_t *group,
    const struct ruleset *set, const struct rule *rule)
{
	if (rule->until < rule->from)
		record_fault(r, group, "'until' lies before 'from'");
	if (rule->by != RULE_BY_NOTHING && rule->step_count == 0)
		record_fault(r, group, "'by' needs 'steps'");
	for (size_t i = 0; i < set->count; i++)
		if (strcmp(set->rows[i].type, rule->type) == 0 &&
		    set->rows[i].from == rule->from &&
		    set->rows[i].issued == rule->issued)
			record_fault(
			    r, group, "conflicting revisions of one type");
}

static void
read_rules(
    struct record_reader *r, struct ruleset *set, const config_setting_t *list)
{
	for (int i = 0; i < config_setting_length(list); i++) {
		config_setting_t *group =
		    config_setting_get_elem(list, (unsigned)i);
		struct rule rule = {.until = INT32_MAX,
		    .is_refusable = true,
		    .early_minutes = -1};
		struct err err;

		r->law = NULL;
		if (config_setting_is_group(group))
			(void)config_setting_lookup_string(
			    group, "law", &r->law);
		record_read(r, group, rule_keys, COUNT(rule_keys), &rule);
		check_rule(r, group, set, &rule);
		if (ruleset_add(set, &rule, &err) != RC_OK)
			record_fault(r, group, err.text);
	}
	r->law = NULL;
}

static void
read_ruleset(
    struct record_reader *r, struct rules *rules, const config_setting_t *root)
{
	config_setting_t *name = config_setting_get_member(root, "rule_set");
	config_setting_t *list = config_setting_get_member(root, "rules");
	config_setting_t *months =
	    config_setting_get_member(root, "contract_months");
	const char *kind_name = config_setting_get_string(name);
	enum staff_kind kind =
	    kind_name == NULL ? STAFF_KINDS : staff_kind_find(kind_name);

	if (kind == STAFF_KINDS) {
		record_fault(
		    r, name, "TEACHER, CIVIL, SUB, LSA or COVER is expected");
		return;
	}
	if (months != NULL)
		record_number(r, months, &rules->sets[kind].contract_months);
	if (list == NULL || !config_setting_is_list(list))
		record_fault(r, name, "'rules = ( … )' is missing");
	else
		read_rules(r, &rules->sets[kind], list);
	for (int i = 0; i < config_setting_length(root); i++) {
		config_setting_t *s =
		    config_setting_get_elem(root, (unsigned)i);

		if (s != name && s != list && s != months)
			record_fault(r, s, "unknown key");
	}
}

static void
read_schedules(
    struct record_reader *r, struct rules *rules, const config_setting_t *list)
{
	for (int i = 0; i < config_setting_length(list); i++) {
		config_setting_t *group =
		    config_setting_get_elem(list, (unsigned)i);
		struct schedule schedule = {0};
		struct err err;

		record_read(
		    r, group, schedule_keys, COUNT(schedule_keys), &schedule);
		if (rules_add_schedule(rules, &schedule, &err) != RC_OK)
			record_fault(r, group, err.text);
	}
}

enum rc
rulefile_parse(struct rules *rules, const char *name, const char *text,
    struct faults *faults, struct err *err)
{
	struct record_reader r = {name, NULL, faults};
	config_setting_t *root, *schedules;
	config_t config;

	config_init(&config);
	if (config_read_string(&config, text) != CONFIG_TRUE) {
		faults_add(faults, name, config_error_line(&config), "%s",
		    config_error_text(&config));
		config_destroy(&config);
		return faults_rc(faults, name, err);
	}
	root = config_root_setting(&config);
	schedules = config_setting_get_member(root, "schedules");
	if (config_setting_get_member(root, "rule_set") != NULL)
		read_ruleset(&r, rules, root);
	else if (schedules != NULL)
		read_schedules(&r, rules, schedules);
	else
		record_read(&r, root, settings_keys, COUNT(settings_keys),
		    &rules->settings);
	config_destroy(&config);
	return faults_rc(faults, name, err);
}
