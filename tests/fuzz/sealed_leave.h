/*
 * sealed_leave.h - leaved's part of sealed_fuzz.c.
 *
 * Shape:  its session and identityd's have rooms that use a name twice.
 * Units:  Unix seconds; it is always SEALED_NOW_S.
 * Errors: aborts.
 * Source: ours.
 */
#ifndef TESTS_SEALED_LEAVE_H
#define TESTS_SEALED_LEAVE_H

#include "seal/keyring.h"

#include <stdbool.h>

enum { SEALED_NOW_S = 1795768805 };

/* From within a life before now, or a little ahead, as clocks differ. */
static inline bool
sealed_is_young(int64_t from_s, int64_t life_s)
{
	return from_s > SEALED_NOW_S - life_s && from_s <= SEALED_NOW_S + 300;
}

bool sealed_leave_opens(const struct keyring *ring, const char *text);

/* A session that opens is young, and opens once more as it was. */
void sealed_leave_check(const struct keyring *ring, const char *text);

#endif
