/*
 * almanac.h - days, ROC dates, lunar dates and academic years.
 *
 * Shape:  a `day` is an int: civil days since 1970-01-01, no clock, no time
 *         zone in it. Callers turn an instant into a day with almanac_today().
 *         Everything else is a pure function of days.
 * Units:  days; years are Gregorian unless the name says roc. ROC 1 is 1912;
 *         academic year (學年度) n runs from 1 August of n + 1911.
 * Errors: RC_INPUT when a text is no date, RC_ABSENT outside the tables'
 *         range (1900-01-01 to 2100-12-31).
 * Source: lunar months: ours, computed from the sky (new moons after Meeus,
 *         the sun after Bretagnon and Simon, UTC+8, before 1929 Peking mean
 *         time), recomputed by tests/data/lunar_recompute.py. Two months are
 *         as published instead: 1906-04-24 (the imperial calendar's) and
 *         2057-09-29 (that new moon lies within a minute of midnight).
 */
#ifndef BASE_ALMANAC_H
#define BASE_ALMANAC_H

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

enum {
	ALMANAC_YEAR_MIN = 1900,
	ALMANAC_YEAR_MAX = 2100,
	ALMANAC_ROC_OFFSET = 1911,
	ALMANAC_TEXT_SIZE = 64, /* the longest date we print, UTF-8 */
};

struct almanac_date {
	int year, month, day;
};

struct almanac_lunar {
	int year; /* the Gregorian year in which this lunar year begins */
	int month, day;
	bool is_leap;
};

/* Is there such a civil date within the almanac's range? */
bool almanac_is_date(int year, int month, int day);

/* The day of a date that exists; the date of any day. */
int almanac_day(int year, int month, int day);
struct almanac_date almanac_date(int day);

/* The day in Taiwan (UTC+8, no summer time) at `now_s`. */
int almanac_today(int64_t now_s);
/* And the minute of that day, 0 to 1439. */
int almanac_minute(int64_t now_s);

/* 0 is Sunday; the name is 日, 一 … 六. */
int almanac_weekday(int day);
const char *almanac_weekday_name(int day);

/* The corresponding day `months` later or earlier; the month's last day when
 * it has no such day. */
int almanac_add_months(int day, int months);

/* Whole months, and whole years, completed from `from` until the end of the
 * day before `until`. Negative spans are 0. */
int almanac_months_between(int from, int until);

/* Academic year of a day (ROC number), and its first day. */
int almanac_academic_year(int day);
int almanac_academic_start(int academic_year);

/*
 * Reads 2026-09-07, 2026/9/7, 20260907, 1150907, 990907, 115/9/7, 115-9-7,
 * 115.9.7, 民國115年9月7日, 115年9月7日 and 民國前1年1月1日; full-width digits
 * and signs, and spaces around and inside the words, do not matter. A year of
 * four digits is Gregorian, a shorter one ROC.
 */
enum rc almanac_parse(const char *text, int *day, struct err *err);

/* "2026-09-07", "民國115年9月7日", "1150907", "115/9/7". `out` holds
 * ALMANAC_TEXT_SIZE bytes and is returned. */
char *almanac_print(int day, char *out);
char *almanac_print_roc(int day, char *out);
char *almanac_print_compact(int day, char *out);
char *almanac_print_slashed(int day, char *out);

enum rc almanac_lunar(int day, struct almanac_lunar *lunar, struct err *err);

/* "丙午年十二月廿九", "癸卯年閏二月初一". */
char *almanac_print_lunar(const struct almanac_lunar *lunar, char *out);

#endif
