#include "nss_portal.h"

#include "names_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------ the caller's buf */

struct space {
	char *at;
	size_t left;
	bool is_full;
};

static void *
take_space(struct space *space, size_t len, size_t align)
{
	size_t skip = (align - (uintptr_t)space->at % align) % align;
	char *at;

	if (space->is_full || space->left < skip || space->left - skip < len) {
		space->is_full = true;
		return NULL;
	}
	at = space->at + skip;
	space->at = at + len;
	space->left -= skip + len;
	return at;
}

static char *
copy_text(struct space *space, const char *text)
{
	size_t len = strlen(text) + 1;
	char *copy = take_space(space, len, 1);

	return copy == NULL ? NULL : memcpy(copy, text, len);
}

/* ------------------------------------------------------------ look-ups */

/* One look-up: what is filled in, from which space, and how it ended. */
struct lookup {
	void *result;
	struct space space;
	enum nss_status status;
	const char *name; /* of shadow: whose */
	/* of initgroups */
	gid_t primary;
	long *start;
	long *size;
	gid_t **groups;
	long limit;
};

static enum nss_status
end_of_copy(const struct space *space)
{
	return space->is_full ? NSS_STATUS_TRYAGAIN : NSS_STATUS_SUCCESS;
}

static void
take_person(void *context, const char *bytes, size_t len)
{
	struct lookup *lookup = context;
	struct passwd *result = lookup->result;
	struct space *space = &lookup->space;
	struct names_person person;

	lookup->status = NSS_STATUS_NOTFOUND;
	if (!names_person_parse(&person, bytes, len) ||
	    person.uid < NAMES_ID_MIN || person.gid < NAMES_GID_MIN)
		return;
	result->pw_uid = person.uid;
	result->pw_gid = person.gid;
	result->pw_name = copy_text(space, person.name);
	result->pw_passwd = copy_text(space, "*");
	result->pw_gecos = copy_text(space, person.gecos);
	result->pw_dir = copy_text(space, person.home);
	result->pw_shell = copy_text(space, person.shell);
	lookup->status = end_of_copy(space);
}

static void
take_day(void *context, const char *bytes, size_t len)
{
	struct lookup *lookup = context;
	struct spwd *result = lookup->result;
	uint32_t day;

	lookup->status = NSS_STATUS_NOTFOUND;
	if (len != sizeof(day))
		return;
	day = names_get_number(bytes);
	*result = (struct spwd){
	    .sp_lstchg = day == NAMES_DAY_UNKNOWN ? -1 : (long)day,
	    .sp_min = -1,
	    .sp_max = -1,
	    .sp_warn = -1,
	    .sp_inact = -1,
	    .sp_expire = -1,
	    .sp_flag = (unsigned long)-1};
	result->sp_namp = copy_text(&lookup->space, lookup->name);
	result->sp_pwdp = copy_text(&lookup->space, "*");
	lookup->status = end_of_copy(&lookup->space);
}

static void
take_group(void *context, const char *bytes, size_t len)
{
	struct lookup *lookup = context;
	struct group *result = lookup->result;
	struct space *space = &lookup->space;
	struct names_group group;
	const char *member;

	lookup->status = NSS_STATUS_NOTFOUND;
	if (!names_group_parse(&group, bytes, len) || group.gid < NAMES_ID_MIN)
		return;
	result->gr_gid = group.gid;
	result->gr_name = copy_text(space, group.name);
	result->gr_passwd = copy_text(space, "*");
	result->gr_mem = take_space(
	    space, ((size_t)group.count + 1) * sizeof(char *), sizeof(char *));
	member = group.members;
	for (uint32_t i = 0; !space->is_full && i < group.count; i++) {
		result->gr_mem[i] = copy_text(space, member);
		member += strlen(member) + 1;
	}
	if (!space->is_full)
		result->gr_mem[group.count] = NULL;
	lookup->status = end_of_copy(space);
}

/* Room for one more in the caller's array, within its limit. */
static bool
has_room(struct lookup *lookup)
{
	long size = *lookup->size;
	gid_t *grown;

	if (*lookup->start < size)
		return true;
	if (lookup->limit > 0 && size >= lookup->limit)
		return false;
	size = size > 0 ? 2 * size : 16;
	if (lookup->limit > 0 && size > lookup->limit)
		size = lookup->limit;
	grown = reallocarray(*lookup->groups, (size_t)size, sizeof(gid_t));
	if (grown == NULL) {
		lookup->status = NSS_STATUS_TRYAGAIN;
		return false;
	}
	*lookup->groups = grown;
	*lookup->size = size;
	return true;
}

static void
take_gids(void *context, const char *bytes, size_t len)
{
	struct lookup *lookup = context;

	lookup->status = NSS_STATUS_SUCCESS;
	for (; len >= 4; bytes += 4, len -= 4) {
		gid_t gid = names_get_number(bytes);

		if (gid < NAMES_ID_MIN || gid == lookup->primary)
			continue;
		if (!has_room(lookup))
			return;
		(*lookup->groups)[(*lookup->start)++] = gid;
	}
}

/* `errno` is the host's and stays; NSS has its own. */
static enum nss_status
end_look_up(
    struct lookup *lookup, enum reader_found found, int saved, int *errnop)
{
	errno = saved;
	if (found == READER_UNAVAIL) {
		*errnop = ENOENT;
		return NSS_STATUS_UNAVAIL;
	}
	if (found == READER_ABSENT)
		lookup->status = NSS_STATUS_NOTFOUND;
	if (lookup->status == NSS_STATUS_NOTFOUND)
		*errnop = ENOENT;
	else if (lookup->status == NSS_STATUS_TRYAGAIN)
		*errnop = lookup->space.is_full ? ERANGE : ENOMEM;
	return lookup->status;
}

