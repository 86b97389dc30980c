/*
 * rules.h - what the law gives whom, since when, and issued on which day.
 *
 * Shape:  a rule set per staff kind is a list of rows; a row is one leave type
 *         in one dated version. rules_find() answers the version that is in
 *         force on a day as far as it was issued by another day: a version
 *         that starts later wins, of two that start together the one issued
 *         later. So a rule issued in October can be in force from August.
 * Units:  days of the almanac; amounts in minutes, 480 are a day of leave.
 * Errors: refusals not_eligible (this staff kind has no such type),
 *         unknown_type (nobody has), type_not_in_force.
 * Source: conf/leave/rules, read by rulefile; each row names its law.
 */
#ifndef LEAVED_RULES_H
#define LEAVED_RULES_H

#include "worktime.h"

enum {
	RULE_TYPE_SIZE = 48,
	RULE_LAW_SIZE = 200,
	RULE_FACT_SIZE = 24,
	RULE_STEPS_MAX = 32,
	RULE_NAMES_MAX = 8,
	RULE_AFTER_MAX = 4,
	RULE_ROWS_MAX = 256,
};

/* What an amount is granted for. */
enum rule_per {
	RULE_PER_NONE,    /* as needed, no balance: 公假 */
	RULE_PER_YEAR,    /* a counting year */
	RULE_PER_EVENT,   /* a wedding, a birth, a death */
	RULE_PER_PERIOD,  /* `period_months` from the first day: 延長病假 */
	RULE_PER_SERVICE, /* each anniversary of the first day: 特休 */
	RULE_PER_LOT,     /* what was earned: 補休 */
};

/* What the amount depends on. */
enum rule_by {
	RULE_BY_NOTHING,
	RULE_BY_SERVICE,  /* completed months of service */
	RULE_BY_WEEKS,    /* the fact `weeks` */
	RULE_BY_RELATION, /* the fact `relation` */
};

enum rule_pay { PAY_FULL, PAY_HALF, PAY_NONE };

enum rule_paper {
	PAPER_NONE,
	PAPER_ALWAYS,
	PAPER_FROM,   /* from `paper_minutes` in one run of days */
	PAPER_BIRTH,  /* of the birth part only */
	PAPER_LETTER, /* the number of the letter */
};

struct rule_step {
	int key; /* months of service, or weeks: from this many on */
	int minutes;
	char names[RULE_NAMES_MAX][RULE_FACT_SIZE]; /* relations */
	size_t name_count;
};

struct rule {
	char type[RULE_TYPE_SIZE];
	char also[RULE_NAMES_MAX][RULE_TYPE_SIZE]; /* other names of it */
	size_t also_count;
	char law[RULE_LAW_SIZE];
	int issued, from, until; /* until: the last day */

	bool is_by_day; /* the unit: whole days, otherwise hours */
	enum worktime_count count;
	enum rule_per per;
	enum rule_by by;
	int minutes;
	struct rule_step steps[RULE_STEPS_MAX];
	size_t step_count;
	bool is_pro_rata;       /* by months in service in the year */
	bool needs_admin_post;  /* and then by months in the post */
	bool shares_first_year; /* appointed after January: a share next year */
	bool is_carried;        /* unused goes on, when personnel carry it */
	bool is_set_by_school;  /* the amount is a setting; 0: not eligible */
	int floor_minutes;      /* at least this, whatever the service */

	char inside[RULE_TYPE_SIZE]; /* counts in that type as well */
	char over[RULE_TYPE_SIZE]; /* "": refuse; 扣薪: cut pay; or a type */
	enum rule_pay pay;
	int month_minutes; /* at most this in a calendar month; 0: no limit */
	int least_minutes; /* at least this in a request */

	char after[RULE_AFTER_MAX][RULE_TYPE_SIZE]; /* these first */
	size_t after_count;
	int period_months, restart_months; /* of RULE_PER_PERIOD */

	char fact[RULE_FACT_SIZE]; /* the day that the window hangs on */
	bool has_window;
	int before_days, after_days, after_months, extended_months;
	int around_days;   /* all of it, with that day, in this many days */
	int early_minutes; /* at most this before that day; < 0: no limit */
	bool is_one_piece;

	enum rule_paper paper;
	int paper_minutes;
	bool is_refusable, keeps_closure, goes_to_principal, is_report;
};

/* The value of `over` that is no type: beyond the amount the pay is cut. */
#define RULE_PAY_CUT "扣薪"

struct ruleset {
	enum staff_kind kind;
	int contract_months; /* shorter contracts have none of it */
	struct rule *rows;
	size_t count, room;
};

/* School settings, each with a default in conf/leave/settings.conf. */
struct rule_settings {
	int principal_minutes;   /* from here the principal decides */
	bool cover_blocks_final; /* open lessons block the last step */
	int overtime_paid_workday, overtime_paid_day_off, overtime_paid_month;
	int overtime_day, overtime_month; /* work a day, overtime a month */
	int rest_months;                  /* how long 補休 is usable */
	int sub_mind_days;                /* 身心調適假 of substitutes */
	int forgotten_month;              /* punches that one may forget */
	int paper_days; /* after the last day, to hand in papers */
};

struct rules {
	struct ruleset sets[STAFF_KINDS];
	struct schedule *schedules;
	size_t schedule_count, schedule_room;
	struct rule_settings settings;
};

/* NULL and the reason when there is none. `known`: issued by that day. */
const struct rule *rules_find(const struct rules *rules, enum staff_kind kind,
    const char *type, int day, int known, enum refusal *why);

/* Any row of that type, whenever in force: for its unchanging traits. */
const struct rule *rules_any(
    const struct rules *rules, enum staff_kind kind, const char *type);

bool rule_is_called(const struct rule *rule, const char *type);

/* Adds a copy of the row. */
enum rc ruleset_add(
    struct ruleset *set, const struct rule *rule, struct err *err);
enum rc rules_add_schedule(
    struct rules *rules, const struct schedule *schedule, struct err *err);

/* Sets what a school may set for itself, in the unit of its name; false when
 * there is no such setting or it cannot be that. */
bool rules_set(struct rule_settings *settings, const char *name, int64_t value);
/* The names of those, NULL at the end, and how each stands. */
const char *rules_set_name(size_t i);
int64_t rules_set_value(const struct rule_settings *settings, const char *name);

void rules_wipe(struct rules *rules);

#endif
