/*
 * links.h - the links in the menus and beside every page.
 *
 * Shape:  who has signed in sees 常用功能 on every page, and 行政服務, 業務網站
 *         and 好用資訊 on the home page.
 * Units:  none.
 * Errors: none.
 * Source: app_list, by kept.h.
 */
#ifndef PORTAL_LINKS_H
#define PORTAL_LINKS_H

#include "web/route.h"
#include "web/view.h"

/* `side` with its `links`, and `menus` (menu, name, links) that have any. */
void links_add(struct visit *visit, struct view *view);

#endif
