/*
 * mailbox.h - another address for somebody's letters.
 *
 * Shape:  the new address takes the place of all that were there, and a code
 *         that went to one of them is dead. When personnel change that of
 *         somebody who is active, no code can be had for a day
 *         (mail_delay_hours): the old addresses hear of it first.
 * Units:  `now` is generalizedTime and borrowed.
 * Errors: none.
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

/* Promises a letter to each address the person had. */
void mailbox_tell_old(struct core *core, const struct person *person);

#endif
