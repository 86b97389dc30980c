/*
 * state.h - what this machine knows of the directory, on disk.
 *
 * Shape:  a cdb closed to others: each person and group as it came, by its
 *         entryUUID; names of people to entryUUIDs; the sync cookie of each
 *         kind. Changes are collected and make a new file, which takes the
 *         place of the old one in one rename.
 * Units:  none.
 * Errors: RC_FAULT when the disk refuses; the old file stays. RC_ABSENT when
 *         there is no (usable) file: start anew.
 * Source: ours; tinycdb.
 */
#ifndef LABD_STATE_H
#define LABD_STATE_H

#include "base/names.h"
#include "dir/sync.h"

#include <cdb.h>

#define STATE_FILE "state.cdb"

enum { STATE_COOKIE_SIZE = SYNC_COOKIE_SIZE + 32 };

enum state_kind { STATE_PERSON, STATE_GROUP, STATE_KINDS };

struct state_person {
	struct names_person names;
	const char *dn;
	const char *state;   /* "" when the directory has none */
	const char *changed; /* pwdChangedTime, or "" */
	const char *server;  /* dir_origin(); "" or NULL: our own */
};

enum { STATE_BY_NAME = 'u', STATE_BY_DN = 'd' };

struct state_group {
	uint32_t gid;
	const char *name;
	const char *dn;
	/* One after the other: a letter, a name or a DN, a NUL. */
	const char *members;
	size_t members_len;
};

/* ------------------------------------------------------------- reading */

struct state {
	struct cdb cdb;
	int64_t inode; /* of the file, 0: none */
};

/* Opens the file of `dir` if it is another one than before. */
enum rc state_open(struct state *state, const char *dir, struct err *err);
void state_close(struct state *state);

/* Reads it to the end: RC_FAULT when it is damaged. */
enum rc state_check(struct state *state, struct err *err);
/* Forgets everything, the file too. */
void state_drop(struct state *state, const char *dir);

/* Texts are borrowed until the next state_open(). RC_ABSENT: nobody. */
enum rc state_find(struct state *state, const char *name,
    struct state_person *person, struct err *err);

/* "" when there is none. */
void state_cookie(
    struct state *state, enum state_kind kind, char cookie[STATE_COOKIE_SIZE]);

typedef enum rc state_each_record(
    void *context, const char *bytes, size_t len, struct err *err);
enum rc state_each(struct state *state, enum state_kind kind,
    state_each_record *each, void *context, struct err *err);

size_t state_person_print(
    char *dst, size_t size, const struct state_person *person);
bool state_person_parse(
    struct state_person *person, const char *bytes, size_t len);

size_t state_group_print(
    char *dst, size_t size, const struct state_group *group);
bool state_group_parse(
    struct state_group *group, const char *bytes, size_t len);

/* ------------------------------------------------------------- changing */

struct state_change {
	enum sync_event event;
	uint8_t uuid[SYNC_UUID_SIZE];
	char *bytes; /* the record of a SYNC_ENTRY */
	size_t len;
	size_t turn; /* which came first */
};

/* Zeroed: no change. */
struct state_delta {
	enum state_kind kind;
	struct state_change *changes;
	size_t count;
	size_t size;
	bool is_complete;
	const char *cookie; /* the new one */
};

void state_delta_put(struct state_delta *delta, enum sync_event event,
    const uint8_t uuid[SYNC_UUID_SIZE], const char *bytes, size_t len);
void state_delta_wipe(struct state_delta *delta);

/* Makes the new file; *is_changed is false, and nothing written, when every
 * record is as it was. */
enum rc state_apply(struct state *state, const char *dir,
    struct state_delta *delta, bool *is_changed, struct err *err);

#endif
