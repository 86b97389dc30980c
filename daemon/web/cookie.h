/*
 * cookie.h - the few cookies we set and read.
 *
 * Shape:  names start with __Host-: a browser takes them over TLS only, for
 *         this host name only, and sends them nowhere else. Pure.
 * Units:  sizes count the NUL; max_age_s 0 ends with the browser, negative
 *         removes the cookie.
 * Errors: RC_ABSENT: not there; RC_INPUT: there twice, or no cookie of ours
 *         has such a value.
 * Source: RFC 6265.
 */
#ifndef WEB_COOKIE_H
#define WEB_COOKIE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	COOKIE_VALUE_SIZE = 1025, /* a sealed session (F_SESSION) */
	COOKIE_SIZE = 1280,       /* printed, with its attributes */
};

/* The value of `name` in a Cookie header. */
enum rc cookie_get(const char *header, const char *name, char *value,
    size_t size, struct err *err);

struct cookie {
	const char *name, *value;
	int max_age_s;
	bool
	    is_posted; /* comes back also with what another site's form sends */
};

/* "name=value; Path=/; Secure; HttpOnly; SameSite=Lax", for Set-Cookie. */
enum rc cookie_print(
    char *dst, size_t size, const struct cookie *cookie, struct err *err);

#endif
