#include "log.h"

#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LOG_HEAD_SIZE = 64 }; /* level, program, process */

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

static size_t
put_escaped(char out[4], char byte)
{
	static const char digits[] = "0123456789abcdef";

	out[0] = '\\';
	out[1] = 'x';
	out[2] = digits[(unsigned char)byte >> 4];
	out[3] = digits[(unsigned char)byte & 15];
	return 4;
}

/*
 * What a terminal or a reader of lines could obey becomes \xNN: control
 * characters (C1 too, as UTF-8) and bytes that are no UTF-8.
 */
static void
escape(char *out, size_t size, const char *in)
{
	size_t used = 0, len = strlen(in);

	while (len > 0) {
		size_t step = text_character(in, len);
		bool is_fine = step > 0 && !text_has_control(in, step);

		step = step > 0 ? step : 1;
		if (used + (is_fine ? step : 4 * step) >= size)
			break;
		for (size_t i = 0; i < step; i++)
			if (is_fine)
				out[used++] = in[i];
			else
				used += put_escaped(out + used, in[i]);
		in += step;
		len -= step;
	}
	out[used] = '\0';
}

void
log_line(int priority, const char *format, ...)
{
	char raw[LOG_LINE_SIZE], line[LOG_LINE_SIZE];
	char whole[LOG_LINE_SIZE + LOG_HEAD_SIZE];
	va_list args;

	if (priority == LOG_DEBUG && !settings.debug)
		return;
	va_start(args, format);
	(void)vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	escape(line, sizeof(line), raw);
	if (!settings.to_stderr)
		syslog(priority, "%s", line);
	/* In one write(), so that processes do not cut each other's lines. */
	else if (text_print(whole, sizeof(whole), "<%d>%s[%d]: %s\n", priority,
		     settings.program, (int)getpid(), line))
		(void)!write(STDERR_FILENO, whole, strlen(whole));
}
