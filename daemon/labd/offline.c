#include "offline.h"

#include "base/clock.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "offline"

enum {
	LOCK_MS = 3000, /* for a turn; three checks before us at least */
	LOCK_POLL_MS = 10,
	DAY_S = 24 * 3600,
	RECORDS_MAX = 4096, /* files we look at in one sweep */
};

/* As it is on disk; reader and writer are one program on one machine. */
struct record {
	char magic[8];
	int64_t uid;
	int64_t made_s; /* the directory's last yes */
	int64_t seen_s; /* the latest time we ever knew */
	int64_t next_s; /* no try before */
	int64_t wrong_count;
	uint8_t salt[crypto_pwhash_SALTBYTES];
	uint8_t hash[32];
	char changed[32];
	char account[256];
};
static const char magic[8] = "labdpw1";

/* ------------------------------------------------------------- files */

static bool
path_of(const struct offline *store, const char *name, char path[PATH_MAX])
{
	return text_print(path, PATH_MAX, "%s/" FOLDER "/%s", store->dir, name);
}

static void
name_of(int64_t uid, char name[32])
{
	(void)text_print(name, 32, "%lld", (long long)uid);
}

/* -1 without a turn in time. Closing it ends the turn. */
static int
take_turn(const struct offline *store)
{
	int64_t end_ms = clock_mono_ms() + LOCK_MS;
	char path[PATH_MAX];
	int fd;

	if (!path_of(store, "lock", path))
		return -1;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	while (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (clock_mono_ms() >= end_ms) {
			(void)close(fd);
			return -1;
		}
		(void)poll(NULL, 0, LOCK_POLL_MS);
	}
	return fd;
}

static enum rc
load(const struct offline *store, const char *name, struct record *record,
    struct err *err)
{
	char path[PATH_MAX];
	ssize_t len;
	int fd;

	if (!path_of(store, name, path))
		return err_set(err, RC_FAULT, "%s: path too long", store->dir);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return err_set(err, errno == ENOENT ? RC_ABSENT : RC_FAULT,
		    "%s: %s", path, strerror(errno));
	len = read(fd, record, sizeof(*record));
	(void)close(fd);
	if (len != (ssize_t)sizeof(*record) ||
	    memcmp(record->magic, magic, sizeof(magic)) != 0 ||
	    memchr(record->changed, '\0', sizeof(record->changed)) == NULL ||
	    memchr(record->account, '\0', sizeof(record->account)) == NULL)
		return err_set(err, RC_ABSENT, "%s: is no record", path);
	return RC_OK;
}

