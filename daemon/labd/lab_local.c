#include "lab_local.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

enum { LINE_SIZE = 4096 };

enum rc
lab_local_has(
    const char *path, const char *name, int64_t uid, bool *has, struct err *err)
{
	char line[LINE_SIZE];
	struct passwd entry, *found;
	FILE *file = fopen(path, "re");
	int end;

	*has = false;
	if (file == NULL)
		return err_set(err, RC_FAULT, "%s: %s", path, strerror(errno));
	while ((end = fgetpwent_r(file, &entry, line, sizeof(line), &found)) ==
	    0) {
		if (strcmp(entry.pw_name, name) == 0 ||
		    (int64_t)entry.pw_uid == uid) {
			*has = true;
			break;
		}
	}
	(void)fclose(file);
	if (end != 0 && end != ENOENT)
		return err_set(err, RC_FAULT, "%s: %s", path, strerror(end));
	return RC_OK;
}
