#include "filter.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

struct out {
	char *at;
	size_t left; /* with room for the NUL */
	bool is_full;
};

/* Says which bytes of a value must not stand as they are. */
typedef bool must_escape(const unsigned char *value, size_t len, size_t i);

static void
put(struct out *out, char byte)
{
	if (out->left <= 1) {
		out->is_full = true;
		return;
	}
	*out->at++ = byte;
	out->left--;
}

static void
put_value(struct out *out, const char *value, size_t len, must_escape *must)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *bytes = (const unsigned char *)value;

	for (size_t i = 0; i < len; i++) {
		if (!must(bytes, len, i)) {
			put(out, value[i]);
			continue;
		}
		put(out, '\\');
		put(out, digits[bytes[i] >> 4]);
		put(out, digits[bytes[i] & 15]);
	}
}

/* Bytes above ASCII as well: a value need not be UTF-8, a filter must be. */
static bool
must_in_filter(const unsigned char *value, size_t len, size_t i)
{
	(void)len;
	return value[i] < ' ' || value[i] > '~' ||
	    strchr("()*\\", value[i]) != NULL;
}

static bool
must_in_name(const unsigned char *value, size_t len, size_t i)
{
	if (value[i] < ' ' || value[i] == 0x7f ||
	    strchr("\"+,;<>=\\", value[i]) != NULL)
		return true;
	if (value[i] == '#')
		return i == 0;
	return value[i] == ' ' && (i == 0 || i == len - 1);
}

static void
print(struct out *out, must_escape *must, const char *format, va_list args)
{
	const char *value;
	size_t len;

	for (const char *at = format; *at != '\0'; at++) {
		if (*at != '%') {
			put(out, *at);
		} else if (at[1] == '%') {
			put(out, *++at);
		} else if (at[1] == 's') {
			value = va_arg(args, const char *);
			put_value(out, value, strlen(value), must);
			at++;
		} else {
			assert(strncmp(at, "%.*s", 4) == 0);
			len = (size_t)va_arg(args, int);
			value = va_arg(args, const char *);
			put_value(out, value, len, must);
			at += 3;
		}
	}
}

static enum rc
finish(struct out *out, char *dst, const char *what, struct err *err)
{
	*out->at = '\0';
	if (!out->is_full)
		return RC_OK;
	*dst = '\0';
	return err_set(err, RC_INPUT, "a %s does not fit", what);
}

enum rc
filter_print(char *dst, size_t size, struct err *err, const char *format, ...)
{
	struct out out = {dst, size, false};
	va_list args;

	va_start(args, format);
	print(&out, must_in_filter, format, args);
	va_end(args);
	return finish(&out, dst, "search filter", err);
}

enum rc
filter_dn(char *dst, size_t size, const char *parent, struct err *err,
    const char *format, ...)
{
	struct out out = {dst, size, false};
	va_list args;

	va_start(args, format);
	print(&out, must_in_name, format, args);
	va_end(args);
	put(&out, ',');
	for (const char *at = parent; *at != '\0'; at++)
		put(&out, *at);
	return finish(&out, dst, "directory name", err);
}
