/*
 * asset.h - what is sent as it is: style, script, icon; and "are you well?".
 *
 * Shape:  page functions for routes.c.
 * Units:  none.
 * Errors: 404 for a name that is no asset.
 * Source: pages.h.
 */
#ifndef FRONT_ASSET_H
#define FRONT_ASSET_H

#include "web/route.h"

void asset_get(struct visit *visit);
/* 200 while this process answers; it asks nobody. */
void asset_health(struct visit *visit);

#endif
