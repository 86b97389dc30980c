#include "lab_local.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One line, which is cut up. Lines that are no account are nobody's. */
static bool
is_account(char *line, const char *name, int64_t uid)
{
	char *rest = line;
	const char *line_name = strsep(&rest, ":");
	const char *password = strsep(&rest, ":");
	const char *line_uid = strsep(&rest, ":");
	int64_t number;

	if (password == NULL || line_uid == NULL || rest == NULL)
		return false;
	if (strcmp(line_name, name) == 0)
		return true;
	return text_number(line_uid, 0, UINT32_MAX, &number) && number == uid;
}

enum rc
lab_local_has(
    const char *path, const char *name, int64_t uid, bool *has, struct err *err)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	bool is_read;

	*has = false;
	if (file == NULL)
		return err_set(err, RC_FAULT, "%s: %s", path, strerror(errno));
	while (!*has && getline(&line, &size, file) > 0)
		*has = is_account(line, name, uid);
	is_read = ferror(file) == 0;
	free(line);
	(void)fclose(file);
	return is_read ? RC_OK
		       : err_set(err, RC_FAULT, "%s: cannot be read", path);
}
