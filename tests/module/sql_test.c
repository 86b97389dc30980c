/*
 * db/sql and db/migration on a real database, which tests/database.sh starts:
 * every test runs on SQLite and on PostgreSQL and expects the same.
 */
#include "db/migration.h"
#include "db/sql.h"

#include "../unit/unit.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAIT_MS = 20000, SHORT_MS = 200, CLIENTS = 50, HOURS = 8 };

static const char tables[] =
    "-- version 1\n"
    "CREATE TABLE account (\n"
    "	id TEXT PRIMARY KEY,\n"
    "	hours {number} NOT NULL CHECK (hours >= 0)\n"
    ") {strict};\n"
    "-- a comment that no database sees\n"
    "-- version 2\n"
    "ALTER TABLE account ADD COLUMN note TEXT NOT NULL DEFAULT 'none';\n"
    "--sqlite CREATE VIEW own AS SELECT 'sqlite' AS name;\n"
    "--pgsql CREATE VIEW own AS SELECT 'pgsql' AS name;\n";

static struct sql *
open_sql(int wait_ms)
{
	const struct sql_conf conf = {
	    getenv("DATABASE"), getenv("DATABASE_PLUGIN"), wait_ms, true};
	struct sql *sql;
	struct err err;

	assert_rc(RC_OK, sql_open(&conf, &sql, &err), &err);
	return sql;
}

static void
begin(struct sql *sql, enum sql_mode mode)
{
	struct err err;

	assert_rc(RC_OK, sql_begin(sql, mode, &err), &err);
}

static void
commit(struct sql *sql)
{
	struct err err;

	assert_rc(RC_OK, sql_commit(sql, &err), &err);
}

static enum rc
put(struct sql *sql, const char *id, int64_t hours, struct err *err)
{
	return sql_change(sql, "INSERT INTO account (id, hours) VALUES (?, ?)",
	    NULL, err, SQL_VALUES(sql_text(id), sql_number(hours)));
}

static int64_t
hours_of(struct sql *sql, const char *id)
{
	int64_t hours;
	struct err err;
	enum rc rc =
	    sql_get_number(sql, "SELECT hours FROM account WHERE id = ?",
		&hours, &err, SQL_VALUES(sql_text(id)));

	if (rc == RC_ABSENT)
		return -1;
	assert_rc(RC_OK, rc, &err);
	return hours;
}

/* Hours of an account; one after the other. */
struct taken {
	int64_t hours[4];
	size_t count;
};

static enum rc
take_hours(void *context, const struct sql_row *row, struct err *err)
{
	struct taken *taken = context;

	(void)err;
	taken->hours[taken->count++] = sql_row_number(row, 0);
	return RC_OK;
}

/* ------------------------------------------------------------- migrations */

static void
the_versions_are_counted(void **state)
{
	(void)state;
	assert_int_equal(migration_count(tables), 2);
	assert_int_equal(migration_count(""), 0);
}

static void
a_broken_version_leaves_no_trace(void **state)
{
	static const char broken[] =
	    "-- version 1\nCREATE TABLE half (id TEXT);\nCREATE NONSENSE;\n";
	struct sql *sql = open_sql(WAIT_MS);
	struct err err;
	int from;

	(void)state;
	assert_rc(RC_FAULT, migration_run(sql, broken, 1, &from, &err), &err);
	assert_non_null(strstr(err.text, "version 1"));
	begin(sql, SQL_READ);
	assert_int_not_equal(RC_OK,
	    sql_each(sql, "SELECT id FROM half", (struct sql_visit){NULL}, &err,
		SQL_NOTHING));
	sql_rollback(sql);
	sql_close(sql);
}

static void
a_store_of_the_version_before_is_upgraded_and_reads_on(void **state)
{
	struct sql *sql = open_sql(WAIT_MS);
	struct err err;
	int from;

	(void)state;
	assert_rc(RC_OK, migration_run(sql, tables, 1, &from, &err), &err);
	assert_int_equal(from, 0);
	begin(sql, SQL_WRITE);
	assert_rc(RC_OK, put(sql, "kept", 7, &err), &err);
	commit(sql);
	assert_rc(RC_OK, migration_run(sql, tables, 2, &from, &err), &err);
	assert_int_equal(from, 1);
	begin(sql, SQL_READ);
	assert_int_equal(hours_of(sql, "kept"), 7);
	sql_rollback(sql);
	assert_rc(RC_OK, migration_run(sql, tables, 2, &from, &err), &err);
	assert_int_equal(from, 2);
	sql_close(sql);
}

