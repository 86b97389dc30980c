/*
 * text.h - bytes that claim to be text.
 *
 * Shape:  checks, copies and conversions over C strings and byte spans; pure,
 *         and libc only, so that guests have them too.
 * Units:  sizes are of the destination with its NUL, lengths without it.
 * Errors: bool; false leaves the destination empty.
 * Source: RFC 3629 (UTF-8), RFC 4648 (base64, base64url), ours.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False, and an empty destination, when `src` does not fit. */
bool text_copy(char *dst, size_t size, const char *src);

/* snprintf that says whether all of it fitted. */
bool text_print(char *dst, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Removes blanks (space, tab, CR, LF, U+3000) at both ends, in place. */
void text_trim(char *text);

/* Full-width ASCII (U+FF01-FF5E) and U+3000 become ASCII, in place. */
void text_narrow(char *text);

/* ASCII letters only; other bytes stay. */
void text_upper(char *text);
void text_lower(char *text);

/* Well-formed UTF-8: no overlong form, surrogate or value above U+10FFFF. */
bool text_is_utf8(const void *bytes, size_t len);

/* Bytes of the well-formed character at `bytes`; 0 when there is none. */
size_t text_character(const void *bytes, size_t len);

/* C0, DEL or C1 (as UTF-8), NUL included. */
bool text_has_control(const void *bytes, size_t len);

/* No control character but the line feed. */
bool text_are_lines(const void *bytes, size_t len);

/*
 * Copies `src` as it may be shown: a control character (but a line feed, where
 * there may be lines) and a byte that is no UTF-8 become U+FFFD each, and what
 * does not fit is cut between two characters and ends with U+2026. `size` is 4
 * at least. True when nothing of that was needed.
 */
bool text_show(char *dst, size_t size, const char *src, bool has_lines);

/* a-z, 0-9, '-', '_' and '.', at least one: what a thing may be called. */
bool text_is_word(const char *text);

/* Does "paper late", words with blanks between, have "late"? NULL has none. */
bool text_has_word(const char *words, const char *word);

/* Every byte in 0x20-0x7e. */
bool text_is_printable_ascii(const void *bytes, size_t len);

/* Decimal, optional sign, nothing else; within min..max. */
bool text_number(const char *text, int64_t min, int64_t max, int64_t *out);

/* Lower-case hex; needs 2 * len + 1 bytes. */
bool text_hex(char *dst, size_t size, const void *bytes, size_t len);
/* Either case; exact: false on an odd digit count or too little room. */
bool text_unhex(void *dst, size_t size, const char *hex, size_t *len);

/* Standard alphabet with padding; needs 4 * ((len + 2) / 3) + 1 bytes. */
bool text_base64(char *dst, size_t size, const void *bytes, size_t len);
/* Strict: padding required, unused bits zero. */
bool text_unbase64(void *dst, size_t size, const char *base64, size_t *len);

/* The URL alphabet without padding (RFC 4648, 5), as JOSE and PKCE have it;
 * needs (4 * len + 2) / 3 + 1 bytes. */
bool text_base64url(char *dst, size_t size, const void *bytes, size_t len);
/* Strict: no padding, no other alphabet, unused bits zero. */
bool text_unbase64url(void *dst, size_t size, const char *base64, size_t *len);

/* Equality in time that depends on `len` only. */
bool text_equal_secret(const void *a, const void *b, size_t len);

#endif
