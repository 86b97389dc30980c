/*
 * https.h - one exchange with the portal over the network.
 *
 * Shape:  GET, or POST of a JSON text; the answer's bytes with a NUL behind.
 *         TLS 1.2 at least, the server's certificate always checked, no
 *         redirect followed.
 * Units:  bytes; HTTPS_DEADLINE_MS for the whole exchange.
 * Errors: RC_OFFLINE nobody answers in time, or the portal says that it is
 *         down; RC_BUSY it says that there is too much at once; RC_FAULT the
 *         certificate is wrong, or the answer is none of a portal.
 * Source: libcurl.
 */
#ifndef TOOLS_HTTPS_H
#define TOOLS_HTTPS_H

#include "base/portal.h"

#include <stddef.h>

enum {
	HTTPS_DEADLINE_MS = 45000, /* a reset waits its turn to hash */
	HTTPS_ANSWER_SIZE = 16 * 1024,
};

struct https_answer {
	char bytes[HTTPS_ANSWER_SIZE];
	size_t len;
};

/* `body` NULL: GET. `lang` as in Accept-Language. The answer may hold secrets:
 * the caller wipes it. */
enum rc https_ask(const struct portal *portal, const char *path,
    const char *lang, const char *body, struct https_answer *answer,
    struct err *err);

#endif
