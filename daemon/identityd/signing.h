/*
 * signing.h - the keys that ID tokens are signed with.
 *
 * Shape:  the ring "sign" holds seeds; deriving a key from one takes half a
 *         second, so one process does it for all and puts the result into
 *         shared memory that is neither swapped nor dumped. A key's name (kid)
 *         is its number in the ring and its thumbprint: the number says who is
 *         meant when the key itself is gone, the thumbprint makes the name
 *         unique, whatever rings there are. Of the keys that the
 *         directory publishes the ring's newest signs, or until it is there the
 *         one before: nobody gets a token that cannot be checked.
 * Units:  sizes count the NUL.
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
};

struct signing;

/* In shared memory, to be made before the workers are born. NULL: no memory. */
struct signing *signing_new(void);

/* ---------------------------------------------- the process that prepares */

/* Forgets keys that the ring has no more, or has SIGNING_KEYS_MAX newer ones
 * of, and derives the newest that is lacking; RC_ABSENT when none is. */
enum rc signing_derive(
    struct signing *signing, const struct keyring *ring, struct err *err);

/* The public half of what is derived. */
struct signing_public {
	char kid[SIGNING_KID_SIZE];
	struct rsa_public pub;
};
size_t signing_list(
    struct signing *signing, struct signing_public list[SIGNING_KEYS_MAX]);

/* The directory publishes that key. */
void signing_set_published(struct signing *signing, const char *kid);

/* --------------------------------------------------- the workers that sign */

/* A worker's copy of the key that signs; starts as {0}. */
struct signer {
	char kid[SIGNING_KID_SIZE];
	struct rsa_key *key;
};

/* Brings it up to date. */
enum rc signing_get(
    struct signing *signing, struct signer *signer, struct err *err);

/* Does that number of the ring sign just now? */
bool signing_is_used(struct signing *signing, uint32_t number);

/* The number in a kid; 0 when it is none of ours. */
uint32_t signing_number(const char *kid);

#endif
