/*
 * A browser comes from another service to sign out. With a token of ours that
 * names who has signed in here it does; else the person is asked, so that no
 * page elsewhere can sign anybody out.
 */
#include "base/text.h"
#include "openid.h"
#include "ops_table.h"
#include "response.h"
#include "sign_out.h"

#include <string.h>

/* Who leaves, from where, and where to. */
struct leave {
	char sub[PERSON_UUID_SIZE];
	char client[GRANT_CLIENT_SIZE];
	const char *redirect;
};

/* An unknown hint is none; one of another client than named is a fault. */
static enum reply
take_leave(struct core *core, const struct wire_in *in, struct leave *leave)
{
	const char *hint = wire_given(in, F_ID_TOKEN_HINT);
	const char *name = wire_given(in, F_CLIENT);
	struct err err;
	enum rc rc = hint != NULL
	    ? openid_read_hint(core, hint, leave->sub, leave->client, &err)
	    : RC_DENIED;

	leave->redirect = wire_given(in, F_REDIRECT);
	if (rc != RC_OK && rc != RC_DENIED)
		return core_fail("sign out", rc, &err);
	if (name == NULL)
		return REPLY_OK;
	if (leave->client[0] != '\0' && strcmp(leave->client, name) != 0)
		return REPLY_OPENID_CLIENT;
	return text_copy(leave->client, sizeof(leave->client), name)
	    ? REPLY_OK
	    : REPLY_OPENID_CLIENT;
}

/* The client, and whether it may be returned to. Who names no client and no
 * place is shown a page of ours. */
static enum reply
check_client(
    struct core *core, const struct leave *leave, struct client *client)
{
	struct err err;
	enum rc rc;

	if (leave->client[0] == '\0')
		return leave->redirect == NULL ? REPLY_OK : REPLY_OPENID_CLIENT;
	rc = client_load(core, leave->client, client, &err);
	if (rc == RC_ABSENT)
		return REPLY_OPENID_CLIENT;
	if (rc != RC_OK)
		return core_fail("sign out", rc, &err);
	return leave->redirect == NULL ||
		client_may_end_at(client, leave->redirect)
	    ? REPLY_OK
	    : REPLY_OPENID_REDIRECT;
}

static enum reply
put_location(const struct leave *leave, const char *state, struct wire_out *out)
{
	struct response response = {.redirect = leave->redirect};
	char url[RESPONSE_URL_SIZE];

	if (leave->redirect == NULL)
		return REPLY_OK;
	response_add(&response, "state", state);
	if (!response_print(&response, url))
		return REPLY_FAULT;
	wire_put_text(out, F_LOCATION, url);
	return REPLY_OK;
}

static enum reply
ask_person(const struct client *client, const struct leave *leave,
    struct wire_out *out)
{
	if (client->entry != NULL)
		openid_put_client(client, leave->redirect, out);
	return REPLY_OPENID_END_ASK;
}

static enum reply
end(struct core *core, const struct actor *actor, const struct wire_in *in,
    const struct leave *leave, struct wire_out *out)
{
	struct err err;
	enum rc rc = RC_OK;

	if (actor->is_person)
		rc = sign_out_everywhere(core, &actor->person, &err);
	return rc == RC_OK
	    ? put_location(leave, wire_given(in, F_OPENID_STATE), out)
	    : core_fail("sign out", rc, &err);
}

enum reply
openid_end(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	struct leave leave = {0};
	struct client client = {0};
	enum reply reply = take_leave(core, in, &leave);
	bool may_end = !actor->is_person ||
	    strcmp(leave.sub, actor->person.uuid) == 0 ||
	    wire_number(in, F_WANTED, 0) == 1;

	if (reply == REPLY_OK)
		reply = check_client(core, &leave, &client);
	if (reply == REPLY_OK)
		reply = may_end ? end(core, actor, in, &leave, &answer->out)
				: ask_person(&client, &leave, &answer->out);
	client_wipe(&client);
	return reply;
}
