#include "state.h"

#include "base/text.h"
#include "cdb_file.h"
#include "table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { UUID_KEY = 1 + SYNC_UUID_SIZE };

/* The first letter of the keys. */
static const char uuid_letter[STATE_KINDS] = {'P', 'G'};
static const char cookie_key[STATE_KINDS] = {'p', 'q'};
#define NAME_LETTER 'N'

static void
make_uuid_key(char key[UUID_KEY], enum state_kind kind, const void *uuid)
{
	key[0] = uuid_letter[kind];
	memcpy(key + 1, uuid, SYNC_UUID_SIZE);
}

/* ------------------------------------------------------------- records */

size_t
state_person_print(char *dst, size_t size, const struct state_person *person)
{
	const char *texts[] = {
	    person->dn, person->state, person->changed, person->server};
	bool is_ours = person->server == NULL || *person->server == '\0';
	size_t count = sizeof(texts) / sizeof(texts[0]) - is_ours;
	size_t len = 0;

	if (size > 4)
		len = names_person_print(dst + 4, size - 4, &person->names);
	if (len == 0)
		return 0;
	names_put_number(dst, (uint32_t)len);
	len += 4;
	for (size_t i = 0; i < count; i++) {
		if (!text_copy(dst + len, size - len, texts[i]))
			return 0;
		len += strlen(texts[i]) + 1;
	}
	return len;
}

bool
state_person_parse(struct state_person *person, const char *bytes, size_t len)
{
	const char **texts[] = {
	    &person->dn, &person->state, &person->changed, &person->server};
	const char *end = bytes + len, *at;
	size_t names_len;

	if (len < 4 || (names_len = names_get_number(bytes)) > len - 4 ||
	    !names_person_parse(&person->names, bytes + 4, names_len))
		return false;
	at = bytes + 4 + names_len;
	person->server = ""; /* most have none written */
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (at == end && texts[i] == &person->server)
			break;
		const char *nul = memchr(at, '\0', (size_t)(end - at));

		if (nul == NULL)
			return false;
		*texts[i] = at;
		at = nul + 1;
	}
	return at == end;
}

size_t
state_group_print(char *dst, size_t size, const struct state_group *group)
{
	size_t name_len = strlen(group->name) + 1;
	size_t dn_len = strlen(group->dn) + 1;
	size_t len = 4 + name_len + dn_len + group->members_len;

	if (len > size)
		return 0;
	names_put_number(dst, group->gid);
	memcpy(dst + 4, group->name, name_len);
	memcpy(dst + 4 + name_len, group->dn, dn_len);
	if (group->members_len > 0)
		memcpy(dst + 4 + name_len + dn_len, group->members,
		    group->members_len);
	return len;
}

bool
state_group_parse(struct state_group *group, const char *bytes, size_t len)
{
	const char *end = bytes + len, *nul;

	if (len < 6 || bytes[len - 1] != '\0')
		return false;
	group->gid = names_get_number(bytes);
	group->name = bytes + 4;
	nul = memchr(group->name, '\0', (size_t)(end - group->name));
	group->dn = nul + 1;
	if (group->dn >= end)
		return false;
	nul = memchr(group->dn, '\0', (size_t)(end - group->dn));
	group->members = nul + 1;
	group->members_len = (size_t)(end - group->members);
	return true;
}

/* ------------------------------------------------------------- reading */

void
state_close(struct state *state)
{
	if (state->inode != 0)
		cdb_free(&state->cdb);
	*state = (struct state){.inode = 0};
}

/* Ours alone, or it is not believed. */
static bool
is_trusted(const struct stat *status)
{
	return S_ISREG(status->st_mode) && status->st_uid == geteuid() &&
	    (status->st_mode & 077) == 0;
}

