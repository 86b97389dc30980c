#include "names_reader.h"

#include <cdb.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	SIZE_MIN = 2048 + 8 + 2, /* cdb's table and our first record */
	STACK_RECORD = 4096,
	RECORD_MAX = 16 << 20, /* bytes; a group of a million members */
};

static struct {
	pthread_mutex_t lock;
	bool is_asked;
	bool is_mapped;
	struct cdb cdb;
	dev_t device;
	ino_t inode;
	time_t checked_s;
} map = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* ------------------------------------------------------------- the file */

static bool
is_trusted(const struct stat *file, const struct stat *dir)
{
	return S_ISREG(file->st_mode) && file->st_uid == dir->st_uid &&
	    ((file->st_mode | dir->st_mode) & 022) == 0 &&
	    file->st_size >= SIZE_MIN;
}

static int
open_file(const char *path, struct stat *status)
{
	struct stat dir;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return -1;
	if (stat(NAMES_DIR, &dir) == 0 && fstat(fd, status) == 0 &&
	    is_trusted(status, &dir))
		return fd;
	(void)close(fd);
	return -1;
}

/* ---------------------------------------------------------- the mapping */

static void
unmap(void)
{
	if (map.is_mapped)
		cdb_free(&map.cdb);
	map.is_mapped = false;
}

static bool
is_current(void)
{
	struct timespec now;
	struct stat status;

	if (map.cdb.cdb_mem[NAMES_OLD_OFFSET] != '0')
		return false;
	if (clock_gettime(CLOCK_MONOTONIC_COARSE, &now) != 0 ||
	    now.tv_sec == map.checked_s)
		return true;
	map.checked_s = now.tv_sec;
	return stat(NAMES_PATH, &status) == 0 && status.st_dev == map.device &&
	    status.st_ino == map.inode;
}

static bool
map_file(void)
{
	struct timespec now = {0};
	struct stat status;
	int fd;

	if (map.is_mapped && is_current())
		return true;
	unmap();
	fd = open_file(NAMES_PATH, &status);
	if (fd < 0)
		return false;
	map.is_mapped = cdb_init(&map.cdb, fd) == 0;
	(void)close(fd);
	(void)clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	map.checked_s = now.tv_sec;
	map.device = status.st_dev;
	map.inode = status.st_ino;
	return map.is_mapped;
}

static enum reader_found
find_mapped(const char *key, size_t key_len, reader_take *take, void *context)
{
	const char *bytes;
	int found = cdb_find(&map.cdb, key, (unsigned)key_len);

	if (found <= 0)
		return found == 0 ? READER_ABSENT : READER_UNAVAIL;
	bytes = cdb_getdata(&map.cdb);
	if (bytes == NULL)
		return READER_UNAVAIL;
	take(context, bytes, cdb_datalen(&map.cdb));
	return READER_FOUND;
}

/* --------------------------------------------------- without a mapping */

static enum reader_found
take_read(int fd, unsigned len, reader_take *take, void *context)
{
	char small[STACK_RECORD];
	char *bytes = len <= sizeof(small) ? small : malloc(len);
	bool is_read;

	if (bytes == NULL)
		return READER_UNAVAIL;
	is_read = cdb_bread(fd, bytes, (int)len) == 0;
	if (is_read)
		take(context, bytes, len);
	if (bytes != small)
		free(bytes);
	return is_read ? READER_FOUND : READER_UNAVAIL;
}

static enum reader_found
find_read(const char *path, const char *key, size_t key_len, reader_take *take,
    void *context)
{
	enum reader_found found = READER_UNAVAIL;
	struct stat status;
	unsigned len = 0;
	int fd = open_file(path, &status);
	int sought;

	if (fd < 0)
		return errno == EACCES ? READER_ABSENT : READER_UNAVAIL;
	sought = cdb_seek(fd, key, (unsigned)key_len, &len);
	if (sought == 0)
		found = READER_ABSENT;
	else if (sought > 0 && len <= RECORD_MAX && len < status.st_size)
		found = take_read(fd, len, take, context);
	(void)close(fd);
	return found;
}

