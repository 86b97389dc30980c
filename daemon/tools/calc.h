/*
 * calc.h - what leave-calc was asked, and what every question of it needs.
 *
 * Shape:  the options as texts; the rule folder, read into three globals (one
 *         question in a process's life); a function per question.
 * Units:  as in leave-calc(1).
 * Errors: exit codes: 1 refused, with the reason on stdout; 2 usage; 3 rules.
 * Source: leave-calc(1).
 */
#ifndef TOOLS_CALC_H
#define TOOLS_CALC_H

#include <stdbool.h>
#include "leaved/entitlement.h"
#include "leaved/rulefolder.h"

enum { EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_CONF = 3 };
enum { CALC_CLOSURES_MAX = 64, CALC_TAKEN_MAX = 64, CALC_LIST_SIZE = 256 };

/* What the options said. */
struct asked {
	const char *conf, *schedule, *calendar, *from, *to, *rule_set, *type;
	const char *hired, *on, *known_on, *posted_from, *posted_until;
	const char *year, *prior_months;
	const char *admin_post[SERVICE_POSTS_MAX];
	const char *closures[CALC_CLOSURES_MAX];
	const char *taken[CALC_TAKEN_MAX];
	size_t post_count, closure_count, taken_count;
	bool explain, check;
	char **words;
	int word_count;
};

extern struct rules calc_rules;
extern struct calendar calc_calendar;
extern struct faults calc_faults;

/* Each says why and gives the exit code. */
int calc_usage(const char *why);
int calc_refuse(enum refusal refusal);

/* The rule folder: asked for, of the source tree, or as installed. */
const char *calc_folder(const struct asked *asked);
int calc_load_rules(const struct asked *asked);
/* With `no` set there is a refusal to answer with. */
int calc_load_calendars(const struct asked *asked, enum refusal *no);

/* False when it is no date; without a text it is the last of all days. */
bool calc_read_known(const char *text, int *day);

/* calc_hours.c, calc_entitlement.c: answer and give the exit code. */
int calc_hours(const struct asked *asked);
int calc_entitlement(const struct asked *asked);

#endif
