/*
 * lab_offline.h - logins while the directory is away, and what is kept for
 * them.
 *
 * Shape:  auth is the question when no server answers. after runs when a
 *         login's answer has gone: keeps an accepted password, forgets a
 *         refused one; nobody waits for that. sweep forgets whoever has changed
 *         since.
 * Units:  Unix seconds.
 * Errors: as lab.h.
 * Source: offline.h.
 */
#ifndef LABD_LAB_OFFLINE_H
#define LABD_LAB_OFFLINE_H

#include "lab.h"

enum rc lab_offline_auth(struct lab *lab, const char *account,
    const char *password, struct lab_answer *answer, struct err *err);

/* What the directory said to a login. RC_OK: kept, unless the person must not
 * log in offline (offline_never). */
enum rc lab_offline_after(struct lab *lab, const char *account,
    const char *password, enum rc said, struct err *err);

enum rc lab_offline_sweep(struct lab *lab, struct err *err);

#endif
