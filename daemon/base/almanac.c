#include "base/almanac.h"
#include <stdio.h>
#include <string.h>
#include "base/text.h"

enum {
	DAYS_PER_400_YEARS = 146097,
	EPOCH_SHIFT = 719468, /* 0000-03-01 to 1970-01-01 */
	SECONDS_PER_DAY = 86400,
	TAIPEI_OFFSET_S = 8 * 3600,
	LUNAR_YEAR_MIN = 1899,
	LUNAR_MONTHS_MAX = 13,
	LONG_MONTH = 30,
	SHORT_MONTH = 29,
};

/*
 * A lunar year in 23 bits: 17-22 new year's day counted from 1 January,
 * 13-16 the leap month (0: none), 12-0 the months in order, 1 long, 0 short.
 */
static const uint32_t lunar_years[] = {
    0x50156a,
    0x3d096d,
    0x62095c,
    0x4c14ae,
    0x38aa4d,
    0x5c1a4c,
    0x441b2a,
    0x308d55,
    0x560ad4,
    0x40135a,
    0x2a495d,
    0x50095c,
    0x3ad49b,
    0x60149a,
    0x481a4a,
    0x32baa5,
    0x5816a8,
    0x421ad4,
    0x2c52da,
    0x5212b6,
    0x3ee937,
    0x64092e,
    0x4c1496,
    0x36b64b,
    0x5c0d4a,
    0x460da8,
    0x2e95b5,
    0x56056c,
    0x4012ae,
    0x2c492f,
    0x50092e,
    0x3acc96,
    0x5e1a94,
    0x481d4a,
    0x32ada9,
    0x580b5a,
    0x44056c,
    0x2e726e,
    0x52125c,
    0x3cf92d,
    0x62192a,
    0x4c1a94,
    0x34db4a,
    0x5a16aa,
    0x460ad4,
    0x30955b,
    0x5604ba,
    0x40125a,
    0x2a592b,
    0x50152a,
    0x38f695,
    0x5e0d94,
    0x4816aa,
    0x34aab5,
    0x5809b4,
    0x4214b6,
    0x2e6a57,
    0x540a56,
    0x3d152a,
    0x601d2a,
    0x4c0d54,
    0x36d5aa,
    0x5a156a,
    0x46096c,
    0x3094ae,
    0x5614ae,
    0x400a4c,
    0x287d26,
    0x4e1b2a,
    0x3aeb55,
    0x5e0ad4,
    0x4812da,
    0x34a95d,
    0x5a095a,
    0x42149a,
    0x2c9a4d,
    0x521a4a,
    0x3d1aa5,
    0x6016a8,
    0x4a16d4,
    0x36d2da,
    0x5c12b6,
    0x460936,
    0x309497,
    0x561496,
    0x41564b,
    0x640d4a,
    0x4e0da8,
    0x38d5b4,
    0x5e156c,
    0x4812ae,
    0x34a92f,
    0x5a092e,
    0x440c96,
    0x2c6d4a,
    0x501d4a,
    0x3d0d65,
    0x620b58,
    0x4a156c,
    0x36b26d,
    0x5c125c,
    0x46192c,
    0x2e9a95,
    0x541a94,
    0x3e1b4a,
    0x2a4b55,
    0x4e0ad4,
    0x38f55b,
    0x6004ba,
    0x4a125a,
    0x32b92b,
    0x58152a,
    0x421694,
    0x2c96aa,
    0x5015aa,
    0x3d2ab5,
    0x620974,
    0x4c14b6,
    0x36ca57,
    0x5c0a56,
    0x461526,
    0x308e95,
    0x540d54,
    0x3e15aa,
    0x2a49b5,
    0x50096c,
    0x38d4ae,
    0x5e149c,
    0x481a4c,
    0x32bd26,
    0x561aa6,
    0x420b54,
    0x2c6d6a,
    0x5212da,
    0x3d695d,
    0x62095a,
    0x4c149a,
    0x36da4b,
    0x5a1a4a,
    0x441aa4,
    0x2ebb54,
    0x5416b4,
    0x3e0ada,
    0x2a495b,
    0x500936,
    0x3af497,
    0x5e1496,
    0x48154a,
    0x32b6a5,
    0x580da4,
    0x4015b4,
    0x2c6ab6,
    0x52126e,
    0x3f092f,
    0x62092e,
    0x4c0c96,
    0x36cd4a,
    0x5a1d4a,
    0x440d64,
    0x2e956c,
    0x54155c,
    0x40125c,
    0x28792e,
    0x4e192c,
    0x38fa95,
    0x5e1a94,
    0x461b4a,
    0x32ab55,
    0x580ad4,
    0x4214da,
    0x2c8a5d,
    0x520a5a,
    0x3d152b,
    0x62152a,
    0x4a1694,
    0x34d6aa,
    0x5a15aa,
    0x460ab4,
    0x2e94ba,
    0x5414b6,
    0x400a56,
    0x2a7527,
    0x4e0d26,
    0x38ee53,
    0x5e0d54,
    0x4815aa,
    0x32a9b5,
    0x58096c,
    0x4214ae,
    0x2e8a4e,
    0x501a2c,
    0x3b1d26,
    0x601aa4,
    0x4a1b54,
    0x34cd6a,
    0x5a0ada,
    0x46095c,
    0x30949d,
    0x54145a,
    0x3e1a2a,
    0x285b25,
    0x4e1aa4,
};

