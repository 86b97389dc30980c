/*
 * scenario_fuzz.c - whole histories.
 *
 * Shape:  one JSON text, replayed with the shipped rules. Those are read once:
 *         each scenario borrows them, and has rows of its own where it adds.
 * Units:  bytes.
 * Errors: aborts when the recount of any history disagrees.
 * Source: LLVM libFuzzer.
 */
#include "leaved/rulefolder.h"
#include "tools/scenario.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
enum rc __real_rulefolder_load(struct rules *rules, struct calendar *calendar,
    const char *folder, struct faults *faults, struct err *err);
enum rc __wrap_rulefolder_load(struct rules *rules, struct calendar *calendar,
    const char *folder, struct faults *faults, struct err *err);
enum rc __real_ruleset_add(
    struct ruleset *set, const struct rule *rule, struct err *err);
enum rc __wrap_ruleset_add(
    struct ruleset *set, const struct rule *rule, struct err *err);
void __real_rules_wipe(struct rules *rules);
void __wrap_rules_wipe(struct rules *rules);

static struct {
	bool is_read;
	struct rules rules;
	struct calendar calendar;
} shipped;

enum rc
__wrap_rulefolder_load(struct rules *rules, struct calendar *calendar,
    const char *folder, struct faults *faults, struct err *err)
{
	if (!shipped.is_read)
		assert(__real_rulefolder_load(&shipped.rules, &shipped.calendar,
			   folder, faults, err) == RC_OK);
	shipped.is_read = true;
	*rules = shipped.rules;
	return calendar == NULL
	    ? RC_OK
	    : calendar_merge(calendar, &shipped.calendar, err);
}

static bool
is_borrowed(const struct ruleset *set)
{
	for (int kind = 0; kind < STAFF_KINDS; kind++)
		if (set->rows != NULL &&
		    set->rows == shipped.rules.sets[kind].rows)
			return shipped.is_read;
	return false;
}

enum rc
__wrap_ruleset_add(
    struct ruleset *set, const struct rule *rule, struct err *err)
{
	size_t size = set->count * sizeof(*set->rows);
	struct rule *own;

	if (is_borrowed(set)) {
		own = malloc(size);
		assert(own != NULL);
		set->rows = memcpy(own, set->rows, size);
		set->room = set->count;
	}
	return __real_ruleset_add(set, rule, err);
}

void
__wrap_rules_wipe(struct rules *rules)
{
	for (int kind = 0; kind < STAFF_KINDS; kind++)
		if (is_borrowed(&rules->sets[kind]))
			rules->sets[kind] = (struct ruleset){0};
	if (rules->schedules == shipped.rules.schedules)
		rules->schedules = NULL;
	__real_rules_wipe(rules);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_error_t fault;
	json_t *root = json_loadb(
	    (const char *)data, size, JSON_REJECT_DUPLICATES, &fault);

	if (json_is_object(root))
		assert(scenario_replay(root, "fuzz", "conf/leave", true,
			   true) != SCENARIO_DISAGREES);
	json_decref(root);
	return 0;
}
