/*
 * openid.h - what the questions of OpenID Connect have in common.
 *
 * Shape:  signon.c answers a browser that comes from a client, token.c the
 *         client itself, userinfo.c who has a token, openid_end.c a browser
 *         that leaves, discovery.c everybody.
 * Units:  sizes count the NUL.
 * Errors: enum reply.
 * Source: OpenID Connect Core 1.0, RP-Initiated Logout 1.0.
 */
#ifndef IDENTITYD_OPENID_H
#define IDENTITYD_OPENID_H

#include "claims.h"
#include "client.h"
#include "grant.h"
#include "jose/jwt.h"

/* The one way to prove who one is: a password, over a protected connection. */
#define OPENID_ACR \
	"urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"

/* Which client it is, for a page that leads to it: its names, and the origin of
 * that URI of it, NULL for none. */
void openid_put_client(
    const struct client *client, const char *uri, struct wire_out *out);

/* A document as an answer; `document` is spent, NULL is a fault. */
enum reply openid_put_json(json_t *document, struct wire_out *out);

/* Whose a grant is, if its session lives: RC_DENIED. As its home has them,
 * which may know more than we do yet; while that is away, as we do. */
enum rc openid_person(struct core *core, const struct grant *grant,
    struct person *person, struct err *err);

/* What is said of somebody, with what is not on their entry. */
enum rc openid_claims(struct core *core, const struct person *person,
    unsigned scopes, json_t **claims, struct err *err);

/* What the session is equal to: who follows the directory ends what began
 * before (session.h). */
void openid_add_session(json_t *claims, const struct session *session);

/* An ID token. `more`: claims of its own, borrowed; `token`: the access token
 * that comes with it, or NULL. */
struct openid_statement {
	const char *client, *nonce, *token;
	int64_t signed_in_s;
	const json_t *claims;
};
enum reply openid_sign(struct core *core,
    const struct openid_statement *statement, char id_token[JWT_SIZE]);

/* Whom an ID token of ours names, fresh or not; RC_DENIED when it is none. */
enum rc openid_read_hint(struct core *core, const char *hint,
    char sub[PERSON_UUID_SIZE], char client[GRANT_CLIENT_SIZE],
    struct err *err);

#endif
