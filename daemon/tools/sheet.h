/*
 * sheet.h - an answer on paper.
 *
 * Shape:  a list is a line of column names, then a line per row, TAB between
 *         two values, or as CSV; anything else is a line "name: value" per
 *         field. As JSON it is one object a line, whatever it is. Names are the
 *         catalogue's; which fields there are follows from the operation.
 * Units:  instants as local time; in JSON as Unix seconds.
 * Errors: none; a closed standard output ends the program by SIGPIPE.
 * Source: RFC 8259; RFC 4180, with an apostrophe before what a spreadsheet
 *         would take for a formula.
 */
#ifndef TOOLS_SHEET_H
#define TOOLS_SHEET_H

#include "base/wire.h"

#include <stdio.h>

struct sheet {
	FILE *out;
	bool is_json, is_csv;
	bool has_head; /* of the list: then these are its columns */
	bool columns[FIELD_COUNT];
};

/* The rows, or the fields, of an answer to `op`; the pages of a list follow
 * each other. */
void sheet_print(struct sheet *sheet, enum op op, const struct wire_in *in);

#endif
