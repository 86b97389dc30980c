/*
 * What the questions of OpenID Connect have in common: whose a grant is, what
 * is said of them, and the statement that is signed.
 */
#include "openid.h"

#include "base/text.h"
#include "client_uri.h"
#include "dir/school.h"
#include "keyset.h"
#include "publish.h"
#include "scope.h"

#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>

void
openid_put_client(
    const struct client *client, const char *uri, struct wire_out *out)
{
	char origin[CLIENT_ORIGIN_SIZE];

	wire_put_text(out, F_APP, client->name);
	wire_put_shown(out, F_NAME, client_caption(client, false));
	wire_put_shown(out, F_NAME_EN, client_caption(client, true));
	if (uri != NULL && client_uri_origin(uri, origin, sizeof(origin)))
		wire_put_text(out, F_ORIGIN, origin);
}

enum rc
openid_person(struct core *core, const struct grant *grant,
    struct person *person, struct err *err)
{
	const char *base_dn = core->conf->base_dn;
	struct dir *home = core_home(core, grant->home);
	char uuid[PERSON_UUID_SIZE];
	enum rc rc = RC_OFFLINE;

	session_print_uuid(&grant->session, uuid);
	if (home != NULL)
		rc = person_by_uuid(home, base_dn, uuid, person, err);
	if (rc == RC_OFFLINE && home != core->dir)
		rc = person_by_uuid(core->dir, base_dn, uuid, person, err);
	if (rc == RC_ABSENT ||
	    (rc == RC_OK && !session_is_of(&grant->session, person)))
		return err_set(err, RC_DENIED, "the session has ended");
	return rc;
}

/* --------------------------------------------------------- what is said */

static enum rc
take_group(void *context, const struct dir_entry *entry, struct err *err)
{
	struct claims_of *of = context;
	const char *name = dir_value(entry, "cn");

	(void)err;
	if (name != NULL && of->group_count < CLAIMS_GROUPS_MAX &&
	    text_copy(of->groups[of->group_count], CLAIMS_GROUP_SIZE, name))
		of->group_count++;
	return RC_OK;
}

static enum rc
load_groups(struct core *core, struct claims_of *of, struct err *err)
{
	static const char *const attrs[] = {"cn", NULL};
	char base[FILTER_DN_SIZE], filter[FILTER_SIZE];
	const struct dir_query query = {
	    .base = base, .scope = DIR_ONE, .filter = filter, .attrs = attrs};
	enum rc rc = filter_dn(
	    base, sizeof(base), core->conf->base_dn, err, "ou=groups");

	if (rc == RC_OK)
		rc = filter_print(filter, sizeof(filter), err,
		    "(|(memberUid=%s)(member=%s))", of->person->account,
		    of->person->dn);
	return rc == RC_OK ? dir_search(core->dir, &query, take_group, of, err)
			   : rc;
}

static enum rc
load_school(struct core *core, struct claims_of *of, struct err *err)
{
	struct school school;
	enum rc rc;

	if (of->person->school_dn[0] == '\0')
		return RC_OK;
	rc = school_get(core->dir, of->person->school_dn, &school, err);
	if (rc == RC_OK)
		(void)text_copy(
		    of->school_name, sizeof(of->school_name), school.name);
	return rc == RC_ABSENT ? RC_OK : rc;
}

enum rc
openid_claims(struct core *core, const struct person *person, unsigned scopes,
    json_t **claims, struct err *err)
{
	struct claims_of of = {.person = person};
	enum rc rc = RC_OK;

	*claims = NULL;
	if ((scopes & SCOPE_SCHOOL) != 0)
		rc = load_school(core, &of, err);
	if (rc == RC_OK && (scopes & SCOPE_GROUPS) != 0)
		rc = load_groups(core, &of, err);
	if (rc != RC_OK)
		return rc;
	*claims = claims_print(&of, scopes);
	return *claims != NULL ? RC_OK : err_set(err, RC_FAULT, "no memory");
}

void
openid_add_session(json_t *claims, const struct session *session)
{
	(void)json_object_set_new(
	    claims, "password_changed_at", json_integer(session->changed_s));
	(void)json_object_set_new(
	    claims, "sign_outs", json_integer(session->sign_out_count));
}

