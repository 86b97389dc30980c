/*
 * A browser comes from another service: who is it? Without a client and a
 * redirect URI that are registered nobody is sent anywhere; with them every
 * fault is the client's to hear.
 */
#include "asked.h"
#include "authorize.h"
#include "base/log.h"
#include "base/text.h"
#include "openid.h"
#include "ops_table.h"
#include "recent.h"
#include "response.h"
#include "scope.h"

#include <sodium.h>
#include <string.h>

/* One request on its way. */
struct signon {
	struct core *core;
	const struct actor *actor;
	const struct wire_in *in;
	struct wire_out *out;
	struct client client;
	const char *redirect;
	struct authorize request;
	const char *asked; /* as it came; NULL: asked for the first time */
	int64_t asked_s;
};

static enum reply
find_client(struct signon *signon)
{
	const char *name = wire_given(signon->in, F_CLIENT);
	struct err err;
	enum rc rc = name != NULL
	    ? client_load(signon->core, name, &signon->client, &err)
	    : RC_ABSENT;

	if (rc == RC_ABSENT)
		return REPLY_OPENID_CLIENT;
	if (rc != RC_OK)
		return core_fail("sign on", rc, &err);
	signon->redirect = wire_given(signon->in, F_REDIRECT);
	return signon->redirect != NULL &&
		client_may_redirect(&signon->client, signon->redirect)
	    ? REPLY_OK
	    : REPLY_OPENID_REDIRECT;
}

/* -------------------------------------------------------- what goes back */

/* A page that the front makes. */
static void
put_form(const struct signon *signon, const struct response *response)
{
	struct wire_out *out = signon->out;

	openid_put_client(&signon->client, signon->redirect, out);
	wire_put_text(out, F_REDIRECT, response->redirect);
	for (size_t i = 0; i < response->count; i++) {
		wire_row_begin(out);
		wire_put_text(out, F_NAME, response->params[i].name);
		wire_put_text(out, F_VALUE, response->params[i].value);
		wire_row_end(out);
	}
}

/* RFC 9207: a client of several issuers sees which one answers. */
static enum reply
respond(const struct signon *signon, struct response *response)
{
	char url[RESPONSE_URL_SIZE];

	response->redirect = signon->redirect;
	response_add(response, "state", signon->request.state);
	response_add(response, "iss", signon->core->conf->issuer);
	if (signon->request.is_form_post)
		put_form(signon, response);
	else if (response_print(response, url))
		wire_put_text(signon->out, F_LOCATION, url);
	else
		return REPLY_FAULT;
	return REPLY_OK;
}

static enum reply
respond_fault(const struct signon *signon, enum authorize_fault fault)
{
	const struct authorize_fault_text *text = authorize_fault(fault);
	struct response response = {0};

	response_add(&response, "error", text->error);
	response_add(&response, "error_description", text->description);
	return respond(signon, &response);
}

/* Not worth refusing somebody who has signed in. */
static void
note(const struct signon *signon)
{
	const struct person *person = &signon->actor->person;
	struct err err;

	if (recent_note_service(
		signon->core, person, signon->client.name, &err) != RC_OK)
		log_warn(
		    "sign-on of %s not noted: %s", person->account, err.text);
}

static enum reply
respond_code(const struct signon *signon)
{
	const struct core *core = signon->core;
	struct grant grant = {.session = signon->actor->session,
	    .home = core->conf->home,
	    .scopes = signon->request.scopes};
	const char *nonce = signon->request.nonce;
	struct response response = {0};
	char code[GRANT_TEXT_SIZE];
	struct err err;
	enum rc rc;

	grant.session.seen_s = core->now_s;
	randombytes_buf(grant.serial, sizeof(grant.serial));
	grant_take_redirect(&grant, signon->redirect);
	(void)grant_take_challenge(&grant, signon->request.challenge);
	(void)text_copy(
	    grant.client, sizeof(grant.client), signon->client.name);
	(void)text_copy(
	    grant.nonce, sizeof(grant.nonce), nonce != NULL ? nonce : "");
	rc = grant_seal(
	    core->ring[RING_SESSION], GRANT_CODE, &grant, code, &err);
	if (rc != RC_OK)
		return core_fail("sign on", rc, &err);
	response_add(&response, "code", code);
	return respond(signon, &response);
}

