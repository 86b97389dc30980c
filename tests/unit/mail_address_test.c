#include "mail/mail_address.h"
#include "unit.h"

#define TEN      "abcdefghij"
#define SIXTY    TEN TEN TEN TEN TEN TEN
#define LABEL_63 SIXTY "abc"
#define FINE     MAIL_ADDRESS_FINE

static const struct {
	const char *text;
	enum mail_address_fault fault;
} cases[] = {
    {"wang@example.edu", FINE},
    {"Wang.Mei-Li+portal@mail.example.edu", FINE},
    {"!#$%&'*+-/=?^_`{|}~@example.edu", FINE},
    {"a@b.c", FINE},
    {"o'brien@example.edu", FINE},
    {"x@xn--fiq228c.example.edu", FINE},
    {"x@3com.example", FINE},
    {SIXTY "abcd@example.edu", FINE},
    {"x@" LABEL_63 ".edu", FINE},
    {"", MAIL_ADDRESS_EMPTY},
    {SIXTY "@" LABEL_63 "." LABEL_63 "." LABEL_63 ".a", FINE},
    {SIXTY "@" LABEL_63 "." LABEL_63 "." LABEL_63 ".ab", MAIL_ADDRESS_LONG},
    {"a@example.edu\r\nBcc: b@example.edu", MAIL_ADDRESS_CONTROL},
    {"a\n@example.edu", MAIL_ADDRESS_CONTROL},
    {"a\t@example.edu", MAIL_ADDRESS_CONTROL},
    {"a\177@example.edu", MAIL_ADDRESS_CONTROL},
    {" a@example.edu", MAIL_ADDRESS_SPACE},
    {"a@example.edu ", MAIL_ADDRESS_SPACE},
    {"王@example.edu", MAIL_ADDRESS_WIDE},
    {"a@學校.example.edu", MAIL_ADDRESS_WIDE},
    {"ａ@example.edu", MAIL_ADDRESS_WIDE},
    {"a\xff@example.edu", MAIL_ADDRESS_WIDE},
    {"wang", MAIL_ADDRESS_AT},
    {"a@b@example.edu", MAIL_ADDRESS_AT},
    {"@relay.example,@b.example:a@example.edu", MAIL_ADDRESS_AT},
    {"@example.edu", MAIL_ADDRESS_LOCAL_LENGTH},
    {SIXTY "abcde@example.edu", MAIL_ADDRESS_LOCAL_LENGTH},
    {"\"a\"@example.edu", MAIL_ADDRESS_LOCAL_CHARACTER},
    {"<a@example.edu>", MAIL_ADDRESS_LOCAL_CHARACTER},
    {"a,b@example.edu", MAIL_ADDRESS_LOCAL_CHARACTER},
    {"a(b)@example.edu", MAIL_ADDRESS_LOCAL_CHARACTER},
    {"a\\b@example.edu", MAIL_ADDRESS_LOCAL_CHARACTER},
    {"a:b@example.edu", MAIL_ADDRESS_LOCAL_CHARACTER},
    {".a@example.edu", MAIL_ADDRESS_LOCAL_DOT},
    {"a.@example.edu", MAIL_ADDRESS_LOCAL_DOT},
    {"a..b@example.edu", MAIL_ADDRESS_LOCAL_DOT},
    {"a@", MAIL_ADDRESS_DOMAIN_LENGTH},
    {"a@example..edu", MAIL_ADDRESS_DOMAIN_LABEL},
    {"a@.example.edu", MAIL_ADDRESS_DOMAIN_LABEL},
    {"a@example.edu.", MAIL_ADDRESS_DOMAIN_LABEL},
    {"a@-example.edu", MAIL_ADDRESS_DOMAIN_LABEL},
    {"a@example-.edu", MAIL_ADDRESS_DOMAIN_LABEL},
    {"a@exam_ple.edu", MAIL_ADDRESS_DOMAIN_LABEL},
    {"a@" LABEL_63 "d.edu", MAIL_ADDRESS_DOMAIN_LABEL},
    {"a@example.edu>", MAIL_ADDRESS_DOMAIN_LABEL},
    {"a@example", MAIL_ADDRESS_DOMAIN_DOT},
    {"a@[192.0.2.1]", MAIL_ADDRESS_DOMAIN_NUMBER},
    {"a@192.0.2.1", MAIL_ADDRESS_DOMAIN_NUMBER},
};

static void
every_address_gets_its_own_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (mail_address_fault(cases[i].text) != cases[i].fault)
			fail_msg("'%s': fault %d, not %d", cases[i].text,
			    mail_address_fault(cases[i].text), cases[i].fault);
}

static void
a_refusal_says_why_in_both_languages(void **state)
{
	struct err err;

	(void)state;
	for (int i = 0; i < MAIL_ADDRESS_FAULT_COUNT; i++) {
		assert_non_null(mail_address_words(i)->zh);
		assert_non_null(mail_address_words(i)->en);
	}
	assert_rc(RC_OK, mail_address_check("a@example.edu", &err), &err);
	assert_rc(RC_INPUT, mail_address_check("王@example.edu", &err), &err);
	assert_string_equal(
	    err.text, mail_address_words(MAIL_ADDRESS_WIDE)->en);
}

static void
every_fault_is_in_the_table_of_cases(void **state)
{
	int seen[MAIL_ADDRESS_FAULT_COUNT] = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		seen[cases[i].fault]++;
	for (int i = 0; i < MAIL_ADDRESS_FAULT_COUNT; i++)
		assert_int_not_equal(seen[i], 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_address_gets_its_own_reason),
    cmocka_unit_test(a_refusal_says_why_in_both_languages),
    cmocka_unit_test(every_fault_is_in_the_table_of_cases),
};

UNIT_MAIN(tests)
