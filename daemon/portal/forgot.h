/*
 * forgot.h - the way in for who has no password yet, or no more.
 *
 * Shape:  page functions for routes.c: 忘記個人密碼 asks for a letter with a
 *         check code; 重設個人密碼 takes the code and sets the password.
 * Units:  none.
 * Errors: what identityd says, on the form, with what was typed.
 * Source: the portal's own flow.
 */
#ifndef PORTAL_FORGOT_H
#define PORTAL_FORGOT_H

#include "web/route.h"
#include "web/view.h"

void forgot_form(struct visit *visit);
void forgot_send(struct visit *visit);
void forgot_code_form(struct visit *visit);
void forgot_code_redeem(struct visit *visit);

/* The rules for passwords as `rules`, to be read before typing one. */
void forgot_rules(struct visit *visit, struct view *view);

/* Are the fields `password` and `again` the same? Else the sentence to say. */
const char *forgot_differ(const struct visit *visit);

#endif
