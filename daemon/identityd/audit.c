#include "audit.h"

#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "dir/filter.h"
#include "shared.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

struct audit {
	pthread_mutex_t lock;
	int64_t home;
	char base_dn[FILTER_DN_SIZE];
	bool is_known; /* false: the head must be read from the directory */
	int64_t seq;
	char hash[AUDIT_HASH_SIZE];
};

struct audit *
audit_new(int64_t home, const char *base_dn)
{
	struct audit *audit =
	    shared_new(sizeof(*audit), offsetof(struct audit, lock));

	if (audit == NULL)
		return NULL;
	audit->home = home;
	if (!text_copy(audit->base_dn, sizeof(audit->base_dn), base_dn)) {
		(void)munmap(audit, sizeof(*audit));
		return NULL;
	}
	return audit;
}

static enum rc
lock(struct audit *audit, struct err *err)
{
	struct timespec until;
	int code;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += AUDIT_WAIT_S;
	code = pthread_mutex_clocklock(&audit->lock, CLOCK_MONOTONIC, &until);
	if (code == EOWNERDEAD) {
		/* The dead holder may have added one. */
		audit->is_known = false;
		code = pthread_mutex_consistent(&audit->lock);
	}
	if (code == ETIMEDOUT)
		return err_set(err, RC_OFFLINE,
		    "another worker has waited for the directory too long");
	return code == 0 ? RC_OK
			 : err_set(err, RC_FAULT, "lock: %s", strerror(code));
}

static enum rc
entry_dn(const struct audit *audit, int64_t seq, char dn[FILTER_DN_SIZE],
    struct err *err)
{
	char rdn[64];

	(void)snprintf(rdn, sizeof(rdn), "%lld-%lld", (long long)audit->home,
	    (long long)seq);
	if (!text_print(
		dn, FILTER_DN_SIZE, "cn=%s,ou=audit,%s", rdn, audit->base_dn))
		return err_set(err, RC_FAULT, "audit: name too long");
	return RC_OK;
}

/* The hash of entry `seq`; RC_ABSENT when there is none. */
static enum rc
load_hash(const struct audit *audit, struct dir *dir, int64_t seq,
    char hash[AUDIT_HASH_SIZE], struct err *err)
{
	static const char *const attrs[] = {"portalAuditHash", NULL};
	char dn[FILTER_DN_SIZE];
	struct dir_entry *entry;
	enum rc rc = entry_dn(audit, seq, dn, err);
	const char *value;

	if (rc == RC_OK)
		rc = dir_get(dir, dn, attrs, &entry, err);
	if (rc != RC_OK)
		return rc;
	value = dir_value(entry, "portalAuditHash");
	if (value == NULL || !text_copy(hash, AUDIT_HASH_SIZE, value))
		rc = err_set(err, RC_FAULT, "%s: no portalAuditHash", dn);
	dir_entry_free(entry);
	return rc;
}

/* Numbers have no gaps: the last one is found by doubling, then halving. */
static enum rc
find_head(struct audit *audit, struct dir *dir, struct err *err)
{
	char hash[AUDIT_HASH_SIZE] = AUDIT_GENESIS;
	int64_t there = 0, beyond = 1;
	enum rc rc;

	memcpy(audit->hash, AUDIT_GENESIS, AUDIT_HASH_SIZE);
	if (audit->seq > 0)
		beyond = audit->seq; /* our last known one: start there */
	while ((rc = load_hash(audit, dir, beyond, hash, err)) == RC_OK) {
		memcpy(audit->hash, hash, AUDIT_HASH_SIZE);
		there = beyond;
		beyond *= 2;
	}
	while (rc == RC_ABSENT && beyond - there > 1) {
		int64_t middle = there + (beyond - there) / 2;

		rc = load_hash(audit, dir, middle, hash, err);
		if (rc == RC_OK) {
			memcpy(audit->hash, hash, AUDIT_HASH_SIZE);
			there = middle;
			rc = RC_ABSENT;
		} else if (rc == RC_ABSENT) {
			beyond = middle;
		}
	}
	if (rc != RC_ABSENT)
		return err_context(err, rc, "audit head");
	audit->seq = there;
	audit->is_known = true;
	return RC_OK;
}

static enum rc
add_entry(struct audit *audit, struct dir *dir, struct audit_entry *entry,
    struct err *err)
{
	char dn[FILTER_DN_SIZE], cn[64], seq[24], when[CLOCK_GENERALIZED_SIZE];
	char hash[AUDIT_HASH_SIZE];
	struct dir_change values[16];
	size_t count = 0;
	const struct {
		const char *attr, *value;
	} parts[] = {
	    {"objectClass", "portalAudit"},
	    {"cn", cn},
	    {"portalAuditSeq", seq},
	    {"portalAuditTime", when},
	    {"portalAuditActor", entry->actor},
	    {"portalAuditAction", entry->action},
	    {"portalAuditTarget", entry->target},
	    {"portalAuditSchool", entry->school},
	    {"portalAuditReason", entry->reason},
	    {"portalAuditResult", entry->result},
	    {"portalAuditPrev", audit->hash},
	    {"portalAuditHash", hash},
	};
	enum rc rc;

