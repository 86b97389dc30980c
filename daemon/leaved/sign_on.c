#include "sign_on.h"

#include "base/log.h"
#include "base/text.h"
#include "identity.h"
#include "issuer.h"
#include "jose/jwt.h"
#include "leave_ops.h"
#include "leave_session.h"
#include "seal/keyfile.h"

static const char ring_name[] = "leave";

enum { PATH_SIZE = 512 };

enum rc
sign_on_make(const struct leaved_conf *conf, int today, struct err *err)
{
	return conf->issuer[0] == '\0'
	    ? RC_OK
	    : keyfile_make(conf->key_dir, ring_name, today, err);
}

enum rc
sign_on_open(
    const struct leaved_conf *conf, struct keyring **ring, struct err *err)
{
	char path[PATH_SIZE];

	*ring = NULL;
	if (conf->issuer[0] == '\0')
		return RC_OK;
	(void)text_print(path, sizeof(path), "%s/%s", conf->key_dir, ring_name);
	return keyfile_load(path, ring_name, ring, err);
}

static enum rc
load_keys(struct office *office, json_t **keys, struct err *err)
{
	enum rc rc = sql_begin(office->sql, SQL_READ, err);

	*keys = NULL;
	if (rc != RC_OK)
		return rc;
	rc = issuer_keys(office->sql, keys, err);
	sql_rollback(office->sql);
	return rc;
}

/* Who signs on, now, and with which session of the portal. */
static enum rc
take_claims(struct office *office, const json_t *claims, struct err *err)
{
	struct leave_session *session = &office->signed_on;
	const char *sub = json_string_value(json_object_get(claims, "sub"));

	session->signed_on_s = session->seen_s = office->now_s;
	session->portal.changed_s =
	    json_integer_value(json_object_get(claims, "password_changed_at"));
	session->portal.sign_outs =
	    json_integer_value(json_object_get(claims, "sign_outs"));
	return text_copy(session->uuid, sizeof(session->uuid), sub)
	    ? RC_OK
	    : err_set(err, RC_DENIED, "token: about nobody of ours");
}

enum verdict
sign_on_check(struct office *office, const struct serve_question *question)
{
	const struct jwt_want want = {.issuer = office->conf->issuer,
	    .audience = office->conf->client,
	    .nonce = wire_text(&question->in, F_NONCE),
	    .now_s = office->now_s};
	json_t *keys, *claims = NULL;
	struct err err;
	enum rc rc;

	if (office->ring == NULL)
		return VERDICT_NOT_ALLOWED;
	if (office_is_stale(office))
		return VERDICT_DIRECTORY_AWAY;
	rc = load_keys(office, &keys, &err);
	if (rc == RC_OK)
		rc = jwt_verify(wire_text(&question->in, F_ID_TOKEN), keys,
		    &want, &claims, &err);
	if (rc == RC_OK)
		rc = take_claims(office, claims, &err);
	json_decref(claims);
	json_decref(keys);
	if (rc == RC_OK)
		return VERDICT_OK;
	if (rc != RC_DENIED)
		return office_fail("keys", rc, &err);
	log_info("%s", err.text);
	return VERDICT_SIGN_IN_AGAIN;
}

enum verdict
sign_on_check_token(
    struct office *office, const struct serve_question *question)
{
	json_t *claims;
	struct err err;
	enum verdict verdict;
	enum rc rc = RC_OK;

	if (office->ring == NULL)
		return VERDICT_NOT_ALLOWED;
	if (office_is_stale(office))
		return VERDICT_DIRECTORY_AWAY;
	verdict = identity_of_token(office, question, &claims);
	if (verdict == VERDICT_OK)
		rc = take_claims(office, claims, &err);
	json_decref(claims);
	return rc == RC_OK ? verdict : VERDICT_SIGN_IN_AGAIN;
}

static enum verdict
seal(struct office *office)
{
	struct err err;
	char text[LEAVE_SESSION_SIZE];
	enum rc rc =
	    leave_session_seal(office->ring, &office->signed_on, text, &err);

	if (rc != RC_OK)
		return office_fail("session", rc, &err);
	(void)text_copy(office->session, sizeof(office->session), text);
	return VERDICT_OK;
}

enum verdict
sign_on_session(struct office *office, const struct serve_question *question)
{
	const char *text = wire_text(&question->in, F_SESSION);
	struct leave_session *session = &office->signed_on;
	struct err err;

	if (office->ring == NULL)
		return VERDICT_NOT_ALLOWED;
	if (text == NULL ||
	    leave_session_open(
		office->ring, text, session, office->now_s, &err) != RC_OK)
		return VERDICT_SIGN_IN_AGAIN;
	session->seen_s = office->now_s;
	return seal(office);
}

/* The token was looked at before. */
static enum verdict
begin(struct office *office, enum op op, struct wire_out *out)
{
	enum verdict verdict = office_note(office, op, office->caller.account,
	    office->caller.school, NULL, "ok");

	if (verdict != VERDICT_OK)
		return verdict;
	wire_put_shown(out, F_ACCOUNT, office->caller.account);
	return seal(office);
}

/* And its nonce is spent now. */
enum verdict
sign_on(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const char *nonce = wire_text(&question->in, F_NONCE);
	char before[BOOK_ID_SIZE];
	enum verdict verdict =
	    office_may(office, OP_LEAVE_SIGN_ON, office_standing_self(office));

	if (verdict == VERDICT_OK)
		verdict = office_repeated(office, nonce, before);
	if (verdict != VERDICT_OK)
		return verdict;
	if (before[0] != '\0')
		return VERDICT_SIGN_IN_AGAIN;
	verdict = office_remember(office, nonce, OP_LEAVE_SIGN_ON, "signed-on");
	return verdict == VERDICT_OK
	    ? begin(office, OP_LEAVE_SIGN_ON, &answer->out)
	    : verdict;
}

/* A program's session begins with a token, or goes on. */
enum verdict
sign_on_program(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	enum verdict verdict =
	    office_may(office, OP_LEAVE_SESSION, office_standing_self(office));

	if (verdict == VERDICT_OK && wire_has(&question->in, F_TOKEN))
		verdict = begin(office, OP_LEAVE_SESSION, &answer->out);
	wire_put_number(
	    &answer->out, F_EXPIRES, leave_session_expires(&office->signed_on));
	return verdict;
}
