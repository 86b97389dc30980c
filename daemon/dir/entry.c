#include "entry.h"

#include <ldap.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct slot {
	size_t attr; /* offsets into bytes */
	size_t value;
	size_t len;
};

struct dir_entry {
	char *bytes; /* starts with the DN */
	size_t len;
	size_t size;
	struct slot *slots;
	size_t count;
	size_t slots_size;
	const char *origin; /* NULL: our own server */
};

enum { FIRST_BYTES = 1024, FIRST_SLOTS = 32 };

struct dir_entry *
entry_new(void)
{
	struct dir_entry *entry = calloc(1, sizeof(*entry));

	if (entry != NULL) {
		entry->bytes = malloc(FIRST_BYTES);
		entry->slots = calloc(FIRST_SLOTS, sizeof(*entry->slots));
		entry->size = FIRST_BYTES;
		entry->slots_size = FIRST_SLOTS;
	}
	if (entry == NULL || entry->bytes == NULL || entry->slots == NULL) {
		dir_entry_free(entry);
		return NULL;
	}
	entry_reset(entry);
	return entry;
}

void
dir_entry_free(struct dir_entry *entry)
{
	if (entry == NULL)
		return;
	free(entry->bytes);
	free(entry->slots);
	free(entry);
}

void
entry_reset(struct dir_entry *entry)
{
	entry->bytes[0] = '\0';
	entry->len = 1;
	entry->count = 0;
}

void
entry_set_origin(struct dir_entry *entry, const char *uri)
{
	entry->origin = uri;
}

const char *
dir_origin(const struct dir_entry *entry)
{
	return entry->origin == NULL ? "" : entry->origin;
}

struct dir_entry *
entry_copy(const struct dir_entry *entry)
{
	struct dir_entry *copy = malloc(sizeof(*copy));

	if (copy == NULL)
		return NULL;
	*copy = *entry;
	copy->origin = NULL; /* lives no longer than the walk */
	copy->bytes = malloc(entry->size);
	copy->slots = calloc(entry->slots_size, sizeof(*copy->slots));
	if (copy->bytes == NULL || copy->slots == NULL) {
		dir_entry_free(copy);
		return NULL;
	}
	memcpy(copy->bytes, entry->bytes, entry->len);
	memcpy(copy->slots, entry->slots, entry->count * sizeof(*copy->slots));
	return copy;
}

static bool
append(struct dir_entry *entry, const struct berval *what, size_t *at)
{
	size_t needed = entry->len + what->bv_len + 1;
	size_t size = entry->size;
	char *bytes;

	while (size < needed)
		size *= 2;
	if (size != entry->size) {
		bytes = realloc(entry->bytes, size);
		if (bytes == NULL)
			return false;
		entry->bytes = bytes;
		entry->size = size;
	}
	*at = entry->len;
	if (what->bv_len > 0)
		memcpy(entry->bytes + entry->len, what->bv_val, what->bv_len);
	entry->bytes[needed - 1] = '\0';
	entry->len = needed;
	return true;
}

static bool
set_dn(struct dir_entry *entry, const struct berval *dn)
{
	size_t at;

	entry->len = 0;
	entry->count = 0;
	return append(entry, dn, &at);
}

/* `attr` is the same for all values of an attribute: stored once. */
static bool
put_slot(struct dir_entry *entry, size_t attr, const struct berval *value)
{
	struct slot *slots = entry->slots;
	size_t size = entry->slots_size;
	size_t at;

	if (entry->count == size) {
		slots = reallocarray(slots, size * 2, sizeof(*slots));
		if (slots == NULL)
			return false;
		entry->slots = slots;
		entry->slots_size = size * 2;
	}
	if (!append(entry, value, &at))
		return false;
	slots[entry->count++] = (struct slot){attr, at, value->bv_len};
	return true;
}

static bool
put_attribute(struct dir_entry *entry, const struct berval *attr,
    const struct berval *values)
{
	size_t at;

	if (!append(entry, attr, &at))
		return false;
	for (; values != NULL && values->bv_val != NULL; values++) {
		if (!put_slot(entry, at, values))
			return false;
	}
	return true;
}

bool
entry_read(struct dir_entry *entry, LDAP *ld, LDAPMessage *message)
{
	BerElement *ber = NULL;
	struct berval dn, attr, *values = NULL;
	bool is_good;

	is_good = ldap_get_dn_ber(ld, message, &ber, &dn) == LDAP_SUCCESS &&
	    set_dn(entry, &dn);
	while (is_good) {
		values = NULL;
		is_good = ldap_get_attribute_ber(
			      ld, message, ber, &attr, &values) == LDAP_SUCCESS;
		if (!is_good || attr.bv_val == NULL)
			break;
		is_good = put_attribute(entry, &attr, values);
		ber_memfree(values);
	}
	ber_free(ber, 0);
	return is_good;
}

