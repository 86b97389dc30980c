/*
 * mods.h - changes and their terms in the shape that libldap wants.
 *
 * Shape:  tables of pointers into the caller's changes; nothing is copied, so
 *         no password has a second home. Private to dir/.
 * Units:  none.
 * Errors: RC_FAULT out of memory, RC_INPUT an assertion that is no filter.
 *         What was made until then is freed by the free functions.
 * Source: ldap_modify_ext(3); controls RFC 4527, 4528, ppolicy.
 */
#ifndef DIR_MODS_H
#define DIR_MODS_H

#include "dir.h"

#include <ldap.h>

struct mods {
	LDAPMod *list; /* as many as changes, fewer used */
	LDAPMod **pointers;
	struct berval *values;
	struct berval **value_pointers; /* each group ends in NULL */
};

enum rc mods_make(struct mods *mods, const struct dir_change *changes,
    size_t count, struct err *err);
void mods_free(struct mods *mods);

struct mods_controls {
	LDAPControl *list[4]; /* assertion, post-read, policy, end */
	size_t count;
};

enum rc mods_controls_make(struct mods_controls *controls, LDAP *ld,
    const struct dir_edit *edit, struct err *err);
void mods_controls_free(struct mods_controls *controls);

#endif
