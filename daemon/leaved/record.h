/*
 * record.h - a group of a settings file into a struct, by a table of keys.
 *
 * Shape:  a key names what may stand in the group and where its value goes;
 *         a key that is a thing of its own brings its reader.
 * Units:  offset, size: bytes of the struct; days are 480 minutes and hours
 *         60, both in halves.
 * Errors: every fault of the group, with file and line: unknown, missing,
 *         of the wrong type, out of range.
 * Source: libconfig 1.5.
 */
#ifndef LEAVED_RECORD_H
#define LEAVED_RECORD_H

#include <libconfig.h>
#include <stdbool.h>
#include <stddef.h>
#include "faults.h"

enum record_type {
	KEY_TEXT,
	KEY_TEXTS, /* a list; the count lies at count_offset */
	KEY_DATE,
	KEY_DAYS,
	KEY_HOURS,
	KEY_NUMBER,
	KEY_BOOL,
	KEY_ENUM,   /* the place of the word in `words` */
	KEY_EITHER, /* of two words; true for the second */
	KEY_OWN,    /* by `read` */
};

struct record_reader {
	const char *name, *law; /* of the file; of the row, or NULL */
	struct faults *faults;
};

typedef void record_own(
    const struct record_reader *r, const config_setting_t *s, void *record);

struct record_key {
	const char *name;
	enum record_type type;
	size_t offset;
	size_t size; /* of a text, or of one text of a list */
	size_t count_offset, count_max;
	const char *const *words;
	record_own *read;
	bool is_required;
};

void record_read(const struct record_reader *r, const config_setting_t *group,
    const struct record_key *keys, size_t count, void *record);

void record_number(
    const struct record_reader *r, const config_setting_t *s, int *number);
void record_fault(
    const struct record_reader *r, const config_setting_t *s, const char *what);

#endif
