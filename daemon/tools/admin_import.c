/*
 * portal-admin import: a roster into the directory.
 *
 * Three readings of one open file, so that memory does not grow with it:
 * every fault of every line; what identityd would do with each person; and,
 * when that is agreed to, doing it. Several questions are under way at once
 * (crew.h), and told in the order of the lines.
 */
#include "command.h"

#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "crew.h"
#include "identityd/roster.h"
#include "words.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	READ_SIZE = 65536,
	QUESTION_SIZE = 4096, /* all fields of a person at their longest */
	PROGRESS_MS = 100,
	BAR_WIDTH = 30,
};

enum result { CREATED, CHANGED, SAME, REFUSED, RESULT_COUNT };

static const char *const result_names[RESULT_COUNT] = {
    "created", "changed", "same", "refused"};

/* One person under way. */
struct item {
	size_t line;
	char name[129];
	struct wire_out out;
	unsigned char question[QUESTION_SIZE];
	enum rc rc;
	struct err err;
	char result[17], account[65], detail[513];
};

struct import {
	struct call *call;
	int fd;
	size_t rows, faults;
	bool is_plan;
	struct crew *crew;
	size_t done, count[RESULT_COUNT];
	enum rc rc; /* why it stopped, and no more is asked */
	struct err err;
	bool has_bar;
	int64_t bar_ms;
};

/* ---------------------------------------------------------- the progress */

static void
bar_print(struct import *import)
{
	size_t full = import->rows > 0 ? import->done * BAR_WIDTH / import->rows
				       : BAR_WIDTH;

	if (!import->has_bar ||
	    (import->done < import->rows &&
		clock_mono_ms() - import->bar_ms < PROGRESS_MS))
		return;
	import->bar_ms = clock_mono_ms();
	(void)fprintf(stderr, "\r%s [",
	    import->is_plan ? words("規劃", "plan") : words("匯入", "import"));
	for (size_t i = 0; i < BAR_WIDTH; i++)
		(void)fputc(i < full ? '#' : '-', stderr);
	(void)fprintf(stderr, "] %zu/%zu", import->done, import->rows);
}

static void
bar_clear(const struct import *import)
{
	if (import->has_bar)
		(void)fputs("\r\033[K", stderr);
}

/* ------------------------------------------------ first reading: faults */

static void
fault_print(void *context, const struct roster_fault *fault)
{
	struct import *import = context;
	bool is_zh = words_are_zh();
	const char *column = fault->detail;

	if (fault->column != ROSTER_NO_COLUMN)
		column = is_zh ? roster_column_zh(fault->column)
			       : roster_column_en(fault->column);
	import->faults++;
	(void)fprintf(stderr, words("第 %zu 列：", "line %zu: "), fault->line);
	(void)fprintf(stderr, "%s%s%s", column,
	    column[0] == '\0' ? "" : words("：", ": "),
	    words(fault->zh, fault->en));
	if (fault->other_line > 0)
		(void)fprintf(stderr, words("（第 %zu 列）", " (line %zu)"),
		    fault->other_line);
	(void)fputc('\n', stderr);
}

static void
row_count(void *context, const struct roster_row *row)
{
	struct import *import = context;
	struct roster_fault fault = {.line = row->line,
	    .column = ROSTER_SCHOOL,
	    .zh = "空白，也沒有以 --school 指定",
	    .en = "is empty, and --school was not given",
	    .detail = ""};

	import->rows++;
	if (row->value[ROSTER_SCHOOL][0] == '\0' &&
	    import->call->value[F_SCHOOL] == NULL)
		fault_print(import, &fault);
}

/* ------------------------------------ second and third reading: questions */

/* In a worker's thread: the item is its own, the door is never changed. */
static void
item_ask(void *context, void *item_at)
{
	const struct import *import = context;
	struct item *item = item_at;
	unsigned char answer[WIRE_MAX];
	struct wire_in in;
	const char *text;

	item->rc = ask(&import->call->door, &item->out, &in, answer,
	    sizeof(answer), &item->err);
	if (item->rc == RC_OK) {
		text = wire_text(&in, F_RESULT);
		(void)text_copy(item->result, sizeof(item->result),
		    text != NULL ? text : "");
		text = wire_text(&in, F_ACCOUNT);
		(void)text_copy(item->account, sizeof(item->account),
		    text != NULL ? text : "");
		text = wire_text(&in, F_DETAIL);
		(void)text_copy(item->detail, sizeof(item->detail),
		    text != NULL ? text : "");
	}
	secret_wipe(item->question, sizeof(item->question));
}

