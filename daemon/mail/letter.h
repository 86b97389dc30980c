/*
 * letter.h - the whole text of a letter, from a few typed values.
 *
 * Shape:  one table of kinds (letter_text.c), each with subject and body in
 *         Traditional Chinese and English and the list of what it needs;
 *         letter_print() makes the RFC 5322 message. Pure.
 *         A letter with a code carries the code's own end and never a link;
 *         those about leave have no code, but a link to the page that asks to
 *         sign in. It names neither the national ID nor a person, nor the kind
 *         of a leave, and goes to the directory's address byte for byte.
 * Units:  *_s Unix seconds, printed as Taiwan's civil time (+08:00, since
 *         1980 without summer time, so no zone database is asked).
 * Errors: RC_INPUT when a value is missing, malformed or not for this kind.
 * Source: RFC 5322 3.6, RFC 3834 (Auto-Submitted); texts ours.
 */
#ifndef MAIL_LETTER_H
#define MAIL_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum {
	LETTER_MAX = 16384,     /* bytes of a whole message with its NUL */
	LETTER_BODY_MAX = 8192, /* bytes of its text before base64 */
	LETTER_CODE_DIGITS = 12,
	LETTER_COUNT_MAX = 1000000,
	LETTER_LINK_MAX = 300, /* bytes */
};

enum letter_kind {
	LETTER_NONE,
	LETTER_ACTIVATE,         /* a check code to activate the account */
	LETTER_RESET,            /* a check code to set a new password */
	LETTER_CODE_SHOWN,       /* personnel have seen the code */
	LETTER_MAIL_CHANGED,     /* to the old address */
	LETTER_MAIL_CONFIRM,     /* to the new address, with a code */
	LETTER_RECOVERY_CHANGED, /* to the main address */
	LETTER_CONTRACT_ENDS,    /* to personnel */
	LETTER_SUSPENDED,
	LETTER_RESTORED,
	LETTER_PASSWORD_CHANGED,
	/* leave */
	LETTER_LEAVE_DEPUTY,   /* asked to stand in */
	LETTER_LEAVE_TURN,     /* it is theirs to decide */
	LETTER_LEAVE_REMINDER, /* still */
	LETTER_LEAVE_LESSONS,  /* lessons are touched */
	LETTER_LEAVE_APPROVED, /* these to whom it is for */
	LETTER_LEAVE_RETURNED, /* or declined by the deputy */
	LETTER_LEAVE_REJECTED,
	LETTER_LEAVE_CANCELLED,        /* all or a part */
	LETTER_LEAVE_KEPT,             /* the wish to cancel was turned down */
	LETTER_LEAVE_RECALCULATED,     /* rules, calendars, closures */
	LETTER_LEAVE_LESSON,           /* given to them */
	LETTER_LEAVE_OVERTIME,         /* theirs to decide */
	LETTER_LEAVE_OVERTIME_DECIDED, /* to who worked */
	LETTER_LEAVE_OVERTIME_REMINDER,
	LETTER_LEAVE_UNCOVERED,   /* a lesson that was arranged is open again */
	LETTER_LEAVE_COVER_LOST,  /* the same, to whom the leave is for */
	LETTER_LEAVE_LESSON_OVER, /* theirs no more */
	LETTER_LEAVE_DEPUTY_LOST, /* to whom it is for, and personnel */
	LETTER_LEAVE_DEPUTY_LOST_REMINDER,
	LETTER_LEAVE_DUTY_OVER,  /* they stand in no more */
	LETTER_LEAVE_OFFER_OVER, /* a duty, to whom they offered it */
};
#define LETTER_KIND_COUNT (LETTER_LEAVE_OFFER_OVER + 1)

/* What a kind needs; every other value must be absent (NULL or 0). */
enum letter_need {
	LETTER_NEEDS_CODE = 1,
	LETTER_NEEDS_UNTIL = 2,
	LETTER_NEEDS_AT = 4,
	LETTER_NEEDS_COUNT = 8,
	LETTER_NEEDS_LINK = 16,
};

struct letter {
	enum letter_kind kind;
	const char *id;   /* 32 hex digits: the outbox's, kept over retries */
	const char *to;   /* as in the directory */
	const char *code; /* twelve digits */
	int64_t until_s;  /* the code's end, or the contracts' last day */
	int64_t at_s;     /* when it happened */
	int64_t count;    /* how many contracts */
	const char *link; /* https://... */
};

/* Who writes: the same for every letter, from the configuration. */
struct letter_sender {
	const char *address;  /* From; its domain ends the Message-ID */
	const char *reply_to; /* "" for none */
	const char *site_zh, *site_en;
	const char *contact_zh, *contact_en; /* whom to ask last */
};

/* The stable word of a kind on the wire and in files; NULL for none. */
const char *letter_kind_name(enum letter_kind kind);
/* LETTER_NONE for a word that is no kind. */
enum letter_kind letter_kind_parse(const char *name);
/* enum letter_need, or'ed. */
unsigned letter_kind_needs(enum letter_kind kind);
/* Does it go to an address that the directory does not hold (any more)? */
bool letter_kind_is_to_given(enum letter_kind kind);

/* The message into `buf` of `size`, which then holds a secret: LETTER_MAX is
 * always enough for what mailer_conf accepts. */
enum rc letter_print(char *buf, size_t size, const struct letter *letter,
    const struct letter_sender *sender, int64_t now_s, struct err *err);

#endif
