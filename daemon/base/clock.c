#include "clock.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

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

bool
clock_parse_generalized(const char *text, int64_t *at_s)
{
	struct tm tm = {0}, again;
	const char *end = text + 14;
	time_t at;

	*at_s = 0;
	if (strspn(text, "0123456789") != 14)
		return false;
	if (*end == '.') {
		if (!isdigit((unsigned char)end[1]))
			return false;
		end += 1 + strspn(end + 1, "0123456789");
	}
	if (strcmp(end, "Z") != 0)
		return false;
	tm.tm_year = two_digits(text) * 100 + two_digits(text + 2) - 1900;
	tm.tm_mon = two_digits(text + 4) - 1;
	tm.tm_mday = two_digits(text + 6);
	tm.tm_hour = two_digits(text + 8);
	tm.tm_min = two_digits(text + 10);
	tm.tm_sec = two_digits(text + 12);
	again = tm;
	at = timegm(&again);
	/* timegm() normalises 31 February: an instant that moved is none. */
	if (again.tm_year != tm.tm_year || again.tm_mon != tm.tm_mon ||
	    again.tm_mday != tm.tm_mday || again.tm_hour != tm.tm_hour ||
	    again.tm_min != tm.tm_min || again.tm_sec != tm.tm_sec)
		return false;
	*at_s = at;
	return true;
}
