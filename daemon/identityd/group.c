/*
 * POSIX groups: a school's own, and those IT makes for other purposes.
 * cn=it,ou=groups is a group of another kind that identityd may not change.
 */
#include "group.h"

#include "account.h"
#include "act.h"
#include "base/text.h"
#include "counter.h"
#include "ops_table.h"
#include "page.h"
#include "staff.h"

#include <stdio.h>
#include <string.h>

static const char *const group_attrs[] = {
    "objectClass", "cn", "gidNumber", "description", "memberUid", NULL};

static enum rc
group_dn(const struct core *core, const char *name, char dn[FILTER_DN_SIZE],
    struct err *err)
{
	char groups[FILTER_DN_SIZE];
	enum rc rc = filter_dn(
	    groups, sizeof(groups), core->conf->base_dn, err, "ou=groups");

	return rc == RC_OK
	    ? filter_dn(dn, FILTER_DN_SIZE, groups, err, "cn=%s", name)
	    : rc;
}

static int64_t
gid_of(const struct dir_entry *entry)
{
	const char *text = dir_value(entry, "gidNumber");
	int64_t gid = 0;

	if (text != NULL)
		(void)text_number(text, 1, INT64_MAX, &gid);
	return gid;
}

static void
group_values(struct changes *values, const char *name, int64_t gid)
{
	changes_put(values, DIR_ADD, "objectClass", "posixGroup");
	changes_put(values, DIR_ADD, "objectClass", "portalGroup");
	changes_put(values, DIR_ADD, "cn", name);
	changes_put_number(values, DIR_ADD, "gidNumber", gid);
}

/* ---------------------------------------------------------- of a school */

static enum rc
find_school_group(struct core *core, const struct school *school,
    int64_t *gid_number, struct err *err)
{
	char base[FILTER_DN_SIZE], filter[FILTER_SIZE];
	const struct dir_query query = {.base = base,
	    .scope = DIR_ONE,
	    .filter = filter,
	    .attrs = group_attrs};
	struct dir_entry *entry;
	enum rc rc = filter_dn(
	    base, sizeof(base), core->conf->base_dn, err, "ou=groups");

	if (rc == RC_OK)
		rc = filter_print(filter, sizeof(filter), err,
		    "(&(objectClass=posixGroup)(cn=school-%s)"
		    "(portalUnitDN=%s))",
		    school->code, school->dn);
	if (rc == RC_OK)
		rc = dir_find(core->dir, &query, &entry, err);
	if (rc != RC_OK)
		return rc;
	*gid_number = gid_of(entry);
	dir_entry_free(entry);
	return *gid_number > 0
	    ? RC_OK
	    : err_set(err, RC_FAULT, "school-%s: no gidNumber", school->code);
}

/* A new number for a group of the act's target. */
static enum reply
take_number(const struct act *act, int64_t *gid)
{
	struct err err;
	enum rc rc = counter_take(act->core, gid, &err);

	if (rc == RC_BUSY)
		return REPLY_NUMBERS_USED_UP;
	return rc == RC_OK ? REPLY_OK : core_fail(act->action, rc, &err);
}

static enum reply
add_school_group(
    struct act act, const struct school *school, int64_t *gid_number)
{
	char name[8 + SCHOOL_CODE_SIZE], dn[FILTER_DN_SIZE];
	struct changes values = {0};
	struct err err;
	enum reply reply = take_number(&act, gid_number);

	if (reply != REPLY_OK)
		return reply;
	(void)snprintf(name, sizeof(name), "school-%s", school->code);
	text_lower(name);
	if (group_dn(act.core, name, dn, &err) != RC_OK)
		return core_fail(act.action, RC_FAULT, &err);
	act.target = name;
	act.why = NULL;
	act.result = "created";
	group_values(&values, name, *gid_number);
	changes_put(&values, DIR_ADD, "description", school->name);
	changes_put(&values, DIR_ADD, "portalUnitDN", school->dn);
	return act_add(&act, dn, &values);
}

enum reply
group_of_school(
    const struct act *act, const struct school *school, int64_t *gid_number)
{
	struct err err;
	enum reply reply;
	enum rc rc = find_school_group(act->core, school, gid_number, &err);

	if (rc == RC_ABSENT) {
		reply = add_school_group(*act, school, gid_number);
		if (reply != REPLY_CHANGED_MEANWHILE)
			return reply;
		/* Another worker's turn: it is there now. */
		rc = find_school_group(act->core, school, gid_number, &err);
	}
	return rc == RC_OK ? REPLY_OK : core_fail(act->action, rc, &err);
}

/* ----------------------------------------------------------------- others */

static enum reply
add_group(struct act *act, const char *dn, const char *caption, int64_t *gid)
{
	struct changes values = {0};
	enum reply reply = take_number(act, gid);

	if (reply != REPLY_OK)
		return reply;
	act->result = "created";
	group_values(&values, act->target, *gid);
	if (caption != NULL && caption[0] != '\0')
		changes_put(&values, DIR_ADD, "description", caption);
	return act_add(act, dn, &values);
}

static enum reply
change_group(struct act *act, const char *dn, const struct dir_entry *entry,
    const char *caption)
{
	const char *is = dir_value(entry, "description");
	const struct dir_change change = {DIR_REPLACE, "description",
	    caption != NULL && caption[0] != '\0' ? caption : NULL, 0};
	const struct dir_edit edit = {.dn = dn, .changes = &change, .count = 1};

	act->result = "same";
	if (caption == NULL || strcmp(is != NULL ? is : "", caption) == 0)
		return REPLY_OK;
	act->result = "changed";
	return act_modify(act, &edit);
}

