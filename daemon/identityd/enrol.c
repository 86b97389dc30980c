/*
 * People are enrolled by their school, and what it knows of them is put right.
 * A question is understood whole before anything is changed, and changes what
 * it carries; asked again, it changes nothing.
 */
#include "enrol.h"

#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "counter.h"
#include "group.h"
#include "mailbox.h"
#include "naming.h"
#include "ops_table.h"
#include "structure.h"

#include <string.h>
#include <strings.h>

static bool
has_why(const struct enrol *enrol)
{
	const char *why = wire_text(&enrol->question->in, F_WHY);

	return why != NULL && why[0] != '\0';
}

struct act
enrol_act(const struct enrol *enrol, const char *target, const char *result)
{
	return act_of(enrol->core, enrol->actor, enrol->question, target,
	    enrol->school.code, result);
}

void
enrol_put_result(struct enrol *enrol, const char *result, const char *account,
    const char *uuid)
{
	struct wire_out *out = &enrol->answer->out;

	wire_put_text(out, F_RESULT, result);
	wire_put_text(out, F_ACCOUNT, account);
	if (uuid[0] != '\0')
		wire_put_text(out, F_UUID, uuid);
	if (enrol->detail[0] != '\0')
		wire_put_text(out, F_DETAIL, enrol->detail);
}

/* --------------------------------------------------- what is asked, of whom */

static enum reply
read_school(struct enrol *enrol)
{
	const char *code = wire_text(&enrol->question->in, F_SCHOOL);
	enum reply reply = structure_find_school(
	    enrol->core, enrol->actor, code, &enrol->school);

	if (reply == REPLY_OK)
		reply = actor_may_in(enrol->actor, enrol->school.dn);
	if (reply == REPLY_OK && !core_kind_has_accounts(enrol->school.kind))
		return REPLY_KINDERGARTEN;
	return reply;
}

/* The index under the newest key. A wrong check digit needs a reason. */
static enum reply
read_id(struct enrol *enrol)
{
	SECRET(canonical, NATIONAL_ID_SIZE);
	const char *typed = wire_text(&enrol->question->in, F_NATIONAL_ID);
	const struct keyring_key *key =
	    keyring_newest(enrol->core->ring[RING_ID]);
	enum national_id_fault fault;

	if (typed == NULL)
		return REPLY_OK;
	fault = national_id_parse(typed, strlen(typed), canonical);
	if (fault == NATIONAL_ID_CHECKSUM && !has_why(enrol))
		return REPLY_ID_CHECKSUM;
	if (fault != NATIONAL_ID_OK && fault != NATIONAL_ID_CHECKSUM)
		return REPLY_BAD_NATIONAL_ID;
	if (key == NULL)
		return REPLY_FAULT;
	national_id_index(key->key, key->kid, canonical, enrol->id_index);
	return REPLY_OK;
}

static enum reply
find_person(struct enrol *enrol)
{
	const char *typed = wire_text(&enrol->question->in, F_NATIONAL_ID);
	struct core *core = enrol->core;
	struct err err;
	enum rc rc = RC_ABSENT;

	if (typed != NULL)
		rc = core_find_by_id(core, typed, &enrol->person, &err);
	enrol->is_known_by_id = rc == RC_OK;
	if (rc == RC_ABSENT && enrol->given.account != NULL)
		rc = person_by_account(core->dir, core->conf->base_dn,
		    enrol->given.account, &enrol->person, &err);
	enrol->is_known = rc == RC_OK;
	return rc == RC_OK || rc == RC_ABSENT ? REPLY_OK
					      : core_fail("enrol", rc, &err);
}

enum reply
enrol_understand(struct enrol *enrol)
{
	const char *fault = "";
	enum reply reply = read_school(enrol);

	if (reply != REPLY_OK)
		return reply;
	reply = enrolment_read(&enrol->given, &enrol->question->in, &fault);
	if (reply != REPLY_OK)
		return act_say(enrol->core, reply, fault);
	reply = read_id(enrol);
	if (reply == REPLY_OK && enrol->given.unit != NULL)
		reply = structure_find_unit(enrol->core, &enrol->school,
		    enrol->given.unit, enrol->unit_dn);
	return reply == REPLY_OK ? find_person(enrol) : reply;
}