enum reply
openid_put_json(json_t *document, struct wire_out *out)
{
	char *text = document != NULL ? claims_text(document) : NULL;

	json_decref(document);
	if (text == NULL)
		return REPLY_FAULT;
	wire_put_text(out, F_JSON, text);
	free(text);
	return REPLY_OK;
}

/* ------------------------------------------------------- the statement */

/* OpenID Connect Core, 3.1.3.6: the left half of the token's hash. */
static enum rc
add_token_hash(json_t *claims, const char *token, struct err *err)
{
	unsigned char digest[32];
	char half[32];
	int code =
	    gnutls_hash_fast(GNUTLS_DIG_SHA256, token, strlen(token), digest);

	if (code != 0)
		return err_set(
		    err, RC_FAULT, "SHA-256: %s", gnutls_strerror(code));
	(void)text_base64url(half, sizeof(half), digest, sizeof(digest) / 2);
	(void)json_object_set_new(claims, "at_hash", json_string(half));
	return RC_OK;
}

static json_t *
statement_claims(
    const struct core *core, const struct openid_statement *statement)
{
	json_t *claims = json_pack("{s:s, s:s, s:I, s:I, s:I, s:s, s:[s]}",
	    "iss", core->conf->issuer, "aud", statement->client, "exp",
	    (json_int_t)core->now_s + KEYSET_TOKEN_LIFE_S, "iat",
	    (json_int_t)core->now_s, "auth_time",
	    (json_int_t)statement->signed_in_s, "acr", OPENID_ACR, "amr",
	    "pwd");

	if (statement->nonce != NULL)
		(void)json_object_set_new(
		    claims, "nonce", json_string(statement->nonce));
	(void)json_object_update_missing(
	    claims, (json_t *)(uintptr_t)statement->claims);
	return claims;
}

enum reply
openid_sign(struct core *core, const struct openid_statement *statement,
    char id_token[JWT_SIZE])
{
	json_t *claims = statement_claims(core, statement);
	struct err err;
	enum rc rc =
	    claims != NULL ? RC_OK : err_set(&err, RC_FAULT, "no memory");

	if (rc == RC_OK && statement->token != NULL)
		rc = add_token_hash(claims, statement->token, &err);
	if (rc == RC_OK)
		rc = signing_get(
		    core->signing, core->now_s, &core->signer, &err);
	if (rc == RC_OK)
		rc = jwt_sign(
		    claims, core->signer.kid, core->signer.key, id_token, &err);
	json_decref(claims);
	if (rc == RC_BUSY)
		return REPLY_OPENID_NOT_READY;
	return rc == RC_OK ? REPLY_OK : core_fail("sign on", rc, &err);
}

/* The only audience of ours is one client's name. */
static bool
take_hint(const json_t *claims, char sub[PERSON_UUID_SIZE],
    char client[GRANT_CLIENT_SIZE])
{
	const char *named = json_string_value(json_object_get(claims, "sub"));
	const char *aud = json_string_value(json_object_get(claims, "aud"));

	return named != NULL && aud != NULL &&
	    text_copy(sub, PERSON_UUID_SIZE, named) &&
	    text_copy(client, GRANT_CLIENT_SIZE, aud);
}

enum rc
openid_read_hint(struct core *core, const char *hint,
    char sub[PERSON_UUID_SIZE], char client[GRANT_CLIENT_SIZE], struct err *err)
{
	const struct jwt_want want = {.issuer = core->conf->issuer,
	    .now_s = core->now_s,
	    .may_be_expired = true};
	json_t *set, *claims;
	enum rc rc = publish_load(core, &set, err);

	sub[0] = client[0] = '\0';
	if (rc != RC_OK)
		return rc;
	rc = jwt_verify(hint, set, &want, &claims, err);
	if (rc == RC_OK && !take_hint(claims, sub, client))
		rc = err_set(err, RC_DENIED, "a hint of something else");
	json_decref(claims);
	json_decref(set);
	return rc;
}
