/*
 * What a stranger may ask: a letter with a check code, and a password for the
 * code. Whoever is asked about, the directory does the same work and the answer
 * leaves at the same moment; before the right code nobody learns anything of a
 * person. While another host is away its newest codes are not known here: then
 * every code that is not the right one hears of that.
 */
#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "claim.h"
#include "mail/mail_address.h"
#include "ops_table.h"
#include "judge.h"

#include <string.h>

/* A stranger's question counts; past the limit it is not looked at. */
static bool
may_ask(struct core *core, const struct actor *actor, enum limit_kind kind,
    int64_t max)
{
	limit_count(core->limit, LIMIT_REQUEST, actor->subject, core->now_s);
	return limit_allows(core->limit, LIMIT_REQUEST, actor->subject,
		   core->conf->requests_per_hour + 1, core->now_s) &&
	    limit_allows(core->limit, kind, actor->subject, max, core->now_s);
}

/* The address to write to, or NULL: nobody, not them, or not now. */
static const char *
address_of(struct core *core, const struct person *person, enum rc found,
    const char *mail, enum rc *rc, struct err *err)
{
	*rc = claim_check(core, person, err);
	if (*rc == RC_OFFLINE || *rc == RC_FAULT)
		return NULL;
	if (found != RC_OK || *rc != RC_OK) {
		*rc = RC_ABSENT;
		return NULL;
	}
	mail = person_mail_match(person, mail);
	*rc = mail != NULL ? RC_OK : RC_ABSENT;
	return mail;
}

/* The Modify that everybody gets: with a letter, or to nobody. A second asker
 * in the same moment finds the first one's letter on its way: that is fine. */
static enum rc
promise_letter(
    struct core *core, struct person *person, const char *mail, struct err *err)
{
	enum rc rc;

	if (mail == NULL || !claim_may_write(core, person))
		return claim_decoy(core, err);
	rc = claim_issue(core, person, false, mail, err);
	if (rc == RC_OK)
		core_promise(core, claim_letter(person), person->uuid, NULL);
	/* RC_ABSENT: the other one has dropped the same old letter time. */
	return rc == RC_EXISTS || rc == RC_ABSENT ? RC_OK : rc;
}

enum reply
reset_forgot(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *id = wire_text(&question->in, F_NATIONAL_ID);
	const char *mail = wire_text(&question->in, F_MAIL);
	struct person person;
	struct err err;
	enum rc found, rc;

	answer->due_ms = question->asked_ms + core->conf->due_ms;
	if (!may_ask(core, actor, LIMIT_MISS, core->conf->misses_per_hour))
		return REPLY_TOO_MANY;
	if (mail_address_check(mail, &err) != RC_OK)
		return REPLY_BAD_MAIL;
	found = core_find_by_id(core, id, &person, &err);
	if (found == RC_INPUT)
		return REPLY_BAD_NATIONAL_ID;
	if (found == RC_OFFLINE || found == RC_FAULT)
		return core_fail("forgot", found, &err);
	mail = address_of(core, &person, found, mail, &rc, &err);
	if (rc == RC_OFFLINE || rc == RC_FAULT)
		return core_fail("forgot", rc, &err);
	rc = promise_letter(core, &person, mail, &err);
	if (rc != RC_OK)
		return core_fail("forgot", rc, &err);
	if (mail == NULL)
		limit_count(
		    core->limit, LIMIT_MISS, actor->subject, core->now_s);
	if (core->conf->uniform_reply)
		return REPLY_LETTER_MAYBE;
	return mail != NULL ? REPLY_LETTER_SENT : REPLY_NO_RECORD;
}

/* One try is used up, then the code is compared: RC_OK when it is right,
 * RC_BUSY when it is, but cannot be taken now. */
