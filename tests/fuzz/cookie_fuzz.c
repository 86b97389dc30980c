/*
 * cookie_fuzz.c - a Cookie header. A value that is found can be set again and
 * is then found again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "web/cookie.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char value[COOKIE_VALUE_SIZE], again[COOKIE_VALUE_SIZE];
	char header[COOKIE_SIZE], *text = malloc(size + 1);
	struct err err;

	if (text == NULL)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	if (cookie_get(text, "a", value, sizeof(value), &err) == RC_OK &&
	    (cookie_print(header, sizeof(header),
		 &(struct cookie){"a", value, 0, false}, &err) != RC_OK ||
		cookie_get(header, "a", again, sizeof(again), &err) != RC_OK ||
		strcmp(value, again) != 0))
		abort();
	free(text);
	return 0;
}
