/*
 * time_card.h - 上班卡: coming and going.
 *
 * Shape:  today's card with its two buttons, on the first page and on one of
 *         its own; there also what was forgotten, with a reason and so many a
 *         month, and a month of days. Personnel look at anybody's.
 * Units:  none.
 * Errors: leaved's sentence above the form, with what was typed.
 * Source: leave_punch, leave_punches.
 */
#ifndef LEAVE_TIME_CARD_H
#define LEAVE_TIME_CARD_H

#include "web/route.h"
#include "web/view.h"

extern const struct route_table time_card_routes;

/* Today's, as `card` of the page; nothing when leaved does not tell. */
void time_card_add(struct visit *visit, struct view *view);

#endif
