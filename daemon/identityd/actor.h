/*
 * actor.h - who asks, and what that allows.
 *
 * Shape:  the door gives a role; on the doors of people a sealed session may
 *         give others: what its person is in the directory at this moment.
 *         Personnel act in their own school, never on each other, on IT or on
 *         themselves: actor_may_touch() is that sentence. IT may give somebody
 *         roles in several schools: each counts, in its own.
 * Units:  none.
 * Errors: enum reply. More than ACTOR_POSTS_MAX schools is a fault: none of
 *         them may be forgotten, also not of whom one may not touch.
 * Source: roles are organizationalRole entries (roleOccupant) in a school, and
 *         cn=it,ou=groups.
 */
#ifndef IDENTITYD_ACTOR_H
#define IDENTITYD_ACTOR_H

#include "base/serve.h"
#include "dir/school.h"
#include "reply.h"
#include "session.h"

struct core;

enum {
	ACTOR_POSTS_MAX = 32,    /* more than one person can look after */
	ACTOR_ENTRIES_MAX = 500, /* that name one person */
	ACTOR_FILTER_SIZE = ACTOR_POSTS_MAX * 128 + 8,
};

/* What somebody is in one school. */
struct actor_post {
	unsigned roles;
	char school_dn[PERSON_DN_SIZE];
};

struct actor {
	unsigned roles; /* enum role, or'ed, of all posts too */
	bool is_person;
	struct person person;
	struct session session;
	struct school school; /* as bearer.h found it; no `dn`: it did not */
	size_t post_count;
	struct actor_post post[ACTOR_POSTS_MAX];
	char name[160];   /* as audit entries call it */
	char subject[80]; /* whom limits count: an address or a uid */
};

/* RC of the reply is RC_OK when the op is allowed to that actor. */
enum reply actor_identify(struct core *core,
    const struct serve_question *question, struct actor *actor);

/* What a person is: personnel, officer, IT. */
enum rc actor_roles(struct core *core, struct actor *actor, struct err *err);
/* What an entry says of it, of those that name the person. */
enum rc actor_take_role(struct core *core, struct actor *actor,
    const struct dir_entry *entry, struct err *err);

/* May the actor see, or act on, this person? */
enum reply actor_may_see(
    const struct actor *actor, const struct person *person);
enum reply actor_may_touch(
    struct core *core, const struct actor *actor, const struct person *person);
/* Or on that school, or look at it? */
enum reply actor_may_in(const struct actor *actor, const char *school_dn);
enum reply actor_may_see_in(const struct actor *actor, const char *school_dn);

/* "(|(o=014501)(o=014602))": `format` for the name of each school in which the
 * actor has one of `roles`; when `only` is given, for that one at most. */
enum rc actor_print_schools(const struct actor *actor, unsigned roles,
    const char *format, const char *only, char filter[ACTOR_FILTER_SIZE],
    struct err *err);

/* The password again, within SESSION_STEP_UP_S or in this question. */
enum reply actor_step_up(struct core *core, const struct actor *actor,
    const struct serve_question *question);

#endif
