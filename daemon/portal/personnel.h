/*
 * personnel.h - 人事行政: the pages of who acts for a school.
 *
 * Shape:  page functions for routes.c. A form's fields are called what the
 *         catalogue calls them (clerk.h); what a button does is a row of a
 *         table. The 資訊執秘 sees the list, one person and the mail, as much
 *         of them as identityd tells.
 * Units:  none.
 * Errors: what identityd says, above the form, with what was typed.
 * Source: the portal's own menu.
 */
#ifndef PORTAL_PERSONNEL_H
#define PORTAL_PERSONNEL_H

#include "web/route.h"
#include "web/view.h"

/* `tabs`: the desk's own pages. */
void personnel_tabs(struct visit *visit, struct view *view);

/* Lists: people, by part of name or national ID; letters; what happened. */
void personnel_list(struct visit *visit);
void personnel_mail(struct visit *visit);
void personnel_audit(struct visit *visit);

/* One person, and what is done with them. */
void personnel_person(struct visit *visit);
void personnel_act(struct visit *visit);

/* Somebody new, somebody's particulars, somebody from another school. */
void personnel_add_form(struct visit *visit);
void personnel_add(struct visit *visit);
void personnel_edit_form(struct visit *visit);
void personnel_edit(struct visit *visit);
void personnel_take_in_form(struct visit *visit);
void personnel_take_in(struct visit *visit);

#endif