static enum rc
save(const struct offline *store, const struct record *record, struct err *err)
{
	char path[PATH_MAX], new_path[PATH_MAX], name[32];
	bool is_good;
	int fd;

	name_of(record->uid, name);
	if (!path_of(store, name, path) || !path_of(store, "new", new_path))
		return err_set(err, RC_FAULT, "%s: path too long", store->dir);
	fd = open(new_path,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	is_good = fd >= 0 &&
	    write(fd, record, sizeof(*record)) == (ssize_t)sizeof(*record) &&
	    fsync(fd) == 0;
	if (fd >= 0)
		is_good = close(fd) == 0 && is_good;
	if (is_good && rename(new_path, path) == 0)
		return RC_OK;
	return err_set(err, RC_FAULT, "%s: %s", path, strerror(errno));
}

static enum rc
drop(const struct offline *store, const char *name, struct err *err)
{
	char path[PATH_MAX];

	if (!path_of(store, name, path) ||
	    (unlink(path) != 0 && errno != ENOENT))
		return err_set(err, RC_FAULT, "%s: %s", name, strerror(errno));
	return RC_OK;
}

/* ------------------------------------------------------------- hashes */

static enum rc
make_hash(const struct record *record, const char *password, uint8_t hash[32],
    struct err *err)
{
	if (crypto_pwhash(hash, 32, password, strlen(password), record->salt,
		OFFLINE_PASSES, OFFLINE_MEMORY,
		crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(err, RC_FAULT, "no memory for Argon2id");
	return RC_OK;
}

static enum rc
compare(const struct record *record, const char *password, struct err *err)
{
	uint8_t hash[32];
	enum rc rc = make_hash(record, password, hash, err);

	if (rc == RC_OK && !text_equal_secret(hash, record->hash, sizeof(hash)))
		rc = err_set(err, RC_DENIED, "not the kept password");
	sodium_memzero(hash, sizeof(hash));
	return rc;
}

static bool
is_of(const struct record *record, const struct offline_person *person)
{
	return record->uid == person->uid &&
	    strcmp(record->account, person->account) == 0 &&
	    strcmp(record->changed, person->changed) == 0;
}

static bool
is_too_old(const struct offline *store, const struct record *record)
{
	return record->seen_s - record->made_s > store->days * DAY_S;
}

/* ------------------------------------------------------------- keeping */

enum rc
offline_open(const struct offline *store, struct err *err)
{
	char path[PATH_MAX];

	if (sodium_init() < 0)
		return err_set(err, RC_FAULT, "libsodium does not start");
	if (!text_print(path, sizeof(path), "%s/" FOLDER, store->dir))
		return err_set(err, RC_FAULT, "%s: path too long", store->dir);
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return err_set(err, RC_FAULT, "%s: %s", path, strerror(errno));
	return RC_OK;
}

/* The same pwdChangedTime means the same password: no need to hash again. */
static enum rc
put(const struct offline *store, const struct offline_person *person,
    const char *password, int64_t now_s, struct err *err)
{
	struct record record;
	char name[32];
	enum rc rc;

	name_of(person->uid, name);
	rc = load(store, name, &record, err);
	if (rc == RC_FAULT)
		return rc;
	if (rc != RC_OK || !is_of(&record, person) ||
	    is_too_old(store, &record)) {
		memset(&record, 0, sizeof(record));
		memcpy(record.magic, magic, sizeof(magic));
		record.uid = person->uid;
		if (!text_copy(record.account, sizeof(record.account),
			person->account) ||
		    !text_copy(record.changed, sizeof(record.changed),
			person->changed))
			return err_set(err, RC_INPUT, "a name too long");
		randombytes_buf(record.salt, sizeof(record.salt));
		rc = make_hash(&record, password, record.hash, err);
		if (rc != RC_OK)
			return rc;
	}
	record.made_s = now_s;
	record.seen_s = now_s;
	record.next_s = 0;
	record.wrong_count = 0;
	return save(store, &record, err);
}

bool
offline_is_fresh(const struct offline *store,
    const struct offline_person *person, int64_t now_s)
{
	struct record record;
	struct err err;
	char name[32];

	name_of(person->uid, name);
	return load(store, name, &record, &err) == RC_OK &&
	    is_of(&record, person) && record.wrong_count == 0 &&
	    now_s >= record.made_s && now_s - record.made_s < OFFLINE_FRESH_S;
}

static int64_t
wait_s(int64_t wrong_count)
{
	int64_t wait = OFFLINE_WAIT_S;

	if (wrong_count < OFFLINE_FREE_TRIES)
		return 0;
	for (int64_t i = OFFLINE_FREE_TRIES;
	     i < wrong_count && wait < OFFLINE_WAIT_MAX_S; i++)
		wait *= 2;
	return wait < OFFLINE_WAIT_MAX_S ? wait : OFFLINE_WAIT_MAX_S;
}

/* The try is counted before it is judged: pulling the plug is no free try. */
static enum rc
check(const struct offline *store, const struct offline_person *person,
    const char *password, int64_t now_s, struct err *err)
{
	struct record record;
	char name[32];
	enum rc rc, saved;

	name_of(person->uid, name);
	rc = load(store, name, &record, err);
	if (rc != RC_OK)
		return rc;
	if (!is_of(&record, person))
		return err_set(err, RC_ABSENT, "kept for another password");
	if (record.seen_s < now_s)
		record.seen_s = now_s;
	if (is_too_old(store, &record))
		return err_set(err, RC_OFFLINE,
		    "more than %lld days without the directory",
		    (long long)store->days);
	if (record.seen_s < record.next_s)
		return err_set(err, RC_BUSY, "too soon after wrong ones");
	record.wrong_count++;
	record.next_s = record.seen_s + wait_s(record.wrong_count);
	rc = save(store, &record, err);
	if (rc == RC_OK)
		rc = compare(&record, password, err);
	if (rc != RC_OK)
		return rc;
	record.wrong_count = 0;
	record.next_s = 0;
	saved = save(store, &record, err);
	return saved;
}

static enum rc
refused(const struct offline *store, const struct offline_person *person,
    const char *password, struct err *err)
{
	struct record record;
	char name[32];
	enum rc rc;

	name_of(person->uid, name);
	rc = load(store, name, &record, err);
	if (rc != RC_OK)
		return rc;
	if (strcmp(record.account, person->account) == 0)
		rc = compare(&record, password, err);
	return rc == RC_OK ? drop(store, name, err) : rc;
}

/* --------------------------------------------------- the same, in turn */

static enum rc
no_turn(struct err *err)
{
	return err_set(err, RC_BUSY, "others are being checked");
}

enum rc
offline_put(const struct offline *store, const struct offline_person *person,
    const char *password, int64_t now_s, struct err *err)
{
	int turn = take_turn(store);
	enum rc rc;

	if (turn < 0)
		return no_turn(err);
	rc = put(store, person, password, now_s, err);
	(void)close(turn);
	return rc;
}

enum rc
offline_check(const struct offline *store, const struct offline_person *person,
    const char *password, int64_t now_s, struct err *err)
{
	int turn = take_turn(store);
	enum rc rc;

	if (turn < 0)
		return no_turn(err);
	rc = check(store, person, password, now_s, err);
	(void)close(turn);
	return rc;
}

enum rc
offline_refused(const struct offline *store,
    const struct offline_person *person, const char *password, struct err *err)
{
	int turn = take_turn(store);
	enum rc rc;

	if (turn < 0)
		return no_turn(err);
	rc = refused(store, person, password, err);
	(void)close(turn);
	return rc;
}

enum rc
offline_has(const struct offline *store, int64_t uid, struct err *err)
{
	struct record record;
	char name[32];

	name_of(uid, name);
	return load(store, name, &record, err);
}

enum rc
offline_drop(const struct offline *store, int64_t uid, struct err *err)
{
	int turn = take_turn(store);
	char name[32];
	enum rc rc;

	if (turn < 0)
		return no_turn(err);
	name_of(uid, name);
	rc = drop(store, name, err);
	(void)close(turn);
	return rc;
}

/* ------------------------------------------------------------ sweeping */

struct kept {
	char name[32];
	int64_t made_s;
};

static int
latest_first(const void *a, const void *b)
{
	const struct kept *left = a, *right = b;

	return (left->made_s < right->made_s) - (left->made_s > right->made_s);
}

/* The latest time goes into every record, so that none grows younger. Of one
 * that is too old the hash goes, but not the date, which tells the person why
 * they have to wait for the server. */
static bool
keeps(const struct offline *store, const char *name, int64_t now_s,
    offline_is_same *is_same, void *context, int64_t *made_s)
{
	struct record record;
	struct err err;

	if (load(store, name, &record, &err) != RC_OK ||
	    !is_same(context, record.account, record.uid, record.changed))
		return false;
	*made_s = record.made_s;
	if (record.seen_s >= now_s)
		return true;
	record.seen_s = now_s;
	if (is_too_old(store, &record)) {
		sodium_memzero(record.salt, sizeof(record.salt));
		sodium_memzero(record.hash, sizeof(record.hash));
	}
	(void)save(store, &record, &err);
	return true;
}

static size_t
sweep_all(const struct offline *store, int64_t now_s, offline_is_same *is_same,
    void *context, struct kept *kept)
{
	char path[PATH_MAX];
	size_t count = 0;
	struct dirent *entry;
	struct err err;
	DIR *dir;

	if (!path_of(store, ".", path) || (dir = opendir(path)) == NULL)
		return 0;
	while (count < RECORDS_MAX && (entry = readdir(dir)) != NULL) {
		int64_t number;

		if (!text_number(entry->d_name, 0, UINT32_MAX, &number))
			continue;
		name_of(number, kept[count].name);
		if (keeps(store, kept[count].name, now_s, is_same, context,
			&kept[count].made_s))
			count++;
		else
			(void)drop(store, kept[count].name, &err);
	}
	(void)closedir(dir);
	return count;
}

enum rc
offline_sweep(const struct offline *store, int64_t now_s,
    offline_is_same *is_same, void *context, struct err *err)
{
	struct kept *kept = calloc(RECORDS_MAX, sizeof(*kept));
	int turn = kept == NULL ? -1 : take_turn(store);
	size_t count;

	if (turn < 0) {
		free(kept);
		return no_turn(err);
	}
	count = sweep_all(store, now_s, is_same, context, kept);
	qsort(kept, count, sizeof(*kept), latest_first);
	for (size_t i = (size_t)store->people_max; i < count; i++)
		(void)drop(store, kept[i].name, err);
	(void)close(turn);
	free(kept);
	return RC_OK;
}
