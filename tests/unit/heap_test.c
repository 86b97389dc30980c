#include "base/heap.h"
#include "unit.h"

/* Reading freed memory is the point here, so the compiler must not know. */
static void (*volatile give_back)(void *at) = free;

static void
freed_memory_holds_nothing(void **state)
{
	char *secret;
	volatile char *after;
	size_t left = 0;

	(void)state;
	if (!heap_wipes())
		skip();
	secret = strdup("0123456789abcdef0123456789abcdef0123456789abcdef");
	after = secret;
	give_back(secret);
	/* The first 16 bytes are the allocator's own links by now. */
	for (size_t i = 16; i < 48; i++)
		left += after[i] != '\0';
	assert_int_equal(left, 0);
}

static void
moved_memory_keeps_its_content(void **state)
{
	static const size_t sizes[] = {1, 24, 25, 4096, 100, 200000, 3};
	char *bytes = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		char first = bytes != NULL ? bytes[0] : 'x';
		char *moved = realloc(bytes, sizes[i]);

		assert_non_null(moved);
		bytes = moved;
		if (i == 0)
			bytes[0] = 'x';
		assert_int_equal(bytes[0], first);
		memset(bytes, 'x', sizes[i]);
	}
	free(bytes);
	assert_null(realloc(malloc(8), 0));
}

/* As glibc has it: who gets NULL takes it for a failure. */
static void
no_bytes_of_nothing_are_memory_too(void **state)
{
	void *(*volatile again)(void *at, size_t size) = realloc;
	void *at = again(NULL, 0);

	(void)state;
	assert_non_null(at);
	free(at);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(freed_memory_holds_nothing),
    cmocka_unit_test(moved_memory_keeps_its_content),
    cmocka_unit_test(no_bytes_of_nothing_are_memory_too),
};

UNIT_MAIN(tests)
