/*
 * posting.h - where people stand, and that contracts end by themselves.
 *
 * Shape:  the steps between states are a table in posting.c; the daily sweep
 *         is sweep.h's.
 * Units:  none.
 * Errors: those of dir.h.
 * Source: ours.
 */
#ifndef IDENTITYD_POSTING_H
#define IDENTITYD_POSTING_H

#include "core.h"

/* The sweep as identityd does it by itself. */
enum rc posting_sweep_run(struct core *core, struct err *err);

#endif
