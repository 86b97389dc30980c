/*
 * deputies.h - who stands in, in the order in which they are asked.
 *
 * Shape:  six places to choose colleagues for; the order of the places is the
 *         order of the list. Empty places are passed over.
 * Units:  none.
 * Errors: leaved's sentence, above the form with what was chosen.
 * Source: LEAVE.md 5; leave_deputies.
 */
#ifndef LEAVE_DEPUTIES_H
#define LEAVE_DEPUTIES_H

#include "web/route.h"

extern const struct route_table deputies_routes;

#endif
