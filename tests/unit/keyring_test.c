#include "seal/keyring.h"

#include "unit.h"

/* Days since 1970 of 2026-09-01, -10-01, -11-01. */
enum { SEPTEMBER = 20697, OCTOBER = 20727, NOVEMBER = 20758 };

#define KEY_0 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define KEY_1 "/////////////////////////////////////////v8="
#define HEAD  "portal-keyring 1 id\n"

static const char three_keys[] = HEAD "1 retired 2026-09-01 -\n"
				      "2 live 2026-10-01 " KEY_0 "\n"
				      "7 newest 2026-11-01 " KEY_1 "\n";

static void
a_ring_reads_and_prints_the_same_text(void **state)
{
	struct keyring *ring = keyring_new("id");
	char text[KEYRING_TEXT_SIZE];
	struct err err;

	(void)state;
	assert_non_null(ring);
	assert_rc(RC_OK,
	    keyring_parse(ring, three_keys, sizeof(three_keys) - 1, &err),
	    &err);
	assert_int_equal(ring->count, 3);
	assert_null(keyring_find(ring, 1));
	assert_int_equal(keyring_find(ring, 2)->key[31], 31);
	assert_int_equal(keyring_newest(ring)->kid, 7);
	assert_null(keyring_find(ring, 8));
	assert_int_equal(keyring_print(ring, text), sizeof(three_keys) - 1);
	assert_string_equal(text, three_keys);
	keyring_free(ring);
}

static void
a_malformed_ring_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text, *fault;
	} cases[] = {
	    {"", "empty"},
	    {"portal-keyring 1 id", "line 1: too long or cut off"},
	    {"portal-keyring 2 id\n", "line 1: not a key ring"},
	    {"portal-keyring 1 code\n", "line 1: not the key ring 'id'"},
	    {"portal-keyring 1 id \n", "line 1: not the key ring 'id'"},
	    {HEAD "\n", "line 2: not 'number state day key'"},
	    {HEAD "# comment\n", "line 2: not 'number"},
	    {HEAD "1 newest 2026-09-01\n", "line 2: not 'number"},
	    {HEAD "1 newest 2026-09-01 " KEY_0 " x\n", "line 2: not 'number"},
	    {HEAD "1  newest 2026-09-01 " KEY_0 "\n", "line 2: not 'number"},
	    {HEAD "0 newest 2026-09-01 " KEY_0 "\n", "line 2: the number"},
	    {HEAD "+1 newest 2026-09-01 " KEY_0 "\n", "line 2: the number"},
	    {HEAD "01 newest 2026-09-01 " KEY_0 "\n", "line 2: the number"},
	    {HEAD "4294967296 newest 2026-09-01 " KEY_0 "\n",
		"line 2: the number"},
	    {HEAD "2 live 2026-09-01 " KEY_0 "\n2 newest 2026-09-01 " KEY_1
		  "\n",
		"line 3: the number"},
	    {HEAD "1 young 2026-09-01 " KEY_0 "\n", "line 2: the state"},
	    {HEAD "1 newest 115-09-01 " KEY_0 "\n", "line 2: the day"},
	    {HEAD "1 newest 2026-02-30 " KEY_0 "\n", "line 2: the day"},
	    {HEAD "1 newest 2026/09/01 " KEY_0 "\n", "line 2: the day"},
	    {HEAD "1 newest 2026-09-01 AAAA\n", "line 2: the key"},
	    {HEAD "1 newest 2026-09-01 -\n", "line 2: the key"},
	    {HEAD "1 retired 2026-09-01 " KEY_0 "\n", "line 2: the key"},
	    {HEAD "1 newest 2026-09-01 " KEY_0 "\r\n", "line 2: the key"},
	    {HEAD "1 live 2026-09-01 " KEY_0 "\n", "0 keys are the newest"},
	    {HEAD "1 newest 2026-09-01 " KEY_0 "\n2 newest 2026-09-01 " KEY_1
		  "\n",
		"2 keys are the newest"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct keyring *ring = keyring_new("id");
		struct err err;

		assert_rc(RC_INPUT,
		    keyring_parse(
			ring, cases[i].text, strlen(cases[i].text), &err),
		    &err);
		if (strstr(err.text, cases[i].fault) != err.text)
			fail_msg("case %zu: %s", i, err.text);
		assert_int_equal(ring->count, 0);
		keyring_free(ring);
	}
}