BerElement *
entry_open_value(struct berval *value)
{
	return value->bv_len == 0 ? NULL : ber_init(value);
}

bool
entry_read_control(struct dir_entry *entry, struct berval *value)
{
	BerElement *ber = entry_open_value(value);
	struct berval dn, attr, *values;
	ber_len_t len;
	char *end;
	bool is_good;

	if (ber == NULL)
		return false;
	is_good =
	    ber_scanf(ber, "{m" /*}*/, &dn) != LBER_ERROR && set_dn(entry, &dn);
	for (ber_tag_t tag = is_good ? ber_first_element(ber, &len, &end)
				     : LBER_DEFAULT;
	     is_good && tag != LBER_DEFAULT;
	     tag = ber_next_element(ber, &len, end)) {
		values = NULL;
		is_good =
		    ber_scanf(ber, "{m[W]}", &attr, &values) != LBER_ERROR &&
		    put_attribute(entry, &attr, values);
		ber_bvarray_free(values);
	}
	ber_free(ber, 1);
	return is_good;
}

/* ------------------------------------------------------------- dir.h's */

const char *
dir_dn(const struct dir_entry *entry)
{
	return entry->bytes;
}

/* The values of an attribute stand together. */
static const struct slot *
find_slot(const struct dir_entry *entry, const char *attr, size_t i)
{
	const struct slot *slot = entry->slots;
	const struct slot *end = slot + entry->count;

	while (slot < end && strcasecmp(entry->bytes + slot->attr, attr) != 0)
		slot++;
	if (i >= (size_t)(end - slot) || slot[i].attr != slot->attr)
		return NULL;
	return &slot[i];
}

size_t
dir_count(const struct dir_entry *entry, const char *attr)
{
	size_t count = 0;

	while (find_slot(entry, attr, count) != NULL)
		count++;
	return count;
}

const void *
dir_bytes_at(
    const struct dir_entry *entry, const char *attr, size_t i, size_t *len)
{
	const struct slot *slot = find_slot(entry, attr, i);

	*len = slot == NULL ? 0 : slot->len;
	return slot == NULL ? NULL : entry->bytes + slot->value;
}

const char *
dir_value_at(const struct dir_entry *entry, const char *attr, size_t i)
{
	size_t len;
	const char *value = dir_bytes_at(entry, attr, i, &len);

	return value == NULL || strlen(value) != len ? NULL : value;
}

const char *
dir_value(const struct dir_entry *entry, const char *attr)
{
	return dir_value_at(entry, attr, 0);
}

/* The value of `attr` in the first level of the name. */
static const struct berval *
find_in_rdn(const LDAPDN dn, const char *attr)
{
	for (size_t i = 0; dn != NULL && dn[0] != NULL && dn[0][i] != NULL; i++)
		if (strcasecmp(dn[0][i]->la_attr.bv_val, attr) == 0)
			return &dn[0][i]->la_value;
	return NULL;
}

/* The DN may be written in another case than the value. An empty one has no
 * bytes at all in libldap. */
static const char *
find_value(
    const struct dir_entry *entry, const char *attr, const struct berval *named)
{
	for (size_t i = 0; i < dir_count(entry, attr); i++) {
		const char *value = dir_value_at(entry, attr, i);

		if (value != NULL && strlen(value) == named->bv_len &&
		    (named->bv_len == 0 ||
			strncasecmp(value, named->bv_val, named->bv_len) == 0))
			return value;
	}
	return NULL;
}

const char *
dir_naming_value(const struct dir_entry *entry, const char *attr)
{
	const struct berval *named;
	const char *value = NULL;
	LDAPDN dn = NULL;

	if (dir_count(entry, attr) <= 1)
		return dir_value(entry, attr);
	if (ldap_str2dn(dir_dn(entry), &dn, LDAP_DN_FORMAT_LDAPV3) !=
	    LDAP_SUCCESS)
		return NULL;
	named = find_in_rdn(dn, attr);
	if (named != NULL)
		value = find_value(entry, attr, named);
	ldap_dnfree(dn);
	return value;
}

bool
dir_has_value(
    const struct dir_entry *entry, const char *attr, const char *value)
{
	for (size_t i = 0; i < dir_count(entry, attr); i++) {
		const char *is = dir_value_at(entry, attr, i);

		if (is != NULL && strcasecmp(is, value) == 0)
			return true;
	}
	return false;
}