static bool
is_posix(const struct dir_entry *entry)
{
	return gid_of(entry) > 0;
}

enum reply
group_put(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_GROUP);
	const char *caption = wire_text(&question->in, F_NAME);
	struct act act = act_of(core, actor, question, name, "", "");
	char dn[FILTER_DN_SIZE];
	struct dir_entry *entry = NULL;
	struct err err;
	int64_t gid = 0;
	enum reply reply;
	enum rc rc;

	if (account_check(name, &err) != RC_OK)
		return act_say(core, REPLY_BAD_FIELD, "group");
	if (caption != NULL && caption[0] != '\0' &&
	    !staff_is_caption(caption, STAFF_CAPTION_MAX))
		return act_say(core, REPLY_BAD_FIELD, "name");
	rc = group_dn(core, name, dn, &err);
	if (rc == RC_OK)
		rc = dir_get(core->dir, dn, group_attrs, &entry, &err);
	if (rc == RC_ABSENT) {
		reply = add_group(&act, dn, caption, &gid);
	} else if (rc != RC_OK) {
		return core_fail(act.action, rc, &err);
	} else {
		gid = gid_of(entry);
		reply = is_posix(entry) ? change_group(&act, dn, entry, caption)
					: REPLY_NOT_ALLOWED;
	}
	dir_entry_free(entry);
	if (reply != REPLY_OK)
		return reply;
	wire_put_text(&answer->out, F_RESULT, act.result);
	wire_put_number(&answer->out, F_GID_NUMBER, gid);
	return REPLY_OK;
}

/* The group's entry, which the caller frees. */
static enum reply
find_group(struct core *core, const char *name, struct dir_entry **entry)
{
	char dn[FILTER_DN_SIZE];
	struct err err;
	enum rc rc = group_dn(core, name, dn, &err);

	if (rc == RC_OK)
		rc = dir_get(core->dir, dn, group_attrs, entry, &err);
	if (rc != RC_OK)
		return core_fail("group", rc, &err);
	if (is_posix(*entry))
		return REPLY_OK;
	dir_entry_free(*entry);
	*entry = NULL;
	return REPLY_NOT_ALLOWED;
}

enum reply
group_members(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_GROUP);
	const char *account = wire_text(&question->in, F_ACCOUNT);
	bool is_wanted = wire_number(&question->in, F_WANTED, 1) != 0;
	const struct dir_change change = {
	    is_wanted ? DIR_ADD : DIR_DELETE, "memberUid", account, 0};
	struct dir_edit edit = {.changes = &change, .count = 1};
	struct act act = act_of(core, actor, question, account, "",
	    is_wanted ? "added" : "removed");
	struct dir_entry *entry;
	struct person person;
	enum reply reply = find_group(core, name, &entry);

	if (reply != REPLY_OK)
		return reply;
	if (is_wanted)
		reply = core_find_person(core, account, &person);
	edit.dn = dir_dn(entry);
	act.why = name;
	if (dir_has_value(entry, "memberUid", account) == is_wanted)
		act.result = "same";
	else if (reply == REPLY_OK)
		reply = act_modify(&act, &edit);
	dir_entry_free(entry);
	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, act.result);
	return reply;
}

static enum rc
put_group(void *context, const struct dir_entry *entry, struct wire_out *out,
    struct err *err)
{
	const char *name = dir_value(entry, "cn");
	const char *caption = dir_value(entry, "description");

	(void)context;
	(void)err;
	if (name == NULL)
		return RC_OK; /* IT may have written a name that is no text */
	wire_row_begin(out);
	wire_put_shown(out, F_GROUP, name);
	wire_put_number(out, F_GID_NUMBER, gid_of(entry));
	if (caption != NULL)
		wire_put_shown(out, F_NAME, caption);
	wire_row_end(out);
	return RC_OK;
}

static enum reply
list_members(struct core *core, const char *name, const char *cursor,
    struct wire_out *out)
{
	struct dir_entry *entry;
	struct page *page;
	size_t written = 0;
	enum reply reply = find_group(core, name, &entry);

	if (reply != REPLY_OK)
		return reply;
	page = page_new(cursor);
	for (size_t i = 0; page != NULL && i < dir_count(entry, "memberUid");
	     i++) {
		const char *account = dir_value_at(entry, "memberUid", i);

		if (account != NULL)
			page_offer(page, account, "");
	}
	dir_entry_free(entry);
	if (page == NULL)
		return REPLY_FAULT;
	while (written < page_count(page) && page_has_room(out)) {
		wire_row_begin(out);
		wire_put_text(out, F_GROUP, name);
		wire_put_shown(out, F_ACCOUNT, page_key(page, written++));
		wire_row_end(out);
	}
	page_end(page, written, out);
	page_free(page);
	return REPLY_OK;
}

/* All groups, or with a name the members of that one. */
enum reply
group_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_GROUP);
	const char *cursor = wire_text(&question->in, F_CURSOR);
	char base[FILTER_DN_SIZE];
	const struct page_query query = {.base = base,
	    .scope = DIR_ONE,
	    .filter = "(objectClass=posixGroup)",
	    .key = "cn",
	    .attrs = group_attrs,
	    .row = put_group};
	struct err err;
	enum rc rc;

	(void)actor;
	if (name != NULL)
		return list_members(core, name, cursor, &answer->out);
	rc = filter_dn(
	    base, sizeof(base), core->conf->base_dn, &err, "ou=groups");
	return rc == RC_OK ? page_put(core, &query, cursor, &answer->out)
			   : core_fail("group", rc, &err);
}
