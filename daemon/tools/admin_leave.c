/*
 * portal-admin leave: requests, balances, calendars, years. It asks leaved.
 */
#include "command.h"

#include "base/almanac.h"
#include "base/text.h"
#include "leaved/rulefolder.h"
#include "metrics.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

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

/* ------------------------------------------------------------------- tables */

/* As it goes over the wire: without the CR of a line's end. */
static void
drop_returns(char *text)
{
	char *out = text;

	for (; *text != '\0'; text++)
		if (text[0] != '\r' || text[1] != '\n')
			*out++ = *text;
	*out = '\0';
}

static void
note_result(void *context, const struct wire_in *answer)
{
	const char *result = wire_text(answer, F_RESULT);

	(void)fprintf(stderr, words("%s：%lld 列\n", "%s: %lld lines\n"),
	    result, (long long)wire_number(answer, F_COUNT, 0));
	*(bool *)context = strcmp(result, "refused") == 0;
}

/* A CSV file in one question: all of it is taken, or none. */
static enum rc
table_run(struct call *call, struct err *err)
{
	bool is_refused = false;
	char *text = NULL;
	enum rc rc = rulefolder_read(call->operand, &text, err);

	if (rc != RC_OK)
		return rc;
	drop_returns(text);
	if (strlen(text) > field_rule(F_TABLE)->max)
		rc = err_set(err, RC_INPUT,
		    words("%s：超過 %u 位元組，請分成幾個檔案；同一人的資料要在"
			  "同一個檔案",
			"%s: more than %u bytes: split it, with all lines of a "
			"person in one file"),
		    call->operand, field_rule(F_TABLE)->max);
	call->value[F_TABLE] = text;
	if (rc == RC_OK)
		rc = command_ask(call, note_result, &is_refused, err);
	call->value[F_TABLE] = NULL;
	free(text);
	if (rc == RC_OK && is_refused)
		rc = err_set(err, RC_INPUT, "%s",
		    words("有錯誤，沒有匯入任何資料。",
			"there are faults: nothing is imported"));
	return rc;
}

/* ------------------------------------------------------------------- table */

static enum rc
metrics_run(struct call *call, struct err *err)
{
	return metrics_print(stdout, "leaved", &call->query, call->socket, err);
}

