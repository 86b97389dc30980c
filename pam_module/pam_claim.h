/*
 * pam_claim.h - a first password, set at the prompt with a check code.
 *
 * Shape:  somebody who must claim the account has typed something or nothing as
 *         password. They are told so, and asked for national ID, check code (if
 *         it was not what they typed) and a new password, twice. labd has the
 *         portal set it, and judges it then like any other password.
 * Units:  none.
 * Errors: PAM return codes, with labd's reason in the reply. An empty answer
 *         ends it: LAB_NEW.
 * Source: pam_portal(8), option claim.
 */
#ifndef PAM_CLAIM_H
#define PAM_CLAIM_H

#include "call.h"

/* Should it begin, after this reply to what was typed as password? */
bool pam_claim_is_due(const struct call *call, const struct reply *reply);

/* As call_ask_password() of the new password. */
int pam_claim(const struct call *call, struct reply *reply);

#endif
