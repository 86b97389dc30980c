/*
 * diary.h - who did what to whose leave, in a chain that nobody can rewrite.
 *
 * Shape:  rows of the table audit, each with the hash of the one before it, in
 *         the transaction of the act itself: what is not written down has not
 *         happened. The table refuses changes; diary_check() finds what went
 *         past it.
 * Units:  Unix seconds.
 * Errors: as sql.h; RC_DENIED from diary_check(): the chain is broken, and the
 *         sentence says where.
 * Source: identityd's audit_chain.h.
 */
#ifndef LEAVED_DIARY_H
#define LEAVED_DIARY_H

#include "db/sql.h"
#include "identityd/audit_chain.h"

/* seq and home are filled in here. */
enum rc diary_add(
    struct sql *sql, const struct audit_entry *entry, struct err *err);

/* All of it; how many entries there are, and the hash of the last. */
enum rc diary_check(struct sql *sql, int64_t *count, char head[AUDIT_HASH_SIZE],
    struct err *err);

#endif
