#include "openid_request.h"

#include "base/text.h"
#include "web/address.h"

#include <string.h>

/* Each parameter, the bytes it may have and the field it is asked with. */
#define PARAMETERS(P)                                      \
	P("client_id", 128, F_CLIENT)                      \
	P("redirect_uri", 2048, F_REDIRECT)                \
	P("response_type", 128, F_RESPONSE_TYPE)           \
	P("response_mode", 32, F_RESPONSE_MODE)            \
	P("scope", 512, F_SCOPE)                           \
	P("state", 512, F_OPENID_STATE)                    \
	P("nonce", 512, F_NONCE)                           \
	P("code_challenge", 128, F_CHALLENGE)              \
	P("code_challenge_method", 32, F_CHALLENGE_METHOD) \
	P("prompt", 128, F_PROMPT)                         \
	P("max_age", 32, F_MAX_AGE)                        \
	P("login_hint", 256, F_LOGIN_HINT)                 \
	P("id_token_hint", 4096, F_ID_TOKEN_HINT)          \
	P("ui_locales", 128, F_NONE)                       \
	P("request", 4096, F_UNSUPPORTED)                  \
	P("request_uri", 2048, F_UNSUPPORTED)              \
	P("registration", 2048, F_UNSUPPORTED)             \
	P("asked", 191, F_HASH)

#define AS_FIELD(name, max, field)    {name, FORM_EXACT, max, false, NULL},
#define AS_QUESTION(name, max, field) field,

const struct form_field openid_request_fields[OPENID_REQUEST_FIELDS] = {
    PARAMETERS(AS_FIELD)};
static const enum field questions[OPENID_REQUEST_FIELDS] = {
    PARAMETERS(AS_QUESTION)};

enum rc
openid_request_parse(struct form *form, char *bytes, struct err *err)
{
	static const char start[] = OPENID_AUTHORIZE "?";
	size_t skip = sizeof(start) - 1;
	enum rc rc;

	form_init(form, openid_request_fields, OPENID_REQUEST_FIELDS);
	if (strncmp(bytes, start, skip) != 0)
		return err_set(err, RC_INPUT, "no request for sign-on");
	rc = form_parse_urlencoded(
	    form, bytes + skip, strlen(bytes + skip), err);
	if (rc == RC_OK && form->fault != FORM_FINE)
		rc = err_set(err, RC_INPUT, "%s: too long",
		    form->fields[form->fault_at].name);
	return rc;
}

bool
openid_request_print(const struct form *form, const char *asked,
    char address[OPENID_REQUEST_SIZE])
{
	bool fits = text_copy(address, OPENID_REQUEST_SIZE, OPENID_AUTHORIZE);

	for (size_t i = 0; i < OPENID_REQUEST_FIELDS && fits; i++) {
		const char *name = openid_request_fields[i].name;
		const char *value = form_text(form, name);

		if (questions[i] == F_HASH && asked[0] != '\0')
			value = asked;
		if (value[0] != '\0')
			fits = address_add(
			    address, OPENID_REQUEST_SIZE, name, value);
	}
	return fits;
}

void
openid_request_put(const struct form *form, struct wire_out *out)
{
	bool put[FIELD_COUNT] = {[F_NONE] = true}; /* no question has it */

	for (size_t i = 0; i < OPENID_REQUEST_FIELDS; i++) {
		const char *name = openid_request_fields[i].name;
		const char *value = form_text(form, name);

		if (value[0] == '\0' || put[questions[i]])
			continue;
		put[questions[i]] = true;
		if (questions[i] == F_UNSUPPORTED)
			wire_put_text(out, F_UNSUPPORTED, name);
		else
			wire_put_text(out, questions[i], value);
	}
}
