/*
 * publish.h - the directory's key set, where everybody finds our public keys.
 *
 * Shape:  portalAppKeys of ou=apps. It is changed under an assertion that
 *         nobody else has changed the entry meanwhile; what failed is tried
 *         again with the next tick.
 * Units:  none.
 * Errors: those of dir.h; RC_FAULT what is there is no key set.
 * Source: ours.
 */
#ifndef IDENTITYD_PUBLISH_H
#define IDENTITYD_PUBLISH_H

#include "core.h"
#include "jose/jwk.h"

/* The set, empty when there is none yet; the caller decrefs. */
enum rc publish_load(struct core *core, json_t **set, struct err *err);

/* The ticker's chore: derives what the ring has new, and publishes it. */
enum rc publish_run(struct core *core, struct err *err);

#endif
