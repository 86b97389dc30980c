#include "rulefile.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libconfig.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/almanac.h"
#include "base/text.h"
#include "calendar_ics.h"

enum { PATH_SIZE = 1024, FILES_MAX = 256, AMOUNT_MAX = 4000 };

enum key_type {
	KEY_TEXT,
	KEY_TEXTS, /* a list; the count lies at count_offset */
	KEY_DATE,
	KEY_DAYS,  /* 480 minutes each, halves allowed */
	KEY_HOURS, /* 60 minutes each, halves allowed */
	KEY_NUMBER,
	KEY_BOOL,
	KEY_ENUM,
	KEY_TIMES, /* sessions: "07:30-12:00" */
	KEY_STEPS,
};

struct key {
	const char *name;
	enum key_type type;
	size_t offset;
	size_t size; /* of a text, or of one text of a list */
	size_t count_offset, count_max;
	const char *const *words;
	bool is_required;
};

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

static const struct key rule_keys[] = {
    {"type", KEY_TEXT, RULE(type), RULE_TYPE_SIZE, .is_required = true},
    {"also", KEY_TEXTS, TEXTS(also)},
    {"law", KEY_TEXT, RULE(law), RULE_LAW_SIZE, .is_required = true},
    {"issued", KEY_DATE, RULE(issued), .is_required = true},
    {"from", KEY_DATE, RULE(from), .is_required = true},
    {"until", KEY_DATE, RULE(until)},
    {"unit", KEY_ENUM, RULE(is_by_day), .words = units},
    {"count", KEY_ENUM, RULE(count), .words = counts},
    {"per", KEY_ENUM, RULE(per), .words = pers, .is_required = true},
    {"by", KEY_ENUM, RULE(by), .words = bys},
    {"days", KEY_DAYS, RULE(minutes)},
    {"steps", KEY_STEPS, RULE(steps)},
    {"pro_rata", KEY_BOOL, RULE(is_pro_rata)},
    {"needs_admin_post", KEY_BOOL, RULE(needs_admin_post)},
    {"shares_first_year", KEY_BOOL, RULE(shares_first_year)},
    {"set_by_school", KEY_BOOL, RULE(is_set_by_school)},
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

#define STEP(member) offsetof(struct rule_step, member)

static const struct key step_keys[] = {
    {"months", KEY_NUMBER, STEP(key)},
    {"years", KEY_NUMBER, STEP(key)}, /* turned into months */
    {"weeks", KEY_NUMBER, STEP(key)},
    {"relations", KEY_TEXTS, STEP(names), RULE_FACT_SIZE, STEP(name_count),
	RULE_NAMES_MAX},
    {"days", KEY_DAYS, STEP(minutes), .is_required = true},
};

#define SCHEDULE(member) offsetof(struct schedule, member)

static const struct key schedule_keys[] = {
    {"name", KEY_TEXT, SCHEDULE(name), SCHEDULE_NAME_SIZE, .is_required = true},
    {"issued", KEY_DATE, SCHEDULE(issued), .is_required = true},
    {"from", KEY_DATE, SCHEDULE(valid_from), .is_required = true},
    {"sessions", KEY_TIMES, SCHEDULE(sessions), .is_required = true},
    {"duty", KEY_TIMES, SCHEDULE(sessions)},
};

#define SETTING(member) offsetof(struct rule_settings, member)

static const struct key settings_keys[] = {
    {"principal_hours", KEY_HOURS, SETTING(principal_minutes)},
    {"cover_blocks_final", KEY_BOOL, SETTING(cover_blocks_final)},
    {"overtime_paid_workday_hours", KEY_HOURS, SETTING(overtime_paid_workday)},
    {"overtime_paid_day_off_hours", KEY_HOURS, SETTING(overtime_paid_day_off)},
    {"overtime_paid_month_hours", KEY_HOURS, SETTING(overtime_paid_month)},
    {"overtime_day_hours", KEY_HOURS, SETTING(overtime_day)},
    {"overtime_month_hours", KEY_HOURS, SETTING(overtime_month)},
    {"rest_months", KEY_NUMBER, SETTING(rest_months)},
    {"sub_mind_days", KEY_DAYS, SETTING(sub_mind_days)},
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct reader {
	const char *name, *law;
	struct faults *faults;
};

static void
fault(const struct reader *r, const config_setting_t *s, const char *what)
{
	const char *key = config_setting_name(s);

	faults_add(r->faults, r->name, (int)config_setting_source_line(s),
	    "%s%s%s: %s", r->law == NULL ? "" : r->law,
	    r->law == NULL ? "" : ": ", key == NULL ? "item" : key, what);
}

static void
read_text(
    const struct reader *r, const config_setting_t *s, char *to, size_t size)
{
	const char *text = config_setting_get_string(s);

	if (text == NULL)
		fault(r, s, "a text is expected");
	else if (!text_is_utf8(text, strlen(text)) ||
	    text_has_control(text, strlen(text)) || !text_copy(to, size, text))
		fault(r, s, "too long, or not plain UTF-8");
}

static void
read_texts(const struct reader *r, const config_setting_t *s,
    const struct key *key, char *record)
{
	size_t count = (size_t)config_setting_length(s);

	if (!config_setting_is_aggregate(s) || config_setting_is_group(s)) {
		fault(r, s, "a list of texts is expected");
		return;
	}
	if (count > key->count_max) {
		fault(r, s, "too many texts");
		return;
	}
	for (size_t i = 0; i < count; i++)
		read_text(r, config_setting_get_elem(s, (unsigned)i),
		    record + key->offset + i * key->size, key->size);
	memcpy(record + key->count_offset, &count, sizeof(count));
}

static void
read_date(const struct reader *r, const config_setting_t *s, int *day)
{
	const char *text = config_setting_get_string(s);
	struct err err;

	if (text == NULL || almanac_parse(text, day, &err) != RC_OK)
		fault(r, s, "a date such as \"2026-01-01\" is expected");
}

/* Amounts are whole minutes of halves: 3.5 days, 0.5 hours. */
static void
read_amount(
    const struct reader *r, const config_setting_t *s, int unit, int *minutes)
{
	bool is_float = config_setting_type(s) == CONFIG_TYPE_FLOAT;
	double amount =
	    is_float ? config_setting_get_float(s) : config_setting_get_int(s);

	if (!is_float && config_setting_type(s) != CONFIG_TYPE_INT)
		fault(r, s, "a number is expected");
	else if (!(amount >= 0 && amount <= AMOUNT_MAX) ||
	    (int)(amount * 2) != amount * 2)
		fault(r, s, "0 to 4000 in halves is expected");
	else
		*minutes = (int)(amount * 2) * unit / 2;
}

static void
read_number(const struct reader *r, const config_setting_t *s, int *number)
{
	int value = config_setting_get_int(s);

	if (config_setting_type(s) != CONFIG_TYPE_INT || value < 0 ||
	    value > AMOUNT_MAX)
		fault(r, s, "a whole number from 0 to 4000 is expected");
	else
		*number = value;
}

static void
read_bool(const struct reader *r, const config_setting_t *s, bool *value)
{
	if (config_setting_type(s) != CONFIG_TYPE_BOOL)
		fault(r, s, "true or false is expected");
	else
		*value = config_setting_get_bool(s) != 0;
}

static void
read_enum(const struct reader *r, const config_setting_t *s,
    const struct key *key, char *record)
{
	const char *text = config_setting_get_string(s);
	int value = 0;

	while (text != NULL && key->words[value] != NULL &&
	    strcmp(key->words[value], text) != 0)
		value++;
	if (text == NULL || key->words[value] == NULL)
		fault(r, s, "not one of the words for it");
	else if (key->words == units)
		*(bool *)(record + key->offset) = value == 1;
	else
		memcpy(record + key->offset, &value, sizeof(value));
}

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
read_times(const struct reader *r, const config_setting_t *s, bool is_duty,
    struct schedule *schedule)
{
	int count = config_setting_length(s);

	for (int i = 0; i < count; i++) {
		const char *p = config_setting_get_string_elem(s, i);
		struct session session = {.is_duty = is_duty};

		if (schedule->count == SCHEDULE_SESSIONS_MAX) {
			fault(r, s, "too many sessions");
			return;
		}
		if (p == NULL || !read_time(&p, &session.from) || *p++ != '-' ||
		    !read_time(&p, &session.to) || *p != '\0' ||
		    session.to <= session.from) {
			fault(r, s, "sessions such as \"07:30-12:00\"");
			return;
		}
		schedule->sessions[schedule->count++] = session;
	}
}

static void read_record(const struct reader *r, const config_setting_t *group,
    const struct key *keys, size_t count, char *record);

static void
read_steps(const struct reader *r, const config_setting_t *s, struct rule *rule)
{
	size_t count = (size_t)config_setting_length(s);

	if (!config_setting_is_list(s) || count > RULE_STEPS_MAX) {
		fault(r, s, "a list of at most 32 steps is expected");
		return;
	}
	for (size_t i = 0; i < count; i++) {
		config_setting_t *step =
		    config_setting_get_elem(s, (unsigned)i);

		read_record(r, step, step_keys, COUNT(step_keys),
		    (char *)&rule->steps[i]);
		if (config_setting_is_group(step) &&
		    config_setting_get_member(step, "years") != NULL)
			rule->steps[i].key *= 12;
		if (i > 0 && rule->steps[i].name_count == 0 &&
		    rule->steps[i].key <= rule->steps[i - 1].key)
			fault(r, step, "steps must rise");
	}
	rule->step_count = count;
}

static void
read_value(const struct reader *r, const config_setting_t *s,
    const struct key *key, char *record)
{
	void *at = record + key->offset;

	switch (key->type) {
	case KEY_TEXT:
		read_text(r, s, at, key->size);
		break;
	case KEY_TEXTS:
		read_texts(r, s, key, record);
		break;
	case KEY_DATE:
		read_date(r, s, at);
		break;
	case KEY_DAYS:
		read_amount(r, s, MINUTES_PER_WORK_DAY, at);
		break;
	case KEY_HOURS:
		read_amount(r, s, MINUTES_PER_HOUR, at);
		break;
	case KEY_NUMBER:
		read_number(r, s, at);
		break;
	case KEY_BOOL:
		read_bool(r, s, at);
		break;
	case KEY_ENUM:
		read_enum(r, s, key, record);
		break;
	case KEY_TIMES:
		read_times(r, s, strcmp(key->name, "duty") == 0,
		    (struct schedule *)record);
		break;
	case KEY_STEPS:
		read_steps(r, s, (struct rule *)record);
		break;
	}
}

/* Reads a group by its table; unknown and missing keys are faults. */
static void
read_record(const struct reader *r, const config_setting_t *group,
    const struct key *keys, size_t count, char *record)
{
	if (!config_setting_is_group(group)) {
		fault(r, group, "a group { … } is expected");
		return;
	}
	for (int i = 0; i < config_setting_length(group); i++) {
		config_setting_t *s =
		    config_setting_get_elem(group, (unsigned)i);
		const char *name = config_setting_name(s);
		size_t k = 0;

		while (k < count && strcmp(keys[k].name, name) != 0)
			k++;
		if (k == count)
			fault(r, s, "unknown key");
		else
			read_value(r, s, &keys[k], record);
	}
	for (size_t k = 0; k < count; k++)
		if (keys[k].is_required &&
		    config_setting_get_member(group, keys[k].name) == NULL) {
			char what[64];

			(void)snprintf(what, sizeof(what), "'%s' is missing",
			    keys[k].name);
			fault(r, group, what);
		}
}

static void
check_rule(const struct reader *r, const config_setting_t *group,
    const struct ruleset *set, const struct rule *rule)
{
	if (rule->until < rule->from)
		fault(r, group, "'until' lies before 'from'");
	if (rule->by != RULE_BY_NOTHING && rule->step_count == 0)
		fault(r, group, "'by' needs 'steps'");
	for (size_t i = 0; i < set->count; i++)
		if (strcmp(set->rows[i].type, rule->type) == 0 &&
		    set->rows[i].from == rule->from &&
		    set->rows[i].issued == rule->issued)
			fault(r, group, "conflicting revisions of one type");
}

static void
read_rules(struct reader *r, struct ruleset *set, const config_setting_t *list)
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
		read_record(
		    r, group, rule_keys, COUNT(rule_keys), (char *)&rule);
		check_rule(r, group, set, &rule);
		if (ruleset_add(set, &rule, &err) != RC_OK)
			fault(r, group, err.text);
	}
	r->law = NULL;
}

