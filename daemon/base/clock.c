#include "clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char digits[] = "0123456789";
static const int64_t year_0_s = -62167219200;
static const int64_t year_9999_end_s = 253402300799;

int64_t
clock_now_s(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec;
}

int64_t
clock_mono_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
clock_generalized(int64_t at_s, char text[CLOCK_GENERALIZED_SIZE])
{
	struct tm tm;
	time_t at;

	if (at_s < year_0_s)
		at_s = year_0_s;
	if (at_s > year_9999_end_s)
		at_s = year_9999_end_s;
	at = (time_t)at_s;
	(void)gmtime_r(&at, &tm);
	/* The remainders tell the compiler what the clamp above ensures. */
	(void)snprintf(text, CLOCK_GENERALIZED_SIZE,
	    "%04u%02u%02u%02u%02u%02uZ", (unsigned)(tm.tm_year + 1900) % 10000,
	    (unsigned)(tm.tm_mon + 1) % 100, (unsigned)tm.tm_mday % 100,
	    (unsigned)tm.tm_hour % 100, (unsigned)tm.tm_min % 100,
	    (unsigned)tm.tm_sec % 100);
}

static int
two_digits(const char *text)
{
	return (text[0] - '0') * 10 + text[1] - '0';
}

/* "Z", "+08" or "-0930": what to take off for UTC. */
static bool
parse_offset(const char *at, int64_t *offset_s)
{
	size_t count;
	int hours, minutes;

	*offset_s = 0;
	if (strcmp(at, "Z") == 0)
		return true;
	if (*at != '+' && *at != '-')
		return false;
	count = strspn(at + 1, digits);
	if ((count != 2 && count != 4) || at[1 + count] != '\0')
		return false;
	hours = two_digits(at + 1);
	minutes = count == 4 ? two_digits(at + 3) : 0;
	*offset_s = (hours * 60 + minutes) * (*at == '-' ? -60 : 60);
	return hours < 24 && minutes < 60;
}

/* timegm() normalises 31 February: an instant that moves is none. */
static bool
to_seconds(const struct tm *tm, int64_t *at_s)
{
	struct tm moved = *tm;

	*at_s = timegm(&moved);
	return moved.tm_year == tm->tm_year && moved.tm_mon == tm->tm_mon &&
	    moved.tm_mday == tm->tm_mday && moved.tm_hour == tm->tm_hour &&
	    moved.tm_min == tm->tm_min && moved.tm_sec == tm->tm_sec;
}

bool
clock_parse_generalized(const char *text, int64_t *at_s)
{
	size_t count = strspn(text, digits);
	const char *end = text + count;
	struct tm tm = {0};
	int64_t local_s, offset_s;

	*at_s = 0;
	if (count != 10 && count != 12 && count != 14)
		return false;
	if (count == 14 && (*end == '.' || *end == ',')) {
		size_t fraction = strspn(end + 1, digits);

		if (fraction == 0)
			return false;
		end += 1 + fraction;
	}
	tm.tm_year = two_digits(text) * 100 + two_digits(text + 2) - 1900;
	tm.tm_mon = two_digits(text + 4) - 1;
	tm.tm_mday = two_digits(text + 6);
	tm.tm_hour = two_digits(text + 8);
	tm.tm_min = count >= 12 ? two_digits(text + 10) : 0;
	tm.tm_sec = count == 14 ? two_digits(text + 12) : 0;
	if (!to_seconds(&tm, &local_s) || !parse_offset(end, &offset_s))
		return false;
	*at_s = local_s - offset_s;
	return true;
}
