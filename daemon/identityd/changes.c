#include "changes.h"

#include <assert.h>
#include <stdio.h>

void
changes_put(struct changes *changes, enum dir_op op, const char *attr,
    const char *value)
{
	assert(changes->count < CHANGES_MAX);
	changes->list[changes->count++] =
	    (struct dir_change){op, attr, value, 0};
}

void
changes_put_number(
    struct changes *changes, enum dir_op op, const char *attr, int64_t number)
{
	char *text;

	assert(changes->text_count < CHANGES_TEXTS_MAX);
	text = changes->texts[changes->text_count++];
	(void)snprintf(text, CHANGES_TEXT_SIZE, "%lld", (long long)number);
	changes_put(changes, op, attr, text);
}

void
changes_clear(struct changes *changes, const char *const *attrs)
{
	for (; *attrs != NULL; attrs++)
		changes_put(changes, DIR_REPLACE, *attrs, NULL);
}
