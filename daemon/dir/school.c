#include "school.h"

#include "base/text.h"
#include "filter.h"

#include <string.h>
#include <strings.h>

const char *const school_attrs[] = {
    "portalSchoolCode", "portalSchoolKind", "displayName", NULL};

enum rc
school_read(
    struct school *school, const struct dir_entry *entry, struct err *err)
{
	const char *code = dir_value(entry, "portalSchoolCode");
	const char *kind = dir_value(entry, "portalSchoolKind");
	const char *name = dir_value(entry, "displayName");

	*school = (struct school){0};
	if (code == NULL || kind == NULL ||
	    !text_copy(school->dn, sizeof(school->dn), dir_dn(entry)) ||
	    !text_copy(school->code, sizeof(school->code), code) ||
	    !text_copy(school->kind, sizeof(school->kind), kind))
		return err_set(
		    err, RC_FAULT, "%.128s: not a school", dir_dn(entry));
	(void)text_show(school->name, sizeof(school->name),
	    name != NULL ? name : code, false);
	return RC_OK;
}

enum rc
school_get(
    struct dir *dir, const char *dn, struct school *school, struct err *err)
{
	struct dir_entry *entry;
	enum rc rc = dir_get(dir, dn, school_attrs, &entry, err);

	if (rc != RC_OK)
		return rc;
	rc = school_read(school, entry, err);
	dir_entry_free(entry);
	return rc;
}

enum rc
school_by_code(struct dir *dir, const char *base_dn, const char *code,
    struct school *school, struct err *err)
{
	char base[FILTER_DN_SIZE], filter[FILTER_SIZE];
	const struct dir_query query = {.base = base,
	    .scope = DIR_SUBTREE,
	    .filter = filter,
	    .attrs = school_attrs};
	struct dir_entry *entry;
	enum rc rc = filter_dn(base, sizeof(base), base_dn, err, "ou=units");

	if (rc == RC_OK)
		rc = filter_print(filter, sizeof(filter), err,
		    "(&(objectClass=portalSchool)(portalSchoolCode=%s))", code);
	if (rc == RC_OK)
		rc = dir_find(dir, &query, &entry, err);
	if (rc != RC_OK)
		return err_context(err, rc, "school %s", code);
	rc = school_read(school, entry, err);
	dir_entry_free(entry);
	return rc;
}

enum rc
school_unit(struct dir *dir, const struct school *school, const char *name,
    char dn[PERSON_DN_SIZE], struct err *err)
{
	static const char *const attrs[] = {"ou", NULL};
	char asked[FILTER_DN_SIZE];
	struct dir_entry *entry;
	enum rc rc;

	if (name[0] == '\0') {
		memcpy(dn, school->dn, PERSON_DN_SIZE);
		return RC_OK;
	}
	rc = filter_dn(asked, sizeof(asked), school->dn, err, "ou=%s", name);
	if (rc == RC_OK)
		rc = dir_get(dir, asked, attrs, &entry, err);
	if (rc != RC_OK)
		return err_context(err, rc, "unit %s", name);
	if (!text_copy(dn, PERSON_DN_SIZE, dir_dn(entry)))
		rc = err_set(err, RC_FAULT, "unit %s: name too long", name);
	dir_entry_free(entry);
	return rc;
}

bool
school_rdn(const char *dn, const char *attr, char *value, size_t size)
{
	size_t used = 0, len = strlen(attr), one;

	value[0] = '\0';
	if (strncasecmp(dn, attr, len) != 0 || dn[len] != '=')
		return false;
	for (dn += len + 1; *dn != '\0' && *dn != ',' && *dn != '+'; dn++) {
		char byte = *dn, hex[3] = "";

		if (byte == '\\' && dn[1] != '\0') {
			memcpy(hex, dn + 1, dn[2] != '\0' ? 2 : 1);
			if (text_unhex(&byte, 1, hex, &one) && one == 1)
				dn++;
			else
				byte = dn[1];
			dn++;
		}
		if (used + 1 >= size) {
			value[0] = '\0';
			return false;
		}
		value[used++] = byte;
	}
	value[used] = '\0';
	return true;
}