/* Of these classes the next person would fare no better. */
static bool
is_over(enum rc rc)
{
	return rc == RC_BUSY || rc == RC_OFFLINE || rc == RC_FAULT;
}

static enum result
result_of(const struct item *item)
{
	for (int i = 0; item->rc == RC_OK && i < REFUSED; i++)
		if (strcmp(item->result, result_names[i]) == 0)
			return (enum result)i;
	return REFUSED;
}

static void
item_tell(void *context, void *item_at)
{
	struct import *import = context;
	const struct item *item = item_at;
	enum result result = result_of(item);

	if (is_over(item->rc)) {
		if (import->rc == RC_OK) {
			import->err = item->err;
			import->rc = err_context(&import->err, item->rc,
			    words("第 %zu 列", "line %zu"), item->line);
		}
		return;
	}
	import->done++;
	import->count[result]++;
	/* Doing it, only what the plan did not foresee is news. */
	if (result == REFUSED || (import->is_plan && result != SAME)) {
		bar_clear(import);
		(void)printf("%zu\t%s\t%s\t%s\t%s\n", item->line,
		    result_names[result], item->account, item->name,
		    item->rc != RC_OK ? item->err.text : item->detail);
	}
	bar_print(import);
}

static void
row_ask(void *context, const struct roster_row *row)
{
	struct import *import = context;
	const char *school = row->value[ROSTER_SCHOOL];
	struct item *item;

	if (import->rc != RC_OK)
		return;
	item = crew_slot(import->crew);
	item->line = row->line;
	(void)text_copy(
	    item->name, sizeof(item->name), row->value[ROSTER_NAME]);
	wire_begin(
	    &item->out, item->question, sizeof(item->question), OP_PERSON_PUT);
	for (int i = 0; i < ROSTER_COLUMN_COUNT; i++)
		if (row->value[i][0] != '\0' && i != ROSTER_SCHOOL)
			wire_put_text(
			    &item->out, roster_column_field(i), row->value[i]);
	wire_put_text(&item->out, F_SCHOOL,
	    school[0] != '\0' ? school : import->call->value[F_SCHOOL]);
	wire_put_text(&item->out, F_LANG, words_lang());
	if (import->is_plan)
		wire_put_number(&item->out, F_PLAN, 1);
	if (import->call->badge[0] != '\0')
		wire_put_text(&item->out, F_SESSION, import->call->badge);
	crew_put(import->crew);
}

/* --------------------------------------------------------- the readings */

static enum rc
file_read(
    struct import *import, const struct roster_sink *sink, struct err *err)
{
	struct roster *roster = roster_new(sink);
	static char bytes[READ_SIZE];
	off_t at = 0;
	ssize_t got;

	if (roster == NULL)
		return err_set(err, RC_FAULT, "libsodium: no start");
	while ((got = pread(import->fd, bytes, sizeof(bytes), at)) > 0) {
		roster_feed(roster, bytes, (size_t)got);
		at += got;
	}
	if (got == 0)
		roster_end(roster);
	roster_free(roster);
	secret_wipe(bytes, sizeof(bytes));
	return got < 0 ? err_set(err, RC_FAULT, "read: %m") : RC_OK;
}

static void
summary_print(const struct import *import)
{
	(void)printf(words("%s：新增 %zu，變更 %zu，相同 %zu，拒絕 %zu\n",
			 "%s: created %zu, changed %zu, same %zu, refused "
			 "%zu\n"),
	    import->is_plan ? words("規劃", "plan") : words("匯入", "import"),
	    import->count[CREATED], import->count[CHANGED], import->count[SAME],
	    import->count[REFUSED]);
	(void)fflush(stdout);
}

static enum rc
ask_all(struct import *import, bool is_plan, struct err *err)
{
	const struct crew_task task = {
	    sizeof(struct item), item_ask, item_tell, import};
	const struct roster_sink sink = {import, row_ask, fault_print};
	enum rc rc;

	import->is_plan = is_plan;
	import->done = 0;
	memset(import->count, 0, sizeof(import->count));
	import->crew = crew_start(&task);
	if (import->crew == NULL)
		return err_set(err, RC_FAULT, "out of memory or threads");
	rc = file_read(import, &sink, err);
	crew_finish(import->crew);
	bar_clear(import);
	if (rc == RC_OK)
		summary_print(import);
	if (rc == RC_OK && import->rc != RC_OK) {
		*err = import->err;
		rc = import->rc;
	}
	return rc;
}

