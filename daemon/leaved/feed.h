/*
 * feed.h - who is away when, as an iCalendar for other people's programs.
 *
 * Shape:  begin, an event each, end. An event says that somebody is away, never
 *         why. What lasts from midnight to midnight is of whole days, whose
 *         last is not counted in; the rest is in UTC. Lines end with LF: who
 *         serves them makes CRLF of it. Pure.
 * Units:  moments as worktime.h; stamp_s Unix seconds; a line has 75 octets.
 * Errors: false when it does not fit: then nothing of that event is there.
 * Source: RFC 5545 3.1, 3.3.11, 3.6.1; RFC 7986 5.
 */
#ifndef LEAVED_FEED_H
#define LEAVED_FEED_H

#include "worktime.h"

struct feed {
	char *at;
	size_t size, len;
};

struct feed_event {
	const char *uid, *summary;
	struct span span;
	int64_t stamp_s;
	bool is_sure; /* decided, not only asked for */
};

bool feed_begin(struct feed *feed, char *bytes, size_t size, const char *name);
bool feed_add(struct feed *feed, const struct feed_event *event);
/* There is always room for it. */
void feed_end(struct feed *feed);

#endif
