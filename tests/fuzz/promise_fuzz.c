/*
 * promise_fuzz.c - a file in the outbox that was never ours.
 * What parses must print as exactly the same bytes: there is one way to write
 * a promise.
 */
#include <stdlib.h>
#include <string.h>

#include "mail/promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct promise promise;
	char text[PROMISE_MAX];
	struct err err;

	if (promise_parse(&promise, (const char *)data, size, &err) != RC_OK)
		return 0;
	if (promise_print(text, sizeof(text), &promise, &err) != RC_OK ||
	    strlen(text) != size || memcmp(text, data, size) != 0)
		abort();
	return 0;
}
