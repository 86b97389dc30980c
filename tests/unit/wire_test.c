#include "base/wire.h"
#include "unit.h"

static uint8_t bytes[WIRE_MAX + 16];

static size_t
forgot(const char *id, const char *mail)
{
	struct wire_out out;
	struct err err;

	wire_begin(&out, bytes, sizeof(bytes), OP_FORGOT);
	wire_put_text(&out, F_NATIONAL_ID, id);
	if (mail != NULL)
		wire_put_text(&out, F_MAIL, mail);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	return out.len;
}

static void
check_list(const char *op, const uint8_t *fields)
{
	for (; fields != NULL && *fields != F_NONE; fields++)
		if (*fields >= FIELD_COUNT)
			fail_msg("%s: no field %u", op, *fields);
}

static void
every_field_and_op_has_a_whole_row(void **state)
{
	(void)state;
	assert_null(field_rule(F_NONE));
	assert_null(field_rule(FIELD_COUNT));
	assert_null(op_rule(OP_NONE));
	assert_null(op_rule(OP_COUNT));
	for (unsigned field = 1; field < FIELD_COUNT; field++) {
		const struct field_rule *rule = field_rule(field);

		if (rule->name[0] == '\0' || rule->max == 0)
			fail_msg("field %u has no row", field);
		for (unsigned other = 1; other < field; other++)
			assert_string_not_equal(
			    rule->name, field_rule(other)->name);
	}
	for (unsigned op = 1; op < OP_COUNT; op++) {
		const struct op_rule *rule = op_rule(op);

		if (rule->name == NULL || rule->doors == 0 || rule->roles == 0)
			fail_msg("op %u has no row", op);
		if (op_takes(op, F_ROW))
			fail_msg("%s: rows in a question", rule->name);
		check_list(rule->name, rule->must);
		check_list(rule->name, rule->may);
		check_list(rule->name, rule->answer);
		for (unsigned other = 1; other < op; other++)
			assert_string_not_equal(
			    rule->name, op_rule(other)->name);
	}
}

static void
passwords_and_codes_are_secret(void **state)
{
	static const enum field secrets[] = {F_PASSWORD, F_PASSWORD_OLD, F_CODE,
	    F_NATIONAL_ID, F_SESSION, F_SECRET};

	(void)state;
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		assert_true(field_rule(secrets[i])->is_secret);
}

static void
a_question_reads_back_as_it_was_written(void **state)
{
	struct wire_in in;
	struct err err;
	size_t len = forgot("A123456789", "a@example.edu");

	(void)state;
	assert_int_equal(wire_length(bytes), len);
	assert_rc(RC_OK, wire_parse_question(&in, bytes, len, &err), &err);
	assert_int_equal(in.kind, OP_FORGOT);
	assert_string_equal(wire_text(&in, F_NATIONAL_ID), "A123456789");
	assert_string_equal(wire_text(&in, F_MAIL), "a@example.edu");
	assert_int_equal(in.len[F_MAIL], 13);
	assert_false(wire_has(&in, F_LANG));
	assert_null(wire_text(&in, F_LANG));
	assert_int_equal(wire_number(&in, F_COUNT, -7), -7);
}

static void
an_answer_with_rows_reads_back(void **state)
{
	struct wire_out out;
	struct wire_in in, row;
	struct err err;

	(void)state;
	wire_begin(&out, bytes, sizeof(bytes), RC_OK);
	for (int i = 0; i < 3; i++) {
		wire_row_begin(&out);
		wire_put_text(&out, F_NAME, "王");
		wire_put_number(&out, F_COUNT, INT64_MIN + i);
		wire_row_end(&out);
	}
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK, wire_parse_answer(&in, OP_STATS, bytes, out.len, &err),
	    &err);
	assert_int_equal(in.row_count, 3);
	wire_row(&in, 2, &row);
	assert_string_equal(wire_text(&row, F_NAME), "王");
	assert_true(wire_number(&row, F_COUNT, 0) == INT64_MIN + 2);
	wire_row(&in, 3, &row);
	assert_false(wire_has(&row, F_NAME));
}

static void
every_cut_of_a_question_is_refused(void **state)
{
	struct wire_in in;
	struct err err;
	size_t whole = forgot("A123456789", "a@example.edu");

	(void)state;
	for (size_t len = 0; len < whole; len++) {
		assert_rc(
		    RC_INPUT, wire_parse_question(&in, bytes, len, &err), &err);
		if (len < WIRE_HEAD)
			continue;
		bytes[2] = (uint8_t)((len - 4) >> 8);
		bytes[3] = (uint8_t)(len - 4);
		assert_rc(
		    RC_INPUT, wire_parse_question(&in, bytes, len, &err), &err);
	}
}