static enum nss_status
look_up(struct lookup *lookup, const char *key, size_t key_len,
    reader_take *take, int *errnop)
{
	int saved = errno;
	enum reader_found found = READER_ABSENT;

	if (key_len > 0)
		found = lookup->name != NULL
		    ? names_reader_find_shadow(key, key_len, take, lookup)
		    : names_reader_find(key, key_len, take, lookup);
	return end_look_up(lookup, found, saved, errnop);
}

enum nss_status
_nss_portal_getpwnam_r(const char *name, struct passwd *result, char *buf,
    size_t size, int *errnop)
{
	struct lookup lookup = {.result = result, .space = {buf, size, false}};
	char key[NAMES_KEY_SIZE];

	return look_up(&lookup, key, names_key(key, NAMES_PERSON, name),
	    take_person, errnop);
}

enum nss_status
_nss_portal_getpwuid_r(
    uid_t uid, struct passwd *result, char *buf, size_t size, int *errnop)
{
	struct lookup lookup = {.result = result, .space = {buf, size, false}};
	char key[NAMES_KEY_SIZE];

	return look_up(&lookup, key,
	    names_key_number(key, NAMES_PERSON_UID, uid), take_person, errnop);
}

enum nss_status
_nss_portal_getgrnam_r(
    const char *name, struct group *result, char *buf, size_t size, int *errnop)
{
	struct lookup lookup = {.result = result, .space = {buf, size, false}};
	char key[NAMES_KEY_SIZE];

	return look_up(&lookup, key, names_key(key, NAMES_GROUP, name),
	    take_group, errnop);
}

enum nss_status
_nss_portal_getgrgid_r(
    gid_t gid, struct group *result, char *buf, size_t size, int *errnop)
{
	struct lookup lookup = {.result = result, .space = {buf, size, false}};
	char key[NAMES_KEY_SIZE];

	return look_up(&lookup, key,
	    names_key_number(key, NAMES_GROUP_GID, gid), take_group, errnop);
}

enum nss_status
_nss_portal_initgroups_dyn(const char *name, gid_t primary, long *start,
    long *size, gid_t **groups, long limit, int *errnop)
{
	struct lookup lookup = {.primary = primary,
	    .start = start,
	    .size = size,
	    .groups = groups,
	    .limit = limit};
	char key[NAMES_KEY_SIZE];

	return look_up(&lookup, key, names_key(key, NAMES_GROUPS_OF, name),
	    take_gids, errnop);
}

enum nss_status
_nss_portal_getspnam_r(
    const char *name, struct spwd *result, char *buf, size_t size, int *errnop)
{
	struct lookup lookup = {
	    .result = result, .space = {buf, size, false}, .name = name};
	char key[NAMES_KEY_SIZE];

	return look_up(
	    &lookup, key, names_key(key, NAMES_SHADOW, name), take_day, errnop);
}

/* --------------------------------------------------------------- lists */

struct listing {
	struct lookup lookup;
	struct space whole; /* the caller's, for the next one */
	reader_take *take;
};

/* What is too large for the caller's space is asked for again. */
static bool
take_next(void *context, const char *bytes, size_t len)
{
	struct listing *listing = context;

	listing->lookup.space = listing->whole;
	listing->take(&listing->lookup, bytes, len);
	return listing->lookup.status != NSS_STATUS_TRYAGAIN;
}

/* Records that are nobody's are stepped over. */
static enum nss_status
list(enum reader_list list, struct listing *listing, int *errnop)
{
	int saved = errno;
	enum reader_found found;

	do
		found = names_reader_next(list, take_next, listing);
	while (found == READER_FOUND &&
	    listing->lookup.status == NSS_STATUS_NOTFOUND);
	return end_look_up(&listing->lookup, found, saved, errnop);
}

static enum nss_status
begin_list(enum reader_list list)
{
	int saved = errno;
	enum reader_found found = names_reader_begin(list);

	errno = saved;
	return found == READER_UNAVAIL ? NSS_STATUS_UNAVAIL
				       : NSS_STATUS_SUCCESS;
}

static enum nss_status
end_list(enum reader_list list)
{
	int saved = errno;

	names_reader_end(list);
	errno = saved;
	return NSS_STATUS_SUCCESS;
}

enum nss_status
_nss_portal_setpwent(int stay_open)
{
	(void)stay_open;
	return begin_list(READER_PEOPLE);
}

enum nss_status
_nss_portal_getpwent_r(
    struct passwd *result, char *buf, size_t size, int *errnop)
{
	struct listing listing = {.lookup = {.result = result},
	    .whole = {buf, size, false},
	    .take = take_person};

	return list(READER_PEOPLE, &listing, errnop);
}

enum nss_status
_nss_portal_endpwent(void)
{
	return end_list(READER_PEOPLE);
}

enum nss_status
_nss_portal_setgrent(int stay_open)
{
	(void)stay_open;
	return begin_list(READER_GROUPS);
}

enum nss_status
_nss_portal_getgrent_r(
    struct group *result, char *buf, size_t size, int *errnop)
{
	struct listing listing = {.lookup = {.result = result},
	    .whole = {buf, size, false},
	    .take = take_group};

	return list(READER_GROUPS, &listing, errnop);
}

enum nss_status
_nss_portal_endgrent(void)
{
	return end_list(READER_GROUPS);
}
