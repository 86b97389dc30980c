#include "names_file.h"

#include "base/clock.h"
#include "base/text.h"
#include "cdb_file.h"
#include "dir/dn.h"
#include "lab_local.h"
#include "lab_name.h"
#include "table.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	DAY_S = 24 * 3600,
	ROW_SIZE = 16, /* to begin with: most people are in few groups */
};

/* A growing row of gids, or of bytes. */
struct row {
	char *bytes;
	size_t len;
	size_t size;
};

struct group {
	struct state_group record;
	size_t stamp; /* the walk that was here last */
};

struct build {
	const struct names_plan *plan;
	struct cdb_file file;
	struct cdb_file shadow;
	struct lab_local local_people;
	struct lab_local local_groups;
	struct names_count *count;
	struct table names;   /* of people and groups: taken */
	struct table numbers; /* the same for uids and gids */
	struct group *groups;
	size_t groups_size;
	struct table group_dns; /* normal DN -> struct group's index + 1 */
	struct table wanted;    /* normal DNs of members -> name of a person */
	struct table gids_of;   /* name -> struct row */
	struct row members;     /* of the group being walked */
	struct table member_names;
	size_t stamp;
	struct group **todo;
	size_t todo_count;
};

static void
row_put(struct row *row, const void *bytes, size_t len)
{
	while (row->size - row->len < len) {
		row->size = row->size == 0 ? ROW_SIZE : 2 * row->size;
		row->bytes = table_grow(row->bytes, row->size, 1);
	}
	memcpy(row->bytes + row->len, bytes, len);
	row->len += len;
}

/* True the first time. `letter` keeps people and groups apart. */
static bool
claim(struct table *table, char letter, const char *what)
{
	char key[NAMES_KEY_SIZE + 1];
	size_t count = table->count;

	if (!text_print(key, sizeof(key), "%c%s", letter, what))
		return false;
	(void)table_put(table, key);
	return table->count > count;
}

static bool
claim_number(struct build *build, char letter, uint32_t number)
{
	char text[16];

	(void)text_print(text, sizeof(text), "%u", number);
	return claim(&build->numbers, letter, text);
}

/* Fit for a line of passwd(5). */
static bool
is_field(const char *text)
{
	return text_is_utf8(text, strlen(text)) &&
	    !text_has_control(text, strlen(text)) && strchr(text, ':') == NULL;
}

/* --------------------------------------------------------------- people */

static bool
may_have_person(struct build *build, const struct names_person *person)
{
	int64_t min = build->plan->id_min;

	return lab_name_is_good(person->name) &&
	    lab_name_is_free_number(person->uid, min) &&
	    lab_name_is_free_gid(person->gid, min, build->plan->users_gid) &&
	    is_field(person->home) && is_field(person->shell) &&
	    person->home[0] == '/' &&
	    !lab_local_has(&build->local_people, person->name, person->uid) &&
	    claim(&build->names, 'n', person->name);
}

/* Who is a member somewhere by DN is remembered by it. */
static void
note_dn(struct build *build, const struct state_person *person)
{
	struct table_entry *entry;
	char normal[DN_SIZE];
	struct err err;

	if (build->wanted.count == 0 ||
	    dn_normal(normal, sizeof(normal), person->dn, &err) != RC_OK)
		return;
	entry = table_get(&build->wanted, normal);
	if (entry != NULL)
		entry->value = (void *)(uintptr_t)person->names.name;
}

/* pwdChangedTime, or the number of days that shadowLastChange is. */
static uint32_t
day_of(const char *changed)
{
	int64_t at_s, day;

	if (clock_parse_generalized(changed, &at_s))
		day = at_s / DAY_S;
	else if (!text_number(changed, 0, UINT32_MAX, &day))
		return NAMES_DAY_UNKNOWN;
	return day < 0 || day > UINT32_MAX ? NAMES_DAY_UNKNOWN : (uint32_t)day;
}

static void
put_shadow(struct build *build, const struct state_person *person)
{
	char key[NAMES_KEY_SIZE], day[4];

	names_put_number(day, day_of(person->changed));
	cdb_file_put(&build->shadow, key,
	    names_key(key, NAMES_SHADOW, person->names.name), day, sizeof(day));
}

