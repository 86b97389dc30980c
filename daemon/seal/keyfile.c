#include "keyfile.h"

#include "base/secret.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
is_mine(uid_t uid)
{
	return uid == 0 || uid == geteuid();
}

static enum rc
stat_check(const struct stat *st, struct err *err)
{
	if (!S_ISREG(st->st_mode))
		return err_set(err, RC_DENIED, "not a regular file");
	if (!is_mine(st->st_uid))
		return err_set(err, RC_DENIED,
		    "owned by uid %u, not by root or this program's own",
		    st->st_uid);
	if ((st->st_mode & (S_IWGRP | S_IRWXO)) != 0)
		return err_set(err, RC_DENIED,
		    "mode %04o: others may read it, or its group write it",
		    st->st_mode & 07777);
	return RC_OK;
}

static enum rc
read_whole(int fd, char *text, size_t size, size_t *len, struct err *err)
{
	ssize_t got;

	*len = 0;
	while ((got = read(fd, text + *len, size - *len)) > 0)
		*len += (size_t)got;
	if (got < 0)
		return err_set(err, RC_FAULT, "read: %s", strerror(errno));
	if (*len == size)
		return err_set(err, RC_INPUT, "larger than a key ring");
	return RC_OK;
}

static enum rc
fd_load(int fd, struct keyring *ring, mode_t *mode, struct err *err)
{
	SECRET(text, KEYRING_TEXT_SIZE);
	struct stat st;
	size_t len;
	enum rc rc;

	if (fstat(fd, &st) != 0)
		return err_set(err, RC_FAULT, "stat: %s", strerror(errno));
	*mode = st.st_mode & 0777;
	rc = stat_check(&st, err);
	if (rc == RC_OK)
		rc = read_whole(fd, text, sizeof(text), &len, err);
	if (rc == RC_OK)
		rc = keyring_parse(ring, text, len, err);
	return rc;
}

static enum rc
open_fault(int code, struct err *err)
{
	if (code == ENOENT)
		return err_set(err, RC_ABSENT, "no such file");
	if (code == ELOOP)
		return err_set(err, RC_DENIED, "a symbolic link");
	return err_set(err, code == EACCES ? RC_DENIED : RC_FAULT, "open: %s",
	    strerror(code));
}

static enum rc
path_load(const char *path, struct keyring *ring, mode_t *mode, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	enum rc rc;

	if (fd < 0)
		return open_fault(errno, err);
	rc = fd_load(fd, ring, mode, err);
	(void)close(fd);
	return rc;
}

enum rc
keyfile_load(const char *path, const char *purpose, struct keyring **ring,
    struct err *err)
{
	mode_t mode;
	enum rc rc;

	*ring = keyring_new(purpose);
	if (*ring == NULL)
		return err_set(err, RC_FAULT, "%s: no memory for keys", path);
	rc = path_load(path, *ring, &mode, err);
	if (rc == RC_OK)
		return RC_OK;
	keyring_free(*ring);
	*ring = NULL;
	return err_context(err, rc, "%s", path);
}

/* A descriptor of the directory of `path`, locked: closing it unlocks. */
static enum rc
directory_lock(const char *path, int *dir_fd, struct err *err)
{
	char dir[PATH_MAX];
	char *slash;

	*dir_fd = -1;
	if (!text_copy(dir, sizeof(dir), path))
		return err_set(err, RC_INPUT, "path too long");
	slash = strrchr(dir, '/');
	if (slash == dir)
		slash++;
	if (slash == NULL)
		(void)text_copy(dir, sizeof(dir), ".");
	else
		*slash = '\0';
	*dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*dir_fd < 0)
		return open_fault(errno, err);
	if (flock(*dir_fd, LOCK_EX | LOCK_NB) == 0)
		return RC_OK;
	(void)close(*dir_fd);
	*dir_fd = -1;
	return err_set(err, RC_BUSY, "somebody else is changing the keys");
}

