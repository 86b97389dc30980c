/*
 * counter.h - numbers that are given away once.
 *
 * Shape:  cn=uidNext-HOME,ou=services holds the next uidNumber (and gidNumber)
 *         of this home's range; one Modify raises it and reads it back, so
 *         that no two workers or hosts get the same. A number is not given
 *         back, also when its entry is not made after all.
 * Units:  none.
 * Errors: RC_BUSY the range is used up; else those of dir.h.
 * Source: RFC 4525 (increment), 4527 (post-read).
 */
#ifndef IDENTITYD_COUNTER_H
#define IDENTITYD_COUNTER_H

#include "core.h"

enum { COUNTER_BLOCK = 16 };

enum rc counter_take(struct core *core, int64_t *number, struct err *err);

#endif
