/*
 * people.h - people as those may see them who act for a school.
 *
 * Shape:  one table of fields; the 資訊執秘 gets a part of them and the mail
 *         address masked, personnel, IT and the person all. The national ID is
 *         in none.
 * Units:  days are printed as 2026-09-01.
 * Errors: none.
 * Source: ours.
 */
#ifndef IDENTITYD_PEOPLE_H
#define IDENTITYD_PEOPLE_H

#include "core.h"

enum { PEOPLE_MASK_SIZE = 260 };

/* The fields that the actor may see of a person. */
void people_put(const struct actor *actor, const struct person *person,
    struct wire_out *out);

/* "wang.daming@school.example" -> "w***@s***.example". Pure. */
void people_mask(const char *mail, char masked[PEOPLE_MASK_SIZE]);

/* The roles of a person in words, "personnel officer it", for menus. */
void people_put_roles(unsigned roles, struct wire_out *out);

#endif
