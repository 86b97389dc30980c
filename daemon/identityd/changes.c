#include "changes.h"

#include "base/clock.h"

#include <assert.h>
#include <stdio.h>

void
changes_put_bytes(struct changes *changes, enum dir_op op, const char *attr,
    const void *bytes, size_t len)
{
	assert(changes->count < CHANGES_MAX);
	changes->list[changes->count++] =
	    (struct dir_change){op, attr, bytes, len};
}

void
changes_put(struct changes *changes, enum dir_op op, const char *attr,
    const char *value)
{
	changes_put_bytes(changes, op, attr, value, 0);
}

static char *
next_text(struct changes *changes)
{
	assert(changes->text_count < CHANGES_TEXTS_MAX);
	return changes->texts[changes->text_count++];
}

void
changes_put_time(
    struct changes *changes, enum dir_op op, const char *attr, int64_t at_s)
{
	char *text = next_text(changes);

	clock_generalized(at_s, text);
	changes_put(changes, op, attr, text);
}

void
changes_put_number(
    struct changes *changes, enum dir_op op, const char *attr, int64_t number)
{
	char *text = next_text(changes);

	(void)snprintf(text, CHANGES_TEXT_SIZE, "%lld", (long long)number);
	changes_put(changes, op, attr, text);
}

void
changes_clear(struct changes *changes, const char *const *attrs)
{
	for (; *attrs != NULL; attrs++)
		changes_put(changes, DIR_REPLACE, *attrs, NULL);
}
