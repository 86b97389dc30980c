/*
 * claims.h - what is said of somebody to a client.
 *
 * Shape:  one table: a claim, the scope that it comes with, and where its value
 *         is. What somebody does not have is left out. The national ID, the
 *         account's numbers and the second address are no claims at all. Pure.
 * Units:  updated_at Unix seconds.
 * Errors: NULL: no memory.
 * Source: OpenID Connect Core 1.0, 5.1; school_code, school_name, unit,
 *         admin_post, staff_kind and groups are ours. `sub` is the entryUUID,
 *         which stays when an account is renamed or moves to another school.
 */
#ifndef IDENTITYD_CLAIMS_H
#define IDENTITYD_CLAIMS_H

#include "dir/person.h"

#include <jansson.h>

enum { CLAIMS_GROUPS_MAX = 64, CLAIMS_GROUP_SIZE = 65 };

/* A picture of somebody, with what is not on their own entry. */
struct claims_of {
	const struct person *person;
	char school_name[PERSON_TEXT_SIZE];
	char groups[CLAIMS_GROUPS_MAX][CLAIMS_GROUP_SIZE];
	size_t group_count;
};

/* A new object with `sub` and the claims of those scopes. */
json_t *claims_print(const struct claims_of *of, unsigned scopes);

/* The JSON of an object in ASCII: fits every field. The caller frees. */
char *claims_text(const json_t *object);

#endif
