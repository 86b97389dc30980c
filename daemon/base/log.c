#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct {
	const char *program;
	bool to_stderr;
	bool debug;
} settings = {.program = "portal", .to_stderr = true};

void
log_open(const char *program, bool to_stderr, bool debug)
{
	settings.program = program;
	settings.to_stderr = to_stderr;
	settings.debug = debug;
	if (!to_stderr)
		openlog(program, LOG_PID | LOG_NDELAY, LOG_AUTHPRIV);
}

/* Bytes below 0x20 and DEL as \xNN; UTF-8 passes. */
static void
escape(char *out, size_t size, const char *in)
{
	size_t used = 0;

	for (; *in != '\0' && used + 5 < size; in++) {
		unsigned char byte = (unsigned char)*in;

		if (byte >= 0x20 && byte != 0x7f)
			out[used++] = *in;
		else
			used += (size_t)snprintf(
			    out + used, size - used, "\\x%02x", byte);
	}
	out[used] = '\0';
}

void
log_line(int priority, const char *format, ...)
{
	char raw[LOG_LINE_SIZE], line[LOG_LINE_SIZE];
	va_list args;

	if (priority == LOG_DEBUG && !settings.debug)
		return;
	va_start(args, format);
	(void)vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	escape(line, sizeof(line), raw);
	if (settings.to_stderr)
		(void)dprintf(STDERR_FILENO, "<%d>%s[%d]: %s\n", priority,
		    settings.program, (int)getpid(), line);
	else
		syslog(priority, "%s", line);
}