static enum rc
check_code(struct core *core, struct person *person, enum rc found,
    const char *typed, struct err *err)
{
	SECRET(right, CODE_SIZE);
	enum rc rc = claim_check(core, person, err);

	if (rc == RC_OFFLINE || rc == RC_FAULT)
		return rc;
	if (found != RC_OK || rc != RC_OK) {
		rc = claim_decoy(core, err);
		return rc == RC_OK ? RC_DENIED : rc;
	}
	rc = claim_ticket(core, person, err);
	if (rc == RC_OFFLINE)
		return claim_check_away(core, person, typed, err);
	if (rc == RC_OK)
		rc = claim_derive(core, person, right, err);
	if (rc == RC_OK && !code_is_equal(right, typed))
		rc = RC_DENIED;
	return rc == RC_ABSENT ? RC_DENIED : rc;
}

/* The audit entry that says it begins comes before, the one that says how it
 * ended after: a crash between them leaves the first. */
static enum reply
set_password(struct core *core, const struct actor *actor,
    struct person *person, const char *code, const char *password)
{
	struct dir *home = NULL;
	enum reply reply;
	struct err err;
	enum rc rc = core_audit(core, actor, "redeem", person->account,
	    person->school, "", "begun", &err);

	if (rc != RC_OK)
		return core_fail("redeem", rc, &err);
	rc = claim_redeem(core, person, code, password, &home, &err);
	if (rc == RC_INPUT)
		reply = judge_reply(core, home);
	else if (rc == RC_EXISTS)
		reply = REPLY_ALREADY_SET;
	else
		reply = rc == RC_OK ? REPLY_OK : core_fail("redeem", rc, &err);
	if (core_audit(core, actor, "redeem", person->account, person->school,
		"", reply_text(reply)->name, &err) != RC_OK)
		log_error("redeem of %s: %s", person->account, err.text);
	return reply;
}

enum reply
reset_redeem(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *id = wire_text(&question->in, F_NATIONAL_ID);
	const char *password = wire_text(&question->in, F_PASSWORD);
	SECRET(code, CODE_SIZE);
	struct person person;
	enum reply reply;
	struct err err;
	enum rc found, rc;

	answer->due_ms = question->asked_ms + core->conf->due_ms;
	if (!may_ask(core, actor, LIMIT_REDEEM_FAIL,
		core->conf->redeem_fails_per_hour))
		return REPLY_TOO_MANY;
	reply = judge_check(core, password, NULL);
	if (reply != REPLY_OK)
		return reply;
	if (code_parse(wire_text(&question->in, F_CODE), code, &err) != RC_OK) {
		limit_count(core->limit, LIMIT_REDEEM_FAIL, actor->subject,
		    core->now_s);
		return REPLY_WRONG_CODE;
	}
	found = core_find_by_id(core, id, &person, &err);
	if (found == RC_INPUT)
		return REPLY_BAD_NATIONAL_ID;
	if (found == RC_OFFLINE || found == RC_FAULT)
		return core_fail("redeem", found, &err);
	rc = check_code(core, &person, found, code, &err);
	if (rc == RC_OFFLINE || rc == RC_FAULT)
		return core_fail("redeem", rc, &err);
	if (rc == RC_BUSY)
		return REPLY_HOME_AWAY;
	if (rc != RC_OK && claim_was_spent(core, &person, code))
		return REPLY_ALREADY_SET;
	if (rc != RC_OK) {
		limit_count(core->limit, LIMIT_REDEEM_FAIL, actor->subject,
		    core->now_s);
		return core_is_home_away(core) ? REPLY_WRONG_OR_AWAY
					       : REPLY_WRONG_CODE;
	}
	reply = judge_check(core, password, &person);
	if (reply == REPLY_OK)
		reply = set_password(core, actor, &person, code, password);
	if (reply == REPLY_OK) {
		core_promise(core, LETTER_PASSWORD_CHANGED, person.uuid, NULL);
		wire_put_text(&answer->out, F_ACCOUNT, person.account);
	}
	return reply;
}
