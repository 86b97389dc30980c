#include "text.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char ideographic_space[] = "\xe3\x80\x80"; /* U+3000 */

bool
text_copy(char *dst, size_t size, const char *src)
{
	size_t len = strlen(src);

	if (len >= size) {
		if (size > 0)
			dst[0] = '\0';
		return false;
	}
	memcpy(dst, src, len + 1);
	return true;
}

bool
text_print(char *dst, size_t size, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(dst, size, format, args);
	va_end(args);
	if (len >= 0 && (size_t)len < size)
		return true;
	if (size > 0)
		dst[0] = '\0';
	return false;
}

/* The blank at `at` in bytes, 0 when there is none. */
static size_t
blank_at(const char *at)
{
	if (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')
		return 1;
	return strncmp(at, ideographic_space, 3) == 0 ? 3 : 0;
}

void
text_trim(char *text)
{
	char *start = text, *end = text;
	size_t blank;

	while ((blank = blank_at(start)) > 0)
		start += blank;
	for (char *at = start; *at != '\0';) {
		blank = blank_at(at);
		at += blank > 0 ? blank : 1;
		if (blank == 0)
			end = at;
	}
	if (end < start)
		end = start;
	memmove(text, start, (size_t)(end - start));
	text[end - start] = '\0';
}

/*
 * U+FF01-FF3F are EF BC 81-BF and stand for 0x21-0x5F; U+FF40-FF5E are
 * EF BD 80-9E and stand for 0x60-0x7E.
 */
static char
narrow_at(const unsigned char *at)
{
	if (memcmp(at, ideographic_space, 3) == 0)
		return ' ';
	if (at[0] != 0xef)
		return '\0';
	if (at[1] == 0xbc && at[2] >= 0x81 && at[2] <= 0xbf)
		return (char)(at[2] - 0x81 + 0x21);
	if (at[1] == 0xbd && at[2] >= 0x80 && at[2] <= 0x9e)
		return (char)(at[2] - 0x80 + 0x60);
	return '\0';
}

void
text_narrow(char *text)
{
	char *out = text;

	for (const char *at = text; *at != '\0';) {
		char ascii = '\0';

		if (strnlen(at, 3) == 3)
			ascii = narrow_at((const unsigned char *)at);
		*out++ = ascii != '\0' ? ascii : *at;
		at += ascii != '\0' ? 3 : 1;
	}
	*out = '\0';
}

void
text_upper(char *text)
{
	for (; *text != '\0'; text++)
		if (*text >= 'a' && *text <= 'z')
			*text = (char)(*text - 'a' + 'A');
}

void
text_lower(char *text)
{
	for (; *text != '\0'; text++)
		if (*text >= 'A' && *text <= 'Z')
			*text = (char)(*text - 'A' + 'a');
}

size_t
text_character(const void *bytes, size_t len)
{
	static const struct {
		unsigned char first, last; /* of the first byte */
		unsigned char low, high;   /* of the second byte */
		size_t len;
	} forms[] = {
	    {0x00, 0x7f, 0, 0, 1},
	    {0xc2, 0xdf, 0x80, 0xbf, 2},
	    {0xe0, 0xe0, 0xa0, 0xbf, 3},
	    {0xe1, 0xec, 0x80, 0xbf, 3},
	    {0xed, 0xed, 0x80, 0x9f, 3},
	    {0xee, 0xef, 0x80, 0xbf, 3},
	    {0xf0, 0xf0, 0x90, 0xbf, 4},
	    {0xf1, 0xf3, 0x80, 0xbf, 4},
	    {0xf4, 0xf4, 0x80, 0x8f, 4},
	};
	const unsigned char *at = bytes;

	if (len == 0)
		return 0;

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (at[0] < forms[i].first || at[0] > forms[i].last)
			continue;
		if (len < forms[i].len)
			return 0;
		if (forms[i].len > 1 &&
		    (at[1] < forms[i].low || at[1] > forms[i].high))
			return 0;
		for (size_t k = 2; k < forms[i].len; k++)
			if (at[k] < 0x80 || at[k] > 0xbf)
				return 0;
		return forms[i].len;
	}
	return 0;
}

