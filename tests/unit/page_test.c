#include "identityd/page.h"

#include "unit.h"

/* The rest of the core is not linked: only page_put() would need it. */
enum reply
core_fail(const char *what, enum rc rc, const struct err *err)
{
	(void)what;
	(void)rc;
	(void)err;
	return REPLY_FAULT;
}

static void
offer_number(struct page *page, int number)
{
	char key[16];

	(void)snprintf(key, sizeof(key), "key%05d", number);
	page_offer(page, key, "");
}

static void
keys_come_sorted_however_they_are_offered(void **state)
{
	struct page *page = page_new(NULL);

	(void)state;
	assert_non_null(page);
	for (int i = 0; i < 150; i++)
		offer_number(page, (i * 67) % 150);
	assert_int_equal(page_count(page), 150);
	for (size_t i = 0; i < page_count(page); i++) {
		char key[32];

		(void)snprintf(key, sizeof(key), "key%05zu", i);
		assert_string_equal(page_key(page, i), key);
	}
	page_free(page);
}

/* Follows the cursors as an asker would, `take` rows a page. */
static int
walk(int count, size_t take)
{
	static uint8_t bytes[WIRE_MAX];
	char cursor[PAGE_KEY_SIZE] = "";
	int seen = 0;

	for (int pages = 0; pages < 10000; pages++) {
		struct page *page = page_new(cursor);
		struct wire_out out;
		struct wire_in in;
		struct err err;
		size_t written;

		assert_non_null(page);
		for (int i = count - 1; i >= 0; i--)
			offer_number(page, i);
		written = page_count(page) < take ? page_count(page) : take;
		seen += (int)written;
		wire_begin(&out, bytes, sizeof(bytes), RC_OK);
		page_end(page, written, &out);
		page_free(page);
		assert_rc(RC_OK, wire_end(&out, &err), &err);
		assert_rc(RC_OK,
		    wire_parse_answer(
			&in, OP_PERSON_LIST, bytes, out.len, &err),
		    &err);
		assert_int_equal(wire_number(&in, F_COUNT, -1), count);
		if (!wire_has(&in, F_CURSOR))
			return seen;
		(void)snprintf(
		    cursor, sizeof(cursor), "%s", wire_text(&in, F_CURSOR));
	}
	return -1;
}

static void
following_the_cursor_sees_each_key_once(void **state)
{
	static const int counts[] = {0, 1, 199, 200, 201, 401, 1000};
	static const size_t takes[] = {1, 7, PAGE_ROWS_MAX};

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		for (size_t j = 0; j < sizeof(takes) / sizeof(takes[0]); j++)
			assert_int_equal(walk(counts[i], takes[j]), counts[i]);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(keys_come_sorted_however_they_are_offered),
    cmocka_unit_test(following_the_cursor_sees_each_key_once),
};

UNIT_MAIN(tests)
