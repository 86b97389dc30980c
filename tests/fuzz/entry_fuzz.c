/*
 * entry_fuzz.c - an entry of the directory, as IT or anybody may have written
 * it, and what becomes of it: a person, a school, a record of labd.
 *
 * The first byte is how labd is set. Then come values: a byte for the attribute
 * (one beyond the table is the name of the entry), one for the length, the
 * bytes. What names something is whole or nothing, what is shown is text, and
 * all of it is what the entry says.
 */
#include "base/text.h"
#include "dir/dn.h"
#include "dir/entry.h"
#include "dir/school.h"
#include "labd/lab_entry.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 4096, VALUES_MAX = INPUT_MAX / 2, DN_MAX = 700 };

static const char *const attrs[] = {"entryUUID", "entryCSN", "uid", "cn",
    "mail", "uidNumber", "gidNumber", "pwdChangedTime", "pwdReset",
    "portalState", "portalNationalIdIndex", "portalStaffKind", "portalUnitDN",
    "portalAdminPost", "portalSchedule", "portalPostedFrom",
    "portalPostedUntil", "portalHiredOn", "portalSignOutCount", "portalOpenID",
    "portalMailChanged", "portalCodeNonce", "portalCodeExpires",
    "portalCodeTries", "portalCodeSpent", "portalLetterTime",
    "portalLetterMail", "portalLetterState", "portalLetterDetail",
    "portalSchoolCode", "portalSchoolKind", "displayName", "homeDirectory",
    "loginShell", "gecos", "memberUid", "member", "uniqueMember"};
enum { ATTRS = sizeof(attrs) / sizeof(attrs[0]) };

static struct given {
	struct berval values[ATTRS + 1][VALUES_MAX]; /* the last: names */
	size_t counts[ATTRS + 1];
	struct berval dn;
} given;

static void
take_values(const uint8_t *data, size_t size)
{
	memset(given.counts, 0, sizeof(given.counts));
	given.dn = (struct berval){0, (char[]){""}};
	while (size >= 2) {
		size_t attr = data[0] < ATTRS ? data[0] : ATTRS;
		size_t len = data[1] < size - 2 ? data[1] : size - 2;

		given.values[attr][given.counts[attr]++] =
		    (struct berval){len, (char *)(uintptr_t)data + 2};
		data += 2 + len;
		size -= 2 + len;
	}
}

/* All that are called names, one behind the other: it may be long. */
static void
make_dn(void)
{
	static char dn[INPUT_MAX];
	const struct berval *names = given.values[ATTRS];

	given.dn = (struct berval){0, dn};
	for (size_t i = 0; i < given.counts[ATTRS]; i++) {
		memcpy(dn + given.dn.bv_len, names[i].bv_val, names[i].bv_len);
		given.dn.bv_len += names[i].bv_len;
	}
}

static void
fill(struct dir_entry *entry)
{
	BerElement *ber = ber_alloc_t(LBER_USE_DER);
	struct berval flat;

	(void)ber_printf(ber, "{O{", &given.dn);
	for (size_t i = 0; i < ATTRS; i++) {
		if (given.counts[i] == 0)
			continue;
		(void)ber_printf(ber, "{s[", attrs[i]);
		for (size_t j = 0; j < given.counts[i]; j++)
			(void)ber_printf(ber, "O", &given.values[i][j]);
		(void)ber_printf(ber, "]}");
	}
	(void)ber_printf(ber, "}}");
	assert(ber_flatten2(ber, &flat, 0) == 0);
	assert(entry_read_control(entry, &flat));
	ber_free(ber, 1);
}

/* ----------------------------------------------------------- the entry */

static void
check_entry(const struct dir_entry *entry)
{
	size_t len;

	for (size_t i = 0; i < ATTRS; i++) {
		assert(given.counts[i] == 0 ||
		    dir_count(entry, attrs[i]) == given.counts[i]);
		for (size_t j = 0; j < given.counts[i]; j++) {
			const struct berval *value = &given.values[i][j];
			const void *bytes =
			    dir_bytes_at(entry, attrs[i], j, &len);
			const char *text = dir_value_at(entry, attrs[i], j);

			assert(len == value->bv_len);
			assert(memcmp(bytes, value->bv_val, len) == 0);
			assert((text == NULL) ==
			    (memchr(bytes, '\0', len) != NULL));
		}
	}
}

