/*
 * month.h - the month that a page shows, and the way to the next ones.
 *
 * Shape:  ?month=2026-12 of the address, else the present one in Taiwan. A
 *         page has month_query in its table, and its template the partial
 *         "month".
 * Units:  days, as almanac.h; the last one is within the month.
 * Errors: none: what is no month is the present one.
 * Source: ours.
 */
#ifndef LEAVE_MONTH_H
#define LEAVE_MONTH_H

#include "base/almanac.h"
#include "web/route.h"
#include "web/view.h"

#define MONTH_QUERY                                \
	{                                          \
		"month", FORM_TEXT, 7, false, NULL \
	}

struct month {
	int first, last, today;
};

void month_read(const struct visit *visit, struct month *month);

/* Its name, and the addresses of the two beside it: `path` with ?month= and,
 * unless value is "", name=value. */
void month_add(const struct visit *visit, struct view *view,
    const struct month *month, const char *path, const char *name,
    const char *value);

/* First and last day as the catalogue has days. */
char *month_first(const struct month *month, char text[ALMANAC_TEXT_SIZE]);
char *month_last(const struct month *month, char text[ALMANAC_TEXT_SIZE]);

#endif
