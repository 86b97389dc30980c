/*
 * actor.h - who asks, and what that allows.
 *
 * Shape:  the door gives a role; on the doors of people a sealed session may
 *         give others: what its person is in the directory at this moment.
 *         Personnel act in their own school, never on each other, on IT or on
 *         themselves: actor_may_touch() is that sentence.
 * Units:  none.
 * Errors: enum reply.
 * Source: roles are organizationalRole entries (roleOccupant) in a school, and
 *         cn=it,ou=groups.
 */
#ifndef IDENTITYD_ACTOR_H
#define IDENTITYD_ACTOR_H

#include "base/serve.h"
#include "reply.h"
#include "session.h"

struct core;

struct actor {
	unsigned roles; /* enum role, or'ed */
	bool is_person;
	struct person person;
	struct session session;
	char personnel_dn[PERSON_DN_SIZE]; /* the school it acts in, or "" */
	char officer_dn[PERSON_DN_SIZE];
	char name[160];   /* as audit entries call it */
	char subject[80]; /* whom limits count: an address or a uid */
};

/* RC of the reply is RC_OK when the op is allowed to that actor. */
enum reply actor_identify(struct core *core,
    const struct serve_question *question, struct actor *actor);

/* What a person is: personnel, officer, IT. */
enum rc actor_roles(struct core *core, struct actor *actor, struct err *err);

/* May the actor see, or act on, this person? */
enum reply actor_may_see(
    const struct actor *actor, const struct person *person);
enum reply actor_may_touch(
    struct core *core, const struct actor *actor, const struct person *person);
/* Or on that school? */
enum reply actor_may_in(const struct actor *actor, const char *school_dn);

/* The password again, within SESSION_STEP_UP_S or in this question. */
enum reply actor_step_up(struct core *core, const struct actor *actor,
    const struct serve_question *question);

#endif
