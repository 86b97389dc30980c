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
enum { SQL_DRIVER_EDITION = 1 };
#define SQL_DRIVER_SYMBOL "sql_driver"

struct sql_row {
	const char *(*text)(const void *at, int column);
	int64_t (*number)(const void *at, int column);
	const void *at;
	int column_count;
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
	enum rc (*prepare)(
	    void *db, const char *text, void **statement, struct err *err);
	void (*forget)(void *db, void *statement);
	/* `visit.each` NULL: nobody looks at rows. */
	enum rc (*run)(void *db, void *statement,
	    const struct sql_value *values, size_t count,
	    struct sql_visit visit, int64_t *changed, struct err *err);
	enum rc (*script)(void *db, const char *script, struct err *err);
};

extern const struct sql_driver sql_sqlite;

#endif