/* Yes, or why it goes no further. */
static enum rc
agree(struct import *import, struct err *err)
{
	char answer[8];

	if ((import->call->switches & SWITCH_YES) != 0)
		return RC_OK;
	if (!import->call->prompt.is_tty)
		return err_set(err, RC_DENIED, "%s",
		    words("尚未匯入：請加上 --yes。",
			"nothing is imported yet: say --yes"));
	if (prompt_line(&import->call->prompt,
		words("要匯入嗎？[y/N] ", "Import? [y/N] "), false, answer,
		sizeof(answer), err) == RC_OK &&
	    (strcmp(answer, "y") == 0 || strcmp(answer, "Y") == 0))
		return RC_OK;
	return err_set(
	    err, RC_DENIED, "%s", words("沒有匯入。", "nothing is imported"));
}

static enum rc
is_unchanged(int fd, const struct stat *before, struct err *err)
{
	struct stat now;

	if (fstat(fd, &now) == 0 && now.st_size == before->st_size &&
	    now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == before->st_mtim.tv_nsec)
		return RC_OK;
	return err_set(err, RC_EXISTS, "%s",
	    words("檔案剛被變更，請重新執行。",
		"the file has just been changed: run it again"));
}

static enum rc
fd_import(struct import *import, struct err *err)
{
	const struct roster_sink sink = {import, row_count, fault_print};
	struct stat before;
	enum rc rc;

	if (fstat(import->fd, &before) != 0 || !S_ISREG(before.st_mode))
		return err_set(err, RC_INPUT, "%s",
		    words("必須是一般檔案。", "must be a regular file"));
	rc = file_read(import, &sink, err);
	if (rc == RC_OK && import->faults > 0)
		return err_set(err, RC_INPUT,
		    words("%zu 項錯誤，沒有匯入任何資料。",
			"%zu faults; nothing is imported"),
		    import->faults);
	if (rc == RC_OK)
		rc = ask_all(import, true, err);
	if (rc == RC_OK &&
	    import->count[CREATED] + import->count[CHANGED] > 0 &&
	    (import->call->switches & SWITCH_PLAN) == 0) {
		rc = agree(import, err);
		if (rc == RC_OK)
			rc = is_unchanged(import->fd, &before, err);
		if (rc == RC_OK)
			rc = ask_all(import, false, err);
	}
	if (rc == RC_OK && import->count[REFUSED] > 0)
		rc = err_set(err, RC_INPUT,
		    words("拒絕了 %zu 列。", "%zu lines refused"),
		    import->count[REFUSED]);
	return rc;
}

static enum rc
import_run(struct call *call, struct err *err)
{
	struct import import = {.call = call,
	    .has_bar = isatty(STDERR_FILENO) == 1,
	    .fd = open(call->operand, O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
	enum rc rc;

	if (import.fd < 0)
		return err_set(err, RC_ABSENT, "%s: %m", call->operand);
	rc = fd_import(&import, err);
	(void)close(import.fd);
	return rc == RC_OK ? rc : err_context(err, rc, "%s", call->operand);
}

const struct command admin_import[] = {
    {"import", "", .op = OP_PERSON_PUT, .operand = "FILE",
	.options = FIELDS(F_SCHOOL), .switches = SWITCH_PLAN | SWITCH_YES,
	.run = import_run,
	.zh = "匯入人員名冊（CSV）：先檢查、規劃，同意後才寫入",
	.en = "import a roster (CSV): checked, planned, then applied",
	.zh_more =
	    "第一列為欄位名稱（中文或英文皆可）：身分證字號 national_id、姓名 "
	    "name、人員類別\nkind（以上必備）、電子信箱 mail、單位 "
	    "unit、行政職 admin_post、作息 schedule、帳號\naccount、英文姓名 "
	    "name_en、學校代碼 school、到職日 hired_on、起聘日 "
	    "posted_from、\n聘期迄日 posted_until、證號說明 id_reason。"
	    "再匯入一次不會有任何變更。\n--plan 只規劃；--yes 不再詢問。",
	.en_more =
	    "The first line names the columns, in Chinese or English:\n"
	    "national_id, name, kind (these must be there), mail, unit, "
	    "admin_post,\nschedule, account, name_en, school, hired_on, "
	    "posted_from, posted_until,\nid_reason. Importing it again "
	    "changes nothing.\n--plan stops after the plan; --yes does not "
	    "ask.",
	.example = "portal-admin import --school 353601 roster.csv"},
    {0},
};
