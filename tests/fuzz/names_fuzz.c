/*
 * names_fuzz.c - a file of names with any content, read by every look-up of
 * libnss_portal, over the mapping and without it.
 *
 * The first byte says how long the caller's buffer is, the rest is the file.
 * What the module and cdb ask of the system is answered here, from memory: a
 * mapping has just the file's bytes, so that one beyond them is noticed. One
 * file is open at a time; when the file is gone, nothing of it stays mapped.
 */
#include "../../pam_module/nss_portal.h"
#include "base/names.h"
#include "wrap.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FAKE_FD = 7000, MAPPED_MAX = 4 };

static struct {
	const uint8_t *bytes; /* NULL: there is no such file */
	size_t len, at;
	bool is_open;
	bool is_locked; /* then the file is read, not mapped */
	void *mapped[MAPPED_MAX];
	time_t now_s;
} file;

/* ---------------------------------------------------- libc's calls */

static bool
is_ours(const char *path)
{
	return strcmp(path, NAMES_PATH) == 0 ||
	    strcmp(path, NAMES_SHADOW_PATH) == 0;
}

WRAP(int, open, const char *path, int flags, ...)
{
	if (!is_ours(path))
		return __real_open(path, flags & ~O_CREAT);
	if (file.bytes == NULL) {
		errno = ENOENT;
		return -1;
	}
	assert(!file.is_open);
	file.is_open = true;
	file.at = 0;
	return FAKE_FD;
}

WRAP(int, close, int fd)
{
	if (fd != FAKE_FD)
		return __real_close(fd);
	assert(file.is_open);
	file.is_open = false;
	return 0;
}

static int
describe(struct stat *status)
{
	*status = (struct stat){
	    .st_mode = S_IFREG | 0644, .st_size = (off_t)file.len};
	errno = ENOENT;
	return file.bytes != NULL ? 0 : -1;
}

WRAP(int, fstat, int fd, struct stat *status)
{
	return fd == FAKE_FD ? describe(status) : __real_fstat(fd, status);
}

/* What fstat() was called when cdb was built. */
WRAP(int, __fxstat64, int version, int fd, struct stat *status)
{
	return fd == FAKE_FD ? describe(status)
			     : __real___fxstat64(version, fd, status);
}

WRAP(int, stat, const char *path, struct stat *status)
{
	if (is_ours(path))
		return describe(status);
	if (strcmp(path, NAMES_DIR) != 0)
		return __real_stat(path, status);
	*status = (struct stat){.st_mode = S_IFDIR | 0755};
	return 0;
}

WRAP(off_t, lseek64, int fd, off_t to, int whence)
{
	if (fd != FAKE_FD)
		return __real_lseek64(fd, to, whence);
	assert(whence == SEEK_SET && to >= 0);
	file.at = (size_t)to;
	return to;
}

WRAP(ssize_t, read, int fd, void *bytes, size_t len)
{
	size_t left = file.at < file.len ? file.len - file.at : 0;

	if (fd != FAKE_FD)
		return __real_read(fd, bytes, len);
	len = len < left ? len : left;
	memcpy(bytes, file.bytes + file.at, len);
	file.at += len;
	return (ssize_t)len;
}

/* Where that mapping is kept; NULL: a place for another one. */
static void **
mapped_find(const void *at)
{
	for (size_t i = 0; i < MAPPED_MAX; i++)
		if (file.mapped[i] == at)
			return &file.mapped[i];
	return NULL;
}

WRAP(void *, mmap64, void *at, size_t len, int protection, int flags, int fd,
    off_t from)
{
	void **place = mapped_find(NULL);

	if (fd != FAKE_FD)
		return __real_mmap64(at, len, protection, flags, fd, from);
	assert(place != NULL && from == 0 && len == file.len);
	*place = malloc(len);
	assert(*place != NULL);
	return memcpy(*place, file.bytes, len);
}

WRAP(int, munmap, void *at, size_t len)
{
	void **place = mapped_find(at);

	if (at == NULL || place == NULL)
		return __real_munmap(at, len);
	free(*place);
	*place = NULL;
	return 0;
}

WRAP(int, pthread_mutex_trylock, pthread_mutex_t *lock)
{
	return file.is_locked ? EBUSY : __real_pthread_mutex_trylock(lock);
}

/* Another second each time: the file is looked for. */
WRAP(int, clock_gettime, clockid_t clock, struct timespec *now)
{
	(void)clock;
	*now = (struct timespec){.tv_sec = ++file.now_s};
	return 0;
}

/* ---------------------------------------------------------- the test */

static void
look_up_all(size_t room)
{
	static const char *const names[] = {"anna", "berta", "staff", ""};
	static const uint32_t numbers[] = {20001, 30001, 0, UINT32_MAX};
	char *buf = malloc(room + 1);
	struct passwd person;
	struct group group;
	struct spwd shadow;
	long start = 0, count = 1;
	gid_t *groups = malloc(sizeof(gid_t));
	int error = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		(void)_nss_portal_getpwnam_r(
		    names[i], &person, buf, room, &error);
		(void)_nss_portal_getgrnam_r(
		    names[i], &group, buf, room, &error);
		(void)_nss_portal_getspnam_r(
		    names[i], &shadow, buf, room, &error);
		(void)_nss_portal_initgroups_dyn(
		    names[i], 20001, &start, &count, &groups, 64, &error);
		(void)_nss_portal_getpwuid_r(
		    numbers[i], &person, buf, room, &error);
		(void)_nss_portal_getgrgid_r(
		    numbers[i], &group, buf, room, &error);
	}
	free(groups);
	for (int i = 0; i < 64 &&
	     _nss_portal_getpwent_r(&person, buf, room, &error) ==
		 NSS_STATUS_SUCCESS;
	     i++)
		;
	(void)_nss_portal_endpwent();
	(void)_nss_portal_setgrent(0);
	for (int i = 0; i < 64 &&
	     _nss_portal_getgrent_r(&group, buf, room, &error) ==
		 NSS_STATUS_SUCCESS;
	     i++)
		;
	(void)_nss_portal_endgrent();
	free(buf);
}

/* Whoever has it mapped lets it go at the next look-up. */
static void
take_away(void)
{
	char buf[1];
	struct passwd person;
	int error;

	file.bytes = NULL;
	file.is_locked = false;
	assert(_nss_portal_getpwuid_r(20001, &person, buf, sizeof(buf),
		   &error) == NSS_STATUS_UNAVAIL);
	assert(!file.is_open);
	for (size_t i = 0; i < MAPPED_MAX; i++)
		assert(file.mapped[i] == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	file.bytes = data + 1;
	file.len = size - 1;
	for (int i = 0; i < 2; i++) {
		file.is_locked = i > 0;
		look_up_all((size_t)data[0] * 16);
	}
	take_away();
	return 0;
}
