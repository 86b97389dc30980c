/*
 * portal-admin leave: requests, balances, calendars, years. It asks leaved.
 */
#include "command.h"

#include "base/almanac.h"
#include "base/text.h"
#include "leaved/rulefolder.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

#define S(field) FIELD_SET(F_##field)

enum { CHUNK = 3800, LINE_SIZE = 320 };

/* ---------------------------------------------------------------- calendar */

/* A calendar's lines, as many as go into one question. */
struct sending {
	struct call *call;
	char text[CHUNK + LINE_SIZE];
	size_t len;
	enum rc rc;
};

static void
send(struct sending *sending, struct err *err)
{
	struct call *call = sending->call;

	if (sending->len == 0 || sending->rc != RC_OK)
		return;
	call->value[F_TEXT] = sending->text;
	sending->rc = command_ask(call, NULL, NULL, err);
	sending->len = 0;
}

static void
add(struct sending *sending, const char *line, struct err *err)
{
	static const char heading[] = "day,mark,kinds,published,level,name\n";

	if (sending->len + strlen(line) > CHUNK)
		send(sending, err);
	if (sending->len == 0) {
		(void)text_copy(sending->text, sizeof(sending->text), heading);
		sending->len = sizeof(heading) - 1;
	}
	(void)text_copy(sending->text + sending->len,
	    sizeof(sending->text) - sending->len, line);
	sending->len += strlen(line);
}

static const char *
print_published(int day, char text[ALMANAC_TEXT_SIZE])
{
	text[0] = '\0';
	return day == INT32_MIN ? text : almanac_print(day, text);
}

static void
add_day(
    struct sending *sending, const struct calendar_day *day, struct err *err)
{
	static const char *const marks[MARKS] = {
	    [MARK_OFF] = "off",
	    [MARK_WORK] = "work",
	    [MARK_BREAK] = "break",
	    [MARK_RETURN] = "return",
	};
	char line[LINE_SIZE], kinds[64] = "", date[ALMANAC_TEXT_SIZE],
			      published[ALMANAC_TEXT_SIZE];
	size_t len = 0;

	for (int kind = 0; day->kinds != STAFF_ALL && kind < STAFF_KINDS;
	     kind++) {
		if ((day->kinds & 1U << kind) == 0)
			continue;
		(void)text_print(kinds + len, sizeof(kinds) - len, "%s%s",
		    len > 0 ? " " : "", staff_kind_name((enum staff_kind)kind));
		len += strlen(kinds + len);
	}
	(void)text_print(line, sizeof(line), "%s,%s,%s,%s,,\"%s\"\n",
	    almanac_print(day->day, date), marks[day->mark], kinds,
	    print_published(day->published, published), day->name);
	add(sending, line, err);
}

static enum rc
send_calendar(
    struct call *call, const struct calendar *calendar, struct err *err)
{
	static struct sending sending;
	char line[LINE_SIZE], published[ALMANAC_TEXT_SIZE];

	memset(&sending, 0, sizeof(sending));
	sending.call = call;
	for (size_t i = 0; i < calendar->year_count; i++) {
		(void)text_print(line, sizeof(line), "%d,year,,%s,,\n",
		    calendar->years[i].year,
		    print_published(calendar->years[i].published, published));
		add(&sending, line, err);
	}
	for (size_t i = 0; i < calendar->day_count; i++)
		add_day(&sending, &calendar->days[i], err);
	send(&sending, err);
	call->value[F_TEXT] = NULL;
	return sending.rc;
}

static enum rc
calendar_run(struct call *call, struct err *err)
{
	static struct faults faults;
	struct calendar calendar = {0};
	char *text = NULL;
	enum rc rc = rulefolder_read(call->operand, &text, err);

	if (rc == RC_OK)
		rc = rulefolder_parse_calendar(
		    &calendar, call->operand, text, &faults, err);
	if (rc == RC_OK)
		rc = send_calendar(call, &calendar, err);
	else if (faults.len > 0)
		(void)fputs(faults.text, stderr);
	free(text);
	calendar_wipe(&calendar);
	return rc;
}

/* ------------------------------------------------------------------- table */

