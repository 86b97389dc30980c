/*
 * journey.h - 出國或赴大陸: journeys are registered, with leave or without.
 *
 * Shape:  a form and one's own journeys; before the mainland, transit too, the
 *         authority's warning, which is to be ticked as read. Personnel have
 *         those of the school.
 * Units:  none.
 * Errors: leaved's sentence above the form, with what was typed.
 * Source: leave_trip, leave_trips.
 */
#ifndef LEAVE_JOURNEY_H
#define LEAVE_JOURNEY_H

#include "base/wire.h"
#include "web/route.h"
#include "web/view.h"

/* On the page of one's own request: the way to register a journey then. */
void journey_add(const struct visit *visit, struct view *view,
    const struct wire_in *request);

extern const struct route_table journey_routes;

#endif
