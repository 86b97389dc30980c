#include "credential.h"

#include "base/secret.h"
#include "base/text.h"
#include "form.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

enum { PAIR_SIZE = 1024 }; /* both parts, each byte escaped */

/* What follows "SCHEME "; NULL when it is another. */
static const char *
after_scheme(const char *header, const char *scheme)
{
	size_t len = strlen(scheme);

	return strncasecmp(header, scheme, len) == 0 && header[len] == ' '
	    ? header + len + 1
	    : NULL;
}

/* base64 of at most PAIR_SIZE - 1 bytes without a NUL among them. */
static bool
decode(char pair[PAIR_SIZE], const char *base64)
{
	size_t len;

	if (sodium_base642bin((unsigned char *)pair, PAIR_SIZE - 1, base64,
		strlen(base64), NULL, &len, NULL,
		sodium_base64_VARIANT_ORIGINAL) != 0)
		return false;
	pair[len] = '\0';
	return strlen(pair) == len;
}

/* "client:secret", each as the value of a form. */
static enum rc
split(struct credential *credential, char pair[PAIR_SIZE], struct err *err)
{
	static const struct form_field parts[] = {
	    {"c", FORM_EXACT, CREDENTIAL_CLIENT_SIZE - 1, true, NULL},
	    {"s", FORM_EXACT, CREDENTIAL_SECRET_SIZE - 1, false, NULL},
	};
	SECRET(bytes, PAIR_SIZE + 8);
	struct form form;
	size_t colon = strcspn(pair, ":");
	enum rc rc;

	if (pair[colon] == '\0' || strchr(pair, '&') != NULL)
		return err_set(err, RC_INPUT, "no name and secret");
	pair[colon] = '\0';
	(void)text_print(
	    bytes, sizeof(bytes), "c=%s&s=%s", pair, pair + colon + 1);
	form_init(&form, parts, 2);
	rc = form_parse_urlencoded(&form, bytes, strlen(bytes), err);
	form_check(&form);
	if (rc == RC_OK && form.fault != FORM_FINE)
		rc = err_set(err, RC_INPUT, "no name, or too long");
	if (rc == RC_OK) {
		(void)text_copy(credential->client, CREDENTIAL_CLIENT_SIZE,
		    form_text(&form, "c"));
		(void)text_copy(credential->secret, CREDENTIAL_SECRET_SIZE,
		    form_text(&form, "s"));
	}
	return rc;
}

enum rc
credential_basic(
    struct credential *credential, const char *header, struct err *err)
{
	const char *base64 = after_scheme(header, "Basic");
	SECRET(pair, PAIR_SIZE);

	*credential = (struct credential){"", ""};
	if (header[0] == '\0')
		return err_set(err, RC_ABSENT, "no Authorization");
	if (base64 == NULL || !decode(pair, base64))
		return err_set(err, RC_INPUT, "Authorization is not Basic");
	return split(credential, pair, err);
}

enum rc
credential_bearer(
    char token[CREDENTIAL_TOKEN_SIZE], const char *header, struct err *err)
{
	static const char b64token[] = "abcdefghijklmnopqrstuvwxyz"
				       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789-._~+/";
	const char *given = after_scheme(header, "Bearer");
	size_t len;

	token[0] = '\0';
	if (header[0] == '\0')
		return err_set(err, RC_ABSENT, "no Authorization");
	if (given == NULL)
		return err_set(err, RC_INPUT, "Authorization is not Bearer");
	len = strspn(given, b64token);
	if (len == 0 || given[len + strspn(given + len, "=")] != '\0' ||
	    !text_copy(token, CREDENTIAL_TOKEN_SIZE, given))
		return err_set(err, RC_INPUT, "no token");
	return RC_OK;
}
