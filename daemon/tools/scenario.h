/*
 * scenario.h - a person's history from a file, replayed.
 *
 * Shape:  JSON in, one JSON line per event out, the recount last; leave-calc(1)
 *         documents every key. JSON, not libconfig, because most scenarios are
 *         translated by machines from other notes, every language writes JSON,
 *         and a bug report can be pasted; people get comments by "why".
 * Units:  as in leave-calc(1).
 * Errors: exit codes: 0, 1 (an expectation differs), 2 (malformed), 3
 *         (rules), 70 (the recount disagrees).
 * Source: LEAVE.md 7.
 */
#ifndef TOOLS_SCENARIO_H
#define TOOLS_SCENARIO_H

#include <jansson.h>
#include <stdbool.h>

enum {
	SCENARIO_DIFFERS = 1,
	SCENARIO_MALFORMED = 2,
	SCENARIO_RULES = 3,
	SCENARIO_DISAGREES = 70,
};

/* Replays a parsed scenario; silent ones write no faults to stderr. */
int scenario_replay(const json_t *root, const char *name, const char *folder,
    bool check, bool is_silent);

/* Replays the file and prints its lines; as the `test`-th test (0: none) it
 * prints only what differs from "expect", and ok or not ok. */
int scenario_run(const char *path, const char *folder, int test);

#endif
