#include "outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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
	DUE_DIGITS = 12,
	ATTEMPTS_DIGITS = 3,
};

/* The last second that twelve digits can name. */
static const int64_t DUE_MAX_S = 999999999999;

static const char *const place_names[OUTBOX_PLACE_COUNT] = {
    [OUTBOX_NEW] = "new",
    [OUTBOX_DUE] = "due",
    [OUTBOX_SENT] = "sent",
    [OUTBOX_BAD] = "bad",
};

int64_t
outbox_wait_s(int attempts)
{
	int64_t wait_s = OUTBOX_WAIT_FIRST_S;

	for (int i = 1; i < attempts && wait_s < OUTBOX_WAIT_MAX_S; i++)
		wait_s *= 2;
	return wait_s < OUTBOX_WAIT_MAX_S ? wait_s : OUTBOX_WAIT_MAX_S;
}

int64_t
outbox_age_s(int attempts)
{
	int64_t age_s = 0;

	for (int i = 1; i < attempts; i++)
		age_s += outbox_wait_s(i);
	return age_s;
}

/* ------------------------------------------------------------- the names */

static void
name_print(struct outbox_item *item)
{
	if (item->due_s < 0)
		item->due_s = 0;
	if (item->due_s > DUE_MAX_S)
		item->due_s = DUE_MAX_S;
	(void)text_print(item->name, sizeof(item->name), "%0*lld.%0*d.%s",
	    DUE_DIGITS, (long long)item->due_s, ATTEMPTS_DIGITS, item->attempts,
	    item->id);
}

static bool
digits_parse(const char *text, size_t len, int64_t *number)
{
	char digits[DUE_DIGITS + 1];

	memcpy(digits, text, len);
	digits[len] = '\0';
	return strspn(digits, "0123456789") == len &&
	    text_number(digits, 0, DUE_MAX_S, number);
}

static bool
name_parse(struct outbox_item *item, const char *name)
{
	const char *attempts = name + DUE_DIGITS + 1;
	const char *id = attempts + ATTEMPTS_DIGITS + 1;
	int64_t number;

	if (!text_copy(item->name, sizeof(item->name), name) ||
	    strlen(name) != OUTBOX_NAME_SIZE - 1 || attempts[-1] != '.' ||
	    id[-1] != '.' || !digits_parse(name, DUE_DIGITS, &item->due_s) ||
	    !digits_parse(attempts, ATTEMPTS_DIGITS, &number) ||
	    strspn(id, "0123456789abcdef") != PROMISE_ID_SIZE - 1)
		return false;
	item->attempts = (int)number;
	return text_copy(item->id, sizeof(item->id), id);
}

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

