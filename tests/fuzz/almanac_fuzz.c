/*
 * almanac_fuzz.c - dates as people write them.
 *
 * Shape:  one text; what is read as a day prints as a date that is read as the
 *         same day.
 * Units:  bytes.
 * Errors: aborts when a printed date comes back as another day.
 * Source: LLVM libFuzzer.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "base/almanac.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[256], print[ALMANAC_TEXT_SIZE];
	struct almanac_lunar lunar;
	struct err err;
	int day, back;

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (almanac_parse(text, &day, &err) != RC_OK)
		return 0;
	assert(almanac_parse(almanac_print(day, print), &back, &err) == RC_OK);
	assert(back == day);
	assert(
	    almanac_parse(almanac_print_roc(day, print), &back, &err) == RC_OK);
	assert(back == day);
	assert(almanac_lunar(day, &lunar, &err) == RC_OK);
	(void)almanac_print_lunar(&lunar, print);
	return 0;
}
