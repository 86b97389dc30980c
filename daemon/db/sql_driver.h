/*
 * sql_driver.h - what a database must be able to do for sql.h.
 *
 * Shape:  a table of functions over an opaque connection; statements are
 *         prepared by the connection and forgotten with it. A driver that is a
 *         plugin exports this table as SQL_DRIVER_SYMBOL.
 * Units:  as in sql.h.
 * Errors: as in sql.h: each driver has the one table from its database's codes
 *         to enum rc.
 * Source: ours.
 */
#ifndef DB_SQL_DRIVER_H
#define DB_SQL_DRIVER_H

#include "sql.h"

/* Raised whenever a plugin built for another table must not be taken. */
enum { SQL_DRIVER_EDITION = 3 };
#define SQL_DRIVER_SYMBOL "sql_driver"

struct sql_row {
	const char *(*text)(const void *at, int column);
	int64_t (*number)(const void *at, int column);
	const void *at;
	int column_count;
};

/* What becomes of an answer. */
struct sql_waiting {
	struct sql_visit visit; /* `each` NULL: nobody looks at rows */
	int64_t *changed;       /* or NULL */
};

struct sql_driver {
	int edition;
	const char *name;
	/* `where` is what follows "name:" in the setting. */
	enum rc (*connect)(const struct sql_conf *conf, const char *where,
	    void **db, struct err *err);
	void (*close)(void *db);
	/* Is this connection still good for a transaction? */
	bool (*is_alive)(void *db);
	enum rc (*begin)(void *db, enum sql_mode mode, struct err *err);
	enum rc (*end)(void *db, bool commits, struct err *err);
	/* NULL: the database does so by itself. */
	enum rc (*tend)(void *db, struct err *err);
	enum rc (*prepare)(
	    void *db, const char *text, void **statement, struct err *err);
	void (*forget)(void *db, void *statement);
	/* Begins a statement, whose values are not needed afterwards. Where a
	 * question costs a journey its answer waits for drain(), which answers
	 * all that were begun since, in order, and tells the first failure;
	 * elsewhere it is answered at once. */
	enum rc (*queue)(void *db, void *statement,
	    const struct sql_value *values, size_t count,
	    const struct sql_waiting *waiting, struct err *err);
	enum rc (*drain)(void *db, const struct sql_waiting *waiting,
	    size_t count, struct err *err);
	enum rc (*script)(void *db, const char *script, struct err *err);
};

extern const struct sql_driver sql_sqlite;

#endif
