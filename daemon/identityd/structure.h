/*
 * structure.h - schools and units, as other operations need them.
 *
 * Shape:  functions over dir/school.h that answer with a reply.
 * Units:  none.
 * Errors: enum reply.
 * Source: ours.
 */
#ifndef IDENTITYD_STRUCTURE_H
#define IDENTITYD_STRUCTURE_H

#include "core.h"
#include "dir/school.h"

/* The school of a code. Who is not IT hears of no other school, existing or
 * not, than their own. */
enum reply structure_find_school(struct core *core, const struct actor *actor,
    const char *code, struct school *school);

/* The unit of that name in the school ("" is the school); when there is none,
 * the reply's sentence says which there are. */
enum reply structure_find_unit(struct core *core, const struct school *school,
    const char *name, char dn[PERSON_DN_SIZE]);

#endif
