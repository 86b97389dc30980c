#include "maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum { PATH_SIZE = 4096 };

enum rc
maildir_open(const char *path, struct err *err)
{
	static const char *const below[] = {"", "/tmp", "/new", "/cur"};

	for (size_t i = 0; i < sizeof(below) / sizeof(below[0]); i++) {
		char dir[PATH_SIZE];

		if (!text_print(dir, sizeof(dir), "%s%s", path, below[i]))
			return err_set(err, RC_FAULT, "%s: too long", path);
		if (mkdir(dir, 0700) != 0 && errno != EEXIST)
			return err_set(
			    err, RC_FAULT, "%s: %s", dir, strerror(errno));
	}
	return RC_OK;
}

/* The text without carriage returns, as files have it; false with errno. */
static bool
write_text(const char *file, const char *message)
{
	FILE *out = fopen(file, "we");
	bool is_fine;

	if (out == NULL)
		return false;
	for (const char *p = message; *p != '\0'; p++)
		if (*p != '\r')
			(void)putc(*p, out);
	is_fine = fflush(out) == 0 && !ferror(out) && fsync(fileno(out)) == 0;
	return fclose(out) == 0 && is_fine;
}

enum rc
maildir_put(
    const char *path, const char *id, const char *message, struct err *err)
{
	char from[PATH_SIZE], to[PATH_SIZE];

	if (!text_print(from, sizeof(from), "%s/tmp/%s", path, id) ||
	    !text_print(to, sizeof(to), "%s/new/%s", path, id))
		return err_set(err, RC_FAULT, "%s: too long", path);
	if (write_text(from, message) && rename(from, to) == 0)
		return RC_OK;
	(void)err_set(err, RC_FAULT, "%s: %s", to, strerror(errno));
	(void)unlink(from);
	return RC_FAULT;
}
