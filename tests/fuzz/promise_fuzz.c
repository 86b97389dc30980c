/*
 * promise_fuzz.c - a file in the outbox that was never ours, and its name.
 * What parses must print as exactly the same bytes: there is one way to write
 * a promise, and one to name it.
 */
#include <stdlib.h>
#include <string.h>

#include "mail/outbox_name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_name(const uint8_t *data, size_t size)
{
	struct outbox_item item;
	char name[2 * sizeof(item.name)];

	if (size >= sizeof(name))
		return;
	memcpy(name, data, size);
	name[size] = '\0';
	if (!outbox_name_parse(&item, name))
		return;
	outbox_name_print(&item);
	if (strcmp(item.name, name) != 0 || strstr(name, item.id) == NULL ||
	    item.due_s < 0 || item.attempts < 0 ||
	    item.attempts > OUTBOX_ATTEMPTS_MAX)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct promise promise;
	char text[PROMISE_MAX];
	struct err err;

	check_name(data, size);
	if (promise_parse(&promise, (const char *)data, size, &err) != RC_OK)
		return 0;
	if (promise_print(text, sizeof(text), &promise, &err) != RC_OK ||
	    strlen(text) != size || memcmp(text, data, size) != 0)
		abort();
	return 0;
}
