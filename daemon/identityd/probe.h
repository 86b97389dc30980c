/*
 * probe.h - looks after the directories that this host asks.
 *
 * Shape:  the ticker asks each of them who we are; what it finds all workers
 *         know (struct dir_health, shared). So one that is frozen keeps only
 *         those waiting who came before the ticker did, and nobody but the
 *         ticker waits for it to come back. While one is away, whoever has met
 *         that, they are asked at every tick: one that restarts is missed no
 *         longer than it takes.
 * Units:  PROBE_EVERY_MS from one time to the next while all answer; PROBE_MS
 *         for each: so long a directory may take that hashes for many on a busy
 *         machine, and is not away.
 * Errors: none; the log says when one is away and when it is back.
 * Source: ours; labd does the same.
 */
#ifndef IDENTITYD_PROBE_H
#define IDENTITYD_PROBE_H

#include "core.h"

enum { PROBE_EVERY_MS = 1000, PROBE_MS = 3000 };

/* Now, when they were last asked at `asked_ms` of clock_mono_ms()? */
bool probe_is_due(const struct core *core, int64_t asked_ms);

void probe_run(struct core *core);

#endif
