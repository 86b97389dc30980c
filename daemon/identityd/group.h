/*
 * group.h - the group that a school's people have in common.
 *
 * Shape:  posixGroup cn=school-CODE,ou=groups with the school as its
 *         portalUnitDN, made when it is first needed. It is the primary group
 *         of the school's people: one per school instead of one per person,
 *         and a machine of the school may read it.
 * Units:  none.
 * Errors: those of dir.h and counter.h.
 * Source: RFC 2307.
 */
#ifndef IDENTITYD_GROUP_H
#define IDENTITYD_GROUP_H

#include "act.h"
#include "dir/school.h"

/* Made when it is first needed, with an entry of its own, by who acts. */
enum reply group_of_school(
    const struct act *act, const struct school *school, int64_t *gid_number);

#endif
