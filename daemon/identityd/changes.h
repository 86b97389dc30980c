/*
 * changes.h - the changes of one Modify, or the values of one Add, as they are
 * gathered.
 *
 * Shape:  a list for dir.h with room for the numbers and times it points to;
 *         texts are borrowed from the caller. Lives on the stack, starts as
 *         {0}. More than CHANGES_MAX is a bug and asserts.
 * Units:  none.
 * Errors: none.
 * Source: ours.
 */
#ifndef IDENTITYD_CHANGES_H
#define IDENTITYD_CHANGES_H

#include "dir/dir.h"

enum { CHANGES_MAX = 48, CHANGES_TEXTS_MAX = 16, CHANGES_TEXT_SIZE = 24 };

struct changes {
	struct dir_change list[CHANGES_MAX];
	size_t count;
	char texts[CHANGES_TEXTS_MAX][CHANGES_TEXT_SIZE];
	size_t text_count;
};

/* A NULL value takes the whole attribute away. */
void changes_put(struct changes *changes, enum dir_op op, const char *attr,
    const char *value);
void changes_put_bytes(struct changes *changes, enum dir_op op,
    const char *attr, const void *bytes, size_t len);
/* As generalizedTime. */
void changes_put_time(
    struct changes *changes, enum dir_op op, const char *attr, int64_t at_s);
void changes_put_number(
    struct changes *changes, enum dir_op op, const char *attr, int64_t number);
/* Replaces each attribute of a NULL-terminated list by nothing. */
void changes_clear(struct changes *changes, const char *const *attrs);

#endif
