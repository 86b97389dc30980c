#include "person.h"

#include "base/clock.h"
#include "base/text.h"
#include "filter.h"

#include <string.h>
#include <strings.h>

const char *const person_attrs[] = {"entryUUID", "entryCSN", "uid", "cn",
    "mail", "uidNumber", "gidNumber", "pwdChangedTime", "pwdReset",
    "portalState", "portalNationalIdIndex", "portalStaffKind", "portalUnitDN",
    "portalAdminPost", "portalSchedule", "portalPostedFrom",
    "portalPostedUntil", "portalHiredOn", "portalSignOutCount", "portalOpenID",
    "portalMailChanged", "portalCodeNonce", "portalCodeExpires",
    "portalCodeTries", "portalCodeKid", "portalCodeHome", "portalCodeChanged",
    "portalCodePurpose", "portalCodeSpent", "portalLetterTime",
    "portalLetterMail", "portalLetterState", "portalLetterDetail", NULL};

const char *const person_code_attrs[] = {"portalCodeNonce", "portalCodeExpires",
    "portalCodeTries", "portalCodeKid", "portalCodeHome", "portalCodeChanged",
    "portalCodePurpose", NULL};

static const char *const state_names[PERSON_STATE_COUNT] = {
    [PERSON_NEW] = "new",
    [PERSON_ACTIVE] = "active",
    [PERSON_SUSPENDED] = "suspended",
    [PERSON_LEFT] = "left",
};

const char *
person_state_name(enum person_state state)
{
	return state_names[state];
}

bool
person_state_parse(const char *name, enum person_state *state)
{
	for (int i = 0; i < PERSON_STATE_COUNT; i++)
		if (strcmp(state_names[i], name) == 0) {
			*state = (enum person_state)i;
			return true;
		}
	return false;
}

/* Past the next unescaped comma, or at the end. */
static const char *
next_rdn(const char *at)
{
	for (; *at != '\0' && *at != ','; at++)
		if (*at == '\\' && at[1] != '\0')
			at++;
	return *at == ',' ? at + 1 : at;
}

bool
person_school_of(const char *unit_dn, char school_dn[PERSON_DN_SIZE],
    char *school, size_t size)
{
	const char *at = unit_dn;
	size_t len;

	school_dn[0] = school[0] = '\0';
	while (*at != '\0' && strncasecmp(at, "o=", 2) != 0)
		at = next_rdn(at);
	if (*at == '\0')
		return false;
	len = (size_t)(next_rdn(at) - at) - 3; /* without "o=" and "," */
	if (next_rdn(at)[0] == '\0' || len >= size ||
	    !text_copy(school_dn, PERSON_DN_SIZE, at))
		return false;
	memcpy(school, at + 2, len);
	school[len] = '\0';
	return true;
}

/* Absent is "". What names something is whole or nothing: IT may have written
 * more than our schema suggests. */
static void
take_text(
    char *dst, size_t size, const struct dir_entry *entry, const char *attr)
{
	const char *value = dir_value(entry, attr);

	(void)text_copy(dst, size, value != NULL ? value : "");
}

static void
show_text(
    char *dst, size_t size, const struct dir_entry *entry, const char *attr)
{
	const char *value = dir_value(entry, attr);

	(void)text_show(dst, size, value != NULL ? value : "", false);
}

static int64_t
take_number(const struct dir_entry *entry, const char *attr)
{
	const char *value = dir_value(entry, attr);
	int64_t number = 0;

	if (value != NULL)
		(void)text_number(value, INT64_MIN, INT64_MAX, &number);
	return number;
}

static int64_t
take_time(const struct dir_entry *entry, const char *attr)
{
	const char *value = dir_value(entry, attr);
	int64_t at_s = 0;

	if (value != NULL)
		(void)clock_parse_generalized(value, &at_s);
	return at_s;
}

