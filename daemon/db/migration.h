/*
 * migration.h - a database's tables, version by version.
 *
 * Shape:  one text of numbered parts, each after a line "-- version N", from
 *         1 without gaps. migration_run() runs what a database lacks, each
 *         part in a transaction of its own that also notes its number. The
 *         words {number}, {strict} are each database's own, and a line that
 *         starts with "--sqlite " or "--pgsql " is for that one alone.
 * Units:  MIGRATION_MAX bytes a part.
 * Errors: as in sql.h; RC_FAULT when the text is out of order or the database
 *         was made by a later version of ours: then nothing is touched.
 * Source: ours. A part that was released never changes: a further one does.
 */
#ifndef DB_MIGRATION_H
#define DB_MIGRATION_H

#include "sql.h"

enum { MIGRATION_MAX = 65536 };

/* How many parts the text has. */
int migration_count(const char *text);

/* Runs the parts up to `until`; `from` is what the database had before. */
enum rc migration_run(
    struct sql *sql, const char *text, int until, int *from, struct err *err);

#endif
