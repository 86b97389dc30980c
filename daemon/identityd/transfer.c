/*
 * People move: taken in by another school (介聘調任) once the old one has
 * released them, or back by their own after they left; and, as long as nobody
 * has used it, to another account name.
 *
 * Released is: state left, and in no unit. Whoever is taken in starts anew:
 * state new, another claim; what was there of password, code, sessions, post
 * and address is gone. It would be the way around the wait for another address
 * of somebody active, so it is none: the actor types the password again, the
 * old address hears of it, and the wait holds here, too (mailbox.h).
 */
#include "base/clock.h"
#include "base/text.h"
#include "enrol.h"
#include "group.h"
#include "mailbox.h"
#include "ops_table.h"
#include "pointer.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { WHY_SIZE = 512 }; /* of a reason with an account before it */

/* What dies; what the question brings is put after it. */
static const char *const old_attrs[] = {"userPassword", "portalCodeSpent",
    "portalLetterMail", "portalLetterState", "portalLetterDetail", NULL};

/* A post ends with it: not given is none. */
static const enum enrolment_part old_parts[] = {
    ENROLMENT_ADMIN_POST, ENROLMENT_POSTED_FROM, ENROLMENT_POSTED_UNTIL};

static enum reply
check_take_in(const struct enrol *enrol)
{
	const struct person *person = &enrol->person;
	bool is_released = person->unit_dn[0] == '\0';
	bool is_ours = strcasecmp(person->school_dn, enrol->school.dn) == 0;

	if (!enrol->is_known_by_id)
		return REPLY_NO_PERSON;
	if (person->state == PERSON_LEFT)
		return is_released || is_ours ? REPLY_OK : REPLY_NOT_RELEASED;
	return is_ours ? REPLY_WRONG_STATE : REPLY_NOT_RELEASED;
}

/* The address that is theirs from now on; "" is none. */
static const char *
mail_of(const struct enrol *enrol)
{
	return enrol->given.mail != NULL ? enrol->given.mail : "";
}

static void
gather_mail(struct enrol *enrol, const char *now, struct changes *changes)
{
	const char *mail = mail_of(enrol);

	if (!mailbox_is_same(&enrol->person, mail)) {
		mailbox_change(
		    enrol->actor, &enrol->person, mail, now, changes);
		return;
	}
	changes_put(
	    changes, DIR_REPLACE, "mail", mail[0] != '\0' ? mail : NULL);
	changes_clear(changes, person_code_attrs);
}

static void
gather(
    struct enrol *enrol, int64_t gid, const char *now, struct changes *changes)
{
	for (size_t i = 0; i < sizeof(old_parts) / sizeof(old_parts[0]); i++)
		enrol->given.is_given[old_parts[i]] = true;
	changes_clear(changes, old_attrs);
	enrolment_diff(&enrol->given, &enrol->person, changes, enrol->detail);
	gather_mail(enrol, now, changes);
	changes_put(changes, DIR_REPLACE, "portalState", "new");
	changes_put_number(changes, DIR_REPLACE, "portalSignOutCount",
	    enrol->person.sign_out_count + 1);
	changes_put_number(changes, DIR_REPLACE, "gidNumber", gid);
	changes_put(
	    changes, DIR_REPLACE, "portalNationalIdIndex", enrol->id_index);
	changes_put(changes, DIR_REPLACE, "portalUnitDN",
	    enrol->unit_dn[0] != '\0' ? enrol->unit_dn : enrol->school.dn);
}

static enum reply
take_in(struct enrol *enrol)
{
	struct core *core = enrol->core;
	const struct person *person = &enrol->person;
	const struct act act = enrol_act(enrol, person->account, "taken_in");
	char now[CLOCK_GENERALIZED_SIZE];
	struct changes changes = {0};
	int64_t gid;
	enum reply reply = group_of_school(&act, &enrol->school, &gid);

	if (reply != REPLY_OK)
		return reply;
	clock_generalized(core->now_s, now);
	gather(enrol, gid, now, &changes);
	/* First: whoever is here again has none of the old ones. */
	reply = pointer_strip(&act, person);
	if (reply == REPLY_OK && !mailbox_is_same(person, mail_of(enrol)))
		reply = mailbox_tell_old(core, person);
	return reply == REPLY_OK ? act_on_person(&act, person, &changes)
				 : reply;
}

