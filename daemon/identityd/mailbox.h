/*
 * mailbox.h - another address for somebody's letters.
 *
 * Shape:  the new address takes the place of all that were there, and a code
 *         that went to one of them is dead. The old addresses hear of it
 *         first: without their letter in the outbox nothing is changed.
 *         When personnel change that of an account that ever had a password,
 *         in whatever state it is now, no code can be had for a day
 *         (mail_delay_hours); pwdChangedTime, which stays when a transfer
 *         takes the password away, says that it had one. Who never had one has
 *         nothing to lose yet: there personnel mend a misspelt address.
 * Units:  `now` is generalizedTime and borrowed.
 * Errors: enum reply.
 * Source: ours.
 */
#ifndef IDENTITYD_MAILBOX_H
#define IDENTITYD_MAILBOX_H

#include "changes.h"
#include "core.h"

/* Is it one of the person's addresses already? "" is no address. */
bool mailbox_is_same(const struct person *person, const char *mail);

void mailbox_change(const struct actor *actor, const struct person *person,
    const char *mail, const char *now, struct changes *changes);

/* Promises a letter to each address the person has had until now. */
enum reply mailbox_tell_old(struct core *core, const struct person *person);

#endif
