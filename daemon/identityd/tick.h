/*
 * tick.h - what identityd does by itself, every few seconds.
 *
 * Shape:  tick_run() does what is due: promises again the code letters that a
 *         crash kept from the outbox, sweeps ended contracts once a day, and
 *         writes the audit chain's head to the log once an hour.
 * Units:  none.
 * Errors: logged; what failed is due again at the next tick.
 * Source: ours.
 */
#ifndef IDENTITYD_TICK_H
#define IDENTITYD_TICK_H

#include "core.h"

void tick_run(struct core *core);

#endif