static void
a_line_for_one_database_is_for_that_one_alone(void **state)
{
	struct sql *sql = open_sql(WAIT_MS);
	struct err err;
	int64_t same;

	(void)state;
	begin(sql, SQL_READ);
	assert_rc(RC_OK,
	    sql_get_number(sql, "SELECT count(*) FROM own WHERE name = ?",
		&same, &err, SQL_VALUES(sql_text(sql_name(sql)))),
	    &err);
	assert_int_equal(same, 1);
	sql_rollback(sql);
	sql_close(sql);
}

static void
tables_of_a_later_version_are_not_touched(void **state)
{
	struct sql *sql = open_sql(WAIT_MS);
	struct err err;
	int from;

	(void)state;
	assert_rc(RC_FAULT,
	    migration_run(sql, "-- version 1\n", 1, &from, &err), &err);
	assert_non_null(strstr(err.text, "version 2"));
	sql_close(sql);
}

/* ----------------------------------------------------------------- values */

static enum rc
keep_text(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)snprintf(context, 64, "%s|%lld|%s", sql_row_text(row, 0),
	    (long long)sql_row_number(row, 1), sql_row_text(row, 2));
	return RC_OK;
}

static void
what_was_put_comes_back_byte_for_byte(void **state)
{
	static const char odd[] = "陳'; DROP TABLE account; --?";
	struct sql *sql = open_sql(WAIT_MS);
	char text[64] = "", expected[64];
	struct err err;

	(void)state;
	begin(sql, SQL_WRITE);
	assert_rc(RC_OK, put(sql, odd, 4102444800000, &err), &err);
	assert_rc(RC_OK,
	    sql_each(sql, "SELECT id, hours FROM account WHERE id = ?",
		(struct sql_visit){keep_text, text}, &err,
		SQL_VALUES(sql_text(odd))),
	    &err);
	(void)snprintf(expected, sizeof(expected), "%s|4102444800000|", odd);
	assert_string_equal(text, expected);
	sql_rollback(sql);
	sql_close(sql);
}

static void
what_was_rolled_back_was_never_there(void **state)
{
	struct sql *sql = open_sql(WAIT_MS);
	struct err err;

	(void)state;
	begin(sql, SQL_WRITE);
	assert_rc(RC_OK, put(sql, "undone", 1, &err), &err);
	sql_rollback(sql);
	begin(sql, SQL_READ);
	assert_int_equal(hours_of(sql, "undone"), -1);
	sql_rollback(sql);
	sql_rollback(sql);
	assert_rc(RC_FAULT, put(sql, "outside", 1, &err), &err);
	sql_close(sql);
}

static enum rc
refuse(void *context, const struct sql_row *row, struct err *err)
{
	(void)context;
	(void)row;
	return err_set(err, RC_DENIED, "enough");
}

static void
who_looks_at_rows_may_stop(void **state)
{
	struct sql *sql = open_sql(WAIT_MS);
	struct err err;

	(void)state;
	begin(sql, SQL_READ);
	assert_rc(RC_DENIED,
	    sql_each(sql, "SELECT id FROM account",
		(struct sql_visit){refuse, NULL}, &err, SQL_NOTHING),
	    &err);
	sql_rollback(sql);
	begin(sql, SQL_READ);
	assert_int_equal(hours_of(sql, "kept"), 7);
	sql_rollback(sql);
	sql_close(sql);
}

static void
a_change_says_how_many_rows_it_changed(void **state)
{
	struct sql *sql = open_sql(WAIT_MS);
	static const char *const ids[] = {"kept", "nobody"};
	struct err err;

	(void)state;
	begin(sql, SQL_WRITE);
	for (int64_t i = 0; i < 2; i++) {
		int64_t changed = -1;

		assert_rc(RC_OK,
		    sql_change(sql,
			"UPDATE account SET hours = hours WHERE id = ?",
			&changed, &err, SQL_VALUES(sql_text(ids[i]))),
		    &err);
		assert_int_equal(changed, 1 - i);
	}
	sql_rollback(sql);
	sql_close(sql);
}

static int64_t
size_of_file(void)
{
	const char *path = getenv("DATABASE") + strlen("sqlite:");
	struct stat file;

	assert_int_equal(stat(path, &file), 0);
	return file.st_size;
}

