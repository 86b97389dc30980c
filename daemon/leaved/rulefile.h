/*
 * rulefile.h - rule sets, schedules and settings as files.
 *
 * Shape:  libconfig texts, read by tables of keys. A rule file names its
 *         `rule_set` and lists `rules`; a schedule file lists `schedules`; a
 *         settings file is flat. conf/leave/README says what each key means.
 * Units:  days and hours as written by people (3.5 days).
 * Errors: RC_INPUT and every fault of the text at once, each with file, line
 *         and, inside a row, the row's law.
 * Source: libconfig 1.5; ours.
 */
#ifndef LEAVED_RULEFILE_H
#define LEAVED_RULEFILE_H

#include "faults.h"
#include "rules.h"

/* Parses one text into `rules`; `name` stands in the faults. */
enum rc rulefile_parse(struct rules *rules, const char *name, const char *text,
    struct faults *faults, struct err *err);

#endif
