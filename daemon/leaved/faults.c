#include "faults.h"
#include <stdarg.h>
#include <stdio.h>

/* Whole sentences only. */
static void
add(struct faults *faults, const char *name, int line, const char *what)
{
	int len =
	    snprintf(faults->text + faults->len, FAULTS_SIZE - faults->len,
		faults->is_chinese ? "%s%s第 %d 列：%s\n" : "%s%sline %d: %s\n",
		name, name[0] == '\0' ? "" : ": ", line, what);

	faults->count++;
	if (len < 0 || (unsigned)len >= FAULTS_SIZE - faults->len)
		faults->text[faults->len] = '\0';
	else
		faults->len += (unsigned)len;
}

void
faults_add(
    struct faults *faults, const char *name, int line, const char *format, ...)
{
	char what[ERR_TEXT_SIZE];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(what, sizeof(what), format, ap);
	va_end(ap);
	add(faults, name, line, what);
}

void
faults_tell(struct faults *faults, const char *name, int line, enum amiss amiss,
    const char *value)
{
	char what[AMISS_SIZE];

	add(faults, name, line,
	    amiss_say(what, !faults->is_chinese, amiss, value));
}

enum rc
faults_rc(const struct faults *faults, const char *name, struct err *err)
{
	if (faults->count == 0)
		return RC_OK;
	return err_set(err, RC_INPUT, "%s: %u fault%s", name, faults->count,
	    faults->count == 1 ? "" : "s");
}