static void
read_ruleset(
    struct reader *r, struct rules *rules, const config_setting_t *root)
{
	config_setting_t *name = config_setting_get_member(root, "rule_set");
	config_setting_t *list = config_setting_get_member(root, "rules");
	config_setting_t *months =
	    config_setting_get_member(root, "contract_months");
	const char *kind_name = config_setting_get_string(name);
	enum staff_kind kind =
	    kind_name == NULL ? STAFF_KINDS : staff_kind_find(kind_name);

	if (kind == STAFF_KINDS) {
		fault(r, name, "TEACHER, CIVIL, SUB, LSA or COVER is expected");
		return;
	}
	if (months != NULL)
		read_number(r, months, &rules->sets[kind].contract_months);
	if (list == NULL || !config_setting_is_list(list))
		fault(r, name, "'rules = ( … )' is missing");
	else
		read_rules(r, &rules->sets[kind], list);
	for (int i = 0; i < config_setting_length(root); i++) {
		config_setting_t *s =
		    config_setting_get_elem(root, (unsigned)i);

		if (s != name && s != list && s != months)
			fault(r, s, "unknown key");
	}
}

static void
read_schedules(
    struct reader *r, struct rules *rules, const config_setting_t *list)
{
	for (int i = 0; i < config_setting_length(list); i++) {
		config_setting_t *group =
		    config_setting_get_elem(list, (unsigned)i);
		struct schedule schedule = {0};
		struct err err;

		read_record(r, group, schedule_keys, COUNT(schedule_keys),
		    (char *)&schedule);
		if (rules_add_schedule(rules, &schedule, &err) != RC_OK)
			fault(r, group, err.text);
	}
}

