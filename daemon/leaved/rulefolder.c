#include "rulefolder.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/text.h"
#include "calendar_ics.h"

enum { PATH_SIZE = 1024, FILES_MAX = 256 };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

enum rc
rulefolder_read(const char *path, char **text, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	ssize_t got = -1;

	*text = NULL;
	if (fd < 0)
		return err_set(err, errno == ENOENT ? RC_ABSENT : RC_FAULT,
		    "%s: %s", path, strerror(errno));
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size < RULEFOLDER_FILE_MAX) {
		*text = malloc((size_t)st.st_size + 1);
		if (*text != NULL)
			got = read(fd, *text, (size_t)st.st_size);
	}
	(void)close(fd);
	if (got < 0) {
		free(*text);
		*text = NULL;
		return err_set(err, RC_INPUT, "%s: no file below 1 MiB", path);
	}
	(*text)[got] = '\0';
	return RC_OK;
}

static bool
ends_with(const char *name, const char *end)
{
	size_t a = strlen(name), b = strlen(end);

	return a > b && strcmp(name + a - b, end) == 0;
}

enum rc
rulefolder_parse_calendar(struct calendar *calendar, const char *name,
    const char *text, struct faults *faults, struct err *err)
{
	struct calendar_source source = {
	    .name = name, .level = LEVEL_NATIONAL, .published = INT32_MIN};

	if (ends_with(name, ".ics"))
		return calendar_ics_parse(calendar, text, &source, faults, err);
	return calendar_csv_parse(calendar, text, &source, faults, err);
}

struct load {
	struct rules *rules;
	struct calendar *calendar;
	struct faults *faults;
};

static enum rc
load_file(
    struct load *load, const char *folder, const char *name, struct err *err)
{
	char path[PATH_SIZE];
	char *text;
	struct faults *faults = load->faults;
	enum rc rc;

	if (!text_print(path, sizeof(path), "%s/%s", folder, name))
		return err_set(err, RC_INPUT, "path too long: %s", name);
	rc = rulefolder_read(path, &text, err);
	if (rc != RC_OK)
		return rc;
	if (ends_with(name, ".conf"))
		rc = rulefile_parse(load->rules, name, text, faults, err);
	else
		rc = rulefolder_parse_calendar(
		    load->calendar, name, text, faults, err);
	free(text);
	return rc;
}

static int
is_wanted(const struct dirent *entry)
{
	return entry->d_name[0] != '.' &&
	    (ends_with(entry->d_name, ".conf") ||
		ends_with(entry->d_name, ".csv") ||
		ends_with(entry->d_name, ".ics"));
}

/* In the order of names, so that the same folder reads the same. A file with
 * faults does not keep the others from being read. */
static enum rc
load_folder(struct load *load, const char *folder, struct err *err)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_wanted, alphasort);
	enum rc rc = RC_OK;

	if (count < 0)
		return err_set(
		    err, RC_ABSENT, "%s: %s", folder, strerror(errno));
	for (int i = 0; i < count; i++) {
		enum rc one = i < FILES_MAX
		    ? load_file(load, folder, entries[i]->d_name, err)
		    : RC_OK;

		rc = one != RC_OK ? one : rc;
		free(entries[i]);
	}
	free(entries);
	return rc;
}

enum rc
rulefolder_load(struct rules *rules, struct calendar *calendar,
    const char *folder, struct faults *faults, struct err *err)
{
	static const char *const parts[] = {"", "/rules", "/calendars"};
	struct load load = {rules, calendar, faults};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(parts); i++) {
		char path[PATH_SIZE];
		enum rc one;

		if (i == 2 && calendar == NULL)
			break;
		if (!text_print(path, sizeof(path), "%s%s", folder, parts[i]))
			return err_set(err, RC_INPUT, "path too long");
		one = load_folder(&load, path, err);
		rc = one != RC_OK ? one : rc;
	}
	return faults->count > 0 ? faults_rc(faults, folder, err) : rc;
}

enum rc
rulefolder_load_calendar(struct calendar *calendar, const char *folder,
    const char *name, struct faults *faults, struct err *err)
{
	static const char *const ends[] = {".csv", ".ics"};
	struct load load = {NULL, calendar, faults};
	char path[PATH_SIZE], file[PATH_SIZE];
	enum rc rc = RC_ABSENT;

	if (*name == '\0' || strchr(name, '/') != NULL || *name == '.')
		return err_set(err, RC_ABSENT, "no calendar '%s'", name);
	for (size_t i = 0; i < COUNT(ends) && rc == RC_ABSENT; i++) {
		if (!text_print(path, sizeof(path), "%s/calendars", folder) ||
		    !text_print(file, sizeof(file), "%s%s", name, ends[i]))
			return err_set(err, RC_INPUT, "path too long");
		rc = load_file(&load, path, file, err);
	}
	return rc;
}