static enum reply
respond_id_token(const struct signon *signon)
{
	struct core *core = signon->core;
	struct openid_statement statement = {.client = signon->client.name,
	    .nonce = signon->request.nonce,
	    .signed_in_s = signon->actor->session.signed_in_s};
	struct response response = {0};
	char id_token[JWT_SIZE];
	json_t *claims;
	struct err err;
	enum reply reply;
	enum rc rc = openid_claims(core, &signon->actor->person,
	    signon->request.scopes, &claims, &err);

	if (rc != RC_OK)
		return core_fail("sign on", rc, &err);
	openid_add_session(claims, &signon->actor->session);
	statement.claims = claims;
	reply = openid_sign(core, &statement, id_token);
	json_decref(claims);
	if (reply != REPLY_OK)
		return reply;
	response_add(&response, "id_token", id_token);
	return respond(signon, &response);
}

static enum reply
give(const struct signon *signon)
{
	enum reply reply = signon->request.wants_id_token
	    ? respond_id_token(signon)
	    : respond_code(signon);

	if (reply == REPLY_OK)
		note(signon);
	return reply;
}

/* ----------------------------------------------------- what the front shows */

/* A page about the client, after which the same is asked again. */
static enum reply
show(const struct signon *signon, enum reply reply)
{
	const char *hint = wire_given(signon->in, F_LOGIN_HINT);
	char asked[ASKED_SIZE];
	struct err err;

	if (asked_print(signon->core->ring[RING_SESSION], signon->in,
		signon->asked_s, asked, &err) != RC_OK)
		return core_fail("sign on", RC_FAULT, &err);
	openid_put_client(&signon->client, signon->redirect, signon->out);
	if (hint != NULL)
		wire_put_shown(signon->out, F_ACCOUNT, hint);
	wire_put_text(signon->out, F_HASH, asked);
	return reply;
}

static enum rc
look_at_hint(
    const struct signon *signon, struct authorize_facts *facts, struct err *err)
{
	const char *hint = wire_given(signon->in, F_ID_TOKEN_HINT);
	char sub[PERSON_UUID_SIZE], client[GRANT_CLIENT_SIZE];
	enum rc rc;

	facts->has_hint = hint != NULL;
	if (hint == NULL)
		return RC_OK;
	rc = openid_read_hint(signon->core, hint, sub, client, err);
	facts->is_hinted =
	    rc == RC_OK && strcmp(sub, signon->actor->person.uuid) == 0;
	return rc == RC_DENIED ? RC_OK : rc;
}

static enum reply
decide(const struct signon *signon)
{
	const struct actor *actor = signon->actor;
	struct authorize_facts facts = {.is_person = actor->is_person,
	    .must_change = actor->person.must_change,
	    .signed_in_s = actor->session.signed_in_s,
	    .now_s = signon->core->now_s,
	    /* Asked for the first time: no sign-in yet counts as the answer,
	     * not even one of this very second. */
	    .since_s =
		signon->asked != NULL ? signon->asked_s : signon->asked_s + 1};
	enum authorize_fault fault;
	struct err err;
	enum rc rc = look_at_hint(signon, &facts, &err);

	if (rc != RC_OK)
		return core_fail("sign on", rc, &err);
	switch (authorize_decide(&signon->request, &facts, &fault)) {
	case AUTHORIZE_GIVE:
		return give(signon);
	case AUTHORIZE_SIGN_IN:
		return show(signon, REPLY_OPENID_SIGN_IN);
	case AUTHORIZE_CHANGE:
		return show(signon, REPLY_OPENID_MUST_CHANGE);
	case AUTHORIZE_REFUSE:
		break;
	}
	return respond_fault(signon, fault);
}

enum reply
openid_authorize(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct signon signon = {.core = core,
	    .actor = actor,
	    .in = &question->in,
	    .out = &answer->out,
	    .asked = wire_given(&question->in, F_HASH),
	    .asked_s = core->now_s};
	enum authorize_fault fault;
	enum reply reply = find_client(&signon);

	if (signon.asked != NULL &&
	    !asked_open(core->ring[RING_SESSION], &question->in, signon.asked,
		&signon.asked_s))
		signon.asked = NULL;
	if (reply == REPLY_OK) {
		fault = authorize_parse(
		    &signon.request, &question->in, &signon.client);
		reply = fault == AUTHORIZE_OK ? decide(&signon)
					      : respond_fault(&signon, fault);
	}
	client_wipe(&signon.client);
	return reply;
}
