/*
 * What somebody with a password may ask: sign in, stay signed in, change the
 * password. The directory decides by a bind as that person; where
 * it would refuse without hashing, we hash, so that time tells nothing.
 */
#include "sign.h"

#include "base/log.h"
#include "base/text.h"
#include "judge.h"
#include "ops_table.h"
#include "people.h"
#include "recent.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

/* What slapd's argon2 module is configured to: schema/slapd.ldif. */
enum { DECOY_PASSES = 3, DECOY_BYTES = 19456 * 1024 };

static void
decoy_hash(const char *password)
{
	static const unsigned char salt[crypto_pwhash_SALTBYTES] = {0};
	unsigned char out[32];

	if (crypto_pwhash(out, sizeof(out), password, strlen(password), salt,
		DECOY_PASSES, DECOY_BYTES, crypto_pwhash_ALG_ARGON2I13) != 0)
		log_warn("no memory for a decoy hash");
	sodium_memzero(out, sizeof(out));
}

/* An account name, or a national ID when it has the look of one. */
static enum rc
find_person(
    struct core *core, const char *name, struct person *person, struct err *err)
{
	enum rc rc = core_find_by_id(core, name, person, err);

	return rc == RC_INPUT ? person_by_account(core->dir,
				    core->conf->base_dn, name, person, err)
			      : rc;
}

/* Is it the password of `self`, who may sign in? */
static enum reply
prove(struct core *core, enum rc found, struct actor *self,
    const char *password, struct dir_bound *bound)
{
	const struct person *person = &self->person;
	struct err err;
	enum rc rc =
	    core_check_school(core, person->school_dn, &self->school, &err);

	if (rc == RC_OFFLINE || rc == RC_FAULT)
		return core_fail("sign in", rc, &err);
	/* A kindergarten's people learn only after their password that they
	 * have no account: that is the one text they ever get. */
	if (found != RC_OK || person->state != PERSON_ACTIVE) {
		decoy_hash(password);
		return REPLY_WRONG_PASSWORD;
	}
	if (dir_bind(core->person_dir, person->dn, password, bound, &err) !=
	    RC_OK) {
		if (dir_code(core->person_dir) != 49)
			return core_fail("sign in", RC_OFFLINE, &err);
		if (bound->policy == DIR_POLICY_LOCKED)
			decoy_hash(password);
		return REPLY_WRONG_PASSWORD;
	}
	return rc == RC_DENIED ? REPLY_KINDERGARTEN : REPLY_OK;
}

static enum reply
prove_within_limits(struct core *core, const struct actor *actor,
    const char *name, const char *password, struct actor *self,
    struct dir_bound *bound)
{
	struct err err;
	enum rc found;

	limit_count(core->limit, LIMIT_REQUEST, actor->subject, core->now_s);
	if (!limit_allows(core->limit, LIMIT_REQUEST, actor->subject,
		core->conf->requests_per_hour + 1, core->now_s))
		return REPLY_TOO_MANY;
	found = find_person(core, name, &self->person, &err);
	if (found == RC_OFFLINE || found == RC_FAULT)
		return core_fail("sign in", found, &err);
	return prove(core, found, self, password, bound);
}

enum reply
sign_put_session(
    struct core *core, const struct session *session, struct wire_out *out)
{
	char text[SESSION_TEXT_SIZE];
	struct err err;
	enum rc rc =
	    session_seal(core->ring[RING_SESSION], session, text, &err);

	if (rc != RC_OK)
		return core_fail("session", rc, &err);
	wire_put_text(out, F_SESSION, text);
	return REPLY_OK;
}

/* The school as pages call it; somebody may be in none. */
static enum reply
put_school_name(
    struct core *core, const struct actor *actor, struct wire_out *out)
{
	const char *dn = actor->person.school_dn;
	struct school school = actor->school;
	enum rc rc = RC_OK;
	struct err err;

	if (dn[0] == '\0')
		return REPLY_OK;
	if (strcasecmp(school.dn, dn) != 0)
		rc = school_get(core->dir, dn, &school, &err);
	if (rc == RC_OK)
		wire_put_shown(out, F_SCHOOL_NAME, school.name);
	return rc == RC_OK || rc == RC_ABSENT ? REPLY_OK
					      : core_fail("school", rc, &err);
}

