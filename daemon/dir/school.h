/*
 * school.h - a school, its units, and the names of both in a DN.
 *
 * Shape:  a school is o=CODE,ou=units; its units are ou=NAME one level below.
 *         A picture of the entry at one moment, as in person.h.
 * Units:  sizes with the NUL.
 * Errors: RC_ABSENT no such school or unit; RC_FAULT an entry without what our
 *         schema makes it have.
 * Source: schema/portal.ldif; RFC 4514 for names.
 */
#ifndef DIR_SCHOOL_H
#define DIR_SCHOOL_H

#include "person.h"

enum { SCHOOL_CODE_SIZE = 17, SCHOOL_KIND_SIZE = 33 };

struct school {
	char dn[PERSON_DN_SIZE];
	char code[SCHOOL_CODE_SIZE];
	char kind[SCHOOL_KIND_SIZE];
	char name[PERSON_TEXT_SIZE]; /* displayName, or the code */
};

/* The attributes that school_read() needs, NULL-terminated. */
extern const char *const school_attrs[];

enum rc school_read(
    struct school *school, const struct dir_entry *entry, struct err *err);

enum rc school_get(
    struct dir *dir, const char *dn, struct school *school, struct err *err);

/* By portalSchoolCode, whatever the entry is called. */
enum rc school_by_code(struct dir *dir, const char *base_dn, const char *code,
    struct school *school, struct err *err);

/* The DN of a unit as the directory writes it; "" is the school itself. */
enum rc school_unit(struct dir *dir, const struct school *school,
    const char *name, char dn[PERSON_DN_SIZE], struct err *err);

/* The first name of a DN, unescaped, when it is of that attribute: "ou" of
 * "ou=A\2cB,o=1" is "A,B". False, and empty, when not. Pure. */
bool school_rdn(const char *dn, const char *attr, char *value, size_t size);

#endif
