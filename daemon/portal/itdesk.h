/*
 * itdesk.h - the pages of IT: schools, units, roles, groups, machines, links,
 * notices.
 *
 * Shape:  a desk is a row of a table: its page, the question that lists what
 *         is there, and what its buttons ask. All have the same page
 *         functions, at /it/NAME; a form's fields are called what the
 *         catalogue calls them (clerk.h).
 * Units:  none.
 * Errors: what identityd says, above the form, with what was typed.
 * Source: ours.
 */
#ifndef PORTAL_ITDESK_H
#define PORTAL_ITDESK_H

#include "web/route.h"

void itdesk_home(struct visit *visit);
void itdesk_page(struct visit *visit);
void itdesk_act(struct visit *visit);

#endif
