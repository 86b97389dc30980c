/*
 * audit.h - who did what to whom, written where nobody can change it.
 *
 * Shape:  entries cn=HOME-SEQ under ou=audit, one chain per home (serverID).
 *         The head of the chain (number and hash of the last entry) is shared
 *         by the workers under one lock; after a fault it is read anew from
 *         the directory, so that the directory alone says what happened.
 * Units:  as in audit_chain.h.
 * Errors: those of dir.h; RC_OFFLINE also when the lock is not to be had within
 *         AUDIT_WAIT_S. An act that must be audited does not happen when its
 *         entry cannot be written.
 * Source: ours; ACL in schema/acl.ldif lets identityd add and nobody change.
 */
#ifndef IDENTITYD_AUDIT_H
#define IDENTITYD_AUDIT_H

#include "audit_chain.h"
#include "dir/dir.h"
#include "seal/keyring.h"

enum {
	AUDIT_HEAD_SIZE = 192,
	AUDIT_WAIT_S =
	    5, /* as long as one question to the directory may take */
};

/* The head, in shared memory, made before the workers are born. */
struct audit;
struct audit *audit_new(int64_t home, const char *base_dn);

/* Adds the entry: home, seq and the hashes are filled in here. */
enum rc audit_add(struct audit *audit, struct dir *dir,
    const struct audit_entry *entry, struct err *err);

/* The head as one word, "HOME-SEQ-HASH-MAC", for the log of another machine. */
enum rc audit_head(struct audit *audit, struct dir *dir,
    const struct keyring *ring, char head[AUDIT_HEAD_SIZE], struct err *err);

/* Did this host make that head, and does the directory still have the entry
 * with that number and hash? RC_DENIED when not, and the sentence says which.
 */
enum rc audit_check_head(struct audit *audit, struct dir *dir,
    const struct keyring *ring, const char *head, struct err *err);

#endif
