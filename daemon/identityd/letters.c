/*
 * What portal-mailer asks: what is in the letter of that name, now that it is
 * due, and that we note what became of it. The code is derived here and now;
 * a letter whose code is dead by then is not sent.
 */
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "claim.h"
#include "mail_proof.h"
#include "ops_table.h"

#include <string.h>

static bool
is_code_letter(enum letter_kind kind)
{
	return kind == LETTER_ACTIVATE || kind == LETTER_RESET;
}

/* The promise and the person it is about. */
static enum reply
load(struct core *core, const struct serve_question *question,
    struct promise *promise, struct person *person)
{
	struct err err;
	enum rc rc = outbox_load(
	    &core->outbox, wire_text(&question->in, F_LETTER), promise, &err);

	if (rc == RC_OK)
		rc = person_by_uuid(
		    core->dir, core->conf->base_dn, promise->who, person, &err);
	return rc == RC_OK ? REPLY_OK : core_fail("letter", rc, &err);
}

/* The address it goes to, byte for byte the directory's; NULL: none now. */
static const char *
address_of(const struct promise *promise, const struct person *person)
{
	if (letter_kind_is_to_given(promise->kind))
		return promise->to;
	if (is_code_letter(promise->kind))
		return person_mail_match(person, person->letter_mail);
	return person->mail_count > 0 ? person->mail[0] : NULL;
}

/* Dead, when the password was changed since it was promised. */
static enum reply
put_proof(struct core *core, const struct promise *promise,
    const struct person *person, struct wire_out *out)
{
	SECRET(code, CODE_SIZE);
	int64_t end_s = mail_proof_end(promise->created_s);

	if (promise->created_s < person->changed_s || end_s <= core->now_s ||
	    !mail_proof_derive(
		core->ring[RING_CODE], person, promise->to, end_s, code))
		return REPLY_NO_CODE;
	wire_put_text(out, F_CODE, code);
	wire_put_number(out, F_EXPIRES, end_s);
	return REPLY_OK;
}

static enum reply
put_code(struct core *core, const struct person *person, struct wire_out *out)
{
	SECRET(code, CODE_SIZE);
	struct err err;

	if (claim_derive(core, person, code, &err) != RC_OK)
		return REPLY_NO_CODE;
	wire_put_text(out, F_CODE, code);
	wire_put_number(out, F_EXPIRES, person->code.expires_s);
	return REPLY_OK;
}

enum reply
letters_fill(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct promise promise;
	struct person person;
	enum reply reply = load(core, question, &promise, &person);
	unsigned needs = letter_kind_needs(promise.kind);
	const char *mail;

	(void)actor;
	if (reply != REPLY_OK)
		return reply;
	mail = address_of(&promise, &person);
	if (mail == NULL)
		return REPLY_ABSENT;
	wire_put_text(&answer->out, F_MAIL, mail);
	wire_put_text(
	    &answer->out, F_LETTER_KIND, letter_kind_name(promise.kind));
	if (needs & LETTER_NEEDS_AT)
		wire_put_number(&answer->out, F_TIME, promise.at_s);
	if (needs & LETTER_NEEDS_COUNT)
		wire_put_number(&answer->out, F_COUNT, promise.count);
	if (promise.kind == LETTER_MAIL_CONFIRM)
		return put_proof(core, &promise, &person, &answer->out);
	if (needs & LETTER_NEEDS_CODE)
		return put_code(core, &person, &answer->out);
	if (needs & LETTER_NEEDS_UNTIL)
		wire_put_number(&answer->out, F_EXPIRES, promise.until_s);
	return REPLY_OK;
}

static bool
is_state(const char *name)
{
	static const char *const states[] = {
	    "queued", "sent", "deferred", "bounced", "failed"};

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(states[i], name) == 0)
			return true;
	return false;
}

static enum rc
note_state(struct core *core, const struct person *person, const char *state,
    const char *detail, struct err *err)
{
	const struct dir_change changes[] = {
	    {DIR_REPLACE, "portalLetterState", state, 0},
	    {DIR_REPLACE, "portalLetterDetail",
		detail[0] != '\0' ? detail : NULL, 0},
	};
	const struct dir_edit edit = {
	    .dn = person->dn, .changes = changes, .count = 2};

	return dir_modify(core->dir, &edit, NULL, err);
}

/* Only a code's letter is on the entry: it is the one people wait for. */
enum reply
letters_state(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *state = wire_text(&question->in, F_LETTER_STATE);
	const char *detail = wire_text(&question->in, F_DETAIL);
	struct promise promise;
	struct person person;
	struct err err;
	enum reply reply;
	enum rc rc = RC_OK;

	(void)actor;
	(void)answer;
	if (!is_state(state))
		return REPLY_BAD_VALUE;
	reply = load(core, question, &promise, &person);
	if (reply != REPLY_OK)
		return reply;
	if (detail == NULL)
		detail = "";
	log_info("letter %s kind=%s to=%s state=%s detail=\"%s\"", promise.id,
	    letter_kind_name(promise.kind), person.account, state, detail);
	if (is_code_letter(promise.kind))
		rc = note_state(core, &person, state, detail, &err);
	return rc == RC_OK ? REPLY_OK : core_fail("letter", rc, &err);
}
