/*
 * portal-admin: national IDs, keys, health, counts.
 */
#include "command.h"

#include "base/secret.h"
#include "base/text.h"
#include "identityd/national_id.h"
#include "words.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
	HEX_LINE_MAX = 8192, /* digits of one candidate; longer is no ID */
	HEX_READ_SIZE = 65536,
};

/* A line of standard input as it comes; what does not fit is only counted. */
struct hex_line {
	char text[HEX_LINE_MAX + 1];
	size_t len; /* all of it, kept or not */
};

static void
verdict_print(enum national_id_fault fault, const char *canonical)
{
	if (fault == NATIONAL_ID_OK)
		(void)printf("ok %s\n", canonical);
	else
		(void)printf("no %s\n", national_id_fault_name(fault));
}

/* One line in, one line out, whatever it is. */
static void
hex_line_judge(struct hex_line *line)
{
	SECRET(bytes, HEX_LINE_MAX / 2);
	SECRET(canonical, NATIONAL_ID_SIZE);
	enum national_id_fault fault;
	size_t len;

	if (line->len > 0 && line->len <= HEX_LINE_MAX &&
	    line->text[line->len - 1] == '\r')
		line->len--;
	if (line->len > HEX_LINE_MAX) {
		verdict_print(NATIONAL_ID_LENGTH, NULL);
		return;
	}
	line->text[line->len] = '\0';
	if (memchr(line->text, '\0', line->len) != NULL ||
	    !text_unhex(bytes, sizeof(bytes), line->text, &len)) {
		verdict_print(NATIONAL_ID_ENCODING, NULL);
		return;
	}
	fault = national_id_parse(bytes, len, canonical);
	verdict_print(fault, canonical);
}

static void
hex_take(struct hex_line *line, const char *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (bytes[i] == '\n') {
			hex_line_judge(line);
			line->len = 0;
			continue;
		}
		if (line->len < HEX_LINE_MAX)
			line->text[line->len] = bytes[i];
		line->len++;
	}
}

/* Answers are out before it waits for more, so that a program can converse. */
static enum rc
hex_check(struct err *err)
{
	static char bytes[HEX_READ_SIZE];
	static struct hex_line line;
	ssize_t got;

	while ((got = read(STDIN_FILENO, bytes, sizeof(bytes))) != 0) {
		if (got < 0 && errno != EINTR)
			return err_set(err, RC_FAULT, "read: %m");
		if (got > 0)
			hex_take(&line, bytes, (size_t)got);
		if (fflush(stdout) != 0)
			return err_set(err, RC_FAULT, "write: %m");
	}
	if (line.len > 0)
		hex_line_judge(&line);
	secret_wipe(bytes, sizeof(bytes));
	secret_wipe(&line, sizeof(line));
	return RC_OK;
}

static enum rc
id_check_run(struct call *call, struct err *err)
{
	SECRET(typed, 256);
	SECRET(canonical, NATIONAL_ID_SIZE);
	enum national_id_fault fault;
	enum rc rc;

	if ((call->switches & SWITCH_HEX) != 0)
		return hex_check(err);
	rc = prompt_line(&call->prompt, words("身分證字號：", "National ID: "),
	    false, typed, sizeof(typed), err);
	if (rc != RC_OK)
		return rc;
	fault = national_id_parse(typed, strlen(typed), canonical);
	verdict_print(fault, canonical);
	return RC_OK;
}

static void
check_count(void *context, const struct wire_in *answer)
{
	size_t *faults = context;

	for (size_t i = 0; i < answer->row_count; i++) {
		struct wire_in row;
		const char *result;

		wire_row(answer, i, &row);
		result = wire_text(&row, F_RESULT);
		*faults += result == NULL || strcmp(result, "ok") != 0;
	}
}

static enum rc
check_run(struct call *call, struct err *err)
{
	size_t faults = 0;
	enum rc rc = command_ask(call, check_count, &faults, err);

	if (rc == RC_OK && faults > 0)
		rc = err_set(err, RC_FAULT,
		    words("%zu 項不如設計。", "%zu checks failed"), faults);
	return rc;
}

const struct command admin_keys[] = {
    {"id", "check", .switches = SWITCH_HEX, .run = id_check_run,
	.zh = "檢查身分證字號的格式與檢查號（不連線）",
	.en = "check the form and check digit of national IDs (offline)",
	.zh_more =
	    "--hex 由標準輸入每行讀一個十六進位編碼的字串，每行回答一行：\n"
	    "ok 標準形式，或 no 原因（依序檢查：encoding length shape "
	    "checksum）。",
	.en_more =
	    "--hex reads one hex-coded candidate per line of standard input "
	    "and answers\na line each: ok CANONICAL, or no REASON, the first "
	    "that holds of encoding,\nlength, shape, checksum.",
	.example = "printf 41313233343536373839 | portal-admin id check --hex"},
    {"id", "print", .op = OP_ID_INDEX, .asks = FIELDS(F_NATIONAL_ID),
	.zh = "顯示身分證字號的索引值，供 ldapadd 使用",
	.en = "print the index value of a national ID, for ldapadd",
	.example = "portal-admin id print"},
    {"key", "list", .op = OP_KEY_LIST,
	.zh = "列出各金鑰環的金鑰，以及仍使用它們的資料筆數",
	.en = "list the keys of every ring and how many entries use each",
	.example = "portal-admin key list"},
    {"key", "add", .op = OP_KEY_ADD, .argument = {F_KIND},
	.zh = "新增一把金鑰，之後由它製作（KIND：id code session audit sign）",
	.en = "add a key, the newest from now on (KIND: id code session audit "
	      "sign)",
	.example = "portal-admin key add id"},
    {"key", "prepare", .op = OP_KEY_PREPARE, .argument = {F_KIND},
	.zh = "先備一把金鑰：各主機認得，還不由它製作",
	.en = "add a key that is recognised and makes nothing yet",
	.example = "portal-admin key prepare id"},
    {"key", "use", .op = OP_KEY_USE, .argument = {F_KIND, F_KID},
	.zh = "之後由這把金鑰製作", .en = "let this key make from now on",
	.example = "portal-admin key use id 2"},
    {"key", "retire", .op = OP_KEY_RETIRE, .argument = {F_KIND, F_KID},
	.zh = "銷毀一把沒有資料使用的金鑰",
	.en = "destroy a key that no entry uses any more",
	.example = "portal-admin key retire id 1"},
    {"check", "", .op = OP_CHECK, .run = check_run,
	.zh = "檢查目錄、設定與金鑰是否如設計",
	.en = "check that directory, settings and keys are as they should be",
	.example = "portal-admin check"},
    {"stats", "", .op = OP_STATS, .zh = "各種數量", .en = "counts of all kinds",
	.example = "portal-admin stats"},
    {0},
};
