#include "lab_auth.h"

#include "base/text.h"
#include "lab_offline.h"
#include "lab_own.h"
#include "lab_person.h"

#include <string.h>

/* ----------------------------------------------------- the password */

static enum rc
take_no(const struct dir_bound *bound, struct lab_answer *answer)
{
	if (bound->policy == DIR_POLICY_LOCKED)
		answer->reason = LAB_LOCKED;
	else if (bound->policy == DIR_POLICY_EXPIRED)
		answer->reason = LAB_EXPIRED;
	else
		answer->reason = LAB_WRONG;
	return RC_DENIED;
}

static enum rc
take_yes(const struct dir_bound *bound, struct lab_answer *answer)
{
	answer->expires_in_s = bound->expires_in_s;
	answer->grace_count = bound->grace_count;
	if (bound->policy == DIR_POLICY_MUST_CHANGE)
		answer->reason = LAB_MUST_CHANGE;
	else if (bound->grace_count >= 0)
		answer->reason = LAB_GRACE;
	else if (bound->expires_in_s >= 0)
		answer->reason = LAB_EXPIRING;
	return RC_OK;
}

static enum rc
try_password(struct lab *lab, const struct lab_person *person,
    const char *password, struct lab_answer *answer, struct err *err)
{
	struct dir_bound bound;
	struct dir *people;
	enum rc rc = lab_people_at(lab, person->server, &people, err);

	if (rc != RC_OK)
		return lab_answer_with(answer, rc, LAB_FAULT);
	rc = dir_bind(people, person->dn, password, &bound, err);
	answer->reason = lab_reason_of(rc);
	if (rc == RC_DENIED)
		return take_no(&bound, answer);
	return rc == RC_OK ? take_yes(&bound, answer) : rc;
}

/* Somebody known who is refused may have another name in the directory since
 * the last poll, or another state. */
static enum rc
try_known(struct lab *lab, const char *account, const char *password,
    struct lab_person *known, struct lab_answer *answer, struct err *err)
{
	struct lab_person person;
	struct err ignored;
	enum rc rc = lab_person_check(lab, account, known, answer, err);

	if (rc != RC_OK)
		return rc;
	rc = try_password(lab, known, password, answer, err);
	if (rc != RC_DENIED || answer->reason != LAB_WRONG)
		return rc;
	if (lab_person_ask(lab, account, &person, &ignored) != RC_OK ||
	    (person.standing == LAB_OK && strcmp(person.dn, known->dn) == 0))
		return rc;
	*known = person;
	rc = lab_person_check(lab, account, known, answer, err);
	return rc != RC_OK ? rc
			   : try_password(lab, known, password, answer, err);
}

/* Leaves lab->people bound as `person` when the answer is yes. */
static enum rc
prove(struct lab *lab, const char *account, const char *password,
    struct lab_person *person, struct lab_answer *answer, struct err *err)
{
	enum rc rc = lab_person_check_name(account, answer, err);

	if (rc != RC_OK)
		return rc;
	if (lab_person_recall(lab, account, person))
		return try_known(lab, account, password, person, answer, err);
	rc = lab_person_ask_and_check(lab, account, person, answer, err);
	return rc != RC_OK ? rc
			   : try_password(lab, person, password, answer, err);
}

/* Nobody's password is asked about while the machine is closed. */
static enum rc
check_hours(struct lab *lab, struct lab_answer *answer, struct err *err)
{
	if (lab_is_open(lab))
		return RC_OK;
	(void)err_set(err, RC_DENIED, "outside of hours");
	return lab_answer_with(answer, RC_DENIED, LAB_HOURS);
}

enum rc
lab_auth(struct lab *lab, const char *account, const char *password,
    struct lab_answer *answer, struct err *err)
{
	struct lab_person person;
	enum rc rc;