/* One spelling stays as it is, and names the same as libldap reads in it. */
static void
check_name(const char *dn)
{
	char value[DN_MAX], normal[DN_SIZE], again[DN_SIZE];
	const struct berval *named;
	struct err err;
	LDAPDN parsed = NULL;

	if (dn_normal(normal, sizeof(normal), dn, &err) != RC_OK)
		return;
	assert(dn_normal(again, sizeof(again), normal, &err) == RC_OK);
	assert(strcmp(normal, again) == 0);
	assert(ldap_str2dn(normal, &parsed, LDAP_DN_FORMAT_LDAPV3) ==
	    LDAP_SUCCESS);
	named = &parsed[0][0]->la_value;
	if (school_rdn(normal, "uid", value, sizeof(value)) &&
	    (parsed[0][0]->la_flags & LDAP_AVA_BINARY) == 0) {
		assert(strcasecmp(parsed[0][0]->la_attr.bv_val, "uid") == 0);
		assert(named->bv_len > 0 || value[0] == '\0');
		if (named->bv_len > 0 &&
		    memchr(named->bv_val, '\0', named->bv_len) == NULL)
			assert(strcmp(value, named->bv_val) == 0);
	}
	ldap_dnfree(parsed);
}

/* ------------------------------------------------------------- a person */

static bool
is_shown(const char *text)
{
	return text_is_utf8(text, strlen(text)) &&
	    !text_has_control(text, strlen(text));
}

/* Whole, or nothing where it has no room or is no text. */
static void
check_whole(const struct dir_entry *entry, const char *attr, const char *text,
    size_t size)
{
	const char *value = dir_value(entry, attr);

	if (value == NULL || strlen(value) >= size)
		assert(text[0] == '\0');
	else
		assert(strcmp(text, value) == 0);
}

static void
check_texts(const struct person *person, const struct dir_entry *entry)
{
#define WHOLE(member, attr) \
	check_whole(entry, attr, person->member, sizeof(person->member))
	WHOLE(uuid, "entryUUID");
	WHOLE(csn, "entryCSN");
	WHOLE(account, "uid");
	WHOLE(id_index, "portalNationalIdIndex");
	WHOLE(kind, "portalStaffKind");
	WHOLE(schedule, "portalSchedule");
	WHOLE(posted_from, "portalPostedFrom");
	WHOLE(posted_until, "portalPostedUntil");
	WHOLE(hired_on, "portalHiredOn");
	WHOLE(openid, "portalOpenID");
	WHOLE(unit_dn, "portalUnitDN");
	WHOLE(letter_mail, "portalLetterMail");
	WHOLE(letter_state, "portalLetterState");
	WHOLE(code.expires, "portalCodeExpires");
#undef WHOLE
	assert(is_shown(person->name) && is_shown(person->admin_post));
	assert(is_shown(person->letter_detail));
}

static void
check_lists(const struct person *person, const struct dir_entry *entry)
{
	assert(person->mail_count <= PERSON_MAIL_MAX);
	assert(person->mail_count <= dir_count(entry, "mail"));
	for (size_t i = 0; i < person->mail_count; i++) {
		assert(dir_has_value(entry, "mail", person->mail[i]));
		assert(person_mail_match(person, person->mail[i]) != NULL);
	}
	assert(person->letter_count <= PERSON_LETTERS_MAX);
	assert(person->letter_count <= dir_count(entry, "portalLetterTime"));
}

static void
check_person(const struct dir_entry *entry)
{
	struct person person;
	struct err err;
	size_t len;
	const void *nonce = dir_bytes_at(entry, "portalCodeNonce", 0, &len);
	const char *unit = person.unit_dn;

	if (person_read(&person, entry, &err) != RC_OK)
		return;
	assert(strcmp(person.dn, dir_dn(entry)) == 0);
	assert(strcmp(person_state_name(person.state),
		   dir_value(entry, "portalState")) == 0);
	check_texts(&person, entry);
	check_lists(&person, entry);
	assert(!person.code.is_there ||
	    (len == PERSON_NONCE_LEN &&
		memcmp(nonce, person.code.nonce, len) == 0));
	if (person.school_dn[0] == '\0')
		return;
	assert(strlen(person.school_dn) <= strlen(unit));
	assert(strcmp(unit + strlen(unit) - strlen(person.school_dn),
		   person.school_dn) == 0);
	assert(strncasecmp(person.school_dn, "o=", 2) == 0);
	assert(strncmp(person.school_dn + 2, person.school,
		   strlen(person.school)) == 0);
	assert(person.school_dn[2 + strlen(person.school)] == ',');
}

