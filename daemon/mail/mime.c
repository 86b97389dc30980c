#include "mime.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"

#define WORD_HEAD "=?UTF-8?B?"
#define WORD_TAIL "?="

enum {
	WORD_FRAME = sizeof(WORD_HEAD) - 1 + sizeof(WORD_TAIL) - 1,
	BODY_BYTES = 57, /* a body line: 76 characters of base64 */
	BODY_LINE = 4 * BODY_BYTES / 3 + 1,
};

static void
fail(struct mime *mime, enum rc rc)
{
	if (mime->fault == RC_OK)
		mime->fault = rc;
}

static void
put(struct mime *mime, const char *bytes, size_t len)
{
	if (len >= mime->size - mime->len) {
		fail(mime, RC_FAULT);
		return;
	}
	memcpy(mime->at + mime->len, bytes, len);
	mime->len += len;
}

static void
put_text(struct mime *mime, const char *text)
{
	put(mime, text, strlen(text));
}

static bool
is_clean(struct mime *mime, const char *value)
{
	size_t len = strlen(value);

	if (text_is_utf8(value, len) && !text_has_control(value, len))
		return true;
	fail(mime, RC_INPUT);
	return false;
}

/* Must it be encoded? "=?" would read as an encoded word. */
static bool
is_plain(const char *value)
{
	return text_is_printable_ascii(value, strlen(value)) &&
	    strstr(value, "=?") == NULL;
}

/* Breaks at spaces, which begin the next line; `column` is where we are. */
static void
put_folded(struct mime *mime, const char *value, size_t column)
{
	while (*value != '\0') {
		size_t len = strspn(value, " ");

		len += strcspn(value + len, " ");
		if (column + len > MIME_LINE_MAX && *value == ' ') {
			put_text(mime, "\r\n");
			column = 0;
		}
		put(mime, value, len);
		column += len;
		value += len;
	}
}

/* The longest run of whole characters within `max` bytes. */
static size_t
whole_characters(const char *value, size_t max)
{
	size_t len = strnlen(value, max + 1);

	if (len <= max)
		return len;
	for (len = max; len > 0; len--)
		if (((unsigned char)value[len] & 0xc0) != 0x80)
			break;
	return len;
}

static void
put_encoded(struct mime *mime, const char *value, size_t column)
{
	while (*value != '\0') {
		char word[MIME_WORD_MAX + 1];
		size_t room = MIME_LINE_MAX - 2 - column, len;

		if (room > MIME_WORD_MAX)
			room = MIME_WORD_MAX;
		len = whole_characters(value, (room - WORD_FRAME) / 4 * 3);
		assert(len > 0); /* header names here are short */
		(void)text_base64(word, sizeof(word), value, len);
		put_text(mime, WORD_HEAD);
		put_text(mime, word);
		put_text(mime, WORD_TAIL);
		value += len;
		if (*value != '\0')
			put_text(mime, "\r\n ");
		column = 1;
	}
}

void
mime_begin(struct mime *mime, char *buf, size_t size)
{
	assert(size > 0);
	*mime = (struct mime){.at = buf, .size = size};
}

void
mime_header(struct mime *mime, const char *name, const char *value)
{
	size_t column = strlen(name) + 2;

	if (!is_clean(mime, value))
		return;
	put_text(mime, name);
	put_text(mime, ": ");
	if (is_plain(value))
		put_folded(mime, value, column);
	else
		put_encoded(mime, value, column);
	put_text(mime, "\r\n");
}

void
mime_mailbox(struct mime *mime, const char *name, const char *display,
    const char *address)
{
	if (!is_clean(mime, display) || !is_clean(mime, address))
		return;
	put_text(mime, name);
	put_text(mime, ": ");
	if (*display != '\0') {
		put_encoded(mime, display, strlen(name) + 2);
		put_text(mime, "\r\n <");
	}
	put_text(mime, address);
	put_text(mime, *display != '\0' ? ">\r\n" : "\r\n");
}

static void
put_body_line(struct mime *mime, const char *bytes, size_t len)
{
	SECRET(line, BODY_LINE);

	(void)text_base64(line, BODY_LINE, bytes, len);
	put_text(mime, line);
	put_text(mime, "\r\n");
}

void
mime_body(struct mime *mime, const char *text)
{
	SECRET(raw, BODY_BYTES);
	size_t len = 0;

	if (!text_is_utf8(text, strlen(text)))
		fail(mime, RC_INPUT);
	put_text(mime,
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "\r\n");
	for (bool is_cr_sent = false; *text != '\0';) {
		bool needs_cr = *text == '\n' && !is_cr_sent;

		raw[len++] = needs_cr ? '\r' : *text++;
		is_cr_sent = needs_cr;
		if (len == BODY_BYTES) {
			put_body_line(mime, raw, len);
			len = 0;
		}
	}
	if (len > 0)
		put_body_line(mime, raw, len);
}

enum rc
mime_end(struct mime *mime, struct err *err)
{
	mime->at[mime->len] = '\0';
	if (mime->fault == RC_INPUT)
		return err_set(err, RC_INPUT,
		    "a header or body is not UTF-8, or has control characters");
	if (mime->fault != RC_OK)
		return err_set(err, mime->fault,
		    "the message is longer than %zu bytes", mime->size);
	return RC_OK;
}
