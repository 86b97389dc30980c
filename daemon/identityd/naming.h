/*
 * naming.h - an account name that nobody has.
 *
 * Shape:  asks the directory for the first name of account.h's row of
 *         candidates that is free, sixteen at a time. Whoever takes it may
 *         still find that another was quicker.
 * Units:  none.
 * Errors: RC_BUSY every candidate is taken; else those of dir.h.
 * Source: ours.
 */
#ifndef IDENTITYD_NAMING_H
#define IDENTITYD_NAMING_H

#include "account.h"
#include "core.h"

enum rc naming_choose(struct core *core, const char *base,
    char account[ACCOUNT_SIZE], struct err *err);

#endif
