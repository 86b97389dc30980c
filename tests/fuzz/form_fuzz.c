/*
 * form_fuzz.c - the body of a form, urlencoded or multipart by its first byte.
 * Every value that comes in is text by its kind, within the table's bounds; so
 * is what a file is called.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "web/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct form_field fields[] = {
    {"a", FORM_TEXT, 16, true, NULL},
    {"b", FORM_SECRET, 16, false, NULL},
    {"c", FORM_LINES, 32, false, NULL},
    {"d", FORM_FILE, 64, false, NULL},
    {"e", FORM_BYTES, 64, false, NULL},
};
enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

static void
check(const struct form *form)
{
	for (size_t i = 0; i < FIELDS; i++) {
		const char *value = form->values[i];

		if (value == NULL)
			continue;
		if (form->lens[i] > fields[i].max)
			abort();
		if (form->file_names[i] != NULL &&
		    !text_is_utf8(
			form->file_names[i], strlen(form->file_names[i])))
			abort();
		if (fields[i].kind == FORM_BYTES)
			continue;
		if (strlen(value) != form->lens[i])
			abort();
		if (fields[i].kind != FORM_FILE &&
		    !text_is_utf8(value, form->lens[i]))
			abort();
		if (fields[i].kind == FORM_TEXT &&
		    text_has_control(value, form->lens[i]))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct form form;
	struct err err;
	char *bytes;
	enum rc rc;

	if (size == 0)
		return 0;
	bytes = malloc(size);
	if (bytes == NULL)
		abort();
	memcpy(bytes, data + 1, size - 1);
	form_init(&form, fields, FIELDS);
	rc = data[0] == 'm'
	    ? form_parse_multipart(&form, "XX", bytes, size - 1, &err)
	    : form_parse_urlencoded(&form, bytes, size - 1, &err);
	form_check(&form);
	if (rc == RC_OK)
		check(&form);
	free(bytes);
	return 0;
}