static bool
is_true(const struct dir_entry *entry, const char *attr)
{
	const char *value = dir_value(entry, attr);

	return value != NULL && strcmp(value, "TRUE") == 0;
}

static bool
take_bytes(
    void *dst, size_t want, const struct dir_entry *entry, const char *attr)
{
	size_t len = 0;
	const void *bytes = dir_bytes_at(entry, attr, 0, &len);

	if (bytes == NULL || len != want)
		return false;
	memcpy(dst, bytes, want);
	return true;
}

static void
take_code(struct person_code *code, const struct dir_entry *entry)
{
	code->is_there = take_bytes(code->nonce, sizeof(code->nonce), entry,
			     "portalCodeNonce") &&
	    dir_value(entry, "portalCodeExpires") != NULL;
	take_text(
	    code->expires, sizeof(code->expires), entry, "portalCodeExpires");
	code->expires_s = take_time(entry, "portalCodeExpires");
	code->tries = take_number(entry, "portalCodeTries");
	code->kid = take_number(entry, "portalCodeKid");
	code->home = take_number(entry, "portalCodeHome");
	code->purpose = take_number(entry, "portalCodePurpose");
	code->changed_s = take_time(entry, "portalCodeChanged");
}

static void
take_lists(struct person *person, const struct dir_entry *entry)
{
	size_t count = dir_count(entry, "mail");

	for (size_t i = 0; i < count && person->mail_count < PERSON_MAIL_MAX;
	     i++) {
		const char *mail = dir_value_at(entry, "mail", i);

		if (mail != NULL &&
		    text_copy(person->mail[person->mail_count],
			sizeof(person->mail[0]), mail))
			person->mail_count++;
	}
	count = dir_count(entry, "portalLetterTime");
	for (size_t i = 0;
	     i < count && person->letter_count < PERSON_LETTERS_MAX; i++) {
		const char *at = dir_value_at(entry, "portalLetterTime", i);

		if (at != NULL &&
		    clock_parse_generalized(
			at, &person->letter_s[person->letter_count]))
			person->letter_count++;
	}
}

/* "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" */
static bool
parse_uuid(const char *text, unsigned char bytes[PERSON_UUID_LEN])
{
	char hex[2 * PERSON_UUID_LEN + 1];
	size_t used = 0, len;

	for (; *text != '\0'; text++) {
		if (*text == '-')
			continue;
		if (used == sizeof(hex) - 1)
			return false;
		hex[used++] = *text;
	}
	hex[used] = '\0';
	return text_unhex(bytes, PERSON_UUID_LEN, hex, &len) &&
	    len == PERSON_UUID_LEN;
}

static void
take_texts(struct person *person, const struct dir_entry *entry)
{
	const struct {
		char *dst;
		size_t size;
		const char *attr;
		bool is_shown; /* to people, who see that it is cut */
	} texts[] = {
#define TEXT(member, attr) {person->member, sizeof(person->member), attr, false}
#define SHOWN(member, attr)                                        \
	{                                                          \
		person->member, sizeof(person->member), attr, true \
	}
	    TEXT(csn, "entryCSN"),
	    TEXT(account, "uid"),
	    SHOWN(name, "cn"),
	    TEXT(id_index, "portalNationalIdIndex"),
	    TEXT(kind, "portalStaffKind"),
	    SHOWN(admin_post, "portalAdminPost"),
	    TEXT(schedule, "portalSchedule"),
	    TEXT(posted_from, "portalPostedFrom"),
	    TEXT(posted_until, "portalPostedUntil"),
	    TEXT(hired_on, "portalHiredOn"),
	    TEXT(openid, "portalOpenID"),
	    TEXT(unit_dn, "portalUnitDN"),
	    TEXT(letter_mail, "portalLetterMail"),
	    TEXT(letter_state, "portalLetterState"),
	    SHOWN(letter_detail, "portalLetterDetail"),
#undef TEXT
#undef SHOWN
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].is_shown)
			show_text(
			    texts[i].dst, texts[i].size, entry, texts[i].attr);
		else
			take_text(
			    texts[i].dst, texts[i].size, entry, texts[i].attr);
	(void)person_school_of(person->unit_dn, person->school_dn,
	    person->school, sizeof(person->school));
}