/* Eight megabytes, of which SQLite by itself would move the first four. */
static void
a_commit_moves_nothing_and_tending_does(void **state)
{
	enum { LONG = 1024 * 1024, COUNT = 8 };
	struct sql *sql = open_sql(WAIT_MS), *reader = open_sql(WAIT_MS);
	bool is_file = strcmp(sql_name(sql), "sqlite") == 0;
	char *text = calloc(1, LONG + 1);
	struct err err;
	int from;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', LONG);
	assert_rc(RC_OK, migration_run(sql, tables, 2, &from, &err), &err);
	assert_rc(RC_OK, sql_tend(sql, &err), &err);
	for (int i = 0; i < COUNT; i++) {
		begin(sql, SQL_WRITE);
		/* The last letters of it are a name. */
		assert_rc(RC_OK,
		    sql_change(sql,
			"INSERT INTO account (id, hours, note)"
			" VALUES (?, 1, ?)",
			NULL, &err,
			SQL_VALUES(
			    sql_text(&text[LONG - 1 - i]), sql_text(text))),
		    &err);
		commit(sql);
	}
	if (is_file)
		assert_true(size_of_file() < LONG);
	begin(reader, SQL_READ);
	assert_rc(RC_OK, sql_tend(sql, &err), &err);
	if (is_file)
		assert_true(size_of_file() > COUNT * LONG);
	assert_int_equal(hours_of(reader, "xx"), 1);
	sql_rollback(reader);
	/* Others that write are not waited for. */
	begin(reader, SQL_WRITE);
	assert_rc(RC_OK, sql_tend(sql, &err), &err);
	sql_rollback(reader);
	sql_close(reader);
	sql_close(sql);
	free(text);
}

static void
a_constraint_says_exists(void **state)
{
	struct sql *sql = open_sql(WAIT_MS);
	struct err err;

	(void)state;
	begin(sql, SQL_WRITE);
	assert_rc(RC_EXISTS, put(sql, "kept", 1, &err), &err);
	sql_rollback(sql);
	begin(sql, SQL_WRITE);
	assert_rc(RC_EXISTS, put(sql, "overdrawn", -1, &err), &err);
	sql_rollback(sql);
	sql_close(sql);
}

/* ---------------------------------------------------------------- at once */

static void
a_second_writer_waits_its_time_and_readers_do_not(void **state)
{
	struct sql *first = open_sql(WAIT_MS), *second = open_sql(SHORT_MS);
	struct err err;

	(void)state;
	begin(first, SQL_WRITE);
	assert_rc(RC_OK, put(first, "first", 1, &err), &err);
	assert_rc(RC_BUSY, sql_begin(second, SQL_WRITE, &err), &err);
	begin(second, SQL_READ);
	assert_int_equal(hours_of(second, "first"), -1);
	sql_rollback(second);
	commit(first);
	begin(second, SQL_WRITE);
	assert_int_equal(hours_of(second, "first"), 1);
	sql_rollback(second);
	sql_close(first);
	sql_close(second);
}

/* 0 granted, 1 none left, 2 anything else. */
static int
take_an_hour(struct sql *sql)
{
	struct err err;
	enum rc rc = sql_begin(sql, SQL_WRITE, &err);
	int64_t left = rc == RC_OK ? hours_of(sql, "crowd") : -1;

	if (rc != RC_OK || left < 0)
		return 2;
	if (left == 0) {
		sql_rollback(sql);
		return 1;
	}
	rc = sql_change(sql, "UPDATE account SET hours = ? WHERE id = 'crowd'",
	    NULL, &err, SQL_VALUES(sql_number(left - 1)));
	if (rc == RC_OK)
		rc = sql_commit(sql, &err);
	return rc == RC_OK ? 0 : 2;
}

static void
fifty_clients_on_eight_hours_get_eight_and_no_error(void **state)
{
	struct sql *sql = open_sql(WAIT_MS);
	int results[3] = {0, 0, 0};
	struct err err;

	(void)state;
	begin(sql, SQL_WRITE);
	assert_rc(RC_OK, put(sql, "crowd", HOURS, &err), &err);
	commit(sql);
	sql_close(sql);
	for (int i = 0; i < CLIENTS; i++)
		if (fork() == 0)
			_exit(take_an_hour(open_sql(WAIT_MS)));
	for (int i = 0; i < CLIENTS; i++) {
		int status;

		assert_true(wait(&status) > 0);
		results[WIFEXITED(status) ? WEXITSTATUS(status) : 2]++;
	}
	assert_int_equal(results[0], HOURS);
	assert_int_equal(results[1], CLIENTS - HOURS);
	assert_int_equal(results[2], 0);
}

/* ------------------------------------------------------------------- gone */

static void
a_database_that_is_gone_is_offline_until_it_is_back(void **state)
{
	struct sql *sql = open_sql(SHORT_MS);
	struct err err;

	(void)state;
	begin(sql, SQL_READ);
	assert_int_equal(hours_of(sql, "kept"), 7);
	sql_rollback(sql);
	assert_int_equal(system(getenv("DATABASE_HALT")), 0);
	for (int i = 0; i < 3; i++)
		assert_rc(RC_OFFLINE, sql_begin(sql, SQL_WRITE, &err), &err);
	assert_int_equal(system(getenv("DATABASE_RUN")), 0);
	begin(sql, SQL_WRITE);
	assert_int_equal(hours_of(sql, "kept"), 7);
	assert_rc(RC_OK, put(sql, "after", 1, &err), &err);
	commit(sql);
	sql_close(sql);
}

