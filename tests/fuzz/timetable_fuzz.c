/*
 * timetable_fuzz.c - periods and lessons from outside.
 *
 * Shape:  one text, read as both tables; whatever is handed over holds.
 * Units:  bytes.
 * Errors: aborts when a value is none.
 * Source: LLVM libFuzzer.
 */
#include "base/text.h"
#include "leaved/timetable.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
see_period(void *context, const struct period_row *row)
{
	(void)context;
	assert(row->name[0] != '\0' && row->from < row->to);
	assert(row->from >= 0 && row->to <= 1440);
}

static void
see_lesson(void *context, const struct lesson_row *row)
{
	(void)context;
	assert(row->weekday >= 0 && row->weekday < 7);
	assert(row->account[0] != '\0' && row->name[0] != '\0');
	assert(text_is_utf8(row->name, strlen(row->name)));
}

static void
see_fault(void *context, const struct columns_fault *fault)
{
	(void)context;
	assert(fault->line > 0 && fault->value != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct timetable_sink sink = {
	    NULL, see_period, see_lesson, see_fault};
	struct err err;
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	(void)timetable_periods(text, &sink, &err);
	(void)timetable_lessons(text, &sink, &err);
	free(text);
	return 0;
}
