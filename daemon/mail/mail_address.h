/*
 * mail_address.h - is this a mail address that we will write to?
 *
 * Shape:  one pure question over a string. An address stays what it is, byte
 *         for byte: nothing is folded, trimmed or completed here.
 * Units:  lengths in bytes.
 * Errors: an enum of what is wrong, with a sentence in both languages for
 *         each; mail_address_check() gives the English one as RC_INPUT.
 * Source: RFC 5321 §4.1.2 (Mailbox) and §4.5.3.1 (limits), RFC 1123 names.
 *         Narrower on purpose: no quoted local part, no source route, no
 *         address literal, no UTF-8 (RFC 6531): those reach nobody here, but
 *         are how one address pretends to be another.
 */
#ifndef MAIL_MAIL_ADDRESS_H
#define MAIL_MAIL_ADDRESS_H

#include "base/err.h"

enum {
	MAIL_ADDRESS_MAX = 254,        /* RFC 5321 path of 256 less "<>" */
	MAIL_ADDRESS_LOCAL_MAX = 64,   /* before the @ */
	MAIL_ADDRESS_DOMAIN_MAX = 253, /* a name of 255 octets on the wire */
	MAIL_ADDRESS_LABEL_MAX = 63,
};

enum mail_address_fault {
	MAIL_ADDRESS_FINE,
	MAIL_ADDRESS_EMPTY,
	MAIL_ADDRESS_LONG,
	MAIL_ADDRESS_CONTROL,
	MAIL_ADDRESS_SPACE,
	MAIL_ADDRESS_WIDE,
	MAIL_ADDRESS_AT,
	MAIL_ADDRESS_LOCAL_LENGTH,
	MAIL_ADDRESS_LOCAL_CHARACTER,
	MAIL_ADDRESS_LOCAL_DOT,
	MAIL_ADDRESS_DOMAIN_LENGTH,
	MAIL_ADDRESS_DOMAIN_LABEL,
	MAIL_ADDRESS_DOMAIN_DOT,
	MAIL_ADDRESS_DOMAIN_NUMBER,
};
#define MAIL_ADDRESS_FAULT_COUNT (MAIL_ADDRESS_DOMAIN_NUMBER + 1)

struct mail_address_words {
	const char *zh;
	const char *en;
};

/* The first thing that is wrong with `text`, or MAIL_ADDRESS_FINE. */
enum mail_address_fault mail_address_fault(const char *text);

/* The sentence for a person; static. */
const struct mail_address_words *mail_address_words(
    enum mail_address_fault fault);

/* RC_OK, or RC_INPUT with the English sentence. */
enum rc mail_address_check(const char *text, struct err *err);

#endif