static bool
write_whole(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, text, len);

		if (put < 0)
			return false;
		text += put;
		len -= (size_t)put;
	}
	return true;
}

/* Fills `temporary`, which nobody else has open, to the last byte on disk. */
static bool
temporary_write(
    const char *temporary, const struct keyring *ring, mode_t mode, int dir_fd)
{
	SECRET(text, KEYRING_TEXT_SIZE);
	size_t len = keyring_print(ring, text);
	struct stat dir;
	bool is_written;
	int fd;

	(void)unlink(temporary);
	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	is_written = write_whole(fd, text, len) && fsync(fd) == 0;
	/* The directory's group is the one that may read, if any may. */
	if (is_written && (mode & S_IRGRP) != 0)
		is_written = fstat(dir_fd, &dir) == 0 &&
		    fchown(fd, (uid_t)-1, dir.st_gid) == 0 &&
		    fchmod(fd, mode) == 0;
	return close(fd) == 0 && is_written;
}

static enum rc
path_store(const char *path, const struct keyring *ring, mode_t mode,
    int dir_fd, struct err *err)
{
	char temporary[PATH_MAX];

	if (!text_print(temporary, sizeof(temporary), "%s.new", path))
		return err_set(err, RC_INPUT, "path too long");
	if (temporary_write(temporary, ring, mode, dir_fd) &&
	    rename(temporary, path) == 0 && fsync(dir_fd) == 0)
		return RC_OK;
	(void)err_set(err, RC_FAULT, "write: %s", strerror(errno));
	(void)unlink(temporary);
	return RC_FAULT;
}

typedef enum rc key_make(
    struct keyring *ring, int day, uint32_t *kid, struct err *err);
typedef enum rc key_turn(struct keyring *ring, uint32_t kid, struct err *err);

/* One change of a ring; the path's sentence is put before by the caller. */
struct change {
	const char *path, *purpose;
	key_make *make; /* a key on `day`, then its number is `kid` */
	key_turn *turn; /* or else the key `kid` */
	int day;
	uint32_t kid;
};

static enum rc
ring_change(
    struct keyring *ring, struct change *change, int dir_fd, struct err *err)
{
	mode_t mode = 0600;
	enum rc rc = path_load(change->path, ring, &mode, err);

	if (rc == RC_ABSENT && change->make != NULL)
		rc = RC_OK; /* the first key makes the file */
	if (rc == RC_OK)
		rc = change->make != NULL
		    ? change->make(ring, change->day, &change->kid, err)
		    : change->turn(ring, change->kid, err);
	if (rc == RC_OK)
		rc = path_store(change->path, ring, mode, dir_fd, err);
	return rc;
}

static enum rc
change_apply(struct change *change, struct err *err)
{
	struct keyring *ring = keyring_new(change->purpose);
	int dir_fd = -1;
	enum rc rc;

	if (ring == NULL)
		return err_set(
		    err, RC_FAULT, "%s: no memory for keys", change->path);
	rc = directory_lock(change->path, &dir_fd, err);
	if (rc == RC_OK)
		rc = ring_change(ring, change, dir_fd, err);
	if (dir_fd >= 0)
		(void)close(dir_fd);
	keyring_free(ring);
	return rc == RC_OK ? RC_OK : err_context(err, rc, "%s", change->path);
}

static enum rc
make(key_make *how, const char *path, const char *purpose, int day,
    uint32_t *kid, struct err *err)
{
	struct change change = {
	    .path = path, .purpose = purpose, .make = how, .day = day};
	enum rc rc = change_apply(&change, err);

	*kid = rc == RC_OK ? change.kid : 0;
	return rc;
}

enum rc
keyfile_add(const char *path, const char *purpose, int day, uint32_t *kid,
    struct err *err)
{
	return make(keyring_add, path, purpose, day, kid, err);
}