enum reader_found
names_reader_find(
    const char *key, size_t key_len, reader_take *take, void *context)
{
	enum reader_found found;
	bool is_mapped = false;

	/* Most programs ask once: to read that is cheaper than to map it. */
	if (pthread_mutex_trylock(&map.lock) == 0) {
		is_mapped = map.is_asked && map_file();
		map.is_asked = true;
		if (is_mapped)
			found = find_mapped(key, key_len, take, context);
		(void)pthread_mutex_unlock(&map.lock);
	}
	if (!is_mapped)
		found = find_read(NAMES_PATH, key, key_len, take, context);
	return found;
}

enum reader_found
names_reader_find_shadow(
    const char *key, size_t key_len, reader_take *take, void *context)
{
	return find_read(NAMES_SHADOW_PATH, key, key_len, take, context);
}

/* ----------------------------------------------------------- all of them */

static struct list {
	pthread_mutex_t lock;
	const char kind; /* enum names_key_kind, of what is listed */
	bool is_begun;
	struct cdb cdb;
	unsigned at;
} lists[READER_LISTS] = {
    [READER_PEOPLE] = {PTHREAD_MUTEX_INITIALIZER, NAMES_PERSON},
    [READER_GROUPS] = {PTHREAD_MUTEX_INITIALIZER, NAMES_GROUP},
};

static void
list_end(struct list *list)
{
	if (list->is_begun)
		cdb_free(&list->cdb);
	list->is_begun = false;
}

static enum reader_found
list_begin(struct list *list)
{
	static const char key[] = {NAMES_LISTED};
	struct stat status;
	int found, fd;

	list_end(list);
	fd = open_file(NAMES_PATH, &status);
	if (fd < 0)
		return READER_UNAVAIL;
	list->is_begun = cdb_init(&list->cdb, fd) == 0;
	(void)close(fd);
	if (!list->is_begun)
		return READER_UNAVAIL;
	found = cdb_find(&list->cdb, key, sizeof(key));
	cdb_seqinit(&list->at, &list->cdb);
	if (found > 0)
		return READER_FOUND;
	list_end(list);
	return found == 0 ? READER_ABSENT : READER_UNAVAIL;
}

/* Steps over records of another kind. */
static enum reader_found
list_next(struct list *list, reader_take_next *take, void *context)
{
	unsigned before = list->at;
	int found;

	while ((found = cdb_seqnext(&list->at, &list->cdb)) > 0) {
		const char *key = cdb_getkey(&list->cdb);
		const char *bytes = cdb_getdata(&list->cdb);

		if (key == NULL || bytes == NULL)
			return READER_UNAVAIL;
		if (cdb_keylen(&list->cdb) > 0 && *key == list->kind) {
			if (!take(context, bytes, cdb_datalen(&list->cdb)))
				list->at = before;
			return READER_FOUND;
		}
		before = list->at;
	}
	return found == 0 ? READER_ABSENT : READER_UNAVAIL;
}

/* glibc lets one caller at a time come here; a child that was forked in the
 * middle finds the lock taken. */
static struct list *
list_take(enum reader_list list)
{
	return pthread_mutex_trylock(&lists[list].lock) == 0 ? &lists[list]
							     : NULL;
}

enum reader_found
names_reader_begin(enum reader_list which)
{
	struct list *list = list_take(which);
	enum reader_found found = READER_UNAVAIL;

	if (list != NULL) {
		found = list_begin(list);
		(void)pthread_mutex_unlock(&list->lock);
	}
	return found;
}

enum reader_found
names_reader_next(enum reader_list which, reader_take_next *take, void *context)
{
	struct list *list = list_take(which);
	enum reader_found found = READER_FOUND;

	if (list == NULL)
		return READER_UNAVAIL;
	if (!list->is_begun)
		found = list_begin(list);
	if (found == READER_FOUND)
		found = list_next(list, take, context);
	(void)pthread_mutex_unlock(&list->lock);
	return found;
}

void
names_reader_end(enum reader_list which)
{
	struct list *list = list_take(which);

	if (list == NULL)
		return;
	list_end(list);
	(void)pthread_mutex_unlock(&list->lock);
}

/* Runs at dlclose(3) and at the end of the program. */
__attribute__((destructor)) static void
let_go(void)
{
	for (int i = 0; i < READER_LISTS; i++)
		names_reader_end((enum reader_list)i);
	if (pthread_mutex_trylock(&map.lock) != 0)
		return;
	unmap();
	(void)pthread_mutex_unlock(&map.lock);
}
