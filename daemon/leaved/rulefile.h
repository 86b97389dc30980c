/*
 * rulefile.h - rule sets, schedules and settings as files.
 *
 * Shape:  libconfig texts, read by tables of keys. A rule file names its
 *         `rule_set` and lists `rules`; a schedule file lists `schedules`; a
 *         settings file is flat. conf/leave/README says what each key means.
 *         rulefile_load() reads a folder: settings.conf, schedules.conf,
 *         rules/<any>.conf, calendars/<any>.csv and <any>.ics (national/ is
 *         the level of a file unless its rows say otherwise).
 * Units:  days and hours as written by people (3.5 days); a text of at most
 *         RULEFILE_MAX bytes.
 * Errors: RC_INPUT and every fault of all files at once, each with file, line
 *         and, inside a row, the row's law; RC_ABSENT without the folder.
 * Source: libconfig 1.5; ours.
 */
#ifndef LEAVED_RULEFILE_H
#define LEAVED_RULEFILE_H

#include "calendar_csv.h"
#include "rules.h"

enum { RULEFILE_MAX = 1024 * 1024 };

/* Parses one text into `rules`; `name` stands in the faults. */
enum rc rulefile_parse(struct rules *rules, const char *name, const char *text,
    struct faults *faults, struct err *err);

/* One calendar file's bytes; the name decides between CSV and iCalendar. */
enum rc rulefile_parse_calendar(struct calendar *calendar, const char *name,
    const char *text, struct faults *faults, struct err *err);

/* Everything below `folder`. The caller wipes both, also after a fault. */
enum rc rulefile_load(struct rules *rules, struct calendar *calendar,
    const char *folder, struct faults *faults, struct err *err);

/* A calendar by its name, such as TW2026. */
enum rc rulefile_load_calendar(struct calendar *calendar, const char *folder,
    const char *name, struct faults *faults, struct err *err);

/* The text of a file, for the caller to free; RC_INPUT when it is too big. */
enum rc rulefile_read(const char *path, char **text, struct err *err);

#endif
