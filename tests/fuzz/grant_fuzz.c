/* Codes and tokens of anybody: none opens; and with any verifier, client or
 * address only what a code was made for fits it. */
#include "identityd/grant.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define VERIFIER  "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

static struct keyring *ring;
static struct grant made = {.client = "a"};

static void
start(void)
{
	struct err err;
	uint32_t kid;

	ring = keyring_new("session");
	if (ring == NULL || keyring_add(ring, 1, &kid, &err) != RC_OK)
		abort();
	grant_take_redirect(&made, "https://a.example/");
	assert(grant_take_challenge(&made, CHALLENGE));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct grant grant;
	struct err err;

	if (ring == NULL)
		start();
	assert(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	assert(grant_open(ring, GRANT_CODE, text, 0, &grant, &err) != RC_OK);
	assert(grant_open(ring, GRANT_TOKEN, text, 0, &grant, &err) != RC_OK);
	assert(grant_is_for(&made, "a", "https://a.example/", text) ==
	    (strcmp(text, VERIFIER) == 0));
	assert(grant_is_for(&made, text, "https://a.example/", VERIFIER) ==
	    (strcmp(text, "a") == 0));
	assert(grant_is_for(&made, "a", text, VERIFIER) ==
	    (strcmp(text, "https://a.example/") == 0));
	free(text);
	return 0;
}
