/*
 * credential.h - what an Authorization header says.
 *
 * Shape:  Basic: a client's name and secret; Bearer: an access token. Strict:
 *         one scheme, one blank, nothing around it. Pure.
 * Units:  sizes count the NUL.
 * Errors: RC_ABSENT: no header; RC_INPUT: another scheme, or malformed.
 * Source: RFC 7617 with RFC 6749 2.3.1 (both parts are form-encoded first);
 *         RFC 6750 2.1.
 */
#ifndef WEB_CREDENTIAL_H
#define WEB_CREDENTIAL_H

#include "base/err.h"

enum {
	CREDENTIAL_CLIENT_SIZE = 129, /* F_CLIENT */
	CREDENTIAL_SECRET_SIZE = 129, /* F_SECRET */
	CREDENTIAL_TOKEN_SIZE = 1025, /* F_TOKEN */
};

struct credential {
	char client[CREDENTIAL_CLIENT_SIZE];
	char secret[CREDENTIAL_SECRET_SIZE];
};

/* The caller wipes it. */
enum rc credential_basic(
    struct credential *credential, const char *header, struct err *err);
enum rc credential_bearer(
    char token[CREDENTIAL_TOKEN_SIZE], const char *header, struct err *err);

#endif
