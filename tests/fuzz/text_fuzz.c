/* What one function prints, its twin reads back; nothing grows in place. */
#include "base/clock.h"
#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
round_trips(const uint8_t *data, size_t size)
{
	size_t room = 4 * size + 8, len;
	char *text = malloc(room);
	uint8_t *back = malloc(size + 1);

	assert(text != NULL && back != NULL);
	assert(text_base64(text, room, data, size));
	assert(text_unbase64(back, size, text, &len) && len == size);
	assert(size == 0 || memcmp(back, data, size) == 0);
	assert(text_base64url(text, room, data, size));
	assert(text_unbase64url(back, size, text, &len) && len == size);
	assert(size == 0 || memcmp(back, data, size) == 0);
	assert(text_hex(text, room, data, size));
	assert(text_unhex(back, size, text, &len) && len == size);
	assert(size == 0 || memcmp(back, data, size) == 0);
	free(text);
	free(back);
}

static void
strings(char *text)
{
	size_t len = strlen(text), got;
	bool is_utf8 = text_is_utf8(text, len);
	char printed[CLOCK_GENERALIZED_SIZE], *copy = malloc(len + 1);
	int64_t number;

	assert(copy != NULL && text_copy(copy, len + 1, text));
	if (text_unbase64(copy, len + 1, text, &got)) {
		char *same = malloc(len + 1);

		assert(same != NULL && text_base64(same, len + 1, copy, got));
		assert(strcmp(same, text) == 0);
		free(same);
	}
	if (text_unbase64url(copy, len + 1, text, &got)) {
		char *same = malloc(len + 1);

		assert(
		    same != NULL && text_base64url(same, len + 1, copy, got));
		assert(strcmp(same, text) == 0);
		free(same);
	}
	if (clock_parse_generalized(text, &number)) {
		int64_t again;

		clock_generalized(number, printed);
		assert(clock_parse_generalized(printed, &again));
		assert(again == number || number < -62167219200 ||
		    number > 253402300799);
	}
	if (text_number(text, -9, 99, &number))
		assert(number >= -9 && number <= 99);
	text_narrow(text);
	text_trim(text);
	text_upper(text);
	assert(strlen(text) <= len);
	assert(!is_utf8 || text_is_utf8(text, strlen(text)));
	free(copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	assert(text != NULL);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	round_trips(data, size);
	(void)text_has_control(data, size);
	(void)text_is_printable_ascii(data, size);
	strings(text);
	free(text);
	return 0;
}
