#include "web/form.h"
#include "unit.h"

static const struct form_field fields[] = {
    {"name", FORM_TEXT, 12, true, NULL},
    {"password", FORM_SECRET, 16, false, NULL},
    {"note", FORM_LINES, 64, false, NULL},
    {"roster", FORM_FILE, 64, false, NULL},
    {"photo", FORM_BYTES, 64, false, NULL},
};
enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

/* A copy with the byte of room that the parsers want. */
static char *
room(const char *bytes, size_t len)
{
	char *copy = malloc(len + 1);

	assert_non_null(copy);
	memcpy(copy, bytes, len);
	return copy;
}

static void
a_form_becomes_values_by_its_table(void **state)
{
	static const struct {
		const char *body, *field, *value;
	} cases[] = {
	    {"name=anna", "name", "anna"},
	    {"name=%20anna+lee%20", "name", "anna lee"},
	    {"name=%E7%8E%8B", "name", "王"},
	    {"name=%e7%8e%8b", "name", "王"},
	    {"name=a%3Db%26c", "name", "a=b&c"},
	    {"name=a=b", "name", "a=b"},
	    {"name=", "name", ""},
	    {"", "name", ""},
	    {"password=+x+", "password", " x "},
	    {"note=a%0D%0Ab%0Ac", "note", "a\nb\nc"},
	    {"name=anna&password=p%2Bq", "password", "p+q"},
	    {"n%61me=anna", "name", "anna"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = strlen(cases[i].body);
		char *bytes = room(cases[i].body, len);
		struct form form;
		struct err err;

		form_init(&form, fields, FIELDS);
		assert_rc(RC_OK,
		    form_parse(&form, "application/x-www-form-urlencoded",
			bytes, len, &err),
		    &err);
		assert_string_equal(
		    form_text(&form, cases[i].field), cases[i].value);
		free(bytes);
	}
}

static void
what_programs_send_may_hold_more(void **state)
{
	static const struct form_field known[] = {
	    {"state", FORM_EXACT, 12, false, NULL},
	};
	static const struct {
		const char *body, *value;
		enum rc rc;
	} cases[] = {
	    {"state=+a+", " a ", RC_OK},
	    {"colour=red&state=a&colour=blue", "a", RC_OK},
	    {"claims=%7B%7D", "", RC_OK},
	    {"state=a&state=a", "a", RC_INPUT},
	    {"colour=%ZZ&state=a", "", RC_INPUT},
	    {"state=a%0Db", "", RC_INPUT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = strlen(cases[i].body);
		char *bytes = room(cases[i].body, len);
		struct form form;
		struct err err;

		form_init(&form, known, 1);
		form.takes_others = true;
		assert_rc(cases[i].rc,
		    form_parse_urlencoded(&form, bytes, len, &err), &err);
		assert_string_equal(form_text(&form, "state"), cases[i].value);
		free(bytes);
	}
}

#define CASE(text)                     \
	{                              \
		text, sizeof(text) - 1 \
	}
static void
what_no_page_of_ours_sends_is_refused(void **state)
{
	static const struct {
		const char *body;
		size_t len;
	} cases[] = {
	    CASE("name=a&name=b"),      /* twice */
	    CASE("name=a&colour=b"),    /* unknown */
	    CASE("name"),               /* no value */
	    CASE("=a"),                 /* no name */
	    CASE("name=a&&password=b"), /* nothing between */
	    CASE("name=%"),
	    CASE("name=%4"),
	    CASE("name=%4G"),
	    CASE("name=%-1"),
	    CASE("name=%PF"),
	    CASE("name=%00"),
	    CASE("name=a\0b"),
	    CASE("name=a%0Ab"), /* two lines where one may be */
	    CASE("name=%7F"),
	    CASE("name=%C2%85"), /* NEL */
	    CASE("note=a%0Db"),  /* CR alone */
	    CASE("note=%1B"),
	    CASE("name=%FF"),       /* not UTF-8 */
	    CASE("name=%C0%80"),    /* overlong */
	    CASE("name=%ED%A0%80"), /* surrogate */
	    CASE("roster=a"),       /* a file must come as one */
	    CASE("n%00ame=a"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *bytes = room(cases[i].body, cases[i].len);
		struct form form;
		struct err err;

		form_init(&form, fields, FIELDS);
		assert_rc(RC_INPUT,
		    form_parse_urlencoded(&form, bytes, cases[i].len, &err),
		    &err);
		free(bytes);
	}
}

static void
a_missing_or_too_long_value_is_a_fault_of_the_form(void **state)
{
	static const struct {
		const char *body;
		enum form_fault fault;
		const char *whose;
	} cases[] = {
	    {"name=anna", FORM_FINE, NULL},
	    {"password=x", FORM_MISSING, "name"},
	    {"name=++", FORM_MISSING, "name"},
	    {"name=1234567890123", FORM_LONG, "name"},
	    {"name=a&password=12345678901234567", FORM_LONG, "password"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = strlen(cases[i].body);
		char *bytes = room(cases[i].body, len);
		struct form form;
		struct err err;

		form_init(&form, fields, FIELDS);
		assert_rc(RC_OK, form_parse_urlencoded(&form, bytes, len, &err),
		    &err);
		form_check(&form);
		assert_int_equal(form.fault, cases[i].fault);
		if (cases[i].whose != NULL)
			assert_string_equal(
			    fields[form.fault_at].name, cases[i].whose);
		free(bytes);
	}
}

#define PART(name, value)                                               \
	"--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n" \
	"\r\n" value "\r\n"
#define FILE_PART(name, value)                                           \
	"--XX\r\nContent-Disposition: form-data; name=\"" name           \
	"\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n" value \
	"\r\n"

static void
files_come_as_multipart(void **state)
{
	static const char body[] = PART("name", "王")
	    FILE_PART("roster", "a,b\r\n--XY\r\n\xff") "--XX--\r\n";
	char *bytes = room(body, sizeof(body) - 1);
	struct form form;
	struct err err;

	(void)state;
	form_init(&form, fields, FIELDS);
	assert_rc(RC_OK,
	    form_parse(&form, "multipart/form-data; boundary=XX", bytes,
		sizeof(body) - 1, &err),
	    &err);
	assert_string_equal(form_text(&form, "name"), "王");
	assert_string_equal(form_text(&form, "roster"), "a,b\r\n--XY\r\n\xff");
	assert_true(form_has(&form, "roster"));
	assert_false(form_has(&form, "note"));
	free(bytes);
}

static void
a_file_of_bytes_comes_with_its_name(void **state)
{
	static const char head[] = "--XX\r\nContent-Disposition: form-data; "
				   "name=\"photo\"; filename=\"";
	static const struct {
		const char *file_name, *said;
	} cases[] = {
	    {"證明.png", "證明.png"},
	    {"..\\a.png", "..\\a.png"},
	    {"", ""},
	    {"a\tb", ""},
	    {"\xff.png", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char body[256], *bytes;
		size_t len;
		struct form form;
		struct err err;

		(void)snprintf(body, sizeof(body),
		    "%s%s\"\r\n\r\n?xB\r\n--XX--", head, cases[i].file_name);
		len = strlen(body);
		*strchr(body, '?') = '\0';
		bytes = room(body, len);
		form_init(&form, fields, FIELDS);
		assert_rc(RC_OK,
		    form_parse_multipart(&form, "XX", bytes, len, &err), &err);
		assert_true(form_has_file(&form));
		assert_memory_equal(form_file(&form, "photo", &len), "\0xB", 3);
		assert_int_equal(len, 3);
		assert_string_equal(
		    form_file_name(&form, "photo"), cases[i].said);
		free(bytes);
	}
}

static void
no_file_is_none(void **state)
{
	static const char body[] =
	    PART("name", "a") FILE_PART("photo", "") "--XX--";
	char *bytes = room(body, sizeof(body) - 1);
	struct form form;
	struct err err;
	size_t len;

	(void)state;
	form_init(&form, fields, FIELDS);
	assert_rc(RC_OK,
	    form_parse_multipart(&form, "XX", bytes, sizeof(body) - 1, &err),
	    &err);
	assert_false(form_has_file(&form));
	assert_null(form_file(&form, "photo", &len));
	assert_null(form_file(&form, "roster", &len));
	assert_string_equal(form_file_name(&form, "roster"), "");
	free(bytes);
}

static void
broken_multipart_is_refused(void **state)
{
	static const struct {
		const char *body;
		size_t len;
	} cases[] = {
	    CASE(""),
	    CASE("--XX"),
	    CASE("--XX\r\n"),
	    CASE("--XY--\r\n"),
	    CASE(PART("name", "a")),
	    CASE(PART("name", "a") "--XX"),
	    CASE(PART("name", "a") "--XX-"),
	    CASE(PART("name", "a") PART("name", "b") "--XX--"),
	    CASE(PART("colour", "a") "--XX--"),
	    CASE(PART("", "a") "--XX--"),
	    CASE(PART("name", "a\nb") "--XX--"),
	    CASE(PART("roster", "a\0b") "--XX--"),
	    CASE("--XX\r\n\r\na\r\n--XX--"),
	    CASE("--XX\r\nContent-Disposition: form-data\r\n\r\na\r\n--XX--"),
	    CASE("--XX\r\nContent-Disposition: attachment; name=\"name\"\r\n"
		 "\r\na\r\n--XX--"),
	    CASE("--XX\r\nContent-Disposition: form-data; name=\"name\"\r\n"
		 "Content-Disposition: form-data; name=\"note\"\r\n\r\na\r\n"
		 "--XX--"),
	    CASE("--XX\r\nContent-Disposition: form-data; name=\"na\0e\"\r\n"
		 "\r\na\r\n--XX--"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *bytes = room(cases[i].body, cases[i].len);
		struct form form;
		struct err err;

		form_init(&form, fields, FIELDS);
		if (form_parse_multipart(
			&form, "XX", bytes, cases[i].len, &err) != RC_INPUT)
			fail_msg("case %zu was taken", i);
		free(bytes);
	}
}

static void
another_content_type_is_no_form(void **state)
{
	static const char *const types[] = {"", "text/plain",
	    "application/json", "application/x-www-form-urlencodedX",
	    "multipart/form-data", "multipart/form-data; boundary=",
	    "multipart/form-data; boundary="
	    "12345678901234567890123456789012345678901234567890"
	    "123456789012345678901"};

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		char bytes[] = "name=a";
		struct form form;
		struct err err;

		form_init(&form, fields, FIELDS);
		assert_rc(RC_INPUT, form_parse(&form, types[i], bytes, 6, &err),
		    &err);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_form_becomes_values_by_its_table),
    cmocka_unit_test(what_no_page_of_ours_sends_is_refused),
    cmocka_unit_test(what_programs_send_may_hold_more),
    cmocka_unit_test(a_missing_or_too_long_value_is_a_fault_of_the_form),
    cmocka_unit_test(files_come_as_multipart),
    cmocka_unit_test(a_file_of_bytes_comes_with_its_name),
    cmocka_unit_test(no_file_is_none),
    cmocka_unit_test(broken_multipart_is_refused),
    cmocka_unit_test(another_content_type_is_no_form),
};

UNIT_MAIN(tests)
