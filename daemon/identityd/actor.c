#include "actor.h"

#include "base/text.h"
#include "core.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct {
	enum door door;
	unsigned roles;
} door_roles[] = {
    {DOOR_FRONT, ROLE_ANYONE},
    {DOOR_SELF, ROLE_ANYONE},
    {DOOR_CTL, ROLE_IT},
    {DOOR_MAILER, ROLE_MAILER},
};

/* "cn=personnel,o=...": the school's DN, or NULL for another entry. */
static const char *
school_of_role(const char *dn, const char *role)
{
	size_t len = strlen(role);

	return strncasecmp(dn, role, len) == 0 ? dn + len : NULL;
}

struct role_search {
	struct actor *actor;
	char it_dn[FILTER_DN_SIZE];
};

static enum rc
take_role(void *context, const struct dir_entry *entry, struct err *err)
{
	struct role_search *search = context;
	struct actor *actor = search->actor;
	const char *dn = dir_dn(entry), *school;

	(void)err;
	if (strcasecmp(dn, search->it_dn) == 0)
		actor->roles |= ROLE_IT;
	school = school_of_role(dn, "cn=personnel,");
	if (school != NULL &&
	    text_copy(actor->personnel_dn, PERSON_DN_SIZE, school))
		actor->roles |= ROLE_PERSONNEL;
	school = school_of_role(dn, "cn=officer,");
	if (school != NULL &&
	    text_copy(actor->officer_dn, PERSON_DN_SIZE, school))
		actor->roles |= ROLE_OFFICER;
	return RC_OK;
}

enum rc
actor_roles(struct core *core, struct actor *actor, struct err *err)
{
	static const char *const attrs[] = {"cn", NULL};
	struct role_search search = {.actor = actor};
	char filter[FILTER_SIZE];
	struct dir_query query = {.base = core->conf->base_dn,
	    .scope = DIR_SUBTREE,
	    .filter = filter,
	    .attrs = attrs,
	    .size_max = 500};
	enum rc rc = filter_print(filter, sizeof(filter), err,
	    "(|(roleOccupant=%s)(member=%s))", actor->person.dn,
	    actor->person.dn);

	if (rc == RC_OK)
		rc = filter_dn(search.it_dn, sizeof(search.it_dn),
		    core->conf->base_dn, err, "cn=it,ou=groups");
	return rc == RC_OK
	    ? dir_search(core->dir, &query, take_role, &search, err)
	    : rc;
}

static enum reply
identify_person(struct core *core, const char *text, struct actor *actor)
{
	static const size_t uuid_cuts[] = {4, 2, 2, 2, 6};
	char uuid[PERSON_UUID_SIZE] = "";
	const unsigned char *at = actor->session.uuid;
	struct err err;
	enum rc rc = session_open(
	    core->ring[RING_SESSION], text, &actor->session, core->now_s, &err);

	if (rc != RC_OK)
		return REPLY_SIGN_IN_AGAIN;
	for (size_t i = 0; i < sizeof(uuid_cuts) / sizeof(size_t); i++) {
		size_t used = strlen(uuid);

		if (i > 0)
			uuid[used++] = '-';
		(void)text_hex(
		    uuid + used, sizeof(uuid) - used, at, uuid_cuts[i]);
		at += uuid_cuts[i];
	}
	rc = person_by_uuid(
	    core->dir, core->conf->base_dn, uuid, &actor->person, &err);
	if (rc == RC_ABSENT)
		return REPLY_SIGN_IN_AGAIN;
	if (rc != RC_OK)
		return core_fail("session", rc, &err);
	if (!session_is_of(&actor->session, &actor->person))
		return REPLY_SIGN_IN_AGAIN;
	actor->is_person = true;
	actor->roles = ROLE_SELF;
	rc = actor_roles(core, actor, &err);
	return rc == RC_OK ? REPLY_OK : core_fail("roles", rc, &err);
}

static void
name_actor(const struct serve_question *question, struct actor *actor)
{
	const char *address = wire_text(&question->in, F_ADDRESS);

	(void)snprintf(actor->subject, sizeof(actor->subject), "uid %ld",
	    (long)question->uid);
	/* Only the front says whom it speaks for. */
	if (question->door == DOOR_FRONT && address != NULL)
		(void)snprintf(
		    actor->subject, sizeof(actor->subject), "%s", address);
	(void)snprintf(actor->name, sizeof(actor->name), "%s",
	    actor->is_person ? actor->person.account : actor->subject);
}

enum reply
actor_identify(struct core *core, const struct serve_question *question,
    struct actor *actor)
{
	const char *session = wire_text(&question->in, F_SESSION);
	enum reply reply = REPLY_OK;

	*actor = (struct actor){0};
	for (size_t i = 0; i < sizeof(door_roles) / sizeof(door_roles[0]); i++)
		if (door_roles[i].door == question->door)
			actor->roles = door_roles[i].roles;
	if (session != NULL)
		reply = identify_person(core, session, actor);
	name_actor(question, actor);
	if (reply != REPLY_OK)
		return reply;
	return op_rule(question->op)->roles & actor->roles ? REPLY_OK
							   : REPLY_NOT_ALLOWED;
}

enum reply
actor_may_in(const struct actor *actor, const char *school_dn)
{
	if (actor->roles & ROLE_IT)
		return REPLY_OK;
	if (school_dn[0] != '\0' &&
	    strcasecmp(actor->personnel_dn, school_dn) == 0)
		return REPLY_OK;
	return REPLY_OTHER_SCHOOL;
}

enum reply
actor_may_see(const struct actor *actor, const struct person *person)
{
	if (person->school_dn[0] != '\0' &&
	    strcasecmp(actor->officer_dn, person->school_dn) == 0)
		return REPLY_OK;
	return actor_may_in(actor, person->school_dn);
}

enum reply
actor_may_touch(
    struct core *core, const struct actor *actor, const struct person *person)
{
	struct actor other = {.person = *person};
	struct err err;
	enum reply reply = actor_may_in(actor, person->school_dn);
	enum rc rc;

	if (reply != REPLY_OK)
		return reply;
	if (actor->is_person && strcmp(actor->person.uuid, person->uuid) == 0)
		return REPLY_NOT_ON_YOURSELF;
	if (actor->roles & ROLE_IT)
		return REPLY_OK;
	rc = actor_roles(core, &other, &err);
	if (rc != RC_OK)
		return core_fail("roles", rc, &err);
	return other.roles & (ROLE_PERSONNEL | ROLE_IT)
	    ? REPLY_NOT_ON_COLLEAGUES
	    : REPLY_OK;
}

enum reply
actor_step_up(struct core *core, const struct actor *actor,
    const struct serve_question *question)
{
	const char *password = wire_text(&question->in, F_PASSWORD);
	struct dir_bound bound;
	struct err err;
	enum rc rc;

	if (!actor->is_person ||
	    session_is_stepped_up(&actor->session, core->now_s))
		return REPLY_OK; /* IT at ctl.sock is root or portal-it */
	if (password == NULL)
		return REPLY_STEP_UP;
	rc = dir_bind(
	    core->person_dir, actor->person.dn, password, &bound, &err);
	if (rc == RC_DENIED)
		return REPLY_WRONG_PASSWORD;
	return rc == RC_OK ? REPLY_OK : core_fail("step up", rc, &err);
}