static enum rc
put_person(void *context, const char *bytes, size_t len, struct err *err)
{
	struct build *build = context;
	struct state_person person;
	char key[NAMES_KEY_SIZE], record[NAMES_RECORD_SIZE];
	size_t record_len = 0;

	(void)err;
	if (state_person_parse(&person, bytes, len) &&
	    may_have_person(build, &person.names)) {
		if (!is_field(person.names.gecos)) /* a nicety, no reason */
			person.names.gecos = "";
		record_len =
		    names_person_print(record, sizeof(record), &person.names);
	}
	if (record_len == 0) {
		build->count->left_out++;
		return RC_OK;
	}
	cdb_file_put(&build->file, key,
	    names_key(key, NAMES_PERSON, person.names.name), record,
	    record_len);
	if (claim_number(build, 'u', person.names.uid))
		cdb_file_put(&build->file, key,
		    names_key_number(key, NAMES_PERSON_UID, person.names.uid),
		    record, record_len);
	put_shadow(build, &person);
	note_dn(build, &person);
	build->count->people++;
	return RC_OK;
}

/* --------------------------------------------------------------- groups */

static bool
may_have_group(struct build *build, const struct state_group *group)
{
	return lab_name_is_good(group->name) &&
	    lab_name_is_free_number(group->gid, build->plan->id_min) &&
	    !lab_local_has(&build->local_groups, group->name, group->gid) &&
	    claim(&build->names, 'g', group->name);
}

/* The members that are named by DN. */
static void
want_members(struct build *build, const struct state_group *group)
{
	const char *end = group->members + group->members_len;
	char normal[DN_SIZE];
	struct err err;

	for (const char *at = group->members; at < end; at += strlen(at) + 1) {
		if (*at == STATE_BY_DN &&
		    dn_normal(normal, sizeof(normal), at + 1, &err) == RC_OK)
			(void)table_put(&build->wanted, normal);
	}
}

static enum rc
load_group(void *context, const char *bytes, size_t len, struct err *err)
{
	struct build *build = context;
	struct state_group group;
	char normal[DN_SIZE];

	if (!state_group_parse(&group, bytes, len) ||
	    !may_have_group(build, &group)) {
		build->count->left_out++;
		return RC_OK;
	}
	if (build->count->groups == build->groups_size) {
		build->groups_size =
		    build->groups_size == 0 ? 64 : 2 * build->groups_size;
		build->groups = table_grow(
		    build->groups, build->groups_size, sizeof(*build->groups));
	}
	build->groups[build->count->groups++] = (struct group){group, 0};
	if (dn_normal(normal, sizeof(normal), group.dn, err) == RC_OK)
		table_put(&build->group_dns, normal)->value =
		    (void *)(uintptr_t)build->count->groups;
	want_members(build, &group);
	return RC_OK;
}

static void
put_member(struct build *build, const char *name)
{
	size_t count = build->member_names.count;

	if (!lab_name_is_good(name))
		return;
	(void)table_put(&build->member_names, name);
	if (build->member_names.count > count)
		row_put(&build->members, name, strlen(name) + 1);
}

/* A member by DN is a person, or a group that is still to walk. */
static void
walk_dn(struct build *build, const char *dn)
{
	const struct table_entry *entry;
	char normal[DN_SIZE];
	struct group *group;
	struct err err;

	if (dn_normal(normal, sizeof(normal), dn, &err) != RC_OK)
		return;
	entry = table_get(&build->wanted, normal);
	if (entry != NULL && entry->value != NULL)
		put_member(build, entry->value);
	entry = table_get(&build->group_dns, normal);
	if (entry == NULL)
		return;
	group = &build->groups[(uintptr_t)entry->value - 1];
	if (group->stamp == build->stamp)
		return;
	group->stamp = build->stamp;
	build->todo[build->todo_count++] = group;
}

/* Everybody in this group and in the groups in it. Each group is walked once;
 * those still to walk are kept here, not on the stack. */
static void
walk(struct build *build, struct group *first)
{
	first->stamp = ++build->stamp;
	build->todo[0] = first;
	build->todo_count = 1;
	for (size_t i = 0; i < build->todo_count; i++) {
		const struct state_group *group = &build->todo[i]->record;
		const char *end = group->members + group->members_len;

		for (const char *at = group->members; at < end;
		     at += strlen(at) + 1) {
			if (*at == STATE_BY_NAME)
				put_member(build, at + 1);
			else
				walk_dn(build, at + 1);
		}
	}
}

static void
note_gid(struct build *build, const char *name, uint32_t gid)
{
	struct table_entry *entry = table_put(&build->gids_of, name);
	char bytes[4];

	if (entry->value == NULL) {
		entry->value = table_grow(NULL, 1, sizeof(struct row));
		*(struct row *)entry->value = (struct row){NULL, 0, 0};
	}
	names_put_number(bytes, gid);
	row_put(entry->value, bytes, sizeof(bytes));
}

