/*
 * Who has an access token learns what its scopes say, as long as the session
 * that it came from lives, its code was used once and its client is there.
 */
#include "openid.h"
#include "ops_table.h"
#include "scope.h"
#include "spent.h"

static enum rc
open_token(struct core *core, const char *token, struct grant *grant,
    struct person *person, struct err *err)
{
	struct client client;
	enum rc rc = token != NULL
	    ? grant_open(core->ring[RING_SESSION], GRANT_TOKEN, token,
		  core->now_s, grant, err)
	    : RC_DENIED;

	if (rc == RC_OK)
		rc = openid_person(core, grant, person, err);
	if (rc == RC_OK)
		rc = spent_check(core, grant, person, err);
	if (rc == RC_OK)
		rc = client_load(core, grant->client, &client, err);
	if (rc == RC_OK) {
		grant->scopes &= client.scopes; /* it may ask for less now */
		client_wipe(&client);
	}
	return rc == RC_ABSENT ? RC_DENIED : rc;
}

/* With the scopes, which the leave service asks for. */
static enum reply
put_claims(struct core *core, const struct person *person,
    const struct grant *grant, struct wire_out *out)
{
	char scope[SCOPE_TEXT_SIZE];
	json_t *claims;
	struct err err;
	enum rc rc = openid_claims(core, person, grant->scopes, &claims, &err);

	if (rc != RC_OK)
		return core_fail("userinfo", rc, &err);
	if ((grant->scopes & SCOPE_LEAVE) != 0)
		openid_add_session(claims, &grant->session);
	wire_put_text(out, F_SCOPE, scope_print(grant->scopes, scope));
	return openid_put_json(claims, out);
}

enum reply
openid_userinfo(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct person person;
	struct grant grant;
	struct err err;
	enum rc rc = open_token(
	    core, wire_given(&question->in, F_TOKEN), &grant, &person, &err);

	(void)actor;
	if (rc == RC_DENIED)
		return REPLY_INVALID_TOKEN;
	if (rc != RC_OK)
		return core_fail("userinfo", rc, &err);
	if ((grant.scopes & SCOPE_OPENID) == 0)
		return REPLY_INSUFFICIENT_SCOPE;
	return put_claims(core, &person, &grant, &answer->out);
}
