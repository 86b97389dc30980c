/*
 * An authorize request as the front puts it: one line a parameter, the first
 * byte says which. Whatever it holds, a request that is taken is one that may
 * be honoured, and what goes back is one URL of the client's.
 */
#include "identityd/authorize.h"
#include "identityd/client_uri.h"
#include "identityd/grant.h"
#include "identityd/response.h"
#include "identityd/scope.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const enum field parameters[] = {F_RESPONSE_TYPE, F_RESPONSE_MODE,
    F_SCOPE, F_OPENID_STATE, F_NONCE, F_CHALLENGE, F_CHALLENGE_METHOD, F_PROMPT,
    F_MAX_AGE, F_UNSUPPORTED, F_REDIRECT, F_CLIENT, F_ID_TOKEN_HINT,
    F_LOGIN_HINT};
enum { PARAMETERS = sizeof(parameters) / sizeof(parameters[0]) };

static void
put_lines(struct wire_out *out, const char *data, size_t size)
{
	while (size > 0) {
		const char *end = memchr(data, '\n', size);
		size_t len = end != NULL ? (size_t)(end - data) : size;
		char text[1200];

		if (len > 0 && len < sizeof(text)) {
			memcpy(text, data + 1, len - 1);
			text[len - 1] = '\0';
			wire_put_text(out,
			    parameters[(uint8_t)data[0] % PARAMETERS], text);
		}
		size -= end != NULL ? len + 1 : len;
		data += end != NULL ? len + 1 : len;
	}
}

/* Taken: it can be honoured without another look. */
static void
check_taken(const struct authorize *request, const struct client *client)
{
	struct grant grant;

	assert((request->scopes & SCOPE_OPENID) != 0);
	assert((request->scopes & ~client->scopes) == 0);
	assert(request->max_age_s >= -1);
	if (request->wants_id_token) {
		assert(client->kind == CLIENT_FIRST_PARTY);
		assert(request->is_form_post && request->nonce != NULL);
		return;
	}
	assert(grant_take_challenge(&grant, request->challenge));
}

/* Behind the redirect URI there is nothing but parameters. */
static void
check_url(const struct authorize *request, const char *redirect)
{
	struct response response = {.redirect = redirect};
	char origin[CLIENT_ORIGIN_SIZE], same[CLIENT_ORIGIN_SIZE];
	char url[RESPONSE_URL_SIZE];

	if (redirect == NULL || !client_uri_is_good(redirect))
		return;
	response_add(&response, "state", request->state);
	assert(response_print(&response, url));
	assert(strncmp(url, redirect, strlen(redirect)) == 0);
	assert(client_uri_origin(redirect, origin, sizeof(origin)));
	assert(client_uri_origin(url, same, sizeof(same)));
	assert(strcmp(origin, same) == 0);
	for (const char *at = url; *at != '\0'; at++)
		assert(*at > 0x20 && *at < 0x7f && *at != '#');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t bytes[WIRE_MAX];
	struct client client = {.scopes = SCOPE_OPENID | SCOPE_EMAIL};
	struct authorize request;
	struct wire_out out;
	struct wire_in in;
	struct err err;

	if (size == 0)
		return 0;
	client.kind = (enum client_kind)(data[0] % 3);
	wire_begin(&out, bytes, sizeof(bytes), OP_OPENID_AUTHORIZE);
	put_lines(&out, (const char *)data + 1, size - 1);
	if (wire_end(&out, &err) != RC_OK ||
	    wire_parse_question(&in, bytes, out.len, &err) != RC_OK)
		return 0;
	if (authorize_parse(&request, &in, &client) == AUTHORIZE_OK)
		check_taken(&request, &client);
	check_url(&request, wire_given(&in, F_REDIRECT));
	return 0;
}