/* Days before year/month/day after H. Hinnant's days_from_civil: years start
 * in March, so that the leap day is the last. */
int
almanac_day(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = y / 400; /* our years are positive */
	int year_of_era = y - era * 400;
	int day_of_year =
	    (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 -
	    year_of_era / 100 + day_of_year;

	return era * DAYS_PER_400_YEARS + day_of_era - EPOCH_SHIFT;
}

struct almanac_date
almanac_date(int day)
{
	int z = day + EPOCH_SHIFT;
	int era = z / DAYS_PER_400_YEARS;
	int doe = z - era * DAYS_PER_400_YEARS;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	struct almanac_date date = {
	    .year = yoe + era * 400 + (mp >= 10),
	    .month = mp < 10 ? mp + 3 : mp - 9,
	    .day = doy - (153 * mp + 2) / 5 + 1,
	};

	return date;
}

bool
almanac_is_date(int year, int month, int day)
{
	struct almanac_date back;

	if (year < ALMANAC_YEAR_MIN || year > ALMANAC_YEAR_MAX || month < 1 ||
	    month > 12 || day < 1 || day > 31)
		return false;
	back = almanac_date(almanac_day(year, month, day));
	return back.month == month && back.day == day;
}

int
almanac_today(int64_t now_s)
{
	int64_t local = now_s + TAIPEI_OFFSET_S;

	return (int)(local / SECONDS_PER_DAY - (local % SECONDS_PER_DAY < 0));
}

int
almanac_minute(int64_t now_s)
{
	int64_t local = (now_s + TAIPEI_OFFSET_S) % SECONDS_PER_DAY;

	return (int)((local + SECONDS_PER_DAY) % SECONDS_PER_DAY / 60);
}

int
almanac_weekday(int day)
{
	int weekday = (day + 4) % 7; /* 1970-01-01 was a Thursday */

	return weekday < 0 ? weekday + 7 : weekday;
}

const char *
almanac_weekday_name(int day)
{
	static const char *const names[] = {
	    "日", "一", "二", "三", "四", "五", "六"};

	return names[almanac_weekday(day)];
}

int
almanac_add_months(int day, int months)
{
	struct almanac_date date = almanac_date(day);
	int count = date.year * 12 + date.month - 1 + months;
	int year = count / 12, month = count % 12 + 1;

	while (date.day > 28 && !almanac_is_date(year, month, date.day))
		date.day--;
	return almanac_day(year, month, date.day);
}

int
almanac_months_between(int from, int until)
{
	struct almanac_date a = almanac_date(from), b = almanac_date(until);
	int months = (b.year - a.year) * 12 + b.month - a.month;

	if (months > 0 && almanac_add_months(from, months) > until)
		months--;
	return months < 0 ? 0 : months;
}

int
almanac_academic_year(int day)
{
	struct almanac_date date = almanac_date(day);

	return date.year - ALMANAC_ROC_OFFSET - (date.month < 8);
}

int
almanac_academic_start(int academic_year)
{
	return almanac_day(academic_year + ALMANAC_ROC_OFFSET, 8, 1);
}

/* ------------------------------------------------------------- reading */

/* Reads digits; the count of them is the answer. */
static int
digits(const char **p, int *number)
{
	int count = 0;

	for (*number = 0; **p >= '0' && **p <= '9' && count < 9; count++)
		*number = *number * 10 + *(*p)++ - '0';
	return count;
}

static bool
skip(const char **p, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(*p, word, len) != 0)
		return false;
	*p += len;
	return true;
}

static void
drop_blanks(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0'; from++)
		if (*from != ' ' && *from != '\t')
			*to++ = *from;
	*to = '\0';
}

struct reading {
	int year, month, day;
	bool is_roc;
};

/* 20260907, 1150907 and 990907: the last four digits are month and day. */
static void
split_compact(int number, int count, struct reading *r)
{
	r->year = number / 10000;
	r->month = number / 100 % 100;
	r->day = number % 100;
	r->is_roc = count < 8;
}

static bool
read_separated(const char *p, int count, struct reading *r)
{
	static const char *const marks[][3] = {
	    {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}};

	r->is_roc = count < 4;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		const char *q = p;

		if (skip(&q, marks[i][0]) && digits(&q, &r->month) > 0 &&
		    skip(&q, marks[i][1]) && digits(&q, &r->day) > 0 &&
		    skip(&q, marks[i][2]) && *q == '\0')
			return true;
	}
	return false;
}

