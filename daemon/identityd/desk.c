/*
 * Personnel read the check code to somebody whose mail never came. They type
 * their own password again, give a reason, and the entry that says so is
 * written before they see anything; the person hears of it by mail.
 */
#include "base/log.h"
#include "base/secret.h"
#include "claim.h"
#include "ops_table.h"

/* Who may be shown a code, and by whom: the person as it is now. */
static enum reply
prepare(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct person *person)
{
	struct err err;
	enum reply reply = actor_step_up(core, actor, question);
	enum rc rc;

	if (reply != REPLY_OK)
		return reply;
	rc = person_by_account(core->dir, core->conf->base_dn,
	    wire_text(&question->in, F_ACCOUNT), person, &err);
	if (rc == RC_ABSENT)
		return REPLY_NO_PERSON;
	if (rc != RC_OK)
		return core_fail("code", rc, &err);
	reply = actor_may_touch(core, actor, person);
	if (reply != REPLY_OK)
		return reply;
	rc = claim_check(core, person, &err);
	if (rc == RC_BUSY)
		return REPLY_MAIL_TOO_FRESH;
	if (rc == RC_DENIED)
		return person->state == PERSON_NEW ||
			person->state == PERSON_ACTIVE
		    ? REPLY_KINDERGARTEN
		    : REPLY_WRONG_STATE;
	return rc == RC_OK ? REPLY_OK : core_fail("code", rc, &err);
}

static enum reply
tell_code(
    struct core *core, const struct person *person, struct serve_answer *answer)
{
	SECRET(code, CODE_SIZE);
	SECRET(text, CODE_PRINT_SIZE);
	struct err err;

	if (claim_derive(core, person, code, &err) != RC_OK)
		return REPLY_NO_CODE;
	code_print(code, text);
	wire_put_text(&answer->out, F_CODE, text);
	wire_put_number(&answer->out, F_EXPIRES, person->code.expires_s);
	wire_put_text(&answer->out, F_PURPOSE,
	    person->code.purpose == CODE_ACTIVATE ? "activate" : "reset");
	core_promise(core, LETTER_CODE_SHOWN, person->uuid, NULL);
	return REPLY_OK;
}

/* Showing never creates. */
enum reply
desk_code_show(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct person person;
	struct err err;
	enum reply reply = prepare(core, actor, question, &person);
	enum rc rc;

	if (reply != REPLY_OK)
		return reply;
	if (!claim_is_live(core, &person))
		return REPLY_NO_CODE;
	rc = core_audit(core, actor, "code_show", person.account, person.school,
	    wire_text(&question->in, F_WHY), "shown", &err);
	if (rc != RC_OK)
		return core_fail("code", rc, &err);
	return tell_code(core, &person, answer);
}

enum reply
desk_code_issue(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct person person;
	struct err err;
	enum reply reply = prepare(core, actor, question, &person);
	enum rc rc;

	if (reply != REPLY_OK)
		return reply;
	rc = core_audit(core, actor, "code_issue", person.account,
	    person.school, wire_text(&question->in, F_WHY), "issued", &err);
	if (rc != RC_OK)
		return core_fail("code", rc, &err);
	rc = claim_issue(core, &person, true, NULL, &err);
	if (rc == RC_OK)
		return tell_code(core, &person, answer);
	reply = core_fail("code", rc, &err);
	if (core_audit(core, actor, "code_issue", person.account, person.school,
		"", reply_text(reply)->name, &err) != RC_OK)
		log_error("issue for %s: %s", person.account, err.text);
	return reply;
}
