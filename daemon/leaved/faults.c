#include "faults.h"
#include <stdarg.h>
#include <stdio.h>

void
faults_add(
    struct faults *faults, const char *name, int line, const char *format, ...)
{
	char what[ERR_TEXT_SIZE];
	int len;
	va_list ap;

	faults->count++;
	va_start(ap, format);
	(void)vsnprintf(what, sizeof(what), format, ap);
	va_end(ap);
	len = snprintf(faults->text + faults->len, FAULTS_SIZE - faults->len,
	    "%s: line %d: %s\n", name, line, what);
	if (len < 0 || (unsigned)len >= FAULTS_SIZE - faults->len)
		faults->text[faults->len] = '\0'; /* whole sentences only */
	else
		faults->len += (unsigned)len;
}

enum rc
faults_rc(const struct faults *faults, const char *name, struct err *err)
{
	if (faults->count == 0)
		return RC_OK;
	return err_set(err, RC_INPUT, "%s: %u fault%s", name, faults->count,
	    faults->count == 1 ? "" : "s");
}
