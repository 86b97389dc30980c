/*
 * conf.h - a daemon's settings, as one table.
 *
 * Shape:  an array of conf_key says name, type, bounds, default and where in
 *         the daemon's struct the value goes. The file is libconfig's; every
 *         fault in it is reported at once, with its line.
 * Units:  a key's unit is in its name or its meaning.
 * Errors: RC_INPUT when the file has a fault (each is written to `faults`),
 *         RC_ABSENT when there is no such file, RC_FAULT without memory.
 * Source: libconfig 1.5; values are `name = 5;`, `true`, `"text"`, `[ "a" ]`.
 *         Names of users and groups are the host's (NSS), looked up once.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum conf_type {
	CONF_INT,   /* int64_t */
	CONF_BOOL,  /* bool */
	CONF_TEXT,  /* char *, owned by the settings */
	CONF_LIST,  /* struct conf_list of texts */
	CONF_ENUM,  /* int, an index into names */
	CONF_USER,  /* int64_t, a uid: given as number, or as "name" */
	CONF_GROUP, /* the same, a gid */
};

struct conf_list {
	char **items;
	size_t count;
};

struct conf_key {
	const char *name;
	enum conf_type type;
	size_t offset;
	const char *fallback; /* unquoted; NULL: must be given; list: only "" */
	int64_t min, max;     /* of a number; of a text's length */
	const char *const *names; /* of a CONF_ENUM, ends with NULL */
	const char *meaning;      /* one line, for --keys and the reader */
};

enum {
	CONF_TEXT_MAX = 4096,       /* bytes of one text */
	CONF_LIST_MAX = 256,        /* texts in one list */
	CONF_FILE_MAX = 256 * 1024, /* bytes; no settings need more */
};

/* Fills `settings`, defaults included. conf_wipe() frees, also after a fault.
 */
enum rc conf_load(const char *path, const struct conf_key *keys, size_t count,
    void *settings, FILE *faults, struct err *err);
void conf_wipe(const struct conf_key *keys, size_t count, void *settings);

/* What a key's type cannot say, of settings that were loaded: each check that
 * fails is one more fault. One that has to parse may keep what it parsed. */
typedef enum rc conf_check(void *settings, struct err *err);
enum rc conf_check_all(const char *path, conf_check *const *checks,
    size_t count, void *settings, FILE *faults, struct err *err);

/* "name<TAB>default<TAB>meaning" a line: what --keys prints. */
void conf_print_keys(const struct conf_key *keys, size_t count, FILE *out);

#endif