bool
text_is_utf8(const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	while (len > 0) {
		size_t step = text_character(at, len);

		if (step == 0)
			return false;
		at += step;
		len -= step;
	}
	return true;
}

/* The length of what stands at `*at` and may be shown; else U+FFFD is put in
 * its place. */
static size_t
piece_take(const char **at, size_t *len, bool has_lines, const char **piece)
{
	static const char strange[] = "\xef\xbf\xbd";
	size_t step = text_character(*at, *len);
	bool is_fine = step > 0 &&
	    (!text_has_control(*at, step) || (has_lines && **at == '\n'));

	*piece = is_fine ? *at : strange;
	*at += step > 0 ? step : 1;
	*len -= step > 0 ? step : 1;
	return is_fine ? step : sizeof(strange) - 1;
}

bool
text_show(char *dst, size_t size, const char *src, bool has_lines)
{
	static const char more[] = "\xe2\x80\xa6";
	const char *at = src, *piece;
	size_t len = strlen(src), used = 0;
	size_t cut = 0; /* the last place with room for `more` */

	while (len > 0) {
		size_t step = piece_take(&at, &len, has_lines, &piece);

		if (used + step >= size) {
			memcpy(dst + cut, more, sizeof(more));
			return false;
		}
		memcpy(dst + used, piece, step);
		used += step;
		if (used + sizeof(more) <= size)
			cut = used;
	}
	dst[used] = '\0';
	return strcmp(dst, src) == 0;
}

bool
text_has_control(const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < len; i++) {
		if (at[i] < 0x20 || at[i] == 0x7f)
			return true;
		if (at[i] == 0xc2 && i + 1 < len && at[i + 1] >= 0x80 &&
		    at[i + 1] <= 0x9f)
			return true;
	}
	return false;
}

bool
text_are_lines(const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0) {
		const char *end = memchr(at, '\n', len);
		size_t line = end != NULL ? (size_t)(end - at) : len;

		if (text_has_control(at, line))
			return false;
		at += line + (end != NULL);
		len -= line + (end != NULL);
	}
	return true;
}

bool
text_is_word(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-_.";

	return text[0] != '\0' && text[strspn(text, allowed)] == '\0';
}

bool
text_has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	while (words != NULL && *words != '\0') {
		size_t next = strcspn(words, " ");

		if (next == len && memcmp(words, word, len) == 0)
			return true;
		words += next;
		words += strspn(words, " ");
	}
	return false;
}

bool
text_is_printable_ascii(const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < len; i++)
		if (at[i] < 0x20 || at[i] > 0x7e)
			return false;
	return true;
}

bool
text_number(const char *text, int64_t min, int64_t max, int64_t *out)
{
	char *end;
	long long value;

	*out = 0;
	if (!isdigit((unsigned char)text[text[0] == '-' || text[0] == '+']))
		return false;
	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0' || value < min || value > max)
		return false;
	*out = value;
	return true;
}

