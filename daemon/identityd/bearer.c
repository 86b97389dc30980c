#include "bearer.h"

#include <string.h>
#include <strings.h>

enum { BEARER_FILTER_SIZE = 8 * FILTER_DN_SIZE, BEARER_ATTRS_MAX = 64 };

struct look {
	struct core *core;
	struct actor *actor;
	bool is_found; /* the person, where they stood */
	char uuid[PERSON_UUID_SIZE];
	char person_dn[FILTER_DN_SIZE], school_dn[FILTER_DN_SIZE];
};

/* Whoever needs the school of an odd entry asks for it, and is told. */
static void
take_school(struct school *school, const struct dir_entry *entry)
{
	struct err err;

	if (school_read(school, entry, &err) != RC_OK)
		school->dn[0] = '\0';
}

static enum rc
take(void *context, const struct dir_entry *entry, struct err *err)
{
	struct look *look = context;
	const char *uuid = dir_value(entry, "entryUUID");
	const char *dn = dir_dn(entry);

	if (uuid != NULL && strcasecmp(uuid, look->uuid) == 0 &&
	    strcasecmp(dn, look->person_dn) == 0) {
		look->is_found = true;
		return person_read(&look->actor->person, entry, err);
	}
	if (strcasecmp(dn, look->school_dn) == 0)
		take_school(&look->actor->school, entry);
	return actor_take_role(look->core, look->actor, entry, err);
}

static void
add_attrs(const char *attrs[BEARER_ATTRS_MAX], const char *const *more)
{
	size_t count = 0;

	while (attrs[count] != NULL)
		count++;
	while (*more != NULL && count + 1 < BEARER_ATTRS_MAX)
		attrs[count++] = *more++;
}

static enum rc
print_filter(
    struct look *look, char filter[BEARER_FILTER_SIZE], struct err *err)
{
	const struct session *session = &look->actor->session;
	const char *base_dn = look->core->conf->base_dn;
	enum rc rc = filter_dn(look->person_dn, FILTER_DN_SIZE, base_dn, err,
	    "uid=%s,ou=people", session->account);

	session_print_uuid(session, look->uuid);
	if (rc == RC_OK)
		rc = filter_dn(look->school_dn, FILTER_DN_SIZE, base_dn, err,
		    "o=%s,ou=units", session->school);
	return rc == RC_OK
	    ? filter_print(filter, BEARER_FILTER_SIZE, err,
		  "(|(entryUUID=%s)(roleOccupant=%s)(member=%s)"
		  "(entryDN=%s))",
		  look->uuid, look->person_dn, look->person_dn, look->school_dn)
	    : rc;
}

static enum rc
search(struct look *look, struct err *err)
{
	const char *attrs[BEARER_ATTRS_MAX] = {NULL};
	char filter[BEARER_FILTER_SIZE];
	const struct dir_query query = {.base = look->core->conf->base_dn,
	    .scope = DIR_SUBTREE,
	    .filter = filter,
	    .attrs = attrs,
	    .size_max = ACTOR_ENTRIES_MAX};
	enum rc rc = print_filter(look, filter, err);

	add_attrs(attrs, person_attrs);
	add_attrs(attrs, school_attrs);
	return rc == RC_OK
	    ? dir_search(look->core->dir, &query, take, look, err)
	    : rc;
}

/* Who is no longer there has another name by now, or is gone. */
static enum rc
search_elsewhere(struct look *look, struct err *err)
{
	struct actor *actor = look->actor;
	struct core *core = look->core;
	enum rc rc = person_by_uuid(
	    core->dir, core->conf->base_dn, look->uuid, &actor->person, err);

	actor->roles = 0;
	actor->post_count = 0;
	return rc == RC_OK ? actor_roles(core, actor, err) : rc;
}

enum reply
bearer_identify(struct core *core, const char *session, struct actor *actor)
{
	struct actor bearer = {.is_person = true};
	struct look look = {.core = core, .actor = &bearer};
	struct err err;
	enum rc rc = session_open(core->ring[RING_SESSION], session,
	    &bearer.session, core->now_s, &err);

	if (rc != RC_OK)
		return REPLY_SIGN_IN_AGAIN;
	rc = search(&look, &err);
	if (rc == RC_OK && !look.is_found)
		rc = search_elsewhere(&look, &err);
	if (rc != RC_OK && rc != RC_ABSENT)
		return core_fail("session", rc, &err);
	if (rc == RC_ABSENT || !session_is_of(&bearer.session, &bearer.person))
		return REPLY_SIGN_IN_AGAIN;
	session_place(&bearer.session, &bearer.person);
	bearer.roles |= ROLE_SELF;
	*actor = bearer;
	return REPLY_OK;
}
