/*
 * probe.h - looks after the directories that this host asks.
 *
 * Shape:  the ticker asks each of them who we are, every tick; what it finds all
 *         workers know (struct dir_health, shared). So one that is frozen keeps
 *         only those waiting who came before the ticker did, and nobody but the
 *         ticker waits for it to come back.
 * Units:  PROBE_MS for each: so long a directory may take that hashes for many
 *         on a busy machine, and is not away.
 * Errors: none; the log says when one is away and when it is back.
 * Source: ours; labd does the same.
 */
#ifndef IDENTITYD_PROBE_H
#define IDENTITYD_PROBE_H

#include "core.h"

enum { PROBE_MS = 3000 };

void probe_run(struct core *core);

#endif