/* What the signed-in person may see of themselves. */
static enum reply
put_self(struct core *core, const struct actor *actor, struct wire_out *out)
{
	people_put(actor, &actor->person, out);
	people_put_roles(actor->roles, out);
	if (actor->person.must_change)
		wire_put_number(out, F_MUST_CHANGE, 1);
	return put_school_name(core, actor, out);
}

/* Not worth refusing somebody who has given the password. */
static void
note(struct core *core, const struct person *person, const char *place)
{
	struct err err;

	if (recent_note(core, person, place, &err) != RC_OK)
		log_warn(
		    "sign-in of %s not noted: %s", person->account, err.text);
}

enum reply
sign_in(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_ACCOUNT);
	const char *password = wire_text(&question->in, F_PASSWORD);
	struct actor self = {.roles = ROLE_SELF, .is_person = true};
	struct session session;
	struct dir_bound bound;
	struct err err;
	enum rc rc;
	enum reply reply =
	    prove_within_limits(core, actor, name, password, &self, &bound);

	if (reply != REPLY_OK) {
		answer->due_ms = question->asked_ms + core->conf->due_ms;
		return reply;
	}
	rc = actor_roles(core, &self, &err);
	if (rc != RC_OK)
		return core_fail("sign in", rc, &err);
	note(core, &self.person, actor->subject);
	session_of(&session, &self.person, core->now_s);
	reply = sign_put_session(core, &session, &answer->out);
	if (reply == REPLY_OK)
		reply = put_self(core, &self, &answer->out);
	return reply;
}

enum reply
sign_session(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct session session = actor->session;
	enum reply reply = put_self(core, actor, &answer->out);

	(void)question;
	session.seen_s = core->now_s;
	return reply == REPLY_OK
	    ? sign_put_session(core, &session, &answer->out)
	    : reply;
}

/* Bound as the person, with the old password (RFC 3062): the directory judges,
 * hashes and remembers. */
static enum reply
change_password(struct core *core, const struct actor *actor,
    const struct person *person, const char *old_password, const char *password)
{
	enum reply reply = REPLY_OK;
	struct err err;
	enum rc rc = core_audit(core, actor, "change", person->account,
	    person->school, "", "begun", &err);

	if (rc == RC_OK)
		rc = dir_passwd(
		    core->person_dir, person->dn, old_password, password, &err);
	if (rc == RC_INPUT)
		reply = judge_reply(core, core->person_dir);
	else if (rc != RC_OK)
		reply = core_fail("change", rc, &err);
	if (core_audit(core, actor, "change", person->account, person->school,
		"", reply_text(reply)->name, &err) != RC_OK)
		log_error("change of %s: %s", person->account, err.text);
	return reply;
}

enum reply
sign_renew(
    struct core *core, const struct actor *actor, struct serve_answer *answer)
{
	struct person person;
	struct session session;
	struct err err;
	enum rc rc = person_get(core->dir, actor->person.dn, &person, &err);

	if (rc != RC_OK)
		return core_fail("session", rc, &err);
	session_of(&session, &person, core->now_s);
	session.signed_in_s = actor->session.signed_in_s;
	session.stepped_up_s = actor->session.stepped_up_s;
	return sign_put_session(core, &session, &answer->out);
}

enum reply
sign_change(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_ACCOUNT);
	const char *old_password = wire_text(&question->in, F_PASSWORD_OLD);
	const char *password = wire_text(&question->in, F_PASSWORD);
	struct dir_bound bound;
	struct actor self;
	enum reply reply;

	if (actor->is_person)
		name = actor->person.account;
	if (name == NULL)
		return REPLY_BAD_VALUE;
	reply =
	    prove_within_limits(core, actor, name, old_password, &self, &bound);
	if (reply == REPLY_WRONG_PASSWORD)
		answer->due_ms = question->asked_ms + core->conf->due_ms;
	if (reply == REPLY_OK)
		reply = judge_check(core, password, &self.person);
	if (reply == REPLY_OK)
		reply = change_password(
		    core, actor, &self.person, old_password, password);
	if (reply != REPLY_OK)
		return reply;
	core_promise(core, LETTER_PASSWORD_CHANGED, self.person.uuid, NULL);
	return actor->is_person ? sign_renew(core, actor, answer) : REPLY_OK;
}
