#include "identityd/roster.h"

#include "unit.h"

/* What a reading tells: rows as "2:id,name;", faults as "!3 kind;". */
struct told {
	char rows[1024], faults[1024];
	char first_zh[256];
	size_t row_count, fault_count;
	char last[ROSTER_COLUMN_COUNT][64];
};

static void
row_tell(void *context, const struct roster_row *row)
{
	struct told *told = context;
	size_t len = strlen(told->rows);

	told->row_count++;
	(void)snprintf(told->rows + len, sizeof(told->rows) - len, "%zu:%s,%s;",
	    row->line, row->value[ROSTER_NATIONAL_ID], row->value[ROSTER_NAME]);
	for (int i = 0; i < ROSTER_COLUMN_COUNT; i++)
		(void)snprintf(
		    told->last[i], sizeof(told->last[i]), "%s", row->value[i]);
}

static void
fault_tell(void *context, const struct roster_fault *fault)
{
	struct told *told = context;
	size_t len = strlen(told->faults);

	assert_true(fault->zh[0] != '\0' && fault->en[0] != '\0');
	told->fault_count++;
	(void)snprintf(told->faults + len, sizeof(told->faults) - len,
	    "!%zu %s %s;", fault->line,
	    fault->column == ROSTER_NO_COLUMN ? fault->detail
					      : roster_column_en(fault->column),
	    fault->en);
}

static void
roster_tell(const char *text, struct told *told)
{
	struct roster_sink sink = {told, row_tell, fault_tell};
	struct roster *roster = roster_new(&sink);

	memset(told, 0, sizeof(*told));
	assert_non_null(roster);
	roster_feed(roster, text, strlen(text));
	roster_end(roster);
	roster_free(roster);
}

#define HEAD "national_id,name,kind\n"

static void
a_chinese_roster_becomes_canonical_values(void **state)
{
	static const char *const expected[ROSTER_COLUMN_COUNT] = {
	    [ROSTER_NATIONAL_ID] = "A123456789",
	    [ROSTER_ID_REASON] = "",
	    [ROSTER_NAME] = "王大明",
	    [ROSTER_NAME_EN] = "Wang Da-Ming",
	    [ROSTER_MAIL] = "Wang@example.edu",
	    [ROSTER_KIND] = "SUB",
	    [ROSTER_SCHOOL] = "353601",
	    [ROSTER_UNIT] = "教務處",
	    [ROSTER_ADMIN_POST] = "組長",
	    [ROSTER_SCHEDULE] = "JHR",
	    [ROSTER_ACCOUNT] = "wang.daming",
	    [ROSTER_HIRED_ON] = "2011-08-01",
	    [ROSTER_POSTED_FROM] = "2026-08-01",
	    [ROSTER_POSTED_UNTIL] = "2027-07-31",
	};
	struct told told;

	(void)state;
	roster_tell("\xef\xbb\xbf姓名,身分證字號,英文姓名,電子信箱,人員類別,"
		    "學校代碼,單位,行政職,作息,帳號,到職日,起聘日,聘期迄日,"
		    "證號說明\r\n"
		    "　王大明 ,ａ123456789,Wang Da-Ming,Wang@example.edu,"
		    "代理教師,353601,教務處,\"組長\",jhr,wang.daming,1000801,"
		    "115/8/1,2027-07-31,\r\n",
	    &told);
	assert_string_equal(told.faults, "");
	assert_string_equal(told.rows, "2:A123456789,王大明;");
	for (int i = 0; i < ROSTER_COLUMN_COUNT; i++)
		assert_string_equal(told.last[i], expected[i]);
}

static void
all_faults_are_found_in_one_reading(void **state)
{
	struct told told;

	(void)state;
	roster_tell("national_id,name,kind,mail,hired_on\n"
		    "A123456789,甲,TEACHER,a@example.edu,\n"
		    "A123456788,乙,TEACHER,nobody,yesterday\n"
		    ",丙,PIRATE,,\n"
		    "short\n"
		    "F131104093,\"x\"y,TEACHER,,\n"
		    "A800000014,丁,CIVIL,,115/2/30\n"
		    "A800000014,戊,CIVIL,,\n",
	    &told);
	assert_string_equal(told.rows, "2:A123456789,甲;8:A800000014,戊;");
	assert_int_equal(told.fault_count, 8);
	assert_non_null(strstr(told.faults, "!3 national_id has a wrong"));
	assert_non_null(strstr(told.faults, "!3 mail "));
	assert_non_null(strstr(told.faults, "!3 hired_on is no date"));
	assert_non_null(strstr(told.faults, "!4 national_id is required"));
	assert_non_null(strstr(told.faults, "!4 kind is none of"));
	assert_non_null(strstr(told.faults, "!5  has another number"));
	assert_non_null(strstr(told.faults, "!6  has a misplaced quote"));
	assert_non_null(strstr(told.faults, "!7 hired_on is no date"));
}

