#include "remote.h"

#include "base/secret.h"
#include "base/text.h"
#include "https.h"
#include "portal/proof.h"
#include "web/message.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { PATH_SIZE = 128 };

static const struct question {
	enum op op;
	const char *name;
	bool is_free; /* asked with GET, without work */
} questions[] = {
    {OP_RULES, "rules", true},
    {OP_FORGOT, "forgot", false},
    {OP_REDEEM, "redeem", false},
    {OP_CHANGE, "change", false},
};

static const struct question *
question_of(enum op op)
{
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
		if (questions[i].op == op)
			return &questions[i];
	return NULL;
}

static enum rc
nonsense(struct err *err)
{
	return err_set(err, RC_FAULT, "%s",
	    words("入口網站的回應無法理解",
		"the portal's answer makes no sense"));
}

/* One exchange; the answer as JSON, the caller's. */
static enum rc
exchange(const struct portal *portal, const char *path, const char *body,
    json_t **answer, struct err *err)
{
	struct https_answer bytes;
	struct err fault;
	enum rc rc = https_ask(portal, path, words_lang(), body, &bytes, err);

	*answer = NULL;
	if (rc == RC_OK) {
		*answer = message_parse(bytes.bytes, bytes.len, &fault);
		if (*answer == NULL)
			rc = nonsense(err);
	}
	secret_wipe(&bytes, sizeof(bytes));
	return rc;
}

/* Asks for a challenge and puts it and its proof into the message. */
static enum rc
work(const struct portal *portal, const char *name, json_t *message,
    struct err *err)
{
	char path[PATH_SIZE], number[PROOF_SIZE];
	const char *id, *form;
	json_t *answer;
	enum rc rc;
	int64_t bits;

	(void)text_print(path, sizeof(path), "/api/v1/challenge?form=%s", name);
	rc = exchange(portal, path, NULL, &answer, err);
	if (rc != RC_OK)
		return rc;
	id = message_text(answer, "challenge");
	form = message_text(answer, "form");
	bits = json_integer_value(json_object_get(answer, "bits"));
	if (bits < PROOF_BITS_MIN || bits > PROOF_BITS_MAX ||
	    !proof_solve(id, form, (int)bits, number))
		rc = nonsense(err);
	else if (json_object_set_new(message, "challenge", json_string(id)) !=
		0 ||
	    json_object_set_new(message, "proof", json_string(number)) != 0)
		rc = err_set(err, RC_FAULT, "no memory");
	json_decref(answer);
	return rc;
}

static bool
rc_named(const char *name, enum rc *rc)
{
	for (int i = 0; i < RC_COUNT; i++)
		if (strcmp(rc_name((enum rc)i), name) == 0) {
			*rc = (enum rc)i;
			return true;
		}
	return false;
}

/* The answer as if it had come over the socket. */
static enum rc
understand(
    const json_t *answer, enum op op, struct query *query, struct err *err)
{
	static const char *const others[] = {"result", NULL};
	struct wire_out out;
	struct err fault;
	enum rc rc;

	if (!rc_named(message_text(answer, "result"), &rc))
		return nonsense(err);
	wire_begin(
	    &out, query->in_bytes, sizeof(query->in_bytes), (uint16_t)rc);
	if (message_take(answer, NULL, others, &out, &fault) != RC_OK ||
	    wire_end(&out, &fault) != RC_OK ||
	    wire_parse_answer(
		&query->in, op, query->in_bytes, out.len, &fault) != RC_OK) {
		query->in = (struct wire_in){0};
		return nonsense(err);
	}
	if (rc == RC_OK)
		return RC_OK;
	return err_set(err, rc, "%s",
	    wire_has(&query->in, F_TEXT) ? wire_text(&query->in, F_TEXT)
					 : rc_name(rc));
}

static enum rc
post(const struct portal *portal, const struct question *question,
    json_t *message, json_t **answer, struct err *err)
{
	char path[PATH_SIZE];
	char *body;
	enum rc rc;

	(void)text_print(path, sizeof(path), "/api/v1/%s", question->name);
	if (question->is_free)
		return exchange(portal, path, NULL, answer, err);
	*answer = NULL;
	rc = work(portal, question->name, message, err);
	if (rc != RC_OK)
		return rc;
	body = json_dumps(message, JSON_COMPACT);
	if (body == NULL)
		return err_set(err, RC_FAULT, "no memory");
	rc = exchange(portal, path, body, answer, err);
	secret_wipe(body, strlen(body));
	free(body);
	return rc;
}

enum rc
remote_ask(const struct portal *portal, struct query *query, struct err *err)
{
	const struct question *question;
	json_t *message, *answer = NULL;
	struct wire_in asked;
	enum rc rc = wire_end(&query->out, err);

	if (rc == RC_OK)
		rc = wire_parse_question(
		    &asked, query->out.at, query->out.len, err);
	if (rc != RC_OK)
		return rc;
	question = question_of((enum op)asked.kind);
	message = json_object();
	if (question == NULL || message == NULL) {
		json_decref(message);
		return err_set(err, RC_FAULT, "not a question for the portal");
	}
	message_add(message, NULL, &asked);
	(void)json_object_del(message, field_rule(F_LANG)->name);
	rc = post(portal, question, message, &answer, err);
	if (rc == RC_OK)
		rc = understand(answer, question->op, query, err);
	json_decref(answer);
	json_decref(message);
	return rc;
}
