/*
 * words.h - every sentence twice, and which one this reader gets.
 *
 * Shape:  words(zh, en) where a sentence is needed. Chinese when the locale's
 *         language is zh (LC_ALL, LC_MESSAGES, LANG: the first that is set),
 *         else English.
 * Units:  none.
 * Errors: none.
 * Source: POSIX locale variables; setlocale() is not asked, so that a missing
 *         locale on the host changes nothing.
 */
#ifndef TOOLS_WORDS_H
#define TOOLS_WORDS_H

#include <stdbool.h>

bool words_are_zh(void);

static inline const char *
words(const char *zh, const char *en)
{
	return words_are_zh() ? zh : en;
}

/* "zh-TW" or "en": what F_LANG carries. */
const char *words_lang(void);

#endif