static void
list_free(struct outbox *outbox)
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
	list_free(outbox);
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
static enum rc
place_list(struct outbox *outbox, enum outbox_place place,
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
outbox_count(struct outbox *outbox, int *count, struct err *err)
{
	DIR *dir;
	int fd = open_dir(outbox->place_fd[OUTBOX_DUE], ".");

	*count = 0;
	if (fd < 0 || (dir = fdopendir(fd)) == NULL) {
		if (fd >= 0)
			(void)close(fd);
		return err_set(
		    err, RC_FAULT, "cannot count due/: %s", strerror(errno));
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
commit(struct outbox *outbox, const char *id, const char *name, struct err *err)
{
	int new_fd = outbox->place_fd[OUTBOX_NEW];
	int due_fd = outbox->place_fd[OUTBOX_DUE];
	enum rc rc;

	if (renameat(new_fd, id, due_fd, name) != 0) {
		rc = disk_fault(err, "rename");
		(void)unlinkat(new_fd, id, 0);
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
	char text[PROMISE_MAX];
	enum rc rc;
	int count;

	if (*promise->id == '\0' && (rc = id_make(promise->id, err)) != RC_OK)
		return rc;
	if ((rc = promise_print(text, sizeof(text), promise, err)) != RC_OK ||
	    (rc = outbox_count(outbox, &count, err)) != RC_OK)
		return rc;
	if (count >= OUTBOX_MAX)
		return err_set(err, RC_BUSY,
		    "%d letters wait already; is portal-mailer running?",
		    count);
	(void)text_copy(item.id, sizeof(item.id), promise->id);
	name_print(&item);
	rc = write_new(outbox->place_fd[OUTBOX_NEW], promise->id, text, err);
	return rc != RC_OK ? rc : commit(outbox, promise->id, item.name, err);
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

	if (!name_parse(&item, name))
		return err_set(err, RC_INPUT, "not the name of a letter");
	rc = load_from(outbox->place_fd[OUTBOX_DUE], &item, promise, err);
	if (rc == RC_ABSENT)
		rc = load_from(
		    outbox->place_fd[OUTBOX_SENT], &item, promise, err);
	return rc == RC_OK ? rc : err_context(err, rc, "letter %s", name);
}

static enum rc
move(struct outbox *outbox, struct outbox_item *item, enum outbox_place place,
    struct err *err)
{
	char from[sizeof(item->name)];

	(void)text_copy(from, sizeof(from), item->name);
	if (place == OUTBOX_DUE)
		name_print(item);
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
	rc = place_list(outbox, OUTBOX_DUE, &list, &list_count, err);
	for (int i = 0; i < list_count; i++) {
		struct outbox_item item = {.place = OUTBOX_DUE};
		struct promise promise;

		if (name_parse(&item, list[i]->d_name) &&
		    load_from(outbox->place_fd[OUTBOX_DUE], &item, &promise,
			err) == RC_OK &&
		    (who == NULL || strcmp(who, promise.who) == 0)) {
			item.due_s = now_s;
			/* The mailer may have been quicker: fine. */
			*count += move(outbox, &item, OUTBOX_DUE, err) == RC_OK;
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
	enum rc rc = place_list(outbox, place, &names, &name_count, err);

	if (rc != RC_OK || name_count == 0)
		return rc;
	more = realloc(
	    *list, (*count + (size_t)name_count) * sizeof(struct outbox_who));
	if (more != NULL)
		*list = more;
	for (int i = 0; i < name_count; i++) {
		struct outbox_item item = {.place = place};
		struct promise promise;

		if (more != NULL && name_parse(&item, names[i]->d_name) &&
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

/* ---------------------------------------------------------------- taking */

/* Nothing is made due further ahead than the longest wait: what seems to be
 * was named before the clock was set back, and is due. */
static int64_t
until_due_s(const struct outbox_item *item, int64_t now_s)
{
	int64_t wait_s = item->due_s - now_s;

	return wait_s > OUTBOX_WAIT_MAX_S || wait_s < 0 ? 0 : wait_s;
}

enum rc
outbox_take(struct outbox *outbox, enum outbox_place place, int64_t now_s,
    struct outbox_item *item, int64_t *wait_s, struct err *err)
{
	enum rc rc;

	if (outbox->list == NULL || outbox->list_place != place) {
		list_free(outbox);
		outbox->list_place = place;
		outbox->list_wait_s = OUTBOX_WAIT_MAX_S;
		if ((rc = place_list(outbox, place, &outbox->list,
			 &outbox->list_count, err)) != RC_OK)
			return rc;
	}
	while (outbox->list_next < outbox->list_count) {
		const char *name = outbox->list[outbox->list_next++]->d_name;
		int64_t item_wait_s;

		*item = (struct outbox_item){.place = place};
		if (!name_parse(item, name)) {
			if (outbox_set_aside(outbox, item, err) != RC_OK)
				return RC_INPUT;
			return err_set(err, RC_INPUT,
			    "%s is not the name of a letter; now in bad/",
			    name);
		}
		item_wait_s = until_due_s(item, now_s);
		if (place != OUTBOX_DUE || item_wait_s == 0)
			return RC_OK;
		if (item_wait_s < outbox->list_wait_s)
			outbox->list_wait_s = item_wait_s;
	}
	*wait_s = outbox->list_wait_s;
	list_free(outbox);
	return err_set(err, RC_ABSENT, "no letter is due");
}

enum rc
outbox_defer(struct outbox *outbox, struct outbox_item *item, int64_t now_s,
    struct err *err)
{
	if (item->attempts < OUTBOX_ATTEMPTS_MAX)
		item->attempts++;
	item->due_s = now_s + outbox_wait_s(item->attempts);
	return move(outbox, item, OUTBOX_DUE, err);
}

enum rc
outbox_mark_sent(
    struct outbox *outbox, struct outbox_item *item, struct err *err)
{
	enum rc rc = move(outbox, item, OUTBOX_SENT, err);

	if (rc == RC_OK &&
	    (fsync(outbox->place_fd[OUTBOX_SENT]) != 0 ||
		fsync(outbox->place_fd[OUTBOX_DUE]) != 0))
		return err_set(err, RC_FAULT, "letter %s: fsync: %s",
		    item->name, strerror(errno));
	return rc;
}

enum rc
outbox_drop(
    struct outbox *outbox, const struct outbox_item *item, struct err *err)
{
	if (unlinkat(outbox->place_fd[item->place], item->name, 0) != 0)
		return err_set(err, RC_FAULT, "letter %s: unlink: %s",
		    item->name, strerror(errno));
	return RC_OK;
}

enum rc
outbox_set_aside(
    struct outbox *outbox, const struct outbox_item *item, struct err *err)
{
	struct outbox_item moved = *item;

	return move(outbox, &moved, OUTBOX_BAD, err);
}

static int
sleep_on(struct pollfd *pfd, int count, int timeout_ms, const sigset_t *mask)
{
	struct timespec timeout = {.tv_sec = timeout_ms / 1000,
	    .tv_nsec = timeout_ms % 1000 * 1000000L};

	return ppoll(pfd, (nfds_t)count, &timeout, mask);
}

void
outbox_wait(struct outbox *outbox, int timeout_ms, const sigset_t *while_asleep)
{
	struct pollfd pfd = {.fd = outbox->notify_fd, .events = POLLIN};
	char events[4096];

	if (sleep_on(&pfd, 1, timeout_ms, while_asleep) > 0)
		while (read(outbox->notify_fd, events, sizeof(events)) > 0)
			;
}

void
outbox_pause(int timeout_ms, const sigset_t *while_asleep)
{
	(void)sleep_on(NULL, 0, timeout_ms, while_asleep);
}