enum rc
rulefile_parse(struct rules *rules, const char *name, const char *text,
    struct faults *faults, struct err *err)
{
	struct reader r = {name, NULL, faults};
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
		read_record(&r, root, settings_keys, COUNT(settings_keys),
		    (char *)&rules->settings);
	config_destroy(&config);
	return faults_rc(faults, name, err);
}

/* -------------------------------------------------------------- folders */

enum rc
rulefile_read(const char *path, char **text, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	ssize_t got = -1;

	*text = NULL;
	if (fd < 0)
		return err_set(err, errno == ENOENT ? RC_ABSENT : RC_FAULT,
		    "%s: %s", path, strerror(errno));
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size < RULEFILE_MAX) {
		*text = malloc((size_t)st.st_size + 1);
		if (*text != NULL)
			got = read(fd, *text, (size_t)st.st_size);
	}
	(void)close(fd);
	if (got < 0) {
		free(*text);
		*text = NULL;
		return err_set(err, RC_INPUT, "%s: no file below 1 MiB", path);
	}
	(*text)[got] = '\0';
	return RC_OK;
}

static bool
ends_with(const char *name, const char *end)
{
	size_t a = strlen(name), b = strlen(end);

	return a > b && strcmp(name + a - b, end) == 0;
}

enum rc
rulefile_parse_calendar(struct calendar *calendar, const char *name,
    const char *text, struct faults *faults, struct err *err)
{
	struct calendar_source source = {
	    .name = name, .level = LEVEL_NATIONAL, .published = INT32_MIN};

	if (ends_with(name, ".ics"))
		return calendar_ics_parse(calendar, text, &source, faults, err);
	return calendar_csv_parse(calendar, text, &source, faults, err);
}

