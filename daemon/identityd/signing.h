/*
 * signing.h - the keys that ID tokens are signed with.
 *
 * Shape:  the ring "sign" holds seeds; deriving a key from one takes half a
 *         second, so one process does it for all and puts the result into
 *         shared memory that is neither swapped nor dumped. A key's name (kid)
 *         is its number in the ring and its thumbprint: the number says who is
 *         meant when the key itself is gone, the thumbprint makes the name
 *         unique, whatever rings there are. Of the keys in use the
 *         newest signs that was published long enough for services to have it,
 *         or else the oldest published: nobody gets a token that cannot be
 *         checked.
 * Units:  sizes count the NUL; now_s Unix seconds.
 * Errors: RC_BUSY no key is derived and published yet.
 * Source: ours; RFC 7638.
 */
#ifndef IDENTITYD_SIGNING_H
#define IDENTITYD_SIGNING_H

#include "jose/jwk.h"
#include "seal/keyring.h"

#include <stdbool.h>

enum {
	SIGNING_KEYS_MAX = 8, /* derived; older live ones stay published */
	SIGNING_KID_SIZE = 64,
	SIGNING_HEARD_S = 30, /* leaved asks every 10 s for the keys */
};

struct signing;

/* In shared memory, to be made before the workers are born. NULL: no memory. */
struct signing *signing_new(void);

/* ---------------------------------------------- the process that prepares */

/* Forgets keys that the ring has no more, or has SIGNING_KEYS_MAX newer ones
 * of, and derives the oldest that is lacking, for it was published before the
 * others; RC_ABSENT when none is. */
enum rc signing_derive(
    struct signing *signing, const struct keyring *ring, struct err *err);

/* The public half of what is derived. */
struct signing_public {
	char kid[SIGNING_KID_SIZE];
	struct rsa_public pub;
};
size_t signing_list(
    struct signing *signing, struct signing_public list[SIGNING_KEYS_MAX]);

/* The directory publishes that key, now if not before. */
void signing_set_published(
    struct signing *signing, const char *kid, int64_t now_s);

/* --------------------------------------------------- the workers that sign */

/* A worker's copy of the key that signs; starts as {0}. */
struct signer {
	char kid[SIGNING_KID_SIZE];
	struct rsa_key *key;
};

/* Brings it up to date. */
enum rc signing_get(struct signing *signing, int64_t now_s,
    struct signer *signer, struct err *err);

/* Does that number of the ring sign just now? */
bool signing_is_used(struct signing *signing, uint32_t number, int64_t now_s);

/* The number in a kid; 0 when it is none of ours. */
uint32_t signing_number(const char *kid);

#endif