static void
put_group(struct build *build, size_t index)
{
	const struct state_group *record = &build->groups[index].record;
	struct names_group group = {.gid = record->gid, .name = record->name};
	char key[NAMES_KEY_SIZE], *bytes;
	size_t size, len;

	build->members.len = 0;
	table_wipe(&build->member_names);
	walk(build, &build->groups[index]);
	for (size_t i = 0; i < build->member_names.count; i++)
		note_gid(
		    build, build->member_names.entries[i].key, record->gid);
	group.count = (uint32_t)build->member_names.count;
	group.members = build->members.bytes;
	group.members_len = build->members.len;
	size = 8 + strlen(group.name) + 1 + group.members_len;
	bytes = table_grow(NULL, size, 1);
	len = names_group_print(bytes, size, &group);
	cdb_file_put(&build->file, key, names_key(key, NAMES_GROUP, group.name),
	    bytes, len);
	if (claim_number(build, 'h', group.gid))
		cdb_file_put(&build->file, key,
		    names_key_number(key, NAMES_GROUP_GID, group.gid), bytes,
		    len);
	free(bytes);
}

static void
put_gids(struct build *build)
{
	char key[NAMES_KEY_SIZE];

	for (size_t i = 0; i < build->gids_of.count; i++) {
		const struct table_entry *entry = &build->gids_of.entries[i];
		const struct row *row = entry->value;

		cdb_file_put(&build->file, key,
		    names_key(key, NAMES_GROUPS_OF, entry->key), row->bytes,
		    row->len);
	}
}

/* ---------------------------------------------------------- all of it */

static enum rc
begin(struct build *build, struct err *err)
{
	const char *dir = build->plan->dir;
	enum rc rc = cdb_file_begin(&build->file, dir, NAMES_FILE, 0644, err);

	if (rc == RC_OK)
		rc = cdb_file_begin(
		    &build->shadow, dir, NAMES_SHADOW_FILE, 0600, err);
	if (rc == RC_OK)
		cdb_file_share(&build->shadow, build->plan->shadow_gid);
	return rc;
}

static enum rc
put_all(struct build *build, struct state *state, struct err *err)
{
	enum rc rc;

	cdb_file_put(&build->file, (char[]){NAMES_OLD}, 1, "0", 1);
	if (build->plan->is_listed)
		cdb_file_put(&build->file, (char[]){NAMES_LISTED}, 1, "", 0);
	rc = state_each(state, STATE_GROUP, load_group, build, err);
	if (rc == RC_OK)
		rc = state_each(state, STATE_PERSON, put_person, build, err);
	build->todo =
	    table_grow(NULL, build->count->groups + 1, sizeof(*build->todo));
	for (size_t i = 0; rc == RC_OK && i < build->count->groups; i++)
		put_group(build, i);
	put_gids(build);
	return rc;
}

/* Tells whoever has the old file mapped; it is already replaced. */
static void
mark_old(int fd)
{
	if (fd < 0)
		return;
	(void)!pwrite(fd, "1", 1, NAMES_OLD_OFFSET);
	(void)close(fd);
}

static enum rc
replace(struct build *build, struct err *err)
{
	int old = open(build->file.path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	enum rc rc = cdb_file_commit(&build->file, err);

	if (rc == RC_OK)
		mark_old(old);
	if (rc == RC_OK)
		rc = cdb_file_commit(&build->shadow, err);
	else if (old >= 0)
		(void)close(old);
	return rc;
}

static void
build_wipe(struct build *build)
{
	for (size_t i = 0; i < build->gids_of.count; i++) {
		free(((struct row *)build->gids_of.entries[i].value)->bytes);
		free(build->gids_of.entries[i].value);
	}
	table_wipe(&build->names);
	table_wipe(&build->numbers);
	table_wipe(&build->group_dns);
	table_wipe(&build->wanted);
	table_wipe(&build->gids_of);
	table_wipe(&build->member_names);
	free(build->members.bytes);
	free(build->groups);
	free(build->todo);
	lab_local_wipe(&build->local_people);
	lab_local_wipe(&build->local_groups);
}

enum rc
names_file_build(const struct names_plan *plan, struct state *state,
    struct names_count *count, struct err *err)
{
	struct build build = {.plan = plan,
	    .count = count,
	    .file = {.fd = -1},
	    .shadow = {.fd = -1}};
	enum rc rc;

	*count = (struct names_count){0};
	rc = lab_local_load(plan->passwd, &build.local_people, err);
	if (rc == RC_OK)
		rc = lab_local_load(plan->group, &build.local_groups, err);
	if (rc == RC_OK)
		rc = begin(&build, err);
	if (rc == RC_OK)
		rc = put_all(&build, state, err);
	if (rc == RC_OK)
		rc = replace(&build, err);
	cdb_file_abandon(&build.file);
	cdb_file_abandon(&build.shadow);
	build_wipe(&build);
	return rc;
}
