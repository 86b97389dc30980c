#include "identityd/enrolment.h"

#include "unit.h"

#include <stdarg.h>

/* A question as it comes from the wire: pairs of field and text. */
static void
ask_with(struct wire_in *in, va_list args)
{
	static uint8_t bytes[WIRE_MAX];
	struct wire_out out;
	struct err err;
	int field;

	wire_begin(&out, bytes, sizeof(bytes), OP_PERSON_PUT);
	wire_put_text(&out, F_SCHOOL, "014501");
	while ((field = va_arg(args, int)) != F_NONE)
		wire_put_text(&out, (enum field)field, va_arg(args, char *));
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK, wire_parse_question(in, bytes, out.len, &err), &err);
}

static enum reply
read_of(struct enrolment *enrolment, const char **fault, ...)
{
	struct wire_in in;
	va_list args;

	va_start(args, fault);
	ask_with(&in, args);
	va_end(args);
	return enrolment_read(enrolment, &in, fault);
}

static void
each_wrong_field_is_named(void **state)
{
	static const struct {
		enum field field;
		const char *typed, *fault;
		enum reply reply;
	} cases[] = {
	    {F_NAME, "", "name", REPLY_BAD_FIELD},
	    {F_NAME, "a:b", "name", REPLY_BAD_FIELD},
	    {F_KIND, "director", "kind", REPLY_BAD_FIELD},
	    {F_SCHEDULE, "night", "schedule", REPLY_BAD_FIELD},
	    {F_POSTED_FROM, "2026-02-30", "posted_from", REPLY_BAD_DATE},
	    {F_POSTED_UNTIL, "soon", "posted_until", REPLY_BAD_DATE},
	    {F_HIRED_ON, "115/13/1", "hired_on", REPLY_BAD_DATE},
	    {F_MAIL, "no address", "", REPLY_BAD_MAIL},
	    {F_ACCOUNT, "Wang", "", REPLY_BAD_ACCOUNT},
	    {F_ACCOUNT, "root", "", REPLY_BAD_ACCOUNT},
	};
	struct enrolment enrolment;
	const char *fault;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_of(&enrolment, &fault, cases[i].field,
				     cases[i].typed, F_NONE),
		    cases[i].reply);
		assert_string_equal(fault, cases[i].fault);
	}
}

static void
a_posting_does_not_end_before_it_starts(void **state)
{
	struct enrolment enrolment;
	const char *fault;

	(void)state;
	assert_int_equal(
	    read_of(&enrolment, &fault, F_POSTED_FROM, "2026-08-02",
		F_POSTED_UNTIL, "2026-08-01", F_NONE),
	    REPLY_BAD_DATE);
	assert_string_equal(fault, "posted_until");
	assert_int_equal(
	    read_of(&enrolment, &fault, F_POSTED_FROM, "2026-08-01",
		F_POSTED_UNTIL, "2026-08-01", F_NONE),
	    REPLY_OK);
}

static const char *
value_of(const struct changes *changes, const char *attr)
{
	for (size_t i = 0; i < changes->count; i++)
		if (strcmp(changes->list[i].attr, attr) == 0)
			return changes->list[i].value;
	return "not there";
}

static void
what_is_typed_is_stored_in_the_directorys_form(void **state)
{
	struct enrolment enrolment;
	struct changes changes = {0};
	const char *fault;

	(void)state;
	assert_int_equal(
	    read_of(&enrolment, &fault, F_NAME, " 王大明 ", F_KIND, "教師",
		F_POSTED_FROM, "115/8/1", F_POSTED_UNTIL, "2027-07-31", F_NONE),
	    REPLY_OK);
	enrolment_add(&enrolment, &changes);
	assert_string_equal(value_of(&changes, "cn"), "王大明");
	assert_string_equal(value_of(&changes, "sn"), "王大明");
	assert_string_equal(value_of(&changes, "portalStaffKind"), "TEACHER");
	assert_string_equal(
	    value_of(&changes, "portalPostedFrom"), "20260801000000Z");
	assert_string_equal(
	    value_of(&changes, "portalPostedUntil"), "20270731155959Z");
	assert_string_equal(
	    value_of(&changes, "pwdEndTime"), "20270731155959Z");
	assert_int_equal(changes.count, 6);
}

static void
only_what_is_given_and_differs_changes(void **state)
{
	struct person person = {.name = "王大明", .kind = "TEACHER"};
	struct enrolment enrolment;
	struct changes changes = {0};
	char detail[ENROLMENT_DETAIL_SIZE] = "";
	const char *fault;

	(void)state;
	(void)snprintf(person.posted_until, sizeof(person.posted_until),
	    "20270731155959Z");
	assert_int_equal(read_of(&enrolment, &fault, F_NAME, "王大明", F_KIND,
			     "SUB", F_NONE),
	    REPLY_OK);
	enrolment_diff(&enrolment, &person, &changes, detail);
	assert_int_equal(changes.count, 1);
	assert_string_equal(value_of(&changes, "portalStaffKind"), "SUB");
	assert_string_equal(detail, "kind");
}

static void
an_empty_value_takes_it_away(void **state)
{
	struct person person = {.posted_until = "20270731155959Z"};
	struct enrolment enrolment;
	struct changes changes = {0};
	char detail[ENROLMENT_DETAIL_SIZE] = "";
	const char *fault;

	(void)state;
	assert_int_equal(
	    read_of(&enrolment, &fault, F_POSTED_UNTIL, "", F_NONE), REPLY_OK);
	enrolment_diff(&enrolment, &person, &changes, detail);
	assert_int_equal(changes.count, 2);
	assert_null(value_of(&changes, "portalPostedUntil"));
	assert_null(value_of(&changes, "pwdEndTime"));
	assert_string_equal(detail, "posted_until");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_wrong_field_is_named),
    cmocka_unit_test(a_posting_does_not_end_before_it_starts),
    cmocka_unit_test(what_is_typed_is_stored_in_the_directorys_form),
    cmocka_unit_test(only_what_is_given_and_differs_changes),
    cmocka_unit_test(an_empty_value_takes_it_away),
};

UNIT_MAIN(tests)
