/*
 * openid_request.h - a request for sign-on, as a browser carries it.
 *
 * Shape:  the parameters that identityd judges, whether they came by GET or by
 *         POST; others are passed over. Printed it is one address of ours, so
 *         that the pages in between (sign in, change the password) carry it on
 *         and lead back to it; there it is parsed and judged like the first
 *         time. `asked` comes with it then, identityd's own mark of when it
 *         first was, which a sign-in must not be older than where prompt or
 *         max_age want one. Pure.
 * Units:  bytes.
 * Errors: RC_INPUT: a parameter twice, malformed or too long.
 * Source: OpenID Connect Core 3.1.2.1, RFC 6749 4.1.1, RFC 7636 4.3.
 */
#ifndef PORTAL_OPENID_REQUEST_H
#define PORTAL_OPENID_REQUEST_H

#include "base/wire.h"
#include "web/form.h"
#include "web/http.h"

#define OPENID_AUTHORIZE "/openid/authorize"

enum {
	OPENID_REQUEST_SIZE = HTTP_TARGET_MAX + 1,
	OPENID_REQUEST_FIELDS = 18,
};

/* Of the route, for its query and its body. */
extern const struct form_field openid_request_fields[OPENID_REQUEST_FIELDS];

/* An address as openid_request_print() makes it. `bytes` becomes the form's. */
enum rc openid_request_parse(struct form *form, char *bytes, struct err *err);

/* The address; "" leaves `asked` as it came. False: too long. */
bool openid_request_print(const struct form *form, const char *asked,
    char address[OPENID_REQUEST_SIZE]);

/* Into the question. */
void openid_request_put(const struct form *form, struct wire_out *out);

#endif
