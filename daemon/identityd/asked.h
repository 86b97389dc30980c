/*
 * asked.h - when a request for sign-on was first asked, as a browser carries
 * it.
 *
 * Shape:  a sign-in counts as the answer to prompt=login or max_age only when
 *         it came after the request. Pages lie between the two, so the browser
 *         carries the time; sealed together with what makes the request one of
 *         its kind (client, redirect URI, state, nonce, challenge), so that
 *         nobody can name an earlier time, nor that of another request. Pure.
 * Units:  *_s Unix seconds; sizes count the NUL.
 * Errors: false: not of ours, or of another request.
 * Source: ours; OpenID Connect Core 1.0, 3.1.2.1.
 */
#ifndef IDENTITYD_ASKED_H
#define IDENTITYD_ASKED_H

#include "base/wire.h"
#include "seal/seal.h"

enum {
	ASKED_LEN = 8 + 32, /* the time, and a hash of the request */
	ASKED_SIZE = SEAL_TEXT_SIZE(ASKED_LEN),
};

enum rc asked_print(const struct keyring *ring, const struct wire_in *request,
    int64_t asked_s, char text[ASKED_SIZE], struct err *err);
bool asked_open(const struct keyring *ring, const struct wire_in *request,
    const char *text, int64_t *asked_s);

#endif
