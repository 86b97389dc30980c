/*
 * hours.h - at which hours of the week people may log in.
 *
 * Shape:  "Mon-Fri 07:00-18:00, Sat 08:00-12:00": spans with a comma between
 *         them, each a day or a range of days, then from and until. Days are
 *         Mon Tue Wed Thu Fri Sat Sun in either case, and a range may go round
 *         the end of the week. An end that is not after the beginning is on the
 *         next day. No span at all: any hour. Pure.
 * Units:  minutes since Monday 00:00, in the machine's zone; the end is the
 *         first minute that is closed.
 * Errors: RC_INPUT with the part that is wrong.
 * Source: ours; the days and the form of the times are pam_time's and cron's.
 */
#ifndef LABD_HOURS_H
#define LABD_HOURS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	HOURS_DAY_MIN = 24 * 60, /* minutes of a day */
	HOURS_WEEK_MIN = 7 * HOURS_DAY_MIN,
	HOURS_SPANS_MAX = 32,
};

struct hours_span {
	int day_first, day_last; /* 0 is Monday */
	int from_min, until_min; /* of the day; until may be in the next one */
};

struct hours {
	struct hours_span spans[HOURS_SPANS_MAX];
	size_t count;
};

enum rc hours_parse(struct hours *hours, const char *text, struct err *err);

bool hours_is_open(const struct hours *hours, int week_min);

#endif
