/*
 * again.h - a form that nobody could look at, to be sent once more.
 *
 * Shape:  `again` of a page: what was typed, as hidden fields behind a button,
 *         with a fresh token; secrets are typed anew. Not where a file came
 *         along: no browser gives one back.
 * Units:  none.
 * Errors: none.
 * Source: ours. Browsers forget what was typed into a page that may not be
 *         stored, and none of ours may.
 */
#ifndef FRONT_AGAIN_H
#define FRONT_AGAIN_H

#include "web/route.h"
#include "web/view.h"

void again_add(struct visit *visit, struct view *view);

#endif
