/*
 * remote.h - a tool's question to identityd from another machine.
 *
 * Shape:  the same question and the same answer as over a socket (query.h), by
 *         the portal's JSON at /api/v1; the work that it wants for each is
 *         done here.
 * Units:  none.
 * Errors: those of the answer, with its sentence; those of https.h; RC_FAULT
 *         for a question that the portal does not take.
 * Source: portal-api(7).
 */
#ifndef TOOLS_REMOTE_H
#define TOOLS_REMOTE_H

#include "base/portal.h"
#include "query.h"

/* `query` is begun and filled. */
enum rc remote_ask(
    const struct portal *portal, struct query *query, struct err *err);

#endif