enum rc
state_open(struct state *state, const char *dir, struct err *err)
{
	char path[PATH_MAX];
	struct stat status;
	int fd;

	if (!text_print(path, sizeof(path), "%s/%s", dir, STATE_FILE))
		return err_set(err, RC_FAULT, "%s: path too long", dir);
	if (stat(path, &status) == 0 && state->inode == (int64_t)status.st_ino)
		return RC_OK;
	state_close(state);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return err_set(err, errno == ENOENT ? RC_ABSENT : RC_FAULT,
		    "%s: %s", path, strerror(errno));
	if (fstat(fd, &status) != 0 || !is_trusted(&status) ||
	    cdb_init(&state->cdb, fd) != 0) {
		(void)close(fd);
		return err_set(err, RC_ABSENT, "%s: not usable", path);
	}
	(void)close(fd); /* the mapping stays */
	state->inode = (int64_t)status.st_ino;
	return RC_OK;
}

/* The record of a key, NULL if there is none. */
static const char *
find(struct state *state, const void *key, size_t key_len, size_t *len)
{
	if (state->inode == 0 ||
	    cdb_find(&state->cdb, key, (unsigned)key_len) <= 0)
		return NULL;
	*len = cdb_datalen(&state->cdb);
	return cdb_getdata(&state->cdb);
}

enum rc
state_find(struct state *state, const char *name, struct state_person *person,
    struct err *err)
{
	char key[NAMES_KEY_SIZE], uuid_key[UUID_KEY];
	const char *bytes = NULL;
	size_t len = 0, key_len = names_key(key, NAMES_PERSON, name);

	key[0] = NAME_LETTER;
	if (key_len > 0)
		bytes = find(state, key, key_len, &len);
	if (bytes != NULL && len == SYNC_UUID_SIZE) {
		make_uuid_key(uuid_key, STATE_PERSON, bytes);
		bytes = find(state, uuid_key, sizeof(uuid_key), &len);
	}
	if (bytes == NULL || !state_person_parse(person, bytes, len))
		return err_set(err, RC_ABSENT, "nobody here has that name");
	return RC_OK;
}

void
state_cookie(
    struct state *state, enum state_kind kind, char cookie[STATE_COOKIE_SIZE])
{
	size_t len;
	const char *bytes = find(state, &cookie_key[kind], 1, &len);

	*cookie = '\0';
	if (bytes == NULL || len >= STATE_COOKIE_SIZE)
		return;
	memcpy(cookie, bytes, len);
	cookie[len] = '\0';
}

/* Records with their whole key. */
typedef enum rc each_pair(void *context, const char *key, size_t key_len,
    const char *bytes, size_t len, struct err *err);

/* The next record, as cdb_seqnext() says it; that one does not see lengths that
 * lead out of the file, or back. */
static int
next(struct cdb *cdb, unsigned *at, const char **key, const char **bytes)
{
	unsigned before = *at;
	int more = cdb_seqnext(at, cdb);

	if (more <= 0)
		return more;
	*key = cdb_getkey(cdb);
	*bytes = cdb_getdata(cdb);
	return *at > before && *key != NULL && *bytes != NULL ? 1 : -1;
}

static enum rc
each_of_all(
    struct state *state, each_pair *each, void *context, struct err *err)
{
	const char *key, *bytes;
	unsigned at;
	int more;
	enum rc rc = RC_OK;

	if (state->inode == 0)
		return RC_OK;
	cdb_seqinit(&at, &state->cdb);
	while (rc == RC_OK && (more = next(&state->cdb, &at, &key, &bytes)) > 0)
		rc = each(context, key, cdb_keylen(&state->cdb), bytes,
		    cdb_datalen(&state->cdb), err);
	if (rc == RC_OK && more < 0)
		return err_set(err, RC_FAULT, "%s is damaged", STATE_FILE);
	return rc;
}

static enum rc
pass(void *context, const char *key, size_t key_len, const char *bytes,
    size_t len, struct err *err)
{
	(void)context;
	(void)key;
	(void)key_len;
	(void)bytes;
	(void)len;
	(void)err;
	return RC_OK;
}

