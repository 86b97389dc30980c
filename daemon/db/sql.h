/*
 * sql.h - tables, in whichever database the settings name.
 *
 * Shape:  one connection; statements inside a transaction, one at a time or, to
 *         spare journeys to the database, several together. A
 *         statement is a literal with ? for its values; it is prepared once a
 *         connection. Values are whole numbers and texts, nothing else: a NULL
 *         is never stored. sql_begin(SQL_WRITE) waits until nobody else
 *         writes, in both databases: what is read after it stays true until
 *         sql_commit(). Which database it is, only sql_open() knows.
 * Units:  wait_ms is the longest wait for another writer; SQL_VALUES_MAX.
 * Errors: RC_EXISTS a constraint says no · RC_BUSY another writes for too long
 *         · RC_OFFLINE the database is gone (after a commit: it may have
 *         happened) · RC_INPUT the setting names none · RC_FAULT anything else.
 *         After any of them the transaction can only be rolled back.
 * Source: ours; drivers are sql_sqlite.c and, as a plugin, sql_pgsql.c.
 */
#ifndef DB_SQL_H
#define DB_SQL_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SQL_VALUES_MAX = 40, SQL_STATEMENTS_MAX = 256 };

struct sql;

struct sql_conf {
	/* "sqlite:PATH" or "pgsql:" and what libpq(3) takes */
	const char *database;
	const char *plugin; /* the file that knows PostgreSQL */
	int wait_ms;
	bool creates; /* makes the file of a SQLite database */
};

enum rc sql_open(
    const struct sql_conf *conf, struct sql **out, struct err *err);
void sql_close(struct sql *sql); /* NULL is fine */

/* "sqlite" or "pgsql". */
const char *sql_name(const struct sql *sql);

enum sql_mode { SQL_READ, SQL_WRITE };

/* Connects anew when the connection was lost. */
enum rc sql_begin(struct sql *sql, enum sql_mode mode, struct err *err);
enum rc sql_commit(struct sql *sql, struct err *err);
/* Never fails: without a transaction it does nothing. */
void sql_rollback(struct sql *sql);

/* Between transactions, by whoever answers nobody: moves what was committed to
 * its place, so that no commit has to (SQLite's write-ahead log into its file;
 * PostgreSQL does so by itself). Waits for nobody. */
enum rc sql_tend(struct sql *sql, struct err *err);

/* ----------------------------------------------------------------- values */

struct sql_value {
	const char *text; /* NULL: a number */
	int64_t number;
};

static inline struct sql_value
sql_text(const char *text)
{
	return (struct sql_value){.text = text};
}

static inline struct sql_value
sql_number(int64_t number)
{
	return (struct sql_value){.number = number};
}

/* The values of a statement, at the place of its two last parameters. */
#define SQL_VALUES(...)                                       \
	(const struct sql_value[]){__VA_ARGS__},              \
	    sizeof((const struct sql_value[]){__VA_ARGS__}) / \
	    sizeof(struct sql_value)
#define SQL_NOTHING NULL, 0

/* A row, until `each` returns. A column out of range is "" and 0. */
struct sql_row;
const char *sql_row_text(const struct sql_row *row, int column);
int64_t sql_row_number(const struct sql_row *row, int column);

/* Anything but RC_OK ends the statement and is what sql_each() returns. */
typedef enum rc sql_each_row(
    void *context, const struct sql_row *row, struct err *err);

/* ------------------------------------------------------------- statements */

struct sql_visit {
	sql_each_row *each;
	void *context;
};

/* Every row. */
enum rc sql_each(struct sql *sql, const char *statement, struct sql_visit visit,
    struct err *err, const struct sql_value *values, size_t count);

/* One of several questions. */
struct sql_query {
	const char *statement;
	struct sql_visit visit;
	const struct sql_value *values;
	size_t count;
};

/* All of them, in one journey to the database; rows are visited in the order of
 * the questions. Who visits must not ask. */
enum rc sql_each_of(struct sql *sql, const struct sql_query *queries,
    size_t count, struct err *err);

/* A change; `changed` may be NULL. */
enum rc sql_change(struct sql *sql, const char *statement, int64_t *changed,
    struct err *err, const struct sql_value *values, size_t count);

/* A change of which nobody asks how many rows it changed. It goes along with
 * whatever is asked next, at the latest with sql_flush() or sql_commit(): that
 * one may be told that it failed. */
enum rc sql_put(struct sql *sql, const char *statement, struct err *err,
    const struct sql_value *values, size_t count);
enum rc sql_flush(struct sql *sql, struct err *err);

/* The number in the first column of the only row; RC_ABSENT without one. */
enum rc sql_get_number(struct sql *sql, const char *statement, int64_t *number,
    struct err *err, const struct sql_value *values, size_t count);

/* Several statements without values, for migration.c. */
enum rc sql_script(struct sql *sql, const char *script, struct err *err);

#endif
