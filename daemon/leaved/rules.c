#include "rules.h"
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

bool
rule_is_called(const struct rule *rule, const char *type)
{
	if (strcmp(rule->type, type) == 0)
		return true;
	for (size_t i = 0; i < rule->also_count; i++)
		if (strcmp(rule->also[i], type) == 0)
			return true;
	return false;
}

const struct rule *
rules_any(const struct rules *rules, enum staff_kind kind, const char *type)
{
	const struct ruleset *set = &rules->sets[kind];

	for (size_t i = 0; i < set->count; i++)
		if (rule_is_called(&set->rows[i], type))
			return &set->rows[i];
	return NULL;
}

/* Why a kind has no version of a type in force. */
static enum refusal
explain(const struct rules *rules, enum staff_kind kind, const char *type)
{
	if (rules_any(rules, kind, type) != NULL)
		return REFUSAL_TYPE_NOT_IN_FORCE;
	for (enum staff_kind other = 0; other < STAFF_KINDS; other++)
		if (rules_any(rules, other, type) != NULL)
			return REFUSAL_NOT_ELIGIBLE;
	return REFUSAL_UNKNOWN_TYPE;
}

static bool
supersedes(const struct rule *rule, const struct rule *best)
{
	if (best == NULL || rule->from != best->from)
		return best == NULL || rule->from > best->from;
	return rule->issued >= best->issued;
}

const struct rule *
rules_find(const struct rules *rules, enum staff_kind kind, const char *type,
    int day, int known, enum refusal *why)
{
	const struct ruleset *set = &rules->sets[kind];
	const struct rule *best = NULL;

	for (size_t i = 0; i < set->count; i++) {
		const struct rule *rule = &set->rows[i];

		if (rule->from <= day && rule->issued <= known &&
		    rule_is_called(rule, type) && supersedes(rule, best))
			best = rule;
	}
	if (best != NULL && best->until < day)
		best = NULL;
	*why = best == NULL ? explain(rules, kind, type) : REFUSAL_NONE;
	return best;
}

enum rc
ruleset_add(struct ruleset *set, const struct rule *rule, struct err *err)
{
	if (set->count == RULE_ROWS_MAX)
		return err_set(
		    err, RC_INPUT, "more than %d rows", RULE_ROWS_MAX);
	if (set->count == set->room) {
		size_t room = set->room == 0 ? 4 : set->room * 2;
		struct rule *rows =
		    reallocarray(set->rows, room, sizeof(*rows));

		if (rows == NULL)
			return err_set(err, RC_FAULT, "no memory for a rule");
		set->rows = rows;
		set->room = room;
	}
	set->rows[set->count++] = *rule;
	return RC_OK;
}

enum rc
rules_add_schedule(
    struct rules *rules, const struct schedule *schedule, struct err *err)
{
	if (rules->schedule_count == rules->schedule_room) {
		size_t room =
		    rules->schedule_room == 0 ? 8 : rules->schedule_room * 2;
		struct schedule *all =
		    reallocarray(rules->schedules, room, sizeof(*all));

		if (all == NULL)
			return err_set(
			    err, RC_FAULT, "no memory for a schedule");
		rules->schedules = all;
		rules->schedule_room = room;
	}
	rules->schedules[rules->schedule_count++] = *schedule;
	return RC_OK;
}

void
rules_wipe(struct rules *rules)
{
	for (enum staff_kind kind = 0; kind < STAFF_KINDS; kind++)
		free(rules->sets[kind].rows);
	free(rules->schedules);
	memset(rules, 0, sizeof(*rules));
}

/* ------------------------------------------------------ a school's settings */

static const struct setting {
	const char *name;
	int unit, max; /* minutes of one; 0: yes or no */
	size_t offset;
} own[] = {
#define OWN(member) offsetof(struct rule_settings, member)
    {"cover_blocks_final", 0, 1, OWN(cover_blocks_final)},
    {"principal_hours", MINUTES_PER_HOUR, 1000, OWN(principal_minutes)},
    {"sub_mind_days", MINUTES_PER_WORK_DAY, 31, OWN(sub_mind_days)},
};

static const struct setting *
own_find(const char *name)
{
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strcmp(own[i].name, name) == 0)
			return &own[i];
	return NULL;
}

bool
rules_set(struct rule_settings *settings, const char *name, int64_t value)
{
	const struct setting *s = own_find(name);
	char *at = (char *)settings;

	if (s == NULL || value < 0 || value > s->max)
		return false;
	if (s->unit == 0)
		*(bool *)(void *)(at + s->offset) = value != 0;
	else
		*(int *)(void *)(at + s->offset) = (int)value * s->unit;
	return true;
}

const char *
rules_set_name(size_t i)
{
	return i < sizeof(own) / sizeof(own[0]) ? own[i].name : NULL;
}

int64_t
rules_set_value(const struct rule_settings *settings, const char *name)
{
	const struct setting *s = own_find(name);
	const char *at = (const char *)settings + s->offset;

	return s->unit == 0 ? *(const bool *)(const void *)at
			    : *(const int *)(const void *)at / s->unit;
}