static void
a_new_key_takes_over_and_numbers_never_return(void **state)
{
	struct keyring *ring = keyring_new("code");
	struct err err;
	uint32_t kid;

	(void)state;
	assert_null(keyring_newest(ring));
	assert_rc(RC_OK, keyring_add(ring, SEPTEMBER, &kid, &err), &err);
	assert_int_equal(kid, 1);
	assert_rc(RC_DENIED, keyring_retire(ring, 1, &err), &err);
	assert_rc(RC_OK, keyring_add(ring, OCTOBER, &kid, &err), &err);
	assert_int_equal(kid, 2);
	assert_int_equal(keyring_newest(ring)->kid, 2);
	assert_int_equal(keyring_find(ring, 1)->state, KEYRING_LIVE);
	assert_memory_not_equal(keyring_find(ring, 1)->key,
	    keyring_find(ring, 2)->key, KEYRING_KEY_LEN);
	assert_rc(RC_OK, keyring_retire(ring, 1, &err), &err);
	assert_null(keyring_find(ring, 1));
	assert_rc(RC_ABSENT, keyring_retire(ring, 1, &err), &err);
	assert_rc(RC_ABSENT, keyring_retire(ring, 9, &err), &err);
	assert_rc(RC_OK, keyring_add(ring, NOVEMBER, &kid, &err), &err);
	assert_int_equal(kid, 3);
	keyring_free(ring);
}

static void
a_prepared_key_makes_when_it_is_told(void **state)
{
	struct keyring *ring = keyring_new("code");
	struct err err;
	uint32_t kid;

	(void)state;
	assert_rc(RC_ABSENT, keyring_use(ring, 1, &err), &err);
	assert_rc(RC_OK, keyring_prepare(ring, SEPTEMBER, &kid, &err), &err);
	assert_int_equal(keyring_newest(ring)->kid, 1);
	assert_rc(RC_OK, keyring_prepare(ring, OCTOBER, &kid, &err), &err);
	assert_int_equal(kid, 2);
	assert_int_equal(keyring_newest(ring)->kid, 1);
	assert_int_equal(keyring_find(ring, 2)->state, KEYRING_LIVE);
	assert_rc(RC_OK, keyring_use(ring, 2, &err), &err);
	assert_int_equal(keyring_newest(ring)->kid, 2);
	assert_int_equal(keyring_find(ring, 1)->state, KEYRING_LIVE);
	assert_rc(RC_OK, keyring_use(ring, 1, &err), &err);
	assert_int_equal(keyring_newest(ring)->kid, 1);
	assert_rc(RC_OK, keyring_retire(ring, 2, &err), &err);
	assert_rc(RC_ABSENT, keyring_use(ring, 2, &err), &err);
	assert_int_equal(keyring_newest(ring)->kid, 1);
	keyring_free(ring);
}

static void
a_retired_key_leaves_no_byte_behind(void **state)
{
	static const unsigned char zero[KEYRING_KEY_LEN];
	struct keyring *ring = keyring_new("id");
	struct err err;
	uint32_t kid;

	(void)state;
	assert_rc(RC_OK, keyring_add(ring, SEPTEMBER, &kid, &err), &err);
	assert_memory_not_equal(ring->keys[0].key, zero, sizeof(zero));
	assert_rc(RC_OK, keyring_add(ring, SEPTEMBER, &kid, &err), &err);
	assert_rc(RC_OK, keyring_retire(ring, 1, &err), &err);
	assert_memory_equal(ring->keys[0].key, zero, sizeof(zero));
	keyring_free(ring);
}

static void
a_full_ring_says_so_and_still_fits_its_text(void **state)
{
	struct keyring *ring = keyring_new("fifteen-letters");
	char text[KEYRING_TEXT_SIZE];
	struct err err;
	uint32_t kid;

	(void)state;
	for (int i = 0; i < KEYRING_KEYS_MAX; i++)
		assert_rc(
		    RC_OK, keyring_add(ring, SEPTEMBER, &kid, &err), &err);
	assert_rc(RC_BUSY, keyring_add(ring, SEPTEMBER, &kid, &err), &err);
	assert_in_range(keyring_print(ring, text), 1, KEYRING_TEXT_SIZE - 1);
	assert_rc(RC_OK, keyring_parse(ring, text, strlen(text), &err), &err);
	assert_int_equal(ring->count, KEYRING_KEYS_MAX);
	keyring_free(ring);
	assert_null(keyring_new(""));
	assert_null(keyring_new("sixteen--letters"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_ring_reads_and_prints_the_same_text),
    cmocka_unit_test(a_malformed_ring_is_refused_with_its_line),
    cmocka_unit_test(a_new_key_takes_over_and_numbers_never_return),
    cmocka_unit_test(a_prepared_key_makes_when_it_is_told),
    cmocka_unit_test(a_retired_key_leaves_no_byte_behind),
    cmocka_unit_test(a_full_ring_says_so_and_still_fits_its_text),
};

UNIT_MAIN(tests)
