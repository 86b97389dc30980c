/*
 * client.h - a service that people sign on to through us.
 *
 * Shape:  an entry under ou=apps that says what kind of client it is. Its URIs
 *         are registered byte for byte: one that a request names is one of
 *         them or none. The secret is 256 random bits, kept as a hash that is
 *         quick on purpose: there is nothing to guess, so nothing to slow down.
 * Units:  sizes count the NUL.
 * Errors: RC_ABSENT no such entry, or it is no client; those of dir.h.
 * Source: RFC 6749, 2; RFC 8252, 7.3 for loopback; schema/portal.ldif.
 */
#ifndef IDENTITYD_CLIENT_H
#define IDENTITYD_CLIENT_H

#include "core.h"

enum {
	CLIENT_URI_MAX = 1024,
	CLIENT_URIS_MAX = 16,
	CLIENT_SECRET_SIZE = 44, /* 32 bytes as base64url */
};

enum client_kind {
	CLIENT_PUBLIC,       /* has no secret: an app, a page */
	CLIENT_CONFIDENTIAL, /* has one */
	CLIENT_FIRST_PARTY,  /* has one, and may be posted an ID token */
};

struct client {
	char name[65];
	enum client_kind kind;
	unsigned scopes; /* it may ask for */
	struct dir_entry *entry;
};

enum rc client_load(struct core *core, const char *name, struct client *client,
    struct err *err);
/* Wipes; a client that was not loaded is {0}. */
void client_wipe(struct client *client);

/* The display name of that language, or the other one, or the entry's. */
const char *client_caption(const struct client *client, bool is_english);

/* Is the URI one of the redirect, or of the logout URIs? */
bool client_may_redirect(const struct client *client, const char *uri);
bool client_may_end_at(const struct client *client, const char *uri);

/* Is that its secret? A public client has none and gives none. */
bool client_is_proved(const struct client *client, const char *secret);

/* A new secret and its hash. */
enum rc client_make_secret(
    char secret[CLIENT_SECRET_SIZE], char hash[128], struct err *err);

/* "public", "confidential", "first_party"; false for none of them. */
bool client_kind_parse(const char *name, enum client_kind *kind);

#endif
