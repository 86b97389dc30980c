/*
 * Somebody gives themselves another address, the one that letters go to or a
 * recovery address beside it. The password proves who asks, a code in a letter
 * to the new address that they read it, and the address that goes hears of it.
 * Tries are counted here, in this host's memory: three letters and ten wrong
 * codes an hour against twelve digits.
 */
#include "act.h"
#include "base/secret.h"
#include "mail/mail_address.h"
#include "mail_proof.h"
#include "ops_table.h"

#include <string.h>

enum { LETTERS_PER_HOUR = 3, MISSES_PER_HOUR = 10 };

/* Its place among the values of `mail`. */
enum slot { SLOT_MAIN, SLOT_RECOVERY, SLOT_NONE };

static enum slot
slot_of(const struct wire_in *in)
{
	static const char *const names[] = {
	    [SLOT_MAIN] = "main", [SLOT_RECOVERY] = "recovery"};
	const char *kind = wire_text(in, F_KIND);

	if (kind == NULL)
		return SLOT_MAIN;
	for (int i = SLOT_MAIN; i < SLOT_NONE; i++)
		if (strcmp(names[i], kind) == 0)
			return (enum slot)i;
	return SLOT_NONE;
}

static bool
is_there(const struct person *person, enum slot slot, const char *mail)
{
	return person->mail_count > (size_t)slot &&
	    strcmp(person->mail[slot], mail) == 0;
}

/* Without an address that letters go to, there is none to add to. */
static enum reply
check_slot(struct core *core, const struct person *person, enum slot slot,
    const char *mail)
{
	if (slot == SLOT_NONE ||
	    (slot == SLOT_RECOVERY && person->mail_count == 0))
		return act_say(core, REPLY_BAD_FIELD, "kind");
	if (mail_address_fault(mail) != MAIL_ADDRESS_FINE)
		return REPLY_BAD_MAIL;
	/* The recovery address may become the main one. */
	return is_there(person, slot, mail) || is_there(person, SLOT_MAIN, mail)
	    ? REPLY_MAIL_SAME
	    : REPLY_OK;
}

static enum reply
send_code(struct core *core, const struct actor *actor,
    const struct serve_question *question, const char *mail)
{
	const struct person *person = &actor->person;
	struct err err;
	enum rc rc;

	if (!limit_allows(core->limit, LIMIT_MAIL_LETTER, person->account,
		LETTERS_PER_HOUR, core->now_s))
		return REPLY_TOO_MANY;
	limit_count(
	    core->limit, LIMIT_MAIL_LETTER, person->account, core->now_s);
	rc = core_audit(core, actor, op_rule(question->op)->name,
	    person->account, person->school, "", "letter", &err);
	if (rc == RC_OK)
		rc = core_put_letter(
		    core, LETTER_MAIL_CONFIRM, person->uuid, mail, &err);
	return rc == RC_OK ? REPLY_CONFIRM_SENT
			   : core_fail("mail change", rc, &err);
}

enum reply
mail_change(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *mail = wire_text(&question->in, F_MAIL);
	enum slot slot = slot_of(&question->in);
	enum reply reply = check_slot(core, &actor->person, slot, mail);

	if (reply == REPLY_OK)
		reply = actor_step_up(core, actor, question);
	if (reply != REPLY_OK)
		return reply;
	wire_put_number(&answer->out, F_EXPIRES, mail_proof_end(core->now_s));
	return send_code(core, actor, question, mail);
}

/* The values as they shall be; what IT wrote behind the second one stays.
 * NULL takes the slot's value away. */
static void
change_mail(const struct person *person, enum slot slot, const char *mail,
    struct changes *changes)
{
	const char *values[PERSON_MAIL_MAX + 1];
	size_t count = 0;

	for (size_t i = 0; i < person->mail_count || i <= (size_t)slot; i++) {
		const char *value = i == (size_t)slot ? mail : person->mail[i];

		/* Not twice. */
		if (value != NULL &&
		    (i == (size_t)slot || mail == NULL ||
			strcmp(value, mail) != 0))
			values[count++] = value;
	}
	changes_put(changes, DIR_REPLACE, "mail", values[0]);
	for (size_t i = 1; i < count; i++)
		changes_put(changes, DIR_ADD, "mail", values[i]);
	/* A check code that went to an address that is no longer theirs. */
	changes_clear(changes, person_code_attrs);
}

/* Before it happens: without the letter in the outbox nothing is changed. */
static enum reply
tell(struct core *core, const struct person *person, enum slot slot)
{
	struct err err;
	enum rc rc = RC_OK;

	if (person->mail_count > (size_t)slot)
		rc = core_put_letter(core, LETTER_MAIL_CHANGED, person->uuid,
		    person->mail[slot], &err);
	if (rc == RC_OK && slot == SLOT_RECOVERY)
		rc = core_put_letter(
		    core, LETTER_RECOVERY_CHANGED, person->uuid, NULL, &err);
	return rc == RC_OK ? REPLY_OK : core_fail("mail change", rc, &err);
}

static enum reply
set(struct core *core, const struct actor *actor,
    const struct serve_question *question, enum slot slot, const char *mail)
{
	const struct person *person = &actor->person;
	struct act act = act_of(
	    core, actor, question, person->account, person->school, "changed");
	struct changes changes = {0};
	enum reply reply = tell(core, person, slot);

	change_mail(person, slot, mail, &changes);
	return reply == REPLY_OK ? act_on_person(&act, person, &changes)
				 : reply;
}

/* Ten wrong ones an hour, then not even the right one. */
static enum reply
check_code(struct core *core, const struct person *person, const char *mail,
    const char *typed)
{
	SECRET(code, CODE_SIZE);
	struct err err;

	if (!limit_allows(core->limit, LIMIT_MAIL_MISS, person->account,
		MISSES_PER_HOUR, core->now_s))
		return REPLY_TOO_MANY;
	if (code_parse(typed, code, &err) == RC_OK &&
	    mail_proof_is(
		core->ring[RING_CODE], person, mail, core->now_s, code))
		return REPLY_OK;
	limit_count(core->limit, LIMIT_MAIL_MISS, person->account, core->now_s);
	return REPLY_WRONG_CONFIRM;
}

enum reply
mail_confirm(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *mail = wire_text(&question->in, F_MAIL);
	enum slot slot = slot_of(&question->in);
	enum reply reply = check_slot(core, &actor->person, slot, mail);

	if (reply == REPLY_OK)
		reply = check_code(core, &actor->person, mail,
		    wire_text(&question->in, F_CODE));
	if (reply == REPLY_OK)
		reply = set(core, actor, question, slot, mail);
	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, "changed");
	return reply;
}

/* No code: nobody else's address is taken. */
enum reply
mail_drop(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	enum reply reply = actor_step_up(core, actor, question);

	if (reply == REPLY_OK && actor->person.mail_count > SLOT_RECOVERY)
		reply = set(core, actor, question, SLOT_RECOVERY, NULL);
	else if (reply == REPLY_OK)
		reply = REPLY_ABSENT;
	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, "removed");
	return reply;
}