	entry->home = audit->home;
	entry->seq = audit->seq + 1;
	audit_chain_hash(entry, audit->hash, hash);
	(void)snprintf(cn, sizeof(cn), "%lld-%lld", (long long)entry->home,
	    (long long)entry->seq);
	(void)snprintf(seq, sizeof(seq), "%lld", (long long)entry->seq);
	clock_generalized(entry->time_s, when);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i].value[0] != '\0')
			values[count++] = (struct dir_change){
			    DIR_ADD, parts[i].attr, parts[i].value, 0};
	rc = entry_dn(audit, entry->seq, dn, err);
	if (rc == RC_OK)
		rc = dir_add(dir, dn, values, count, err);
	audit->is_known = rc == RC_OK;
	if (rc != RC_OK)
		return rc;
	audit->seq = entry->seq;
	memcpy(audit->hash, hash, AUDIT_HASH_SIZE);
	return RC_OK;
}

enum rc
audit_add(struct audit *audit, struct dir *dir, const struct audit_entry *entry,
    struct err *err)
{
	enum { TRIES = 3 }; /* the number is taken: somebody else's turn */
	struct audit_entry mine = *entry;
	enum rc rc = lock(audit, err);

	if (rc != RC_OK)
		return err_context(err, rc, "audit");
	rc = RC_EXISTS;
	for (int i = 0; i < TRIES && rc == RC_EXISTS; i++) {
		rc = audit->is_known ? RC_OK : find_head(audit, dir, err);
		if (rc == RC_OK)
			rc = add_entry(audit, dir, &mine, err);
	}
	(void)pthread_mutex_unlock(&audit->lock);
	return rc == RC_OK ? RC_OK : err_context(err, rc, "audit");
}

/* Keyed with the ring's key `kid`, of which the MAC tells the number. */
static bool
mac_of(const struct keyring *ring, uint32_t kid, const char *what,
    char mac[AUDIT_HASH_SIZE])
{
	const struct keyring_key *key = keyring_find(ring, kid);
	unsigned char out[32];

	if (key == NULL)
		return false;
	(void)crypto_generichash(out, sizeof(out), (const unsigned char *)what,
	    strlen(what), key->key, sizeof(key->key));
	return text_hex(mac, AUDIT_HASH_SIZE, out, sizeof(out));
}

enum rc
audit_head(struct audit *audit, struct dir *dir, const struct keyring *ring,
    char head[AUDIT_HEAD_SIZE], struct err *err)
{
	const struct keyring_key *key = keyring_newest(ring);
	char mac[AUDIT_HASH_SIZE];
	enum rc rc = lock(audit, err);

	if (rc != RC_OK)
		return err_context(err, rc, "audit");
	if (!audit->is_known)
		rc = find_head(audit, dir, err);
	(void)snprintf(head, AUDIT_HEAD_SIZE, "%lld-%lld-%s",
	    (long long)audit->home, (long long)audit->seq, audit->hash);
	(void)pthread_mutex_unlock(&audit->lock);
	if (rc != RC_OK)
		return rc;
	if (key == NULL || !mac_of(ring, key->kid, head, mac))
		return err_set(err, RC_FAULT, "no audit key");
	(void)snprintf(head + strlen(head), AUDIT_HEAD_SIZE - strlen(head),
	    "-%u-%s", key->kid, mac);
	return RC_OK;
}

struct head_parts {
	long long home, seq;
	char hash[AUDIT_HASH_SIZE];
	unsigned kid;
	char mac[AUDIT_HASH_SIZE];
};

static bool
parse_head(const char *head, struct head_parts *parts)
{
	int end = 0;

	return strlen(head) < AUDIT_HEAD_SIZE &&
	    sscanf(head, "%19lld-%19lld-%64[0-9a-f]-%9u-%64[0-9a-f]%n",
		&parts->home, &parts->seq, parts->hash, &parts->kid, parts->mac,
		&end) == 5 &&
	    head[end] == '\0' && strlen(parts->hash) == AUDIT_HASH_SIZE - 1 &&
	    strlen(parts->mac) == AUDIT_HASH_SIZE - 1 && parts->seq >= 0;
}

enum rc
audit_check_head(struct audit *audit, struct dir *dir,
    const struct keyring *ring, const char *head, struct err *err)
{
	struct head_parts parts;
	char signed_part[AUDIT_HEAD_SIZE], mac[AUDIT_HASH_SIZE];
	char hash[AUDIT_HASH_SIZE] = AUDIT_GENESIS;
	struct audit of_home;
	enum rc rc = RC_OK;

	if (!parse_head(head, &parts))
		return err_set(err, RC_INPUT, "not the head of an audit chain");
	(void)snprintf(signed_part, sizeof(signed_part), "%lld-%lld-%s",
	    parts.home, parts.seq, parts.hash);
	if (!mac_of(ring, parts.kid, signed_part, mac) ||
	    !text_equal_secret(mac, parts.mac, AUDIT_HASH_SIZE))
		return err_set(err, RC_DENIED, "we never made this head");
	of_home = (struct audit){.home = parts.home};
	(void)text_copy(
	    of_home.base_dn, sizeof(of_home.base_dn), audit->base_dn);
	if (parts.seq > 0)
		rc = load_hash(&of_home, dir, parts.seq, hash, err);
	if (rc == RC_ABSENT || (rc == RC_OK && strcmp(hash, parts.hash) != 0))
		return err_set(err, RC_DENIED, "entry %lld-%lld is %s",
		    parts.home, parts.seq,
		    rc == RC_ABSENT ? "gone" : "another one now");
	return rc;
}
