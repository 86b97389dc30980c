#include "keyset.h"

#include <string.h>

static json_t *
find(const json_t *keys, const char *kid)
{
	json_t *key;
	size_t i;

	json_array_foreach(keys, i, key)
	{
		const char *name =
		    json_string_value(json_object_get(key, "kid"));

		if (name != NULL && strcmp(name, kid) == 0)
			return key;
	}
	return NULL;
}

static int64_t
end_of(const json_t *key)
{
	return json_integer_value(json_object_get(key, "exp"));
}

static bool
leave_at(json_t *key, int64_t at_s)
{
	return json_object_set_new(key, "exp", json_integer(at_s)) == 0;
}

static bool
add(json_t *keys, const struct signing_public *own, int64_t now_s)
{
	json_t *key = find(keys, own->kid);

	if (key == NULL)
		return json_array_append_new(
			   keys, jwk_of(&own->pub, own->kid)) == 0;
	return end_of(key) != 0 && end_of(key) < now_s + KEYSET_TOKEN_LIFE_S &&
	    leave_at(key, now_s + KEYSET_LEAVE_S);
}

/* Is the key of that name one of which the ring keeps the number alone? */
static bool
is_retired(const struct keyring *ring, const json_t *key)
{
	const char *kid = json_string_value(json_object_get(key, "kid"));
	uint32_t number = kid != NULL ? signing_number(kid) : 0;

	for (size_t i = 0; number != 0 && i < ring->count; i++)
		if (ring->keys[i].kid == number)
			return ring->keys[i].state == KEYRING_RETIRED;
	return false;
}

/* Backwards: what goes moves what is behind it. */
static bool
drop_retired(json_t *keys, const struct keyring *ring, int64_t now_s)
{
	bool has_changed = false;

	for (size_t i = json_array_size(keys); i > 0; i--) {
		json_t *key = json_array_get(keys, i - 1);

		if (!is_retired(ring, key))
			continue;
		if (end_of(key) == 0)
			has_changed |= leave_at(key, now_s + KEYSET_LEAVE_S);
		else if (end_of(key) <= now_s)
			has_changed |= json_array_remove(keys, i - 1) == 0;
	}
	return has_changed;
}

bool
keyset_merge(json_t *set, const struct keyring *ring,
    const struct signing_public *own, size_t count, int64_t now_s)
{
	json_t *keys = json_object_get(set, "keys");
	bool has_changed = drop_retired(keys, ring, now_s);

	for (size_t i = 0; i < count; i++)
		has_changed |= add(keys, &own[i], now_s);
	return has_changed;
}
