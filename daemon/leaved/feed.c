#include "feed.h"

#include "base/almanac.h"
#include "base/text.h"

#include <assert.h>
#include <string.h>

#define END "END:VCALENDAR\n"

enum {
	LINE_MAX_LEN = 75, /* octets, without the end of the line */
	LINE_SIZE = 1024,
	TAIWAN_MINUTES = 8 * 60,
};

static bool
put(struct feed *feed, const char *bytes, size_t len)
{
	if (len >= feed->size - feed->len - sizeof(END))
		return false;
	memcpy(feed->at + feed->len, bytes, len);
	feed->len += len;
	feed->at[feed->len] = '\0';
	return true;
}

/* Where a line of at most `max` octets ends: not within a sign. */
static size_t
cut(const char *line, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)line[max] & 0xc0) == 0x80)
		max--;
	return max;
}

/* Folded: a line goes on after a blank. */
static bool
put_line(struct feed *feed, const char *line)
{
	size_t len = strlen(line), step = cut(line, len, LINE_MAX_LEN);

	if (!put(feed, line, step))
		return false;
	for (line += step, len -= step; len > 0; line += step, len -= step) {
		step = cut(line, len, LINE_MAX_LEN - 1);
		if (!put(feed, "\n ", 2) || !put(feed, line, step))
			return false;
	}
	return put(feed, "\n", 1);
}

static bool
put_text(struct feed *feed, const char *name, const char *text)
{
	char line[LINE_SIZE];
	size_t len;

	(void)text_print(line, sizeof(line), "%s:", name);
	len = strlen(line);
	for (; *text != '\0' && len < sizeof(line) - 3; text++) {
		if (strchr("\\;,", *text) != NULL)
			line[len++] = '\\';
		line[len++] = *text;
	}
	line[len] = '\0';
	/* A sign that was cut is left out. */
	while (len > 0 && !text_is_utf8(line, len))
		line[--len] = '\0';
	return put_line(feed, line);
}

static bool
put_day(struct feed *feed, const char *name, int day)
{
	struct almanac_date date = almanac_date(day);
	char line[64];

	(void)text_print(line, sizeof(line), "%s;VALUE=DATE:%04d%02d%02d", name,
	    date.year, date.month, date.day);
	return put_line(feed, line);
}

static bool
put_utc(struct feed *feed, const char *name, int64_t at, int second)
{
	struct almanac_date date =
	    almanac_date((int)(at / MINUTES_PER_CIVIL_DAY));
	int minute = (int)(at % MINUTES_PER_CIVIL_DAY);
	char line[64];

	(void)text_print(line, sizeof(line), "%s:%04d%02d%02dT%02d%02d%02dZ",
	    name, date.year, date.month, date.day, minute / 60, minute % 60,
	    second);
	return put_line(feed, line);
}

static bool
put_span(struct feed *feed, struct span span)
{
	bool is_of_days = span.from % MINUTES_PER_CIVIL_DAY == 0 &&
	    span.to % MINUTES_PER_CIVIL_DAY == 0;

	return is_of_days
	    ? put_day(
		  feed, "DTSTART", (int)(span.from / MINUTES_PER_CIVIL_DAY)) &&
		put_day(feed, "DTEND", (int)(span.to / MINUTES_PER_CIVIL_DAY))
	    : put_utc(feed, "DTSTART", span.from - TAIWAN_MINUTES, 0) &&
		put_utc(feed, "DTEND", span.to - TAIWAN_MINUTES, 0);
}

bool
feed_begin(struct feed *feed, char *bytes, size_t size, const char *name)
{
	*feed = (struct feed){.at = bytes, .size = size};
	assert(size > 2 * LINE_SIZE);
	return put_line(feed, "BEGIN:VCALENDAR") &&
	    put_line(feed, "VERSION:2.0") &&
	    put_line(feed, "PRODID:-//Portal Identity//leaved//ZH") &&
	    put_line(feed, "METHOD:PUBLISH") && put_text(feed, "NAME", name) &&
	    put_text(feed, "X-WR-CALNAME", name) &&
	    put_line(feed, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
}

bool
feed_add(struct feed *feed, const struct feed_event *event)
{
	size_t before = feed->len;

	if (put_line(feed, "BEGIN:VEVENT") &&
	    put_text(feed, "UID", event->uid) &&
	    put_utc(feed, "DTSTAMP", event->stamp_s / 60,
		(int)(event->stamp_s % 60)) &&
	    put_span(feed, event->span) &&
	    put_text(feed, "SUMMARY", event->summary) &&
	    put_line(feed,
		event->is_sure ? "STATUS:CONFIRMED" : "STATUS:TENTATIVE") &&
	    put_line(feed, "CLASS:PRIVATE") && put_line(feed, "END:VEVENT"))
		return true;
	feed->len = before;
	feed->at[before] = '\0';
	return false;
}

void
feed_end(struct feed *feed)
{
	memcpy(feed->at + feed->len, END, sizeof(END));
	feed->len += sizeof(END) - 1;
}
