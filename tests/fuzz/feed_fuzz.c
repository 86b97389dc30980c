/*
 * feed_fuzz.c - anybody's name in an iCalendar.
 *
 * Shape:  the bytes are a name and a time; libical reads the feed back.
 * Units:  bytes.
 * Errors: aborts when it is not one event with that name.
 * Source: LLVM libFuzzer; libical.
 */
#include "leaved/feed.h"

#include "base/text.h"

#include <assert.h>
#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char bytes[16384], crlf[32768];
	char name[256];
	struct feed feed;
	struct feed_event event = {.uid = "1@leaved", .summary = name};
	icalcomponent *calendar;
	size_t len = 0;

	if (size < 3 || size >= sizeof(name) ||
	    !text_is_utf8(data + 2, size - 2) ||
	    text_has_control(data + 2, size - 2))
		return 0;
	memcpy(name, data + 2, size - 2);
	name[size - 2] = '\0';
	event.span.from = (int64_t)data[0] * 60 + 29000000;
	event.span.to = event.span.from + 30 + data[1];
	assert(feed_begin(&feed, bytes, sizeof(bytes), name));
	assert(feed_add(&feed, &event));
	feed_end(&feed);
	for (const char *at = bytes; *at != '\0'; at++) {
		if (*at == '\n')
			crlf[len++] = '\r';
		crlf[len++] = *at;
	}
	crlf[len] = '\0';
	calendar = icalparser_parse_string(crlf);
	assert(calendar != NULL);
	assert(icalcomponent_count_components(
		   calendar, ICAL_VEVENT_COMPONENT) == 1);
	icalcomponent_free(calendar);
	return 0;
}
