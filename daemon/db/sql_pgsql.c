/*
 * PostgreSQL: a plugin, so that libpq is loaded where it is wanted and nowhere
 * else. A writer takes one advisory lock for its transaction: one writer at a
 * time and readers that never wait, as in SQLite; what a person, their deputy
 * and the audit chain look like cannot change between reading and writing.
 */
#include "sql_driver.h"

#include <libpq-fe.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WRITER_LOCK "7237975461" /* "leave" on a telephone, and a lock */

enum { TEXT_MAX = 4096, NUMBER_SIZE = 24, SQLSTATE_LEN = 5 };

struct pgsql {
	PGconn *conn;
	unsigned next; /* number of the next statement's name */
};

struct prepared {
	char name[16];
};

struct rows {
	const PGresult *result;
	int at;
};

/* The edge SQLSTATE (or its class, two letters) -> enum rc. */
static const struct {
	const char *state;
	enum rc rc;
} states[] = {
    {"23", RC_EXISTS},     /* a constraint */
    {"40", RC_BUSY},       /* serialisation, deadlock */
    {"53", RC_BUSY},       /* out of connections, memory or disk */
    {"55P03", RC_BUSY},    /* lock not available in time */
    {"57014", RC_BUSY},    /* statement_timeout */
    {"08", RC_OFFLINE},    /* the connection */
    {"57P", RC_OFFLINE},   /* shutting down, starting up */
    {"25006", RC_OFFLINE}, /* a standby: read only */
    {"3D", RC_OFFLINE},    /* no such database */
};

static enum rc
rc_of(const struct pgsql *db, const char *state)
{
	if (state == NULL)
		return PQstatus(db->conn) == CONNECTION_OK ? RC_FAULT
							   : RC_OFFLINE;
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strncmp(state, states[i].state, strlen(states[i].state)) ==
		    0)
			return states[i].rc;
	return RC_FAULT;
}

/* The first line: the rest are hints and the statement. */
static enum rc
say(const struct pgsql *db, const PGresult *result, struct err *err)
{
	const char *text = result == NULL ? PQerrorMessage(db->conn)
					  : PQresultErrorMessage(result);
	const char *state = result == NULL
	    ? NULL
	    : PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return err_set(err, rc_of(db, state), "pgsql: %.*s",
	    (int)strcspn(text, "\r\n"), text);
}

