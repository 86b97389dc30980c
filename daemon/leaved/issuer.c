#include "issuer.h"

#include "base/clock.h"
#include "base/text.h"
#include "dir/filter.h"

#include <stdlib.h>
#include <string.h>

static enum rc
take_keys(void *context, const struct sql_row *row, struct err *err)
{
	char **text = context;

	*text = strdup(sql_row_text(row, 0));
	return *text != NULL ? RC_OK : err_set(err, RC_FAULT, "no memory");
}

/* As they were last heard; NULL before that. The caller frees. */
static enum rc
load(struct sql *sql, char **text, struct err *err)
{
	*text = NULL;
	return sql_each(sql, "SELECT cookie FROM branch WHERE name = 'keys'",
	    (struct sql_visit){take_keys, text}, err, SQL_NOTHING);
}

static enum rc
is_known(struct sql *sql, const char *keys, bool *is_same, struct err *err)
{
	char *known;
	enum rc rc = sql_begin(sql, SQL_READ, err);

	if (rc != RC_OK)
		return rc;
	rc = load(sql, &known, err);
	sql_rollback(sql);
	*is_same = known != NULL && strcmp(known, keys) == 0;
	free(known);
	return rc;
}

static enum rc
keep(struct sql *sql, const char *keys, struct err *err)
{
	bool is_same;
	enum rc rc = is_known(sql, keys, &is_same, err);

	if (rc != RC_OK || is_same)
		return rc;
	rc = sql_begin(sql, SQL_WRITE, err);
	if (rc != RC_OK)
		return rc;
	rc = sql_change(sql,
	    "INSERT INTO branch (name, cookie, heard_s) VALUES ('keys', ?, ?)"
	    " ON CONFLICT (name) DO UPDATE SET cookie = excluded.cookie,"
	    " heard_s = excluded.heard_s",
	    NULL, err, SQL_VALUES(sql_text(keys), sql_number(clock_now_s())));
	if (rc == RC_OK)
		return sql_commit(sql, err);
	sql_rollback(sql);
	return rc;
}

enum rc
issuer_follow(
    struct sql *sql, struct dir *dir, const char *base_dn, struct err *err)
{
	static const char *const attrs[] = {"portalAppKeys", NULL};
	char dn[FILTER_DN_SIZE];
	struct dir_entry *entry;
	const char *keys;
	enum rc rc = filter_dn(dn, sizeof(dn), base_dn, err, "ou=apps");

	if (rc == RC_OK)
		rc = dir_get(dir, dn, attrs, &entry, err);
	if (rc != RC_OK)
		return rc;
	keys = dir_value(entry, attrs[0]);
	if (keys != NULL)
		rc = keep(sql, keys, err);
	dir_entry_free(entry);
	return rc;
}

enum rc
issuer_keys(struct sql *sql, json_t **set, struct err *err)
{
	char *text;
	enum rc rc = load(sql, &text, err);

	*set = NULL;
	if (rc == RC_OK && text == NULL)
		rc = err_set(err, RC_ABSENT, "no keys were heard of yet");
	if (rc == RC_OK)
		rc = jwk_set_parse(text, set, err);
	free(text);
	return rc;
}
