/*
 * Personnel or IT give somebody another address.
 */
#include "mailbox.h"

#include "act.h"
#include "base/clock.h"
#include "mail/mail_address.h"
#include "ops_table.h"

#include <string.h>

bool
mailbox_is_same(const struct person *person, const char *mail)
{
	if (mail[0] == '\0')
		return person->mail_count == 0;
	for (size_t i = 0; i < person->mail_count; i++)
		if (strcmp(person->mail[i], mail) == 0)
			return true;
	return false;
}

/* `active` for those whom IT's own tools brought in with their password. */
static bool
had_password(const struct person *person)
{
	return person->changed_s != 0 || person->state == PERSON_ACTIVE;
}

void
mailbox_change(const struct actor *actor, const struct person *person,
    const char *mail, const char *now, struct changes *changes)
{
	changes_put(
	    changes, DIR_REPLACE, "mail", mail[0] != '\0' ? mail : NULL);
	changes_clear(changes, person_code_attrs);
	if (had_password(person) && !(actor->roles & ROLE_IT))
		changes_put(changes, DIR_REPLACE, "portalMailChanged", now);
}

enum reply
mailbox_tell_old(struct core *core, const struct person *person)
{
	struct err err;

	for (size_t i = 0; i < person->mail_count; i++)
		if (core_put_letter(core, LETTER_MAIL_CHANGED, person->uuid,
			person->mail[i], &err) != RC_OK)
			return core_fail("mail", RC_FAULT, &err);
	return REPLY_OK;
}

enum reply
mailbox_set(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *mail = wire_text(&question->in, F_MAIL);
	char now[CLOCK_GENERALIZED_SIZE];
	struct changes changes = {0};
	struct person person;
	struct act act;
	enum reply reply = core_find_person(
	    core, wire_text(&question->in, F_ACCOUNT), &person);

	if (reply == REPLY_OK)
		reply = actor_may_touch(core, actor, &person);
	if (reply != REPLY_OK)
		return reply;
	if (mail_address_fault(mail) != MAIL_ADDRESS_FINE)
		return REPLY_BAD_MAIL;
	act = act_of(
	    core, actor, question, person.account, person.school, "changed");
	if (mailbox_is_same(&person, mail)) {
		wire_put_text(&answer->out, F_RESULT, "same");
		return REPLY_OK;
	}
	clock_generalized(core->now_s, now);
	mailbox_change(actor, &person, mail, now, &changes);
	reply = mailbox_tell_old(core, &person);
	if (reply == REPLY_OK)
		reply = act_on_person(&act, &person, &changes);
	if (reply != REPLY_OK)
		return reply;
	wire_put_text(&answer->out, F_RESULT, "changed");
	return REPLY_OK;
}
