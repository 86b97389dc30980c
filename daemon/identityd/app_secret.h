/*
 * app_secret.h - the secret of a client, shown once.
 *
 * Shape:  made by us, never chosen; the directory has its hash.
 * Units:  none.
 * Errors: enum reply.
 * Source: client.h.
 */
#ifndef IDENTITYD_APP_SECRET_H
#define IDENTITYD_APP_SECRET_H

#include "act.h"

/* The act's target is a client that needs a secret and has none: it gets one,
 * in the answer. */
enum reply app_secret_complete(
    const struct act *act, struct serve_answer *answer);

#endif
