#include "claims.h"

#include "base/clock.h"
#include "base/text.h"
#include "dir/school.h"
#include "scope.h"

#include <stddef.h>
#include <string.h>

static json_t *
text(const char *value)
{
	char shown[PERSON_TEXT_SIZE];

	if (value[0] == '\0')
		return NULL;
	(void)text_show(shown, sizeof(shown), value, false);
	return json_string(shown);
}

static json_t *
mail(const struct claims_of *of)
{
	return of->person->mail_count > 0 ? text(of->person->mail[0]) : NULL;
}

/* Personnel vouch for an address, or a code was answered from there. */
static json_t *
mail_verified(const struct claims_of *of)
{
	return of->person->mail_count > 0 ? json_true() : NULL;
}

static json_t *
unit(const struct claims_of *of)
{
	char name[PERSON_TEXT_SIZE];

	return school_rdn(of->person->unit_dn, "ou", name, sizeof(name))
	    ? text(name)
	    : NULL;
}

/* entryCSN starts with the time of the last change. */
static json_t *
updated_at(const struct claims_of *of)
{
	char when[CLOCK_GENERALIZED_SIZE];
	int64_t at_s;

	return text_print(when, sizeof(when), "%.14sZ", of->person->csn) &&
		clock_parse_generalized(when, &at_s)
	    ? json_integer(at_s)
	    : NULL;
}

static json_t *
groups(const struct claims_of *of)
{
	json_t *list = json_array();

	for (size_t i = 0; i < of->group_count; i++)
		json_array_append_new(list, text(of->groups[i]));
	return list;
}

static json_t *
locale(const struct claims_of *of)
{
	(void)of;
	return json_string("zh-TW");
}

static json_t *
zone(const struct claims_of *of)
{
	(void)of;
	return json_string("Asia/Taipei");
}

static json_t *
school_name(const struct claims_of *of)
{
	return text(of->school_name);
}

#define PERSON(member) offsetof(struct person, member)

static const struct {
	enum scope scope;
	const char *name;
	json_t *(*value)(const struct claims_of *of); /* or a text: */
	size_t at;
} table[] = {
    {SCOPE_PROFILE, "name", NULL, PERSON(name)},
    {SCOPE_PROFILE, "preferred_username", NULL, PERSON(account)},
    {SCOPE_PROFILE, "profile", NULL, PERSON(openid)},
    {SCOPE_PROFILE, "locale", locale, 0},
    {SCOPE_PROFILE, "zoneinfo", zone, 0},
    {SCOPE_PROFILE, "updated_at", updated_at, 0},
    {SCOPE_EMAIL, "email", mail, 0},
    {SCOPE_EMAIL, "email_verified", mail_verified, 0},
    {SCOPE_SCHOOL, "school_code", NULL, PERSON(school)},
    {SCOPE_SCHOOL, "school_name", school_name, 0},
    {SCOPE_SCHOOL, "unit", unit, 0},
    {SCOPE_SCHOOL, "admin_post", NULL, PERSON(admin_post)},
    {SCOPE_KIND, "staff_kind", NULL, PERSON(kind)},
    {SCOPE_GROUPS, "groups", groups, 0},
};

json_t *
claims_print(const struct claims_of *of, unsigned scopes)
{
	json_t *object = json_pack("{s:s}", "sub", of->person->uuid);

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		json_t *value;

		if ((scopes & table[i].scope) == 0)
			continue;
		value = table[i].value != NULL
		    ? table[i].value(of)
		    : text((const char *)of->person + table[i].at);
		if (value != NULL)
			json_object_set_new(object, table[i].name, value);
	}
	return object;
}

char *
claims_text(const json_t *object)
{
	return json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
}
