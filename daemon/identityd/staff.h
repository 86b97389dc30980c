/*
 * staff.h - what the fields about a person may hold.
 *
 * Shape:  words that people write (教師, teacher) become the one word that the
 *         directory stores (TEACHER); days become the instants it stores.
 * Units:  a day is almanac.h's; lengths are characters, not bytes.
 * Errors: NULL or a fault with a sentence in both languages.
 * Source: DESIGN: staff kinds, schedules. School time is Taiwan's, UTC+8.
 */
#ifndef IDENTITYD_STAFF_H
#define IDENTITYD_STAFF_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	STAFF_NAME_MAX = 40,    /* the longest registered names have 40 */
	STAFF_CAPTION_MAX = 60, /* a unit, an admin post */
};

/* The stored word, static; NULL when `text` is no kind or schedule. */
const char *staff_kind_parse(const char *text);
const char *staff_schedule_parse(const char *text);

/* The stored word in the reader's language; `word` itself when unknown. */
const char *staff_kind_caption(const char *word, bool is_zh);

/*
 * A name, a unit, a post: 1 to `max` characters of UTF-8, none of which is a
 * control, a separator of passwd(5) or invisible (so that two names that look
 * alike are alike).
 */
bool staff_is_caption(const char *text, size_t max);

/*
 * A posting starts with its first day (written as that day's 00:00 UTC, which
 * is the same day in Taiwan) and ends with its last (23:59:59 in Taiwan), so
 * that either instant shows the day that personnel entered.
 */
void staff_first_day(int day, char text[CLOCK_GENERALIZED_SIZE]);
void staff_last_day(int day, char text[CLOCK_GENERALIZED_SIZE]);

#endif