	lab_answer_begin(answer);
	rc = check_hours(lab, answer, err);
	if (rc == RC_OK)
		rc = prove(lab, account, password, &person, answer, err);
	if (rc == RC_OFFLINE && lab->conf->offline)
		return lab_offline_auth(lab, account, password, answer, err);
	return rc;
}

/* ------------------------------------------------------ its change */

static enum lab_reason
refusal_of(enum rc rc, enum dir_policy policy)
{
	static const enum lab_reason reasons[DIR_POLICY_COUNT] = {
	    [DIR_POLICY_NONE] = LAB_WEAK,
	    [DIR_POLICY_EXPIRED] = LAB_EXPIRED,
	    [DIR_POLICY_LOCKED] = LAB_LOCKED,
	    [DIR_POLICY_MUST_CHANGE] = LAB_MAY_NOT_CHANGE,
	    [DIR_POLICY_MAY_NOT_CHANGE] = LAB_MAY_NOT_CHANGE,
	    [DIR_POLICY_OLD_MISSING] = LAB_WRONG,
	    [DIR_POLICY_QUALITY] = LAB_WEAK,
	    [DIR_POLICY_TOO_SHORT] = LAB_TOO_SHORT,
	    [DIR_POLICY_TOO_YOUNG] = LAB_TOO_YOUNG,
	    [DIR_POLICY_IN_HISTORY] = LAB_IN_HISTORY,
	};

	if (rc == RC_DENIED && policy == DIR_POLICY_NONE)
		return LAB_MAY_NOT_CHANGE; /* that server has no policy */
	return reasons[policy];
}

/* The judge's sentence without the word before it: "weak: This ...". */
static void
take_text(struct lab_answer *answer, const char *said)
{
	const char *text = strstr(said, ": ");

	(void)text_copy(
	    answer->text, sizeof(answer->text), text == NULL ? said : text + 2);
}

/* Over the connection on which they have just proved who they are. */
static enum rc
set_password(struct lab *lab, struct dir *people,
    const struct lab_person *person, const struct lab_change *change,
    struct lab_answer *answer, struct err *err)
{
	struct err ignored;
	enum rc rc = dir_passwd(people, person->dn, change->old_password,
	    change->new_password, err);

	/* What was kept is the old one now, or may be. */
	if (lab->conf->offline && (rc == RC_OK || rc == RC_OFFLINE))
		(void)offline_drop(&lab->store, person->uid, &ignored);
	answer->reason = lab_reason_of(rc);
	if (rc != RC_INPUT && rc != RC_DENIED)
		return rc;
	answer->reason = refusal_of(rc, dir_policy(people));
	if (answer->reason == LAB_WEAK)
		take_text(answer, dir_said(people));
	return RC_INPUT;
}

enum rc
lab_passwd(struct lab *lab, const struct lab_change *change,
    struct lab_answer *answer, struct err *err)
{
	struct lab_person person;
	struct dir *people;
	enum rc rc = prove(
	    lab, change->account, change->old_password, &person, answer, err);

	if (rc == RC_OK &&
	    lab_people_at(lab, person.server, &people, err) != RC_OK)
		rc = lab_answer_with(answer, RC_FAULT, LAB_FAULT);
	if (rc == RC_OK)
		rc = lab_own_check(
		    lab, &person, change->new_password, answer, err);
	return rc != RC_OK
	    ? rc
	    : set_password(lab, people, &person, change, answer, err);
}

enum rc
lab_account(struct lab *lab, const char *account, struct lab_answer *answer,
    struct err *err)
{
	struct lab_person person;
	enum rc rc = lab_person_check_name(account, answer, err);

	if (rc != RC_OK)
		return rc;
	/* Our own server would know nothing of whom a referral led to. */
	rc = lab_person_recall(lab, account, &person) && *person.server != '\0'
	    ? lab_person_check(lab, account, &person, answer, err)
	    : lab_person_ask_and_check(lab, account, &person, answer, err);
	return rc == RC_OK ? check_hours(lab, answer, err) : rc;
}