enum rc
state_check(struct state *state, struct err *err)
{
	return each_of_all(state, pass, NULL, err);
}

void
state_drop(struct state *state, const char *dir)
{
	char path[PATH_MAX];

	state_close(state);
	if (text_print(path, sizeof(path), "%s/%s", dir, STATE_FILE))
		(void)unlink(path);
}

struct filter {
	enum state_kind kind;
	state_each_record *each;
	void *context;
};

static enum rc
each_of_kind(void *context, const char *key, size_t key_len, const char *bytes,
    size_t len, struct err *err)
{
	const struct filter *filter = context;

	if (key_len != UUID_KEY || key[0] != uuid_letter[filter->kind])
		return RC_OK;
	return filter->each(filter->context, bytes, len, err);
}

enum rc
state_each(struct state *state, enum state_kind kind, state_each_record *each,
    void *context, struct err *err)
{
	struct filter filter = {kind, each, context};

	return each_of_all(state, each_of_kind, &filter, err);
}

/* ------------------------------------------------------------- changing */

void
state_delta_put(struct state_delta *delta, enum sync_event event,
    const uint8_t uuid[SYNC_UUID_SIZE], const char *bytes, size_t len)
{
	struct state_change *change;

	if (delta->count == delta->size) {
		delta->size = delta->size == 0 ? 64 : 2 * delta->size;
		delta->changes = table_grow(
		    delta->changes, delta->size, sizeof(*delta->changes));
	}
	change = &delta->changes[delta->count++];
	*change = (struct state_change){.event = event, .turn = delta->count};
	memcpy(change->uuid, uuid, SYNC_UUID_SIZE);
	if (len > 0)
		change->bytes = memcpy(table_grow(NULL, len, 1), bytes, len);
	change->len = len;
}

void
state_delta_wipe(struct state_delta *delta)
{
	for (size_t i = 0; i < delta->count; i++)
		free(delta->changes[i].bytes);
	free(delta->changes);
	*delta = (struct state_delta){.kind = delta->kind};
}

/* By UUID, and what came later behind what came before. */
static int
by_uuid(const void *a, const void *b)
{
	const struct state_change *left = a, *right = b;
	int order = memcmp(left->uuid, right->uuid, SYNC_UUID_SIZE);

	if (order != 0)
		return order;
	return (left->turn > right->turn) - (left->turn < right->turn);
}

/* Sorts, and keeps the last word on each UUID. */
static void
settle(struct state_delta *delta)
{
	size_t kept = 0;

	if (delta->count == 0)
		return;
	qsort(delta->changes, delta->count, sizeof(*delta->changes), by_uuid);
	for (size_t i = 1; i < delta->count; i++) {
		if (memcmp(delta->changes[kept].uuid, delta->changes[i].uuid,
			SYNC_UUID_SIZE) == 0)
			free(delta->changes[kept].bytes);
		else
			kept++;
		delta->changes[kept] = delta->changes[i];
	}
	delta->count = kept + 1;
}

