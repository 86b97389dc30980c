#include "identityd/code.h"

#include "unit.h"

static const unsigned char uuid[CODE_UUID_LEN] = {0x10, 0x11, 0x12, 0x13, 0x14,
    0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f};
static const unsigned char nonce[CODE_NONCE_LEN] = {0xa0, 0xa1, 0xa2, 0xa3,
    0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf};

/* Values from Python's hashlib.blake2b and struct.pack(">"), key 00 01 … 1f. */
static void
every_part_of_the_record_counts(void **state)
{
	static const struct {
		uint32_t kid;
		uint64_t expires_s, changed_s;
		enum code_purpose purpose;
		const char *code;
	} cases[] = {
	    {1, 1798761600, 0, CODE_ACTIVATE, "995001282375"},
	    {1, 1798761600, 0, CODE_RESET, "851274724276"},
	    {2, 1798761600, 0, CODE_ACTIVATE, "178635026797"},
	    {1, 1798761601, 0, CODE_ACTIVATE, "097616126515"},
	    {1, 1798761600, 1788346800, CODE_ACTIVATE, "114426508754"},
	    {1, 1798761670, 0, CODE_ACTIVATE, "008135996666"},
	};
	unsigned char key[CODE_KEY_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (unsigned char)i;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct code_record record = {.kid = cases[i].kid,
		    .expires_s = cases[i].expires_s,
		    .changed_s = cases[i].changed_s,
		    .purpose = cases[i].purpose};
		char code[CODE_SIZE];

		memcpy(record.uuid, uuid, sizeof(uuid));
		memcpy(record.nonce, nonce, sizeof(nonce));
		code_derive(&record, key, code);
		assert_string_equal(code, cases[i].code);
	}
}

static void
key_entry_and_nonce_count_too(void **state)
{
	struct code_record record = {
	    .kid = 1, .expires_s = 1798761600, .purpose = CODE_ACTIVATE};
	unsigned char key[CODE_KEY_LEN];
	char code[CODE_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (unsigned char)i;
	memcpy(record.nonce, nonce, sizeof(nonce));
	code_derive(&record, key, code);
	assert_string_equal(code, "888169126915");
	memcpy(record.uuid, uuid, sizeof(uuid));
	memset(record.nonce, 0, sizeof(record.nonce));
	code_derive(&record, key, code);
	assert_string_equal(code, "823005178242");
	memcpy(record.nonce, nonce, sizeof(nonce));
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (unsigned char)(31 - i);
	code_derive(&record, key, code);
	assert_string_equal(code, "974537735516");
}

static void
what_is_printed_reads_back(void **state)
{
	char text[CODE_PRINT_SIZE], code[CODE_SIZE];
	struct err err;

	(void)state;
	code_print("008135996666", text);
	assert_string_equal(text, "0081 3599 6666");
	assert_rc(RC_OK, code_parse(text, code, &err), &err);
	assert_true(code_is_equal(code, "008135996666"));
	assert_false(code_is_equal(code, "008135996667"));
	assert_false(code_is_equal(code, "108135996666"));
}

static void
people_may_type_it_their_way(void **state)
{
	static const struct {
		const char *text;
		enum rc rc;
	} cases[] = {
	    {"123456789012", RC_OK},
	    {"1234-5678-9012", RC_OK},
	    {" 1234 5678 9012\r\n", RC_OK},
	    {"-1-2-3-4-5-6-7-8-9-0-1-2-", RC_OK},
	    {"\xef\xbc\x91\xef\xbc\x92\xef\xbc\x93\xef\xbc\x94\xe3\x80\x80"
	     "5678\xef\xbc\x8d"
	     "9012",
		RC_OK},
	    {"", RC_INPUT},
	    {"12345678901", RC_INPUT},
	    {"1234567890123", RC_INPUT},
	    {"12345678901x", RC_INPUT},
	    {"123456789012x", RC_INPUT},
	    {"1234_5678_9012", RC_INPUT},
	    {"1234\t5678\t9012", RC_INPUT},
	    {"1234567890123456789012345678901234567890123456789012345678901234"
	     "5678901234567890",
		RC_INPUT},
	    {"\xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4\xd9\xa5\xd9\xa6", RC_INPUT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char code[CODE_SIZE];
		struct err err = {""};

		assert_rc(
		    cases[i].rc, code_parse(cases[i].text, code, &err), &err);
		assert_string_equal(
		    code, cases[i].rc == RC_OK ? "123456789012" : "");
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_part_of_the_record_counts),
    cmocka_unit_test(key_entry_and_nonce_count_too),
    cmocka_unit_test(what_is_printed_reads_back),
    cmocka_unit_test(people_may_type_it_their_way),
};

UNIT_MAIN(tests)