static bool
read_date(const char *p, struct reading *r)
{
	bool says_roc = skip(&p, "民國");
	bool is_before = says_roc && skip(&p, "前");
	int count = digits(&p, &r->year);

	if (count == 0)
		return false;
	if (*p == '\0' && count >= 6 && count <= 8)
		split_compact(r->year, count, r);
	else if (count > 4 || !read_separated(p, count, r))
		return false;
	if (says_roc && !r->is_roc)
		return false;
	if (r->is_roc && (r->year < 1 || r->year > 999))
		return false;
	if (r->is_roc)
		r->year =
		    ALMANAC_ROC_OFFSET + (is_before ? 1 - r->year : r->year);
	return true;
}

enum rc
almanac_parse(const char *text, int *day, struct err *err)
{
	char narrow[ALMANAC_TEXT_SIZE];
	struct reading r = {0};

	if (!text_copy(narrow, sizeof(narrow), text))
		return err_set(err, RC_INPUT, "too long for a date");
	text_narrow(narrow);
	drop_blanks(narrow);
	if (!read_date(narrow, &r))
		return err_set(err, RC_INPUT, "not a date: '%s'", narrow);
	if (!almanac_is_date(r.year, r.month, r.day))
		return err_set(err, RC_INPUT, "no such day: '%s'", narrow);
	*day = almanac_day(r.year, r.month, r.day);
	return RC_OK;
}

/* ------------------------------------------------------------ printing */

char *
almanac_print(int day, char *out)
{
	struct almanac_date d = almanac_date(day);

	(void)snprintf(
	    out, ALMANAC_TEXT_SIZE, "%04d-%02d-%02d", d.year, d.month, d.day);
	return out;
}

char *
almanac_print_roc(int day, char *out)
{
	struct almanac_date d = almanac_date(day);
	int roc = d.year - ALMANAC_ROC_OFFSET;

	(void)snprintf(out, ALMANAC_TEXT_SIZE, "民國%s%d年%d月%d日",
	    roc < 1 ? "前" : "", roc < 1 ? 1 - roc : roc, d.month, d.day);
	return out;
}

char *
almanac_print_compact(int day, char *out)
{
	struct almanac_date d = almanac_date(day);

	(void)snprintf(out, ALMANAC_TEXT_SIZE, "%03d%02d%02d",
	    d.year - ALMANAC_ROC_OFFSET, d.month, d.day);
	return out;
}

char *
almanac_print_slashed(int day, char *out)
{
	struct almanac_date d = almanac_date(day);

	(void)snprintf(out, ALMANAC_TEXT_SIZE, "%d/%d/%d",
	    d.year - ALMANAC_ROC_OFFSET, d.month, d.day);
	return out;
}

/* --------------------------------------------------------------- lunar */

static int
lunar_new_year(int year)
{
	return almanac_day(year, 1, 1) +
	    (int)(lunar_years[year - LUNAR_YEAR_MIN] >> 17);
}

/* The `offset`-th day of a lunar year, 0 is new year's day. */
static struct almanac_lunar
lunar_walk(int year, int offset)
{
	uint32_t bits = lunar_years[year - LUNAR_YEAR_MIN];
	int leap = (int)(bits >> 13 & 0xf);
	int index = 0;

	for (; index < LUNAR_MONTHS_MAX - 1; index++) {
		int len = bits >> (12 - index) & 1 ? LONG_MONTH : SHORT_MONTH;

		if (offset < len)
			break;
		offset -= len;
	}
	return (struct almanac_lunar){
	    .year = year,
	    .month = leap != 0 && index >= leap ? index : index + 1,
	    .day = offset + 1,
	    .is_leap = leap != 0 && index == leap,
	};
}

enum rc
almanac_lunar(int day, struct almanac_lunar *lunar, struct err *err)
{
	int year = almanac_date(day).year;

	if (year < ALMANAC_YEAR_MIN || year > ALMANAC_YEAR_MAX)
		return err_set(
		    err, RC_ABSENT, "no lunar calendar for %d", year);
	if (day < lunar_new_year(year))
		year--;
	*lunar = lunar_walk(year, day - lunar_new_year(year));
	return RC_OK;
}

char *
almanac_print_lunar(const struct almanac_lunar *lunar, char *out)
{
	static const char *const stems[] = {
	    "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
	static const char *const branches[] = {"子", "丑", "寅", "卯", "辰",
	    "巳", "午", "未", "申", "酉", "戌", "亥"};
	static const char *const months[] = {"正", "二", "三", "四", "五", "六",
	    "七", "八", "九", "十", "十一", "十二"};
	static const char *const units[] = {
	    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
	static const char *const tens[] = {"初", "十", "廿"};
	int cycle = lunar->year - 4; /* the year 4 was a 甲子 */
	int d = lunar->day;
	const char *ten = d == 20 ? "二" : d == 30 ? "三" : tens[(d - 1) / 10];

	(void)snprintf(out, ALMANAC_TEXT_SIZE, "%s%s年%s%s月%s%s",
	    stems[cycle % 10], branches[cycle % 12], lunar->is_leap ? "閏" : "",
	    months[lunar->month - 1], ten, units[(d - 1) % 10]);
	return out;
}
