/*
 * rulefolder.h - the folder of rules, schedules, settings and calendars.
 *
 * Shape:  settings.conf, schedules.conf, rules/<any>.conf,
 *         calendars/<any>.csv and <any>.ics (national is the level of a file
 *         unless its rows say otherwise), read in the order of their names.
 * Units:  a file of less than RULEFOLDER_FILE_MAX bytes.
 * Errors: RC_INPUT and every fault of all files at once; RC_ABSENT without
 *         the folder or file.
 * Source: ours.
 */
#ifndef LEAVED_RULEFOLDER_H
#define LEAVED_RULEFOLDER_H

#include "calendar_csv.h"
#include "rulefile.h"

enum { RULEFOLDER_FILE_MAX = 1024 * 1024 };

/* One calendar file's bytes; the name decides between CSV and iCalendar. */
enum rc rulefolder_parse_calendar(struct calendar *calendar, const char *name,
    const char *text, struct faults *faults, struct err *err);

/* Everything below `folder`. The caller wipes both, also after a fault. */
enum rc rulefolder_load(struct rules *rules, struct calendar *calendar,
    const char *folder, struct faults *faults, struct err *err);

/* A calendar by its name, such as TW2026. */
enum rc rulefolder_load_calendar(struct calendar *calendar, const char *folder,
    const char *name, struct faults *faults, struct err *err);

/* The text of a file, for the caller to free; RC_INPUT when it is too big. */
enum rc rulefolder_read(const char *path, char **text, struct err *err);

#endif
