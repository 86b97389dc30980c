/*
 * menu.h - what the portal adds to the frame around every page.
 *
 * Shape:  for who has signed in: name and school, the menu with where one is,
 *         and the links.
 * Units:  none.
 * Errors: none.
 * Source: pages/menu.html.
 */
#ifndef PORTAL_MENU_H
#define PORTAL_MENU_H

#include "web/route.h"
#include "web/view.h"

void menu_add(struct visit *visit, struct view *view);

#endif
