/*
 * links.h - the links in the menus and beside every page.
 *
 * Shape:  who has signed in sees 常用功能 on every page, and 行政服務, 業務網站
 *         and 好用資訊 on the home page. They are entries that identityd lists;
 *         the list is the same for everybody and is kept for LINKS_KEPT_S, so
 *         that a page need not ask. Any thread may call.
 * Units:  seconds.
 * Errors: none: while identityd does not answer, the old ones stay.
 * Source: app_list.
 */
#ifndef PORTAL_LINKS_H
#define PORTAL_LINKS_H

#include "web/route.h"
#include "web/view.h"

enum {
	LINKS_KEPT_S = 15,
	LINKS_MAX = 256,
};

struct links;

struct links *links_new(void);
void links_free(struct links *links);

/* `side` with its `links`, and `menus` (menu, name, links) that have any. */
void links_add(struct visit *visit, struct view *view);

#endif
