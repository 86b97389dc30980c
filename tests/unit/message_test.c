#include "web/message.h"

#include "unit.h"

static const uint8_t taken[] = {
    F_NATIONAL_ID, F_MAIL, F_EXPIRES, F_PASSWORD, F_NONE};
static const char *const others[] = {"proof", NULL};

static enum rc
take(const char *json, struct wire_in *in, uint8_t bytes[WIRE_MAX],
    struct err *err)
{
	json_t *message = message_parse(json, strlen(json), err);
	struct wire_out out;
	enum rc rc;

	if (message == NULL)
		return RC_INPUT;
	wire_begin(&out, bytes, WIRE_MAX, OP_FORGOT);
	rc = message_take(message, taken, others, &out, err);
	json_decref(message);
	if (rc == RC_OK)
		rc = wire_end(&out, err);
	return rc == RC_OK ? wire_parse_question(in, bytes, out.len, err) : rc;
}

static void
fields_of_the_catalogue_come_in(void **state)
{
	static uint8_t bytes[WIRE_MAX];
	struct wire_in in;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    take("{\"national_id\":\"A1\",\"mail\":\"\\u8072@x\",\"proof\":7}",
		&in, bytes, &err),
	    &err);
	assert_string_equal(wire_text(&in, F_NATIONAL_ID), "A1");
	assert_string_equal(wire_text(&in, F_MAIL), "聲@x");
}

static void
whatever_else_does_not(void **state)
{
	static const struct {
		const char *json, *why;
	} cases[] = {
	    {"{\"code\":\"1\"}", "\"code\" is unknown"},
	    {"{\"colour\":\"1\"}", "\"colour\" is unknown"},
	    {"{\"row\":\"1\"}", "\"row\" is unknown"},
	    {"{\"mail\":1}", "\"mail\" is of another type"},
	    {"{\"mail\":null}", "\"mail\" is of another type"},
	    {"{\"mail\":\"a\\nb\"}", "\"mail\" has control characters"},
	    {"{\"mail\":{}}", "\"mail\" is of another type"},
	    {"{\"expires\":\"1\"}", "\"expires\" is of another type"},
	    {"{\"expires\":1.5}", "\"expires\" is of another type"},
	    {"[]", "not an object"},
	    {"{\"mail\":\"a\",\"mail\":\"b\"}",
		"line 1: duplicate object key near '\"mail\"'"},
	    {"{\"mail\":\"a\\u0000b\"}",
		"line 1: \\u0000 is not allowed without JSON_ALLOW_NUL near "
		"'\"a\\u0000b\"'"},
	};
	static uint8_t bytes[WIRE_MAX];
	struct wire_in in;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_rc(
		    RC_INPUT, take(cases[i].json, &in, bytes, &err), &err);
		assert_string_equal(err.text, cases[i].why);
	}
}

static void
a_value_as_long_as_its_field_passes_and_one_byte_more_does_not(void **state)
{
	static uint8_t bytes[WIRE_MAX];
	char json[512], mail[256];
	struct wire_in in;
	struct err err;

	(void)state;
	memset(mail, 'a', sizeof(mail));
	mail[254] = '\0';
	(void)snprintf(json, sizeof(json),
	    "{\"national_id\":\"A\",\"mail\":\"%s\"}", mail);
	assert_rc(RC_OK, take(json, &in, bytes, &err), &err);
	mail[254] = 'a';
	mail[255] = '\0';
	(void)snprintf(json, sizeof(json), "{\"mail\":\"%s\"}", mail);
	assert_rc(RC_INPUT, take(json, &in, bytes, &err), &err);
	assert_string_equal(err.text, "\"mail\" is too long");
}

static void
broken_bytes_are_told_with_their_line(void **state)
{
	static const char *const cases[] = {"", "{", "{\"mail\":\"\xff\"}",
	    "{\"mail\":\"a\nb\"}", "{} {}", "nul", "{\"a\":01}"};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_null(message_parse(cases[i], strlen(cases[i]), &err));
		assert_memory_equal(err.text, "line ", 5);
	}
	assert_null(message_parse(NULL, 0, &err));
	assert_null(message_parse("{", MESSAGE_MAX + 1, &err));
	assert_string_equal(err.text, "more than 16384 bytes");
}

/* Deep nesting must not use up the stack. */
static void
a_deep_nest_is_refused(void **state)
{
	static char deep[MESSAGE_MAX];
	struct err err;

	(void)state;
	memset(deep, '[', sizeof(deep));
	assert_null(message_parse(deep, sizeof(deep), &err));
}

static void
an_answer_has_what_is_to_be_shown(void **state)
{
	static uint8_t bytes[WIRE_MAX];
	json_t *message = json_object();
	struct wire_out out;
	struct wire_in in;
	struct err err;
	char *text;

	(void)state;
	wire_begin(&out, bytes, sizeof(bytes), RC_OK);
	wire_put_text(&out, F_TEXT, "說\n好");
	wire_put_text(&out, F_CODE, "1234");
	wire_put_number(&out, F_EXPIRES, -5);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK,
	    wire_parse_answer(&in, OP_CODE_SHOW, bytes, out.len, &err), &err);
	message_add(message, FIELDS(F_TEXT, F_EXPIRES, F_REASON, F_ROW), &in);
	text = json_dumps(message, JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(text, "{\"expires\":-5,\"text\":\"說\\n好\"}");
	assert_string_equal(message_text(message, "text"), "說\n好");
	assert_string_equal(message_text(message, "expires"), "");
	assert_string_equal(message_text(message, "none"), "");
	free(text);
	json_decref(message);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(fields_of_the_catalogue_come_in),
    cmocka_unit_test(whatever_else_does_not),
    cmocka_unit_test(
	a_value_as_long_as_its_field_passes_and_one_byte_more_does_not),
    cmocka_unit_test(broken_bytes_are_told_with_their_line),
    cmocka_unit_test(a_deep_nest_is_refused),
    cmocka_unit_test(an_answer_has_what_is_to_be_shown),
};

UNIT_MAIN(tests)
