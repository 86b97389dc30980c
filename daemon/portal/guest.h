/*
 * guest.h - who is looking at the page.
 *
 * Shape:  the session cookie is identityd's sealed text; we carry it and never
 *         read it. guest_enter() asks identityd whose it is, keeps the answer
 *         for the page and passes the renewed session on to the browser.
 *         What identityd says is all that counts: a role here only chooses
 *         menus and pages.
 * Units:  none.
 * Errors: none: who may not enter is answered here.
 * Source: ours.
 */
#ifndef PORTAL_GUEST_H
#define PORTAL_GUEST_H

#include "front/errand.h"
#include "lobby.h"

struct guest {
	struct errand *errand; /* its answer says who it is; NULL: nobody */
	unsigned roles;        /* enum lobby_needs: PERSONNEL, OFFICER, IT */
	bool must_change;      /* the password, before anything else */
};

/* For struct site. */
bool guest_enter(struct visit *visit);
void guest_leave(struct visit *visit);

bool guest_is_signed_in(const struct visit *visit);
bool guest_must_change(const struct visit *visit);
/* One of these, or'ed. */
bool guest_has_role(const struct visit *visit, unsigned roles);
/* What identityd says about the guest; "" when absent or nobody. */
const char *guest_text(const struct visit *visit, enum field field);

#endif
