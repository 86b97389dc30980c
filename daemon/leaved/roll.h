/*
 * roll.h - people by uuid, each once.
 *
 * Shape:  a list that grows; roll_take() is a visitor for sql_each() whose
 *         rows begin with a uuid.
 * Units:  ROLL_MAX people.
 * Errors: RC_FAULT past that, or without memory.
 * Source: ours.
 */
#ifndef LEAVED_ROLL_H
#define LEAVED_ROLL_H

#include "book.h"
#include "db/sql.h"

enum { ROLL_MAX = 40000 };

struct roll {
	char (*uuids)[BOOK_ID_SIZE];
	size_t count, room;
};

sql_each_row roll_take; /* context: struct roll; every row, unlooked */
enum rc roll_add(struct roll *roll, const char *uuid, struct err *err);
bool roll_has(const struct roll *roll, const char *uuid);
void roll_wipe(struct roll *roll);

#endif
