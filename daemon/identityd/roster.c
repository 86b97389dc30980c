#include "roster.h"

#include "account.h"
#include "base/almanac.h"
#include "base/secret.h"
#include "base/text.h"
#include "mail/mail_address.h"
#include "national_id.h"
#include "staff.h"
#include "twin.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct words {
	const char *zh, *en;
};

/* A cell: the line's own bytes to change in place, and room to put more. */
struct cell {
	char *text;
	char room[ALMANAC_TEXT_SIZE];
	bool may_override;  /* the line says why a check digit may be wrong */
	struct words words; /* where no table has the sentence */
};

/* NULL, or what is wrong; leaves the canonical value in `text`. */
typedef const struct words *cell_check(struct cell *cell);

static const struct words none = {"必填", "is required"};

static const struct words *
national_id_check(struct cell *cell)
{
	static const struct words faults[] = {
	    [NATIONAL_ID_ENCODING] = {"含有無法辨識的字元",
		"holds characters that cannot be read"},
	    [NATIONAL_ID_LENGTH] = {"不是 10 個字", "is not 10 characters"},
	    [NATIONAL_ID_SHAPE] = {"格式不符",
		"has not the form of a national or resident ID"},
	    [NATIONAL_ID_CHECKSUM] = {"檢查號不符（確實無誤時，請在「證號說明」"
				      "欄寫明原因）",
		"has a wrong check digit (if it is right nevertheless, give "
		"the reason in the column id_reason)"},
	};
	SECRET(canonical, NATIONAL_ID_SIZE);
	enum national_id_fault fault =
	    national_id_parse(cell->text, strlen(cell->text), canonical);

	/* A canonical form is never longer than what it was read from. */
	if (canonical[0] != '\0')
		memcpy(cell->text, canonical, NATIONAL_ID_SIZE);
	if (fault == NATIONAL_ID_OK ||
	    (fault == NATIONAL_ID_CHECKSUM && cell->may_override))
		return NULL;
	return &faults[fault];
}

static const struct words *
name_check(struct cell *cell)
{
	static const struct words fault = {
	    "須為 1 至 40 個字，不可含冒號、控制字元或看不見的字元",
	    "must be 1 to 40 characters, none a colon, control or invisible"};

	return staff_is_caption(cell->text, STAFF_NAME_MAX) ? NULL : &fault;
}

static const struct words *
caption_check(struct cell *cell)
{
	static const struct words fault = {
	    "須為 1 至 60 個字，不可含冒號、控制字元或看不見的字元",
	    "must be 1 to 60 characters, none a colon, control or invisible"};

	return staff_is_caption(cell->text, STAFF_CAPTION_MAX) ? NULL : &fault;
}

static const struct words *
name_en_check(struct cell *cell)
{
	static const struct words fault = {"須為 1 至 40 個英文字元",
	    "must be 1 to 40 characters of plain English letters"};

	text_narrow(cell->text);
	if (!staff_is_caption(cell->text, STAFF_NAME_MAX) ||
	    !text_is_printable_ascii(cell->text, strlen(cell->text)))
		return &fault;
	return NULL;
}

static const struct words *
mail_check(struct cell *cell)
{
	enum mail_address_fault fault = mail_address_fault(cell->text);

	if (fault == MAIL_ADDRESS_FINE)
		return NULL;
	cell->words.zh = mail_address_words(fault)->zh;
	cell->words.en = mail_address_words(fault)->en;
	return &cell->words;
}

/* A word as the directory has it, however it was typed. NULL: a fault. */
static const struct words *
keep_word(struct cell *cell, const char *word, const struct words *fault)
{
	if (word == NULL)
		return fault;
	(void)text_copy(cell->room, sizeof(cell->room), word);
	cell->text = cell->room;
	return NULL;
}

static const struct words *
kind_check(struct cell *cell)
{
	static const struct words fault = {
	    "不是人員類別（教師、公務人員、代理教師、勞基法人員、代課教師）",
	    "is none of TEACHER, CIVIL, SUB, LSA, COVER"};

	return keep_word(cell, staff_kind_parse(cell->text), &fault);
}

static const struct words *
schedule_check(struct cell *cell)
{
	static const struct words fault = {
	    "不是作息（ADM、TCH、JHR）", "is none of ADM, TCH, JHR"};

	return keep_word(cell, staff_schedule_parse(cell->text), &fault);
}