enum reply
transfer_take_in(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct enrol enrol = {.core = core,
	    .actor = actor,
	    .question = question,
	    .answer = answer};
	enum reply reply = actor_step_up(core, actor, question);

	if (reply == REPLY_OK)
		reply = enrol_understand(&enrol);
	if (reply == REPLY_OK)
		reply = check_take_in(&enrol);
	if (reply == REPLY_OK)
		reply = take_in(&enrol);
	enrol.detail[0] = '\0'; /* everything differs */
	if (reply == REPLY_OK)
		enrol_put_result(&enrol, "taken_in", enrol.person.account,
		    enrol.person.uuid);
	return reply;
}

/* ----------------------------------------------------------------- rename */

/* First what follows from the account, then the name itself: asked again after
 * a failure between them, it finishes. */
static enum reply
rename_person(
    const struct act *act, const struct person *person, const char *account)
{
	const struct identityd_conf *conf = act->core->conf;
	char home[256], openid[256], rdn[8 + ACCOUNT_SIZE];
	struct changes changes = {0};
	enum reply reply;

	if (!text_print(
		home, sizeof(home), "%s/%s", conf->home_base, account) ||
	    !text_print(
		openid, sizeof(openid), "%s%s", conf->openid_base, account) ||
	    !text_print(rdn, sizeof(rdn), "uid=%s", account))
		return REPLY_BAD_ACCOUNT;
	changes_put(&changes, DIR_REPLACE, "homeDirectory", home);
	changes_put(&changes, DIR_REPLACE, "portalOpenID", openid);
	reply = act_on_person(act, person, &changes);
	if (reply == REPLY_OK)
		reply = pointer_rename(act, person, account);
	return reply == REPLY_OK ? act_rename(act, person->dn, rdn) : reply;
}

static enum reply
check_rename(
    struct core *core, const struct person *person, const char *account)
{
	struct person other;
	struct err err;
	enum rc rc;

	if (account_check(account, &err) != RC_OK)
		return REPLY_BAD_ACCOUNT;
	if (person->state != PERSON_NEW)
		return REPLY_WRONG_STATE;
	rc = person_by_account(
	    core->dir, core->conf->base_dn, account, &other, &err);
	if (rc == RC_ABSENT)
		return REPLY_OK;
	if (rc != RC_OK)
		return core_fail("rename", rc, &err);
	return strcmp(other.uuid, person->uuid) == 0 ? REPLY_OK
						     : REPLY_ACCOUNT_TAKEN;
}

/* The entry's target is the old name; the new one stands before the reason. */
static void
say_name(char why[WHY_SIZE], const char *account, const char *reason)
{
	if (reason == NULL)
		reason = "";
	(void)snprintf(why, WHY_SIZE, "-> %s%s%s", account,
	    reason[0] != '\0' ? ": " : "", reason);
}

/* Once somebody has claimed an account, machines hold files and other services
 * know people by that name. */
enum reply
transfer_rename(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *account = wire_text(&question->in, F_NAME);
	char why[WHY_SIZE];
	struct person person;
	struct act act;
	bool is_same;
	enum reply reply = core_find_person(
	    core, wire_text(&question->in, F_ACCOUNT), &person);

	if (reply == REPLY_OK)
		reply = actor_may_touch(core, actor, &person);
	if (reply != REPLY_OK)
		return reply;
	reply = check_rename(core, &person, account);
	if (reply != REPLY_OK)
		return reply;
	act = act_of(
	    core, actor, question, person.account, person.school, "renamed");
	say_name(why, account, act.why);
	act.why = why;
	is_same = strcmp(account, person.account) == 0;
	if (!is_same)
		reply = rename_person(&act, &person, account);
	if (reply != REPLY_OK)
		return reply;
	wire_put_text(&answer->out, F_RESULT, is_same ? "same" : "changed");
	wire_put_text(&answer->out, F_ACCOUNT, account);
	return REPLY_OK;
}
