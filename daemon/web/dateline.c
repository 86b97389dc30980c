#include "dateline.h"

#include "base/almanac.h"
#include "base/text.h"

static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday",
    "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January", "February", "March", "April",
    "May", "June", "July", "August", "September", "October", "November",
    "December"};

static void
print_zh(struct dateline *line, int day, const struct almanac_lunar *lunar)
{
	struct almanac_date date = almanac_date(day);
	char text[ALMANAC_TEXT_SIZE];

	(void)text_print(line->civil, sizeof(line->civil),
	    "民國 %d 年 %d 月 %d 日 星期%s", date.year - ALMANAC_ROC_OFFSET,
	    date.month, date.day, almanac_weekday_name(day));
	if (lunar != NULL)
		(void)text_print(line->lunar, sizeof(line->lunar), "農曆 %s",
		    almanac_print_lunar(lunar, text));
}

static void
print_en(struct dateline *line, int day, const struct almanac_lunar *lunar)
{
	struct almanac_date date = almanac_date(day);

	(void)text_print(line->civil, sizeof(line->civil),
	    "%s %d %s %d (ROC year %d)", weekdays[almanac_weekday(day)],
	    date.day, months[date.month - 1], date.year,
	    date.year - ALMANAC_ROC_OFFSET);
	if (lunar != NULL)
		(void)text_print(line->lunar, sizeof(line->lunar),
		    "Lunar calendar: day %d of %smonth %d", lunar->day,
		    lunar->is_leap ? "leap " : "", lunar->month);
}

void
dateline_print(struct dateline *line, int day, enum phrase_lang lang)
{
	static void (*const print[PHRASE_LANG_COUNT])(
	    struct dateline *, int, const struct almanac_lunar *) = {
	    [PHRASE_ZH_TW] = print_zh, [PHRASE_EN] = print_en};
	struct almanac_lunar lunar;
	struct err err;

	*line = (struct dateline){0};
	(void)almanac_print(day, line->iso);
	print[lang](line, day,
	    almanac_lunar(day, &lunar, &err) == RC_OK ? &lunar : NULL);
}

char *
dateline_moment(char text[DATELINE_SIZE], int64_t at_s)
{
	int minute = almanac_minute(at_s);
	char day[ALMANAC_TEXT_SIZE];

	(void)text_print(text, DATELINE_SIZE, "%s %02d:%02d",
	    almanac_print(almanac_today(at_s), day), minute / 60, minute % 60);
	return text;
}
