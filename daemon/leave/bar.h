/*
 * bar.h - what leave-front adds to the frame around every page.
 *
 * Shape:  for who has signed on: name and school, and the menu with where one
 *         is.
 * Units:  none.
 * Errors: none.
 * Source: pages/menu.html.
 */
#ifndef LEAVE_BAR_H
#define LEAVE_BAR_H

#include "web/route.h"
#include "web/view.h"

void bar_add(struct visit *visit, struct view *view);

#endif
