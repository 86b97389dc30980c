#include "diary.h"

#include "base/text.h"

#include <string.h>

struct head {
	int64_t seq;
	char hash[AUDIT_HASH_SIZE];
};

static enum rc
take_head(void *context, const struct sql_row *row, struct err *err)
{
	struct head *head = context;

	(void)err;
	head->seq = sql_row_number(row, 0);
	(void)text_copy(head->hash, sizeof(head->hash), sql_row_text(row, 1));
	return RC_OK;
}

enum rc
diary_add(struct sql *sql, const struct audit_entry *given, struct err *err)
{
	struct audit_entry entry = *given;
	struct head head = {0, AUDIT_GENESIS};
	char hash[AUDIT_HASH_SIZE];
	enum rc rc = sql_each(sql,
	    "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1",
	    (struct sql_visit){take_head, &head}, err, SQL_NOTHING);

	if (rc != RC_OK)
		return rc;
	entry.home = 0;
	entry.seq = head.seq + 1;
	audit_chain_hash(&entry, head.hash, hash);
	return sql_put(sql,
	    "INSERT INTO audit (seq, time_s, actor, action, target, school,"
	    " reason, result, previous, hash)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    err,
	    SQL_VALUES(sql_number(entry.seq), sql_number(entry.time_s),
		sql_text(entry.actor), sql_text(entry.action),
		sql_text(entry.target), sql_text(entry.school),
		sql_text(entry.reason), sql_text(entry.result),
		sql_text(head.hash), sql_text(hash)));
}

static enum rc
check_one(void *context, const struct sql_row *row, struct err *err)
{
	struct head *head = context;
	const struct audit_entry entry = {.home = 0,
	    .seq = sql_row_number(row, 0),
	    .time_s = sql_row_number(row, 1),
	    .actor = sql_row_text(row, 2),
	    .action = sql_row_text(row, 3),
	    .target = sql_row_text(row, 4),
	    .school = sql_row_text(row, 5),
	    .reason = sql_row_text(row, 6),
	    .result = sql_row_text(row, 7)};
	char hash[AUDIT_HASH_SIZE];

	audit_chain_hash(&entry, head->hash, hash);
	if (entry.seq != head->seq + 1 ||
	    strcmp(sql_row_text(row, 8), head->hash) != 0 ||
	    strcmp(sql_row_text(row, 9), hash) != 0)
		return err_set(err, RC_DENIED,
		    "audit: entry %lld is not the "
		    "one that was written",
		    (long long)head->seq + 1);
	head->seq = entry.seq;
	(void)text_copy(head->hash, sizeof(head->hash), hash);
	return RC_OK;
}

enum rc
diary_check(struct sql *sql, int64_t *count, char last[AUDIT_HASH_SIZE],
    struct err *err)
{
	struct head head = {0, AUDIT_GENESIS};
	enum rc rc = sql_each(sql,
	    "SELECT seq, time_s, actor, action, target, school, reason, result,"
	    " previous, hash FROM audit ORDER BY seq",
	    (struct sql_visit){check_one, &head}, err, SQL_NOTHING);

	*count = head.seq;
	memcpy(last, head.hash, AUDIT_HASH_SIZE);
	return rc;
}
