#include "api.h"

#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "captcha.h"
#include "front/errand.h"
#include "lobby.h"
#include "web/message.h"

#include <stdlib.h>
#include <string.h>

/* What may be asked, with which fields; each name is a form of its own. */
static const struct question {
	const char *name;
	enum op op;
	const uint8_t *fields;
} questions[] = {
    {"forgot", OP_FORGOT, FIELDS(F_NATIONAL_ID, F_MAIL)},
    {"redeem", OP_REDEEM, FIELDS(F_NATIONAL_ID, F_CODE, F_PASSWORD)},
    {"change", OP_CHANGE, FIELDS(F_ACCOUNT, F_PASSWORD_OLD, F_PASSWORD)},
};
enum { QUESTIONS = sizeof(questions) / sizeof(questions[0]) };

static const char *const proof_members[] = {"challenge", "proof", NULL};

static const struct question *
question_find(const char *name)
{
	for (size_t i = 0; i < QUESTIONS; i++)
		if (strcmp(questions[i].name, name) == 0)
			return &questions[i];
	return NULL;
}

/* "api-forgot": a captcha of a page does not open this door. */
static void
form_name(const struct question *question, char name[CAPTCHA_FORM_SIZE])
{
	(void)text_print(name, CAPTCHA_FORM_SIZE, "api-%s", question->name);
}

/* The answer; takes `message` over. */
static void
say(struct visit *visit, enum rc rc, json_t *message)
{
	char *bytes;

	(void)json_object_set_new(message, "result", json_string(rc_name(rc)));
	bytes = json_dumps(message, JSON_COMPACT);
	if (bytes == NULL)
		abort();
	visit->answer->status = errand_status(rc);
	visit->answer->type = "application/json";
	body_text(&visit->answer->body, bytes);
	body_text(&visit->answer->body, "\n");
	secret_wipe(bytes, strlen(bytes));
	free(bytes);
	json_decref(message);
}

/* A refusal of our own: reason for programs, text for people. */
static void
refuse(struct visit *visit, enum rc rc, const char *reason, const char *text)
{
	say(visit, rc,
	    json_pack("{s:s,s:s}", "reason", reason, "text",
		phrase(visit->lang, text)));
}

void
api_refuse(struct visit *visit, int status, const char *why)
{
	static const struct {
		int status;
		enum rc rc;
		const char *reason, *text;
	} refusals[] = {
	    {403, RC_DENIED, "origin", PHRASE("You may not do that")},
	    {413, RC_INPUT, "too_long",
		PHRASE("More was sent than this page takes. Nothing was "
		       "changed.")},
	    {503, RC_OFFLINE, "too_many",
		PHRASE("Please try again in a few seconds.")},
	    {400, RC_INPUT, "malformed",
		PHRASE("That request cannot be understood")},
	};
	size_t at = 0;

	(void)why;
	while (at + 1 < sizeof(refusals) / sizeof(refusals[0]) &&
	    refusals[at].status != status)
		at++;
	refuse(visit, refusals[at].rc, refusals[at].reason, refusals[at].text);
	visit->answer->status = status;
}

const struct form_field api_challenge_query[1] = {
    {"form", FORM_TEXT, CAPTCHA_FORM_SIZE - 1, true, NULL}};

void
api_challenge(struct visit *visit)
{
	const struct question *question =
	    question_find(form_text(&visit->query, "form"));
	struct captcha *captcha = lobby_of(visit)->captcha;
	char name[CAPTCHA_FORM_SIZE], id[CAPTCHA_ID_SIZE];

	if (question == NULL) {
		refuse(visit, RC_ABSENT, "no_question",
		    PHRASE("There is no such question."));
		return;
	}
	form_name(question, name);
	captcha_begin(captcha, name, clock_now_s(), id);
	say(visit, RC_OK,
	    json_pack("{s:s,s:s,s:i}", "challenge", id, "form", name, "bits",
		captcha_proof_bits(captcha)));
}

/* What identityd answered, as it did. */
static void
pass_on(struct visit *visit, const struct errand *errand)
{
	static const uint8_t shown[] = {F_TEXT, F_REASON, F_ACCOUNT, F_NONE};
	json_t *message = json_object();

	message_add(message, shown, &errand->in);
	if (errand->said[0] != '\0' && !wire_has(&errand->in, F_TEXT))
		(void)json_object_set_new(
		    message, "text", json_string(errand->said));
	say(visit, errand->rc, message);
}

void
api_rules(struct visit *visit)
{
	struct errand *errand = errand_new(visit, OP_RULES);

	(void)errand_ask(errand);
	pass_on(visit, errand);
	errand_free(errand);
}

static bool
has_proof(
    struct visit *visit, const struct question *question, const json_t *message)
{
	char name[CAPTCHA_FORM_SIZE];
	struct captcha_answer answer = {.form = name,
	    .id = message_text(message, "challenge"),
	    .proof = message_text(message, "proof")};
	struct err err;

	form_name(question, name);
	return captcha_check(lobby_of(visit)->captcha, &answer, clock_now_s(),
		   &err) == RC_OK;
}

static void
ask_with(
    struct visit *visit, const struct question *question, const json_t *message)
{
	struct errand *errand = errand_new(visit, question->op);
	struct err err;

	if (message_take(message, question->fields, proof_members, &errand->out,
		&err) != RC_OK)
		say(visit, RC_INPUT,
		    json_pack(
			"{s:s,s:s}", "reason", "malformed", "text", err.text));
	else if (!has_proof(visit, question, message))
		refuse(visit, RC_DENIED, "no_proof",
		    PHRASE("The proof of work is missing, wrong or too old."));
	else {
		(void)errand_ask(errand);
		pass_on(visit, errand);
	}
	errand_free(errand);
}

void
api_question(struct visit *visit)
{
	const struct http_request *request = visit->request;
	const struct question *question = question_find(visit->rest);
	json_t *message;
	struct err err;

	if (question == NULL) {
		refuse(visit, RC_ABSENT, "no_question",
		    PHRASE("There is no such question."));
		return;
	}
	/* No page elsewhere can make a browser send this type unasked. */
	if (!form_is_type(request->content_type, "application/json")) {
		refuse(visit, RC_INPUT, "no_json",
		    PHRASE("A question must be application/json."));
		return;
	}
	message = message_parse(request->body, request->body_len, &err);
	if (message == NULL) {
		say(visit, RC_INPUT,
		    json_pack(
			"{s:s,s:s}", "reason", "malformed", "text", err.text));
		return;
	}
	ask_with(visit, question, message);
	json_decref(message);
}