enum rc
person_read(
    struct person *person, const struct dir_entry *entry, struct err *err)
{
	const char *state = dir_value(entry, "portalState");
	const char *uuid = dir_value(entry, "entryUUID");

	*person = (struct person){0};
	if (!text_copy(person->dn, sizeof(person->dn), dir_dn(entry)))
		return err_set(
		    err, RC_FAULT, "name too long: %.64s...", dir_dn(entry));
	if (state == NULL || !person_state_parse(state, &person->state))
		return err_set(
		    err, RC_FAULT, "%.128s: no portalState", person->dn);
	if (uuid == NULL || !parse_uuid(uuid, person->uuid_bytes) ||
	    !text_copy(person->uuid, sizeof(person->uuid), uuid))
		return err_set(
		    err, RC_FAULT, "%.128s: no entryUUID", person->dn);
	take_texts(person, entry);
	take_lists(person, entry);
	take_code(&person->code, entry);
	person->uid_number = take_number(entry, "uidNumber");
	person->gid_number = take_number(entry, "gidNumber");
	person->sign_out_count = take_number(entry, "portalSignOutCount");
	person->changed_s = take_time(entry, "pwdChangedTime");
	person->must_change = is_true(entry, "pwdReset");
	person->mail_changed_s = take_time(entry, "portalMailChanged");
	person->has_spent = take_bytes(
	    person->spent, sizeof(person->spent), entry, "portalCodeSpent");
	return RC_OK;
}

/* The entry is not needed afterwards. */
static enum rc
take(struct person *person, struct dir_entry *entry, struct err *err)
{
	enum rc rc = person_read(person, entry, err);

	dir_entry_free(entry);
	return rc;
}

enum rc
person_get(
    struct dir *dir, const char *dn, struct person *person, struct err *err)
{
	struct dir_entry *entry;
	enum rc rc = dir_get(dir, dn, person_attrs, &entry, err);

	return rc == RC_OK ? take(person, entry, err) : rc;
}

enum rc
person_find(struct dir *dir, const char *base_dn, const char *filter,
    struct person *person, struct err *err)
{
	char base[FILTER_DN_SIZE];
	struct dir_query query = {.base = base,
	    .scope = DIR_ONE,
	    .filter = filter,
	    .attrs = person_attrs,
	    .size_max = 2};
	struct dir_entry *entry;
	enum rc rc = filter_dn(base, sizeof(base), base_dn, err, "ou=people");

	if (rc == RC_OK)
		rc = dir_find(dir, &query, &entry, err);
	return rc == RC_OK ? take(person, entry, err) : rc;
}

enum rc
person_by_uuid(struct dir *dir, const char *base_dn, const char *uuid,
    struct person *person, struct err *err)
{
	char filter[FILTER_SIZE];
	enum rc rc = filter_print(filter, sizeof(filter), err,
	    "(&(objectClass=portalPerson)(entryUUID=%s))", uuid);

	return rc == RC_OK ? person_find(dir, base_dn, filter, person, err)
			   : rc;
}

enum rc
person_by_account(struct dir *dir, const char *base_dn, const char *account,
    struct person *person, struct err *err)
{
	char filter[FILTER_SIZE];
	enum rc rc = filter_print(filter, sizeof(filter), err,
	    "(&(objectClass=portalPerson)(uid=%s))", account);

	return rc == RC_OK ? person_find(dir, base_dn, filter, person, err)
			   : rc;
}

const char *
person_mail_match(const struct person *person, const char *mail)
{
	for (size_t i = 0; i < person->mail_count; i++)
		if (strcasecmp(person->mail[i], mail) == 0)
			return person->mail[i];
	return NULL;
}
