/*
 * quality.h - the one judge of password quality.
 *
 * Shape:  struct quality_rules says what is asked, quality_check() gives the
 *         first reason against a password, and one table has each reason's
 *         stable name and its sentence in Traditional Chinese and English.
 *         Pure; keeps nothing of the password. The same code is linked in
 *         identityd and labd and loaded by slapd (quality_slapd.c), so that a
 *         browser, PAM, passwd and ldappasswd get the same answer.
 * Units:  lengths are characters (bytes when ASCII), *_bits are zxcvbn's.
 * Errors: enum quality, QUALITY_OK for none.
 * Source: 資通系統防護基準 附表十 (tw-common), NIST SP 800-63B-4 (nist),
 *         zxcvbn (github.com/tsyrogit/zxcvbn-c), quality_words.txt.
 */
#ifndef DIR_QUALITY_H
#define DIR_QUALITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum {
	QUALITY_BYTES_MAX = 1024,  /* no door takes more */
	QUALITY_LEN_MAX = 128,     /* characters, and bytes zxcvbn looks at */
	QUALITY_PART_MIN = 4,      /* a shorter name says nothing */
	QUALITY_PARTS_MAX = 16,    /* account, names, school ... */
	QUALITY_TEXT_SIZE = 256,   /* one sentence */
	QUALITY_RULES_SIZE = 2048, /* all of them */
};

enum quality {
	QUALITY_OK,
	QUALITY_EMPTY,
	QUALITY_HUGE,    /* more bytes than any door takes */
	QUALITY_BYTES,   /* not text: control characters, broken UTF-8 */
	QUALITY_CHARSET, /* a character outside printable ASCII */
	QUALITY_SHORT,
	QUALITY_LONG,
	QUALITY_KINDS, /* too few kinds of characters */
	QUALITY_WORD,  /* a word everybody tries, dressed up or not */
	QUALITY_OWN,   /* contains the own account, name or school */
	QUALITY_WEAK,  /* guessed too soon for another reason */
};
#define QUALITY_COUNT (QUALITY_WEAK + 1)

enum quality_preset { QUALITY_TW_COMMON, QUALITY_NIST };
enum quality_lang { QUALITY_ZH, QUALITY_EN, QUALITY_LANG_COUNT };

struct quality_rules {
	int len_min;
	int len_max;   /* at most QUALITY_LEN_MAX */
	int kinds_min; /* of upper, lower, digits, others; 0: not asked */
	int bits_min;  /* zxcvbn's floor */
	bool unicode;  /* also characters outside ASCII, taken as typed */
};

struct quality_rules quality_preset_rules(enum quality_preset preset);

/* "preset=tw-common unicode=yes len_min=10": what slapd's pwdCheckModuleArg
 * and the configuration of the daemons say. NULL or "" is tw-common.
 * RC_INPUT names the word that is none. */
enum rc quality_rules_parse(
    struct quality_rules *rules, const char *text, struct err *err);

/* What a password must not contain: account, names, school; at most
 * QUALITY_PARTS_MAX are looked at, those of QUALITY_PART_MIN bytes or more,
 * ASCII letters in either case. */
struct quality_parts {
	const char *const *part;
	size_t count;
};

/* The first reason against it. `parts` may be NULL. `password` of `len` bytes
 * need not end in NUL. At most QUALITY_LEN_MAX bytes cost time: about 1 ms,
 * 5 ms at worst. */
enum quality quality_check(const struct quality_rules *rules,
    const char *password, size_t len, const struct quality_parts *parts);

/* "ok", "short", ...: for logs, tools and tests. */
const char *quality_name(enum quality quality);

/* The reason as a sentence; QUALITY_TEXT_SIZE is always enough. */
void quality_text(char *buf, size_t size, enum quality quality,
    const struct quality_rules *rules, enum quality_lang lang);

/* What is asked, a line each, to be shown before the password is;
 * QUALITY_RULES_SIZE is always enough. */
void quality_rules_text(char *buf, size_t size,
    const struct quality_rules *rules, enum quality_lang lang);

#endif
