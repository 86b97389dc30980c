/*
 * form.h - what a browser sent, as typed values.
 *
 * Shape:  a table says which fields a form has; bytes become values by it or
 *         do not come in. Decoded in place: values borrow the bytes, which
 *         the parser changes. Malformed bytes are an error; a value that is
 *         missing or too long is a fault of the form, which is shown again.
 *         What programs send may hold more than the table knows: takes_others
 *         passes over it. Pure.
 * Units:  `max` bytes of a value, decoded.
 * Errors: RC_INPUT: not a form, bad UTF-8, a control character, a field twice
 *         or one the table does not know.
 * Source: WHATWG URL (application/x-www-form-urlencoded), RFC 7578
 *         (multipart/form-data) as browsers write it.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum form_kind {
	FORM_TEXT,   /* one line; blanks at both ends are cut */
	FORM_EXACT,  /* one line, to the byte: what programs send */
	FORM_SECRET, /* as typed; never shown again */
	FORM_LINES,  /* several lines; CR LF becomes LF */
	FORM_FILE,   /* a text as a file: any bytes but NUL; multipart only */
	FORM_BYTES,  /* a file, to the byte; multipart only */
};

struct form_field {
	const char *name;
	enum form_kind kind;
	size_t max;
	bool is_required;
	const char *phrase; /* what people call it; NULL: they never type it */
};

enum {
	FORM_FIELDS_MAX = 32,
	FORM_NAME_MAX = 64,
	FORM_BOUNDARY_MAX = 70, /* RFC 2046 */
};

enum form_fault { FORM_FINE, FORM_MISSING, FORM_LONG };

struct form {
	const struct form_field *fields;
	size_t count;
	bool takes_others; /* fields the table does not know are passed over */
	char *values[FORM_FIELDS_MAX]; /* NULL: not sent */
	size_t lens[FORM_FIELDS_MAX];
	char *file_names[FORM_FIELDS_MAX]; /* as a browser calls it, or NULL */
	enum form_fault fault;             /* the first one, and whose it is */
	size_t fault_at;
};

/* Nothing sent yet. `fields` are borrowed. */
void form_init(
    struct form *form, const struct form_field *fields, size_t count);

/* `bytes` has room for one more byte after `len`: a NUL is put there. */
enum rc form_parse_urlencoded(
    struct form *form, char *bytes, size_t len, struct err *err);
enum rc form_parse_multipart(struct form *form, const char *boundary,
    char *bytes, size_t len, struct err *err);
/* By the Content-Type header's value. */
enum rc form_parse(struct form *form, const char *content_type, char *bytes,
    size_t len, struct err *err);

/* Is the header's value this type, its parameters aside? */
bool form_is_type(const char *content_type, const char *type);

/* Did a file come along? No browser gives one back. */
bool form_has_file(const struct form *form);

/* Faults of missing fields; after parsing. */
void form_check(struct form *form);

/* "" when not sent, or of a field the table does not know. */
const char *form_text(const struct form *form, const char *name);
bool form_has(const struct form *form, const char *name);

/* The bytes of a file, or NULL; and what it is called, "" when not said. */
const char *form_file(const struct form *form, const char *name, size_t *len);
const char *form_file_name(const struct form *form, const char *name);

/* For the parsers: one field's bytes, NUL-terminated. */
enum rc form_take(struct form *form, const char *name, char *value, size_t len,
    bool is_multipart, struct err *err);
/* And what that file is called: what is no text is left out. */
void form_take_name(struct form *form, const char *name, char *file_name);

#endif
