#include "sheet.h"

#include "base/csv.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

static const uint8_t instants[] = {F_TIME, F_EXPIRES, F_NONE};
/* Not to be read: the session goes to its file, the reason to programs. */
static const uint8_t unprinted[] = {
    F_SESSION, F_REASON, F_ROW, F_CURSOR, F_NONE};

/* What a reader looks for first; the rest follows as in the catalogue. */
static const enum field leading[] = {F_SEQ, F_TIME, F_ACTOR, F_ACTION, F_TARGET,
    F_GROUP, F_MACHINE, F_APP, F_NOTICE, F_TITLE, F_ACCOUNT, F_SCHOOL, F_UNIT,
    F_NAME};
enum { LEADING_COUNT = sizeof(leading) / sizeof(leading[0]) };

/* The `place`-th field of a sheet, from 0; F_NONE when there is none there. */
static enum field
field_at(unsigned place)
{
	enum field field = (enum field)(place - LEADING_COUNT + F_NONE + 1);

	if (place < LEADING_COUNT)
		return leading[place];
	for (size_t i = 0; i < LEADING_COUNT; i++)
		if (leading[i] == field)
			return F_NONE;
	return field;
}
enum { PLACES = LEADING_COUNT + FIELD_COUNT - 1 };

static void
instant_print(FILE *out, int64_t at_s)
{
	time_t at = (time_t)at_s;
	char text[32] = "";
	struct tm tm;

	if (localtime_r(&at, &tm) != NULL)
		(void)strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
	(void)fputs(text, out);
}

static void
value_print(FILE *out, enum field field, const struct wire_in *in)
{
	bool is_number = field_rule(field)->type == FIELD_NUMBER;

	if (!wire_has(in, field))
		return;
	if (!is_number)
		(void)fputs(wire_text(in, field), out);
	else if (field_in(instants, field))
		instant_print(out, wire_number(in, field, 0));
	else
		(void)fprintf(out, "%" PRId64, wire_number(in, field, 0));
}

static void
json_text(FILE *out, const char *text)
{
	(void)fputc('"', out);
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '"' || byte == '\\')
			(void)fprintf(out, "\\%c", byte);
		else if (byte < 0x20)
			(void)fprintf(out, "\\u%04x", byte);
		else
			(void)fputc(byte, out);
	}
	(void)fputc('"', out);
}

static void
json_object(FILE *out, const struct wire_in *in)
{
	const char *comma = "";

	(void)fputc('{', out);
	for (unsigned place = 0; place < PLACES; place++) {
		enum field field = field_at(place);

		if (field == F_NONE || field_in(unprinted, field) ||
		    !wire_has(in, field))
			continue;
		(void)fprintf(out, "%s", comma);
		json_text(out, field_rule(field)->name);
		(void)fputc(':', out);
		if (field_rule(field)->type == FIELD_NUMBER)
			(void)fprintf(
			    out, "%" PRId64, wire_number(in, field, 0));
		else
			json_text(out, wire_text(in, field));
		comma = ",";
	}
	(void)fputs("}\n", out);
}

/* In one line: "\\n" for a line feed. */
static void
lines_print(FILE *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '\n')
			(void)fputs("\\n", out);
		else
			(void)fputc(*text, out);
}

static void
csv_write(void *out, const char *bytes, size_t len)
{
	(void)fwrite(bytes, 1, len, out);
}

static void
csv_print(FILE *out, enum field field, const struct wire_in *in)
{
	if (in == NULL || field_rule(field)->type == FIELD_NUMBER ||
	    !wire_has(in, field)) {
		if (in == NULL)
			(void)fputs(field_rule(field)->name, out);
		else
			value_print(out, field, in);
		return;
	}
	csv_cell(csv_write, out, wire_text(in, field));
}

static void
csv_row(FILE *out, const bool *columns, const struct wire_in *in)
{
	const char *comma = "";

	for (unsigned place = 0; place < PLACES; place++) {
		enum field field = field_at(place);

		if (field == F_NONE || !columns[field])
			continue;
		(void)fputs(comma, out);
		csv_print(out, field, in);
		comma = ",";
	}
	(void)fputs("\r\n", out);
}

static void
row_print(FILE *out, const bool *columns, const struct wire_in *in)
{
	const char *tab = "";

	for (unsigned place = 0; place < PLACES; place++) {
		enum field field = field_at(place);

		if (field == F_NONE || !columns[field])
			continue;
		(void)fputs(tab, out);
		if (in == NULL)
			(void)fputs(field_rule(field)->name, out);
		else if (field_rule(field)->type == FIELD_LINES &&
		    wire_has(in, field))
			lines_print(out, wire_text(in, field));
		else
			value_print(out, field, in);
		tab = "\t";
	}
	(void)fputc('\n', out);
}

static void
fields_print(FILE *out, const struct wire_in *in)
{
	for (unsigned place = 0; place < PLACES; place++) {
		enum field field = field_at(place);

		if (field == F_NONE || field_in(unprinted, field) ||
		    !wire_has(in, field))
			continue;
		if (field != F_TEXT)
			(void)fprintf(out, "%s: ", field_rule(field)->name);
		value_print(out, field, in);
		(void)fputc('\n', out);
	}
}

/* All that a row may hold, and a count where the first rows have one: in the
 * catalogue it may also be the list's own. */
static void
columns_fill(bool *columns, enum op op, const struct wire_in *in)
{
	const uint8_t *answer = op_rule(op)->answer;

	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		columns[field] = field != F_COUNT && field_in(answer, field) &&
		    !field_in(unprinted, field);
	for (size_t i = 0; i < in->row_count; i++) {
		struct wire_in row;

		wire_row(in, i, &row);
		columns[F_COUNT] |= wire_has(&row, F_COUNT);
	}
}

static void
list_print(struct sheet *sheet, enum op op, const struct wire_in *in)
{
	void (*print)(FILE *, const bool *, const struct wire_in *) =
	    sheet->is_csv ? csv_row : row_print;

	if (!sheet->has_head && !sheet->is_json) {
		columns_fill(sheet->columns, op, in);
		sheet->has_head = true;
		print(sheet->out, sheet->columns, NULL);
	}
	for (size_t i = 0; i < in->row_count; i++) {
		struct wire_in row;

		wire_row(in, i, &row);
		if (sheet->is_json)
			json_object(sheet->out, &row);
		else
			print(sheet->out, sheet->columns, &row);
	}
}

void
sheet_print(struct sheet *sheet, enum op op, const struct wire_in *in)
{
	bool is_list = field_in(op_rule(op)->answer, F_CURSOR);

	/* A list has pages; what else has rows has them below its fields. */
	if (!is_list && sheet->is_json)
		json_object(sheet->out, in);
	else if (!is_list)
		fields_print(sheet->out, in);
	if (is_list || in->row_count > 0)
		list_print(sheet, op, in);
}