static void
a_bad_head_is_told_once_and_ends_the_reading(void **state)
{
	static const struct {
		const char *text, *faults;
	} cases[] = {
	    {"", "!1  the file is empty;"},
	    {"\n\n", "!1  the file is empty;"},
	    {"name,kind\nx,TEACHER\n",
		"!1 national_id this column is missing;"},
	    {"national_id,name,kind,shoe size\n1,2,3,4\n",
		"!1 shoe size unknown column;"},
	    {"national_id,name,kind,姓名\n1,2,3,4\n",
		"!1 name column given twice;"},
	    {"\"national_id\n", "!1  opens a quote and never closes it;"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct told told;

		roster_tell(cases[i].text, &told);
		assert_string_equal(told.faults, cases[i].faults);
		assert_int_equal(told.row_count, 0);
	}
}

static void
no_fault_quotes_a_person(void **state)
{
	struct told told;

	(void)state;
	/* no head: the first line is a person */
	roster_tell("A123456789,王大明,wang@example.edu\n", &told);
	assert_null(strstr(told.faults, "A123456789"));
	assert_null(strstr(told.faults, "wang@"));
	roster_tell(HEAD "A123456780,王大明,TEACHER\n", &told);
	assert_int_equal(told.fault_count, 1);
	assert_null(strstr(told.faults, "A123456780"));
}

static void
a_wrong_check_digit_passes_with_a_reason(void **state)
{
	struct told told;

	(void)state;
	roster_tell("national_id,name,kind,id_reason\n"
		    "a123456788,甲,TEACHER,seen on the card\n"
		    "A12345678,乙,TEACHER,seen on the card\n",
	    &told);
	assert_string_equal(told.rows, "2:A123456788,甲;");
	assert_string_equal(
	    told.faults, "!3 national_id is not 10 characters;");
}

static void
twins_and_postings_that_run_backwards_are_faults(void **state)
{
	struct told told;

	(void)state;
	roster_tell("national_id,name,kind,account,posted_from,posted_until\n"
		    "A123456789,甲,TEACHER,wang,,\n"
		    "ａ１２３４５６７８９,乙,TEACHER,wang2,,\n"
		    "F131104093,丙,TEACHER,wang,,\n"
		    "A800000014,丁,SUB,,2026-08-01,2026-07-31\n"
		    "A800000014,丁,SUB,,2026-08-01,2026-08-01\n",
	    &told);
	assert_string_equal(told.rows, "2:A123456789,甲;6:A800000014,丁;");
	assert_string_equal(told.faults,
	    "!3 national_id is the same as in an earlier line;"
	    "!4 account is the same as in an earlier line;"
	    "!5 posted_until is before posted_from;");
}

static void
big5_and_utf16_get_advice(void **state)
{
	struct roster_sink sink;
	struct roster *roster;
	struct told told;

	(void)state;
	roster_tell(HEAD "A123456789,\xa4\xfd\xa4\x6a,TEACHER\n", &told);
	assert_non_null(strstr(told.faults, "!2 name is not UTF-8"));
	memset(&told, 0, sizeof(told));
	sink = (struct roster_sink){&told, row_tell, fault_tell};
	roster = roster_new(&sink);
	roster_feed(roster,
	    "\xff\xfe"
	    "n\0a\0m\0e\0\n\0",
	    12);
	roster_end(roster);
	roster_free(roster);
	assert_non_null(strstr(told.faults, "NUL byte; save the file as CSV"));
	assert_int_equal(told.fault_count, 1);
}

static void
spreadsheets_leave_empty_lines(void **state)
{
	struct told told;

	(void)state;
	roster_tell(HEAD "A123456789,甲,TEACHER\n,,\n\n , ,\n", &told);
	assert_string_equal(told.faults, "");
	assert_int_equal(told.row_count, 1);
}

static void
row_count(void *context, const struct roster_row *row)
{
	(void)row;
	(*(size_t *)context)++;
}

static void
fault_count(void *context, const struct roster_fault *fault)
{
	(void)fault;
	(*(size_t *)context) += 1000000;
}

/* A letter, a 1 and seven digits have one check digit. */
static void
id_make(unsigned n, char id[16])
{
	static const unsigned weights[] = {8, 7, 6, 5, 4, 3, 2, 1};
	unsigned sum = 1; /* A is 10: 1 * 1 + 0 * 9 */

	(void)snprintf(id, 16, "A1%07u", n % 10000000);
	for (size_t i = 0; i < 8; i++)
		sum += weights[i] * (unsigned)(id[i + 1] - '0');
	(void)snprintf(id + 9, 7, "%u", (10 - sum % 10) % 10);
}

static void
the_largest_roster_is_read_and_one_line_more_is_not(void **state)
{
	size_t told = 0;
	struct roster_sink sink = {&told, row_count, fault_count};
	struct roster *roster = roster_new(&sink);

	(void)state;
	roster_feed(roster, HEAD, strlen(HEAD));
	for (unsigned i = 0; i < ROSTER_ROWS_MAX + 5; i++) {
		char id[16], line[64];

		id_make(i, id);
		(void)snprintf(line, sizeof(line), "%s,甲,TEACHER\n", id);
		roster_feed(roster, line, strlen(line));
	}
	roster_end(roster);
	roster_free(roster);
	assert_int_equal(told, 1000000 + ROSTER_ROWS_MAX);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_chinese_roster_becomes_canonical_values),
    cmocka_unit_test(all_faults_are_found_in_one_reading),
    cmocka_unit_test(a_bad_head_is_told_once_and_ends_the_reading),
    cmocka_unit_test(no_fault_quotes_a_person),
    cmocka_unit_test(a_wrong_check_digit_passes_with_a_reason),
    cmocka_unit_test(twins_and_postings_that_run_backwards_are_faults),
    cmocka_unit_test(big5_and_utf16_get_advice),
    cmocka_unit_test(spreadsheets_leave_empty_lines),
    cmocka_unit_test(the_largest_roster_is_read_and_one_line_more_is_not),
};

UNIT_MAIN(tests)
