#include "sql.h"

#include "sql_driver.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

/* As many answers as a socket's buffer holds while nobody reads. */
enum { SQL_WAITING_MAX = 64 };

struct statement {
	const char *text; /* the caller's literal */
	void *prepared;
};

struct sql {
	const struct sql_driver *driver;
	void *plugin; /* of dlopen(), NULL for what is linked in */
	struct sql_conf conf;
	const char *where;
	void *db; /* NULL: not connected */
	bool is_begun;
	struct sql_waiting waiting[SQL_WAITING_MAX]; /* begun, not answered */
	size_t waiting_count;
	struct statement statements[SQL_STATEMENTS_MAX];
	size_t statement_count;
};

/* ------------------------------------------------------------- connection */

static enum rc
load_plugin(struct sql *sql, struct err *err)
{
	const char *path = sql->conf.plugin;

	sql->plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (sql->plugin == NULL)
		return err_set(err, RC_INPUT, "%s", dlerror());
	sql->driver = dlsym(sql->plugin, SQL_DRIVER_SYMBOL);
	return sql->driver != NULL && sql->driver->edition == SQL_DRIVER_EDITION
	    ? RC_OK
	    : err_set(err, RC_INPUT, "%s: not of this edition", path);
}

static enum rc
choose(struct sql *sql, struct err *err)
{
	const char *database = sql->conf.database;
	const char *colon = strchr(database, ':');

	if (colon == NULL || colon[1] == '\0')
		return err_set(err, RC_INPUT,
		    "'%s' is neither \"sqlite:PATH\" nor \"pgsql:...\"",
		    database);
	sql->where = colon + 1;
	if (strncmp(database, "sqlite:", 7) == 0) {
		sql->driver = &sql_sqlite;
		return RC_OK;
	}
	if (strncmp(database, "pgsql:", 6) == 0)
		return load_plugin(sql, err);
	return err_set(
	    err, RC_INPUT, "'%s': only sqlite and pgsql are known", database);
}

static void
disconnect(struct sql *sql)
{
	for (size_t i = 0; i < sql->statement_count; i++)
		sql->driver->forget(sql->db, sql->statements[i].prepared);
	sql->statement_count = sql->waiting_count = 0;
	if (sql->db != NULL)
		sql->driver->close(sql->db);
	sql->db = NULL;
	sql->is_begun = false;
}

enum rc
sql_open(const struct sql_conf *conf, struct sql **out, struct err *err)
{
	struct sql *sql = calloc(1, sizeof(*sql));
	enum rc rc;

	*out = NULL;
	if (sql == NULL)
		return err_set(err, RC_FAULT, "no memory for a database");
	sql->conf = *conf;
	rc = choose(sql, err);
	if (rc == RC_OK)
		rc = sql->driver->connect(conf, sql->where, &sql->db, err);
	if (rc != RC_OK) {
		sql_close(sql);
		return err_context(err, rc, "database");
	}
	*out = sql;
	return RC_OK;
}

void
sql_close(struct sql *sql)
{
	if (sql == NULL)
		return;
	if (sql->driver != NULL)
		disconnect(sql);
	if (sql->plugin != NULL)
		(void)dlclose(sql->plugin);
	free(sql);
}

const char *
sql_name(const struct sql *sql)
{
	return sql->driver->name;
}

enum rc
sql_flush(struct sql *sql, struct err *err)
{
	size_t count = sql->waiting_count;

	sql->waiting_count = 0;
	return count == 0
	    ? RC_OK
	    : sql->driver->drain(sql->db, sql->waiting, count, err);
}

/* ------------------------------------------------------------ transaction */

/* Gone is gone: only the one who starts the daemon makes a new database. */
static enum rc
connect_again(struct sql *sql, struct err *err)
{
	struct sql_conf conf = sql->conf;

	conf.creates = false;
	disconnect(sql);
	return sql->driver->connect(&conf, sql->where, &sql->db, err);
}

enum rc
sql_begin(struct sql *sql, enum sql_mode mode, struct err *err)
{
	enum rc rc = RC_OK;

	if (sql->db == NULL || !sql->driver->is_alive(sql->db))
		rc = connect_again(sql, err);
	if (rc == RC_OK)
		rc = sql->driver->begin(sql->db, mode, err);
	sql->is_begun = rc == RC_OK;
	return rc == RC_OK ? RC_OK : err_context(err, rc, "database");
}

enum rc
sql_commit(struct sql *sql, struct err *err)
{
	enum rc rc = sql_flush(sql, err);

	if (rc == RC_OK)
		rc = sql->driver->end(sql->db, true, err);
	if (rc != RC_OK)
		sql_rollback(sql);
	sql->is_begun = false;
	return rc == RC_OK ? RC_OK : err_context(err, rc, "database");
}