struct load {
	struct rules *rules;
	struct calendar *calendar;
	struct faults *faults;
};

static enum rc
load_file(
    struct load *load, const char *folder, const char *name, struct err *err)
{
	char path[PATH_SIZE];
	char *text;
	struct faults *faults = load->faults;
	enum rc rc;

	if (!text_print(path, sizeof(path), "%s/%s", folder, name))
		return err_set(err, RC_INPUT, "path too long: %s", name);
	rc = rulefile_read(path, &text, err);
	if (rc != RC_OK)
		return rc;
	if (ends_with(name, ".conf"))
		rc = rulefile_parse(load->rules, name, text, faults, err);
	else
		rc = rulefile_parse_calendar(
		    load->calendar, name, text, faults, err);
	free(text);
	return rc;
}

static int
is_wanted(const struct dirent *entry)
{
	return entry->d_name[0] != '.' &&
	    (ends_with(entry->d_name, ".conf") ||
		ends_with(entry->d_name, ".csv") ||
		ends_with(entry->d_name, ".ics"));
}

/* In the order of names, so that the same folder reads the same. A file with
 * faults does not keep the others from being read. */
static enum rc
load_folder(struct load *load, const char *folder, struct err *err)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_wanted, alphasort);
	enum rc rc = RC_OK;

	if (count < 0)
		return err_set(
		    err, RC_ABSENT, "%s: %s", folder, strerror(errno));
	for (int i = 0; i < count; i++) {
		enum rc one = i < FILES_MAX
		    ? load_file(load, folder, entries[i]->d_name, err)
		    : RC_OK;

		rc = one != RC_OK ? one : rc;
		free(entries[i]);
	}
	free(entries);
	return rc;
}

