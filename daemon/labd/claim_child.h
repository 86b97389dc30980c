/*
 * claim_child.h - has portal-passwd ask the portal, as a child with fewer
 * rights.
 *
 * Shape:  one child a question, which goes over a socket pair and nowhere else:
 *         not into its arguments, its environment or a file. The child opens
 *         the system's libraries, what names a host, the portal's settings and
 *         certificates; nothing of labd's, and nothing for writing. It ends
 *         with us, and at the deadline.
 * Units:  CLAIM_CHILD_MS for all of it.
 * Errors: RC_OK for any answer of the portal, which has its own class;
 *         RC_OFFLINE when none came in time; RC_FAULT when there was no child,
 *         or it answered nonsense. After both nobody knows what the portal did.
 * Source: portal-passwd(1); jail.h.
 */
#ifndef LABD_CLAIM_CHILD_H
#define LABD_CLAIM_CHILD_H

#include "base/wire.h"
#include "labd_conf.h"

/* The reason of an answer that is portal-passwd's own: no portal was heard. */
#define CLAIM_CHILD_REASON "portal"

enum { CLAIM_CHILD_MS = 40000 }; /* a reset waits its turn to hash */

/* `question` is begun and filled; `answer` borrows `buf`, of WIRE_MAX bytes. */
enum rc claim_child_ask(const struct labd_conf *conf, const char *lang,
    struct wire_out *question, struct wire_in *answer, void *buf,
    struct err *err);

#endif
