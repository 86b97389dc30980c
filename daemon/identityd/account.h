/*
 * account.h - account names: which are allowed, and which to propose.
 *
 * Shape:  a name is [a-z][a-z0-9._-]{1,31}, so that every program on every
 *         machine takes it, and none that a system or a mail host needs. The
 *         rule for a proposal, as `portal-admin person add --help` shows it:
 *         the romanised name in small letters, hyphens dropped, a dot between
 *         words (Wang Da-Ming: wang.daming); without one, what stands before
 *         the @ of the mail address; when it is taken, 2, 3, ... behind it.
 * Units:  sizes count the NUL.
 * Errors: RC_INPUT with the rule that is broken.
 * Source: useradd(8) NAME_REGEX of Debian; RFC 2142 and Debian's base-passwd
 *         for the reserved names.
 */
#ifndef IDENTITYD_ACCOUNT_H
#define IDENTITYD_ACCOUNT_H

#include "base/err.h"

#include <stdbool.h>

enum {
	ACCOUNT_MIN = 2,
	ACCOUNT_MAX = 32,
	ACCOUNT_SIZE = ACCOUNT_MAX + 1,
	ACCOUNT_CANDIDATES_MAX = 9999, /* people of one name */
};

enum rc account_check(const char *name, struct err *err);

/*
 * The proposal for someone; either text may be "". False, and empty, when
 * neither leaves two letters or digits to begin with.
 */
bool account_propose(
    const char *romanised, const char *mail, char name[ACCOUNT_SIZE]);

/*
 * The n-th name to try, from 1: `base` itself, then base2, base3 …, cut so that
 * the number fits. False when `n` is above ACCOUNT_CANDIDATES_MAX or the name
 * is reserved: then try the next.
 */
bool account_candidate(const char *base, unsigned n, char name[ACCOUNT_SIZE]);

#endif
