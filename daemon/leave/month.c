#include "month.h"

#include "base/clock.h"
#include "base/text.h"
#include "web/address.h"

#include <string.h>

enum { ADDRESS_SIZE = 256, MONTH_SIZE = 8, MONTH_LEN = MONTH_SIZE - 1 };

/* "2026-12" */
static bool
parse(const char *text, int *first)
{
	char date[ALMANAC_TEXT_SIZE];
	struct err err;

	return strlen(text) == MONTH_LEN &&
	    text_print(date, sizeof(date), "%s-01", text) &&
	    almanac_parse(date, first, &err) == RC_OK;
}

void
month_read(const struct visit *visit, struct month *month)
{
	month->today = almanac_today(clock_now_s());
	if (!parse(form_text(&visit->query, "month"), &month->first)) {
		struct almanac_date date = almanac_date(month->today);

		month->first = almanac_day(date.year, date.month, 1);
	}
	month->last = almanac_add_months(month->first, 1) - 1;
}

static void
add_link(struct view *view, const char *as, int first, const char *path,
    const char *const pair[2])
{
	char address[ADDRESS_SIZE], month[MONTH_SIZE], date[ALMANAC_TEXT_SIZE];

	(void)text_print(month, sizeof(month), "%.*s", MONTH_LEN,
	    almanac_print(first, date));
	if (text_copy(address, sizeof(address), path) &&
	    address_add(address, sizeof(address), "month", month) &&
	    (pair[1][0] == '\0' ||
		address_add(address, sizeof(address), pair[0], pair[1])))
		view_text(view, as, address);
}

void
month_add(const struct visit *visit, struct view *view,
    const struct month *month, const char *path, const char *name,
    const char *value)
{
	struct almanac_date date = almanac_date(month->first);
	const char *const pair[2] = {name, value};

	if (visit->lang == PHRASE_ZH_TW)
		view_print(view, "month", "民國%d年%d月",
		    date.year - ALMANAC_ROC_OFFSET, date.month);
	else
		view_print(view, "month", "%04d-%02d", date.year, date.month);
	add_link(
	    view, "before", almanac_add_months(month->first, -1), path, pair);
	add_link(
	    view, "after", almanac_add_months(month->first, 1), path, pair);
}

char *
month_first(const struct month *month, char text[ALMANAC_TEXT_SIZE])
{
	return almanac_print(month->first, text);
}

char *
month_last(const struct month *month, char text[ALMANAC_TEXT_SIZE])
{
	return almanac_print(month->last, text);
}