void
sql_rollback(struct sql *sql)
{
	struct err err;

	if (sql->is_begun)
		(void)sql_flush(sql, &err);
	if (sql->is_begun && sql->driver->end(sql->db, false, &err) != RC_OK)
		disconnect(sql);
	sql->is_begun = false;
}

enum rc
sql_tend(struct sql *sql, struct err *err)
{
	enum rc rc = RC_OK;

	if (sql->db != NULL && sql->driver->tend != NULL)
		rc = sql->driver->tend(sql->db, err);
	return rc == RC_OK ? RC_OK : err_context(err, rc, "database");
}

/* ------------------------------------------------------------- statements */

/* Literals of one text may lie at several places: their text is compared. */
static enum rc
find(struct sql *sql, const char *text, void **prepared, struct err *err)
{
	struct statement *one;
	enum rc rc;

	for (size_t i = 0; i < sql->statement_count; i++) {
		one = &sql->statements[i];
		if (one->text == text || strcmp(one->text, text) == 0) {
			*prepared = one->prepared;
			return RC_OK;
		}
	}
	if (sql->statement_count == SQL_STATEMENTS_MAX)
		return err_set(err, RC_FAULT, "too many statements");
	one = &sql->statements[sql->statement_count];
	rc = sql_flush(sql, err);
	if (rc == RC_OK)
		rc = sql->driver->prepare(sql->db, text, &one->prepared, err);
	if (rc != RC_OK)
		return rc;
	one->text = text;
	sql->statement_count++;
	*prepared = one->prepared;
	return RC_OK;
}

static enum rc
queue(struct sql *sql, const struct sql_query *query, int64_t *changed,
    struct err *err)
{
	struct sql_waiting waiting = {query->visit, changed};
	void *prepared = NULL;
	enum rc rc = RC_OK;

	if (!sql->is_begun)
		return err_set(err, RC_FAULT, "database: not begun");
	if (sql->waiting_count == SQL_WAITING_MAX)
		rc = sql_flush(sql, err);
	if (rc == RC_OK)
		rc = find(sql, query->statement, &prepared, err);
	if (rc == RC_OK)
		rc = sql->driver->queue(sql->db, prepared, query->values,
		    query->count, &waiting, err);
	if (rc == RC_OK)
		sql->waiting[sql->waiting_count++] = waiting;
	return rc;
}

static enum rc
run(struct sql *sql, const struct sql_query *query, int64_t *changed,
    struct err *err)
{
	enum rc rc = queue(sql, query, changed, err);

	return rc == RC_OK ? sql_flush(sql, err) : rc;
}

enum rc
sql_each(struct sql *sql, const char *statement, struct sql_visit visit,
    struct err *err, const struct sql_value *values, size_t count)
{
	const struct sql_query query = {statement, visit, values, count};

	return run(sql, &query, NULL, err);
}

enum rc
sql_each_of(struct sql *sql, const struct sql_query *queries, size_t count,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = queue(sql, &queries[i], NULL, err);
	return rc == RC_OK ? sql_flush(sql, err) : rc;
}

enum rc
sql_change(struct sql *sql, const char *statement, int64_t *changed,
    struct err *err, const struct sql_value *values, size_t count)
{
	const struct sql_query query = {statement, {NULL, NULL}, values, count};

	return run(sql, &query, changed, err);
}

enum rc
sql_put(struct sql *sql, const char *statement, struct err *err,
    const struct sql_value *values, size_t count)
{
	const struct sql_query query = {statement, {NULL, NULL}, values, count};

	return queue(sql, &query, NULL, err);
}

struct number {
	int64_t *value;
	bool is_there;
};

static enum rc
take_number(void *context, const struct sql_row *row, struct err *err)
{
	struct number *number = context;

	(void)err;
	*number->value = sql_row_number(row, 0);
	number->is_there = true;
	return RC_OK;
}

enum rc
sql_get_number(struct sql *sql, const char *statement, int64_t *number,
    struct err *err, const struct sql_value *values, size_t count)
{
	struct number taken = {.value = number};
	enum rc rc = sql_each(sql, statement,
	    (struct sql_visit){take_number, &taken}, err, values, count);

	if (rc == RC_OK && !taken.is_there)
		return err_set(err, RC_ABSENT, "no such row");
	return rc;
}

enum rc
sql_script(struct sql *sql, const char *script, struct err *err)
{
	enum rc rc = sql_flush(sql, err);

	return rc == RC_OK ? sql->driver->script(sql->db, script, err) : rc;
}

/* ------------------------------------------------------------------- rows */

const char *
sql_row_text(const struct sql_row *row, int column)
{
	const char *text =
	    column < row->column_count ? row->text(row->at, column) : NULL;

	return text == NULL ? "" : text;
}

int64_t
sql_row_number(const struct sql_row *row, int column)
{
	return column < row->column_count ? row->number(row->at, column) : 0;
}
