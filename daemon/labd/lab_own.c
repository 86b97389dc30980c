#include "lab_own.h"

#include "dir/quality.h"

#include <string.h>

/* What a machine may know of how a person is called. */
static const char *const names[] = {"uid", "cn", "gecos", NULL};

static size_t
collect(const struct dir_entry *entry, const char **parts, size_t max)
{
	size_t count = 0;

	for (size_t i = 0; names[i] != NULL; i++) {
		for (size_t j = 0; j < dir_count(entry, names[i]); j++) {
			const char *name = dir_value_at(entry, names[i], j);

			if (name != NULL && count < max)
				parts[count++] = name;
		}
	}
	return count;
}

/* How long it must be and the rest is the server's to say. */
static bool
is_own(const struct dir_entry *entry, const char *password)
{
	static const struct quality_rules only_own = {
	    .len_max = QUALITY_BYTES_MAX, .unicode = true};
	const char *part[QUALITY_PARTS_MAX];
	const struct quality_parts parts = {
	    part, collect(entry, part, QUALITY_PARTS_MAX)};

	return quality_check(&only_own, password, strlen(password), &parts) ==
	    QUALITY_OWN;
}

enum rc
lab_own_check(struct lab *lab, const struct lab_person *person,
    const char *password, struct lab_answer *answer, struct err *err)
{
	struct dir_entry *entry = NULL;
	struct dir *dir;
	enum rc rc = lab_names_at(lab, person->server, &dir, err);

	if (rc == RC_OK)
		rc = dir_get(dir, person->dn, names, &entry, err);
	if (rc != RC_OK) {
		/* Whoever just proved who they are is there: it cannot say. */
		rc = rc == RC_OFFLINE || rc == RC_BUSY ? rc : RC_FAULT;
		return lab_answer_with(answer, rc, lab_reason_of(rc));
	}
	if (is_own(entry, password)) {
		(void)err_set(err, RC_INPUT, "contains the own name");
		rc = lab_answer_with(answer, RC_INPUT, LAB_OWN);
	}
	dir_entry_free(entry);
	return rc;
}
