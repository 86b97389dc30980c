#include "recent.h"

#include "base/clock.h"
#include "base/text.h"

#include <string.h>

static const char signed_in[] = "portalSignedIn";
static const char signed_on[] = "portalSignedOn";

/* "20260902110000Z 192.0.2.7" */
enum { VALUE_SIZE = CLOCK_GENERALIZED_SIZE + RECENT_PLACE_SIZE };

static bool
parse(struct recent *recent, const char *value)
{
	char when[CLOCK_GENERALIZED_SIZE];
	size_t len = strcspn(value, " ");

	return len < sizeof(when) && value[len] == ' ' &&
	    text_print(when, sizeof(when), "%.*s", (int)len, value) &&
	    clock_parse_generalized(when, &recent->at_s) &&
	    text_copy(recent->place, sizeof(recent->place), value + len + 1);
}

static void
print(const struct recent *recent, char value[VALUE_SIZE])
{
	char when[CLOCK_GENERALIZED_SIZE];

	clock_generalized(recent->at_s, when);
	(void)text_print(value, VALUE_SIZE, "%s %s", when, recent->place);
}

static enum rc
load(struct core *core, const struct person *person, const char *attr,
    struct recent list[RECENT_MAX], size_t *count, struct err *err)
{
	const char *const attrs[] = {attr, NULL};
	struct dir_entry *entry;
	enum rc rc = dir_get(core->dir, person->dn, attrs, &entry, err);

	*count = 0;
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < dir_count(entry, attr) && *count < RECENT_MAX;
	     i++) {
		const char *value = dir_value_at(entry, attr, i);

		if (value != NULL && parse(&list[*count], value))
			++*count;
	}
	dir_entry_free(entry);
	return RC_OK;
}

static const struct recent *
oldest_of(const struct recent *list, size_t count)
{
	const struct recent *oldest = &list[0];

	for (size_t i = 1; i < count; i++)
		if (list[i].at_s < oldest->at_s)
			oldest = &list[i];
	return oldest;
}

/* Twice in one second from one place is once. */
static bool
has(const struct recent *list, size_t count, const struct recent *recent)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].at_s == recent->at_s &&
		    strcmp(list[i].place, recent->place) == 0)
			return true;
	return false;
}

static enum rc
note(struct core *core, const struct person *person, const char *attr,
    const char *place, struct err *err)
{
	struct recent list[RECENT_MAX], now = {.at_s = core->now_s};
	char added[VALUE_SIZE], dropped[VALUE_SIZE];
	const struct dir_change changes[] = {
	    {DIR_ADD, attr, added, 0}, {DIR_DELETE, attr, dropped, 0}};
	struct dir_edit edit = {
	    .dn = person->dn, .changes = changes, .count = 1};
	size_t count;
	enum rc rc = load(core, person, attr, list, &count, err);

	if (!text_copy(now.place, sizeof(now.place), place))
		return err_set(err, RC_INPUT, "a place of that length");
	if (rc != RC_OK || has(list, count, &now))
		return rc;
	print(&now, added);
	if (count == RECENT_MAX) {
		print(oldest_of(list, count), dropped);
		edit.count = 2;
	}
	rc = dir_modify(core->dir, &edit, NULL, err);
	/* Another one of this second has dropped or added the same. */
	return rc == RC_ABSENT || rc == RC_EXISTS ? RC_OK : rc;
}

enum rc
recent_load(struct core *core, const struct person *person,
    struct recent list[RECENT_MAX], size_t *count, struct err *err)
{
	return load(core, person, signed_in, list, count, err);
}

enum rc
recent_load_services(struct core *core, const struct person *person,
    struct recent list[RECENT_MAX], size_t *count, struct err *err)
{
	return load(core, person, signed_on, list, count, err);
}

enum rc
recent_note(struct core *core, const struct person *person, const char *place,
    struct err *err)
{
	return note(core, person, signed_in, place, err);
}

enum rc
recent_note_service(struct core *core, const struct person *person,
    const char *app, struct err *err)
{
	return note(core, person, signed_on, app, err);
}
