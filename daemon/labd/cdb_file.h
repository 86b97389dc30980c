/*
 * cdb_file.h - a new file in the place of an old one, wholly or not at all.
 *
 * Shape:  begin makes NAME.new, commit fsyncs and renames it, abandon forgets
 *         it. What goes wrong in between is remembered and told by commit.
 * Units:  none.
 * Errors: RC_FAULT.
 * Source: tinycdb; rename(2).
 */
#ifndef LABD_CDB_FILE_H
#define LABD_CDB_FILE_H

#include "base/err.h"

#include <cdb.h>
#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

struct cdb_file {
	struct cdb_make make;
	int fd;
	bool is_broken;
	char path[PATH_MAX];
	char new_path[PATH_MAX];
};

enum rc cdb_file_begin(struct cdb_file *file, const char *dir, const char *name,
    mode_t mode, struct err *err);
/* Its readers shall be the owner and this group, if we may say so; otherwise
 * the owner alone. */
void cdb_file_share(struct cdb_file *file, gid_t gid);
void cdb_file_put(struct cdb_file *file, const void *key, size_t key_len,
    const void *value, size_t len);
enum rc cdb_file_commit(struct cdb_file *file, struct err *err);
void cdb_file_abandon(struct cdb_file *file);

#endif
