/*
 * lab_local.h - the accounts and groups of the machine itself.
 *
 * Shape:  the names and numbers of a passwd(5) or group(5) file, some forty
 *         lines. Not by getpwnam(3), which would ask ourselves. _load reads
 *         them into an uninitialised struct, _update into a zeroed one that is
 *         kept: anew only when the file is another one, or has changed.
 * Units:  none.
 * Errors: RC_FAULT when the file cannot be read: then nobody is let in on the
 *         directory's word alone.
 * Source: passwd(5), group(5): both begin with name, password, number.
 */
#ifndef LABD_LAB_LOCAL_H
#define LABD_LAB_LOCAL_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#define LAB_LOCAL_PASSWD "/etc/passwd"
#define LAB_LOCAL_GROUP  "/etc/group"

struct lab_local_entry {
	char *name;
	int64_t number;
};

struct lab_local {
	struct lab_local_entry *entries;
	size_t count;
	struct stat seen; /* by _update, before it was read */
};

enum rc lab_local_load(
    const char *path, struct lab_local *local, struct err *err);
enum rc lab_local_update(
    const char *path, struct lab_local *local, struct err *err);
void lab_local_wipe(struct lab_local *local);

/* Is this name or this number one of the machine's own? */
bool lab_local_has(
    const struct lab_local *local, const char *name, int64_t number);

#endif
