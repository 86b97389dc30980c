/*
 * sweep.h - the ends of contracts.
 *
 * Shape:  sweep_ended() marks everybody `left` whose posting is over, suspended
 *         people stay suspended, and takes the roles that people who have left
 *         still have. sweep_warn() promises the personnel of each
 *         school one letter per last day, contract_warning_days before it.
 *         cn=swept,ou=services holds the first last day that nobody has been
 *         told of: however many hosts sweep, and however often, each day is
 *         told once, and a day on which none ran is made up for.
 * Units:  days of almanac.h, in Taiwan; a posting ends with its last day.
 * Errors: those of dir.h; what was done until then stays done.
 * Source: ours.
 */
#ifndef IDENTITYD_SWEEP_H
#define IDENTITYD_SWEEP_H

#include "core.h"

struct sweep {
	struct core *core;
	const struct actor *actor; /* whom the audit entries name */
	struct wire_out *out; /* a row for each while there is room; or NULL */
	int64_t left_count, letter_count;
};

/* Who would leave: rows and count, nothing changes. */
enum rc sweep_plan(struct sweep *sweep, struct err *err);
enum rc sweep_ended(struct sweep *sweep, struct err *err);
enum rc sweep_warn(struct sweep *sweep, struct err *err);

#endif
