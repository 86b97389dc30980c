/*
 * amiss.h - what is wrong with a value, by name.
 *
 * Shape:  one table: a name, its sentence in two languages; the values that
 *         questions carry have a name in both, too. What read a text says
 *         which of these it is, and the value; whoever tells a person makes a
 *         sentence of it in their language. Pure.
 * Units:  bytes of UTF-8.
 * Errors: none.
 * Source: texts ours.
 */
#ifndef LEAVED_AMISS_H
#define LEAVED_AMISS_H

#include "base/ops.h"

#include <stdbool.h>

enum {
	AMISS_VALUE_SIZE = 96,
	AMISS_SIZE = 512, /* a sentence with the value in it */
};

enum amiss {
	AMISS_NONE,
	/* of any value */
	AMISS_MISSING,
	AMISS_UNKNOWN, /* none of those that there are */
	AMISS_RANGE,
	AMISS_LONG,
	AMISS_TWICE,
	/* of who it is about */
	AMISS_NOT_HERE,
	AMISS_SIX_DEPUTIES,
	AMISS_FOR_NOBODY,
	/* of a time */
	AMISS_ONE_END,
	AMISS_DAYS_62,
	AMISS_DAYS_93,
	/* of amounts and years */
	AMISS_WHOLE_HOURS,
	AMISS_NO_LOT,
	AMISS_YEAR_GOES_ON,
	AMISS_YEAR_OPEN,
	AMISS_NEXT_OVER,
	AMISS_NOTHING_CARRIED,
	/* of particulars, NAME=VALUE */
	AMISS_FACT_SHAPE,
	AMISS_FACT_NAME,
	AMISS_FACT_TWICE,
	AMISS_FACT_VALUE,
	/* of a paper that comes in parts */
	AMISS_PART,
	AMISS_PART_ORDER,
	/* of a line of a calendar as a table */
	AMISS_LINE_LONG,
	AMISS_NO_TEXT,
	AMISS_FIELDS_FEW,
	AMISS_DAY,
	AMISS_DAY_YEAR,
	AMISS_MARK,
	AMISS_KINDS,
	AMISS_PUBLISHED,
	AMISS_LEVEL,
	AMISS_NAME_LONG,
	AMISS_GOVERNMENT_DAY,
	AMISS_GOVERNMENT_OFF,
	AMISS_CONFLICT,
	AMISS_CALENDAR_FULL,
	/* and as a file of events */
	AMISS_EVENT_FILE,
	AMISS_EVENT_LINE,
	AMISS_EVENT_DAY,
	AMISS_EVENT_START,
	AMISS_EVENT_END,
	AMISS_EVENT_OPEN,
	AMISS_COUNT
};

/* "year_goes_on" …: stable. */
const char *amiss_name(enum amiss amiss);
/* "not over yet"; with a value that is not "": "not a date: 'x'". A long one is
 * cut. */
char *amiss_say(char text[AMISS_SIZE], bool is_english, enum amiss amiss,
    const char *value);
/* What a person calls that value, in their language; where nothing can be amiss
 * with it, the catalogue's name. */
const char *amiss_field(bool is_english, enum field field);

#endif
