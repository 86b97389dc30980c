#include "lab_local.h"

#include "base/text.h"
#include "table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One line, which is cut up. A line that is no account is nobody's. */
static void
take_line(struct lab_local *local, char *line)
{
	char *rest = line;
	const char *name = strsep(&rest, ":");
	const char *password = strsep(&rest, ":");
	const char *number = strsep(&rest, ":");
	struct lab_local_entry entry;

	if (password == NULL || number == NULL || rest == NULL ||
	    !text_number(number, 0, UINT32_MAX, &entry.number))
		return;
	entry.name = strdup(name);
	if (entry.name == NULL)
		abort();
	local->entries = table_grow(
	    local->entries, local->count + 1, sizeof(*local->entries));
	local->entries[local->count++] = entry;
}

enum rc
lab_local_load(const char *path, struct lab_local *local, struct err *err)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	bool is_read;

	*local = (struct lab_local){0};
	if (file == NULL)
		return err_set(err, RC_FAULT, "%s: %s", path, strerror(errno));
	while (getline(&line, &size, file) > 0)
		take_line(local, line);
	is_read = ferror(file) == 0;
	free(line);
	(void)fclose(file);
	return is_read ? RC_OK
		       : err_set(err, RC_FAULT, "%s: cannot be read", path);
}

static bool
is_same(const struct stat *seen, const struct stat *now)
{
	return seen->st_dev == now->st_dev && seen->st_ino == now->st_ino &&
	    seen->st_size == now->st_size &&
	    seen->st_ctim.tv_sec == now->st_ctim.tv_sec &&
	    seen->st_ctim.tv_nsec == now->st_ctim.tv_nsec;
}

enum rc
lab_local_update(const char *path, struct lab_local *local, struct err *err)
{
	struct stat now = {0}; /* nobody's: read anew the next time */
	enum rc rc;

	if (stat(path, &now) == 0 && is_same(&local->seen, &now))
		return RC_OK;
	lab_local_wipe(local);
	rc = lab_local_load(path, local, err);
	if (rc == RC_OK)
		local->seen = now;
	return rc;
}

void
lab_local_wipe(struct lab_local *local)
{
	for (size_t i = 0; i < local->count; i++)
		free(local->entries[i].name);
	free(local->entries);
	*local = (struct lab_local){0};
}

bool
lab_local_has(const struct lab_local *local, const char *name, int64_t number)
{
	for (size_t i = 0; i < local->count; i++) {
		if (local->entries[i].number == number ||
		    strcmp(local->entries[i].name, name) == 0)
			return true;
	}
	return false;
}
