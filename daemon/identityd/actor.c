#include "actor.h"

#include "base/text.h"
#include "bearer.h"
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

static const struct {
	const char *rdn; /* what comes before the school's DN */
	unsigned role;
} school_roles[] = {
    {"cn=personnel,", ROLE_PERSONNEL},
    {"cn=officer,", ROLE_OFFICER},
};

/* The actor's post in that school, or NULL. */
static struct actor_post *
find_post(struct actor *actor, const char *school_dn)
{
	for (size_t i = 0; i < actor->post_count; i++)
		if (strcasecmp(actor->post[i].school_dn, school_dn) == 0)
			return &actor->post[i];
	return NULL;
}

static enum rc
add_role(
    struct actor *actor, const char *school_dn, unsigned role, struct err *err)
{
	struct actor_post *post = find_post(actor, school_dn);

	if (post == NULL && actor->post_count == ACTOR_POSTS_MAX)
		return err_set(err, RC_FAULT,
		    "%s: roles in more than %d schools", actor->person.account,
		    ACTOR_POSTS_MAX);
	if (post == NULL) {
		post = &actor->post[actor->post_count];
		if (!text_copy(post->school_dn, PERSON_DN_SIZE, school_dn))
			return err_set(err, RC_FAULT, "name too long: %.64s...",
			    school_dn);
		post->roles = 0;
		actor->post_count++;
	}
	post->roles |= role;
	actor->roles |= role;
	return RC_OK;
}

/* "cn=it,ou=groups,BASE" */
static bool
is_it(const struct core *core, const char *dn)
{
	static const char it[] = "cn=it,ou=groups,";

	return strncasecmp(dn, it, strlen(it)) == 0 &&
	    strcasecmp(dn + strlen(it), core->conf->base_dn) == 0;
}

enum rc
actor_take_role(struct core *core, struct actor *actor,
    const struct dir_entry *entry, struct err *err)
{
	const char *dn = dir_dn(entry);
	enum rc rc = RC_OK;

	if (is_it(core, dn))
		actor->roles |= ROLE_IT;
	for (size_t i = 0; i < sizeof(school_roles) / sizeof(school_roles[0]);
	     i++) {
		size_t len = strlen(school_roles[i].rdn);

		if (rc == RC_OK &&
		    strncasecmp(dn, school_roles[i].rdn, len) == 0)
			rc = add_role(
			    actor, dn + len, school_roles[i].role, err);
	}
	return rc;
}

struct role_search {
	struct core *core;
	struct actor *actor;
};

static enum rc
take_role(void *context, const struct dir_entry *entry, struct err *err)
{
	const struct role_search *search = context;

	return actor_take_role(search->core, search->actor, entry, err);
}

enum rc
actor_roles(struct core *core, struct actor *actor, struct err *err)
{
	static const char *const attrs[] = {"cn", NULL};
	struct role_search search = {core, actor};
	char filter[FILTER_SIZE];
	struct dir_query query = {.base = core->conf->base_dn,
	    .scope = DIR_SUBTREE,
	    .filter = filter,
	    .attrs = attrs,
	    .size_max = ACTOR_ENTRIES_MAX};
	enum rc rc = filter_print(filter, sizeof(filter), err,
	    "(|(roleOccupant=%s)(member=%s))", actor->person.dn,
	    actor->person.dn);

	return rc == RC_OK
	    ? dir_search(core->dir, &query, take_role, &search, err)
	    : rc;
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
		reply = bearer_identify(core, session, actor);
	name_actor(question, actor);
	if (reply != REPLY_OK)
		return reply;
	return op_rule(question->op)->roles & actor->roles ? REPLY_OK
							   : REPLY_NOT_ALLOWED;
}

/* IT everywhere, others where they have one of the roles; "" is no school. */
static enum reply
has_role_in(const struct actor *actor, unsigned roles, const char *school_dn)
{
	if (actor->roles & ROLE_IT)
		return REPLY_OK;
	for (size_t i = 0; i < actor->post_count; i++)
		if ((actor->post[i].roles & roles) != 0 &&
		    strcasecmp(actor->post[i].school_dn, school_dn) == 0)
			return REPLY_OK;
	return REPLY_OTHER_SCHOOL;
}

enum reply
actor_may_in(const struct actor *actor, const char *school_dn)
{
	return has_role_in(actor, ROLE_PERSONNEL, school_dn);
}

enum reply
actor_may_see_in(const struct actor *actor, const char *school_dn)
{
	return has_role_in(actor, ROLE_PERSONNEL | ROLE_OFFICER, school_dn);
}

enum reply
actor_may_see(const struct actor *actor, const struct person *person)
{
	return actor_may_see_in(actor, person->school_dn);
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

enum rc
actor_print_schools(const struct actor *actor, unsigned roles,
    const char *format, const char *only, char filter[ACTOR_FILTER_SIZE],
    struct err *err)
{
	size_t used = (size_t)snprintf(filter, ACTOR_FILTER_SIZE, "(|");

	for (size_t i = 0; i < actor->post_count; i++) {
		const struct actor_post *post = &actor->post[i];
		char dn[PERSON_DN_SIZE], name[sizeof(actor->person.school)];
		enum rc rc;

		if (!(post->roles & roles) ||
		    !person_school_of(
			post->school_dn, dn, name, sizeof(name)) ||
		    (only != NULL && strcasecmp(only, name) != 0))
			continue;
		rc = filter_print(filter + used, ACTOR_FILTER_SIZE - used - 1,
		    err, format, name);
		if (rc != RC_OK)
			return rc;
		used += strlen(filter + used);
	}
	(void)snprintf(filter + used, ACTOR_FILTER_SIZE - used, ")");
	return RC_OK;
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
