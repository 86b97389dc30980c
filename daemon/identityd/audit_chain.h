/*
 * audit_chain.h - why an audit entry cannot be changed unnoticed.
 *
 * Shape:  each entry of a host's chain carries the hash of the one before it
 *         and its own; whoever changes one must change all that follow, and
 *         the head is in the log of another machine. Pure.
 * Units:  time_s Unix seconds; a hash is 64 hex digits.
 * Errors: none.
 * Source: BLAKE2b-256 (libsodium) over "name=length:value\n" of each part in
 *         the order of struct audit_entry, the hash before it last.
 */
#ifndef IDENTITYD_AUDIT_CHAIN_H
#define IDENTITYD_AUDIT_CHAIN_H

#include <stdint.h>

enum { AUDIT_HASH_SIZE = 65 };

/* What the first entry has as the one before it. */
#define AUDIT_GENESIS \
	"0000000000000000000000000000000000000000000000000000000000000000"

struct audit_entry {
	int64_t home; /* serverID: whose chain */
	int64_t seq;  /* from 1, without gaps */
	int64_t time_s;
	const char *actor;
	const char *action;
	const char *target; /* "" when there is none; the same below */
	const char *school;
	const char *reason;
	const char *result;
};

void audit_chain_hash(const struct audit_entry *entry,
    const char previous[AUDIT_HASH_SIZE], char hash[AUDIT_HASH_SIZE]);

#endif
