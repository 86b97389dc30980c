/*
 * openid_request_fuzz.c - a request for sign-on, as a browser may send it.
 * What comes in is printed as one address, which says the same when it comes
 * in again, and makes a question that the catalogue allows.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "portal/openid_request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_question(const struct form *form)
{
	static unsigned char bytes[16384];
	struct wire_out out;
	struct wire_in in;
	struct err err;

	wire_begin(&out, bytes, sizeof(bytes), OP_OPENID_AUTHORIZE);
	openid_request_put(form, &out);
	if (wire_end(&out, &err) != RC_OK ||
	    wire_parse_question(&in, bytes, out.len, &err) != RC_OK)
		abort();
}

static void
check_address(const struct form *form)
{
	static char address[OPENID_REQUEST_SIZE], copy[OPENID_REQUEST_SIZE],
	    again[OPENID_REQUEST_SIZE];
	struct form second;
	struct err err;

	if (!openid_request_print(form, "", address))
		return;
	if (!text_is_printable_ascii(address, strlen(address)) ||
	    strpbrk(address, " \"'<>\\#") != NULL)
		abort();
	if (strchr(address, '?') == NULL)
		return;
	(void)text_copy(copy, sizeof(copy), address);
	if (openid_request_parse(&second, copy, &err) != RC_OK ||
	    !openid_request_print(&second, "", again) ||
	    strcmp(address, again) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char start[] = OPENID_AUTHORIZE "?";
	char *bytes = malloc(sizeof(start) + size);
	struct form form;
	struct err err;

	if (bytes == NULL)
		abort();
	memcpy(bytes, start, sizeof(start) - 1);
	memcpy(bytes + sizeof(start) - 1, data, size);
	bytes[sizeof(start) - 1 + size] = '\0';
	if (openid_request_parse(&form, bytes, &err) == RC_OK) {
		check_question(&form);
		check_address(&form);
	}
	free(bytes);
	return 0;
}
