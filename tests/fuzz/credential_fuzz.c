/*
 * credential_fuzz.c - an Authorization header: a client's, or a token.
 * It is one of the two or none, never both, and nothing in it ends a text.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "web/credential.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
is_text(const char *text)
{
	return text_is_utf8(text, strlen(text)) &&
	    !text_has_control(text, strlen(text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct credential credential;
	char token[CREDENTIAL_TOKEN_SIZE];
	char *header = malloc(size + 1);
	struct err err;
	enum rc basic, bearer;

	if (header == NULL)
		abort();
	memcpy(header, data, size);
	header[size] = '\0';
	basic = credential_basic(&credential, header, &err);
	bearer = credential_bearer(token, header, &err);
	if (basic == RC_OK && bearer == RC_OK)
		abort();
	if ((basic == RC_ABSENT) != (header[0] == '\0') ||
	    (bearer == RC_ABSENT) != (header[0] == '\0'))
		abort();
	if (basic == RC_OK
		? credential.client[0] == '\0' || !is_text(credential.client) ||
		    !is_text(credential.secret)
		: credential.client[0] != '\0' || credential.secret[0] != '\0')
		abort();
	if ((bearer == RC_OK) != (token[0] != '\0') ||
	    !text_is_printable_ascii(token, strlen(token)))
		abort();
	free(header);
	return 0;
}
