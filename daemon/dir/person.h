/*
 * person.h - a person's entry as typed values.
 *
 * Shape:  struct person is a picture of one entry under ou=people at one
 *         moment: nobody keeps it past the question it was read for. The
 *         school is part of the unit's DN and stored nowhere else.
 * Units:  Unix seconds; 0 stands for "never" or "not given".
 * Errors: RC_ABSENT nobody · RC_EXISTS several entries match · RC_FAULT an
 *         entry without what our schema makes it have.
 * Source: schema/portal.ldif; RFC 2307 posixAccount; RFC 4530 entryUUID.
 */
#ifndef DIR_PERSON_H
#define DIR_PERSON_H

#include "dir.h"

enum {
	PERSON_DN_SIZE = 512,
	PERSON_TEXT_SIZE = 256,
	PERSON_ACCOUNT_SIZE = 65,
	PERSON_SCHOOL_SIZE = 64,
	PERSON_MAIL_MAX = 4, /* addresses of one person that we look at */
	PERSON_LETTERS_MAX = 8,
	PERSON_NONCE_LEN = 16,
	PERSON_UUID_LEN = 16,
	PERSON_UUID_SIZE = 37, /* as text */
	PERSON_SPENT_LEN = 32,
};

enum person_state { PERSON_NEW, PERSON_ACTIVE, PERSON_SUSPENDED, PERSON_LEFT };
#define PERSON_STATE_COUNT (PERSON_LEFT + 1)

/* The check-code record; nothing of it is the code. */
struct person_code {
	bool is_there;
	unsigned char nonce[PERSON_NONCE_LEN];
	char expires[16]; /* as stored, for the exact delete */
	int64_t expires_s;
	int64_t tries, kid, home, purpose;
	int64_t changed_s; /* pwdChangedTime it was issued against */
};

struct person {
	char dn[PERSON_DN_SIZE];
	char uuid[PERSON_UUID_SIZE];
	unsigned char uuid_bytes[PERSON_UUID_LEN];
	char csn[64]; /* entryCSN: another one after any change */
	enum person_state state;
	char account[PERSON_ACCOUNT_SIZE];
	char name[129];
	char mail[PERSON_MAIL_MAX][255];
	size_t mail_count;
	char id_index[80];
	char kind[16];
	char admin_post[129];
	char schedule[16];
	char posted_from[16], posted_until[16], hired_on[16];
	char openid[256];
	char unit_dn[PERSON_DN_SIZE];
	char school_dn[PERSON_DN_SIZE];  /* "" when in no school */
	char school[PERSON_SCHOOL_SIZE]; /* its o= value */
	int64_t uid_number, gid_number;
	int64_t changed_s; /* pwdChangedTime */
	bool must_change;  /* somebody else has set the password */
	int64_t sign_out_count;
	int64_t mail_changed_s;
	struct person_code code;
	bool has_spent;
	unsigned char spent[PERSON_SPENT_LEN];
	int64_t letter_s[PERSON_LETTERS_MAX];
	size_t letter_count;
	char letter_mail[257], letter_state[17], letter_detail[513];
};

/* The attributes that person_read() needs, and those of them that are the
 * check-code record; NULL-terminated. */
extern const char *const person_attrs[];
extern const char *const person_code_attrs[];

enum rc person_read(
    struct person *person, const struct dir_entry *entry, struct err *err);

/* By DN, by entryUUID, by a filter under ou=people: exactly one. */
enum rc person_get(
    struct dir *dir, const char *dn, struct person *person, struct err *err);
enum rc person_by_uuid(struct dir *dir, const char *base_dn, const char *uuid,
    struct person *person, struct err *err);
enum rc person_by_account(struct dir *dir, const char *base_dn,
    const char *account, struct person *person, struct err *err);
enum rc person_find(struct dir *dir, const char *base_dn, const char *filter,
    struct person *person, struct err *err);

const char *person_state_name(enum person_state state);
bool person_state_parse(const char *name, enum person_state *state);

/* The o= element of a DN under ou=units: its DN and its value. False when the
 * DN is not in a school. Pure. */
bool person_school_of(const char *unit_dn, char school_dn[PERSON_DN_SIZE],
    char *school, size_t size);

/* Does one of the person's addresses equal `mail`, ASCII case aside? The
 * address as the directory has it, or NULL. */
const char *person_mail_match(const struct person *person, const char *mail);

#endif
