#include "app_secret.h"

#include "base/secret.h"
#include "client.h"
#include "ops_table.h"

static enum reply
renew(const struct act *act, const char *dn, struct serve_answer *answer)
{
	SECRET(secret, CLIENT_SECRET_SIZE);
	char hash[128];
	const struct dir_change change = {
	    DIR_REPLACE, "portalAppSecret", hash, 0};
	const struct dir_edit edit = {.dn = dn, .changes = &change, .count = 1};
	struct err err;
	enum reply reply;
	enum rc rc = client_make_secret(secret, hash, &err);

	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	reply = act_modify(act, &edit);
	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_SECRET, secret);
	return reply;
}

enum reply
app_secret_complete(const struct act *act, struct serve_answer *answer)
{
	struct client client;
	struct err err;
	enum reply reply = REPLY_OK;
	enum rc rc = client_load(act->core, act->target, &client, &err);

	if (rc == RC_ABSENT)
		return REPLY_OK; /* a link and no client */
	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	if (client.kind != CLIENT_PUBLIC &&
	    dir_value(client.entry, "portalAppSecret") == NULL)
		reply = renew(act, dir_dn(client.entry), answer);
	client_wipe(&client);
	return reply;
}

enum reply
app_secret(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct act act = act_of(core, actor, question,
	    wire_text(&question->in, F_APP), "", "changed");
	struct client client;
	struct err err;
	enum reply reply = REPLY_ABSENT;
	enum rc rc = client_load(core, act.target, &client, &err);

	if (rc != RC_OK)
		return core_fail(act.action, rc, &err);
	/* A public client has none. */
	if (client.kind != CLIENT_PUBLIC)
		reply = renew(&act, dir_dn(client.entry), answer);
	client_wipe(&client);
	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, act.result);
	return reply;
}
