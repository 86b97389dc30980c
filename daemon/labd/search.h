/*
 * search.h - what has changed, from a server that cannot say so.
 *
 * Shape:  without a cookie everything (walk.h); with one, the entries that are
 *         not older than the newest one seen, whose modifyTimestamp the cookie
 *         is. Several entries may share that second, so they come once more; a
 *         record that has not changed changes nothing. An entry is known by its
 *         entryUUID, or where the server has none by its DN.
 * Units:  none.
 * Errors: as sync.h; never RC_EXISTS.
 * Source: ours; nss-pam-ldapd and SSSD do the same.
 */
#ifndef LABD_SEARCH_H
#define LABD_SEARCH_H

#include "dir/sync.h"

/* What it asks for besides query->attrs. */
#define SEARCH_ATTRS "entryUUID", "modifyTimestamp"

enum rc search_poll(struct dir *dir, const struct sync_query *query,
    char cookie[SYNC_COOKIE_SIZE], sync_each *each, void *context,
    bool *is_complete, struct err *err);

#endif
