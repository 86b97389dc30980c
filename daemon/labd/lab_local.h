/*
 * lab_local.h - the accounts of the machine itself.
 *
 * Shape:  reads the passwd file anew at each question; it has some forty
 *         lines. Never by getpwnam(3), which would ask ourselves.
 * Units:  none.
 * Errors: RC_FAULT when the file cannot be read: then nobody is let in on the
 *         directory's word alone.
 * Source: passwd(5).
 */
#ifndef LABD_LAB_LOCAL_H
#define LABD_LAB_LOCAL_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define LAB_LOCAL_PASSWD "/etc/passwd"

/* Does a local account have this name or this uid? */
enum rc lab_local_has(const char *path, const char *name, int64_t uid,
    bool *has, struct err *err);

#endif