enum rc
keyfile_prepare(const char *path, const char *purpose, int day, uint32_t *kid,
    struct err *err)
{
	return make(keyring_prepare, path, purpose, day, kid, err);
}

enum rc
keyfile_use(
    const char *path, const char *purpose, uint32_t kid, struct err *err)
{
	struct change change = {
	    .path = path, .purpose = purpose, .turn = keyring_use, .kid = kid};

	return change_apply(&change, err);
}

enum rc
keyfile_retire(
    const char *path, const char *purpose, uint32_t kid, struct err *err)
{
	struct change change = {.path = path,
	    .purpose = purpose,
	    .turn = keyring_retire,
	    .kid = kid};

	return change_apply(&change, err);
}

/* --------------------------------------------------------- the first start */

#define FIRST_MARK ".first"

static enum rc
dir_sync(const char *dir, struct err *err)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_synced = fd >= 0 && fsync(fd) == 0;

	if (!is_synced)
		(void)err_set(err, RC_FAULT, "%s: %s", dir, strerror(errno));
	if (fd >= 0)
		(void)close(fd);
	return is_synced ? RC_OK : RC_FAULT;
}

static enum rc
first_begin(const char *dir, const char *mark, struct err *err)
{
	int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return err_set(err, RC_FAULT, "%s: %s", mark, strerror(errno));
	(void)close(fd);
	return dir_sync(dir, err);
}

static enum rc
first_end(const char *dir, const char *mark, struct err *err)
{
	if (unlink(mark) != 0)
		return err_set(err, RC_FAULT, "%s: %s", mark, strerror(errno));
	return dir_sync(dir, err);
}

static bool
ring_path(char path[PATH_MAX], const char *dir, const char *purpose)
{
	return text_print(path, PATH_MAX, "%s/%s", dir, purpose) &&
	    access(path, F_OK) == 0;
}

enum rc
keyfile_make(const char *dir, const char *purpose, int day, struct err *err)
{
	char path[PATH_MAX];
	uint32_t kid;

	return ring_path(path, dir, purpose)
	    ? RC_OK
	    : keyfile_add(path, purpose, day, &kid, err);
}

/* Makes the rings that are missing. */
static enum rc
first_fill(const char *dir, const char *const *purposes, size_t count, int day,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = keyfile_make(dir, purposes[i], day, err);
	return rc;
}

/* How many rings are there; `*missing` is one that is not, or as it was. */
static size_t
count_there(const char *dir, const char *const *purposes, size_t count,
    const char **missing)
{
	char path[PATH_MAX];
	size_t there = 0;

	for (size_t i = 0; i < count; i++)
		if (ring_path(path, dir, purposes[i]))
			there++;
		else
			*missing = purposes[i];
	return there;
}

bool
keyfile_is_first(const char *dir, const char *const *purposes, size_t count)
{
	const char *missing;
	char mark[PATH_MAX];

	return count_there(dir, purposes, count, &missing) == 0 &&
	    !ring_path(mark, dir, FIRST_MARK);
}

enum rc
keyfile_make_first(const char *dir, const char *const *purposes, size_t count,
    int day, struct err *err)
{
	char mark[PATH_MAX];
	const char *missing = NULL;
	size_t there = count_there(dir, purposes, count, &missing);
	enum rc rc;

	if (!text_print(mark, sizeof(mark), "%s/" FIRST_MARK, dir))
		return err_set(err, RC_INPUT, "path too long");
	if (access(mark, F_OK) != 0) {
		if (missing == NULL)
			return RC_OK;
		if (there > 0)
			return err_set(err, RC_FAULT,
			    "%s: the key ring %s is gone: bring it back from "
			    "its copy",
			    dir, missing);
	}
	rc = first_begin(dir, mark, err);
	if (rc == RC_OK)
		rc = first_fill(dir, purposes, count, day, err);
	return rc == RC_OK ? first_end(dir, mark, err) : rc;
}
