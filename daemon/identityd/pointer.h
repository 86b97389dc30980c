/*
 * pointer.h - nobody keeps a role where they no longer are.
 *
 * Shape:  a role points at people by roleOccupant, a unit at its head by
 *         portalUnitHead, a group at its members by memberUid; they are other
 *         entries than the person's, so that one Modify cannot do both. Whoever
 *         leaves has left first, which may fail, and is stripped then; what a
 *         fault or a kill leaves in between belongs to somebody who may not
 *         sign in, and pointer_mend() takes it. cn=it,ou=groups is not ours.
 * Units:  none.
 * Errors: enum reply; those of dir.h.
 * Source: ours.
 */
#ifndef IDENTITYD_POINTER_H
#define IDENTITYD_POINTER_H

#include "act.h"

/* Takes the person out of every role and group; heads no unit any more. Each
 * has its own audit entry. */
enum reply pointer_strip(const struct act *act, const struct person *person);

/* The groups, which know people by account, hear of the new one. */
enum reply pointer_rename(
    const struct act *act, const struct person *person, const char *account);

/* Strips everybody who has left, also by IT's own tools. */
enum rc pointer_mend(
    struct core *core, const struct actor *actor, struct err *err);

#endif
