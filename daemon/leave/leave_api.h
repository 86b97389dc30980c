/*
 * leave_api.h - leave for programs: JSON at /api/v1, leave-api(7).
 *
 * Shape:  one table: an address, the question of leaved it is, what may be sent
 *         with it, and what the rows of its answer are called.
 * Units:  none.
 * Errors: those of resource.h.
 * Source: leave-api(7); the pages ask the same questions.
 */
#ifndef LEAVE_LEAVE_API_H
#define LEAVE_LEAVE_API_H

#include "web/route.h"

extern const struct route_table leave_api_routes;

#endif
