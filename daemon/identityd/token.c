/*
 * A client brings a code: it gets an access token and an ID token for it, once.
 */
#include "base/text.h"
#include "openid.h"
#include "ops_table.h"
#include "scope.h"
#include "spent.h"

#include <string.h>

/* What it must bring, whoever it is. */
struct bid {
	const char *code, *redirect, *verifier;
};

static enum reply
take_bid(const struct wire_in *in, struct bid *bid)
{
	const char *type = wire_given(in, F_GRANT_TYPE);

	bid->code = wire_given(in, F_GRANT);
	bid->redirect = wire_given(in, F_REDIRECT);
	bid->verifier = wire_given(in, F_VERIFIER);
	if (type == NULL || wire_given(in, F_UNSUPPORTED) != NULL)
		return REPLY_INVALID_REQUEST;
	if (strcmp(type, "authorization_code") != 0)
		return REPLY_UNSUPPORTED_GRANT_TYPE;
	return bid->code != NULL && bid->redirect != NULL &&
		bid->verifier != NULL
	    ? REPLY_OK
	    : REPLY_INVALID_REQUEST;
}

static enum reply
prove_client(struct core *core, const struct wire_in *in, struct client *client)
{
	const char *name = wire_given(in, F_CLIENT);
	struct err err;
	enum rc rc =
	    name != NULL ? client_load(core, name, client, &err) : RC_ABSENT;

	if (rc != RC_OK && rc != RC_ABSENT)
		return core_fail("token", rc, &err);
	return rc == RC_OK && client_is_proved(client, wire_given(in, F_SECRET))
	    ? REPLY_OK
	    : REPLY_INVALID_CLIENT;
}

/* The code is the client's, its person is still signed in, and nobody has used
 * it: in this order, so that only who could use it uses it up. */
static enum reply
take_code(struct core *core, const struct client *client, const struct bid *bid,
    struct grant *grant, struct person *person)
{
	struct err err;
	enum rc rc = grant_open(core->ring[RING_SESSION], GRANT_CODE, bid->code,
	    core->now_s, grant, &err);

	if (rc == RC_OK &&
	    !grant_is_for(grant, client->name, bid->redirect, bid->verifier))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = openid_person(core, grant, person, &err);
	if (rc == RC_OK)
		rc = spent_take(core, grant, person, &err);
	if (rc == RC_DENIED || rc == RC_EXISTS)
		return REPLY_INVALID_GRANT;
	if (rc == RC_OFFLINE && grant->home != core->conf->home)
		return REPLY_OPENID_HOME_AWAY;
	return rc == RC_OK ? REPLY_OK : core_fail("token", rc, &err);
}

static enum reply
sign_id_token(struct core *core, const struct grant *grant,
    const struct person *person, const char *token, char id_token[JWT_SIZE])
{
	struct openid_statement statement = {.client = grant->client,
	    .nonce = grant->nonce[0] != '\0' ? grant->nonce : NULL,
	    .token = token,
	    .signed_in_s = grant->session.signed_in_s};
	enum reply reply;
	json_t *claims;
	struct err err;
	/* More about somebody is at userinfo (Core, 5.4). */
	enum rc rc = openid_claims(core, person, SCOPE_OPENID, &claims, &err);

	if (rc != RC_OK)
		return core_fail("token", rc, &err);
	statement.claims = claims;
	reply = openid_sign(core, &statement, id_token);
	json_decref(claims);
	return reply;
}

static enum reply
put_tokens(struct core *core, struct grant *grant, const struct person *person,
    struct wire_out *out)
{
	char token[GRANT_TEXT_SIZE], id_token[JWT_SIZE], scope[SCOPE_TEXT_SIZE];
	struct err err;
	enum reply reply;
	enum rc rc;

	grant->session.seen_s = core->now_s;
	rc = grant_seal(
	    core->ring[RING_SESSION], GRANT_TOKEN, grant, token, &err);
	if (rc != RC_OK)
		return core_fail("token", rc, &err);
	reply = sign_id_token(core, grant, person, token, id_token);
	if (reply != REPLY_OK)
		return reply;
	wire_put_text(out, F_TOKEN, token);
	wire_put_text(out, F_ID_TOKEN, id_token);
	wire_put_number(out, F_EXPIRES, GRANT_TOKEN_LIFE_S);
	wire_put_text(out, F_SCOPE, scope_print(grant->scopes, scope));
	return REPLY_OK;
}

enum reply
openid_token(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct client client = {0};
	struct person person;
	struct grant grant;
	struct bid bid;
	enum reply reply = prove_client(core, &question->in, &client);

	(void)actor;
	if (reply == REPLY_OK)
		reply = take_bid(&question->in, &bid);
	if (reply == REPLY_OK)
		reply = take_code(core, &client, &bid, &grant, &person);
	if (reply == REPLY_OK)
		reply = put_tokens(core, &grant, &person, &answer->out);
	client_wipe(&client);
	return reply;
}
