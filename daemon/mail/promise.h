/*
 * promise.h - what the outbox holds of a letter: who and what, not the letter.
 *
 * Shape:  struct promise <-> a few lines of text, each "key value", in a fixed
 *         order, the last one "end"; a line is there exactly when the kind
 *         calls for it. Never a code; an address only for the two kinds that
 *         go to one the directory does not hold. Pure.
 * Units:  *_s Unix seconds.
 * Errors: RC_INPUT when a promise or its text is not exactly that.
 * Source: ours.
 */
#ifndef MAIL_PROMISE_H
#define MAIL_PROMISE_H

#include "letter.h"
#include "mail_address.h"

enum {
	PROMISE_MAX = 1024, /* bytes of the text with a NUL */
	PROMISE_ID_SIZE = 33,
	PROMISE_WHO_SIZE = 37,
};

struct promise {
	enum letter_kind kind;
	char id[PROMISE_ID_SIZE];   /* 32 hex digits, random */
	char who[PROMISE_WHO_SIZE]; /* entryUUID, lower case; "" about leave */
	int64_t created_s;
	int64_t at_s;    /* 0 unless the kind tells when it happened */
	int64_t until_s; /* 0 unless a last day that is no code's end */
	int64_t count;   /* 0 unless the kind counts */
	char to[MAIL_ADDRESS_MAX + 1]; /* "" unless letter_kind_is_to_given */
};

/* Is it complete for its kind? */
enum rc promise_check(const struct promise *promise, struct err *err);

enum rc promise_print(
    char *buf, size_t size, const struct promise *promise, struct err *err);
enum rc promise_parse(
    struct promise *promise, const char *text, size_t len, struct err *err);

#endif
