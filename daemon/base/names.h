/*
 * names.h - the file of names that labd writes and libnss_portal reads.
 *
 * Shape:  a cdb. Keys are one letter and a name or a number; a record is
 * numbers and texts, each with its NUL. The very first record, at a fixed
 *         place, is one byte that turns from '0' to '1' when a newer file has
 *         taken the place of this one: who has mapped it sees that without a
 *         system call.
 * Units:  numbers are 32 bits, little-endian.
 * Errors: false for a record that is not one.
 * Source: ours; tinycdb. libc only: guests link it.
 */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NAMES_DIR  "/var/lib/labd"
#define NAMES_FILE "names.cdb"
#define NAMES_PATH NAMES_DIR "/" NAMES_FILE
/* The same for root and one group: what shadow(5) tells. */
#define NAMES_SHADOW_FILE "shadow.cdb"
#define NAMES_SHADOW_PATH NAMES_DIR "/" NAMES_SHADOW_FILE

enum names_key_kind {
	NAMES_OLD = 's',        /* the byte above */
	NAMES_LISTED = 'e',     /* there when everybody may be listed */
	NAMES_PERSON = 'n',     /* name -> person */
	NAMES_PERSON_UID = 'u', /* uid -> the same person once more */
	NAMES_GROUP = 'g',      /* name -> group */
	NAMES_GROUP_GID = 'h',  /* gid -> the same group */
	NAMES_GROUPS_OF = 'i',  /* person's name -> gids */
	NAMES_SHADOW = 'd',     /* name -> the day below; of shadow.cdb */
};

enum {
	NAMES_KEY_SIZE = 256,
	NAMES_RECORD_SIZE = 8192, /* of a person; a group may be larger */
	NAMES_OLD_OFFSET = 2048 + 8 + 1, /* cdb's table, lengths, the key */
	NAMES_ID_MIN = 1000, /* readers refuse a uid or a group's gid below */
	NAMES_GID_MIN = 100, /* and a person's gid: Debian's users */
};

struct names_person {
	uint32_t uid;
	uint32_t gid;
	const char *name;
	const char *gecos;
	const char *home;
	const char *shell;
};

struct names_group {
	uint32_t gid;
	uint32_t count; /* of members */
	const char *name;
	const char *members; /* one after the other, each with its NUL */
	size_t members_len;
};

/* A shadow record is one number: the day since 1970 when the password was
 * changed, or that nobody knows. */
#define NAMES_DAY_UNKNOWN UINT32_MAX

/* The length of the key; 0 when the name is empty or too long. */
size_t names_key(
    char key[NAMES_KEY_SIZE], enum names_key_kind kind, const char *name);
size_t names_key_number(
    char key[NAMES_KEY_SIZE], enum names_key_kind kind, uint32_t number);

/* The length; 0 when it does not fit. */
size_t names_person_print(
    char *dst, size_t size, const struct names_person *person);
size_t names_group_print(
    char *dst, size_t size, const struct names_group *group);

/* Texts are borrowed from `bytes`. */
bool names_person_parse(
    struct names_person *person, const char *bytes, size_t len);
bool names_group_parse(
    struct names_group *group, const char *bytes, size_t len);

void names_put_number(char bytes[4], uint32_t number);
uint32_t names_get_number(const char bytes[4]);

#endif
