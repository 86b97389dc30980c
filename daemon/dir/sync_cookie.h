/*
 * sync_cookie.h - how far we have heard a server.
 *
 * Shape:  OpenLDAP's is "rid=...,csn=A;B;C": one CSN for each server that
 *         writes. What comes with a single change names the CSN of that change
 *         alone and is put among the others. A cookie of another kind takes the
 *         place of the old one. Pure.
 * Units:  bytes, NUL-terminated.
 * Errors: false when the result does not fit.
 * Source: RFC 4533 section 2.1.2 (opaque); slapd's sl_cookie: a CSN is
 *         time#count#server#modification, the server in hexadecimal.
 */
#ifndef DIR_SYNC_COOKIE_H
#define DIR_SYNC_COOKIE_H

#include <stdbool.h>
#include <stddef.h>

bool sync_cookie_merge(char *dst, size_t size, const char *news);

#endif