static void
check_school(const struct dir_entry *entry)
{
	struct school school;
	struct err err;

	if (school_read(&school, entry, &err) != RC_OK)
		return;
	assert(strcmp(school.dn, dir_dn(entry)) == 0);
	assert(strcmp(school.code, dir_value(entry, "portalSchoolCode")) == 0);
	assert(strcmp(school.kind, dir_value(entry, "portalSchoolKind")) == 0);
	assert(is_shown(school.name));
}

/* ---------------------------------------------------------- labd's records */

static struct labd_conf
make_conf(unsigned flags)
{
	static char uid[] = "uid", cn[] = "cn", number[] = "uidNumber",
		    group[] = "gidNumber", home[] = "homeDirectory",
		    shell[] = "loginShell", gecos[] = "gecos",
		    changed[] = "pwdChangedTime", state[] = "portalState",
		    member[] = "memberUid", sh[] = "/bin/sh",
		    homes[] = "/home/%u", one[] = "/tmp", none[] = "";

	return (struct labd_conf){
	    .name_attribute = uid,
	    .uid_attribute = number,
	    .gid_attribute = group,
	    .home_attribute = flags & 1 ? none : home,
	    .shell_attribute = shell,
	    .gecos_attribute = gecos,
	    .changed_attribute = changed,
	    .state_attribute = state,
	    .group_name_attribute = cn,
	    .member_name_attribute = member,
	    .shell = sh,
	    .home = flags & 2 ? one : homes,
	    .full_names = (flags & 4) != 0,
	};
}

static void
check_lab_person(const struct labd_conf *conf, const struct dir_entry *entry)
{
	static char record[LAB_ENTRY_SIZE], again[LAB_ENTRY_SIZE];
	struct state_person person;
	const char *name = dir_naming_value(entry, "uid");
	size_t len = lab_entry_print(conf, STATE_PERSON, entry, record);
	int64_t uid;

	if (len == 0)
		return;
	assert(state_person_parse(&person, record, len));
	assert(state_person_print(again, sizeof(again), &person) == len);
	assert(memcmp(record, again, len) == 0);
	assert(strcmp(person.names.name, name == NULL ? "" : name) == 0);
	assert(strcmp(person.dn, dir_dn(entry)) == 0);
	assert(text_number(dir_value(entry, "uidNumber"), 0, UINT32_MAX, &uid));
	assert(person.names.uid == uid);
	assert(conf->full_names || person.names.gecos[0] == '\0');
}

static void
check_lab_group(const struct labd_conf *conf, const struct dir_entry *entry)
{
	static char record[LAB_ENTRY_SIZE];
	struct state_group group;
	size_t len = lab_entry_print(conf, STATE_GROUP, entry, record);
	size_t members = 0;

	if (len == 0)
		return;
	assert(state_group_parse(&group, record, len));
	assert(strcmp(group.dn, dir_dn(entry)) == 0);
	for (const char *at = group.members;
	     at < group.members + group.members_len; at += strlen(at) + 1) {
		assert(*at == STATE_BY_NAME
			? dir_has_value(entry, "memberUid", at + 1)
			: *at == STATE_BY_DN &&
			    (dir_has_value(entry, "member", at + 1) ||
				dir_has_value(entry, "uniqueMember", at + 1)));
		members++;
	}
	assert(members <= dir_count(entry, "memberUid") +
		dir_count(entry, "member") + dir_count(entry, "uniqueMember"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct dir_entry *entry;
	struct labd_conf conf;

	if (size == 0 || size > INPUT_MAX)
		return 0;
	if (entry == NULL)
		entry = entry_new();
	assert(entry != NULL);
	conf = make_conf(data[0]);
	take_values(data + 1, size - 1);
	make_dn();
	fill(entry);
	check_entry(entry);
	check_name(dir_dn(entry));
	check_person(entry);
	check_school(entry);
	check_lab_person(&conf, entry);
	check_lab_group(&conf, entry);
	return 0;
}
