#include "migration.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const char head[] = "-- version ";
static const char table[] =
    "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY);";

/* The words that differ. */
static const struct {
	const char *word, *sqlite, *pgsql;
} words[] = {
    {"{number}", "INTEGER", "BIGINT"},
    {"{strict}", "STRICT", ""},
};

/* The line after the one that starts part `number`; NULL without one. */
static const char *
find_part(const char *text, int number)
{
	char wanted[32];
	const char *at = text;

	(void)text_print(wanted, sizeof(wanted), "%s%d\n", head, number);
	while ((at = strstr(at, wanted)) != NULL) {
		if (at == text || at[-1] == '\n')
			return at + strlen(wanted);
		at++;
	}
	return NULL;
}

int
migration_count(const char *text)
{
	int count = 0;

	while (find_part(text, count + 1) != NULL)
		count++;
	return count;
}

struct script {
	char text[MIGRATION_MAX];
	size_t len;
	bool is_full;
};

static void
put(struct script *script, const char *text, size_t len)
{
	if (len >= MIGRATION_MAX - script->len) {
		script->is_full = true;
		return;
	}
	memcpy(script->text + script->len, text, len);
	script->len += len;
	script->text[script->len] = '\0';
}

static void
put_word(struct script *script, const char **at, bool is_sqlite)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *own = is_sqlite ? words[i].sqlite : words[i].pgsql;

		if (strncmp(*at, words[i].word, strlen(words[i].word)) != 0)
			continue;
		put(script, own, strlen(own));
		*at += strlen(words[i].word);
		return;
	}
	put(script, (*at)++, 1);
}

/* Where the SQL of this line begins for that database; NULL: nowhere. */
static const char *
line_of(const char *line, const char *name)
{
	size_t len = strlen(name);

	if (strncmp(line, "--", 2) != 0)
		return line;
	return strncmp(line + 2, name, len) == 0 && line[2 + len] == ' '
	    ? line + 2 + len + 1
	    : NULL;
}

static void
put_part(struct script *script, const char *part, const char *name)
{
	bool is_sqlite = strcmp(name, "sqlite") == 0;

	while (*part != '\0' && strncmp(part, head, sizeof(head) - 1) != 0) {
		size_t len = strcspn(part, "\n");
		const char *end = part + len + (part[len] == '\n');
		const char *at = line_of(part, name);

		while (at != NULL && at < end)
			put_word(script, &at, is_sqlite);
		part = end;
	}
}

static enum rc
run_part(struct sql *sql, const char *text, int number, struct err *err)
{
	struct script *script = calloc(1, sizeof(*script));
	enum rc rc;

	if (script == NULL)
		return err_set(err, RC_FAULT, "no memory for a migration");
	put_part(script, find_part(text, number), sql_name(sql));
	rc = script->is_full
	    ? err_set(err, RC_FAULT, "more than %d bytes", MIGRATION_MAX)
	    : sql_script(sql, script->text, err);
	free(script);
	if (rc == RC_OK)
		rc = sql_change(sql,
		    "INSERT INTO migration (version) VALUES (?)", NULL, err,
		    SQL_VALUES(sql_number(number)));
	return rc == RC_OK ? RC_OK : err_context(err, rc, "version %d", number);
}

static enum rc
read_version(struct sql *sql, int *version, struct err *err)
{
	int64_t number;
	enum rc rc = sql_get_number(sql,
	    "SELECT COALESCE(MAX(version), 0) FROM migration", &number, err,
	    SQL_NOTHING);

	if (rc == RC_OK)
		*version = (int)number;
	return rc;
}

/* One part, if there is one to run, in one transaction with its number: of
 * two that start at once the second finds it done. */
static enum rc
run_next(
    struct sql *sql, const char *text, int until, int *version, struct err *err)
{
	enum rc rc = sql_begin(sql, SQL_WRITE, err);

	if (rc != RC_OK)
		return rc;
	rc = sql_script(sql, table, err);
	if (rc == RC_OK)
		rc = read_version(sql, version, err);
	if (rc == RC_OK && *version > migration_count(text))
		rc = err_set(err, RC_FAULT,
		    "the tables are of version %d, we know %d", *version,
		    migration_count(text));
	if (rc == RC_OK && *version < until)
		rc = run_part(sql, text, *version + 1, err);
	if (rc == RC_OK)
		return sql_commit(sql, err);
	sql_rollback(sql);
	return rc;
}

enum rc
migration_run(
    struct sql *sql, const char *text, int until, int *from, struct err *err)
{
	int version = 0;
	enum rc rc = run_next(sql, text, until, from, err);

	version = *from;
	while (rc == RC_OK && version + 1 < until)
		rc = run_next(sql, text, until, &version, err);
	return rc;
}
