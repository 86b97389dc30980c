/*
 * member.h - who is looking at the page.
 *
 * Shape:  the session cookie is leaved's sealed text; we carry it and never
 *         read it. member_enter() asks leaved whose it is, keeps the answer for
 *         the page and passes the renewed session on to the browser. Who has
 *         none is sent to the portal to sign on (welcome.h). What leaved says
 *         is all that counts: a role here only chooses menus and pages.
 * Units:  none.
 * Errors: none: who may not enter is answered here.
 * Source: ours; the portal's guest.h.
 */
#ifndef LEAVE_MEMBER_H
#define LEAVE_MEMBER_H

#include "front/errand.h"
#include "leave_front_conf.h"

/* Bits of route.needs. */
enum member_needs {
	NEEDS_NOBODY = 0,
	NEEDS_SIGNED_ON = 1, /* others are sent to sign on */
	NEEDS_PERSONNEL = 2, /* that role, beside signing on */
	NEEDS_TEACHING = 4,  /* the teaching section or personnel, likewise */
};

/* For struct front_kind. */
bool member_enter(struct visit *visit);
void member_leave(struct visit *visit);

bool member_is_signed_on(const struct visit *visit);
bool member_is_personnel(const struct visit *visit);
/* The teaching section: who finds cover for lessons. */
bool member_arranges_cover(const struct visit *visit);
/* Hourly cover teachers have no leave to file here. */
bool member_is_cover(const struct visit *visit);
/* What leaved says about who is looking; "" when absent or nobody. */
const char *member_text(const struct visit *visit, enum field field);

const struct leave_front_conf *member_conf(const struct visit *visit);

#endif
