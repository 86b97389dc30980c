#include "api.h"

#include "base/clock.h"
#include "base/text.h"
#include "captcha.h"
#include "front/errand.h"
#include "front/program.h"
#include "lobby.h"

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
		program_deny(visit, RC_ABSENT, "no_question",
		    PHRASE("There is no such question."));
		return;
	}
	form_name(question, name);
	captcha_begin(captcha, name, clock_now_s(), id);
	program_say(visit, RC_OK,
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
	program_relay(visit, errand, message);
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
		program_complain(visit, &err);
	else if (!has_proof(visit, question, message))
		program_deny(visit, RC_DENIED, "no_proof",
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
	const struct question *question = question_find(visit->rest);
	json_t *message;

	if (question == NULL) {
		program_deny(visit, RC_ABSENT, "no_question",
		    PHRASE("There is no such question."));
		return;
	}
	message = program_take(visit);
	if (message == NULL)
		return;
	ask_with(visit, question, message);
	json_decref(message);
}
