/*
 * way_view.h - what a request passes on its way, as a page shows it.
 *
 * Shape:  lists `steps` (who, what as, done/now/later) and `lessons`, and flags
 *         of what is to be known of it, from an answer of leave_file or
 *         leave_load.
 * Units:  none.
 * Errors: none.
 * Source: ours; pages/way.html prints it.
 */
#ifndef LEAVE_WAY_VIEW_H
#define LEAVE_WAY_VIEW_H

#include "base/wire.h"
#include "web/route.h"
#include "web/view.h"

void way_view_add(
    const struct visit *visit, struct view *view, const struct wire_in *in);

#endif
