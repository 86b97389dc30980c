/*
 * openid_credential.h - what an Authorization header says.
 *
 * Shape:  Basic: a client's name and secret; Bearer: an access token. Strict:
 *         one scheme, one blank, nothing around it. Pure.
 * Units:  sizes count the NUL.
 * Errors: RC_ABSENT: no header; RC_INPUT: another scheme, or malformed.
 * Source: RFC 7617 with RFC 6749 2.3.1 (both parts are form-encoded first);
 *         RFC 6750 2.1.
 */
#ifndef PORTAL_OPENID_CREDENTIAL_H
#define PORTAL_OPENID_CREDENTIAL_H

#include "base/err.h"

enum {
	OPENID_CLIENT_SIZE = 129, /* F_CLIENT */
	OPENID_SECRET_SIZE = 129, /* F_SECRET */
	OPENID_TOKEN_SIZE = 1025, /* F_TOKEN */
};

struct openid_credential {
	char client[OPENID_CLIENT_SIZE];
	char secret[OPENID_SECRET_SIZE];
};

/* The caller wipes it. */
enum rc openid_credential_basic(
    struct openid_credential *credential, const char *header, struct err *err);
enum rc openid_credential_bearer(
    char token[OPENID_TOKEN_SIZE], const char *header, struct err *err);

#endif
