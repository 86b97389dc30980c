/*
 * issuer.h - the keys that the portal signs with.
 *
 * Shape:  the directory publishes them at ou=apps (portal-openid(7)); the
 *         ticker copies the set into the tables when it has changed, and
 *         workers, who have no connection to the directory, read it there.
 * Units:  none.
 * Errors: those of dir.h, sql.h and jwk.h; RC_ABSENT: nothing was heard yet.
 * Source: RFC 7517.
 */
#ifndef LEAVED_ISSUER_H
#define LEAVED_ISSUER_H

#include "db/sql.h"
#include "dir/dir.h"
#include "jose/jwk.h"

enum rc issuer_follow(
    struct sql *sql, struct dir *dir, const char *base_dn, struct err *err);

/* The caller decrefs. Within a transaction. */
enum rc issuer_keys(struct sql *sql, json_t **set, struct err *err);

#endif
