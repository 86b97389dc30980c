/*
 * role.h - nobody keeps a role where they no longer are.
 *
 * Shape:  roles are roleOccupant values in a school, heads portalUnitHead of a
 *         unit, members memberUid of a group. cn=it,ou=groups is not ours.
 * Units:  none.
 * Errors: enum reply.
 * Source: ours.
 */
#ifndef IDENTITYD_ROLE_H
#define IDENTITYD_ROLE_H

#include "act.h"

/* Takes the person out of every role and group; heads no unit any more. Each
 * has its own audit entry. */
enum reply role_strip(const struct act *act, const struct person *person);

/* The groups, which know people by account, hear of the new one. */
enum reply role_rename(
    const struct act *act, const struct person *person, const char *account);

#endif
