/*
 * What points at people who have left, or who have another name.
 */
#include "pointer.h"

#include "base/text.h"
#include "dir/school.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { POINTERS_MAX = 64 }; /* roles and groups of one person */

struct pointer {
	char dn[PERSON_DN_SIZE];
	const char *attr, *value;
};

struct pointers {
	const struct person *person;
	size_t count;
	struct pointer list[POINTERS_MAX];
};

/* By which attributes entries point at people. */
static const char *const pointer_attrs[] = {
    "roleOccupant", "portalUnitHead", "memberUid", NULL};

static enum rc
take_pointers(void *context, const struct dir_entry *entry, struct err *err)
{
	struct pointers *pointers = context;
	const struct {
		const char *attr, *value;
	} ways[] = {
	    {"roleOccupant", pointers->person->dn},
	    {"portalUnitHead", pointers->person->dn},
	    {"memberUid", pointers->person->account},
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct pointer *pointer = &pointers->list[pointers->count];

		if (!dir_has_value(entry, ways[i].attr, ways[i].value))
			continue;
		if (pointers->count == POINTERS_MAX)
			return err_set(err, RC_BUSY,
			    "more than %d roles and groups", POINTERS_MAX);
		(void)text_copy(
		    pointer->dn, sizeof(pointer->dn), dir_dn(entry));
		pointer->attr = ways[i].attr;
		pointer->value = ways[i].value;
		pointers->count++;
	}
	return RC_OK;
}

static enum rc
find_pointers(struct core *core, struct pointers *pointers, struct err *err)
{
	const struct person *person = pointers->person;
	char filter[FILTER_SIZE * 2];
	const struct dir_query query = {.base = core->conf->base_dn,
	    .scope = DIR_SUBTREE,
	    .filter = filter,
	    .attrs = pointer_attrs};
	enum rc rc = filter_print(filter, sizeof(filter), err,
	    "(|(roleOccupant=%s)(portalUnitHead=%s)(memberUid=%s))", person->dn,
	    person->dn, person->account);

	return rc == RC_OK
	    ? dir_search(core->dir, &query, take_pointers, pointers, err)
	    : rc;
}

/* The audit entry's reason says where. */
static enum reply
take_out(struct act act, const struct pointer *pointer, const char *instead)
{
	const struct dir_change changes[] = {
	    {DIR_DELETE, pointer->attr, pointer->value, 0},
	    {DIR_ADD, pointer->attr, instead, 0},
	};
	const struct dir_edit edit = {.dn = pointer->dn,
	    .changes = changes,
	    .count = instead != NULL ? 2 : 1};

	act.why = pointer->dn;
	act.result = instead != NULL ? "renamed" : "removed";
	return act_modify(&act, &edit);
}

enum reply
pointer_strip(const struct act *act, const struct person *person)
{
	struct pointers pointers = {.person = person};
	struct err err;
	enum rc rc = find_pointers(act->core, &pointers, &err);
	enum reply reply = REPLY_OK;

	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	for (size_t i = 0; reply == REPLY_OK && i < pointers.count; i++)
		reply = take_out(*act, &pointers.list[i], NULL);
	return reply;
}

enum reply
pointer_rename(
    const struct act *act, const struct person *person, const char *account)
{
	struct pointers pointers = {.person = person};
	struct err err;
	enum rc rc = find_pointers(act->core, &pointers, &err);
	enum reply reply = REPLY_OK;

	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	for (size_t i = 0; reply == REPLY_OK && i < pointers.count; i++)
		if (pointers.list[i].value == person->account)
			reply = take_out(*act, &pointers.list[i], account);
	return reply;
}

/* --------------------------------------------------------------- mending */

enum { HOLDERS_MAX = 65536 }; /* roles, units and groups of a city */

/* The entries that point at anybody. */
struct holders {
	size_t count, room;
	char (*dn)[PERSON_DN_SIZE];
};

static enum rc
take_holder(void *context, const struct dir_entry *entry, struct err *err)
{
	struct holders *holders = context;
	size_t room = holders->room == 0 ? 256 : 2 * holders->room;
	void *more;

	if (holders->count == HOLDERS_MAX)
		return err_set(err, RC_FAULT, "more than %d roles and groups",
		    HOLDERS_MAX);
	if (holders->count == holders->room) {
		more = reallocarray(holders->dn, room, sizeof(holders->dn[0]));
		if (more == NULL)
			return err_set(err, RC_FAULT, "no memory");
		holders->dn = more;
		holders->room = room;
	}
	if (text_copy(
		holders->dn[holders->count], PERSON_DN_SIZE, dir_dn(entry)))
		holders->count++;
	return RC_OK;
}

static enum rc
find_holders(struct core *core, struct holders *holders, struct err *err)
{
	static const char *const branches[] = {"units", "groups"};
	static const char *const attrs[] = {"1.1", NULL};
	char base[FILTER_DN_SIZE];
	const struct dir_query query = {.base = base,
	    .scope = DIR_SUBTREE,
	    .filter = "(|(roleOccupant=*)(portalUnitHead=*)(memberUid=*))",
	    .attrs = attrs};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < 2; i++) {
		rc = filter_dn(base, sizeof(base), core->conf->base_dn, err,
		    "ou=%s", branches[i]);
		if (rc == RC_OK)
			rc = dir_search(
			    core->dir, &query, take_holder, holders, err);
	}
	return rc;
}

/* Strips the one that a value names, if that one has left. */
static enum rc
mend_one(struct act act, const char *value, struct err *err)
{
	struct core *core = act.core;
	char account[65];
	struct person person;
	enum rc rc;

	if (!school_rdn(value, "uid", account, sizeof(account)) &&
	    !text_copy(account, sizeof(account), value))
		return RC_OK; /* longer than any account */
	rc = person_by_account(
	    core->dir, core->conf->base_dn, account, &person, err);
	if (rc == RC_ABSENT || (rc == RC_OK && person.state != PERSON_LEFT))
		return RC_OK; /* somebody of a machine, or here */
	if (rc != RC_OK)
		return rc;
	act.target = person.account;
	act.school = person.school;
	return pointer_strip(&act, &person) == REPLY_OFFLINE
	    ? err_set(err, RC_OFFLINE, "the directory is gone")
	    : RC_OK;
}

static enum rc
mend_holder(const struct act *act, const char *dn, struct err *err)
{
	struct dir_entry *entry;
	enum rc rc = dir_get(act->core->dir, dn, pointer_attrs, &entry, err);

	if (rc != RC_OK)
		return rc == RC_ABSENT ? RC_OK : rc;
	for (const char *const *attr = pointer_attrs; *attr != NULL; attr++)
		for (size_t i = 0; rc == RC_OK && i < dir_count(entry, *attr);
		     i++) {
			const char *value = dir_value_at(entry, *attr, i);

			if (value != NULL)
				rc = mend_one(*act, value, err);
		}
	dir_entry_free(entry);
	return rc;
}

enum rc
pointer_mend(struct core *core, const struct actor *actor, struct err *err)
{
	const struct act act = {
	    .core = core, .actor = actor, .action = "sweep"};
	struct holders holders = {0};
	enum rc rc = find_holders(core, &holders, err);

	for (size_t i = 0; rc == RC_OK && i < holders.count; i++)
		rc = mend_holder(&act, holders.dn[i], err);
	free(holders.dn);
	return rc;
}
