/*
 * grant.h - what a client was given for somebody: a code, then a token.
 *
 * Shape:  both are the same record, sealed for two purposes: the session it
 *         came from (seen_s: when it was made), the client, and what the code
 *         was asked with. It names its home, the serverID of the provider
 *         beside the identityd that made it, where any host finds out whether
 *         the code was used (spent.h). It lives by the session's equality
 *         (session.h), too.
 * Units:  *_s Unix seconds; sizes count the NUL.
 * Errors: RC_DENIED none of ours, too old, or asked for with something else
 *         than it was made for; RC_FAULT no key to seal with.
 * Source: RFC 6749, 4.1.2 and 10.5; RFC 7636.
 */
#ifndef IDENTITYD_GRANT_H
#define IDENTITYD_GRANT_H

#include "session.h"

enum {
	GRANT_CODE_LIFE_S = 60,
	GRANT_TOKEN_LIFE_S = 600,
	GRANT_SERIAL_LEN = 16,
	GRANT_HASH_LEN = 32,
	GRANT_CLIENT_SIZE = 65,
	GRANT_NONCE_SIZE = 513,
	GRANT_TEXT_SIZE = 1280,
};

enum grant_kind { GRANT_CODE, GRANT_TOKEN };

struct grant {
	struct session session;
	int64_t home;
	unsigned char
	    serial[GRANT_SERIAL_LEN]; /* of the code; the token's too */
	unsigned char redirect[GRANT_HASH_LEN];
	unsigned char challenge[GRANT_HASH_LEN]; /* SHA-256 of the verifier */
	unsigned scopes;
	char client[GRANT_CLIENT_SIZE];
	char nonce[GRANT_NONCE_SIZE]; /* "" none */
};

/* A PKCE challenge: the 32 bytes that 43 characters are. */
bool grant_take_challenge(struct grant *grant, const char *challenge);
void grant_take_redirect(struct grant *grant, const char *redirect);

enum rc grant_seal(const struct keyring *ring, enum grant_kind kind,
    const struct grant *grant, char text[GRANT_TEXT_SIZE], struct err *err);
enum rc grant_open(const struct keyring *ring, enum grant_kind kind,
    const char *text, int64_t now_s, struct grant *grant, struct err *err);

/* Was the code made for this client, redirect URI and verifier? */
bool grant_is_for(const struct grant *grant, const char *client,
    const char *redirect, const char *verifier);

#endif
