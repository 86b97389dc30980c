/*
 * portal-admin: people, their codes and letters, and signing in as one.
 */
#include "command.h"

#include "words.h"

/* What may be said about a person's posting. */
#define POSTING                                                          \
	F_UNIT, F_MAIL, F_KIND, F_ADMIN_POST, F_SCHEDULE, F_POSTED_FROM, \
	    F_POSTED_UNTIL, F_HIRED_ON, F_WHY

/* The badge goes, also when identityd no longer knows it. */
static enum rc
logout_run(struct call *call, struct err *err)
{
	enum rc rc;

	if (call->badge[0] == '\0')
		return err_set(
		    err, RC_ABSENT, "%s", words("尚未登入。", "not signed in"));
	query_begin(&call->query, OP_SIGN_OUT);
	command_put_badge(call, OP_SIGN_OUT);
	rc = query_ask(&call->query, &call->door, err);
	if (rc == RC_DENIED)
		rc = RC_OK; /* it had ended by itself */
	return rc == RC_OK ? badge_remove(err) : rc;
}

const struct command admin_people[] = {
    {"person", "add", .op = OP_PERSON_PUT, .argument = {F_SCHOOL, F_NAME},
	.options = FIELDS(POSTING, F_ACCOUNT, F_NAME_EN),
	.asks = FIELDS(F_NATIONAL_ID), .zh = "建立人員，或變更其資料",
	.en = "add a person, or change what is given",
	.zh_more =
	    "帳號規則：英文姓名轉為小寫、去掉連字號、以點分隔（Wang Da-Ming → "
	    "wang.daming）；\n沒有英文姓名時取電子信箱 @ 之前的部分；"
	    "已有人使用時加上 2、3……；\n或以 --account 指定。\n"
	    "身分證字號檢查號不符但確實無誤時，以 --why 說明原因。",
	.en_more =
	    "The account name is the romanised name in small letters, hyphens "
	    "dropped, a\ndot between words (Wang Da-Ming: wang.daming), or "
	    "what stands before the @ of\nthe mail address; 2, 3, ... behind "
	    "it when taken; or what --account says.\nA national ID whose check "
	    "digit is wrong needs a reason: --why.",
	.example = "portal-admin person add 353601 王大明 --kind TEACHER "
		   "--mail wang@example.edu --unit 教務處 --posted-from "
		   "115/8/1"},
    {"person", "show", .op = OP_PERSON_LOAD, .argument = {F_ACCOUNT},
	.zh = "顯示一個人的資料與狀態",
	.en = "show a person's fields and state",
	.example = "portal-admin person show wang.daming"},
    {"person", "list", .op = OP_PERSON_LIST,
	.options = FIELDS(F_SCHOOL, F_STATE, F_NAME, F_LETTER_STATE),
	.zh = "列出人員", .en = "list people",
	.zh_more = "NAME 是姓名或帳號的一部分；STATE：new active suspended "
		   "left；\nLETTER_STATE：queued sent deferred bounced failed",
	.en_more =
	    "NAME is a part of the name or account; STATE: new active "
	    "suspended left;\nLETTER_STATE: queued sent deferred bounced "
	    "failed",
	.example = "portal-admin person list --school 353601 --state new"},
    {"person", "find", .op = OP_PERSON_LIST, .asks = FIELDS(F_NATIONAL_ID),
	.zh = "以身分證字號查詢", .en = "find a person by national ID",
	.example = "portal-admin person find"},
    {"person", "mail", .op = OP_PERSON_MAIL, .argument = {F_ACCOUNT, F_MAIL},
	.options = FIELDS(F_WHY), .zh = "變更電子信箱",
	.en = "change the mail address",
	.example = "portal-admin person mail wang.daming wang2@example.edu"},
    {"person", "suspend", .op = OP_PERSON_SUSPEND, .argument = {F_ACCOUNT},
	.options = FIELDS(F_WHY), .zh = "停用帳號", .en = "suspend an account",
	.example = "portal-admin person suspend wang.daming --why 留職停薪"},
    {"person", "restore", .op = OP_PERSON_RESTORE, .argument = {F_ACCOUNT},
	.options = FIELDS(F_WHY), .zh = "恢復帳號",
	.en = "restore a suspended account",
	.example = "portal-admin person restore wang.daming --why 復職"},
    {"person", "leave", .op = OP_PERSON_LEAVE, .argument = {F_ACCOUNT},
	.options = FIELDS(F_WHY), .zh = "離職", .en = "mark as having left",
	.example = "portal-admin person leave wang.daming --why 退休"},
    {"person", "release", .op = OP_PERSON_RELEASE, .argument = {F_ACCOUNT},
	.options = FIELDS(F_WHY), .zh = "釋出（介聘調任），由新學校接收",
	.en = "release for a transfer",
	.example = "portal-admin person release wang.daming --why 介聘"},
    {"person", "take-in", .op = OP_PERSON_TAKE_IN, .argument = {F_SCHOOL},
	.options = FIELDS(POSTING), .asks = FIELDS(F_NATIONAL_ID),
	.zh = "接收已釋出的人員；帳號須重新啟用（需再輸入您的密碼）",
	.en = "take in a released person, who must claim the account again",
	.zh_more =
	    "原電子信箱會收到通知；曾經設定過密碼的人員，信箱若與原來"
	    "不同，\n須等 mail_delay_hours（24 小時）才能以檢查碼設定密碼。",
	.en_more = "Asks your own password again. The old mail address is "
		   "told. Where the person\nhas ever had a password and the "
		   "address is another one, no check code can be had\nfor "
		   "mail_delay_hours (24).",
	.example = "portal-admin person take-in 353602 --unit 學務處"},
    {"person", "rename", .op = OP_PERSON_RENAME,
	.argument = {F_ACCOUNT, F_NAME}, .options = FIELDS(F_WHY),
	.zh = "變更帳號名稱（僅限尚未啟用者）",
	.en = "change the account name, of a new account only",
	.example = "portal-admin person rename wang.daming2 wang.dm"},
    {"person", "sweep", .op = OP_SWEEP, .switches = SWITCH_PLAN,
	.zh = "聘期已滿者標記為離職；--plan 只列出",
	.en = "mark ended contracts as left; --plan only lists them",
	.example = "portal-admin person sweep --plan"},
    {"code", "show", .op = OP_CODE_SHOW, .argument = {F_ACCOUNT},
	.options = FIELDS(F_WHY),
	.zh = "顯示有效的檢查碼（需再輸入您的密碼，並留下紀錄）",
	.en = "show someone's live check code (asks your password, is audited)",
	.example = "portal-admin code show wang.daming --why 沒收到信"},
    {"code", "issue", .op = OP_CODE_ISSUE, .argument = {F_ACCOUNT},
	.options = FIELDS(F_WHY), .zh = "核發一組新的檢查碼",
	.en = "issue a new check code",
	.example = "portal-admin code issue wang.daming --why 信箱停用"},
    {"mail", "list", .op = OP_MAIL_LIST,
	.options = FIELDS(F_SCHOOL, F_LETTER_STATE), .zh = "列出郵件的狀態",
	.en = "list letters and what became of them",
	.zh_more = "LETTER_STATE：queued sent deferred bounced failed",
	.en_more = "LETTER_STATE: queued sent deferred bounced failed",
	.example = "portal-admin mail list --letter-state bounced"},
    {"mail", "retry", .op = OP_MAIL_RETRY, .options = FIELDS(F_ACCOUNT),
	.zh = "立即重寄等候中的郵件", .en = "try waiting letters again at once",
	.example = "portal-admin mail retry --account wang.daming"},
    {"login", "", .op = OP_SIGN_IN, .argument = {F_ACCOUNT},
	.asks = FIELDS(F_PASSWORD),
	.zh = "以人事身分登入；之後的指令以此身分執行",
	.en = "sign in as a person; the commands that follow act as that one",
	.example = "portal-admin login lin.mei"},
    {"logout", "", .op = OP_SIGN_OUT, .run = logout_run, .zh = "登出",
	.en = "sign out", .example = "portal-admin logout"},
    {0},
};