bool
text_hex(char *dst, size_t size, const void *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *at = bytes;

	if (size / 2 < len || size < 2 * len + 1) {
		if (size > 0)
			dst[0] = '\0';
		return false;
	}
	for (size_t i = 0; i < len; i++) {
		dst[2 * i] = digits[at[i] >> 4];
		dst[2 * i + 1] = digits[at[i] & 15];
	}
	dst[2 * len] = '\0';
	return true;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
text_unhex(void *dst, size_t size, const char *hex, size_t *len)
{
	unsigned char *out = dst;
	size_t count = strlen(hex);

	*len = 0;
	if (count % 2 != 0 || count / 2 > size)
		return false;
	for (size_t i = 0; i < count / 2; i++) {
		int high = hex_digit(hex[2 * i]);
		int low = hex_digit(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	*len = count / 2;
	return true;
}

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* A digit for each six bits; where the last one ends. */
static char *
base64_encode(
    char *dst, const unsigned char *at, size_t len, const char *digits)
{
	for (size_t i = 0; i < len; i += 3) {
		uint32_t group = (uint32_t)at[i] << 16;

		if (i + 1 < len)
			group |= (uint32_t)at[i + 1] << 8;
		if (i + 2 < len)
			group |= at[i + 2];
		*dst++ = digits[group >> 18];
		*dst++ = digits[group >> 12 & 63];
		if (i + 1 < len)
			*dst++ = digits[group >> 6 & 63];
		if (i + 2 < len)
			*dst++ = digits[group & 63];
	}
	return dst;
}

bool
text_base64(char *dst, size_t size, const void *bytes, size_t len)
{
	char *end;

	if (size == 0)
		return false;
	dst[0] = '\0';
	if (len > (SIZE_MAX - 3) / 4 || size < 4 * ((len + 2) / 3) + 1)
		return false;
	end = base64_encode(dst, bytes, len, base64_digits);
	while ((end - dst) % 4 != 0)
		*end++ = '=';
	*end = '\0';
	return true;
}

/* Reads one group of four; returns its bytes (1-3), 0 when malformed. */
static size_t
base64_group(const char *at, unsigned char out[3])
{
	uint32_t group = 0;
	size_t pads = 0;

	for (int i = 0; i < 4; i++) {
		const char *digit = strchr(base64_digits, at[i]);

		group <<= 6;
		if (at[i] == '=' && i >= 2)
			pads++;
		else if (at[i] == '\0' || digit == NULL || pads > 0)
			return 0;
		else
			group |= (uint32_t)(digit - base64_digits);
	}
	out[0] = (unsigned char)(group >> 16);
	out[1] = (unsigned char)(group >> 8);
	out[2] = (unsigned char)group;
	if ((pads >= 1 && out[2] != 0) || (pads == 2 && out[1] != 0))
		return 0;
	return 3 - pads;
}

bool
text_unbase64(void *dst, size_t size, const char *base64, size_t *len)
{
	unsigned char *out = dst;
	size_t count = strlen(base64), used = 0;

	*len = 0;
	if (count % 4 != 0)
		return false;
	for (size_t i = 0; i < count; i += 4) {
		unsigned char bytes[3];
		size_t got = base64_group(base64 + i, bytes);

		if (got == 0 || (got < 3 && i + 4 != count) ||
		    size - used < got)
			return false;
		memcpy(out + used, bytes, got);
		used += got;
	}
	*len = used;
	return true;
}

bool
text_base64url(char *dst, size_t size, const void *bytes, size_t len)
{
	if (size == 0)
		return false;
	dst[0] = '\0';
	if (len > (SIZE_MAX - 3) / 4 || size < (4 * len + 2) / 3 + 1)
		return false;
	*base64_encode(dst, bytes, len, base64url_digits) = '\0';
	return true;
}

/* The next four, or the last two or three, in the standard alphabet and
 * padded; false for what only that alphabet has. */
static bool
base64url_group(const char *at, char group[4])
{
	memcpy(group, "====", 4);
	for (int i = 0; i < 4 && at[i] != '\0'; i++) {
		if (strchr("+/=", at[i]) != NULL)
			return false;
		group[i] = at[i] == '-' ? '+' : at[i] == '_' ? '/' : at[i];
	}
	return true;
}

bool
text_unbase64url(void *dst, size_t size, const char *base64, size_t *len)
{
	unsigned char *out = dst;
	size_t count = strlen(base64), used = 0;

	*len = 0;
	for (size_t i = 0; i < count; i += 4) {
		unsigned char bytes[3];
		char group[4];
		size_t got = base64url_group(base64 + i, group)
		    ? base64_group(group, bytes)
		    : 0;

		if (got == 0 || size - used < got)
			return false;
		memcpy(out + used, bytes, got);
		used += got;
	}
	*len = used;
	return true;
}

bool
text_equal_secret(const void *a, const void *b, size_t len)
{
	const volatile unsigned char *left = a, *right = b;
	unsigned char differ = 0;

	for (size_t i = 0; i < len; i++)
		differ |= (unsigned char)(left[i] ^ right[i]);
	return differ == 0;
}