enum rc
rulefile_load(struct rules *rules, struct calendar *calendar,
    const char *folder, struct faults *faults, struct err *err)
{
	static const char *const parts[] = {"", "/rules", "/calendars"};
	struct load load = {rules, calendar, faults};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(parts); i++) {
		char path[PATH_SIZE];
		enum rc one;

		if (i == 2 && calendar == NULL)
			break;
		if (!text_print(path, sizeof(path), "%s%s", folder, parts[i]))
			return err_set(err, RC_INPUT, "path too long");
		one = load_folder(&load, path, err);
		rc = one != RC_OK ? one : rc;
	}
	return faults->count > 0 ? faults_rc(faults, folder, err) : rc;
}

enum rc
rulefile_load_calendar(struct calendar *calendar, const char *folder,
    const char *name, struct faults *faults, struct err *err)
{
	static const char *const ends[] = {".csv", ".ics"};
	struct load load = {NULL, calendar, faults};
	char path[PATH_SIZE], file[PATH_SIZE];
	enum rc rc = RC_ABSENT;

	if (*name == '\0' || strchr(name, '/') != NULL || *name == '.')
		return err_set(err, RC_ABSENT, "no calendar '%s'", name);
	for (size_t i = 0; i < COUNT(ends) && rc == RC_ABSENT; i++) {
		if (!text_print(path, sizeof(path), "%s/calendars", folder) ||
		    !text_print(file, sizeof(file), "%s%s", name, ends[i]))
			return err_set(err, RC_INPUT, "path too long");
		rc = load_file(&load, path, file, err);
	}
	return rc;
}
