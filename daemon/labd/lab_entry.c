#include "lab_entry.h"

#include "base/text.h"
#include "search.h"

#include <string.h>

enum { HOME_SIZE = 512 };

static const char *
text_of(const struct dir_entry *entry, const char *attr, const char *fallback)
{
	const char *text = *attr == '\0' ? NULL : dir_value(entry, attr);

	return text == NULL ? fallback : text;
}

/* As lab_person.c has it. */
static const char *
name_of(const struct dir_entry *entry, const char *attr)
{
	const char *name = dir_naming_value(entry, attr);

	return name == NULL ? "" : name;
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

/* Of an entry that names none: conf->home, with the account for %u. */
static bool
make_home(
    const struct labd_conf *conf, const char *account, char *dst, size_t size)
{
	const char *at = strstr(conf->home, "%u");

	return at == NULL
	    ? text_copy(dst, size, conf->home)
	    : text_print(dst, size, "%.*s%s%s", (int)(at - conf->home),
		  conf->home, account, at + 2);
}

/* The length, 0 for an entry that is no person to us. */
static size_t
person_record(
    const struct labd_conf *conf, const struct dir_entry *entry, char *dst)
{
	struct state_person person = {
	    .dn = dir_dn(entry),
	    .state = text_of(entry, conf->state_attribute, ""),
	    .changed = text_of(entry, conf->changed_attribute, ""),
	    .server = dir_origin(entry),
	};
	struct names_person *names = &person.names;
	char home[HOME_SIZE];

	names->name = name_of(entry, conf->name_attribute);
	names->gecos = "";
	if (conf->full_names)
		names->gecos = text_of(
		    entry, conf->gecos_attribute, text_of(entry, "cn", ""));
	if (!make_home(conf, names->name, home, sizeof(home)))
		return 0;
	names->home = text_of(entry, conf->home_attribute, home);
	names->shell = text_of(entry, conf->shell_attribute, conf->shell);
	if (!number_of(entry, conf->uid_attribute, &names->uid) ||
	    !number_of(entry, conf->gid_attribute, &names->gid))
		return 0;
	return state_person_print(dst, LAB_ENTRY_SIZE, &person);
}

/* The i-th attribute that names members by DN, NULL behind the last. */
static const char *
dn_attr(const struct labd_conf *conf, size_t i)
{
	static const char *const usual[] = {"member", "uniqueMember"};
	const struct conf_list *own = &conf->member_dn_attributes;

	if (own->count > 0)
		return i < own->count ? own->items[i] : NULL;
	return i < sizeof(usual) / sizeof(usual[0]) ? usual[i] : NULL;
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
	static char members[LAB_ENTRY_SIZE]; /* as in follow.c */
	struct state_group group = {
	    .name = name_of(entry, conf->group_name_attribute),
	    .dn = dir_dn(entry),
	};
	size_t len = 0;
	bool is_whole;

	if (!number_of(entry, conf->gid_attribute, &group.gid))
		return 0;
	is_whole = put_members(
	    entry, conf->member_name_attribute, STATE_BY_NAME, members, &len);
	for (size_t i = 0; is_whole && dn_attr(conf, i) != NULL; i++)
		is_whole = put_members(
		    entry, dn_attr(conf, i), STATE_BY_DN, members, &len);
	if (!is_whole)
		return 0;
	group.members = members;
	group.members_len = len;
	return state_group_print(dst, LAB_ENTRY_SIZE, &group);
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

static void
want(const char *attrs[LAB_ENTRY_ATTRS], size_t *count, const char *attr)
{
	if (*attr == '\0' || *count == LAB_ENTRY_ATTRS - 1)
		return;
	attrs[(*count)++] = attr;
	attrs[*count] = NULL;
}

struct sync_query
lab_entry_query(const struct labd_conf *conf, enum state_kind kind,
    const char *attrs[LAB_ENTRY_ATTRS])
{
	const char *const person[] = {conf->name_attribute, conf->uid_attribute,
	    conf->gid_attribute, conf->home_attribute, conf->shell_attribute,
	    conf->changed_attribute, conf->state_attribute,
	    conf->full_names ? conf->gecos_attribute : "",
	    conf->full_names ? "cn" : "", NULL};
	const char *const group[] = {conf->group_name_attribute,
	    conf->gid_attribute, conf->member_name_attribute, NULL};
	static const char *const search[] = {SEARCH_ATTRS, NULL};
	const char *const *wanted = kind == STATE_PERSON ? person : group;
	size_t count = 0;

	for (; *wanted != NULL; wanted++)
		want(attrs, &count, *wanted);
	for (size_t i = 0; kind == STATE_GROUP && dn_attr(conf, i) != NULL; i++)
		want(attrs, &count, dn_attr(conf, i));
	for (wanted = search; conf->sync == LABD_SEARCH && *wanted != NULL;
	     wanted++)
		want(attrs, &count, *wanted);
	return kind == STATE_PERSON
	    ? (struct sync_query){conf->base, conf->people_filter, attrs, 0}
	    : (struct sync_query){
		  conf->groups_base, conf->groups_filter, attrs, 0};
}
