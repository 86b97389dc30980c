#include "outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum {
	DIR_MODE = 02770, /* the mailer's group renames and unlinks */
	FILE_MODE = 0600, /* but reads nothing */
};

static const char *const place_names[OUTBOX_PLACE_COUNT] = {
    [OUTBOX_NEW] = "new",
    [OUTBOX_DUE] = "due",
    [OUTBOX_SENT] = "sent",
    [OUTBOX_BAD] = "bad",
};

/* --------------------------------------------------------- open and close */

static void
outbox_init(struct outbox *outbox)
{
	*outbox = (struct outbox){.lock_fd = -1, .notify_fd = -1};
	for (int i = 0; i < OUTBOX_PLACE_COUNT; i++)
		outbox->place_fd[i] = -1;
}

static int
open_dir(int at_fd, const char *path)
{
	return openat(
	    at_fd, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* The directory for one place, made when it is not there yet. */
static enum rc
open_place(struct outbox *outbox, int top_fd, int place, struct err *err)
{
	const char *name = place_names[place];
	bool is_made = mkdirat(top_fd, name, DIR_MODE) == 0;

	outbox->place_fd[place] = open_dir(top_fd, name);
	if (outbox->place_fd[place] < 0)
		return err_set(err, RC_FAULT, "%s: %s", name, strerror(errno));
	/* mkdir's mode went through the umask. */
	if (is_made && fchmod(outbox->place_fd[place], DIR_MODE) != 0)
		return err_set(err, RC_FAULT, "%s: %s", name, strerror(errno));
	return RC_OK;
}

/* Only one process may take; the kernel lets go of a dead one's lock. */
static enum rc
lock_and_watch(
    struct outbox *outbox, int top_fd, const char *path, struct err *err)
{
	char due[64];

	outbox->lock_fd = openat(
	    top_fd, "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (outbox->lock_fd < 0)
		return err_set(err, RC_FAULT, "lock: %s", strerror(errno));
	if (flock(outbox->lock_fd, LOCK_EX | LOCK_NB) != 0)
		return err_set(err, RC_BUSY,
		    "another portal-mailer is at work on %s", path);
	outbox->notify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	(void)text_print(
	    due, sizeof(due), "/proc/self/fd/%d", outbox->place_fd[OUTBOX_DUE]);
	if (outbox->notify_fd < 0 ||
	    inotify_add_watch(outbox->notify_fd, due, IN_MOVED_TO) < 0)
		return err_set(err, RC_FAULT, "cannot watch %s/due: %s", path,
		    strerror(errno));
	return RC_OK;
}

/* Files in new/ whose writer died: nobody was promised anything. */
static void
sweep_new(struct outbox *outbox, int64_t now_s)
{
	struct dirent **list = NULL;
	int fd = outbox->place_fd[OUTBOX_NEW];
	int count = scandirat(fd, ".", &list, NULL, NULL);

	for (int i = 0; i < count; i++) {
		struct stat st;

		if (fstatat(fd, list[i]->d_name, &st, AT_SYMLINK_NOFOLLOW) ==
			0 &&
		    S_ISREG(st.st_mode) &&
		    llabs(now_s - (int64_t)st.st_mtime) > OUTBOX_STALE_S)
			(void)unlinkat(fd, list[i]->d_name, 0);
		free(list[i]);
	}
	free(list);
}

enum rc
outbox_open(struct outbox *outbox, const char *path, bool takes, int64_t now_s,
    struct err *err)
{
	enum rc rc = RC_OK;
	int top_fd;

	outbox_init(outbox);
	top_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (top_fd < 0)
		return err_set(
		    err, RC_FAULT, "outbox %s: %s", path, strerror(errno));
	for (int i = 0; i < OUTBOX_PLACE_COUNT && rc == RC_OK; i++)
		rc = open_place(outbox, top_fd, i, err);
	if (rc == RC_OK && takes)
		rc = lock_and_watch(outbox, top_fd, path, err);
	(void)close(top_fd);
	if (rc != RC_OK) {
		outbox_close(outbox);
		return err_context(err, rc, "outbox %s", path);
	}
	if (takes)
		sweep_new(outbox, now_s);
	return RC_OK;
}

void
outbox_forget_list(struct outbox *outbox)
{
	while (outbox->list_count > 0)
		free(outbox->list[--outbox->list_count]);
	free(outbox->list);
	outbox->list = NULL;
	outbox->list_next = 0;
}

void
outbox_close(struct outbox *outbox)
{
	outbox_forget_list(outbox);
	for (int i = 0; i < OUTBOX_PLACE_COUNT; i++)
		if (outbox->place_fd[i] >= 0)
			(void)close(outbox->place_fd[i]);
	if (outbox->notify_fd >= 0)
		(void)close(outbox->notify_fd);
	if (outbox->lock_fd >= 0)
		(void)close(outbox->lock_fd);
	outbox_init(outbox);
}

/* ------------------------------------------------------------ put and load */

static int
is_letter(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* A list of `place`, in order of names: the earliest due first. */
enum rc
outbox_load_list(struct outbox *outbox, enum outbox_place place,
    struct dirent ***list, int *count, struct err *err)
{
	*list = NULL;
	*count =
	    scandirat(outbox->place_fd[place], ".", list, is_letter, alphasort);
	if (*count < 0) {
		*count = 0;
		return err_set(err, RC_FAULT, "cannot list %s/: %s",
		    place_names[place], strerror(errno));
	}
	return RC_OK;
}

enum rc
outbox_count(
    struct outbox *outbox, enum outbox_place place, int *count, struct err *err)
{
	DIR *dir;
	int fd = open_dir(outbox->place_fd[place], ".");

	*count = 0;
	if (fd < 0 || (dir = fdopendir(fd)) == NULL) {
		if (fd >= 0)
			(void)close(fd);
		return err_set(err, RC_FAULT, "cannot count %s/: %s",
		    place_names[place], strerror(errno));
	}
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
		*count += is_letter(entry);
	(void)closedir(dir);
	return RC_OK;
}

static bool
write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t done = write(fd, text, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done == 0)
			errno = ENOSPC;
		if (done <= 0)
			return false;
		text += done;
		len -= (size_t)done;
	}
	return true;
}

static enum rc
disk_fault(struct err *err, const char *what)
{
	return err_set(err, RC_FAULT, "the letter was not stored: %s: %s", what,
	    strerror(errno));
}

/* The file in new/, on the disk for good; removed again after a fault. */
static enum rc
write_new(int new_fd, const char *name, const char *text, struct err *err)
{
	enum rc rc = RC_OK;
	int fd = openat(new_fd, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);

	if (fd < 0)
		return disk_fault(err, "create");
	if (!write_all(fd, text, strlen(text)))
		rc = disk_fault(err, "write");
	else if (fsync(fd) != 0)
		rc = disk_fault(err, "fsync");
	if (close(fd) != 0 && rc == RC_OK)
		rc = disk_fault(err, "close");
	if (rc != RC_OK)
		(void)unlinkat(new_fd, name, 0);
	return rc;
}

/* From new/ to due/, on the disk for good; in neither after a fault. */
static enum rc
commit(
    struct outbox *outbox, const char *draft, const char *name, struct err *err)
{
	int new_fd = outbox->place_fd[OUTBOX_NEW];
	int due_fd = outbox->place_fd[OUTBOX_DUE];
	enum rc rc;

	if (renameat(new_fd, draft, due_fd, name) != 0) {
		rc = disk_fault(err, "rename");
		(void)unlinkat(new_fd, draft, 0);
		return rc;
	}
	if (fsync(due_fd) != 0) {
		rc = disk_fault(err, "fsync due/");
		(void)unlinkat(due_fd, name, 0);
		return rc;
	}
	return RC_OK;
}

static enum rc
id_make(char id[PROMISE_ID_SIZE], struct err *err)
{
	unsigned char bytes[(PROMISE_ID_SIZE - 1) / 2];

	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		return err_set(err, RC_FAULT, "no random bytes");
	(void)text_hex(id, PROMISE_ID_SIZE, bytes, sizeof(bytes));
	return RC_OK;
}

enum rc
outbox_put(struct outbox *outbox, struct promise *promise, int64_t due_s,
    struct err *err)
{
	struct outbox_item item = {.due_s = due_s};
	char text[PROMISE_MAX], draft[PROMISE_ID_SIZE];
	enum rc rc;
	int count;

	if (*promise->id == '\0' && (rc = id_make(promise->id, err)) != RC_OK)
		return rc;
	if ((rc = promise_print(text, sizeof(text), promise, err)) != RC_OK ||
	    (rc = outbox_count(outbox, OUTBOX_DUE, &count, err)) != RC_OK ||
	    (rc = id_make(draft, err)) != RC_OK)
		return rc;
	if (count >= OUTBOX_MAX)
		return err_set(err, RC_BUSY,
		    "%d letters wait already; is portal-mailer running?",
		    count);
	(void)text_copy(item.id, sizeof(item.id), promise->id);
	outbox_name_print(&item);
	/* A name of its own: the same letter may be put again after a death. */
	rc = write_new(outbox->place_fd[OUTBOX_NEW], draft, text, err);
	return rc != RC_OK ? rc : commit(outbox, draft, item.name, err);
}

/* Is the open file one that only we can have written? */
static enum rc
check_ours(int fd, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_set(err, RC_FAULT, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
	    st.st_nlink != 1 || (st.st_mode & 0022) != 0)
		return err_set(err, RC_INPUT, "not a file of ours");
	if (st.st_size >= PROMISE_MAX)
		return err_set(err, RC_INPUT, "longer than a promise");
	return RC_OK;
}

static enum rc
load_from(int place_fd, const struct outbox_item *item, struct promise *promise,
    struct err *err)
{
	int fd = openat(place_fd, item->name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char text[PROMISE_MAX];
	ssize_t len;
	enum rc rc;

	if (fd < 0)
		return errno == ENOENT
		    ? err_set(err, RC_ABSENT, "no such letter")
		    : err_set(err, RC_INPUT, "%s", strerror(errno));
	rc = check_ours(fd, err);
	if (rc == RC_OK && (len = read(fd, text, sizeof(text))) < 0)
		rc = err_set(err, RC_FAULT, "%s", strerror(errno));
	if (rc == RC_OK)
		rc = promise_parse(promise, text, (size_t)len, err);
	if (rc == RC_OK && strcmp(promise->id, item->id) != 0)
		rc = err_set(err, RC_INPUT, "it is another letter's");
	(void)close(fd);
	return rc;
}

enum rc
outbox_load(struct outbox *outbox, const char *name, struct promise *promise,
    struct err *err)
{
	struct outbox_item item;
	enum rc rc;

	*promise = (struct promise){0};
	if (!outbox_name_parse(&item, name))
		return err_set(err, RC_INPUT, "not the name of a letter");
	rc = load_from(outbox->place_fd[OUTBOX_DUE], &item, promise, err);
	if (rc == RC_ABSENT)
		rc = load_from(
		    outbox->place_fd[OUTBOX_SENT], &item, promise, err);
	return rc == RC_OK ? rc : err_context(err, rc, "letter %s", name);
}

enum rc
outbox_move(struct outbox *outbox, struct outbox_item *item,
    enum outbox_place place, struct err *err)
{
	char from[sizeof(item->name)];

	(void)text_copy(from, sizeof(from), item->name);
	if (place == OUTBOX_DUE)
		outbox_name_print(item);
	if (renameat(outbox->place_fd[item->place], from,
		outbox->place_fd[place], item->name) != 0)
		return err_set(err, errno == ENOENT ? RC_ABSENT : RC_FAULT,
		    "letter %s: cannot move to %s/: %s", from,
		    place_names[place], strerror(errno));
	item->place = place;
	return RC_OK;
}

enum rc
outbox_hasten(struct outbox *outbox, const char *who, int64_t now_s, int *count,
    struct err *err)
{
	struct dirent **list;
	int list_count;
	enum rc rc;

	*count = 0;
	rc = outbox_load_list(outbox, OUTBOX_DUE, &list, &list_count, err);
	for (int i = 0; i < list_count; i++) {
		struct outbox_item item = {.place = OUTBOX_DUE};
		struct promise promise;

		if (outbox_name_parse(&item, list[i]->d_name) &&
		    load_from(outbox->place_fd[OUTBOX_DUE], &item, &promise,
			err) == RC_OK &&
		    (who == NULL || strcmp(who, promise.who) == 0)) {
			item.due_s = now_s;
			/* The mailer may have been quicker: fine. */
			*count += outbox_move(outbox, &item, OUTBOX_DUE, err) ==
			    RC_OK;
		}
		free(list[i]);
	}
	free(list);
	return rc;
}

static int
who_order(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Adds those of one place to the list. */
static enum rc
add_whos(struct outbox *outbox, enum outbox_place place,
    struct outbox_who **list, size_t *count, struct err *err)
{
	struct dirent **names;
	struct outbox_who *more;
	int name_count;
	enum rc rc = outbox_load_list(outbox, place, &names, &name_count, err);

	if (rc != RC_OK || name_count == 0)
		return rc;
	more = realloc(
	    *list, (*count + (size_t)name_count) * sizeof(struct outbox_who));
	if (more != NULL)
		*list = more;
	for (int i = 0; i < name_count; i++) {
		struct outbox_item item = {.place = place};
		struct promise promise;

		if (more != NULL &&
		    outbox_name_parse(&item, names[i]->d_name) &&
		    load_from(outbox->place_fd[place], &item, &promise, err) ==
			RC_OK)
			memcpy(more[(*count)++].who, promise.who,
			    PROMISE_WHO_SIZE);
		free(names[i]);
	}
	free(names);
	return more != NULL ? RC_OK : err_set(err, RC_FAULT, "out of memory");
}

enum rc
outbox_load_whos(struct outbox *outbox, struct outbox_who **list, size_t *count,
    struct err *err)
{
	enum rc rc;

	*list = NULL;
	*count = 0;
	rc = add_whos(outbox, OUTBOX_DUE, list, count, err);
	if (rc == RC_OK)
		rc = add_whos(outbox, OUTBOX_SENT, list, count, err);
	if (rc == RC_OK && *count > 0)
		qsort(*list, *count, sizeof(**list), who_order);
	if (rc != RC_OK) {
		free(*list);
		*list = NULL;
		*count = 0;
	}
	return rc;
}

bool
outbox_has_who(const struct outbox_who *list, size_t count, const char *who)
{
	return count > 0 &&
	    bsearch(who, list, count, sizeof(*list), who_order) != NULL;
}
