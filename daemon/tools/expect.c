#include "expect.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 12, PLACE_SIZE = 160 };

static bool met(const json_t *wanted, const json_t *got, const char *place,
    int depth, char *why, size_t size);

static void
differ(const json_t *wanted, const json_t *got, const char *place, char *why,
    size_t size)
{
	char *a = json_dumps(wanted, JSON_ENCODE_ANY | JSON_COMPACT);
	char *b = got == NULL ? NULL
			      : json_dumps(got, JSON_ENCODE_ANY | JSON_COMPACT);

	(void)snprintf(why, size, "%s: wanted %.300s, got %.600s", place,
	    a == NULL ? "?" : a, b == NULL ? "nothing" : b);
	free(a);
	free(b);
}

static bool
has_match(
    const json_t *wanted, const json_t *list, const char *place, int depth)
{
	size_t i;
	json_t *one;
	char ignored[8];

	json_array_foreach((json_t *)(uintptr_t)list, i, one)
	{
		if (met(wanted, one, place, depth, ignored, sizeof(ignored)))
			return true;
	}
	return false;
}

static bool
met_list(const json_t *wanted, const json_t *got, const char *place, int depth,
    char *why, size_t size)
{
	size_t i;
	json_t *one;

	if (json_array_size(wanted) == 0 && json_array_size(got) > 0) {
		differ(wanted, got, place, why, size);
		return false;
	}
	json_array_foreach((json_t *)(uintptr_t)wanted, i, one)
	{
		if (has_match(one, got, place, depth + 1))
			continue;
		differ(one, got, place, why, size);
		return false;
	}
	return true;
}

static bool
met(const json_t *wanted, const json_t *got, const char *place, int depth,
    char *why, size_t size)
{
	const char *key;
	json_t *value;

	if (json_is_null(wanted) && (got == NULL || json_is_null(got)))
		return true;
	if (json_is_number(wanted) && json_is_number(got) &&
	    json_number_value(wanted) == json_number_value(got))
		return true;
	if (json_is_array(wanted) && json_is_array(got) && depth < DEPTH_MAX)
		return met_list(wanted, got, place, depth, why, size);
	if (!json_is_object(wanted) || !json_is_object(got) ||
	    depth == DEPTH_MAX) {
		if (json_equal(wanted, got))
			return true;
		differ(wanted, got, place, why, size);
		return false;
	}
	json_object_foreach((json_t *)(uintptr_t)wanted, key, value)
	{
		char inner[PLACE_SIZE];

		(void)snprintf(
		    inner, sizeof(inner), "%.100s.%.50s", place, key);
		if (!met(value, json_object_get(got, key), inner, depth + 1,
			why, size))
			return false;
	}
	return true;
}

bool
expect_met(const json_t *wanted, const json_t *got, char *why, size_t size)
{
	return met(wanted, got, "line", 0, why, size);
}
