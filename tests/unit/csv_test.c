#include "base/csv.h"

#include "unit.h"

/* Everything read, as one text: "1:a|b|c;" or "3!2;" for fault 2 in line 3. */
struct told {
	char text[512];
};

static void
record_print(void *context, const struct csv_record *record)
{
	struct told *told = context;
	size_t len = strlen(told->text), size = sizeof(told->text);

	len += (size_t)snprintf(told->text + len, size - len, "%zu%s",
	    record->line, record->fault == CSV_OK ? ":" : "!");
	if (record->fault != CSV_OK)
		len += (size_t)snprintf(
		    told->text + len, size - len, "%d", record->fault);
	for (size_t i = 0; i < record->count; i++)
		len += (size_t)snprintf(told->text + len, size - len, "%s%s",
		    i > 0 ? "|" : "", record->field[i]);
	(void)snprintf(told->text + len, size - len, ";");
}

static void
csv_tell(const char *bytes, size_t len, size_t step, struct told *told)
{
	static struct csv csv;

	told->text[0] = '\0';
	csv_begin(&csv, record_print, told);
	for (size_t at = 0; at < len; at += step)
		csv_feed(&csv, bytes + at, len - at < step ? len - at : step);
	csv_end(&csv);
}

static void
cell_write(void *told, const char *bytes, size_t len)
{
	(void)strncat(((struct told *)told)->text, bytes, len);
}

static void
a_cell_is_quoted_and_no_formula(void **state)
{
	static const struct {
		const char *text, *cell;
	} cases[] = {
	    {"", "\"\""},
	    {"王,1", "\"王,1\""},
	    {"a\"b\"", "\"a\"\"b\"\"\""},
	    {"=1+1", "\"'=1+1\""},
	    {"+1", "\"'+1\""},
	    {"-1", "\"'-1\""},
	    {"@SUM(A1)", "\"'@SUM(A1)\""},
	    {"\t=1", "\"'\t=1\""},
	    {"\r=1", "\"'\r=1\""},
	    {"1=1", "\"1=1\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct told told = {""};

		csv_cell(cell_write, &told, cases[i].text);
		assert_string_equal(told.text, cases[i].cell);
	}
}

#define BYTES(literal) literal, sizeof(literal) - 1

static void
each_input_reads_the_same_whole_and_bytewise(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *told;
	} cases[] = {
	    {BYTES(""), ""},
	    {BYTES("a,b\nc,d\n"), "1:a|b;2:c|d;"},
	    {BYTES("a,b\r\nc,d"), "1:a|b;2:c|d;"},
	    {BYTES("a,b\r\n\r\n\nc\r"), "1:a|b;4:c;"},
	    {BYTES("\xef\xbb\xbf\"a\",b\n"), "1:a|b;"},
	    {BYTES("\xef\xbb\xbf"), ""},
	    {BYTES("\xef\xbb"
		   "a\n"),
		"1:\xef\xbb"
		"a;"},
	    {BYTES("\xef\xbb"), "1:\xef\xbb;"},
	    {BYTES("\n\xef\xbb\xbf"
		   "a"),
		"2:\xef\xbb\xbf"
		"a;"},
	    {BYTES(",\n,,\n"), "1:|;2:||;"},
	    {BYTES("a,\r\n,b"), "1:a|;2:|b;"},
	    {BYTES("\"\"\n\"\",\"\""), "1:;2:|;"},
	    {BYTES("\"a,b\",\"c\"\"d\"\n"), "1:a,b|c\"d;"},
	    {BYTES("\"a\nb\"\nc\n"), "1:a\nb;3:c;"},
	    {BYTES("\"a\r\nb\",c\r\nd"), "1:a\r\nb|c;3:d;"},
	    /* faults, and the next line is read again */
	    {BYTES("a\"b\nc\n"), "1!2;2:c;"},
	    {BYTES("\"a\"b,c\nd\n"), "1!2;2:d;"},
	    {BYTES("a\rb\nc\n"), "1!4;2:c;"},
	    {BYTES("\r\r\nc\n"), "1!4;2:c;"},
	    {BYTES("a\0b\nc\n"), "1!1;2:c;"},
	    {BYTES("a\n\"b\nc\n"), "1:a;2!3;"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t step = 1; step < 100; step += 49) {
			struct told told;

			csv_tell(cases[i].bytes, cases[i].len, step, &told);
			assert_string_equal(told.text, cases[i].told);
		}
}

static void
a_record_that_is_too_long_spoils_its_line_only(void **state)
{
	char bytes[CSV_RECORD_SIZE + 8];
	struct told told;

	(void)state;
	memset(bytes, 'a', sizeof(bytes));
	memcpy(bytes + CSV_RECORD_SIZE + 4, "\nb\n", 4);
	csv_tell(bytes, CSV_RECORD_SIZE + 7, 7, &told);
	assert_string_equal(told.text, "1!5;2:b;");
}

static void
as_many_fields_as_allowed_and_one_more(void **state)
{
	char bytes[2 * CSV_FIELDS_MAX + 8];
	struct told told;

	(void)state;
	memset(bytes, ',', sizeof(bytes));
	csv_tell(bytes, CSV_FIELDS_MAX - 1, 5, &told);
	assert_int_equal(strlen(told.text), 2 + CSV_FIELDS_MAX - 1 + 1);
	csv_tell(bytes, CSV_FIELDS_MAX, 5, &told);
	assert_string_equal(told.text, "1!6;");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_cell_is_quoted_and_no_formula),
    cmocka_unit_test(each_input_reads_the_same_whole_and_bytewise),
    cmocka_unit_test(a_record_that_is_too_long_spoils_its_line_only),
    cmocka_unit_test(as_many_fields_as_allowed_and_one_more),
};

UNIT_MAIN(tests)
