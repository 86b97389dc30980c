#include "saying.h"

#include "base/almanac.h"
#include "base/text.h"
#include "front/caption.h"

#include <string.h>

enum {
	HOUR = 60,
	DAY_HOURS = 8, /* of work */
	MOMENT_LEN = 16,
};

static const char *const weekdays[] = {
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

char *
saying_amount(char text[SAYING_SIZE], enum phrase_lang lang, int64_t minutes)
{
	const char *sign = minutes < 0 ? "−" : "";
	long long all = minutes < 0 ? -minutes : minutes;
	long long hours = all / HOUR, rest = all % HOUR;
	size_t len;

	(void)text_print(text, SAYING_SIZE,
	    lang == PHRASE_ZH_TW ? "%s%lld日%lld小時" : "%s%lld d %lld h", sign,
	    hours / DAY_HOURS, hours % DAY_HOURS);
	len = strlen(text);
	if (rest != 0)
		(void)text_print(text + len, SAYING_SIZE - len,
		    lang == PHRASE_ZH_TW ? "%lld分" : " %lld min", rest);
	return text;
}

char *
saying_moment(char text[SAYING_SIZE], enum phrase_lang lang, const char *moment)
{
	char date[ALMANAC_TEXT_SIZE];
	const char *time = strchr(moment, 'T');
	size_t len = time != NULL ? (size_t)(time - moment) : strlen(moment);
	struct err err;
	int day;

	if (!text_print(date, sizeof(date), "%.*s", (int)len, moment) ||
	    almanac_parse(date, &day, &err) != RC_OK) {
		(void)text_copy(text, SAYING_SIZE, moment);
		return text;
	}
	time = time != NULL ? time + 1 : "";
	if (lang == PHRASE_ZH_TW)
		(void)text_print(text, SAYING_SIZE, "%s(%s)%s%s",
		    almanac_print_slashed(day, date), saying_weekday(lang, day),
		    time[0] != '\0' ? " " : "", time);
	else
		(void)text_print(text, SAYING_SIZE, "%s %s%s%s",
		    saying_weekday(lang, day), almanac_print(day, date),
		    time[0] != '\0' ? " " : "", time);
	return text;
}

/* A day, and with `with_time` the time of it. */
static void
print_short(char text[SAYING_SIZE], enum phrase_lang lang, int64_t minutes,
    bool with_time)
{
	int day = (int)(minutes / SAYING_DAY);
	int time = (int)(minutes % SAYING_DAY);
	char date[ALMANAC_TEXT_SIZE], clock[8] = "";

	if (with_time)
		(void)text_print(clock, sizeof(clock), " %02d:%02d",
		    time / HOUR, time % HOUR);
	if (lang == PHRASE_ZH_TW)
		(void)text_print(text, SAYING_SIZE, "%d/%d%s",
		    almanac_date(day).month, almanac_date(day).day, clock);
	else
		(void)text_print(
		    text, SAYING_SIZE, "%s%s", almanac_print(day, date), clock);
}

char *
saying_span(char text[SAYING_SIZE], enum phrase_lang lang, const char *starts,
    const char *ends)
{
	char from[SAYING_SIZE], to[SAYING_SIZE];
	const char *rest = to;
	int64_t first, last;
	bool is_whole, is_one_day;

	text[0] = '\0';
	if (!saying_read(starts, &first) || !saying_read(ends, &last))
		return text;
	is_whole = first % SAYING_DAY == 0 && last % SAYING_DAY == 0;
	is_one_day = first / SAYING_DAY == (last - 1) / SAYING_DAY;
	print_short(from, lang, first, !is_whole);
	print_short(to, lang, is_whole ? last - 1 : last, !is_whole);
	if (is_one_day && !is_whole)
		rest = strchr(to, ' ') + 1;
	(void)text_print(text, SAYING_SIZE, "%s%s%s", from,
	    is_one_day && is_whole ? "" : "–",
	    is_one_day && is_whole ? "" : rest);
	return text;
}

const char *
saying_weekday(enum phrase_lang lang, int day)
{
	return lang == PHRASE_ZH_TW ? almanac_weekday_name(day)
				    : weekdays[almanac_weekday(day)];
}

bool
saying_read(const char *moment, int64_t *minutes)
{
	char date[ALMANAC_TEXT_SIZE], hours[3];
	int64_t hour, minute;
	struct err err;
	int day;

	if (moment == NULL || strlen(moment) != MOMENT_LEN ||
	    !text_print(date, sizeof(date), "%.10s", moment) ||
	    almanac_parse(date, &day, &err) != RC_OK || moment[10] != 'T' ||
	    !text_print(hours, sizeof(hours), "%.2s", moment + 11) ||
	    !text_number(hours, 0, 24, &hour) || moment[13] != ':' ||
	    !text_number(moment + 14, 0, HOUR - 1, &minute))
		return false;
	*minutes = (int64_t)day * SAYING_DAY + hour * HOUR + minute;
	return true;
}

const char *
saying_type(enum phrase_lang lang, const char *type)
{
	const char *word = caption_find(lang, F_TYPE, type);

	return word != NULL ? word : type;
}

static const char *
text_of(const struct wire_in *in, enum field field)
{
	const char *text = wire_text(in, field);

	return text != NULL ? text : "";
}

void
saying_request(
    enum phrase_lang lang, struct view *view, const struct wire_in *in)
{
	static const enum field plain[] = {F_REQUEST, F_ACCOUNT, F_NAME, F_TYPE,
	    F_STATE, F_DEPUTY, F_TARGET, F_WHY};
	const char *word = caption_find(lang, F_STATE, text_of(in, F_STATE));
	char text[SAYING_SIZE];

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		view_text(
		    view, field_rule(plain[i])->name, text_of(in, plain[i]));
	view_text(view, "type_word", saying_type(lang, text_of(in, F_TYPE)));
	view_text(
	    view, "state_word", word != NULL ? word : text_of(in, F_STATE));
	view_text(
	    view, "from", saying_moment(text, lang, text_of(in, F_STARTS)));
	view_text(view, "to", saying_moment(text, lang, text_of(in, F_ENDS)));
	view_text(view, "amount",
	    saying_amount(text, lang, wire_number(in, F_MINUTES, 0)));
	if (wire_number(in, F_PAY_CUT, 0) > 0)
		view_text(view, "pay_cut",
		    saying_amount(text, lang, wire_number(in, F_PAY_CUT, 0)));
}