/* ---------------------------------------------------------- somebody new */

/* The account of the question, or one that follows from the person's name in
 * Latin letters or the mail address. */
static enum reply
choose_account(struct enrol *enrol)
{
	const struct enrolment *given = &enrol->given;
	const char *name = given->name_en != NULL ? given->name_en
						  : given->part[ENROLMENT_NAME];
	char base[ACCOUNT_SIZE];
	struct err err;
	enum rc rc;

	if (given->account != NULL)
		return text_copy(enrol->account, ACCOUNT_SIZE, given->account)
		    ? REPLY_OK
		    : REPLY_BAD_ACCOUNT;
	if (!account_propose(
		name, given->mail != NULL ? given->mail : "", base))
		return REPLY_NO_ACCOUNT;
	rc = naming_choose(enrol->core, base, enrol->account, &err);
	if (rc == RC_BUSY)
		return REPLY_NO_ACCOUNT;
	return rc == RC_OK ? REPLY_OK : core_fail("enrol", rc, &err);
}

struct numbers {
	int64_t uid, gid;
};

static enum reply
take_numbers(struct enrol *enrol, struct numbers *numbers)
{
	const struct act act = enrol_act(enrol, enrol->account, "created");
	struct err err;
	enum reply reply = group_of_school(&act, &enrol->school, &numbers->gid);
	enum rc rc;

	if (reply != REPLY_OK)
		return reply;
	rc = counter_take(enrol->core, &numbers->uid, &err);
	if (rc == RC_BUSY)
		return REPLY_NUMBERS_USED_UP;
	return rc == RC_OK ? REPLY_OK : core_fail("enrol", rc, &err);
}

static enum reply
add_person(struct enrol *enrol, const struct numbers *numbers)
{
	const struct identityd_conf *conf = enrol->core->conf;
	char people[FILTER_DN_SIZE], dn[FILTER_DN_SIZE], home[256], openid[256];
	const struct act act = enrol_act(enrol, enrol->account, "created");
	struct changes values = {0};
	struct err err;
	enum rc rc =
	    filter_dn(people, sizeof(people), conf->base_dn, &err, "ou=people");

	if (rc == RC_OK)
		rc = filter_dn(
		    dn, sizeof(dn), people, &err, "uid=%s", enrol->account);
	if (rc == RC_OK &&
	    (!text_print(home, sizeof(home), "%s/%s", conf->home_base,
		 enrol->account) ||
		!text_print(openid, sizeof(openid), "%s%s", conf->openid_base,
		    enrol->account)))
		rc = err_set(&err, RC_FAULT, "home_base or openid_base");
	if (rc != RC_OK)
		return core_fail("enrol", rc, &err);
	changes_put(&values, DIR_ADD, "objectClass", "inetOrgPerson");
	changes_put(&values, DIR_ADD, "objectClass", "posixAccount");
	changes_put(&values, DIR_ADD, "objectClass", "portalPerson");
	changes_put(&values, DIR_ADD, "uid", enrol->account);
	changes_put_number(&values, DIR_ADD, "uidNumber", numbers->uid);
	changes_put_number(&values, DIR_ADD, "gidNumber", numbers->gid);
	changes_put(&values, DIR_ADD, "homeDirectory", home);
	changes_put(&values, DIR_ADD, "loginShell", conf->login_shell);
	changes_put(&values, DIR_ADD, "portalState", "new");
	changes_put(&values, DIR_ADD, "portalSignOutCount", "0");
	changes_put(&values, DIR_ADD, "portalNationalIdIndex", enrol->id_index);
	changes_put(&values, DIR_ADD, "portalOpenID", openid);
	changes_put(&values, DIR_ADD, "portalUnitDN",
	    enrol->unit_dn[0] != '\0' ? enrol->unit_dn : enrol->school.dn);
	if (enrol->given.mail != NULL && enrol->given.mail[0] != '\0')
		changes_put(&values, DIR_ADD, "mail", enrol->given.mail);
	enrolment_add(&enrol->given, &values);
	return act_add(&act, dn, &values);
}

