#include "spent.h"

#include "base/clock.h"
#include "base/text.h"
#include "changes.h"

#include <string.h>

static const char attr[] = "portalGrantSpent";

/* "20260902110000Z 000102...0f", and the same with " again". */
enum {
	LIFE_S = GRANT_CODE_LIFE_S + GRANT_TOKEN_LIFE_S,
	SERIAL_SIZE = 2 * GRANT_SERIAL_LEN + 1,
	VALUE_SIZE = CLOCK_GENERALIZED_SIZE + SERIAL_SIZE + 8,
	DROPS_MAX = 16, /* at once; the next one drops more */
};

/* Of the code itself: a token has another moment, and the same serial. */
static void
print(const struct grant *code, const char *more, char value[VALUE_SIZE])
{
	char when[CLOCK_GENERALIZED_SIZE], serial[SERIAL_SIZE];

	clock_generalized(code->session.seen_s, when);
	(void)text_hex(
	    serial, sizeof(serial), code->serial, sizeof(code->serial));
	(void)text_print(value, VALUE_SIZE, "%s %s%s", when, serial, more);
}

/* Nobody can bring that code again, and what was given for it has ended. */
static bool
is_over(const char *value, int64_t now_s)
{
	char when[CLOCK_GENERALIZED_SIZE];
	int64_t made_s;

	return text_print(when, sizeof(when), "%.*s", (int)strcspn(value, " "),
		   value) &&
	    clock_parse_generalized(when, &made_s) && now_s - made_s > LIFE_S;
}

static enum rc
load(struct dir *dir, const struct person *person, struct dir_entry **entry,
    struct err *err)
{
	static const char *const attrs[] = {attr, NULL};

	return dir_get(dir, person->dn, attrs, entry, err);
}

/* The code's value, and with it some that are over go. */
static enum rc
add(struct dir *home, const struct person *person, const char *value,
    const struct dir_entry *there, int64_t now_s, struct err *err)
{
	struct changes changes = {0};
	struct dir_edit edit = {.dn = person->dn, .changes = changes.list};
	enum rc rc;

	changes_put(&changes, DIR_ADD, attr, value);
	for (size_t i = 0;
	     i < dir_count(there, attr) && changes.count <= DROPS_MAX; i++) {
		const char *old = dir_value_at(there, attr, i);

		if (old != NULL && is_over(old, now_s))
			changes_put(&changes, DIR_DELETE, attr, old);
	}
	edit.count = changes.count;
	rc = dir_modify(home, &edit, NULL, err);
	if (rc != RC_ABSENT || changes.count == 1)
		return rc;
	edit.count = 1; /* another one has dropped the same */
	return dir_modify(home, &edit, NULL, err);
}

enum rc
spent_take(struct core *core, const struct grant *grant,
    const struct person *person, struct err *err)
{
	struct dir *home = core_home(core, grant->home);
	char value[VALUE_SIZE];
	struct dir_entry *there;
	enum rc rc;

	if (home == NULL)
		return err_set(
		    err, RC_OFFLINE, "no home %lld", (long long)grant->home);
	rc = load(home, person, &there, err);
	if (rc != RC_OK)
		return rc;
	print(grant, "", value);
	rc = dir_count(there, attr) < SPENT_MAX
	    ? add(home, person, value, there, core->now_s, err)
	    : err_set(err, RC_BUSY, "%s signs on all the time", person->dn);
	dir_entry_free(there);
	if (rc != RC_EXISTS)
		return rc;
	print(grant, " again", value);
	rc = dir_modify(home,
	    &(struct dir_edit){.dn = person->dn,
		.changes = &(struct dir_change){DIR_ADD, attr, value, 0},
		.count = 1},
	    NULL, err);
	return rc == RC_OK ? RC_EXISTS : rc;
}

/* Used, and not brought again. */
static bool
is_good(const struct dir_entry *entry, const char *serial)
{
	bool is_used = false;

	for (size_t i = 0; i < dir_count(entry, attr); i++) {
		const char *value = dir_value_at(entry, attr, i);
		const char *at = value != NULL ? strchr(value, ' ') : NULL;

		if (at == NULL || strncmp(at + 1, serial, SERIAL_SIZE - 1) != 0)
			continue;
		if (at[SERIAL_SIZE] != '\0')
			return false;
		is_used = true;
	}
	return is_used;
}

enum rc
spent_check(struct core *core, const struct grant *grant,
    const struct person *person, struct err *err)
{
	struct dir *home = core_home(core, grant->home);
	char serial[SERIAL_SIZE];
	struct dir_entry *entry;
	enum rc rc = RC_OFFLINE;

	if (home != NULL)
		rc = load(home, person, &entry, err);
	if (rc == RC_OFFLINE && home != core->dir)
		rc = load(core->dir, person, &entry, err);
	if (rc != RC_OK)
		return rc;
	(void)text_hex(
	    serial, sizeof(serial), grant->serial, sizeof(grant->serial));
	if (!is_good(entry, serial))
		rc = err_set(err, RC_DENIED, "its code was brought again");
	dir_entry_free(entry);
	return rc;
}
