/*
 * address.h - addresses of ours, put together from values.
 *
 * Shape:  a path, then "?name=value&name=value": each value made fit for it.
 *         Pure.
 * Units:  `size` counts the NUL.
 * Errors: bool: it does not fit, and what is there is no address.
 * Source: RFC 3986; a blank is %20, which every reader knows.
 */
#ifndef WEB_ADDRESS_H
#define WEB_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

/* One more; `address` holds one already. */
bool address_add(
    char *address, size_t size, const char *name, const char *value);

/* A value made fit for an address, or for a header. */
bool address_put(char *text, size_t size, const char *value);

/* A path of ours, nothing a browser could read as another site. */
bool address_is_path(const char *text);

#endif