static struct state_change *
change_of(const struct state_delta *delta, const char *uuid)
{
	size_t low = 0, high = delta->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order =
		    memcmp(uuid, delta->changes[middle].uuid, SYNC_UUID_SIZE);

		if (order == 0)
			return &delta->changes[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* Both passes over the old file: the first counts, the second copies. */
struct merge {
	const struct state_delta *delta;
	struct cdb_file *file; /* NULL in the first */
	size_t same;           /* SYNC_ENTRY changes that change nothing */
	size_t lost;           /* records that will not be there */
};

static enum rc
merge_old(void *context, const char *key, size_t key_len, const char *bytes,
    size_t len, struct err *err)
{
	struct merge *merge = context;
	const struct state_delta *delta = merge->delta;
	const struct state_change *change;

	(void)err;
	if (key_len == 1 && key[0] == cookie_key[delta->kind])
		return RC_OK;
	if (key[0] == NAME_LETTER)
		return RC_OK; /* made anew */
	if (key_len == UUID_KEY && key[0] == uuid_letter[delta->kind]) {
		change = change_of(delta, key + 1);
		if (change != NULL && change->event == SYNC_ENTRY) {
			if (change->len == len &&
			    memcmp(change->bytes, bytes, len) == 0)
				merge->same++;
			return RC_OK;
		}
		if (change == NULL ? delta->is_complete
				   : change->event == SYNC_GONE) {
			merge->lost++;
			return RC_OK;
		}
	}
	if (merge->file != NULL)
		cdb_file_put(merge->file, key, key_len, bytes, len);
	return RC_OK;
}

static void
put_changes(struct cdb_file *file, const struct state_delta *delta)
{
	char key[UUID_KEY];

	for (size_t i = 0; i < delta->count; i++) {
		const struct state_change *change = &delta->changes[i];

		if (change->event != SYNC_ENTRY)
			continue;
		make_uuid_key(key, delta->kind, change->uuid);
		cdb_file_put(
		    file, key, sizeof(key), change->bytes, change->len);
	}
	cdb_file_put(file, &cookie_key[delta->kind], 1, delta->cookie,
	    strlen(delta->cookie));
}

struct names_of {
	struct cdb_file *file;
	const struct state_delta *delta;
};

static void
put_name(struct cdb_file *file, const void *uuid, const char *bytes, size_t len)
{
	struct state_person person;
	char key[NAMES_KEY_SIZE];
	size_t key_len;

	if (!state_person_parse(&person, bytes, len))
		return;
	key_len = names_key(key, NAMES_PERSON, person.names.name);
	key[0] = NAME_LETTER;
	if (key_len > 0)
		cdb_file_put(file, key, key_len, uuid, SYNC_UUID_SIZE);
}

static enum rc
put_old_name(void *context, const char *key, size_t key_len, const char *bytes,
    size_t len, struct err *err)
{
	const struct names_of *names = context;
	const struct state_change *change;

	(void)err;
	if (key_len != UUID_KEY || key[0] != uuid_letter[STATE_PERSON])
		return RC_OK;
	if (names->delta->kind == STATE_PERSON) {
		change = change_of(names->delta, key + 1);
		if (change == NULL ? names->delta->is_complete
				   : change->event != SYNC_PRESENT)
			return RC_OK;
	}
	put_name(names->file, key + 1, bytes, len);
	return RC_OK;
}

static enum rc
put_names(struct state *state, struct cdb_file *file,
    const struct state_delta *delta, struct err *err)
{
	struct names_of names = {file, delta};

	for (size_t i = 0; delta->kind == STATE_PERSON && i < delta->count;
	     i++) {
		const struct state_change *change = &delta->changes[i];

		if (change->event == SYNC_ENTRY)
			put_name(
			    file, change->uuid, change->bytes, change->len);
	}
	return each_of_all(state, put_old_name, &names, err);
}

enum rc
state_apply(struct state *state, const char *dir, struct state_delta *delta,
    bool *is_changed, struct err *err)
{
	struct merge merge = {.delta = delta};
	struct cdb_file file;
	size_t entries = 0;
	enum rc rc;

	settle(delta);
	for (size_t i = 0; i < delta->count; i++)
		entries += delta->changes[i].event == SYNC_ENTRY;
	rc = each_of_all(state, merge_old, &merge, err);
	*is_changed = rc != RC_OK || state->inode == 0 || merge.lost > 0 ||
	    merge.same < entries;
	if (rc != RC_OK || !*is_changed)
		return rc;
	rc = cdb_file_begin(&file, dir, STATE_FILE, 0600, err);
	if (rc != RC_OK)
		return rc;
	merge.file = &file;
	rc = each_of_all(state, merge_old, &merge, err);
	put_changes(&file, delta);
	if (rc == RC_OK)
		rc = put_names(state, &file, delta, err);
	if (rc != RC_OK) {
		cdb_file_abandon(&file);
		return rc;
	}
	return cdb_file_commit(&file, err);
}
