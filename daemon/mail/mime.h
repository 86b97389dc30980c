/*
 * mime.h - UTF-8 text as the seven-bit lines that mail is made of.
 *
 * Shape:  a writer over the caller's buffer: headers first, then one body.
 *         Every line ends in CRLF, is ASCII and at most 78 characters long,
 *         a single address or word that cannot be folded excepted.
 * Units:  bytes; `len` is without the NUL that mime_end() adds.
 * Errors: the first fault is remembered and told by mime_end(): RC_INPUT for
 *         a value that is no clean UTF-8 (so no value can start a header of
 *         its own), RC_FAULT for a buffer that is too small.
 * Source: RFC 5322 2.1.1 and 2.2.3 (lines, folding), RFC 2047 (encoded words:
 *         75 characters each, never a part of a character), RFC 2045 6.8.
 */
#ifndef MAIL_MIME_H
#define MAIL_MIME_H

#include <stddef.h>

#include "base/err.h"

enum {
	MIME_LINE_MAX = 78, /* RFC 5322: should; 998 is must */
	MIME_WORD_MAX = 75, /* RFC 2047, one encoded word */
};

struct mime {
	char *at;
	size_t size, len;
	enum rc fault;
};

void mime_begin(struct mime *mime, char *buf, size_t size);

/* "name: value": plain when `value` is ASCII, else encoded; folded. */
void mime_header(struct mime *mime, const char *name, const char *value);

/* "name: display <address>", or the bare address when `display` is empty.
 * The address is written byte for byte. */
void mime_mailbox(struct mime *mime, const char *name, const char *display,
    const char *address);

/* The headers that say what the body is, the empty line and `text` in base64
 * with its line feeds turned into CRLF. */
void mime_body(struct mime *mime, const char *text);

enum rc mime_end(struct mime *mime, struct err *err);

#endif
