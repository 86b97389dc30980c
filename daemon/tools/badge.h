/*
 * badge.h - the sealed session that `portal-admin login` leaves for the next
 * commands of the same user.
 *
 * Shape:  one file, 0600, in XDG_RUNTIME_DIR or else the home directory. The
 *         text in it is sealed by identityd and tells nobody anything; it ends
 *         by itself half an hour later (identityd/session.h).
 * Units:  sizes count the NUL.
 * Errors: RC_ABSENT there is none; RC_DENIED the file is not ours alone;
 *         RC_FAULT the disk.
 * Source: ours.
 */
#ifndef TOOLS_BADGE_H
#define TOOLS_BADGE_H

#include "base/err.h"

#include <stddef.h>

enum { BADGE_SIZE = 1025 };

enum rc badge_load(char badge[BADGE_SIZE], struct err *err);
enum rc badge_store(const char *badge, struct err *err);
enum rc badge_remove(struct err *err);

#endif
