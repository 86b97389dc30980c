/*
 * feed_door.h - /feed/TOKEN.ics: who is away, for a calendar program.
 *
 * Shape:  no session and no cookie: whoever has the address reads, until its
 *         owner takes it back. The address is a secret: nobody logs it, nginx
 *         neither.
 * Units:  FEED_DOOR_ADDRESS_SIZE counts the NUL.
 * Errors: plain text: 404 for an address that is none (any more), else the
 *         status of the answer's class.
 * Source: RFC 5545 3.1: lines end with CR LF; 8.1: text/calendar.
 */
#ifndef LEAVE_FEED_DOOR_H
#define LEAVE_FEED_DOOR_H

#include "web/route.h"

enum { FEED_DOOR_ADDRESS_SIZE = 512 };

extern const struct route_table feed_door_routes;

/* At the host that was asked; "" when it does not fit. */
char *feed_door_print(char address[FEED_DOOR_ADDRESS_SIZE],
    const struct visit *visit, const char *token);

#endif
