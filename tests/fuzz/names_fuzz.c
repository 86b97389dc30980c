/*
 * names_fuzz.c - a file of names with any content, read by every look-up of
 * libnss_portal, over the mapping and without it.
 *
 * The first byte says how long the caller's buffer is, the rest is the file;
 * open(), stat(), the clock and the lock are taken over, so that the module reads
 * it, and notices each input as a newer file.
 */
#include "../../pam_module/nss_portal.h"
#include "base/names.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int file_fd = -1;
static int is_locked; /* then the file is read, not mapped */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int __wrap_open(const char *path, int flags, ...);
int __wrap_stat(const char *path, struct stat *status);
int __wrap_fstat(int fd, struct stat *status);
int __wrap_pthread_mutex_trylock(pthread_mutex_t *lock);
int __real_open(const char *path, int flags, ...);
int __real_stat(const char *path, struct stat *status);
int __real_fstat(int fd, struct stat *status);
int __real_pthread_mutex_trylock(pthread_mutex_t *lock);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now);

static int
is_ours(const char *path)
{
	return strcmp(path, NAMES_PATH) == 0 ||
	    strcmp(path, NAMES_SHADOW_PATH) == 0;
}

int
__wrap_open(const char *path, int flags, ...)
{
	char ours[64];

	if (!is_ours(path))
		return __real_open(path, flags & ~O_CREAT);
	(void)snprintf(ours, sizeof(ours), "/proc/self/fd/%d", file_fd);
	return __real_open(ours, O_RDONLY | O_CLOEXEC);
}

static void
trust(struct stat *status)
{
	status->st_uid = 0;
	status->st_mode = (status->st_mode & S_IFMT) | 0644;
}

int
__wrap_fstat(int fd, struct stat *status)
{
	int failed = __real_fstat(fd, status);

	trust(status);
	return failed;
}

int
__wrap_stat(const char *path, struct stat *status)
{
	int failed = is_ours(path) ? __real_fstat(file_fd, status)
				   : __real_stat("/", status);

	trust(status);
	return failed;
}

int
__wrap_pthread_mutex_trylock(pthread_mutex_t *lock)
{
	return is_locked ? EBUSY : __real_pthread_mutex_trylock(lock);
}

int
__wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
	static time_t second;

	(void)clock;
	*now = (struct timespec){.tv_sec = ++second};
	return 0;
}

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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	file_fd = memfd_create("names", MFD_CLOEXEC);
	if (file_fd < 0 ||
	    write(file_fd, data + 1, size - 1) != (ssize_t)(size - 1))
		abort();
	for (is_locked = 0; is_locked < 2; is_locked++)
		look_up_all((size_t)data[0] * 16);
	(void)close(file_fd);
	return 0;
}