const struct command admin_leave[] = {
    {"leave", "file", .op = OP_LEAVE_FILE,
	.argument = {F_TYPE, F_STARTS, F_ENDS},
	.options = S(ACCOUNT) | S(DEPUTY) | S(FACTS) | S(WHY) | S(KEY),
	.switches = SWITCH_PLAN, .zh = "申請假；人事可為他人補辦",
	.en = "file leave; personnel also for others",
	.zh_more =
	    "STARTS 與 ENDS：2026-09-02T11:00；只寫日期是整天。\n"
	    "FACTS：birth=2026-09-01;part=checkup，名稱見 leave-calc(1)。"
	    "\n--plan 只試算；同一個 KEY 再送一次不會重複申請。",
	.en_more = "STARTS and ENDS: 2026-09-02T11:00; a date alone is the "
		   "whole day.\nFACTS: birth=2026-09-01;part=checkup, see "
		   "leave-calc(1) for the names.\n--plan computes only; asking "
		   "again with the same KEY files nothing twice.",
	.example = "portal-admin leave file 病假 2026-09-02T13:00 "
		   "2026-09-02T16:00 --plan"},
    {"leave", "decide", .op = OP_LEAVE_DECIDE,
	.argument = {F_REQUEST, F_ACTION},
	.options = S(STARTS) | S(ENDS) | S(VERSION) | S(WHY) | S(KEY),
	.zh = "處理申請單", .en = "decide on a request",
	.zh_more = "ACTION：agree 同意代理、decline 不同意代理、approve 核准、"
		   "return 退回、\nreject 不准、withdraw 撤回、cancel 銷假"
		   "（--starts --ends 為部分）、resubmit 重送。",
	.en_more = "ACTION: agree or decline to stand in; approve, return or "
		   "reject;\nwithdraw; cancel (with --starts --ends a part); "
		   "resubmit.",
	.example = "portal-admin leave decide 1f0c2ab31f0c2ab31f0c approve"},
    {"leave", "show", .op = OP_LEAVE_LOAD, .argument = {F_REQUEST},
	.zh = "查看申請單", .en = "show a request",
	.example = "portal-admin leave show 1f0c2ab31f0c2ab31f0c"},
    {"leave", "list", .op = OP_LEAVE_LIST,
	.options = S(KIND) | S(ACCOUNT) | S(SCHOOL) | S(STATE),
	.zh = "列出申請單", .en = "list requests",
	.zh_more = "KIND：mine 自己的（預設）、turn 待我處理、deputy 由我代理、"
		   "school 全校（人事）、\naway 同事何時不在。",
	.en_more = "KIND: mine, the default; turn, waiting for me; deputy, "
		   "where I stand in;\nschool, for personnel; away, when "
		   "colleagues are not there.",
	.example = "portal-admin leave list --kind turn"},
    {"leave", "balance", .op = OP_LEAVE_BALANCE,
	.options = S(ACCOUNT) | S(YEAR), .zh = "列出一年的各種假與剩餘",
	.en = "list what there is of each leave in a year",
	.example = "portal-admin leave balance --account wang.daming"},
    {"leave", "lines", .op = OP_LEAVE_LINES, .argument = {F_LOT},
	.options = S(ACCOUNT), .zh = "列出一筆額度的每一次增減",
	.en = "list the lines behind an amount",
	.example = "portal-admin leave lines 病假/2026"},
    {"leave", "deputies", .op = OP_LEAVE_DEPUTIES,
	.options = S(ACCOUNT) | S(DEPUTY), .zh = "查看或設定職務代理人的順序",
	.en = "show who stands in, or set it in order",
	.example = "portal-admin leave deputies --deputy 'lin.mei chen.hua'"},
    {"leave", "closure", .op = OP_LEAVE_CLOSURE, .argument = {F_STARTS, F_ENDS},
	.options = S(SCHOOL) | S(NAME), .switches = SWITCH_PLAN,
	.zh = "公告停止上班，列出因此重算的申請單",
	.en = "announce a closure; lists what it recalculates",
	.example = "portal-admin leave closure 2026-07-10 2026-07-10 --name "
		   "颱風 --plan"},
    {"leave", "calendar", .op = OP_LEAVE_CALENDAR, .operand = "FILE",
	.options = S(SCHOOL), .switches = SWITCH_PLAN, .run = calendar_run,
	.zh = "匯入行事曆（CSV 或 .ics），列出因此重算的申請單",
	.en = "take a calendar (CSV or .ics); lists what it recalculates",
	.example = "portal-admin leave calendar TW2027.csv --school 353601"},
    {"leave", "adjust", .op = OP_LEAVE_ADJUST,
	.argument = {F_ACCOUNT, F_TYPE, F_MINUTES},
	.options = S(WHY) | S(YEAR) | S(KEY),
	.zh = "調整某人某種假的時數（分鐘，可為負）",
	.en = "adjust somebody's amount, in minutes, either way",
	.example = "portal-admin leave adjust wang.daming 補休 480 --why "
		   "轉入前的補休"},
    {"leave", "close", .op = OP_LEAVE_CLOSE, .argument = {F_SCHOOL, F_YEAR},
	.switches = SWITCH_PLAN, .zh = "結算一個年度，列出未休的時數",
	.en = "close a year of a school; lists what was unused",
	.zh_more = "曆年制寫西元年 (2026)，學年制寫學年度 (115)。",
	.en_more = "2026 is a calendar year, 115 an academic one.",
	.example = "portal-admin leave close 353601 115 --plan"},
    {"leave", "export", .op = OP_LEAVE_EXPORT, .argument = {F_SCHOOL},
	.options = S(FROM) | S(UNTIL), .is_csv = true,
	.zh = "以 CSV 匯出一所學校的申請單",
	.en = "print a school's requests as CSV",
	.example = "portal-admin leave export 353601 --from 2026-08-01"},
    {"leave", "recount", .op = OP_LEAVE_RECOUNT, .argument = {F_SCHOOL},
	.zh = "從頭重算一所學校的帳，列出不符的人",
	.en = "count a school's ledger anew; lists whose differs",
	.example = "portal-admin leave recount 353601"},
    {"leave", "check", .op = OP_LEAVE_CHECK, .zh = "檢查差勤服務",
	.en = "look whether the leave service is well",
	.example = "portal-admin leave check"},
    {0},
};
