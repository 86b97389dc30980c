/*
 * cases.h - requests: one's own, those one decides on, those one stands in for.
 *
 * Shape:  three lists, 申請案件, 批核案件 and 代理案件, that lead to one page
 *         for a request: what it is, its life so far, whose turn it is, and a
 *         button for each thing that leaved says its visitor may do. A form
 *         says which version of the request it was made from.
 * Units:  none.
 * Errors: leaved's sentence, above the page as it is by then.
 * Source: LEAVE.md 5; leave_list, leave_load, leave_decide.
 */
#ifndef LEAVE_CASES_H
#define LEAVE_CASES_H

#include "web/route.h"

extern const struct route_table cases_routes;

#endif
