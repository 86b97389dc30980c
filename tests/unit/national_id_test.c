#include "identityd/national_id.h"

#include "unit.h"

#define WIDE       "\xef\xbc"     /* U+FF01-FF3F: WIDE and one byte more */
#define WIDE_SPACE "\xe3\x80\x80" /* U+3000 */
/* Several cases hold NUL or end in one: the length is the literal's own. */
#define BYTES(literal) literal, sizeof(literal) - 1

struct id_case {
	const char *bytes;
	size_t len;
	const char *fault, *canonical;
};

static void
check_cases(const struct id_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char canonical[NATIONAL_ID_SIZE];
		const char *fault = national_id_fault_name(
		    national_id_parse(cases[i].bytes, cases[i].len, canonical));

		if (strcmp(fault, cases[i].fault) != 0)
			fail_msg("case %zu '%s': %s, not %s", i, cases[i].bytes,
			    fault, cases[i].fault);
		assert_string_equal(canonical,
		    cases[i].canonical != NULL ? cases[i].canonical : "");
	}
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof(cases[0]))

static void
every_form_has_one_canonical_form(void **state)
{
	static const struct id_case cases[] = {
	    {BYTES("A123456789"), "ok", "A123456789"},
	    {BYTES("a123456789"), "ok", "A123456789"},
	    {BYTES("F131104093"), "ok", "F131104093"},
	    {BYTES("Z299999992"), "ok", "Z299999992"},
	    {BYTES("A800000014"), "ok", "A800000014"},
	    {BYTES("h900000022"), "ok", "H900000022"},
	    {BYTES("AC01234576"), "ok", "AC01234576"},
	    {BYTES("zd99999994"), "ok", "ZD99999994"},
	    {BYTES("Ia00000001"), "ok", "IA00000001"},
	    {BYTES("OB12345670"), "ok", "OB12345670"},
	    {BYTES(" \t\r\nA123456789\n"), "ok", "A123456789"},
	    {BYTES(WIDE_SPACE "A123456789 " WIDE_SPACE), "ok", "A123456789"},
	    {BYTES(WIDE "\xa1" WIDE "\x91" WIDE "\x92" WIDE "\x93" WIDE
			"\x94" WIDE "\x95" WIDE "\x96" WIDE "\x97" WIDE
			"\x98" WIDE "\x99"),
		"ok", "A123456789"},
	    {BYTES("\xef\xbd\x81" WIDE "\x91"
		   "23456789"),
		"ok", "A123456789"},
	};

	(void)state;
	CHECK_CASES(cases);
}

static void
a_hundred_blanks_around_change_nothing(void **state)
{
	char bytes[210], canonical[NATIONAL_ID_SIZE];

	(void)state;
	memset(bytes, ' ', sizeof(bytes));
	memcpy(bytes + 100, "A123456789", 10);
	assert_int_equal(
	    national_id_parse(bytes, sizeof(bytes), canonical), NATIONAL_ID_OK);
	assert_string_equal(canonical, "A123456789");
}

/* One valid number per letter, its last digit computed elsewhere. */
static void
every_letter_has_its_code(void **state)
{
	static const char *const valid[] = {"A100000001", "B100000002",
	    "C100000003", "D100000004", "E100000005", "F100000006",
	    "G100000007", "H100000008", "I100000003", "J100000009",
	    "K100000000", "L100000000", "M100000001", "N100000002",
	    "O100000004", "P100000003", "Q100000004", "R100000005",
	    "S100000006", "T100000007", "U100000008", "V100000009",
	    "W100000001", "X100000009", "Y100000000", "Z100000002"};

	(void)state;
	for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++) {
		char canonical[NATIONAL_ID_SIZE];

		assert_int_equal(
		    national_id_parse(valid[i], strlen(valid[i]), canonical),
		    NATIONAL_ID_OK);
	}
}

/* Where the weight has no factor with 10: elsewhere two digits can be alike. */
static void
a_wrong_digit_breaks_the_checksum(void **state)
{
	static const size_t places[] = {2, 6, 8, 9};

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		for (char digit = '0'; digit <= '9'; digit++) {
			char id[] = "A123456789", canonical[NATIONAL_ID_SIZE];
			enum national_id_fault expected = NATIONAL_ID_CHECKSUM;

			if (id[places[i]] == digit)
				expected = NATIONAL_ID_OK;
			id[places[i]] = digit;
			assert_int_equal(
			    national_id_parse(id, NATIONAL_ID_LEN, canonical),
			    expected);
			assert_string_equal(canonical, id);
		}
}

