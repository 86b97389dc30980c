/*
 * dateline.h - today, as the head of every page says it.
 *
 * Shape:  民國 113 年 8 月 20 日 星期二 and 農曆 甲辰年七月十七; in English
 *         Tuesday 20 August 2024 (ROC year 113) and the lunar month and day.
 *         Pure.
 * Units:  a day (almanac.h); sizes count the NUL.
 * Errors: outside the lunar table `lunar` is empty.
 * Source: almanac.h.
 */
#ifndef WEB_DATELINE_H
#define WEB_DATELINE_H

#include "phrase.h"

#include <stdint.h>

enum { DATELINE_SIZE = 96 };

struct dateline {
	char iso[DATELINE_SIZE]; /* 2024-08-20 */
	char civil[DATELINE_SIZE];
	char lunar[DATELINE_SIZE];
};

/* "2024-08-20 07:30", in Taiwan; returns `text`. */
char *dateline_moment(char text[DATELINE_SIZE], int64_t at_s);

void dateline_print(struct dateline *line, int day, enum phrase_lang lang);

#endif