static bool
is_well(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static enum rc
script(void *context, const char *text, struct err *err)
{
	struct pgsql *db = context;
	PGresult *result = PQexec(db->conn, text);
	enum rc rc = is_well(result) ? RC_OK : say(db, result, err);

	PQclear(result);
	return rc;
}

static void
ignore(void *context, const char *message)
{
	(void)context;
	(void)message;
}

static void
close_db(void *context)
{
	struct pgsql *db = context;

	PQfinish(db->conn);
	free(db);
}

static enum rc
settle(struct pgsql *db, int wait_ms, struct err *err)
{
	char settings[256];

	(void)PQsetNoticeProcessor(db->conn, ignore, NULL);
	(void)snprintf(settings, sizeof(settings),
	    "SET client_encoding = 'UTF8'; SET synchronous_commit = on;"
	    "SET default_transaction_isolation = 'read committed';"
	    "SET lock_timeout = %d; SET idle_in_transaction_session_timeout ="
	    " 60000",
	    wait_ms);
	return script(db, settings, err);
}

static enum rc
open_db(
    const struct sql_conf *conf, const char *where, void **out, struct err *err)
{
	struct pgsql *db = calloc(1, sizeof(*db));
	enum rc rc = RC_OK;

	if (db == NULL)
		return err_set(err, RC_FAULT, "no memory for a database");
	db->conn = PQconnectdb(where);
	if (PQstatus(db->conn) != CONNECTION_OK) {
		(void)say(db, NULL, err);
		rc = RC_OFFLINE;
	}
	if (rc == RC_OK)
		rc = settle(db, conf->wait_ms, err);
	if (rc != RC_OK) {
		close_db(db);
		return rc;
	}
	*out = db;
	return RC_OK;
}

/* A server that went away has closed the socket: that costs no question. */
static bool
is_alive(void *context)
{
	struct pgsql *db = context;

	return PQconsumeInput(db->conn) == 1 &&
	    PQstatus(db->conn) == CONNECTION_OK;
}

static enum rc
begin(void *context, enum sql_mode mode, struct err *err)
{
	struct err ignored;
	enum rc rc = script(context,
	    mode == SQL_WRITE
		? "BEGIN; SELECT pg_advisory_xact_lock(" WRITER_LOCK ")"
		: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	    err);

	if (rc != RC_OK)
		(void)script(context, "ROLLBACK", &ignored);
	return rc;
}

/* COMMIT of a transaction that failed is answered with ROLLBACK. */
static enum rc
end(void *context, bool commits, struct err *err)
{
	struct pgsql *db = context;
	PGresult *result = PQexec(db->conn, commits ? "COMMIT" : "ROLLBACK");
	enum rc rc = is_well(result) ? RC_OK : say(db, result, err);

	if (rc == RC_OK && commits &&
	    strcmp(PQcmdStatus(result), "COMMIT") != 0)
		rc = err_set(err, RC_FAULT, "pgsql: rolled back");
	PQclear(result);
	return rc;
}

/* ? -> $1, $2 …; no text in our statements holds a question mark. */
static bool
number_values(const char *text, char out[TEXT_MAX])
{
	size_t len = 0;
	int number = 0;

	for (; *text != '\0' && len < TEXT_MAX - 8; text++) {
		if (*text != '?') {
			out[len++] = *text;
			continue;
		}
		len += (size_t)snprintf(out + len, 8, "$%d", ++number);
	}
	out[len] = '\0';
	return *text == '\0';
}

static enum rc
prepare(void *context, const char *text, void **statement, struct err *err)
{
	struct pgsql *db = context;
	struct prepared *prepared = calloc(1, sizeof(*prepared));
	char numbered[TEXT_MAX];
	PGresult *result;
	enum rc rc;

	if (prepared == NULL)
		return err_set(err, RC_FAULT, "no memory for a statement");
	(void)snprintf(
	    prepared->name, sizeof(prepared->name), "s%u", db->next++);
	if (!number_values(text, numbered)) {
		free(prepared);
		return err_set(err, RC_FAULT, "a statement is too long");
	}
	result = PQprepare(db->conn, prepared->name, numbered, 0, NULL);
	rc = is_well(result) ? RC_OK : say(db, result, err);
	PQclear(result);
	if (rc != RC_OK) {
		free(prepared);
		return rc;
	}
	*statement = prepared;
	return RC_OK;
}

static void
forget(void *db, void *statement)
{
	(void)db; /* the server forgets with the connection */
	free(statement);
}

static const char *
column_text(const void *at, int column)
{
	const struct rows *rows = at;

	return PQgetvalue(rows->result, rows->at, column);
}

static int64_t
column_number(const void *at, int column)
{
	return strtoll(column_text(at, column), NULL, 10);
}

static enum rc
visit_all(const PGresult *result, struct sql_visit visit, struct err *err)
{
	struct rows rows = {.result = result};
	const struct sql_row row = {
	    column_text, column_number, &rows, PQnfields(result)};
	enum rc rc = RC_OK;

	for (; rc == RC_OK && rows.at < PQntuples(result); rows.at++)
		rc = visit.each(visit.context, &row, err);
	return rc;
}

/* In libpq's pipeline: it is sent, and nobody waits for an answer yet. */
static enum rc
queue(void *context, void *statement, const struct sql_value *values,
    size_t count, const struct sql_waiting *waiting, struct err *err)
{
	struct pgsql *db = context;
	const struct prepared *prepared = statement;
	char numbers[SQL_VALUES_MAX][NUMBER_SIZE];
	const char *texts[SQL_VALUES_MAX];

	(void)waiting;
	if (count > SQL_VALUES_MAX)
		return err_set(err, RC_FAULT, "too many values");
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(numbers[i], NUMBER_SIZE, "%lld",
		    (long long)values[i].number);
		texts[i] = values[i].text == NULL ? numbers[i] : values[i].text;
	}
	return PQenterPipelineMode(db->conn) == 1 &&
		PQsendQueryPrepared(db->conn, prepared->name, (int)count, texts,
		    NULL, NULL, 0) == 1
	    ? RC_OK
	    : say(db, NULL, err);
}

static enum rc
take(struct pgsql *db, const PGresult *result,
    const struct sql_waiting *waiting, struct err *err)
{
	if (!is_well(result))
		return say(db, result, err);
	if (waiting->changed != NULL)
		*waiting->changed = strtoll(
		    PQcmdTuples((PGresult *)(uintptr_t)result), NULL, 10);
	return waiting->visit.each == NULL
	    ? RC_OK
	    : visit_all(result, waiting->visit, err);
}

/* After a failure the server passes over the rest, and so do we; each answer
 * ends with a NULL, and all of them with one for the synchronisation. */
static enum rc
drain(void *context, const struct sql_waiting *waiting, size_t count,
    struct err *err)
{
	struct pgsql *db = context;
	enum rc rc = PQpipelineSync(db->conn) == 1 ? RC_OK : say(db, NULL, err);

	for (size_t i = 0; i < count; i++) {
		PGresult *result = PQgetResult(db->conn);

		if (rc == RC_OK)
			rc = take(db, result, &waiting[i], err);
		PQclear(result);
		PQclear(PQgetResult(db->conn));
	}
	PQclear(PQgetResult(db->conn));
	if (PQexitPipelineMode(db->conn) != 1 && rc == RC_OK)
		rc = say(db, NULL, err);
	return rc;
}

__attribute__((
    visibility("default"))) extern const struct sql_driver sql_driver;
const struct sql_driver sql_driver = {
    .edition = SQL_DRIVER_EDITION,
    .name = "pgsql",
    .connect = open_db,
    .close = close_db,
    .is_alive = is_alive,
    .begin = begin,
    .end = end,
    .prepare = prepare,
    .forget = forget,
    .queue = queue,
    .drain = drain,
    .script = script,
};
