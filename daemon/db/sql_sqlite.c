/*
 * SQLite: one file, write-ahead log, synced at every commit; BEGIN IMMEDIATE
 * makes one writer at a time and lets everybody read meanwhile.
 */
#include "sql_driver.h"

#include <sqlite3.h>
#include <stdlib.h>

/* The edge SQLite result -> enum rc. */
static const struct {
	int code;
	enum rc rc;
} codes[] = {
    {SQLITE_BUSY, RC_BUSY},
    {SQLITE_LOCKED, RC_BUSY},
    {SQLITE_CONSTRAINT, RC_EXISTS},
    {SQLITE_CANTOPEN, RC_OFFLINE},
    {SQLITE_IOERR, RC_OFFLINE},
    {SQLITE_FULL, RC_OFFLINE},
    {SQLITE_READONLY, RC_OFFLINE},
};

static enum rc
say(sqlite3 *db, int code, struct err *err)
{
	enum rc rc = RC_FAULT;

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].code == (code & 0xff))
			rc = codes[i].rc;
	return err_set(err, rc, "sqlite: %s",
	    db == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(db));
}

static enum rc
script(void *db, const char *text, struct err *err)
{
	int code = sqlite3_exec(db, text, NULL, NULL, NULL);

	return code == SQLITE_OK ? RC_OK : say(db, code, err);
}

static void
close_db(void *db)
{
	(void)sqlite3_close(db);
}

static enum rc
open_db(
    const struct sql_conf *conf, const char *where, void **out, struct err *err)
{
	static const char settings[] = "PRAGMA journal_mode = WAL;"
				       "PRAGMA synchronous = FULL;"
				       "PRAGMA foreign_keys = ON;"
				       "PRAGMA trusted_schema = OFF;"
				       /* 80 MB of it before a commit has to
					* tend; what is left when all is moved,
					* in bytes. */
				       "PRAGMA wal_autocheckpoint = 20000;"
				       "PRAGMA journal_size_limit = 83886080;";
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    (conf->creates ? SQLITE_OPEN_CREATE : 0);
	sqlite3 *db = NULL;
	int code = sqlite3_open_v2(where, &db, flags, NULL);
	enum rc rc;

	if (code != SQLITE_OK) {
		rc = say(db, code, err);
		(void)sqlite3_close(db);
		return err_context(err, rc, "%s", where);
	}
	(void)sqlite3_extended_result_codes(db, 1);
	(void)sqlite3_busy_timeout(db, conf->wait_ms);
	rc = script(db, settings, err);
	if (rc != RC_OK) {
		(void)sqlite3_close(db);
		return err_context(err, rc, "%s", where);
	}
	*out = db;
	return RC_OK;
}

/* A file that was removed or renamed would still take what we write, and
 * nobody would ever see it again. */
static bool
is_alive(void *db)
{
	int has_moved = 0;

	return sqlite3_file_control(db, "main", SQLITE_FCNTL_HAS_MOVED,
		   &has_moved) == SQLITE_OK &&
	    has_moved == 0;
}

static enum rc
begin(void *db, enum sql_mode mode, struct err *err)
{
	return script(db, mode == SQL_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", err);
}

static enum rc
end(void *db, bool commits, struct err *err)
{
	/* After some errors SQLite has rolled back by itself. */
	if (!commits && sqlite3_get_autocommit(db) != 0)
		return RC_OK;
	return script(db, commits ? "COMMIT" : "ROLLBACK", err);
}

static enum rc
tend(void *db, struct err *err)
{
	int code = sqlite3_wal_checkpoint_v2(
	    db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	/* Busy: somebody else is at it. */
	return code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY
	    ? RC_OK
	    : say(db, code, err);
}

static enum rc
prepare(void *db, const char *text, void **statement, struct err *err)
{
	sqlite3_stmt *prepared = NULL;
	int code = sqlite3_prepare_v3(
	    db, text, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL);

	*statement = prepared;
	return code == SQLITE_OK ? RC_OK : say(db, code, err);
}

static void
forget(void *db, void *statement)
{
	(void)db;
	(void)sqlite3_finalize(statement);
}

static const char *
column_text(const void *at, int column)
{
	return (const char *)sqlite3_column_text(
	    (sqlite3_stmt *)(uintptr_t)at, column);
}

static int64_t
column_number(const void *at, int column)
{
	return sqlite3_column_int64((sqlite3_stmt *)(uintptr_t)at, column);
}

static int
bind(sqlite3_stmt *statement, const struct sql_value *values, size_t count)
{
	int code = SQLITE_OK;

	for (size_t i = 0; code == SQLITE_OK && i < count; i++)
		code = values[i].text == NULL
		    ? sqlite3_bind_int64(
			  statement, (int)i + 1, values[i].number)
		    : sqlite3_bind_text(statement, (int)i + 1, values[i].text,
			  -1, SQLITE_STATIC);
	return code;
}

static enum rc
step(sqlite3 *db, sqlite3_stmt *statement, struct sql_visit visit,
    struct err *err)
{
	const struct sql_row row = {column_text, column_number, statement,
	    sqlite3_column_count(statement)};
	enum rc rc = RC_OK;
	int code;

	while ((code = sqlite3_step(statement)) == SQLITE_ROW && rc == RC_OK)
		if (visit.each != NULL)
			rc = visit.each(visit.context, &row, err);
	if (rc != RC_OK)
		return rc;
	return code == SQLITE_DONE ? RC_OK : say(db, code, err);
}

static enum rc
queue(void *db, void *prepared, const struct sql_value *values, size_t count,
    const struct sql_waiting *waiting, struct err *err)
{
	sqlite3_stmt *statement = prepared;
	int code = bind(statement, values, count);
	enum rc rc = code == SQLITE_OK
	    ? step(db, statement, waiting->visit, err)
	    : say(db, code, err);

	if (waiting->changed != NULL)
		*waiting->changed = sqlite3_changes64(db);
	(void)sqlite3_reset(statement);
	(void)sqlite3_clear_bindings(statement);
	return rc;
}

/* Everything was answered at once. */
static enum rc
drain(
    void *db, const struct sql_waiting *waiting, size_t count, struct err *err)
{
	(void)db;
	(void)waiting;
	(void)count;
	(void)err;
	return RC_OK;
}

const struct sql_driver sql_sqlite = {
    .edition = SQL_DRIVER_EDITION,
    .name = "sqlite",
    .connect = open_db,
    .close = close_db,
    .is_alive = is_alive,
    .begin = begin,
    .end = end,
    .tend = tend,
    .prepare = prepare,
    .forget = forget,
    .queue = queue,
    .drain = drain,
    .script = script,
};
