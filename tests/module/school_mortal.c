#include "school_mortal.h"

#include "../unit/unit.h"

#include "leaved/tables.h"

#include <sodium.h>
#include <sys/mman.h>
#include <unistd.h>

enum { COLUMNS_MAX = 24, TABLES_MAX = 64, STATEMENT_SIZE = 100 };

static bool is_rehearsal;

MORTAL(enum rc, sql_change,
    (struct sql * sql, const char *statement, int64_t *changed, struct err *err,
	const struct sql_value *values, size_t count),
    (sql, statement, changed, err, values, count))
MORTAL(enum rc, sql_put,
    (struct sql * sql, const char *statement, struct err *err,
	const struct sql_value *values, size_t count),
    (sql, statement, err, values, count))

enum rc __real_sql_commit(struct sql *sql, struct err *err);
enum rc __wrap_sql_commit(struct sql *sql, struct err *err);
enum rc
__wrap_sql_commit(struct sql *sql, struct err *err)
{
	enum rc rc = RC_OK;

	mortal_maybe_die();
	if (is_rehearsal)
		sql_rollback(sql);
	else
		rc = __real_sql_commit(sql, err);
	mortal_maybe_die(); /* done, and nobody was told */
	return rc;
}

bool
school_completes(int (*job)(struct office *office, int k), int k)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct office *office = school_fork();

		mortal_begin(k);
		_exit(job(office, k));
	}
	return mortal_completed(pid);
}

int
school_rehearse(int (*job)(struct office *office, int k))
{
	int *calls = mmap(NULL, sizeof(*calls), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid;
	int count;

	assert_true(calls != MAP_FAILED);
	pid = fork();
	if (pid == 0) {
		struct office *office = school_fork();
		int code;

		is_rehearsal = true;
		mortal_begin(0);
		code = job(office, 0);
		*calls = mortal_calls();
		_exit(code);
	}
	assert_true(mortal_completed(pid));
	count = *calls;
	(void)munmap(calls, sizeof(*calls));
	return count;
}

/* --------------------------------------------------------------- contents */

struct contents {
	uint64_t sum; /* rows come in any order */
	int64_t rows;
};

static enum rc
add_row(void *context, const struct sql_row *row, struct err *err)
{
	struct contents *contents = context;
	unsigned char hash[crypto_generichash_BYTES_MIN];
	crypto_generichash_state state;
	uint64_t part;

	(void)err;
	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (int i = 0; i < COLUMNS_MAX; i++) {
		const char *text = sql_row_text(row, i);

		(void)crypto_generichash_update(
		    &state, (const unsigned char *)text, strlen(text) + 1);
	}
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	memcpy(&part, hash, sizeof(part));
	contents->sum += part;
	contents->rows++;
	return RC_OK;
}

/* A statement stays where it is: sql.h knows it by its address. */
static const char *
statement_of(const char *name, size_t len)
{
	static char *statements[TABLES_MAX];
	char wanted[STATEMENT_SIZE];
	size_t i = 0;

	(void)snprintf(
	    wanted, sizeof(wanted), "SELECT * FROM %.*s", (int)len, name);
	while (statements[i] != NULL && strcmp(statements[i], wanted) != 0)
		i++;
	assert_true(i + 1 < TABLES_MAX);
	if (statements[i] == NULL)
		statements[i] = strdup(wanted);
	return statements[i];
}

static void
add_table(struct office *office, const char *name, size_t len,
    struct contents *contents)
{
	struct err err;

	assert_rc(RC_OK, sql_begin(office->sql, SQL_READ, &err), &err);
	assert_rc(RC_OK,
	    sql_each(office->sql, statement_of(name, len),
		(struct sql_visit){add_row, contents}, &err, SQL_NOTHING),
	    &err);
	sql_rollback(office->sql);
}

uint64_t
school_contents(struct office *office)
{
	static const char create[] = "\nCREATE TABLE ";
	struct contents contents = {0, 0};

	for (const char *at = strstr(leaved_sql, create); at != NULL;
	     at = strstr(at + 1, create)) {
		const char *name = at + strlen(create);

		add_table(office, name, strcspn(name, " "), &contents);
	}
	return contents.sum;
}

int64_t
school_rows(struct office *office, const char *table)
{
	struct contents contents = {0, 0};

	add_table(office, table, strlen(table), &contents);
	return contents.rows;
}
