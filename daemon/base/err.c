#include "err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* A sentence that did not fit is cut between characters, not within one. */
static void
end_whole(char *text, size_t size)
{
	size_t len = strlen(text), tail = 0;

	if (len + 1 < size)
		return;
	while (tail < 3 && tail < len &&
	    ((unsigned char)text[len - 1 - tail] & 0xc0) == 0x80)
		tail++;
	if (tail < len && ((unsigned char)text[len - 1 - tail] & 0x80) != 0)
		text[len - 1 - tail] = '\0';
}

enum rc
err_set(struct err *err, enum rc rc, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	end_whole(err->text, sizeof(err->text));
	return rc;
}

enum rc
err_context(struct err *err, enum rc rc, const char *format, ...)
{
	struct err inner = *err;
	va_list args;
	size_t used;

	va_start(args, format);
	(void)vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	used = strlen(err->text);
	(void)snprintf(
	    err->text + used, sizeof(err->text) - used, ": %s", inner.text);
	end_whole(err->text, sizeof(err->text));
	return rc;
}

const char *
rc_name(enum rc rc)
{
	static const char *const names[RC_COUNT] = {
	    [RC_OK] = "ok",
	    [RC_INPUT] = "input",
	    [RC_DENIED] = "denied",
	    [RC_ABSENT] = "absent",
	    [RC_EXISTS] = "exists",
	    [RC_BUSY] = "busy",
	    [RC_OFFLINE] = "offline",
	    [RC_FAULT] = "fault",
	};

	return (unsigned)rc < RC_COUNT ? names[rc] : "?";
}

int
rc_exit(enum rc rc)
{
	static const int codes[RC_COUNT] = {
	    [RC_OK] = 0,
	    [RC_INPUT] = EX_DATAERR,
	    [RC_DENIED] = EX_NOPERM,
	    [RC_ABSENT] = 1,
	    [RC_EXISTS] = 2,
	    [RC_BUSY] = EX_TEMPFAIL,
	    [RC_OFFLINE] = EX_UNAVAILABLE,
	    [RC_FAULT] = EX_SOFTWARE,
	};

	return (unsigned)rc < RC_COUNT ? codes[rc] : EX_SOFTWARE;
}
