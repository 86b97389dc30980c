/*
 * roster.h - a list of staff as personnel keep it, one person a line.
 *
 * Shape:  CSV in UTF-8. The first line names the columns, in Chinese or
 *         English, in any order. Each further line is handed on as typed,
 *         canonical values or as all the faults that it has; one reading finds
 *         all faults of all lines. Memory is bounded, however long the file.
 * Units:  lines from 1, the head's; ROSTER_ROWS_MAX people.
 * Errors: struct roster_fault, with its line, its column and a sentence in
 *         both languages. A fault never quotes a national ID.
 * Source: ours; csv.h reads, national_id.h, staff.h, account.h, almanac.h and
 *         mail_address.h judge.
 */
#ifndef IDENTITYD_ROSTER_H
#define IDENTITYD_ROSTER_H

#include "base/csv.h"
#include "base/ops.h"

enum { ROSTER_ROWS_MAX = 100000 }; /* the largest city has half of it */

enum roster_column {
	ROSTER_NATIONAL_ID, /* canonical */
	ROSTER_ID_REASON,   /* why a number with a wrong check digit is right */
	ROSTER_NAME,
	ROSTER_NAME_EN,
	ROSTER_MAIL,
	ROSTER_KIND, /* the stored word */
	ROSTER_SCHOOL,
	ROSTER_UNIT,
	ROSTER_ADMIN_POST,
	ROSTER_SCHEDULE, /* the stored word */
	ROSTER_ACCOUNT,
	ROSTER_HIRED_ON, /* days: 2026-09-01 */
	ROSTER_POSTED_FROM,
	ROSTER_POSTED_UNTIL,
	ROSTER_COLUMN_COUNT
};
#define ROSTER_NO_COLUMN ROSTER_COLUMN_COUNT

struct roster_row {
	size_t line;
	const char *value[ROSTER_COLUMN_COUNT]; /* "" when empty; borrowed */
};

struct roster_fault {
	size_t line;
	enum roster_column column; /* or ROSTER_NO_COLUMN: the line, the file */
	const char *zh, *en;
	const char *detail; /* a column's name, or "" */
	size_t other_line;  /* where the twin is, or 0 */
};

struct roster_sink {
	void *context;
	void (*row)(void *context, const struct roster_row *row);
	void (*fault)(void *context, const struct roster_fault *fault);
};

struct roster;

/* `sink` is borrowed until roster_free(). NULL when libsodium cannot start;
 * out of memory ends the program. */
struct roster *roster_new(const struct roster_sink *sink);
void roster_free(struct roster *roster);

void roster_feed(struct roster *roster, const void *bytes, size_t len);
void roster_end(struct roster *roster);

/* A column's name in a head line, its first in either language. */
const char *roster_column_zh(enum roster_column column);
const char *roster_column_en(enum roster_column column);
/* Of the question that enters a person. */
enum field roster_column_field(enum roster_column column);

#endif