static void
a_length_out_of_bounds_is_zero(void **state)
{
	static const struct {
		uint8_t head[4];
		size_t len;
	} cases[] = {
	    {{0, 0, 0, 0}, 0},
	    {{0, 0, 0, 1}, 0},
	    {{0, 0, 0, 2}, 6},
	    {{0, 0, 0xff, 0xfc}, WIRE_MAX},
	    {{0, 0, 0xff, 0xfd}, 0},
	    {{0xff, 0xff, 0xff, 0xff}, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(wire_length(cases[i].head), cases[i].len);
}

/* A question of one field, its bytes as given. */
static enum rc
one_field(
    unsigned op, uint8_t field, const char *value, size_t len, struct err *err)
{
	struct wire_in in;
	size_t rest = 2 + 3 + len;

	memset(bytes, 0, 6);
	bytes[2] = (uint8_t)(rest >> 8);
	bytes[3] = (uint8_t)rest;
	bytes[5] = (uint8_t)op;
	bytes[6] = field;
	bytes[7] = (uint8_t)(len >> 8);
	bytes[8] = (uint8_t)len;
	memcpy(bytes + 9, value, len);
	return wire_parse_question(&in, bytes, rest + 4, err);
}

static void
a_value_its_field_forbids_is_refused(void **state)
{
	static const struct {
		enum op op;
		uint8_t field;
		const char *value;
		size_t len;
		enum rc rc;
	} cases[] = {
	    {OP_RULES, F_LANG, "zh-TW", 6, RC_OK},
	    {OP_RULES, F_LANG, "", 1, RC_OK},
	    {OP_RULES, F_LANG, "12345678", 9, RC_OK},
	    {OP_RULES, F_LANG, "123456789", 10, RC_INPUT},
	    {OP_RULES, F_LANG, "zh-TW", 5, RC_INPUT}, /* no NUL */
	    {OP_RULES, F_LANG, "", 0, RC_INPUT},
	    {OP_RULES, F_LANG, "a\0b", 4, RC_INPUT},
	    {OP_RULES, F_LANG, "a\nb", 4, RC_INPUT},
	    {OP_RULES, F_LANG, "\xff", 2, RC_INPUT},
	    {OP_RULES, F_LANG, "\xc2\x9b", 3, RC_INPUT},
	    {OP_RULES, F_NONE, "a", 2, RC_INPUT},
	    {OP_RULES, FIELD_COUNT, "a", 2, RC_INPUT},
	    {OP_RULES, 255, "a", 2, RC_INPUT},
	    {OP_RULES, F_ROW, "", 0, RC_INPUT},
	    {OP_RULES, F_ACCOUNT, "a", 2, RC_INPUT}, /* not of this op */
	    {OP_SWEEP, F_PLAN, "\0\0\0\0\0\0\0\1", 8, RC_OK},
	    {OP_SWEEP, F_PLAN, "\0\0\0\0\0\0\1", 7, RC_INPUT},
	    {OP_NONE, F_LANG, "a", 2, RC_INPUT},
	    {OP_COUNT, F_LANG, "a", 2, RC_INPUT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {"taken"};

		if (one_field(cases[i].op, cases[i].field, cases[i].value,
			cases[i].len, &err) != cases[i].rc)
			fail_msg("case %zu: %s", i, err.text);
	}
}

static void
a_password_is_any_bytes_but_not_none(void **state)
{
	struct wire_out out;
	struct wire_in in;
	struct err err;

	(void)state;
	for (int is_empty = 0; is_empty < 2; is_empty++) {
		wire_begin(&out, bytes, sizeof(bytes), OP_LAB_AUTH);
		wire_put_text(&out, F_ACCOUNT, "wang");
		wire_put_text(&out, F_PASSWORD, is_empty ? "" : "\xff\x01\n");
		assert_rc(RC_OK, wire_end(&out, &err), &err);
		assert_rc(is_empty ? RC_INPUT : RC_OK,
		    wire_parse_question(&in, bytes, out.len, &err), &err);
	}
}

static void
a_field_missing_or_given_twice_is_refused(void **state)
{
	struct wire_out out;
	struct wire_in in;
	struct err err;

	(void)state;
	assert_rc(RC_INPUT,
	    wire_parse_question(&in, bytes, forgot("A", NULL), &err), &err);
	assert_string_equal(err.text, "forgot: mail is missing");
	wire_begin(&out, bytes, sizeof(bytes), OP_RULES);
	wire_put_text(&out, F_LANG, "en");
	wire_put_text(&out, F_LANG, "en");
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(
	    RC_INPUT, wire_parse_question(&in, bytes, out.len, &err), &err);
	assert_string_equal(err.text, "rules: lang: given twice");
}

static void
a_message_that_does_not_fit_is_told_at_its_end(void **state)
{
	struct wire_out out;
	struct err err;
	uint8_t small[16];
	static char long_text[WIRE_MAX + 1];

	(void)state;
	wire_begin(&out, small, sizeof(small), OP_RULES);
	wire_put_text(&out, F_LANG, "1234567");
	assert_rc(RC_FAULT, wire_end(&out, &err), &err);
	wire_begin(&out, small, 3, OP_RULES);
	assert_rc(RC_FAULT, wire_end(&out, &err), &err);
	memset(long_text, 'x', sizeof(long_text) - 1);
	wire_begin(&out, bytes, sizeof(bytes), RC_OK);
	wire_put_text(&out, F_TEXT, long_text);
	assert_rc(RC_FAULT, wire_end(&out, &err), &err);
	wire_begin(&out, small, sizeof(small), RC_OK);
	wire_row_begin(&out);
	wire_row_begin(&out);
	wire_row_begin(&out);
	wire_row_begin(&out);
	wire_row_end(&out);
	assert_rc(RC_FAULT, wire_end(&out, &err), &err);
}

static void
rows_neither_nest_nor_hide_what_is_not_allowed(void **state)
{
	struct wire_out out;
	struct wire_in in;
	struct err err;

	(void)state;
	wire_begin(&out, bytes, sizeof(bytes), RC_OK);
	wire_row_begin(&out);
	wire_put_text(&out, F_PASSWORD, "x");
	wire_row_end(&out);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_INPUT,
	    wire_parse_answer(&in, OP_STATS, bytes, out.len, &err), &err);
	assert_non_null(strstr(err.text, "row 0"));
	wire_begin(&out, bytes, sizeof(bytes), RC_OK);
	for (int i = 0; i <= WIRE_ROWS_MAX; i++) {
		wire_row_begin(&out);
		wire_row_end(&out);
	}
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_INPUT,
	    wire_parse_answer(&in, OP_STATS, bytes, out.len, &err), &err);
	memcpy(bytes, "\0\0\0\x08\0\0\0\0\0\0\0\0", 12);
	bytes[6] = bytes[9] = F_ROW;
	bytes[8] = 3;
	assert_rc(
	    RC_INPUT, wire_parse_answer(&in, OP_STATS, bytes, 12, &err), &err);
}

static void
an_answer_of_no_known_class_is_refused(void **state)
{
	struct wire_out out;
	struct wire_in in;
	struct err err;

	(void)state;
	wire_fail(&out, bytes, sizeof(bytes), RC_BUSY, "later", "try later");
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK, wire_parse_answer(&in, OP_RULES, bytes, out.len, &err),
	    &err);
	assert_int_equal(in.kind, RC_BUSY);
	assert_string_equal(wire_text(&in, F_REASON), "later");
	bytes[5] = RC_COUNT;
	assert_rc(RC_INPUT,
	    wire_parse_answer(&in, OP_RULES, bytes, out.len, &err), &err);
}

