/*
 * events.h - what happened to somebody's own account, in words.
 *
 * Shape:  page functions for routes.c.
 * Units:  none.
 * Errors: what identityd says.
 * Source: event_list; an action without words here is shown by its name.
 */
#ifndef PORTAL_EVENTS_H
#define PORTAL_EVENTS_H

#include "web/route.h"

void events_show(struct visit *visit);

#endif
