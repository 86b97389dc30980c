#include "identity.h"

#include "base/ask.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"

#define SCOPE "leave"

struct exchange {
	struct wire_in in;
	uint8_t asked[WIRE_MAX], answered[WIRE_MAX];
};
static struct exchange exchange; /* one thread, and big */

static void
forget(void)
{
	secret_wipe(&exchange, sizeof(exchange));
}

/* Of the question that we were asked, what this one takes. */
static void
put_question(
    struct wire_out *out, enum op op, const struct serve_question *question)
{
	static const enum field fields[] = {
	    F_SESSION, F_TOKEN, F_ADDRESS, F_LANG};

	wire_begin(out, exchange.asked, sizeof(exchange.asked), (uint16_t)op);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (op_takes(op, fields[i]) &&
		    wire_has(&question->in, fields[i]))
			wire_put_text(out, fields[i],
			    wire_text(&question->in, fields[i]));
}

/* The answer is in `exchange` until forget(). */
static enum verdict
ask_identityd(
    struct office *office, enum op op, const struct serve_question *question)
{
	const struct leaved_conf *conf = office->conf;
	const struct ask_door door = {.path = conf->identityd_socket,
	    .server_uid = (uid_t)conf->identityd_uid,
	    .deadline_ms = IDENTITY_ASK_MS};
	struct wire_out out;
	struct err err;
	enum rc rc;

	put_question(&out, op, question);
	rc = ask(&door, &out, &exchange.in, exchange.answered,
	    sizeof(exchange.answered), &err);
	if (rc == RC_OK)
		return VERDICT_OK;
	if (rc == RC_DENIED || rc == RC_INPUT || rc == RC_ABSENT)
		return VERDICT_SIGN_IN_AGAIN;
	log_warn("%s: %s", op_rule(op)->name, err.text);
	return VERDICT_DIRECTORY_AWAY;
}

enum verdict
identity_of_session(struct office *office,
    const struct serve_question *question, struct identity *identity)
{
	enum verdict verdict = ask_identityd(office, OP_SESSION, question);
	const char *uuid = wire_text(&exchange.in, F_UUID);
	const char *session = wire_text(&exchange.in, F_SESSION);

	if (verdict == VERDICT_OK) {
		identity->is_it =
		    text_has_word(wire_text(&exchange.in, F_ROLE), "it");
		(void)text_copy(identity->uuid, sizeof(identity->uuid),
		    uuid == NULL ? "" : uuid);
		(void)text_copy(office->session, sizeof(office->session),
		    session == NULL ? "" : session);
	}
	forget();
	return verdict;
}

enum verdict
identity_of_token(struct office *office, const struct serve_question *question,
    json_t **claims)
{
	enum verdict verdict =
	    ask_identityd(office, OP_OPENID_USERINFO, question);
	const char *json = wire_text(&exchange.in, F_JSON);

	*claims = NULL;
	if (verdict == VERDICT_OK &&
	    !text_has_word(wire_text(&exchange.in, F_SCOPE), SCOPE))
		verdict = VERDICT_NO_SCOPE;
	if (verdict == VERDICT_OK && json != NULL)
		*claims = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
	forget();
	return verdict == VERDICT_OK && *claims == NULL ? VERDICT_FAULT
							: verdict;
}
