#include "people.h"

#include "base/text.h"
#include "dir/dn.h"
#include "dir/filter.h"

#include <stdlib.h>
#include <string.h>

enum { ANSWER_MS = 120000, TEXT_SIZE = 1024 };

static const char *const attrs[ATTRS] = {
    [ATTR_UID] = "uid",
    [ATTR_CN] = "cn",
    [ATTR_MAIL] = "mail",
    [ATTR_STATE] = "portalState",
    [ATTR_KIND] = "portalStaffKind",
    [ATTR_UNIT_DN] = "portalUnitDN",
    [ATTR_POST] = "portalAdminPost",
    [ATTR_SCHEDULE] = "portalSchedule",
    [ATTR_FROM] = "portalPostedFrom",
    [ATTR_UNTIL] = "portalPostedUntil",
    [ATTR_HIRED] = "portalHiredOn",
    [ATTR_CHANGED] = "pwdChangedTime",
    [ATTR_SIGN_OUTS] = "portalSignOutCount",
    [ATTR_CODE] = "portalSchoolCode",
    [ATTR_SCHOOL_KIND] = "portalSchoolKind",
    [ATTR_TITLE] = "displayName",
    [ATTR_HEAD] = "portalUnitHead",
};

static const struct {
	const char *rdn, *filter;
	const char *asked[16];
} branches[BRANCHES] = {
    [BRANCH_PLACES] = {"units",
	"(|(objectClass=portalSchool)(objectClass=portalUnit)"
	"(objectClass=organizationalRole))",
	{"objectClass", "cn", "portalSchoolCode", "portalSchoolKind",
	    "displayName", "portalUnitHead", "roleOccupant", NULL}},
    [BRANCH_PEOPLE] = {"people", "(objectClass=portalPerson)",
	{"objectClass", "uid", "cn", "mail", "portalState", "portalStaffKind",
	    "portalUnitDN", "portalAdminPost", "portalSchedule",
	    "portalPostedFrom", "portalPostedUntil", "portalHiredOn",
	    "pwdChangedTime", "portalSignOutCount", NULL}},
};

static void
print_uuid(const uint8_t bytes[SYNC_UUID_SIZE], char text[37])
{
	static const int dashes[] = {8, 13, 18, 23};
	char hex[33];
	size_t at = 0;

	(void)text_hex(hex, sizeof(hex), bytes, SYNC_UUID_SIZE);
	for (size_t i = 0; i < 32; i++) {
		for (size_t d = 0; d < 4; d++)
			if (at == (size_t)dashes[d])
				text[at++] = '-';
		text[at++] = hex[i];
	}
	text[at] = '\0';
}

static struct arrival *
add(struct arrivals *arrivals)
{
	size_t room = arrivals->room == 0 ? 64 : arrivals->room * 2;
	struct arrival *more = arrivals->at;

	if (arrivals->count == arrivals->room) {
		more = reallocarray(arrivals->at, room, sizeof(*more));
		if (more == NULL)
			return NULL;
		arrivals->at = more;
		arrivals->room = room;
	}
	more = &arrivals->at[arrivals->count++];
	memset(more, 0, sizeof(*more));
	return more;
}

/* Names are compared as texts: one spelling for each. */
static bool
keep_name(char **to, const char *dn)
{
	char normal[DN_SIZE];
	struct err err;

	if (dn == NULL || dn_normal(normal, sizeof(normal), dn, &err) != RC_OK)
		return true;
	*to = strdup(normal);
	return *to != NULL;
}

static bool
keep_text(char **to, const char *text)
{
	char shown[TEXT_SIZE];

	if (text == NULL)
		return true;
	(void)text_show(shown, sizeof(shown), text, false);
	*to = strdup(shown);
	return *to != NULL;
}

static bool
keep_entry(struct arrival *arrival, const struct dir_entry *entry)
{
	size_t holders = dir_count(entry, "roleOccupant");
	bool fits = keep_name(&arrival->text[ATTR_DN], dir_dn(entry)) &&
	    keep_name(&arrival->text[ATTR_UNIT_DN],
		dir_value(entry, attrs[ATTR_UNIT_DN])) &&
	    keep_name(
		&arrival->text[ATTR_HEAD], dir_value(entry, attrs[ATTR_HEAD]));

	for (int a = 0; fits && a < ATTRS; a++)
		if (attrs[a] != NULL && a != ATTR_UNIT_DN && a != ATTR_HEAD)
			fits = keep_text(
			    &arrival->text[a], dir_value(entry, attrs[a]));
	for (size_t i = 0; fits && i < holders && i < PEOPLE_HOLDERS_MAX; i++)
		fits = keep_name(&arrival->holders[arrival->holder_count++],
		    dir_value_at(entry, "roleOccupant", i));
	return fits;
}

static enum rc
take(void *context, enum sync_event event, const uint8_t uuid[SYNC_UUID_SIZE],
    const struct dir_entry *entry, struct err *err)
{
	struct arrival *arrival = add(context);

	if (arrival == NULL)
		return err_set(err, RC_FAULT, "no memory for people");
	arrival->event = event;
	print_uuid(uuid, arrival->uuid);
	return event != SYNC_ENTRY || keep_entry(arrival, entry)
	    ? RC_OK
	    : err_set(err, RC_FAULT, "no memory for people");
}

enum rc
people_hear(struct dir *dir, const char *base_dn, enum people_branch branch,
    const char *cookie, struct arrivals *arrivals, struct err *err)
{
	char base[FILTER_DN_SIZE];
	const struct sync_query query = {.base = base,
	    .filter = branches[branch].filter,
	    .attrs = branches[branch].asked,
	    .timeout_ms = ANSWER_MS};
	enum rc rc;

	memset(arrivals, 0, sizeof(*arrivals));
	if (!text_copy(arrivals->cookie, sizeof(arrivals->cookie), cookie))
		return err_set(err, RC_FAULT, "a cookie is too long");
	rc = filter_dn(
	    base, sizeof(base), base_dn, err, "ou=%s", branches[branch].rdn);
	if (rc == RC_OK)
		rc = sync_poll(dir, &query, arrivals->cookie, take, arrivals,
		    &arrivals->is_complete, err);
	return rc;
}

void
arrivals_wipe(struct arrivals *arrivals)
{
	for (size_t i = 0; i < arrivals->count; i++) {
		struct arrival *arrival = &arrivals->at[i];

		for (int a = 0; a < ATTRS; a++)
			free(arrival->text[a]);
		for (size_t h = 0; h < arrival->holder_count; h++)
			free(arrival->holders[h]);
	}
	free(arrivals->at);
	memset(arrivals, 0, sizeof(*arrivals));
}
