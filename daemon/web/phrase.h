/*
 * phrase.h - every sentence of a page, in the reader's language.
 *
 * Shape:  the English sentence is the key: phrase(lang, "Sign in"). In a table
 *         it is written PHRASE("Sign in") and looked up where it is shown; in
 *         a template {{#_}}Sign in{{/_}}. Two gettext domains per language:
 *         the program's own, "portal-zh_TW", and PHRASE_SHARED's of what all
 *         fronts say; English needs none. phrase_start() reads all of them,
 *         afterwards no file is touched and any thread may ask.
 * Units:  none.
 * Errors: RC_FAULT when a catalogue is not there or the locale cannot be set.
 *         A sentence without a translation is shown in English:
 *         tests/shape/phrases.sh lets none through.
 * Source: gettext(3). The locale is C.UTF-8, which glibc has built in, so a
 *         catalogue lies in <localedir>/C/LC_MESSAGES; LANGUAGE, which would
 *         choose another, is taken out of the environment.
 */
#ifndef WEB_PHRASE_H
#define WEB_PHRASE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum phrase_lang { PHRASE_ZH_TW, PHRASE_EN };
#define PHRASE_LANG_COUNT (PHRASE_EN + 1)

/* Marks a sentence that phrase() will be asked for. */
#define PHRASE(english) english

#define PHRASE_SHARED "front"

/* Once, before any thread and before the jail. `own` is the program's. */
enum rc phrase_start(const char *localedir, const char *own, struct err *err);

/* Never NULL; lives as long as the process. */
const char *phrase(enum phrase_lang lang, const char *english)
    __attribute__((format_arg(2)));

/* "zh-TW" or "en": as F_LANG, HTML's lang and Accept-Language have it. */
const char *phrase_lang_name(enum phrase_lang lang);
/* Either case; "zh" and "zh-Hant-TW" are Chinese, "en-GB" is English. */
bool phrase_lang_find(const char *name, enum phrase_lang *lang);

/* A sentence as it stands in a template, over several lines maybe, made a key:
 * blanks at the ends go, others become one space. False when it does not
 * fit. */
bool phrase_key(char *key, size_t size, const char *text, size_t len);

#endif