static void
questions_asked_together_are_answered_in_order(void **state)
{
	static const char ask[] = "SELECT hours FROM account WHERE id = ?";
	struct sql *sql = open_sql(WAIT_MS);
	struct taken taken = {.count = 0};
	const struct sql_visit visit = {take_hours, &taken};
	const struct sql_value ids[] = {
	    sql_text("t-first"), sql_text("t-second"), sql_text("t-nobody")};
	const struct sql_query queries[] = {{ask, visit, &ids[1], 1},
	    {ask, visit, &ids[2], 1}, {ask, visit, &ids[0], 1}};
	struct err err;

	(void)state;
	begin(sql, SQL_WRITE);
	assert_rc(RC_OK, put(sql, "t-first", 1, &err), &err);
	assert_rc(RC_OK,
	    sql_put(sql, "INSERT INTO account (id, hours) VALUES (?, ?)", &err,
		SQL_VALUES(sql_text("t-second"), sql_number(2))),
	    &err);
	assert_rc(RC_OK, sql_each_of(sql, queries, 3, &err), &err);
	assert_int_equal(taken.count, 2);
	assert_int_equal(taken.hours[0], 2);
	assert_int_equal(taken.hours[1], 1);
	sql_rollback(sql);
	sql_close(sql);
}

static void
what_was_put_fails_before_it_is_kept(void **state)
{
	struct sql *sql = open_sql(WAIT_MS);
	struct err err;
	enum rc rc = RC_OK;

	(void)state;
	begin(sql, SQL_WRITE);
	for (int i = 0; rc == RC_OK && i < 200; i++)
		rc = sql_put(sql,
		    "INSERT INTO account (id, hours) VALUES (?, ?)", &err,
		    SQL_VALUES(sql_text("t-many"), sql_number(i)));
	if (rc == RC_OK)
		rc = sql_flush(sql, &err);
	assert_rc(RC_EXISTS, rc, &err);
	sql_rollback(sql);
	begin(sql, SQL_READ);
	assert_int_equal(hours_of(sql, "t-many"), -1);
	sql_rollback(sql);
	begin(sql, SQL_WRITE);
	assert_rc(RC_OK,
	    sql_put(sql, "INSERT INTO account (id, hours) VALUES (?, ?)", &err,
		SQL_VALUES(sql_text("t-kept"), sql_number(3))),
	    &err);
	commit(sql);
	begin(sql, SQL_READ);
	assert_int_equal(hours_of(sql, "t-kept"), 3);
	sql_rollback(sql);
	sql_close(sql);
}

static void
a_setting_that_names_no_database_is_told(void **state)
{
	static const char *const wrong[] = {
	    "", "sqlite", "sqlite:", "oracle:x", "pgsql:host=/nowhere"};
	struct sql *sql;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const struct sql_conf conf = {wrong[i],
		    i < 4 ? "" : "/nowhere/plugin.so", SHORT_MS, false};

		assert_rc(RC_INPUT, sql_open(&conf, &sql, &err), &err);
		assert_null(sql);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_versions_are_counted),
    cmocka_unit_test(a_broken_version_leaves_no_trace),
    cmocka_unit_test(a_store_of_the_version_before_is_upgraded_and_reads_on),
    cmocka_unit_test(a_line_for_one_database_is_for_that_one_alone),
    cmocka_unit_test(tables_of_a_later_version_are_not_touched),
    cmocka_unit_test(what_was_put_comes_back_byte_for_byte),
    cmocka_unit_test(what_was_rolled_back_was_never_there),
    cmocka_unit_test(who_looks_at_rows_may_stop),
    cmocka_unit_test(a_change_says_how_many_rows_it_changed),
    cmocka_unit_test(a_commit_moves_nothing_and_tending_does),
    cmocka_unit_test(a_constraint_says_exists),
    cmocka_unit_test(a_second_writer_waits_its_time_and_readers_do_not),
    cmocka_unit_test(fifty_clients_on_eight_hours_get_eight_and_no_error),
    cmocka_unit_test(a_database_that_is_gone_is_offline_until_it_is_back),
    cmocka_unit_test(questions_asked_together_are_answered_in_order),
    cmocka_unit_test(what_was_put_fails_before_it_is_kept),
    cmocka_unit_test(a_setting_that_names_no_database_is_told),
};

UNIT_MAIN(tests)
