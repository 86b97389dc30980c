#include "hours.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { SPAN_SIZE = 64, DAYS = 7 };

/* Cuts `text` at `mark` and gives what follows; NULL without one. */
static char *
cut(char *text, const char *mark)
{
	char *at = strstr(text, mark);

	if (at == NULL)
		return NULL;
	*at = '\0';
	return at + strlen(mark);
}

static bool
take_day(const char *text, int *day)
{
	static const char *const names[DAYS] = {
	    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

	for (*day = 0; *day < DAYS; ++*day) {
		if (strcasecmp(text, names[*day]) == 0)
			return true;
	}
	return false;
}

/* "07:00"; "24:00" is the end of a day. */
static bool
take_time(char *text, int *minute)
{
	char *rest = cut(text, ":");
	int64_t hours, minutes;

	if (rest == NULL || strlen(text) > 2 || strlen(rest) != 2 ||
	    !isdigit((unsigned char)*text) || !isdigit((unsigned char)*rest) ||
	    !text_number(text, 0, 24, &hours) ||
	    !text_number(rest, 0, 59, &minutes))
		return false;
	*minute = (int)(60 * hours + minutes);
	return *minute <= HOURS_DAY_MIN;
}

/* "Mon-Fri 07:00-18:00", which is cut up. */
static bool
take_span(char *text, struct hours_span *span)
{
	char *times = cut(text, " ");
	char *until = times == NULL ? NULL : cut(times, "-");
	char *last = cut(text, "-");

	if (until == NULL)
		return false;
	text_trim(times);
	text_trim(until);
	if (!take_day(text, &span->day_first) ||
	    !take_day(last == NULL ? text : last, &span->day_last) ||
	    !take_time(times, &span->from_min) ||
	    !take_time(until, &span->until_min) ||
	    span->from_min == HOURS_DAY_MIN)
		return false;
	if (span->until_min <= span->from_min)
		span->until_min += HOURS_DAY_MIN;
	return true;
}

enum rc
hours_parse(struct hours *hours, const char *text, struct err *err)
{
	char span[SPAN_SIZE];
	size_t len;

	*hours = (struct hours){.count = 0};
	for (; *text != '\0'; text += len + (text[len] == ',')) {
		len = strcspn(text, ",");
		if (hours->count == HOURS_SPANS_MAX)
			return err_set(err, RC_INPUT, "more than %d spans",
			    HOURS_SPANS_MAX);
		if (!text_print(span, sizeof(span), "%.*s", (int)len, text))
			return err_set(err, RC_INPUT, "'%s' is too long", text);
		text_trim(span);
		if (!take_span(span, &hours->spans[hours->count++]))
			return err_set(err, RC_INPUT,
			    "'%.*s' is not as \"Mon-Fri 07:00-18:00\"",
			    (int)len, text);
	}
	return RC_OK;
}

static bool
is_within(const struct hours_span *span, int week_min)
{
	int days = (span->day_last - span->day_first + DAYS) % DAYS;

	for (int i = 0; i <= days; i++) {
		int day = (span->day_first + i) % DAYS;
		int from_min = day * HOURS_DAY_MIN + span->from_min;
		int since_min =
		    (week_min - from_min + HOURS_WEEK_MIN) % HOURS_WEEK_MIN;

		if (since_min < span->until_min - span->from_min)
			return true;
	}
	return false;
}

bool
hours_is_open(const struct hours *hours, int week_min)
{
	for (size_t i = 0; i < hours->count; i++) {
		if (is_within(&hours->spans[i], week_min))
			return true;
	}
	return hours->count == 0;
}
