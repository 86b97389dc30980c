/*
 * calendar_csv_fuzz.c - calendars from outside.
 *
 * Shape:  one text; what is taken can be taken again without a change.
 * Units:  bytes.
 * Errors: aborts when the second reading adds marks.
 * Source: LLVM libFuzzer.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "leaved/calendar_csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct faults faults;
	struct calendar calendar = {0};
	struct calendar_source source = {"fuzz", LEVEL_SCHOOL, 0};
	struct err err;
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	memset(&faults, 0, sizeof(faults));
	if (calendar_csv_parse(&calendar, text, &source, &faults, &err) ==
	    RC_OK) {
		size_t count = calendar.day_count;

		assert(calendar_csv_parse(
			   &calendar, text, &source, &faults, &err) == RC_OK);
		assert(calendar.day_count == count);
	}
	calendar_wipe(&calendar);
	free(text);
	return 0;
}
