/*
 * keyset.h - what the directory's key set should be, given what it is.
 *
 * Shape:  hosts share one set. Each adds the keys that it has live, and lets
 *         none go but those that its own ring has retired: such a key stays
 *         until nothing it signed is alive, which "exp" says (as in OpenID
 *         Federation). A host that has the key live still moves that end on, so
 *         that hosts may be told one after the other. Pure.
 * Units:  now_s, exp Unix seconds.
 * Errors: false: there was nothing to change.
 * Source: ours; RFC 7517 allows more members.
 */
#ifndef IDENTITYD_KEYSET_H
#define IDENTITYD_KEYSET_H

#include "signing.h"

enum {
	KEYSET_TOKEN_LIFE_S = 600, /* of an ID token */
	KEYSET_LEAVE_S = 2 * KEYSET_TOKEN_LIFE_S,
};

bool keyset_merge(json_t *set, const struct keyring *ring,
    const struct signing_public *own, size_t count, int64_t now_s);

#endif
