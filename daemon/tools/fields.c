#include "fields.h"
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "base/almanac.h"

void
fields_fault(struct fields *f, const char *key, const char *what)
{
	f->faults++;
	if (!f->is_silent)
		(void)fprintf(stderr, "%s: %s%s%s: %s\n", f->file, f->place,
		    f->place[0] != '\0' && key[0] != '\0' ? "." : "", key,
		    what);
}

void
fields_allow(struct fields *f, const json_t *object, const char *keys)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		const char *at = keys;
		size_t len = strlen(key);
		bool is_known = false;

		while (len > 0 && (at = strstr(at, key)) != NULL) {
			if ((at == keys || at[-1] == ' ') &&
			    (at[len] == ' ' || at[len] == '\0'))
				is_known = true;
			at += len;
		}
		if (!is_known)
			fields_fault(f, key, "unknown key");
	}
}

static json_t *
member(
    struct fields *f, const json_t *object, const char *key, bool is_required)
{
	json_t *value = json_object_get(object, key);

	if (value == NULL && is_required)
		fields_fault(f, key, "is missing");
	return value;
}

const char *
fields_text(
    struct fields *f, const json_t *object, const char *key, bool is_required)
{
	json_t *value = member(f, object, key, is_required);

	if (value == NULL)
		return NULL;
	if (!json_is_string(value))
		fields_fault(f, key, "a text is expected");
	return json_string_value(value);
}

bool
fields_bool(
    struct fields *f, const json_t *object, const char *key, bool fallback)
{
	json_t *value = member(f, object, key, false);

	if (value == NULL)
		return fallback;
	if (!json_is_boolean(value))
		fields_fault(f, key, "true or false is expected");
	return json_is_true(value);
}

int
fields_amount(struct fields *f, const json_t *object, const char *key, int unit)
{
	json_t *value = member(f, object, key, false);
	double number = json_number_value(value);

	if (value == NULL)
		return INT32_MIN;
	if (!json_is_number(value) || !(number >= 0 && number <= 4000) ||
	    (int)(number * 2) != number * 2) {
		fields_fault(f, key, "a number from 0 to 4000 is expected");
		return INT32_MIN;
	}
	return (int)(number * 2) * unit / 2;
}

bool
fields_day(struct fields *f, const json_t *object, const char *key, int *day)
{
	const char *text = fields_text(f, object, key, false);
	struct err err;

	if (text == NULL)
		return false;
	if (almanac_parse(text, day, &err) == RC_OK)
		return true;
	fields_fault(f, key, err.text);
	return false;
}

const json_t *
fields_list(struct fields *f, const json_t *object, const char *key)
{
	json_t *value = member(f, object, key, false);

	if (value != NULL && !json_is_array(value)) {
		fields_fault(f, key, "a list is expected");
		return NULL;
	}
	return value;
}

const json_t *
fields_object(struct fields *f, const json_t *object, const char *key)
{
	json_t *value = member(f, object, key, false);

	if (value != NULL && !json_is_object(value)) {
		fields_fault(f, key, "an object is expected");
		return NULL;
	}
	return value;
}

void
fields_copy(struct fields *f, const json_t *object, const char *key, char *to,
    size_t size, bool is_required)
{
	const char *text = fields_text(f, object, key, is_required);

	if (text != NULL && !text_copy(to, size, text))
		fields_fault(f, key, "is too long");
}
