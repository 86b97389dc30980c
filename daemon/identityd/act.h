/*
 * act.h - a change that somebody answers for.
 *
 * Shape:  the audit entry first, with what is about to happen as its result;
 *         then the change; and when it does not happen, a second entry with
 *         what it ended in. Without its entry nothing is changed.
 * Units:  none.
 * Errors: enum reply: OFFLINE means that the change may have happened.
 * Source: ours.
 */
#ifndef IDENTITYD_ACT_H
#define IDENTITYD_ACT_H

#include "changes.h"
#include "core.h"

struct act {
	struct core *core;
	const struct actor *actor;
	const char *action; /* the op's name */
	const char *target, *school;
	const char *why; /* or NULL */
	const char *result;
};

/* The act of answering that question. */
struct act act_of(struct core *core, const struct actor *actor,
    const struct serve_question *question, const char *target,
    const char *school, const char *result);

enum reply act_modify(const struct act *act, const struct dir_edit *edit);
/* Changes a person who must still be as read. */
enum reply act_on_person(const struct act *act, const struct person *person,
    const struct changes *changes);
enum reply act_add(
    const struct act *act, const char *dn, const struct changes *values);
enum reply act_delete(const struct act *act, const char *dn);
enum reply act_rename(const struct act *act, const char *dn, const char *rdn);

/* A reply whose sentence holds %s, with `detail` in that place: the name of a
 * field at fault as people call it. */
enum reply act_say(struct core *core, enum reply reply, const char *detail);

#endif
