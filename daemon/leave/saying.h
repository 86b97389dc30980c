/*
 * saying.h - moments, amounts and coded words as people say them.
 *
 * Shape:  leaved's answers as texts in the reader's language. Pure, but for
 *         the catalogue.
 * Units:  minutes of leave, 480 are a day; sizes count the NUL.
 * Errors: none: what is no moment is shown as it is.
 * Source: LEAVE.md 1: "N日M小時".
 */
#ifndef LEAVE_SAYING_H
#define LEAVE_SAYING_H

#include "base/wire.h"
#include "web/phrase.h"
#include "web/view.h"

enum { SAYING_SIZE = 96, SAYING_DAY = 24 * 60 /* minutes */ };

/* "14日0小時", "14 days 0 hours"; minutes that are no hour follow. */
char *saying_amount(
    char text[SAYING_SIZE], enum phrase_lang lang, int64_t minutes);

/* "2026-09-03T09:00" as "115/9/3(四) 09:00", "Thu 2026-09-03 09:00". */
char *saying_moment(
    char text[SAYING_SIZE], enum phrase_lang lang, const char *moment);

/* "12/1 09:00–12:00", "12/1–12/2"; in English "2026-12-01 09:00–12:00". */
char *saying_span(char text[SAYING_SIZE], enum phrase_lang lang,
    const char *starts, const char *ends);

/* "一", "Mon". */
const char *saying_weekday(enum phrase_lang lang, int day);

/* The same moment as minutes since the day 0; false for what is none. */
bool saying_read(const char *moment, int64_t *minutes);

/* A type of leave by the name that its law gives it; in English with that. */
const char *saying_type(enum phrase_lang lang, const char *type);

/* A row of a request: its fields, and `from`, `to`, `amount`, `type_word`. */
void saying_request(
    enum phrase_lang lang, struct view *view, const struct wire_in *in);

#endif
