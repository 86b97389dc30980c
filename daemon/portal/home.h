/*
 * home.h - the first page: the way in, or what there is for who is in.
 *
 * Shape:  page functions for routes.c.
 * Units:  none.
 * Errors: none.
 * Source: the portal's own first page.
 */
#ifndef PORTAL_HOME_H
#define PORTAL_HOME_H

#include "web/route.h"

void home_show(struct visit *visit);

#endif
