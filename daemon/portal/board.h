/*
 * board.h - 訊息看板: what the bureau and the school want people to know.
 *
 * Shape:  the notices that identityd shows to this visitor now, as `notices`
 *         (title, text, from).
 * Units:  none.
 * Errors: none: without an answer there are none to show.
 * Source: notice_list, by kept.h.
 */
#ifndef PORTAL_BOARD_H
#define PORTAL_BOARD_H

#include "web/route.h"
#include "web/view.h"

void board_add(struct visit *visit, struct view *view);

#endif
