#include "lab_entry.h"

#include "base/text.h"
#include "search.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

static const char *
text_of(const struct dir_entry *entry, const char *attr, const char *fallback)
{
	const char *text = *attr == '\0' ? NULL : dir_value(entry, attr);

	return text == NULL ? fallback : text;
}

static bool
number_of(const struct dir_entry *entry, const char *attr, uint32_t *number)
{
	int64_t wide;

	if (!text_number(text_of(entry, attr, ""), 0, UINT32_MAX, &wide))
		return false;
	*number = (uint32_t)wide;
	return true;
}

/* The length, 0 for an entry that is no person to us. */
static size_t
person_record(
    const struct labd_conf *conf, const struct dir_entry *entry, char *dst)
{
	struct state_person person = {
	    .dn = dir_dn(entry),
	    .state = text_of(entry, conf->state_attribute, ""),
	    .changed = text_of(entry, "pwdChangedTime", ""),
	};

	person.names.name = text_of(entry, conf->name_attribute, "");
	person.names.gecos = "";
	if (conf->full_names)
		person.names.gecos =
		    text_of(entry, "gecos", text_of(entry, "cn", ""));
	person.names.home = text_of(entry, "homeDirectory", "");
	person.names.shell = text_of(entry, "loginShell", conf->shell);
	if (!number_of(entry, "uidNumber", &person.names.uid) ||
	    !number_of(entry, "gidNumber", &person.names.gid))
		return 0;
	return state_person_print(dst, LAB_ENTRY_SIZE, &person);
}

/* Appends the values of one attribute of members. */
static bool
put_members(const struct dir_entry *entry, const char *attr, char letter,
    char *members, size_t *len)
{
	const char *value;

	for (size_t i = 0; i < dir_count(entry, attr); i++) {
		value = dir_value_at(entry, attr, i);
		if (value == NULL)
			continue;
		if (!text_print(members + *len, LAB_ENTRY_SIZE - *len, "%c%s",
			letter, value))
			return false;
		*len += strlen(value) + 2;
	}
	return true;
}

static size_t
group_record(
    const struct labd_conf *conf, const struct dir_entry *entry, char *dst)
{
	struct state_group group = {
	    .name = text_of(entry, "cn", ""),
	    .dn = dir_dn(entry),
	};
	char *members;
	size_t len = 0;

	(void)conf;
	if (!number_of(entry, "gidNumber", &group.gid))
		return 0;
	members = table_grow(NULL, LAB_ENTRY_SIZE, 1);
	if (put_members(entry, "memberUid", STATE_BY_NAME, members, &len) &&
	    put_members(entry, "member", STATE_BY_DN, members, &len) &&
	    put_members(entry, "uniqueMember", STATE_BY_DN, members, &len)) {
		group.members = members;
		group.members_len = len;
		len = state_group_print(dst, LAB_ENTRY_SIZE, &group);
	} else {
		len = 0;
	}
	free(members);
	return len;
}

size_t
lab_entry_print(const struct labd_conf *conf, enum state_kind kind,
    const struct dir_entry *entry, char *dst)
{
	static size_t (*const prints[STATE_KINDS])(
	    const struct labd_conf *, const struct dir_entry *, char *) = {
	    [STATE_PERSON] = person_record,
	    [STATE_GROUP] = group_record,
	};

	return prints[kind](conf, entry, dst);
}

/* ------------------------------------------------------ what is asked for */

struct sync_query
lab_entry_query(const struct labd_conf *conf, enum state_kind kind,
    const char *attrs[LAB_ENTRY_ATTRS])
{
	const char *const person[] = {conf->name_attribute, "uidNumber",
	    "gidNumber", "homeDirectory", "loginShell", "pwdChangedTime",
	    conf->full_names ? "gecos" : "", conf->full_names ? "cn" : "",
	    conf->state_attribute, NULL};
	static const char *const group[] = {
	    "cn", "gidNumber", "memberUid", "member", "uniqueMember", NULL};
	static const char *const search[] = {SEARCH_ATTRS, NULL};
	const char *const *wanted = kind == STATE_PERSON ? person : group;
	size_t count = 0;

	for (; *wanted != NULL; wanted++) {
		if (**wanted != '\0')
			attrs[count++] = *wanted;
	}
	for (wanted = search; conf->sync == LABD_SEARCH && *wanted != NULL;
	     wanted++)
		attrs[count++] = *wanted;
	attrs[count] = NULL;
	return kind == STATE_PERSON
	    ? (struct sync_query){conf->base, conf->people_filter, attrs, 0}
	    : (struct sync_query){
		  conf->groups_base, conf->groups_filter, attrs, 0};
}
