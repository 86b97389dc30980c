/*
 * client_uri.h - the addresses of a client that a browser may be sent to.
 *
 * Shape:  https, or http on this very machine; a host; no fragment, wildcard,
 *         user or anything that a header or an attribute would end at. Pure.
 * Units:  sizes count the NUL.
 * Errors: false.
 * Source: RFC 6749, 3.1.2; RFC 3986; OpenID Connect Core 1.0, 3.1.2.1.
 */
#ifndef IDENTITYD_CLIENT_URI_H
#define IDENTITYD_CLIENT_URI_H

#include <stdbool.h>
#include <stddef.h>

enum { CLIENT_ORIGIN_SIZE = 268 }; /* "https://", 253 of a host, ":65535" */

bool client_uri_is_good(const char *uri);

/* "https://host:port" of a good one. */
bool client_uri_origin(const char *uri, char *origin, size_t size);

#endif