static void
each_refusal_names_its_first_reason(void **state)
{
	static const struct id_case cases[] = {
	    /* checksum, and the canonical form for who may override */
	    {BYTES("A123456788"), "checksum", "A123456788"},
	    {BYTES("a800000010"), "checksum", "A800000010"},
	    {BYTES("AC01234570"), "checksum", "AC01234570"},
	    /* shape: ten characters of no form */
	    {BYTES("A323456789"), "shape", NULL},
	    {BYTES("A023456789"), "shape", NULL},
	    {BYTES("A723456789"), "shape", NULL},
	    {BYTES("AE01234570"), "shape", NULL},
	    {BYTES("1123456789"), "shape", NULL},
	    {BYTES("A12345678X"), "shape", NULL},
	    {BYTES("A1234 6789"), "shape", NULL},
	    {BYTES("A12345-789"), "shape", NULL},
	    {BYTES("\xc3\x85"
		   "123456789"),
		"shape", NULL},
	    {BYTES("\xc5\xbf"
		   "123456789"),
		"shape", NULL},                          /* long s */
	    {BYTES("A12345678\xd9\xa9"), "shape", NULL}, /* Arabic nine */
	    {BYTES("\xe7\x94\xb2"
		   "123456789"),
		"shape", NULL},
	    {BYTES("\xf0\x9d\x90\x80"
		   "123456789"),
		"shape", NULL},
	    /* length: not ten characters */
	    {BYTES(""), "length", NULL},
	    {BYTES("   "), "length", NULL},
	    {BYTES("A12345678"), "length", NULL},
	    {BYTES("A1234567890"), "length", NULL},
	    {BYTES("A123456789 A123456789"), "length", NULL},
	    {BYTES("A123456789\xe2\x80\x8b"), "length", NULL},
	    {BYTES("\xef\xbb\xbf"
		   "A123456789"),
		"length", NULL},
	    /* encoding: before all else */
	    {BYTES("\xff"), "encoding", NULL},
	    {BYTES("A12345678\xe4"), "encoding", NULL},
	    {BYTES("\xc1\x81"
		   "123456789"),
		"encoding", NULL}, /* overlong A */
	    {BYTES("\xed\xa0\x80"
		   "123456789"),
		"encoding", NULL},
	    {BYTES("\xf4\x90\x80\x80"
		   "123456789"),
		"encoding", NULL},
	    {BYTES("A123456789\0"), "encoding", NULL},
	    {BYTES("\0"), "encoding", NULL},
	    {BYTES("A1234\0"
		   "6789"),
		"encoding", NULL},
	    {BYTES("A1234\t6789"), "encoding", NULL},
	    {BYTES("A1234\x7f"
		   "6789"),
		"encoding", NULL},
	    {BYTES("A1234\xc2\x85"
		   "6789"),
		"encoding", NULL},
	    {BYTES("\v"
		   "A123456789"),
		"encoding", NULL},
	};

	(void)state;
	CHECK_CASES(cases);
}

static void
a_megabyte_is_a_length(void **state)
{
	size_t len = 1 << 20;
	char *bytes = malloc(len), canonical[NATIONAL_ID_SIZE];

	(void)state;
	assert_non_null(bytes);
	memset(bytes, 'A', len);
	assert_int_equal(
	    national_id_parse(bytes, len, canonical), NATIONAL_ID_LENGTH);
	bytes[len - 1] = '\xff';
	assert_int_equal(
	    national_id_parse(bytes, len, canonical), NATIONAL_ID_ENCODING);
	free(bytes);
}

/* Values from Python's hashlib.blake2b, key 00 01 … 1f. */
static void
the_index_is_keyed_blake2b(void **state)
{
	static const struct {
		uint32_t kid;
		const char *id, *index;
	} cases[] = {
	    {1, "A123456789",
		"{1}zsA/i5gRbIKaOLaa2a1GHJr8Spp+RyOwduWNjGOWB4g="},
	    {4294967295, "AC01234570",
		"{4294967295}imOUSgMXQpkpLdUhERXFCjGeo4tyk8k1vDYl2bZOrzE="},
	    {7, "F131104093",
		"{7}bl5gNGa5rxMxGT4QHQawENpuWkFsdqze90Sf2H7/phs="},
	};
	unsigned char key[NATIONAL_ID_KEY_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (unsigned char)i;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char index[NATIONAL_ID_INDEX_SIZE];

		national_id_index(key, cases[i].kid, cases[i].id, index);
		assert_string_equal(index, cases[i].index);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_form_has_one_canonical_form),
    cmocka_unit_test(a_hundred_blanks_around_change_nothing),
    cmocka_unit_test(every_letter_has_its_code),
    cmocka_unit_test(a_wrong_digit_breaks_the_checksum),
    cmocka_unit_test(each_refusal_names_its_first_reason),
    cmocka_unit_test(a_megabyte_is_a_length),
    cmocka_unit_test(the_index_is_keyed_blake2b),
};

UNIT_MAIN(tests)
