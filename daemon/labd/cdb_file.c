#include "cdb_file.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum rc
cdb_file_begin(struct cdb_file *file, const char *dir, const char *name,
    mode_t mode, struct err *err)
{
	*file = (struct cdb_file){.fd = -1};
	if (!text_print(file->path, PATH_MAX, "%s/%s", dir, name) ||
	    !text_print(file->new_path, PATH_MAX, "%s/%s.new", dir, name))
		return err_set(err, RC_FAULT, "%s: path too long", dir);
	(void)unlink(file->new_path);
	file->fd = open(file->new_path,
	    O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file->fd < 0 || fchmod(file->fd, mode) != 0 ||
	    cdb_make_start(&file->make, file->fd) != 0) {
		(void)err_set(
		    err, RC_FAULT, "%s: %s", file->new_path, strerror(errno));
		if (file->fd >= 0)
			(void)close(file->fd);
		file->fd = -1;
		return RC_FAULT;
	}
	return RC_OK;
}

void
cdb_file_share(struct cdb_file *file, gid_t gid)
{
	struct stat status;
	bool is_theirs = fstat(file->fd, &status) == 0 &&
	    (status.st_gid == gid || fchown(file->fd, (uid_t)-1, gid) == 0);

	(void)fchmod(file->fd, is_theirs ? 0640 : 0600);
}

void
cdb_file_put(struct cdb_file *file, const void *key, size_t key_len,
    const void *value, size_t len)
{
	if (cdb_make_add(
		&file->make, key, (unsigned)key_len, value, (unsigned)len) != 0)
		file->is_broken = true;
}

static void
sync_dir(const struct cdb_file *file)
{
	char dir[PATH_MAX];
	int fd;

	(void)text_copy(dir, sizeof(dir), file->path);
	*strrchr(dir, '/') = '\0';
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)fsync(fd);
		(void)close(fd);
	}
}

enum rc
cdb_file_commit(struct cdb_file *file, struct err *err)
{
	bool is_good = cdb_make_finish(&file->make) == 0 && !file->is_broken &&
	    fsync(file->fd) == 0;

	is_good = close(file->fd) == 0 && is_good;
	file->fd = -1;
	if (!is_good || rename(file->new_path, file->path) != 0) {
		(void)err_set(
		    err, RC_FAULT, "%s: %s", file->path, strerror(errno));
		(void)unlink(file->new_path);
		return RC_FAULT;
	}
	sync_dir(file);
	return RC_OK;
}

void
cdb_file_abandon(struct cdb_file *file)
{
	if (file->fd < 0)
		return;
	(void)cdb_make_finish(&file->make); /* frees */
	(void)close(file->fd);
	(void)unlink(file->new_path);
	file->fd = -1;
}