/* As long as may be and longer, with what no text may hold. */
static void
a_value_that_others_wrote_never_spoils_the_message(void **state)
{
	static char value[2 * FIELD_TEXT_MAX];
	struct wire_in in, row;
	struct wire_out out;
	struct err err;

	(void)state;
	memset(value, 'x', sizeof(value) - 1);
	value[1] = '\t';
	wire_begin(&out, bytes, sizeof(bytes), RC_OK);
	wire_row_begin(&out);
	wire_put_shown(&out, F_NAME, value);
	wire_put_shown(&out, F_ACCOUNT, "amy");
	wire_row_end(&out);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK,
	    wire_parse_answer(&in, OP_PERSON_LIST, bytes, out.len, &err), &err);
	wire_row(&in, 0, &row);
	assert_int_equal(
	    strlen(wire_text(&row, F_NAME)), field_rule(F_NAME)->max);
	assert_string_equal(wire_text(&row, F_ACCOUNT), "amy");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_field_and_op_has_a_whole_row),
    cmocka_unit_test(passwords_and_codes_are_secret),
    cmocka_unit_test(a_question_reads_back_as_it_was_written),
    cmocka_unit_test(an_answer_with_rows_reads_back),
    cmocka_unit_test(a_value_that_others_wrote_never_spoils_the_message),
    cmocka_unit_test(every_cut_of_a_question_is_refused),
    cmocka_unit_test(a_length_out_of_bounds_is_zero),
    cmocka_unit_test(a_value_its_field_forbids_is_refused),
    cmocka_unit_test(a_password_is_any_bytes_but_not_none),
    cmocka_unit_test(a_field_missing_or_given_twice_is_refused),
    cmocka_unit_test(a_message_that_does_not_fit_is_told_at_its_end),
    cmocka_unit_test(rows_neither_nest_nor_hide_what_is_not_allowed),
    cmocka_unit_test(an_answer_of_no_known_class_is_refused),
};

UNIT_MAIN(tests)