static const struct words *
school_check(struct cell *cell)
{
	static const struct words fault = {
	    "學校代碼須為 1 至 32 個英文字母或數字",
	    "must be a school code of 1 to 32 letters or digits"};
	static const char code[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t len;

	text_narrow(cell->text);
	len = strlen(cell->text);
	return len <= 32 && strspn(cell->text, code) == len ? NULL : &fault;
}

static const struct words *
account_name_check(struct cell *cell)
{
	static const struct words fault = {
	    "帳號須以小寫英文字母開頭，共 2 至 32 個小寫字母、數字、點、"
	    "底線或連字號，且不可為保留名稱",
	    "must start with a small letter, have 2 to 32 small letters, "
	    "digits, '.', '_' or '-', and not be a reserved name"};
	struct err err;

	text_narrow(cell->text);
	return account_check(cell->text, &err) == RC_OK ? NULL : &fault;
}

static const struct words *
day_check(struct cell *cell)
{
	static const struct words fault = {
	    "不是日期（例：115/9/7、1150907、2026-09-07）",
	    "is no date (such as 2026-09-07, 115/9/7, 1150907)"};
	struct err err;
	int day;

	if (almanac_parse(cell->text, &day, &err) != RC_OK)
		return &fault;
	cell->text = almanac_print(day, cell->room);
	return NULL;
}

static const struct column {
	const char *zh, *en;
	const char *zh_too; /* another name that schools use, or NULL */
	enum field field;
	cell_check *check;
	bool is_required; /* both as a column and in each line */
} columns[] = {
    [ROSTER_NATIONAL_ID] = {"身分證字號", "national_id", "身分證統一編號",
	F_NATIONAL_ID, national_id_check, true},
    [ROSTER_ID_REASON] = {"證號說明", "id_reason", NULL, F_WHY, caption_check,
	false},
    [ROSTER_NAME] = {"姓名", "name", NULL, F_NAME, name_check, true},
    [ROSTER_NAME_EN] = {"英文姓名", "name_en", NULL, F_NAME_EN, name_en_check,
	false},
    [ROSTER_MAIL] = {"電子信箱", "mail", "電子郵件", F_MAIL, mail_check, false},
    [ROSTER_KIND] = {"人員類別", "kind", NULL, F_KIND, kind_check, true},
    [ROSTER_SCHOOL] = {"學校代碼", "school", NULL, F_SCHOOL, school_check,
	false},
    [ROSTER_UNIT] = {"單位", "unit", NULL, F_UNIT, caption_check, false},
    [ROSTER_ADMIN_POST] = {"行政職", "admin_post", "職務", F_ADMIN_POST,
	caption_check, false},
    [ROSTER_SCHEDULE] = {"作息", "schedule", NULL, F_SCHEDULE, schedule_check,
	false},
    [ROSTER_ACCOUNT] = {"帳號", "account", NULL, F_ACCOUNT, account_name_check,
	false},
    [ROSTER_HIRED_ON] = {"到職日", "hired_on", NULL, F_HIRED_ON, day_check,
	false},
    [ROSTER_POSTED_FROM] = {"起聘日", "posted_from", NULL, F_POSTED_FROM,
	day_check, false},
    [ROSTER_POSTED_UNTIL] = {"聘期迄日", "posted_until", NULL, F_POSTED_UNTIL,
	day_check, false},
};
_Static_assert(
    sizeof(columns) / sizeof(columns[0]) == ROSTER_COLUMN_COUNT, "one each");

struct roster {
	const struct roster_sink *sink;
	struct csv csv;
	struct twin *twin;
	enum { HEAD, ROWS, OVER } part; /* OVER: the rest is not read */
	enum roster_column order[CSV_FIELDS_MAX];
	size_t order_count;
	size_t row_count;
};

const char *
roster_column_zh(enum roster_column column)
{
	return columns[column].zh;
}

const char *
roster_column_en(enum roster_column column)
{
	return columns[column].en;
}

enum field
roster_column_field(enum roster_column column)
{
	return columns[column].field;
}

static void
fault_tell(
    struct roster *roster, struct roster_fault fault, const struct words *words)
{
	fault.zh = words->zh;
	fault.en = words->en;
	if (fault.detail == NULL)
		fault.detail = "";
	roster->sink->fault(roster->sink->context, &fault);
}

static void
line_fault(struct roster *roster, size_t line, const struct words *words)
{
	fault_tell(roster,
	    (struct roster_fault){.line = line, .column = ROSTER_NO_COLUMN},
	    words);
}

static void
column_fault(struct roster *roster, size_t line, enum roster_column column,
    const struct words *words)
{
	fault_tell(roster,
	    (struct roster_fault){.line = line, .column = column}, words);
}

/* ROSTER_NO_COLUMN when no column has this name. */
static enum roster_column
column_find(const char *name)
{
	for (int i = 0; i < ROSTER_COLUMN_COUNT; i++) {
		const struct column *column = &columns[i];

		if (strcmp(name, column->zh) == 0 ||
		    strcasecmp(name, column->en) == 0 ||
		    (column->zh_too != NULL &&
			strcmp(name, column->zh_too) == 0))
			return (enum roster_column)i;
	}
	return ROSTER_NO_COLUMN;
}

static bool
head_field(struct roster *roster, size_t line, char *name)
{
	static const struct words unknown = {"不認得的欄位", "unknown column"};
	static const struct words twice = {"欄位重複", "column given twice"};
	enum roster_column column;

	text_trim(name);
	text_narrow(name);
	column = column_find(name);
	roster->order[roster->order_count] = column;
	if (column == ROSTER_NO_COLUMN) {
		/* A file without a head has people here: nothing of them. */
		bool is_text = staff_is_caption(name, STAFF_NAME_MAX) &&
		    strpbrk(name, "0123456789@") == NULL;

		fault_tell(roster,
		    (struct roster_fault){.line = line,
			.column = column,
			.detail = is_text ? name : ""},
		    &unknown);
		return false;
	}
	for (size_t i = 0; i < roster->order_count; i++)
		if (roster->order[i] == column) {
			column_fault(roster, line, column, &twice);
			return false;
		}
	return true;
}

static void
head_read(struct roster *roster, const struct csv_record *record)
{
	static const struct words missing = {
	    "缺少這個欄位", "this column is missing"};
	bool is_sound = true;

	for (; roster->order_count < record->count; roster->order_count++)
		is_sound &= head_field(
		    roster, record->line, record->field[roster->order_count]);
	for (int i = 0; i < ROSTER_COLUMN_COUNT; i++) {
		bool is_there = !columns[i].is_required;

		for (size_t k = 0; k < roster->order_count; k++)
			is_there |= roster->order[k] == (enum roster_column)i;
		if (!is_there)
			column_fault(roster, record->line,
			    (enum roster_column)i, &missing);
		is_sound &= is_there;
	}
	roster->part = is_sound ? ROWS : OVER;
}

/* The person's cells in place of the file's order; all trimmed. */
static void
cells_fill(const struct roster *roster, const struct csv_record *record,
    struct cell cells[ROSTER_COLUMN_COUNT])
{
	for (int i = 0; i < ROSTER_COLUMN_COUNT; i++) {
		cells[i].room[0] = '\0';
		cells[i].text = cells[i].room;
		cells[i].may_override = false;
	}
	for (size_t i = 0; i < record->count; i++) {
		struct cell *cell = &cells[roster->order[i]];

		cell->text = record->field[i];
		text_trim(cell->text);
	}
	cells[ROSTER_NATIONAL_ID].may_override =
	    cells[ROSTER_ID_REASON].text[0] != '\0';
}

/* Checks one cell that holds something. */
static bool
cell_is_sound(struct roster *roster, size_t line, enum roster_column column,
    struct cell *cell)
{
	static const struct words coded = {
	    "不是 UTF-8 文字（請以 CSV UTF-8 格式另存）",
	    "is not UTF-8 text (save the file as CSV UTF-8)"};
	const struct words *words;
	size_t len = strlen(cell->text);

	if (len == 0 && !columns[column].is_required)
		return true;
	if (len == 0)
		words = &none;
	else if (!text_is_utf8(cell->text, len))
		words = &coded;
	else
		words = columns[column].check(cell);
	if (words != NULL)
		column_fault(roster, line, column, words);
	return words == NULL;
}

/* Two lines may not be about one person, nor give two one account. */
static bool
is_twin(struct roster *roster, size_t line, enum roster_column column,
    const struct cell *cell)
{
	static const struct words words = {
	    "與前面的另一列相同", "is the same as in an earlier line"};
	uint32_t other;

	if (cell->text[0] == '\0')
		return false;
	other = twin_add(roster->twin, column, cell->text, (uint32_t)line);
	if (other == 0)
		return false;
	fault_tell(roster,
	    (struct roster_fault){
		.line = line, .column = column, .other_line = other},
	    &words);
	return true;
}

static bool
is_posting_backwards(const struct cell cells[ROSTER_COLUMN_COUNT])
{
	const char *from = cells[ROSTER_POSTED_FROM].text;
	const char *until = cells[ROSTER_POSTED_UNTIL].text;

	return from[0] != '\0' && until[0] != '\0' && strcmp(from, until) > 0;
}

static bool
row_is_sound(struct roster *roster, size_t line, struct cell *cells)
{
	static const struct words backwards = {
	    "在起聘日之前", "is before posted_from"};
	bool is_sound = true;

	for (int i = 0; i < ROSTER_COLUMN_COUNT; i++)
		is_sound &= cell_is_sound(
		    roster, line, (enum roster_column)i, &cells[i]);
	if (is_sound && is_posting_backwards(cells)) {
		column_fault(roster, line, ROSTER_POSTED_UNTIL, &backwards);
		is_sound = false;
	}
	if (!is_sound)
		return false;
	is_sound &= !is_twin(
	    roster, line, ROSTER_NATIONAL_ID, &cells[ROSTER_NATIONAL_ID]);
	is_sound &=
	    !is_twin(roster, line, ROSTER_ACCOUNT, &cells[ROSTER_ACCOUNT]);
	return is_sound;
}

static bool
is_blank(const struct cell cells[ROSTER_COLUMN_COUNT])
{
	for (int i = 0; i < ROSTER_COLUMN_COUNT; i++)
		if (cells[i].text[0] != '\0')
			return false;
	return true;
}

static void
row_read(struct roster *roster, const struct csv_record *record)
{
	static const struct words count = {"欄數與第一列的欄位名稱不同",
	    "has another number of fields than the first line"};
	static const struct words many = {
	    "超過 100000 列", "more than 100000 lines"};
	struct cell cells[ROSTER_COLUMN_COUNT];
	struct roster_row row = {.line = record->line};

	SECRET_AREA(cells_span, cells, sizeof(cells));
	if (record->count != roster->order_count) {
		line_fault(roster, record->line, &count);
		return;
	}
	cells_fill(roster, record, cells);
	if (is_blank(cells)) /* ",,,,": what spreadsheets leave at the end */
		return;
	if (roster->row_count++ == ROSTER_ROWS_MAX) {
		line_fault(roster, record->line, &many);
		roster->part = OVER;
		return;
	}
	if (!row_is_sound(roster, record->line, cells))
		return;
	for (int i = 0; i < ROSTER_COLUMN_COUNT; i++)
		row.value[i] = cells[i].text;
	roster->sink->row(roster->sink->context, &row);
}

static void
record_read(void *context, const struct csv_record *record)
{
	static const struct words faults[] = {
	    [CSV_NUL] = {"含有 NUL 字元；請以 CSV UTF-8 格式另存",
		"holds a NUL byte; save the file as CSV UTF-8"},
	    [CSV_QUOTE] = {"雙引號位置不對", "has a misplaced quote"},
	    [CSV_OPEN] = {"雙引號沒有結束",
		"opens a quote and never closes it"},
	    [CSV_CR] = {"換行不完整（CR 後面沒有 LF）", "has CR without LF"},
	    [CSV_LONG] = {"太長，或雙引號沒有結束",
		"is too long, or a quote is not closed"},
	    [CSV_WIDE] = {"欄數太多", "has too many fields"},
	};
	struct roster *roster = context;

	if (roster->part == OVER)
		return;
	if (record->fault != CSV_OK) {
		line_fault(roster, record->line, &faults[record->fault]);
		if (roster->part == HEAD)
			roster->part = OVER;
		return;
	}
	if (roster->part == HEAD)
		head_read(roster, record);
	else
		row_read(roster, record);
}

struct roster *
roster_new(const struct roster_sink *sink)
{
	struct roster *roster = calloc(1, sizeof(*roster));
	struct twin *twin = twin_new();

	if (roster == NULL)
		abort();
	if (twin == NULL) {
		free(roster);
		return NULL;
	}
	roster->sink = sink;
	roster->twin = twin;
	csv_begin(&roster->csv, record_read, roster);
	return roster;
}

void
roster_free(struct roster *roster)
{
	if (roster == NULL)
		return;
	twin_free(roster->twin);
	secret_wipe(&roster->csv, sizeof(roster->csv));
	free(roster);
}

void
roster_feed(struct roster *roster, const void *bytes, size_t len)
{
	csv_feed(&roster->csv, bytes, len);
}

void
roster_end(struct roster *roster)
{
	static const struct words empty = {"檔案是空的", "the file is empty"};

	csv_end(&roster->csv);
	if (roster->part == HEAD)
		line_fault(roster, 1, &empty);
}
