/*
 * personal.h - 個人服務: what somebody sees and changes of their own.
 *
 * Shape:  page functions for routes.c.
 * Units:  none.
 * Errors: what identityd says, on the form, with what was typed.
 * Source: the portal's own pages; identityd judges everything.
 */
#ifndef PORTAL_PERSONAL_H
#define PORTAL_PERSONAL_H

#include "front/errand.h"

/* Own data. */
void personal_show(struct visit *visit);
void personal_sign_out_all(struct visit *visit);

/* 異動個人密碼 */
void personal_password_form(struct visit *visit);
void personal_password(struct visit *visit);
/* For a request for sign-on (entrance.h), to which it leads back. */
void personal_password_for(
    struct visit *visit, const char *next, const struct errand *asked);

/* Another mail address: asked for, confirmed by the code sent there. */
void personal_mail_form(struct visit *visit);
void personal_mail(struct visit *visit);
void personal_confirm_form(struct visit *visit);
void personal_confirm(struct visit *visit);
void personal_drop(struct visit *visit);

#endif
