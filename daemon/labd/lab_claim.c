#include "lab_claim.h"

#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "claim_child.h"
#include "lab_person.h"

#include <poll.h>
#include <string.h>

enum {
	QUESTION_SIZE = 4096, /* all fields of a redeem at their longest */
	HEAR_MS = 3000,       /* until the password is here, not only there */
	LOOK_MS = 200,
	MARGIN_MS = 5000,
};

/* ------------------------------------------------------- may they at all */

static enum rc
check(struct lab *lab, const char *account, struct lab_answer *answer,
    struct err *err)
{
	struct lab_person person;
	enum rc rc = lab_person_check_name(account, answer, err);

	if (rc != RC_OK)
		return rc;
	if (!lab->conf->claim) {
		(void)err_set(err, RC_DENIED, "claim is off in labd.conf");
		return lab_answer_with(answer, RC_DENIED, LAB_NEW);
	}
	if (!lab_is_open(lab)) {
		(void)err_set(err, RC_DENIED, "outside of hours");
		return lab_answer_with(answer, RC_DENIED, LAB_HOURS);
	}
	rc = lab_person_ask_and_check(lab, account, &person, answer, err);
	if (rc == RC_DENIED && answer->reason == LAB_NEW)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	(void)err_set(err, RC_DENIED, "is active already");
	return lab_answer_with(answer, RC_DENIED, LAB_WRONG);
}

/* A worker that was killed gives its turn back by the time. */
static bool
take_turn(_Atomic int64_t *until_ms)
{
	int64_t now_ms = clock_mono_ms(), old_ms = atomic_load(until_ms);

	return old_ms <= now_ms &&
	    atomic_compare_exchange_strong(until_ms, &old_ms,
		now_ms + CLAIM_CHILD_MS + HEAR_MS + MARGIN_MS);
}

/* ----------------------------------------------------- what the portal says */

static bool
is_about_password(const char *reason)
{
	static const char *const reasons[] = {
	    "password_refused", "password_in_history"};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (reason != NULL && strcmp(reason, reasons[i]) == 0)
			return true;
	}
	return false;
}

/* The portal's class, as one of our three answers. */
static enum rc
translate(const struct wire_in *in, struct lab_answer *answer)
{
	enum rc rc = (enum rc)in->kind;

	switch (rc) {
	case RC_OK:
		answer->reason = LAB_OK;
		return RC_OK;
	case RC_INPUT:
		if (is_about_password(wire_text(in, F_REASON))) {
			answer->reason = LAB_WEAK;
			return RC_INPUT;
		}
		__attribute__((fallthrough));
	case RC_DENIED:
	case RC_ABSENT:
	case RC_EXISTS:
		answer->reason = LAB_NOT_CLAIMED;
		return RC_DENIED;
	case RC_BUSY:
	case RC_OFFLINE:
	case RC_FAULT:
		break;
	}
	answer->reason = LAB_PORTAL_AWAY;
	return rc;
}

/* Right code, but of somebody else: that one has a password now. */
static enum rc
check_account(const struct wire_in *in, const char *account,
    struct lab_answer *answer, struct err *err)
{
	const char *theirs = wire_text(in, F_ACCOUNT);

	if (theirs != NULL && strcmp(theirs, account) == 0)
		return RC_OK;
	(void)text_copy(
	    answer->text, sizeof(answer->text), theirs == NULL ? "?" : theirs);
	(void)err_set(err, RC_DENIED, "the code was another account's");
	return lab_answer_with(answer, RC_DENIED, LAB_OTHER_ACCOUNT);
}

static enum rc
take_answer(const struct wire_in *in, const char *account,
    struct lab_answer *answer, struct err *err)
{
	const char *reason = wire_text(in, F_REASON);
	const char *text = wire_text(in, F_TEXT);
	enum rc rc = translate(in, answer);

	if (rc == RC_OK)
		return check_account(in, account, answer, err);
	if (reason == NULL || text == NULL)
		return err_set(err, rc, "the portal gives no reason");
	if (strcmp(reason, CLAIM_CHILD_REASON) == 0)
		return err_set(err, rc, "%s", text);
	(void)text_copy(answer->text, sizeof(answer->text), text);
	return err_set(err, rc, "the portal says %s", reason);
}

static enum rc
ask_portal(struct lab *lab, const struct lab_claim *claim,
    struct lab_answer *answer, struct err *err)
{
	static uint8_t bytes[WIRE_MAX];
	SECRET(question_bytes, QUESTION_SIZE);
	struct wire_out question;
	struct wire_in in;
	enum rc rc;

	wire_begin(&question, question_bytes, QUESTION_SIZE, OP_REDEEM);
	wire_put_text(&question, F_NATIONAL_ID, claim->national_id);
	wire_put_text(&question, F_CODE, claim->code);
	wire_put_text(&question, F_PASSWORD, claim->password);
	wire_put_text(&question, F_LANG, claim->lang);
	rc =
	    claim_child_ask(lab->conf, claim->lang, &question, &in, bytes, err);
	return rc == RC_OK ? take_answer(&in, claim->account, answer, err)
			   : lab_answer_with(answer, rc, LAB_PORTAL_AWAY);
}

/* The portal's directory has it; ours may be a copy that is a moment behind. */
static enum rc
await_here(struct lab *lab, const char *account, struct lab_answer *answer,
    struct err *err)
{
	int64_t end_ms = clock_mono_ms() + HEAR_MS;
	struct lab_person person;

	while (lab_person_ask(lab, account, &person, err) != RC_OK ||
	    person.standing != LAB_OK) {
		if (clock_mono_ms() >= end_ms) {
			(void)err_set(err, RC_OFFLINE, "is set, not here yet");
			return lab_answer_with(answer, RC_OFFLINE, LAB_SET);
		}
		(void)poll(NULL, 0, LOOK_MS);
	}
	return RC_OK;
}

enum rc
lab_claim(struct lab *lab, const struct lab_claim *claim,
    _Atomic int64_t *until_ms, struct lab_answer *answer, struct err *err)
{
	enum rc rc = check(lab, claim->account, answer, err);

	if (rc != RC_OK)
		return rc;
	if (!take_turn(until_ms)) {
		(void)err_set(err, RC_BUSY, "another claim is under way");
		return lab_answer_with(answer, RC_BUSY, LAB_BUSY);
	}
	rc = ask_portal(lab, claim, answer, err);
	if (rc == RC_OK)
		rc = await_here(lab, claim->account, answer, err);
	atomic_store(until_ms, 0);
	return rc;
}
