/*
 * csv.h - comma separated values, a piece at a time.
 *
 * Shape:  feed bytes as they come; each record is handed to the reader's
 *         function with its fields as C strings, or with the fault that spoilt
 *         it. After a fault reading goes on at the next line, so that one run
 *         finds them all. Memory is the struct, however long the input. For
 *         writing there is a cell.
 * Units:  lines from 1, of the file, where the record starts; bytes.
 * Errors: enum csv_fault, per record.
 * Source: RFC 4180. Also taken: LF alone as line end, a byte order mark, a
 *         last line without end. Empty lines are no records.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

enum {
	CSV_FIELDS_MAX = 64,
	CSV_RECORD_SIZE = 8192, /* all fields of a record, each with a NUL */
};

enum csv_fault {
	CSV_OK,
	CSV_NUL,   /* a NUL byte: UTF-16, or no text at all */
	CSV_QUOTE, /* a quote within a plain field, or bytes behind one */
	CSV_OPEN,  /* a quote is never closed */
	CSV_CR,    /* CR without LF */
	CSV_LONG, /* too many bytes, or an unclosed quote that swallowed them */
	CSV_WIDE, /* too many fields */
};

struct csv_record {
	size_t line;
	enum csv_fault fault; /* no fields when not CSV_OK */
	size_t count;
	char *field[CSV_FIELDS_MAX]; /* to change in place until the next */
};

typedef void csv_reader(void *context, const struct csv_record *record);

struct csv {
	csv_reader *read;
	void *context;
	unsigned char state;
	size_t mark_len; /* of a byte order mark, seen at the very start */
	size_t line;
	struct csv_record record;
	size_t used;
	char bytes[CSV_RECORD_SIZE];
};

/* `text` as one cell, in quotes. A spreadsheet would reckon with what begins
 * like a formula: an apostrophe before it makes a text of it. */
typedef void csv_writer(void *context, const char *bytes, size_t len);
void csv_cell(csv_writer *write, void *context, const char *text);

void csv_begin(struct csv *csv, csv_reader *read, void *context);
void csv_feed(struct csv *csv, const void *bytes, size_t len);
/* The input has ended: the last record, if any, is complete. */
void csv_end(struct csv *csv);

#endif