const struct command admin_leave[] = {
    {"leave", "file", .op = OP_LEAVE_FILE,
	.argument = {F_TYPE, F_STARTS, F_ENDS},
	.options = FIELDS(F_ACCOUNT, F_DEPUTY, F_FACTS, F_WHY, F_KEY),
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
	.options = FIELDS(F_STARTS, F_ENDS, F_DEPUTY, F_VERSION, F_WHY, F_KEY),
	.zh = "處理申請單", .en = "decide on a request",
	.zh_more = "ACTION：agree 同意代理、decline 不同意代理、approve 核准、"
		   "return 退回、\nreject 不准、withdraw 撤回、cancel 銷假"
		   "（--starts --ends 為部分）、resubmit 重送。\n代理移轉："
		   "hand_over（--deputy 給誰）、take_over 接手、keep_duty 維持"
		   "原代理。",
	.en_more = "ACTION: agree or decline to stand in; approve, return or "
		   "reject;\nwithdraw; cancel (with --starts --ends a part); "
		   "resubmit.\nA deputy's duty: hand_over (--deputy to whom), "
		   "take_over, or keep_duty.",
	.example = "portal-admin leave decide 1f0c2ab31f0c2ab31f0c approve"},
    {"leave", "show", .op = OP_LEAVE_LOAD, .argument = {F_REQUEST},
	.zh = "查看申請單", .en = "show a request",
	.example = "portal-admin leave show 1f0c2ab31f0c2ab31f0c"},
    {"leave", "list", .op = OP_LEAVE_LIST,
	.options = FIELDS(F_KIND, F_ACCOUNT, F_SCHOOL, F_STATE),
	.zh = "列出申請單", .en = "list requests",
	.zh_more = "KIND：mine 自己的（預設）、turn 待我處理、deputy 由我代理、"
		   "school 全校（人事）、\naway 同事何時不在。",
	.en_more = "KIND: mine, the default; turn, waiting for me; deputy, "
		   "where I stand in;\nschool, for personnel; away, when "
		   "colleagues are not there.",
	.example = "portal-admin leave list --kind turn"},
    {"leave", "balance", .op = OP_LEAVE_BALANCE,
	.options = FIELDS(F_ACCOUNT, F_YEAR), .zh = "列出一年的各種假與剩餘",
	.en = "list what there is of each leave in a year",
	.example = "portal-admin leave balance --account wang.daming"},
    {"leave", "lines", .op = OP_LEAVE_LINES, .argument = {F_LOT},
	.options = FIELDS(F_ACCOUNT), .zh = "列出一筆額度的每一次增減",
	.en = "list the lines behind an amount",
	.example = "portal-admin leave lines 病假/2026"},
    {"leave", "deputies", .op = OP_LEAVE_DEPUTIES,
	.options = FIELDS(F_ACCOUNT, F_DEPUTY),
	.zh = "查看或設定職務代理人的順序",
	.en = "show who stands in, or set it in order",
	.example = "portal-admin leave deputies --deputy 'lin.mei chen.hua'"},
    {"leave", "closure", .op = OP_LEAVE_CLOSURE, .argument = {F_STARTS, F_ENDS},
	.options = FIELDS(F_SCHOOL, F_NAME), .switches = SWITCH_PLAN,
	.zh = "公告停止上班，列出因此重算的申請單",
	.en = "announce a closure; lists what it recalculates",
	.example = "portal-admin leave closure 2026-07-10 2026-07-10 --name "
		   "颱風 --plan"},
    {"leave", "calendar", .op = OP_LEAVE_CALENDAR, .operand = "FILE",
	.options = FIELDS(F_SCHOOL), .switches = SWITCH_PLAN,
	.run = calendar_run,
	.zh = "匯入行事曆（CSV 或 .ics），列出因此重算的申請單",
	.en = "take a calendar (CSV or .ics); lists what it recalculates",
	.example = "portal-admin leave calendar TW2027.csv --school 353601"},
    {"leave", "adjust", .op = OP_LEAVE_ADJUST,
	.argument = {F_ACCOUNT, F_TYPE, F_MINUTES},
	.options = FIELDS(F_WHY, F_YEAR, F_KEY),
	.zh = "調整某人某種假的時數（分鐘，可為負）",
	.en = "adjust somebody's amount, in minutes, either way",
	.example = "portal-admin leave adjust wang.daming 補休 480 --why "
		   "轉入前的補休"},
    {"leave", "close", .op = OP_LEAVE_CLOSE, .argument = {F_SCHOOL, F_YEAR},
	.options = FIELDS(F_WANTED, F_MINUTES), .switches = SWITCH_PLAN,
	.zh = "結算一個年度，列出未休的時數",
	.en = "close a year of a school; lists what was unused",
	.zh_more = "曆年制寫西元年 (2026)，學年制寫學年度 (115)。\n"
		   "--wanted 1 同時保留可保留的假，每人每種至多\n"
		   "--minutes 分鐘，不寫則全部保留。",
	.en_more = "2026 is a calendar year, 115 an academic one.\n"
		   "With --wanted 1 what the law lets go on is carried, of a "
		   "type at most\n--minutes each; without it all of it.",
	.example = "portal-admin leave close 353601 115 --plan"},
    {"leave", "carry", .op = OP_LEAVE_CARRY, .argument = {F_YEAR},
	.options = FIELDS(F_SCHOOL, F_MINUTES), .switches = SWITCH_PLAN,
	.zh = "把已結算年度未休而可保留的假，保留到次年度",
	.en = "carry what was unused of a closed year into the next",
	.zh_more =
	    "每人每種至多 --minutes 分鐘，不寫則全部；再做一次不會重複增加。",
	.en_more = "Of a type at most --minutes each, without it all of it; "
		   "asked again it\nadds nothing.",
	.example = "portal-admin leave carry 2026 --school 353601 --plan"},
    {"leave", "export", .op = OP_LEAVE_EXPORT, .argument = {F_SCHOOL},
	.options = FIELDS(F_FROM, F_UNTIL), .is_csv = true,
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
    {"leave", "settings", .op = OP_LEAVE_SETTINGS,
	.options = FIELDS(F_SCHOOL, F_NAME, F_DETAIL),
	.zh = "查看或變更學校自己的設定",
	.en = "show what a school has set for itself, or set it",
	.zh_more = "NAME：cover_blocks_final（1：課務都安排好才能核定）、"
		   "principal_hours、sub_mind_days。\nDETAIL 是新的值。",
	.en_more = "NAME: cover_blocks_final (1: the last step waits for all "
		   "lessons), principal_hours,\nsub_mind_days. DETAIL is the "
		   "new value.",
	.example = "portal-admin leave settings --name cover_blocks_final "
		   "--detail 1"},
    {"leave", "periods", .op = OP_LEAVE_PERIODS, .options = FIELDS(F_SCHOOL),
	.zh = "列出節次與時間", .en = "list when lessons begin and end",
	.example = "portal-admin leave periods"},
    {"leave", "take-periods", .op = OP_LEAVE_PERIODS, .operand = "FILE",
	.options = FIELDS(F_SCHOOL), .switches = SWITCH_PLAN, .run = table_run,
	.zh = "匯入節次（CSV）", .en = "take periods (CSV)",
	.zh_more = "欄位：節次 period、開始 from、結束 to（08:10）。",
	.en_more = "Columns: period, from, to (08:10).",
	.example = "portal-admin leave take-periods periods.csv"},
    {"leave", "lessons", .op = OP_LEAVE_LESSONS, .options = FIELDS(F_ACCOUNT),
	.zh = "列出某人的課表", .en = "list somebody's lessons",
	.zh_more = "SEQ：星期，7 是星期日。",
	.en_more = "SEQ is the weekday, 7 is Sunday.",
	.example = "portal-admin leave lessons --account wang.daming"},
    {"leave", "take-lessons", .op = OP_LEAVE_LESSONS, .operand = "FILE",
	.options = FIELDS(F_SCHOOL, F_FROM, F_UNTIL), .switches = SWITCH_PLAN,
	.run = table_run, .zh = "匯入一學期的課表（CSV）",
	.en = "take a term's lessons (CSV)",
	.zh_more = "欄位：帳號 account、星期 weekday（1 到 7 或一到日）、節次 "
		   "period、班級 class、科目 subject。\n表上每個人該學期的課"
		   "由此表取代；尚未結束的假重新列出課務。",
	.en_more = "Columns: account, weekday (1 to 7, 7 is Sunday), period, "
		   "class, subject.\nIt replaces the term's lessons of "
		   "everybody in it; leave that is not over lists its\nlessons "
		   "anew.",
	.example = "portal-admin leave take-lessons 115-1.csv --from "
		   "2026-08-31 --until 2027-01-20"},
    {"leave", "board", .op = OP_LEAVE_BOARD,
	.options = FIELDS(F_SCHOOL, F_KIND, F_FROM, F_UNTIL),
	.zh = "列出待安排的課務", .en = "list lessons that need cover",
	.zh_more = "KIND：open 尚未安排（預設）、all 全部、mine 由我代。value "
		   "是原本安排、無法到課的人。",
	.en_more = "KIND: open, the default; all; mine, where I see to it. "
		   "value is who was to\nsee to it and cannot.",
	.example = "portal-admin leave board --until 2026-09-30"},
    {"leave", "cover", .op = OP_LEAVE_COVER,
	.argument = {F_REQUEST, F_SEQ, F_ACTION},
	.options = FIELDS(F_TARGET, F_NAME, F_DETAIL, F_VERSION, F_WHY),
	.zh = "安排一節課", .en = "arrange who sees to a lesson",
	.zh_more = "ACTION：代課、調課、代導、併班、自習、不處理；open 重新"
		   "開放。\nTARGET 是帳號，校外人員寫 NAME；DETAIL 是經費；"
		   "已安排的要寫 VERSION 才能改。",
	.en_more = "ACTION: 代課 (substitute), 調課 (swapped), 代導 (home "
		   "room), 併班 (joined), 自習\n(alone), 不處理 (nothing), or "
		   "open. TARGET is an account, NAME somebody from\noutside, "
		   "DETAIL the funding; what is arranged changes with its "
		   "VERSION.",
	.example = "portal-admin leave cover 1f0c2ab31f0c2ab31f0c 0 代課 "
		   "--target lin.mei"},
    {"leave", "overtime", .op = OP_LEAVE_OVERTIME,
	.argument = {F_STARTS, F_ENDS},
	.options = FIELDS(F_ACCOUNT, F_WANTED, F_WHY, F_KEY),
	.switches = SWITCH_PLAN, .zh = "申請加班", .en = "file overtime",
	.zh_more = "WANTED 1：請領加班費，超過上限的部分轉為補休；0（預設）："
		   "全部轉為補休，有使用期限（rest_months）。",
	.en_more = "WANTED 1: to be paid, and what is beyond the caps becomes "
		   "補休; 0, the default:\nall of it becomes 補休, usable for "
		   "rest_months of the rules.",
	.example = "portal-admin leave overtime 2026-09-07T17:00 "
		   "2026-09-07T19:30 --why 招生"},
    {"leave", "overtime-decide", .op = OP_LEAVE_OVERTIME_DECIDE,
	.argument = {F_REQUEST, F_ACTION}, .options = FIELDS(F_VERSION, F_WHY),
	.zh = "處理加班", .en = "decide on overtime",
	.zh_more = "ACTION：approve 核准、reject 不准、withdraw 撤回。",
	.en_more = "ACTION: approve, reject or withdraw.",
	.example = "portal-admin leave overtime-decide 1f0c2ab31f0c2ab31f0c "
		   "approve"},
    {"leave", "overtimes", .op = OP_LEAVE_OVERTIME_LIST,
	.options = FIELDS(F_KIND, F_ACCOUNT, F_SCHOOL, F_STATE),
	.zh = "列出加班", .en = "list overtime",
	.zh_more = "KIND：mine 自己的（預設）、turn 待我處理、school 全校。",
	.en_more = "KIND: mine, the default; turn, waiting for me; school.",
	.example = "portal-admin leave overtimes --kind turn"},
    {"leave", "take-balances", .op = OP_LEAVE_OPENING, .operand = "FILE",
	.options = FIELDS(F_SCHOOL), .switches = SWITCH_PLAN, .run = table_run,
	.zh = "匯入期初時數（CSV）", .en = "take opening balances (CSV)",
	.zh_more = "欄位：帳號 account、假別 type、帶入時數 granted、已用時數 "
		   "used、可用至 until。\n整數小時。再匯入一次不會有任何變更。",
	.en_more = "Columns: account, type, granted, used (whole hours), "
		   "until. Importing it again changes\nnothing.",
	.example = "portal-admin leave take-balances opening.csv --plan"},
    {"leave", "report", .op = OP_LEAVE_REPORT, .argument = {F_KIND},
	.options = FIELDS(F_SCHOOL, F_FROM, F_UNTIL), .is_csv = true,
	.zh = "以 CSV 列出報表", .en = "print a report as CSV",
	.zh_more = "KIND：away 誰不在、types 依假別、people 依人員、absent "
		   "曠職、unused 剩餘時數。",
	.en_more = "KIND: away, types, people, absent (曠職) or unused.",
	.example = "portal-admin leave report unused --until 2026-12-31"},
    {"leave", "papers", .op = OP_LEAVE_PAPERS, .argument = {F_REQUEST},
	.zh = "列出一件申請單的附件", .en = "list the papers of a request",
	.example = "portal-admin leave papers 1f0c2ab31f0c2ab31f0c"},
    {"leave", "punch", .op = OP_LEAVE_PUNCH, .argument = {F_KIND},
	.options = FIELDS(F_STARTS, F_ACCOUNT, F_WHY),
	.zh = "上下班簽到，或補登忘記的一次",
	.en = "note that one comes or goes, or did",
	.zh_more = "KIND：in 上班、out 下班。STARTS 是忘記的時間，要寫 WHY。",
	.en_more = "KIND: in or out. STARTS is when it was, with WHY.",
	.example = "portal-admin leave punch in"},
    {"leave", "punches", .op = OP_LEAVE_PUNCHES,
	.options = FIELDS(F_ACCOUNT, F_FROM, F_UNTIL), .zh = "列出上班卡",
	.en = "list when somebody came and went",
	.example = "portal-admin leave punches --from 2026-09-01"},
    {"leave", "trip", .op = OP_LEAVE_TRIP,
	.argument = {F_KIND, F_FROM, F_UNTIL},
	.options = FIELDS(F_NAME, F_ACCOUNT, F_WHY, F_WANTED, F_KEY),
	.zh = "登錄出國或赴大陸", .en = "register travel",
	.zh_more =
	    "KIND：abroad 出國、mainland 赴大陸、transit 在大陸轉機；NAME "
	    "是目的地。\n赴大陸須先閱讀提醒，再加 --wanted 1。",
	.en_more =
	    "KIND: abroad, mainland or transit; NAME is where to. Before "
	    "the mainland a warning\nis to be read; then --wanted 1.",
	.example = "portal-admin leave trip abroad 2026-10-09 2026-10-11 "
		   "--name 示範市"},
    {"leave", "trips", .op = OP_LEAVE_TRIPS,
	.options = FIELDS(F_ACCOUNT, F_SCHOOL), .zh = "列出登錄的出國或赴大陸",
	.en = "list registered travel",
	.example = "portal-admin leave trips --school 353601"},
    {"leave", "agenda", .op = OP_LEAVE_AGENDA, .argument = {F_FROM, F_UNTIL},
	.options = FIELDS(F_KIND, F_SCHOOL), .zh = "列出單位裡誰不在",
	.en = "list who of one's unit is away",
	.zh_more = "KIND：unit 單位（預設）、school 全校。",
	.en_more = "KIND: unit, the default, or school.",
	.example = "portal-admin leave agenda 2026-09-01 2026-09-30"},
    {"leave", "feed", .op = OP_LEAVE_FEED, .options = FIELDS(F_WANTED),
	.zh = "單位行事曆的 iCal 位址",
	.en = "the address of the unit's calendar",
	.zh_more = "WANTED 1：換一個新位址，只顯示這一次；0：收回。",
	.en_more = "WANTED 1: a new one, shown this once; 0: none any more.",
	.example = "portal-admin leave feed --wanted 1"},
    {"leave", "metrics", .run = metrics_run,
	.zh = "以 Prometheus 的文字格式印出差勤服務的監控數值",
	.en = "the leave service's numbers, as Prometheus reads them",
	.example = "portal-admin leave metrics"},
    {0},
};