static enum reply
create(struct enrol *enrol, bool is_plan)
{
	struct numbers numbers;
	enum reply reply;

	if (enrol->id_index[0] == '\0')
		return act_say(enrol->core, REPLY_MISSING, "national_id");
	if (enrol->given.part[ENROLMENT_NAME][0] == '\0')
		return act_say(enrol->core, REPLY_MISSING, "name");
	reply = choose_account(enrol);
	if (reply == REPLY_OK && !is_plan)
		reply = take_numbers(enrol, &numbers);
	if (reply == REPLY_OK && !is_plan)
		reply = add_person(enrol, &numbers);
	if (reply == REPLY_OK)
		enrol_put_result(enrol, "created", enrol->account, "");
	return reply;
}

/* ------------------------------------------------------ somebody we know */

/* May this question be about the person it found? */
static enum reply
check_known(struct enrol *enrol)
{
	const struct person *person = &enrol->person;
	const char *account = enrol->given.account;

	if (person->school_dn[0] == '\0' && person->state == PERSON_LEFT)
		return REPLY_TAKE_IN;
	if (strcasecmp(person->school_dn, enrol->school.dn) != 0)
		return enrol->is_known_by_id ? REPLY_NOT_RELEASED
					     : REPLY_ACCOUNT_TAKEN;
	if (account != NULL && strcmp(account, person->account) != 0)
		return act_say(
		    enrol->core, REPLY_OTHER_ACCOUNT, person->account);
	/* The account is there, but under another ID: somebody else's, unless
	 * a reason says that the ID was wrong. */
	if (!enrol->is_known_by_id && enrol->id_index[0] != '\0' &&
	    !has_why(enrol))
		return REPLY_ACCOUNT_TAKEN;
	return actor_may_touch(enrol->core, enrol->actor, person);
}

static void
gather(struct enrol *enrol, const char *now, struct changes *changes,
    bool *is_mail_new)
{
	const struct person *person = &enrol->person;
	const char *mail = enrol->given.mail;

	enrolment_diff(&enrol->given, person, changes, enrol->detail);
	if (enrol->unit_dn[0] != '\0' &&
	    strcasecmp(enrol->unit_dn, person->unit_dn) != 0) {
		changes_put(
		    changes, DIR_REPLACE, "portalUnitDN", enrol->unit_dn);
		enrolment_note(enrol->detail, "unit");
	}
	/* Also the same ID, under a key that is no longer the newest. */
	if (enrol->id_index[0] != '\0' &&
	    strcmp(enrol->id_index, person->id_index) != 0) {
		changes_put(changes, DIR_REPLACE, "portalNationalIdIndex",
		    enrol->id_index);
		enrolment_note(enrol->detail, "national_id");
	}
	*is_mail_new = mail != NULL && !mailbox_is_same(person, mail);
	if (*is_mail_new) {
		mailbox_change(enrol->actor, person, mail, now, changes);
		enrolment_note(enrol->detail, "mail");
	}
}

static enum reply
update(struct enrol *enrol, bool is_plan)
{
	const struct person *person = &enrol->person;
	const struct act act = enrol_act(enrol, person->account, "changed");
	struct changes changes = {0};
	char now[CLOCK_GENERALIZED_SIZE];
	bool is_mail_new;
	enum reply reply = check_known(enrol);

	if (reply != REPLY_OK)
		return reply;
	clock_generalized(enrol->core->now_s, now);
	gather(enrol, now, &changes, &is_mail_new);
	if (is_mail_new && !is_plan)
		reply = mailbox_tell_old(enrol->core, person);
	if (reply == REPLY_OK && changes.count > 0 && !is_plan)
		reply = act_on_person(&act, person, &changes);
	if (reply != REPLY_OK)
		return reply;
	enrol_put_result(enrol, changes.count > 0 ? "changed" : "same",
	    person->account, person->uuid);
	return REPLY_OK;
}

enum reply
enrol_put(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct enrol enrol = {.core = core,
	    .actor = actor,
	    .question = question,
	    .answer = answer};
	bool is_plan = wire_number(&question->in, F_PLAN, 0) != 0;
	enum reply reply = enrol_understand(&enrol);

	if (reply != REPLY_OK)
		return reply;
	return enrol.is_known ? update(&enrol, is_plan)
			      : create(&enrol, is_plan);
}
