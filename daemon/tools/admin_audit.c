/*
 * portal-admin: the audit trail. Verifying is done here, not by identityd: the
 * hashes are computed anew from what the directory holds, up to a head that was
 * kept elsewhere.
 */
#include "command.h"

#include "identityd/audit_chain.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

/* How far the chain has been followed. */
struct walk {
	int64_t home, last; /* of the head: where to stop */
	int64_t seq;
	char hash[AUDIT_HASH_SIZE];
};

static const char *
text_of(const struct wire_in *row, enum field field)
{
	const char *text = wire_text(row, field);

	return text != NULL ? text : "";
}

/* The next entry of the chain, or why it is not. */
static enum rc
follow(struct walk *walk, const struct wire_in *row, struct err *err)
{
	const struct audit_entry entry = {
	    .home = wire_number(row, F_KID, 0),
	    .seq = wire_number(row, F_SEQ, 0),
	    .time_s = wire_number(row, F_TIME, 0),
	    .actor = text_of(row, F_ACTOR),
	    .action = text_of(row, F_ACTION),
	    .target = text_of(row, F_TARGET),
	    .school = text_of(row, F_SCHOOL),
	    .reason = text_of(row, F_WHY),
	    .result = text_of(row, F_RESULT),
	};

	if (entry.home != walk->home || entry.seq != walk->seq + 1)
		return err_set(err, RC_DENIED,
		    words("稽核紀錄 %lld-%lld 不見了",
			"entry %lld-%lld is missing"),
		    (long long)walk->home, (long long)walk->seq + 1);
	audit_chain_hash(&entry, walk->hash, walk->hash);
	if (strcmp(walk->hash, text_of(row, F_HASH)) != 0)
		return err_set(err, RC_DENIED,
		    words("稽核紀錄 %lld-%lld 曾被變更",
			"entry %lld-%lld has been changed"),
		    (long long)entry.home, (long long)entry.seq);
	walk->seq = entry.seq;
	return RC_OK;
}

static enum rc
follow_page(struct call *call, struct walk *walk, struct err *err)
{
	struct wire_in row;
	enum rc rc;

	query_begin(&call->query, OP_AUDIT_LIST);
	wire_put_number(&call->query.out, F_KID, walk->home);
	wire_put_number(&call->query.out, F_SEQ, walk->seq + 1);
	command_put_badge(call, OP_AUDIT_LIST);
	rc = query_ask(&call->query, &call->door, err);
	if (rc == RC_OK && call->query.in.row_count == 0)
		rc = err_set(err, RC_DENIED,
		    words("稽核紀錄 %lld-%lld 不見了",
			"entry %lld-%lld is missing"),
		    (long long)walk->home, (long long)walk->seq + 1);
	for (size_t i = 0; rc == RC_OK && walk->seq < walk->last &&
	     i < call->query.in.row_count;
	     i++) {
		wire_row(&call->query.in, i, &row);
		rc = follow(walk, &row, err);
	}
	return rc;
}

/* First that identityd made this head, then every entry up to it. */
static enum rc
verify_run(struct call *call, struct err *err)
{
	struct walk walk = {.hash = AUDIT_GENESIS};
	long long home, last;
	enum rc rc = command_ask(call, NULL, NULL, err);

	if (rc != RC_OK)
		return rc;
	if (sscanf(call->value[F_HASH], "%9lld-%18lld-", &home, &last) != 2)
		return err_set(err, RC_INPUT, "not a head");
	walk.home = home;
	walk.last = last;
	while (rc == RC_OK && walk.seq < walk.last)
		rc = follow_page(call, &walk, err);
	if (rc == RC_OK)
		(void)printf(words("%lld 筆稽核紀錄，鏈結完整\n",
				 "%lld entries, the chain is whole\n"),
		    (long long)walk.seq);
	return rc;
}

const struct command admin_audit[] = {
    {"audit", "list", .op = OP_AUDIT_LIST,
	.options = FIELDS(F_SEQ, F_KID, F_SCHOOL, F_ACCOUNT, F_FROM),
	.zh = "列出稽核紀錄（--seq 起始序號，--from 起始日，--kid 伺服器代號）",
	.en = "list audit entries (--seq or --from the first, --kid the "
	      "serverID)",
	.example = "portal-admin audit list --account wang.daming"},
    {"audit", "head", .op = OP_AUDIT_HEAD, .zh = "顯示稽核鏈目前的鏈頭",
	.en = "print the head of the audit chain",
	.example = "portal-admin audit head"},
    {"audit", "verify", .op = OP_AUDIT_HEAD, .argument = {F_HASH},
	.run = verify_run, .zh = "以先前的鏈頭驗證整條稽核鏈",
	.en = "verify the audit chain up to an earlier head",
	.zh_more = "由第一筆起重新計算每一筆，直到這個鏈頭。鏈頭記在 identityd "
		   "每小時的紀錄裡，\n應保存在另一台機器。",
	.en_more = "Computes every entry anew, from the first one to that "
		   "head. identityd writes\nthe head to its log every hour; "
		   "keep that on another machine.",
	.example = "portal-admin audit verify \"$(cat head-of-yesterday)\""},
    {0},
};
