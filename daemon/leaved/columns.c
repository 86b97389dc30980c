#include "columns.h"

#include "base/text.h"
#include "base/csv.h"

#include <string.h>

enum { NOWHERE = -1 };

struct reader {
	const struct column *columns;
	size_t count, faults;
	const struct columns_sink *sink;
	bool has_heading;
	int at[CSV_FIELDS_MAX]; /* column of the n-th field, or NOWHERE */
};

static void
tell(struct reader *r, struct columns_fault fault)
{
	r->faults++;
	r->sink->fault(r->sink->context, &fault);
}

static const struct {
	const char *zh, *en;
} csv_faults[] = {
    [CSV_NUL] = {"不是文字檔", "this is no text"},
    [CSV_QUOTE] = {"引號位置不對", "a quote within a value"},
    [CSV_OPEN] = {"引號沒有結束", "a quote is never closed"},
    [CSV_CR] = {"換行不正確", "a carriage return alone"},
    [CSV_LONG] = {"這一列太長", "the line is too long"},
    [CSV_WIDE] = {"欄位太多", "too many values"},
};

static int
column_of(const struct reader *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->columns[i].zh, name) == 0 ||
		    strcmp(r->columns[i].en, name) == 0)
			return (int)i;
	return NOWHERE;
}

static void
read_heading(struct reader *r, const struct csv_record *record)
{
	bool seen[COLUMNS_MAX] = {false};

	r->has_heading = true;
	for (size_t i = 0; i < record->count; i++) {
		char *name = record->field[i];

		text_trim(name);
		r->at[i] = column_of(r, name);
		if (r->at[i] == NOWHERE)
			tell(r,
			    (struct columns_fault){record->line, "沒有這個欄位",
				"there is no such column", name, NULL});
		else if (seen[r->at[i]])
			tell(r,
			    (struct columns_fault){record->line, "欄位重複",
				"the column is there twice", name, NULL});
		else
			seen[r->at[i]] = true;
	}
	for (size_t i = 0; i < r->count; i++)
		if (r->columns[i].is_needed && !seen[i])
			tell(r,
			    (struct columns_fault){record->line, "缺少欄位",
				"a column is missing", "", &r->columns[i]});
}

/* Tells what is wrong with a value. */
static bool
is_well(struct reader *r, size_t line, size_t column, const char *value)
{
	const struct column *c = &r->columns[column];
	const char *zh = NULL, *en = NULL;

	if (value[0] == '\0' && c->is_needed)
		zh = "空白", en = "is empty";
	else if (strlen(value) > c->max)
		zh = "太長", en = "is too long";
	else if (!text_is_utf8(value, strlen(value)) ||
	    text_has_control(value, strlen(value)))
		zh = "不是 UTF-8 文字", en = "is no text in UTF-8";
	if (zh != NULL)
		tell(r, (struct columns_fault){line, zh, en, "", c});
	return zh == NULL;
}

static void
read_row(struct reader *r, const struct csv_record *record)
{
	struct columns_row row = {.line = record->line};
	bool is_taken = true;

	for (size_t i = 0; i < r->count; i++)
		row.value[i] = "";
	for (size_t i = 0; i < record->count; i++) {
		text_trim(record->field[i]);
		if (r->at[i] != NOWHERE)
			row.value[r->at[i]] = record->field[i];
	}
	for (size_t i = 0; i < r->count; i++)
		is_taken &= is_well(r, record->line, i, row.value[i]);
	if (is_taken)
		r->sink->row(r->sink->context, &row);
}

static void
read_record(void *context, const struct csv_record *record)
{
	struct reader *r = context;

	if (record->fault != CSV_OK)
		tell(r,
		    (struct columns_fault){record->line,
			csv_faults[record->fault].zh,
			csv_faults[record->fault].en, "", NULL});
	else if (!r->has_heading)
		read_heading(r, record);
	else
		read_row(r, record);
}

enum rc
columns_read(const char *text, const struct column *columns, size_t count,
    const struct columns_sink *sink, struct err *err)
{
	struct reader r = {.columns = columns, .count = count, .sink = sink};
	struct csv csv;

	for (size_t i = 0; i < CSV_FIELDS_MAX; i++)
		r.at[i] = NOWHERE;
	csv_begin(&csv, read_record, &r);
	csv_feed(&csv, text, strlen(text));
	csv_end(&csv);
	if (!r.has_heading && r.faults == 0)
		tell(&r,
		    (struct columns_fault){
			1, "沒有內容", "there is nothing", "", NULL});
	return r.faults == 0 ? RC_OK
			     : err_set(err, RC_INPUT, "%zu faults", r.faults);
}
